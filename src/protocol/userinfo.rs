//! What the userinfo endpoint adds about the person ([OIDC Core §5.3]).
//!
//! [OIDC Core §5.3]: https://openid.net/specs/openid-connect-core-1_0.html#UserInfo

use std::fmt;

use super::json::Object;
use super::transport::Answer;

/// Reads a userinfo response that agrees with the ID Token.
///
/// # Errors
///
/// A status other than 2xx, a body that is no JSON object, or another `sub`: nothing of it is used then.
pub fn read(answer: &Answer, subject: &str) -> Result<Object, UserInfoError> {
    if !answer.is_success() {
        return Err(UserInfoError::HttpStatus { status: answer.status });
    }
    let claims = Object::parse(&answer.body).map_err(|_| UserInfoError::Unreadable)?;
    // OIDC Core §5.3.2: "The sub Claim in the UserInfo Response MUST be verified to exactly match the sub Claim in the
    // ID Token; if they do not match, the UserInfo Response values MUST NOT be used."
    match claims.text("sub") {
        Ok(Some(found)) if found == subject => Ok(claims),
        _ => Err(UserInfoError::SubjectMismatch),
    }
}

/// Why the userinfo response was not used. The session stands on the ID Token and goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserInfoError {
    HttpStatus { status: u16 },
    Unreadable,
    SubjectMismatch,
}

impl UserInfoError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::HttpStatus { .. } => "userinfo-http-status",
            Self::Unreadable => "userinfo-unreadable",
            Self::SubjectMismatch => "userinfo-subject-mismatch",
        }
    }
}

impl fmt::Display for UserInfoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HttpStatus { status } => write!(formatter, "the userinfo endpoint answered HTTP {status}"),
            Self::Unreadable => formatter.write_str("the userinfo response is no JSON object"),
            Self::SubjectMismatch => formatter.write_str("userinfo: `sub` is not the ID Token's"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_body(status: u16, body: &str) -> Result<Object, UserInfoError> {
        read(&Answer { status, body: body.to_owned() }, "auth0|1")
    }

    #[test]
    fn accepts_the_claims_of_the_same_subject() {
        let claims = read_body(200, r#"{"sub":"auth0|1","name":"Victor Pugin"}"#).unwrap();

        assert_eq!(claims.text("name"), Ok(Some("Victor Pugin")));
    }

    #[test]
    fn uses_nothing_of_another_subjects_claims() {
        assert_eq!(read_body(200, r#"{"sub":"auth0|2","name":"x"}"#), Err(UserInfoError::SubjectMismatch));
        assert_eq!(read_body(200, r#"{"name":"x"}"#), Err(UserInfoError::SubjectMismatch));
    }

    #[test]
    fn refuses_a_failure_and_a_page() {
        assert_eq!(read_body(429, "{}"), Err(UserInfoError::HttpStatus { status: 429 }));
        assert_eq!(read_body(200, "<html>"), Err(UserInfoError::Unreadable));
    }
}
