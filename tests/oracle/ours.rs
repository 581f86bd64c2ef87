//! Our own judgement: the path an ID Token takes in a sign-in, with WebCrypto's part done for real.

use lifen_connect::protocol::authentication::AuthenticationRequirements;
use lifen_connect::protocol::id_token::{Expected, IdTokenError, validate};
use lifen_connect::protocol::jose::{Algorithm, Jws};
use lifen_connect::protocol::jwk::JwkSet;
use lifen_connect::protocol::secret::{AccessToken, Nonce};
use lifen_connect::protocol::time::{Seconds, Timestamp};

use crate::draft::{ACCESS_TOKEN, Evidence, ISSUER, NONCE, NOW, SKEW};
use crate::signature;
use crate::verdict::{Refusal, Verdict};

pub fn judge(evidence: &Evidence, client_id: &str) -> Verdict {
    let keys = JwkSet::parse(&evidence.keys)
        .map_err(|place| Refusal::new("keys-unreadable", format!("line {}, {}", place.line, place.column)))?;
    validated(evidence, &keys, client_id).map_err(|error| Refusal::new(error.code(), error))
}

fn validated(evidence: &Evidence, keys: &JwkSet, client_id: &str) -> Result<(), IdTokenError> {
    let check = Jws::parse(&evidence.token, &Algorithm::ALL)
        .and_then(|jws| jws.check_against(keys))
        .map_err(IdTokenError::Jws)?;
    let valid = signature::verify(&check);
    let verified = check.answered(valid).map_err(IdTokenError::Jws)?;
    let expected = Expected {
        issuer: ISSUER,
        client_id,
        nonce: &Nonce::new(NONCE),
        access_token: Some(&AccessToken::new(ACCESS_TOKEN)),
        requirements: &AuthenticationRequirements {
            max_age: evidence.asked.max_age.map(Seconds),
            acr_values: evidence.asked.acr_values.map(str::to_owned),
            acr_is_voluntary: evidence.asked.acr_is_voluntary,
        },
        skew: Seconds(SKEW),
    };
    validate(&verified, &expected, Timestamp::from_seconds(NOW))?;
    Ok(())
}
