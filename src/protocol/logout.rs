//! Signing out at the provider: the address to leave for ([RP-Initiated Logout 1.0], or Auth0's own form).
//!
//! [RP-Initiated Logout 1.0]: https://openid.net/specs/openid-connect-rpinitiated-1_0.html

use super::endpoint::Endpoint;
use super::secret::IdTokenText;

/// The end-session request.
#[derive(Debug)]
pub struct EndSessionRequest<'a> {
    pub client_id: &'a str,
    pub id_token_hint: &'a IdTokenText,
    pub post_logout_redirect_uri: &'a Endpoint,
}

impl EndSessionRequest<'_> {
    /// RP-Initiated Logout 1.0 §2: `id_token_hint` is what lets the provider sign this person out without asking.
    pub fn address(&self, end_session_endpoint: &Endpoint) -> String {
        end_session_endpoint.with_query(&[
            ("id_token_hint", self.id_token_hint.expose()),
            ("client_id", self.client_id),
            ("post_logout_redirect_uri", self.post_logout_redirect_uri.as_str()),
        ])
    }

    /// Auth0's `/v2/logout?client_id&returnTo`, for providers of that family without an `end_session_endpoint`.
    pub fn auth0_address(&self, logout_endpoint: &Endpoint) -> String {
        logout_endpoint.with_query(&[
            ("client_id", self.client_id),
            ("returnTo", self.post_logout_redirect_uri.as_str()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_both_forms() {
        let home = Endpoint::parse("https://app.example/").unwrap();
        let endpoint = Endpoint::parse("https://login.lifen.fr/v2/logout").unwrap();
        let id_token_hint = &IdTokenText::new("e30.e30.AA");
        let request =
            EndSessionRequest { client_id: "client", id_token_hint, post_logout_redirect_uri: &home };

        assert_eq!(
            request.address(&endpoint),
            "https://login.lifen.fr/v2/logout?id_token_hint=e30.e30.AA&client_id=client\
             &post_logout_redirect_uri=https%3A%2F%2Fapp.example%2F"
        );
        assert_eq!(
            request.auth0_address(&endpoint),
            "https://login.lifen.fr/v2/logout?client_id=client&returnTo=https%3A%2F%2Fapp.example%2F"
        );
    }
}
