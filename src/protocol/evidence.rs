//! What was checked, written down by the very comparison that checks it.
//!
//! A check that no code makes is in no [`Evidence`], and one that did not hold is an error instead. What is compared in
//! secret (state, nonce, hashes) leaves no value behind.

use super::time::Timestamp;

/// What a build with the feature `receipt` keeps, and any other is without.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept<T> {
    #[cfg(feature = "receipt")]
    value: T,
    #[cfg(not(feature = "receipt"))]
    absent: std::marker::PhantomData<T>,
}

#[cfg_attr(not(feature = "receipt"), expect(unused_variables, reason = "nothing is kept"))]
impl<T> Kept<T> {
    pub fn new(make: impl FnOnce() -> T) -> Self {
        #[cfg(feature = "receipt")]
        return Self { value: make() };
        #[cfg(not(feature = "receipt"))]
        Self { absent: std::marker::PhantomData }
    }

    pub fn get(&self) -> Option<&T> {
        #[cfg(feature = "receipt")]
        return Some(&self.value);
        #[cfg(not(feature = "receipt"))]
        None
    }

    pub fn with(&mut self, change: impl FnOnce(&mut T)) {
        #[cfg(feature = "receipt")]
        change(&mut self.value);
    }
}

impl<T: Default> Default for Kept<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

/// `Debug` says nothing: what is kept is for whoever asks for it, and not for a log.
impl<T> std::fmt::Debug for Kept<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Kept")
    }
}

/// One thing that is compared before anybody is signed in, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The metadata is of the issuer that the configuration pins.
    MetadataIssuer,
    State,
    /// The response names its issuer (RFC 9207).
    ResponseIssuer,
    /// The provider took the code with this browser's code verifier.
    CodeVerifier,
    Algorithm,
    /// The signature, with the key of this id.
    Signature,
    /// TLS in the place of the signature, as configured.
    Tls,
    Issuer,
    Audience,
    AuthorizedParty,
    Expiry,
    NotBefore,
    IssuedAt,
    Nonce,
    AccessTokenHash,
    AuthenticationContext,
    AuthenticationTime,
    /// Userinfo is about the person of the ID Token.
    UserInfoSubject,
    UserInfoIssuer,
    UserInfoAudience,
    /// The renewed ID Token is about the person of the first one.
    RenewedSubject,
    RenewedAudience,
    RenewedAuthorizedParty,
    RenewedAuthenticationTime,
}

impl Check {
    /// What it compares, by its name in the specification.
    pub fn name(self) -> &'static str {
        match self {
            Self::MetadataIssuer => "issuer",
            Self::State => "state",
            Self::CodeVerifier => "code_verifier",
            Self::Algorithm => "alg",
            Self::Signature => "kid",
            Self::Tls => "TLS",
            Self::ResponseIssuer | Self::Issuer | Self::UserInfoIssuer => "iss",
            Self::Audience | Self::UserInfoAudience | Self::RenewedAudience => "aud",
            Self::AuthorizedParty | Self::RenewedAuthorizedParty => "azp",
            Self::Expiry => "exp",
            Self::NotBefore => "nbf",
            Self::IssuedAt => "iat",
            Self::Nonce => "nonce",
            Self::AccessTokenHash => "at_hash",
            Self::AuthenticationContext => "acr",
            Self::AuthenticationTime | Self::RenewedAuthenticationTime => "auth_time",
            Self::UserInfoSubject | Self::RenewedSubject => "sub",
        }
    }

    /// Where it is asked for.
    pub fn rule(self) -> &'static str {
        match self {
            Self::MetadataIssuer => "RFC 8414 §3.3",
            Self::State => "RFC 6749 §10.12",
            Self::ResponseIssuer => "RFC 9207 §2.4",
            Self::CodeVerifier => "RFC 7636 §4.6",
            Self::Issuer => "OIDC Core §3.1.3.7 (2)",
            Self::Audience => "OIDC Core §3.1.3.7 (3)",
            Self::AuthorizedParty => "OIDC Core §3.1.3.7 (5)",
            Self::Signature | Self::Tls => "OIDC Core §3.1.3.7 (6)",
            Self::Algorithm => "OIDC Core §3.1.3.7 (7)",
            Self::Expiry => "OIDC Core §3.1.3.7 (9)",
            Self::IssuedAt => "OIDC Core §3.1.3.7 (10)",
            Self::Nonce => "OIDC Core §3.1.3.7 (11)",
            Self::AuthenticationContext => "OIDC Core §3.1.3.7 (12)",
            Self::AuthenticationTime => "OIDC Core §3.1.3.7 (13)",
            Self::NotBefore => "RFC 7519 §4.1.5",
            Self::AccessTokenHash => "OIDC Core §3.1.3.8",
            Self::UserInfoSubject | Self::UserInfoIssuer | Self::UserInfoAudience => "OIDC Core §5.3.2",
            Self::RenewedSubject
            | Self::RenewedAudience
            | Self::RenewedAuthorizedParty
            | Self::RenewedAuthenticationTime => "OIDC Core §12.2",
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// It is nobody's to read; the other side was the same.
    Secret,
    Text(String),
    Moment(Timestamp),
    /// It need not be there, and was not.
    Absent,
}

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A check that held: this was expected, and this was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub expected: Value,
    pub found: Value,
}

