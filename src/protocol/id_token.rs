//! Validating an ID Token whose signature is verified: [OIDC Core §3.1.3.7], step by step.
//!
//! [OIDC Core §3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation

mod error;
#[cfg(test)]
mod renewed;
#[cfg(test)]
mod tests;

use super::authentication::AuthenticationRequirements;
use super::evidence::{Check, Evidence, Value};
use super::jose::{Algorithm, Proof, VerifiedJws};
use super::json::{Json, Kind, Object, WrongMember};
use super::secret::{AccessToken, Nonce};
use super::time::{Seconds, Timestamp};
use super::to_base64url;

pub use error::IdTokenError;

/// What the ID Token must agree with: the configuration, the request that is pending, the token it came with.
#[derive(Debug)]
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a Nonce,
    /// `None` for an ID Token that was validated before, and whose access token was renewed since.
    pub access_token: Option<&'a AccessToken>,
    /// What was asked of the authentication.
    pub requirements: &'a AuthenticationRequirements,
    /// How far this computer's clock and the provider's may be apart.
    pub skew: Seconds,
}

/// The claims of an ID Token that passed every check. There is no other way to make one.
#[derive(Clone, PartialEq)]
pub struct ValidatedClaims {
    subject: String,
    issued_at: Timestamp,
    expires_at: Timestamp,
    proof: Proof,
    claims: Object,
    evidence: Evidence,
}

impl ValidatedClaims {
    /// `sub`: who signed in, unique and never reassigned at this issuer.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// How far this computer's clock is ahead of the provider's, for a token that was asked for and came at these moments
    /// of ours: the least that its `iat` tells, negative where the clock is slow.
    ///
    /// The provider wrote `iat` between the two, in whole seconds, so a slow network cannot pass for a fast clock.
    pub fn clock_ahead(&self, asked_at: Timestamp, answered_at: Timestamp) -> Seconds {
        let least = asked_at - (self.issued_at + Seconds(1));
        let most = answered_at - self.issued_at;
        Seconds(0).clamp(least.min(most), most.max(least))
    }

    /// What vouches for them.
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// Each check that they passed.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Every claim, for the person's profile and Lifen's own claims.
    pub fn claims(&self) -> &Object {
        &self.claims
    }
}

impl std::fmt::Debug for ValidatedClaims {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ValidatedClaims(redacted)")
    }
}

