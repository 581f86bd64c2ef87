//! Values that must never be logged, each a type of its own.
//!
//! `Debug` writes the type's name and nothing else, and there is no `Display`: a secret reaches a request only where
//! [`expose`](AccessToken::expose) is written out, which is easy to search for and to review.

use super::to_base64url;

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The secret itself, for the one message it belongs in.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )*};
}

secrets! {
    /// Who is expected to sign in, as another site knows them: most often an e-mail address (OIDC Core §3.1.2.1).
    LoginHint;

    /// Ties an authorization response to the browser that asked for it, so that nobody can slip in a response of
    /// their own (RFC 6749 §10.12). 32 random octets in base64url, used once.
    State;

    /// Ties an ID Token to the authorization request it answers, so that a stolen one cannot be replayed
    /// (OIDC Core §15.5.2). 32 random octets in base64url.
    Nonce;

    /// A proof of possession: for a few minutes, and for one request, it is as good as the key (RFC 9449 §11.2).
    DpopProof;

    /// The short-lived code of the authorization response. Worth nothing without the code verifier.
    AuthorizationCode;

    /// What a pushed request is kept under: whoever has it can leave with it (RFC 9126 §7.1).
    RequestUri;

    /// What opens Lifen's APIs on the person's behalf (RFC 6750).
    AccessToken;

    /// What the session is renewed with (RFC 6749 §6). Where the provider rotates it, each works once.
    RefreshToken;

    /// The ID Token as it came, kept for the end-session request's `id_token_hint`.
    IdTokenText;

    /// The body of a request to the token or the revocation endpoint: it carries the code and the verifier, or tokens.
    FormBody;

    /// Where the browser leaves for: an authorization request carries the state and the nonce, an end-session request
    /// the ID Token.
    RequestAddress;
}

/// 32 octets from the browser's cryptographic random source, for one secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Entropy(pub [u8; 32]);

impl std::fmt::Debug for Entropy {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Entropy(redacted)")
    }
}

impl From<Entropy> for State {
    fn from(entropy: Entropy) -> Self {
        Self(to_base64url(&entropy.0))
    }
}

impl From<Entropy> for Nonce {
    fn from(entropy: Entropy) -> Self {
        Self(to_base64url(&entropy.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_no_secret() {
        let formatted = format!("{:?} {:?}", AccessToken::new("planted"), Entropy([7; 32]));

        assert_eq!(formatted, "AccessToken(redacted) Entropy(redacted)");
    }

    #[test]
    fn makes_a_state_of_43_characters_from_32_octets() {
        let state = State::from(Entropy([0xff; 32]));

        assert_eq!(state.expose(), "__________________________________________8");
    }
}
