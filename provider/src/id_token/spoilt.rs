//! An ID Token, made wrong on command: the claims here, header and signature in [`crate::jws`].

use serde_json::{Map, Value, json};

use super::{LIFETIME, access_token_hash};
use crate::Misbehaviour;
use crate::keys::Key;

/// The key that signs in place of the right one.
pub(super) fn key(right: Key, fault: Option<Misbehaviour>) -> Key {
    match fault {
        Some(Misbehaviour::AlgorithmNotAllowed) => {
            let algorithm = right.algorithm().another();
            // The name is that of a key which does verify it.
            if right.algorithm().is_rsa() { right.misused_for(algorithm) } else { right.of(algorithm) }
        }
        Some(Misbehaviour::AlgorithmConfusedFamily) => {
            right.misused_for(right.algorithm().of_another_family())
        }
        _ => right,
    }
}

pub(super) fn spoil(claims: &mut Map<String, Value>, fault: Misbehaviour, now: i64, key: Key) {
    use Misbehaviour::*;
    let missing = match fault {
        MissingSubject => Some("sub"),
        MissingAudience => Some("aud"),
        MissingIssuedAt => Some("iat"),
        MissingExpiry => Some("exp"),
        MissingNonce => Some("nonce"),
        MissingAccessTokenHash => Some("at_hash"),
        AuthenticationTimeMissing => Some("auth_time"),
        _ => None,
    };
    if let Some(missing) = missing {
        claims.remove(missing);
    }
    let mut say = |claim: &str, value: Value| claims.insert(claim.to_owned(), value);
    match fault {
        InvalidIssuer => say("iss", "https://another-provider.example/".into()),
        InvalidAudience => say("aud", "another-client".into()),
        SeveralAudiencesWithoutAuthorizedParty => {
            let client_id = claims["aud"].clone();
            claims.insert("aud".into(), json!([client_id, "another-client"]))
        }
        WrongAuthorizedParty => say("azp", "another-client".into()),
        IssuedInTheFuture => {
            say("iat", (now + 420).into());
            say("exp", (now + 420 + LIFETIME).into())
        }
        NotYetValid => say("nbf", (now + 3600).into()),
        Expired => {
            say("iat", (now - 3600 - LIFETIME).into());
            say("exp", (now - 3600).into())
        }
        InvalidNonce => say("nonce", crate::random::text().into()),
        InvalidAccessTokenHash => say("at_hash", access_token_hash("another access token", key).into()),
        AuthenticationTooOld => say("auth_time", (now - 24 * 3600).into()),
        AuthenticationContextWrong => say("acr", "urn:example:another-context".into()),
        OversizedIdToken => say("ballast", "x".repeat(72 * 1024).into()),
        _ => None,
    };
}
