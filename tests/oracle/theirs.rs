//! The judgement of the `openidconnect` crate, as its documentation tells a relying party to ask for it.

use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError as Claims, ClientId, IssuerUrl, Nonce,
    SignatureVerificationError as Signature,
};

use crate::draft::{ACCESS_TOKEN, Asked, CLIENT_ID, Evidence, ISSUER, NONCE, NOW};
use crate::verdict::{Refusal, Verdict};

/// Every one that has a public key.
const ALLOWED: [CoreJwsSigningAlgorithm; 10] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EcdsaP521Sha512,
    CoreJwsSigningAlgorithm::EdDsa,
];

pub fn judge(evidence: &Evidence) -> Verdict {
    let keys: CoreJsonWebKeySet =
        serde_json::from_str(&evidence.keys).map_err(|error| Refusal::new("keys-unreadable", error))?;
    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    let verifier = CoreIdTokenVerifier::new_public_client(ClientId::new(CLIENT_ID.to_owned()), issuer, keys)
        .set_allowed_algs(ALLOWED)
        .set_time_fn(|| (UNIX_EPOCH + Duration::from_secs(NOW as u64)).into())
        .set_auth_time_verifier_fn(|at| recent(at.map(|at| at.timestamp()), evidence.asked))
        .set_auth_context_verifier_fn(|context| {
            appropriate(context.map(|context| context.as_str()), evidence.asked)
        });

    let token = CoreIdToken::from_str(&evidence.token).map_err(|error| Refusal::new("unreadable", error))?;
    let claims = token
        .claims(&verifier, &Nonce::new(NONCE.to_owned()))
        .map_err(|error| Refusal::new(code(&error), error))?;
    let Some(expected) = claims.access_token_hash() else { return Ok(()) };
    let found = token.signing_alg().and_then(|algorithm| {
        let key = token.signing_key(&verifier)?;
        AccessTokenHash::from_token(&AccessToken::new(ACCESS_TOKEN.to_owned()), algorithm, key)
            .map_err(|error| Signature::Other(error.to_string()))
    });
    match found {
        Ok(found) if found == *expected => Ok(()),
        Ok(_) => Err(Refusal::new("access-token-hash", "another access token's")),
        Err(error) => Err(Refusal::new("access-token-hash", error)),
    }
}

/// OIDC Core §3.1.3.7 step 13, which they leave to the caller.
fn recent(at: Option<i64>, asked: Asked) -> Result<(), String> {
    match (asked.max_age, at) {
        (None, _) => Ok(()),
        (Some(max_age), Some(at)) if NOW - at <= max_age => Ok(()),
        _ => Err("too long ago, or nobody knows when".to_owned()),
    }
}

/// OIDC Core §3.1.3.7 step 12, which they leave to the caller; of a voluntary claim (§5.5.1.1) any value will do.
fn appropriate(context: Option<&str>, asked: Asked) -> Result<(), String> {
    let Some(values) = asked.acr_values else { return Ok(()) };
    match context {
        _ if asked.acr_is_voluntary => Ok(()),
        Some(context) if values.split_whitespace().any(|value| value == context) => Ok(()),
        _ => Err("another context than was asked".to_owned()),
    }
}

/// Their errors, one word each.
fn code(error: &Claims) -> &'static str {
    match error {
        Claims::Expired(_) => "expired",
        Claims::InvalidAudience(words) if words.ends_with("not a trusted audience") => "untrusted-audience",
        Claims::InvalidAudience(_) => "audience",
        Claims::InvalidAuthContext(_) => "authentication-context",
        Claims::InvalidAuthTime(_) => "authentication-time",
        Claims::InvalidIssuer(_) => "issuer",
        Claims::InvalidNonce(_) => "nonce",
        Claims::Unsupported(words) if words.contains("JWT type") => "type",
        Claims::Unsupported(words) if words.contains("content type") || words.contains("nested") => {
            "content-type"
        }
        Claims::Unsupported(words) if words.contains("critical") => "critical",
        Claims::SignatureVerification(Signature::NoMatchingKey) => "no-key",
        Claims::SignatureVerification(Signature::AmbiguousKeyId(_)) => "ambiguous-key",
        Claims::SignatureVerification(Signature::DisallowedAlg(_)) => "algorithm",
        Claims::SignatureVerification(Signature::UnsupportedAlg(_)) => "unsupported-algorithm",
        Claims::SignatureVerification(_) => "signature",
        _ => "other",
    }
}
