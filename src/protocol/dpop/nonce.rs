//! Nonces: how a server has proofs made anew, whatever the browser's clock says ([RFC 9449 §8], [§9]).
//!
//! [RFC 9449 §8]: https://www.rfc-editor.org/rfc/rfc9449#section-8
//! [§9]: https://www.rfc-editor.org/rfc/rfc9449#section-9

use crate::protocol::challenge::{Challenge, Scheme};
use crate::protocol::json::Object;
use crate::protocol::refusal::ErrorCode;
use crate::protocol::transport::Answer;

/// What a server wants in the next proof. Like every other value that proves something, it is in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct DpopNonce(String);

impl DpopNonce {
    /// Longer than any server has reason to make one.
    const LONGEST: usize = 1000;

    /// Reads the value of `DPoP-Nonce`; `None` for what is no nonce.
    ///
    /// RFC 9449 §8.1: "nonce = 1*NQCHAR", characters that are neither quotation mark nor backslash.
    pub fn parse(text: &str) -> Option<Self> {
        let is_nqchar = |octet: u8| octet.is_ascii_graphic() && octet != b'"' && octet != b'\\';
        let is_nonce = (1..=Self::LONGEST).contains(&text.len()) && text.bytes().all(is_nqchar);
        is_nonce.then(|| Self(text.to_owned()))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for DpopNonce {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DpopNonce(redacted)")
    }
}

/// Whether a request was refused for nothing but the nonce that its proof lacks: what was asked is still to be had, and
/// the same request gets it with the nonce of this very answer.
pub fn asks_for_a_nonce(answer: &Answer) -> bool {
    // §8: "the authorization server responds to requests that do not include a nonce with an HTTP 400 (Bad Request) error
    // response per Section 5.2 of [RFC6749] using use_dpop_nonce as the error code value."
    let body = Object::parse(&answer.body);
    let error = body.as_ref().ok().and_then(|body| body.text("error").ok().flatten());
    // §9: "Resource servers use an HTTP 401 (Unauthorized) error code with an accompanying WWW-Authenticate: DPoP value and
    // DPoP-Nonce value to accomplish this."
    let challenge = answer.headers.www_authenticate.as_deref();
    let challenge = challenge.and_then(|header| Challenge::read(header, Scheme::Dpop).error);
    !answer.is_success() && [error.map(ErrorCode::parse), challenge].contains(&Some(ErrorCode::UseDpopNonce))
}
