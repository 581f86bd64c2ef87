//! An ID Token, made wrong on command: the claims here, header and signature in [`crate::jws`].

use serde_json::{Map, Value, json};

use super::{LIFETIME, access_token_hash};
use crate::Misbehaviour;
use crate::keys::Key;

/// Deeper than a parser that recurses on a browser's stack should follow.
const DEPTH: usize = 1000;

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
        MissingIssuer => Some("iss"),
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
        IssuerTrailingSlashDropped => {
            let issuer = without_or_with_slash(claims["iss"].as_str().unwrap_or_default());
            claims.insert("iss".into(), issuer.into())
        }
        InvalidAudience => say("aud", "another-client".into()),
        SeveralAudiencesWithoutAuthorizedParty => {
            let client_id = claims["aud"].clone();
            claims.insert("aud".into(), json!([client_id, "another-client"]))
        }
        AudienceAsList => {
            let client_id = claims["aud"].clone();
            claims.insert("aud".into(), json!([client_id]))
        }
        // "MUST be rejected … if it contains additional audiences not trusted by the Client" (OIDC Core §3.1.3.7): this
        // one is whom the client trusts with everything.
        AudienceWithAuthorizedParty => {
            let (client_id, issuer) = (claims["aud"].clone(), claims["iss"].clone());
            claims.insert("aud".into(), json!([client_id, issuer]));
            claims.insert("azp".into(), client_id)
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
        ExpiryAsText => say("exp", (now + LIFETIME).to_string().into()),
        // "a number … in which non-integer values can be represented" (RFC 7519 §2).
        FractionalTimes => {
            say("iat", json!(now as f64 - 0.5));
            say("exp", json!((now + LIFETIME) as f64 + 0.5))
        }
        EmptyNonce => say("nonce", "".into()),
        InvalidNonce => say("nonce", crate::random::text().into()),
        InvalidAccessTokenHash => say("at_hash", access_token_hash("another access token", key).into()),
        AuthenticationTooOld => say("auth_time", (now - 24 * 3600).into()),
        AuthenticationContextWrong => say("acr", "urn:example:another-context".into()),
        UnknownClaims => {
            claims.extend(unknown_claims());
            None
        }
        DeeplyNestedIdToken => {
            say("depth", (0..DEPTH).fold(Value::Null, |inner, _| Value::Array(vec![inner])))
        }
        OversizedIdToken => say("ballast", "x".repeat(72 * 1024).into()),
        _ => None,
    };
}

/// What a renewed ID Token has to repeat of the first one, and does not
/// ([OIDC Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
pub(super) fn renewed(claims: &mut Map<String, Value>, fault: Misbehaviour, authenticated_at: i64) {
    use Misbehaviour::*;
    let (claim, value): (_, Value) = match fault {
        RefreshOtherIssuer => ("iss", "https://another-provider.example/".into()),
        RefreshOtherSubject => ("sub", "auth0|somebody-else".into()),
        RefreshOtherAudience => ("aud", "another-client".into()),
        RefreshOtherAuthorizedParty => ("azp", "another-client".into()),
        RefreshOtherAuthTime => ("auth_time", (authenticated_at - 60).into()),
        RefreshWrongNonce => ("nonce", crate::random::text().into()),
        _ => return,
    };
    claims.insert(claim.to_owned(), value);
}

/// The same issuer to a person's eye, and another one to the letter.
pub(crate) fn without_or_with_slash(issuer: &str) -> String {
    issuer.strip_suffix('/').map_or_else(|| format!("{issuer}/"), str::to_owned)
}

/// "any Claims used that are not understood MUST be ignored" ([OIDC Core §2]), whatever they look like.
///
/// [OIDC Core §2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
fn unknown_claims() -> Map<String, Value> {
    let mut claims: Map<String, Value> =
        (0..94).map(|number| (format!("claim-{number}"), number.into())).collect();
    claims.insert("".into(), "a claim without a name".into());
    claims.insert("sub ".into(), "no subject".into());
    claims.insert("__proto__".into(), json!({"sub": "auth0|somebody-else"}));
    claims.insert("rôle \u{1f3e5}".into(), "infirmière\u{0}\u{2028}\u{1f469}".into());
    claims.insert("numbers".into(), json!([1e300, -0.0, 9_007_199_254_740_993_u64, 0.1]));
    let ward = json!({"ward": [[], {}, null, true, {"beds": [{"number": 7, "of": {"": []}}]}]});
    claims.insert("https://example.com/wards".into(), json!({"aud": "demo", "wards": [ward]}));
    claims
}