/// Validates the claims of a verified ID Token.
///
/// Steps 1 and 6 to 8 (encryption, signature, algorithm) are behind us: a [`VerifiedJws`] exists only after them.
/// Steps 12 and 13 are the [`AuthenticationRequirements`]'.
///
/// # Errors
///
/// [`IdTokenError`]: one variant a step, with expected and found where both are public.
pub fn validate(
    verified: &VerifiedJws,
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<ValidatedClaims, IdTokenError> {
    let mut validated = validate_common(verified, expected, now)?;
    let ValidatedClaims { claims, evidence, .. } = &mut validated;
    validate_nonce(claims, expected.nonce, evidence)?;
    expected.requirements.validate(claims, expected.skew, now, evidence)?;
    Ok(validated)
}

/// Validates the claims of a verified ID Token that came with a renewal, against those of the first one.
///
/// # Errors
///
/// What [`validate`] refuses, but for `nonce`, which need not come again, and the age of the authentication, which grows
/// with the session; [`IdTokenError::RenewalMismatch`] where it is not the session that was renewed.
pub fn validate_renewed(
    verified: &VerifiedJws,
    first: &ValidatedClaims,
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<ValidatedClaims, IdTokenError> {
    let mut validated = validate_common(verified, expected, now)?;
    let mismatch = |claim| Err(IdTokenError::RenewalMismatch { claim });
    let (claims, before) = (&validated.claims, &first.claims);
    let evidence = &mut validated.evidence;
    // OIDC Core §12.2: "its sub Claim Value MUST be the same as in the ID Token issued when the original authentication
    // occurred". So must `iss`, which is pinned.
    if !evidence.same_secret(Check::RenewedSubject, &first.subject, &validated.subject) {
        return mismatch("sub");
    }
    // "its aud Claim Value MUST include the Client Identifier", and be what it was.
    let (found, original) = (audiences(claims)?, audiences(before)?);
    let is_same = found.len() == original.len() && found.iter().all(|audience| original.contains(audience));
    let values = || (Value::Text(original.join(" ")), Value::Text(found.join(" ")));
    if !evidence.holds(Check::RenewedAudience, is_same, values) {
        return mismatch("aud");
    }
    // "its azp Claim Value MUST be the same […]; if no azp Claim was present in the original ID Token, one MUST NOT be
    // present in the new ID Token".
    let (found, original) = (claims.text("azp")?, before.text("azp")?);
    if found.is_some() || original.is_some() {
        let value = |azp: Option<&str>| azp.map_or(Value::Absent, Value::text);
        let values = || (value(original), value(found));
        if !evidence.holds(Check::RenewedAuthorizedParty, found == original, values) {
            return mismatch("azp");
        }
    }
    // "if the ID Token contains an auth_time Claim, its value MUST represent the time of the original authentication - not
    // the time that the new ID token is issued".
    if let (Some(found), Some(original)) = (claims.seconds("auth_time")?, before.seconds("auth_time")?) {
        let moment = |seconds| Value::Moment(Timestamp::from_seconds(seconds));
        let values = || (moment(original), moment(found));
        if !evidence.holds(Check::RenewedAuthenticationTime, found == original, values) {
            return mismatch("auth_time");
        }
    }
    // "it SHOULD NOT have a nonce Claim, […] however, if it is present, its value MUST be the same".
    if claims.member("nonce").is_some() {
        validate_nonce(claims, expected.nonce, evidence)?;
    }
    Ok(validated)
}

fn validate_common(
    verified: &VerifiedJws,
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<ValidatedClaims, IdTokenError> {
    let claims = verified.claims().map_err(IdTokenError::Jws)?;
    let mut evidence = verified.evidence().clone();
    validate_issuer(&claims, expected.issuer, &mut evidence)?;
    validate_audience(&claims, expected.client_id, &mut evidence)?;
    let (issued_at, expires_at) = validate_times(&claims, expected.skew, now, &mut evidence)?;
    if let Some(access_token) = expected.access_token {
        validate_access_token_hash(&claims, verified.algorithm(), access_token, &mut evidence)?;
    }
    let subject = validate_subject(&claims)?;
    Ok(ValidatedClaims { subject, issued_at, expires_at, proof: verified.proof(), claims, evidence })
}

fn validate_issuer(claims: &Object, expected: &str, evidence: &mut Evidence) -> Result<(), IdTokenError> {
    // Step 2: "The Issuer Identifier for the OpenID Provider […] MUST exactly match the value of the iss (issuer)
    // Claim."
    let found = claims.required_text("iss")?;
    if !evidence.same(Check::Issuer, expected, found) {
        return Err(IdTokenError::IssuerMismatch { expected: expected.to_owned(), found: found.to_owned() });
    }
    Ok(())
}

fn validate_audience(claims: &Object, client_id: &str, evidence: &mut Evidence) -> Result<(), IdTokenError> {
    let audiences = audiences(claims)?;
    // Step 3: "The ID Token MUST be rejected if the ID Token does not list the Client as a valid audience, or if it
    // contains additional audiences not trusted by the Client."
    let values = || (Value::text(client_id), Value::Text(audiences.join(" ")));
    if !evidence.holds(Check::Audience, audiences.contains(&client_id), values) {
        return Err(IdTokenError::AudienceMismatch {
            expected: client_id.to_owned(),
            found: audiences.join(" "),
        });
    }
    // Steps 4 and 5: with several audiences an `azp` has to be there, and whenever it is there it has to be us: it
    // is what makes the other audiences trusted.
    match claims.text("azp")? {
        Some(azp) if !evidence.same(Check::AuthorizedParty, client_id, azp) => {
            Err(IdTokenError::AuthorizedPartyMismatch { found: azp.to_owned() })
        }
        None if audiences.len() > 1 => {
            Err(IdTokenError::AuthorizedPartyMismatch { found: "nothing".to_owned() })
        }
        _ => Ok(()),
    }
}

/// OIDC Core §2: `aud` is a list of texts, or "in the common special case when there is one audience" a text.
pub(super) fn audiences(claims: &Object) -> Result<Vec<&str>, WrongMember> {
    match claims.member("aud") {
        Some(Json::Text(one)) => Ok(vec![one]),
        _ => claims.texts("aud")?.ok_or(WrongMember::missing("aud", Kind::Text)),
    }
}

fn validate_times(
    claims: &Object,
    skew: Seconds,
    now: Timestamp,
    evidence: &mut Evidence,
) -> Result<(Timestamp, Timestamp), IdTokenError> {
    let missing = |member| WrongMember::missing(member, Kind::Seconds);
    let moment = |member| claims.seconds(member).map(|seconds| seconds.map(Timestamp::from_seconds));
    // Step 9: "The current time MUST be before the time represented by the exp Claim." OIDC Core §2 allows "some
    // small leeway, usually no more than a few minutes, to account for clock skew."
    let expires_at = moment("exp")?.ok_or(missing("exp"))?;
    let issued_at = moment("iat")?.ok_or(missing("iat"))?;
    let clock_ahead = now - issued_at;
    let at = |found| move || (Value::Moment(now), Value::Moment(found));
    if !evidence.holds(Check::Expiry, now < expires_at + skew, at(expires_at)) {
        let clock_ahead = (issued_at < expires_at).then_some(clock_ahead);
        return Err(IdTokenError::Expired { ago: now - expires_at, clock_ahead });
    }
    // RFC 7519 §4.1.5: "the JWT MUST NOT be accepted for processing" before `nbf`.
    if let Some(not_before) = moment("nbf")?
        && !evidence.holds(Check::NotBefore, now + skew >= not_before, at(not_before))
    {
        let clock_ahead = (not_before <= issued_at).then_some(clock_ahead);
        return Err(IdTokenError::NotYetValid { ahead: not_before - now, clock_ahead });
    }
    // Step 10: "The iat Claim can be used to reject tokens that were issued too far away from the current time".
    if !evidence.holds(Check::IssuedAt, now + skew >= issued_at, at(issued_at)) {
        return Err(IdTokenError::IssuedInTheFuture { ahead: issued_at - now });
    }
    Ok((issued_at, expires_at))
}

fn validate_nonce(claims: &Object, expected: &Nonce, evidence: &mut Evidence) -> Result<(), IdTokenError> {
    // Step 11: "If a nonce value was sent in the Authentication Request, a nonce Claim MUST be present and its value
    // checked to verify that it is the same value as the one that was sent in the Authentication Request."
    match claims.text("nonce")? {
        Some(found) if evidence.same_secret(Check::Nonce, expected.expose(), found) => Ok(()),
        _ => Err(IdTokenError::NonceMismatch),
    }
}

fn validate_access_token_hash(
    claims: &Object,
    algorithm: Algorithm,
    access_token: &AccessToken,
    evidence: &mut Evidence,
) -> Result<(), IdTokenError> {
    // OIDC Core §3.1.3.6: "the base64url encoding of the left-most half of the hash of the octets of the ASCII
    // representation of the access_token value, where the hash algorithm used is the hash algorithm used in the alg
    // Header Parameter". Optional in this flow; binding when it is there (§3.1.3.8).
    let Some(found) = claims.text("at_hash")? else {
        evidence.absent(Check::AccessTokenHash);
        return Ok(());
    };
    let mut hash = algorithm.hash().digest(access_token.expose().as_bytes());
    hash.truncate(hash.len() / 2);
    if !evidence.same_secret(Check::AccessTokenHash, &to_base64url(&hash), found) {
        return Err(IdTokenError::AccessTokenMismatch);
    }
    Ok(())
}

fn validate_subject(claims: &Object) -> Result<String, IdTokenError> {
    // OIDC Core §2: `sub` "MUST NOT exceed 255 ASCII characters in length."
    let subject = claims.required_text("sub")?;
    if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
        return Err(IdTokenError::SubjectInvalid);
    }
    Ok(subject.to_owned())
}
