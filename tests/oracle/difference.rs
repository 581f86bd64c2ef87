//! The closed list of reasons for which the two judges may differ, each with the section that says who is right.

use crate::verdict::Verdict;

/// Where we refuse what the other judge accepts, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// We accept a token that expired less than the configured skew ago. OIDC Core §2 and RFC 7519 §4.1.4:
    /// "Implementers MAY provide for some small leeway, usually no more than a few minutes, to account for clock skew."
    /// They allow none unless the caller's clock does.
    SkewAllowance,
    /// We accept an authentication that is older than `max_age` by less than the skew, for the same reason: `auth_time`
    /// is a NumericDate of the provider's clock. OIDC Core §3.1.3.7 step 13 leaves to the client when "too much time has
    /// elapsed". Their caller compares to the second.
    AgeAllowance,
    /// We trust further audiences when `azp` says that the token was issued to us; OIDC Core §3.1.3.7 step 3 leaves to
    /// the client which it trusts ("additional audiences not trusted by the Client"). They trust none until told.
    AudiencesVouchedForByAuthorizedParty,
    /// We refuse an `azp` that is not us: OIDC Core §2, "If present, it MUST contain the OAuth 2.0 Client ID of this
    /// party"; §3.1.3.7 step 5. They leave it unread, on purpose.
    AuthorizedParty,
    /// We want an `azp` wherever `aud` has more than one member, even when each of them is us. OIDC Core §2: the list is
    /// of "identifiers for other audiences". They look at each member.
    AudienceRepeated,
    /// We refuse a token before its `nbf`, and an `nbf` that is no NumericDate. RFC 7519 §4.1.5: "identifies the time
    /// before which the JWT MUST NOT be accepted for processing." They do not read it.
    NotBefore,
    /// We refuse a token that was issued in the future, beyond the skew. OIDC Core §3.1.3.7 step 10: "The iat Claim can
    /// be used to reject tokens that were issued too far away from the current time". They leave it to the caller.
    IssuedInTheFuture,
    /// We refuse a subject that is empty, longer than 255 octets or not ASCII. OIDC Core §2: "It MUST NOT exceed 255
    /// ASCII characters in length." They take any text.
    Subject,
    /// We refuse a `crit` whose value is `null`. RFC 7515 §4.1.11: "Producers MUST NOT use the empty list "[]" as the
    /// "crit" value." A value that is no list at all is no better. They read `null` as absence.
    CriticalIsNull,
    /// We refuse an object with two members of one name wherever it stands, understood or not. RFC 7515 §4, RFC 7517
    /// §4 and §5, RFC 7519 §4: names "MUST be unique"; a reader must "either reject" them or take the last. They reject
    /// only those they read.
    RepeatedMember,
    /// We refuse documents nested deeper than 16 levels. RFC 8259 §9: "An implementation may set limits on the maximum
    /// depth of nesting." Theirs is 128, and none for what they skip.
    Nesting,
    /// We refuse tokens beyond 32 KiB and JWK Sets beyond 256. RFC 8259 §9: "An implementation may set limits on the size
    /// of texts that it accepts." They set none.
    Size,
    /// We refuse base64url whose last character has bits that encode nothing: two texts would be one token. RFC 4648
    /// §3.5: "decoders MAY chose to reject an encoding if the pad bits have not been set to zero." They overlook them.
    TrailingBits,
    /// We refuse a header that is not UTF-8 in a member nobody reads. RFC 7515 §5.2 step 3: "Verify that the resulting
    /// octet sequence is a UTF-8-encoded representation of a completely valid JSON object". They skip its octets.
    NotUtf8,
    /// We pass over a key whose `key_ops` does not have `verify` in it. RFC 7517 §4.3: the member "identifies the
    /// operation(s) for which the key is intended to be used". They do not read it.
    KeyOperations,
    /// We pass over an RSA key of fewer than 2048 bits. RFC 7518 §3.3 and §3.5: "A key of size 2048 bits or larger MUST
    /// be used with these algorithms." They take any.
    WeakKey,
    /// Where several keys have the name, or none was named, we choose the only one that can have made the signature:
    /// its curve, size and `key_ops` count. OIDC Core §10.1 wants a `kid` where there are several keys. They look at
    /// kind, `use` and `alg`, and refuse to guess among the rest.
    KeyChoice,
    /// We verify ES512: RFC 7518 §3.1 has it. They do not know the arithmetic of P-521.
    LargestCurve,
    /// We leave `typ` alone. RFC 7519 §5.1: "This parameter is ignored by JWT implementations". They want JWT or JOSE.
    Type,
    /// We leave `cty` alone: what the payload is, its JSON says. RFC 7519 §5.2 wants it for nested tokens, and a nested
    /// one is no JSON object. They refuse any.
    ContentType,
    /// We do not judge claims that a sign-in does not read (a profile's, `amr`, `c_hash`, an unasked `acr` or
    /// `auth_time`): OIDC Core §3.1.3.7 has no step for them. They refuse a token where one is of the wrong kind.
    UnreadClaim,
    /// We take any NumericDate, however far: RFC 7519 §2 sets no bounds. Their calendar ends.
    FarTime,
}

