//! Proof Key for Code Exchange: what makes a stolen authorization code worthless ([RFC 7636]).
//!
//! [RFC 7636]: https://www.rfc-editor.org/rfc/rfc7636

use sha2::{Digest, Sha256};

use super::secret::Entropy;
use super::to_base64url;

/// The secret a browser keeps between leaving for the provider and coming back.
///
/// Its SHA-256, the [`CodeChallenge`], travels in the authorization request; the verifier itself travels only in the
/// token request, so whoever steals the code cannot redeem it. 43 unreserved characters: 32 octets in base64url
/// ([RFC 7636 §4.1]).
///
/// [RFC 7636 §4.1]: https://www.rfc-editor.org/rfc/rfc7636#section-4.1
#[derive(Clone, PartialEq, Eq)]
pub struct CodeVerifier(String);

impl CodeVerifier {
    /// Reads a verifier back from where the pending sign-in was stored; `None` outside 43–128 unreserved characters.
    pub fn parse(text: &str) -> Option<Self> {
        let unreserved = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
        ((43..=128).contains(&text.len()) && text.bytes().all(unreserved)).then(|| Self(text.to_owned()))
    }

    pub fn challenge(&self) -> CodeChallenge {
        // RFC 7636 §4.2: "code_challenge = BASE64URL-ENCODE(SHA256(ASCII(code_verifier)))"
        CodeChallenge(to_base64url(&Sha256::digest(self.0.as_bytes())))
    }

    /// The secret itself, for the token request and for the pending sign-in.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<Entropy> for CodeVerifier {
    fn from(entropy: Entropy) -> Self {
        Self(to_base64url(&entropy.0))
    }
}

impl std::fmt::Debug for CodeVerifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CodeVerifier(redacted)")
    }
}

/// The code verifier's SHA-256 in base64url, which the authorization request carries in the open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The only method we send: `plain` would hand the verifier to whoever reads the request.
    pub const METHOD: &str = "S256";

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 appendix B.
    #[test]
    fn derives_the_published_challenge_from_the_published_verifier() {
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105,
            214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];

        let verifier = CodeVerifier::from(Entropy(octets));

        assert_eq!(verifier.expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(verifier.challenge().as_str(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn accepts_a_verifier_of_43_to_128_unreserved_characters() {
        assert!(CodeVerifier::parse(&"a-._~Z9".repeat(7)).is_some());
        assert!(CodeVerifier::parse(&"a".repeat(128)).is_some());
    }

    #[test]
    fn refuses_a_verifier_that_is_too_short_too_long_or_reserved() {
        assert_eq!(CodeVerifier::parse(&"a".repeat(42)), None);
        assert_eq!(CodeVerifier::parse(&"a".repeat(129)), None);
        assert_eq!(CodeVerifier::parse(&"+".repeat(43)), None);
    }
}
