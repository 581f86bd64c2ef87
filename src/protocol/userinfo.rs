//! What the userinfo endpoint adds about the person ([OIDC Core §5.3]).
//!
//! [OIDC Core §5.3]: https://openid.net/specs/openid-connect-core-1_0.html#UserInfo

use std::fmt;

use super::codes::codes;
use super::evidence::{Check, Evidence, Value};
use super::id_token;
use super::jose::{Algorithm, Jws, JwsError, VerifiedJws};
use super::json::{Json, Object};
use super::time::{Seconds, Timestamp};
use super::transport::Answer;

/// A userinfo response, before it is known to be about the person who signed in.
#[derive(Clone, Debug)]
pub enum UserInfoResponse {
    Claims(UserInfo),
    /// A signed JWT, which has to be verified as the ID Token was: §5.3.2.
    Signed(Jws),
}

impl UserInfoResponse {
    /// # Errors
    ///
    /// A status other than 2xx, a body that is neither a JSON object nor a JWS of an algorithm that is allowed.
    pub fn read(answer: &Answer, allowed: &[Algorithm]) -> Result<Self, UserInfoError> {
        match answer.status {
            200..=299 => {}
            401 => return Err(UserInfoError::Unauthorized),
            403 => return Err(UserInfoError::Forbidden),
            429 => return Err(UserInfoError::RateLimited),
            status => return Err(UserInfoError::HttpStatus { status }),
        }
        if let Ok(claims) = Object::parse(&answer.body) {
            return Ok(Self::Claims(UserInfo { claims, evidence: Evidence::default() }));
        }
        match Jws::parse(answer.body.trim_ascii(), allowed) {
            Ok(jws) => Ok(Self::Signed(jws)),
            Err(JwsError::Malformed | JwsError::TooLarge) => Err(UserInfoError::Unreadable),
            Err(error) => Err(UserInfoError::Jws(error)),
        }
    }
}

/// Claims of a userinfo response that may be about anybody yet.
#[derive(Clone)]
pub struct UserInfo {
    claims: Object,
    evidence: Evidence,
}

impl UserInfo {
    /// The claims of a signed response whose signature is verified.
    ///
    /// # Errors
    ///
    /// No JSON object; another issuer or audience; not valid at this moment. §5.3.2: "the UserInfo Response SHOULD
    /// contain the Claims iss (issuer) and aud (audience)": where they are there, they bind.
    pub fn of(
        verified: &VerifiedJws,
        issuer: &str,
        client_id: &str,
        skew: Seconds,
        now: Timestamp,
    ) -> Result<Self, UserInfoError> {
        let claims = verified.claims().map_err(UserInfoError::Jws)?;
        let mut evidence = verified.evidence().clone();
        if let Some(found) = claims.member("iss") {
            let is_same = *found == Json::Text(issuer.to_owned());
            if !evidence.holds(Check::UserInfoIssuer, is_same, || (Value::text(issuer), Value::text(issuer)))
            {
                return Err(UserInfoError::IssuerMismatch);
            }
        }
        if claims.member("aud").is_some() {
            let audiences = id_token::audiences(&claims).unwrap_or_default();
            let values = || (Value::text(client_id), Value::Text(audiences.join(" ")));
            if !evidence.holds(Check::UserInfoAudience, audiences.contains(&client_id), values) {
                return Err(UserInfoError::AudienceMismatch);
            }
        }
        // RFC 7519 §4.1.4, §4.1.5.
        let moment = |claim| match claims.seconds(claim) {
            Ok(seconds) => Ok(seconds.map(Timestamp::from_seconds)),
            Err(_) => Err(UserInfoError::NotCurrent),
        };
        if moment("exp")?.is_some_and(|expiry| now >= expiry + skew)
            || moment("nbf")?.is_some_and(|start| now + skew < start)
        {
            return Err(UserInfoError::NotCurrent);
        }
        Ok(Self { claims, evidence })
    }

    /// The claims, if they are about this subject, and each check that they passed.
    ///
    /// # Errors
    ///
    /// [`UserInfoError::SubjectMismatch`], and nothing of the response is used.
    pub fn about(self, subject: &str) -> Result<(Object, Evidence), UserInfoError> {
        let Self { claims, mut evidence } = self;
        // §5.3.2: "The sub Claim in the UserInfo Response MUST be verified to exactly match the sub Claim in the ID
        // Token; if they do not match, the UserInfo Response values MUST NOT be used."
        match claims.text("sub") {
            Ok(Some(found)) if evidence.same_secret(Check::UserInfoSubject, subject, found) => {}
            _ => return Err(UserInfoError::SubjectMismatch),
        }
        Ok((claims, evidence))
    }
}

impl fmt::Debug for UserInfo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserInfo(redacted)")
    }
}

/// Why the userinfo response was not used. The session stands on the ID Token and goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserInfoError {
    /// 401: the access token is not taken.
    Unauthorized,
    /// 403: the access token opens something else.
    Forbidden,
    /// 429: asked too often.
    RateLimited,
    HttpStatus {
        status: u16,
    },
    Unreadable,
    /// The signed response is not proved to be the provider's.
    Jws(JwsError),
    IssuerMismatch,
    AudienceMismatch,
    /// `exp` or `nbf` of a signed response say that it is not valid now.
    NotCurrent,
    SubjectMismatch,
}

codes! { UserInfoError:
    Self::Unauthorized => "userinfo-unauthorized",
    Self::Forbidden => "userinfo-forbidden",
    Self::RateLimited => "userinfo-rate-limited",
    Self::HttpStatus { .. } => "userinfo-http-status",
    Self::Unreadable => "userinfo-unreadable",
    Self::Jws(_) => "userinfo-signature-refused",
    Self::IssuerMismatch => "userinfo-issuer-mismatch",
    Self::AudienceMismatch => "userinfo-audience-mismatch",
    Self::NotCurrent => "userinfo-not-current",
    Self::SubjectMismatch => "userinfo-subject-mismatch",
}

impl fmt::Display for UserInfoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unauthorized => "the userinfo endpoint does not take the access token (HTTP 401)",
            Self::Forbidden => "the access token does not open userinfo (HTTP 403)",
            Self::RateLimited => "the userinfo endpoint was asked too often (HTTP 429)",
            Self::HttpStatus { status } => {
                return write!(formatter, "the userinfo endpoint answered HTTP {status}");
            }
            Self::Unreadable => "the userinfo response is neither a JSON object nor a signed JWT",
            Self::Jws(error) => return write!(formatter, "userinfo: {error}"),
            Self::IssuerMismatch => "userinfo: `iss` is not the provider's",
            Self::AudienceMismatch => "userinfo: `aud` does not list the client_id",
            Self::NotCurrent => "userinfo: `exp` or `nbf` exclude this moment",
            Self::SubjectMismatch => "userinfo: `sub` is not the ID Token's",
        })
    }
}

#[cfg(test)]
mod tests;