/// Who refuses, and with which of their codes.
enum Refuses {
    Ours(&'static [&'static str]),
    Theirs(&'static [&'static str]),
}

impl Difference {
    pub const ALL: [Self; 22] = [
        Self::SkewAllowance,
        Self::AgeAllowance,
        Self::AudiencesVouchedForByAuthorizedParty,
        Self::AuthorizedParty,
        Self::AudienceRepeated,
        Self::NotBefore,
        Self::IssuedInTheFuture,
        Self::Subject,
        Self::CriticalIsNull,
        Self::RepeatedMember,
        Self::Nesting,
        Self::Size,
        Self::TrailingBits,
        Self::NotUtf8,
        Self::KeyOperations,
        Self::WeakKey,
        Self::KeyChoice,
        Self::LargestCurve,
        Self::Type,
        Self::ContentType,
        Self::UnreadClaim,
        Self::FarTime,
    ];

    fn refuses(self) -> Refuses {
        use Refuses::{Ours, Theirs};
        match self {
            Self::SkewAllowance => Theirs(&["expired"]),
            Self::AudiencesVouchedForByAuthorizedParty => Theirs(&["untrusted-audience"]),
            Self::AuthorizedParty | Self::AudienceRepeated => Ours(&["id-token-authorized-party-mismatch"]),
            Self::NotBefore => Ours(&["id-token-not-yet-valid", "id-token-claim-missing"]),
            Self::IssuedInTheFuture => Ours(&["id-token-issued-in-the-future"]),
            Self::Subject => Ours(&["id-token-subject-invalid"]),
            Self::CriticalIsNull => Ours(&["id-token-critical-header"]),
            Self::RepeatedMember => Ours(&["id-token-malformed", "keys-unreadable"]),
            Self::Nesting => Ours(&["id-token-malformed", "keys-unreadable"]),
            Self::TrailingBits => Ours(&["id-token-malformed", "id-token-key-not-found"]),
            Self::NotUtf8 => Ours(&["id-token-malformed"]),
            Self::Size => Ours(&["id-token-too-large", "keys-unreadable"]),
            Self::AgeAllowance => Theirs(&["authentication-time"]),
            Self::KeyChoice => Theirs(&["ambiguous-key"]),
            Self::LargestCurve => Theirs(&["unsupported-algorithm"]),
            Self::KeyOperations | Self::WeakKey => Ours(&["id-token-key-not-found"]),
            Self::Type => Theirs(&["type", "unreadable"]),
            Self::ContentType => Theirs(&["content-type", "unreadable"]),
            Self::UnreadClaim | Self::FarTime => Theirs(&["unreadable"]),
        }
    }

    /// Whether this is what the two verdicts differ by.
    pub fn explains(self, ours: &Verdict, theirs: &Verdict) -> bool {
        match (self.refuses(), ours, theirs) {
            (Refuses::Ours(codes), Err(refusal), Ok(())) => codes.contains(&refusal.code),
            (Refuses::Theirs(codes), Ok(()), Err(refusal)) => codes.contains(&refusal.code),
            _ => false,
        }
    }
}
