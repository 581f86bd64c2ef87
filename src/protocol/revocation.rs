//! Telling the provider that tokens are not needed any more ([RFC 7009]).
//!
//! [RFC 7009]: https://www.rfc-editor.org/rfc/rfc7009

use super::form;
use super::secret::{AccessToken, FormBody, RefreshToken};

/// The revocation request, sent when the person signs out. Nobody waits for its answer: the session has ended here
/// whatever the provider does.
#[derive(Debug)]
pub struct RevocationRequest<'a> {
    pub client_id: &'a str,
    pub token: Revocable<'a>,
}

/// What is revoked.
#[derive(Debug)]
pub enum Revocable<'a> {
    /// RFC 7009 §2.1: "If the particular token is a refresh token and the authorization server supports the revocation of
    /// access tokens, then the authorization server SHOULD also invalidate all access tokens based on the same
    /// authorization grant".
    RefreshToken(&'a RefreshToken),
    AccessToken(&'a AccessToken),
}

impl RevocationRequest<'_> {
    pub fn body(&self) -> FormBody {
        let (token, hint) = match self.token {
            Revocable::RefreshToken(token) => (token.expose(), "refresh_token"),
            Revocable::AccessToken(token) => (token.expose(), "access_token"),
        };
        FormBody::new(form::write(&[
            ("token", token),
            ("token_type_hint", hint),
            ("client_id", self.client_id),
        ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_which_kind_of_token_it_is() {
        let body = |token| RevocationRequest { client_id: "client", token }.body();
        let refresh_token = RefreshToken::new("a+b");
        let access_token = AccessToken::new("t");

        assert_eq!(
            body(Revocable::RefreshToken(&refresh_token)).expose(),
            "token=a%2Bb&token_type_hint=refresh_token&client_id=client"
        );
        assert_eq!(
            body(Revocable::AccessToken(&access_token)).expose(),
            "token=t&token_type_hint=access_token&client_id=client"
        );
    }
}
