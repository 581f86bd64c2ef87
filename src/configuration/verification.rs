//! What proves that an ID Token is the provider's, and what it has to say of the authentication.

use super::fields::Fields;
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::jose::{Algorithm, TlsStandsIn};
use crate::protocol::json::Json;

/// How an ID Token is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// By its signature, with the keys of the provider's JWK Set.
    Signature,
    /// By nothing but the TLS connection to the token endpoint (OIDC Core §3.1.3.7 step 6), for a provider whose JWK Set
    /// no page of another origin can fetch. The risk: whoever stands inside that connection, a proxy of the company
    /// that breaks TLS open for one, can say who signed in; and a session can prove nothing to anybody later.
    TlsInItsPlace(TlsStandsIn),
}

impl Verification {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        match fields.text("id_token_verification") {
            None | Some("signature") => {}
            Some("tls") => return Self::TlsInItsPlace(TlsStandsIn::as_configured()),
            Some(other) => fields.refuse_text("id_token_verification", "signature or tls", other),
        }
        Self::Signature
    }
}

/// What is asked of the authentication.
pub(super) fn requirements(fields: &mut Fields<'_>) -> AuthenticationRequirements {
    let acr_is_voluntary = match fields.text("acr_claim") {
        None | Some("essential") => false,
        Some("voluntary") => true,
        Some(other) => {
            fields.refuse_text("acr_claim", "essential or voluntary", other);
            false
        }
    };
    AuthenticationRequirements {
        max_age: fields.seconds("max_age", [0, i64::from(u32::MAX)], "a number of seconds from 0"),
        acr_values: fields.text("acr_values").map(str::to_owned),
        acr_is_voluntary,
    }
}

/// The algorithms that may sign: one, or a list while a provider changes from one to the next.
///
/// OIDC Core §3.1.3.7 step 7: "The alg value SHOULD be the default of RS256 or the algorithm sent by the Client in the
/// id_token_signed_response_alg parameter during Registration."
pub(super) fn algorithms(fields: &mut Fields<'_>) -> Vec<Algorithm> {
    const FIELD: &str = "id_token_signed_response_alg";
    let mut algorithms = Vec::new();
    let mut add = |value: &Json| match value {
        Json::Text(name) => Algorithm::named(name).map(|algorithm| algorithms.push(algorithm)),
        _ => None,
    };
    let Some(stated) = fields.member(FIELD) else { return vec![Algorithm::Rs256] };
    let wrong = match stated {
        Json::List(names) if !names.is_empty() => names.iter().find(|name| add(name).is_none()),
        one => add(one).is_none().then_some(one),
    };
    if let Some(wrong) = wrong {
        fields.refuse_value(FIELD, "RS, PS or ES with 256, 384 or 512, or EdDSA: one, or a list", wrong);
    }
    algorithms
}
