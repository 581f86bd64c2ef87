//! Demonstrating Proof of Possession: tokens that are no use without the key they were given to
//! ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449)).

mod nonce;
mod proof;

use axum::extract::{Request, State};
use axum::http::header::HeaderValue;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;

use crate::{Misbehaviour, Provider};
pub(crate) use nonce::Nonces;
use proof::Proof;

/// How long ago a proof may have been made: "on the order of seconds or minutes" (RFC 9449 §11.1).
const PROOF_LIFETIME: i64 = 300;
/// How far ahead of the provider's clock a client's may be.
const CLOCK_SKEW: i64 = 60;

/// Whether a client's tokens are bound to a key of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dpop {
    /// The provider knows nothing of it: a proof is passed over, and tokens are bearer tokens, as at Lifen.
    #[default]
    Ignored,
    /// Whoever brings a proof with the token request gets tokens bound to its key.
    Accepted,
    /// "The authorization server MUST reject token requests from the client that do not contain the DPoP header":
    /// `dpop_bound_access_tokens` ([RFC 9449 §5.2](https://www.rfc-editor.org/rfc/rfc9449#section-5.2)).
    Required,
}

/// Why a proof proves nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadProof {
    pub(crate) error: &'static str,
    pub(crate) description: &'static str,
}

impl BadProof {
    fn invalid(description: &'static str) -> Self {
        Self { error: "invalid_dpop_proof", description }
    }
}

impl Provider {
    /// The thumbprint of the key that the request's proof shows possession of, once every check of [RFC 9449 §4.3]
    /// holds; nothing where there is no proof.
    ///
    /// [RFC 9449 §4.3]: https://www.rfc-editor.org/rfc/rfc9449#section-4.3
    pub(crate) fn check_proof(
        &self,
        headers: &HeaderMap,
        method: &Method,
        path: &str,
        access_token: Option<&str>,
    ) -> Result<Option<String>, BadProof> {
        let mut proofs = headers.get_all("dpop").iter();
        let Some(text) = proofs.next() else { return Ok(None) };
        if proofs.next().is_some() {
            return Err(BadProof::invalid("there is more than one proof"));
        }
        let text = text.to_str().map_err(|_| BadProof::invalid("the proof is no JWT"))?;
        let proof = Proof::verify(text).map_err(BadProof::invalid)?;
        let now = self.now();
        let is_for_this_call = proof.htm == method.as_str() && proof.is_for(&self.address_of(path));
        if !is_for_this_call {
            return Err(BadProof::invalid("`htm` and `htu` are not those of this request"));
        }
        if access_token.is_some_and(|token| !proof.goes_with(token)) {
            return Err(BadProof::invalid("`ath` is not the hash of the access token"));
        }
        if proof.iat < now - PROOF_LIFETIME || proof.iat > now + CLOCK_SKEW {
            return Err(BadProof::invalid("`iat` is too long ago or ahead of time"));
        }
        let mut state = self.state();
        if self.demands_nonces(state.faults.standing) && !state.nonces.is_good(proof.nonce.as_deref(), now) {
            let description = "the proof needs the `nonce` of the header DPoP-Nonce";
            return Err(BadProof { error: "use_dpop_nonce", description });
        }
        state.proofs.retain(|_, iat| *iat >= now - PROOF_LIFETIME);
        if state.proofs.insert((proof.htu, proof.jti), proof.iat).is_some() {
            return Err(BadProof::invalid("the proof was used before"));
        }
        Ok(Some(proof.jkt))
    }

    fn demands_nonces(&self, standing: Option<Misbehaviour>) -> bool {
        self.settings().dpop_nonce_required || standing == Some(Misbehaviour::DpopNonceRequired)
    }
}

/// Says which nonce the next proof needs, to whoever sent a proof ([RFC 9449 §8.2]).
///
/// [RFC 9449 §8.2]: https://www.rfc-editor.org/rfc/rfc9449#section-8.2
pub(crate) async fn nonce(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    let has_proof = request.headers().contains_key("dpop");
    let mut response = next.run(request).await;
    let now = provider.now();
    let mut state = provider.state();
    if has_proof
        && provider.demands_nonces(state.faults.standing)
        && let Ok(nonce) = HeaderValue::try_from(state.nonces.current(now))
    {
        response.headers_mut().insert("dpop-nonce", nonce);
    }
    response
}
