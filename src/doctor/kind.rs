//! Everything that can be found, and how serious each is.

use super::{Check, Verdict};

macro_rules! kinds {
    (
        every { $($other:ident: $other_verdict:ident, $other_code:literal;)+ }
        $($check:ident { $($name:ident: $verdict:ident, $code:literal;)+ })+
    ) => {
        /// What was found. The code is stable: reports, documentation and tests key on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($($name,)+)+
            $($other,)+
        }

        impl Kind {
            pub const ALL: &'static [Self] = &[$($(Self::$name,)+)+ $(Self::$other,)+];

            /// What can be found of more than one check: what became of a question, above all.
            pub const OF_EVERY_CHECK: &'static [Self] = &[$(Self::$other,)+];

            pub fn code(self) -> &'static str {
                match self {
                    $($(Self::$name => $code,)+)+
                    $(Self::$other => $other_code,)+
                }
            }

            pub fn verdict(self) -> Verdict {
                match self {
                    $($(Self::$name => Verdict::$verdict,)+)+
                    $(Self::$other => Verdict::$other_verdict,)+
                }
            }
        }

        impl Check {
            /// What can be found of this check and of no other.
            pub fn kinds(self) -> &'static [Kind] {
                match self {
                    $(Self::$check => &[$(Kind::$name,)+],)+
                }
            }
        }
    };
}

kinds! {
    every {
        HostSilent: Unknown, "host-silent";
        CorsRefused: Wrong, "cors-refused";
        Unreachable: Wrong, "unreachable";
        NoAnswer: Wrong, "no-answer";
        Offline: Wrong, "offline";
        BlockedByPolicy: Wrong, "blocked-by-policy";
        NotAsked: Unknown, "not-asked";
        Unfinished: Unknown, "unfinished";
        OnlyInBrowser: Unknown, "only-in-a-browser";
    }
    SecureContext {
        SecureContext: Good, "secure-context";
        InsecureContext: Wrong, "insecure-context";
    }
    Configuration {
        ConfigurationRead: Good, "configuration-read";
        ConfigurationAsBuilt: Wrong, "configuration-as-built";
        ConfigurationWrong: Wrong, "configuration-wrong";
    }
    RedirectUri {
        RedirectUriToRegister: Good, "redirect-uri-to-register";
        RedirectUriKnown: Good, "redirect-uri-known";
        RedirectUriRefused: Wrong, "redirect-uri-refused";
        RedirectUriNotTold: Unknown, "redirect-uri-not-told";
        BaseElsewhere: Wrong, "base-elsewhere";
    }
    DeepLinks {
        DeepLinksServed: Good, "deep-links-served";
        DeepLinksNotFound: Warning, "deep-links-served-as-not-found";
        DeepLinksMissing: Wrong, "deep-links-missing";
        DeepLinksRedirected: Wrong, "deep-links-redirected";
        DeepLinksOtherPage: Wrong, "deep-links-other-page";
    }
    Metadata {
        MetadataFits: Good, "metadata-fits";
        MetadataNotNeeded: Good, "metadata-not-needed";
        MetadataIssuerDiffers: Wrong, "metadata-issuer-differs";
        MetadataUnusable: Wrong, "metadata-unusable";
    }
    Keys {
        KeysUsable: Good, "keys-usable";
        KeysNotNeeded: Good, "keys-not-needed";
        KeysNoneFits: Wrong, "keys-none-fits";
        KeysNotImported: Wrong, "keys-not-imported";
        KeysUnusable: Wrong, "keys-unusable";
    }
    TokenEndpoint {
        TokenEndpointReadable: Good, "token-endpoint-readable";
        TokenEndpointRefusesClient: Wrong, "token-endpoint-refuses-client";
        TokenEndpointOdd: Warning, "token-endpoint-odd";
    }
    UserInfo {
        UserInfoReadable: Good, "userinfo-readable";
        UserInfoNone: Good, "userinfo-none";
        UserInfoOdd: Warning, "userinfo-odd";
    }
    Pkce {
        PkceOffered: Good, "pkce-offered";
        PkceRefused: Wrong, "pkce-not-offered";
        PkceNotTold: Unknown, "pkce-not-told";
    }
    Algorithms {
        AlgorithmsOffered: Good, "algorithms-offered";
        AlgorithmsNotOffered: Wrong, "algorithms-not-offered";
        AlgorithmsNotTold: Unknown, "algorithms-not-told";
    }
    Csp {
        CspStrict: Good, "csp-strict";
        CspMissing: Wrong, "csp-missing";
        CspInlineScriptRuns: Wrong, "csp-inline-script-runs";
        CspEvalRuns: Warning, "csp-eval-runs";
        CspBlocksProvider: Wrong, "csp-blocks-provider";
        CspLacks: Warning, "csp-lacks";
        CspLoose: Warning, "csp-loose";
    }
    Headers {
        HeadersSent: Good, "headers-sent";
        HeadersMissing: Warning, "headers-missing";
    }
    Caching {
        CachingRight: Good, "caching-right";
        CachingPageKept: Warning, "caching-page-kept";
        CachingFilesNotKept: Warning, "caching-files-not-kept";
        CachingFilesUnhashed: Warning, "caching-files-unhashed";
        CachingFilesUncompressed: Warning, "caching-files-uncompressed";
        CachingFilesMissing: Wrong, "caching-files-missing";
        CachingWasmType: Warning, "caching-wasm-type";
    }
    Clock {
        ClockRight: Good, "clock-right";
        ClockFast: Wrong, "clock-fast";
        ClockSlow: Wrong, "clock-slow";
        ClockNotTold: Unknown, "clock-not-told";
    }
    Crypto {
        CryptoThere: Good, "crypto-there";
        CryptoMissing: Wrong, "crypto-missing";
    }
    Storage {
        StorageKept: Good, "storage-kept";
        SessionStorageBlocked: Wrong, "session-storage-blocked";
        LocalStorageBlocked: Warning, "local-storage-blocked";
    }
    IndexedDb {
        IndexedDbThere: Good, "indexed-db-there";
        IndexedDbBlocked: Warning, "indexed-db-blocked";
        IndexedDbBlockedForKeys: Wrong, "indexed-db-blocked-for-keys";
    }
    WebLocks {
        WebLocksThere: Good, "web-locks-there";
        WebLocksMissing: Warning, "web-locks-missing";
    }
    BroadcastChannel {
        BroadcastChannelThere: Good, "broadcast-channel-there";
        BroadcastChannelMissing: Warning, "broadcast-channel-missing";
    }
    PopUps {
        PopUpsOpen: Good, "pop-ups-open";
        PopUpsBlocked: Warning, "pop-ups-blocked";
        PopUpsUntried: Unknown, "pop-ups-untried";
    }
}