impl Finding {
    /// Whether there was anything to compare: what a provider may leave out, it may.
    pub fn is_made(&self) -> bool {
        self.found != Value::Absent
    }
}

/// The checks that held, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence(Kept<Vec<Finding>>);

impl Evidence {
    pub fn findings(&self) -> &[Finding] {
        self.0.get().map_or(&[], Vec::as_slice)
    }

    /// Whether the two, which anybody may see, are the same.
    #[must_use]
    pub(crate) fn same(&mut self, check: Check, expected: &str, found: &str) -> bool {
        self.holds(check, expected == found, || (Value::text(expected), Value::text(found)))
    }

    /// Whether the two, which nobody is to see, are the same.
    #[must_use]
    pub(super) fn same_secret(&mut self, check: Check, expected: &str, found: &str) -> bool {
        self.holds(check, expected == found, || (Value::Secret, Value::Secret))
    }

    /// Whether it holds; what was expected and found is asked for only then.
    #[must_use]
    pub(super) fn holds(
        &mut self,
        check: Check,
        holds: bool,
        values: impl FnOnce() -> (Value, Value),
    ) -> bool {
        if holds {
            self.0.with(|findings| {
                let (expected, found) = values();
                findings.push(Finding { check, expected, found });
            });
        }
        holds
    }

    /// It holds by what somebody else has checked, and said.
    pub(crate) fn stated(&mut self, check: Check) {
        self.0.with(|findings| {
            findings.push(Finding { check, expected: Value::Secret, found: Value::Secret });
        });
    }

    /// What is compared where it is there was not.
    pub(super) fn absent(&mut self, check: Check) {
        self.0.with(|findings| {
            findings.push(Finding { check, expected: Value::Secret, found: Value::Absent });
        });
    }

    /// Goes on with what was checked elsewhere.
    pub(crate) fn append(&mut self, later: &Self) {
        self.0.with(|findings| findings.extend_from_slice(later.findings()));
    }
}

#[cfg(all(test, feature = "receipt"))]
mod tests {
    use super::*;

    #[test]
    fn writes_down_what_holds_and_nothing_else() {
        let mut evidence = Evidence::default();

        assert!(evidence.same(Check::Issuer, "https://a.example", "https://a.example"));
        assert!(!evidence.same(Check::Issuer, "https://a.example", "https://b.example"));
        assert!(!evidence.same_secret(Check::Nonce, "a", "b"));
        assert!(!evidence.holds(Check::Expiry, false, || unreachable!("nobody asks")));

        let [finding] = evidence.findings() else { panic!("one check held: {:?}", evidence.findings()) };
        assert_eq!((finding.check, finding.is_made()), (Check::Issuer, true));
        assert_eq!(finding.expected, Value::text("https://a.example"));
    }

    #[test]
    fn keeps_nothing_of_what_is_compared_in_secret() {
        let mut evidence = Evidence::default();

        assert!(evidence.same_secret(Check::Nonce, "planted", "planted"));

        assert!(!format!("{:?}", evidence.findings()).contains("planted"));
    }

    #[test]
    fn tells_what_was_not_there_to_be_compared() {
        let mut evidence = Evidence::default();
        evidence.absent(Check::AccessTokenHash);

        assert!(!evidence.findings()[0].is_made());
    }

    #[test]
    fn says_nothing_in_a_log() {
        let mut evidence = Evidence::default();
        assert!(evidence.same(Check::Audience, "client", "client"));

        assert_eq!(format!("{evidence:?}"), "Evidence(Kept)");
    }
}
