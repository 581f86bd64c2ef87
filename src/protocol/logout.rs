//! Signing out at the provider: the address to leave for ([RP-Initiated Logout 1.0], or Auth0's own form).
//!
//! [RP-Initiated Logout 1.0]: https://openid.net/specs/openid-connect-rpinitiated-1_0.html

use super::endpoint::Endpoint;
use super::form::{self, Pairs};
use super::secret::{IdTokenText, State};

/// The end-session request.
#[derive(Debug)]
pub struct EndSessionRequest<'a> {
    pub client_id: &'a str,
    pub id_token_hint: &'a IdTokenText,
    pub post_logout_redirect_uri: &'a Endpoint,
    pub state: &'a State,
}

impl EndSessionRequest<'_> {
    /// RP-Initiated Logout 1.0 §2: `id_token_hint` is what lets the provider sign this person out without asking.
    pub fn address(&self, end_session_endpoint: &Endpoint) -> String {
        end_session_endpoint.with_query(&[
            ("id_token_hint", self.id_token_hint.expose()),
            ("client_id", self.client_id),
            ("post_logout_redirect_uri", self.post_logout_redirect_uri.as_str()),
            ("state", self.state.expose()),
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

/// The query of the page that a sign-out at the provider leads back to, without the `state` that went along (§3); `None`
/// where this state is not in it.
///
/// Nothing hangs on it: the session ended before the browser left, and a state that is wrong or missing does not bring
/// it back. It is taken off the address bar, and that is all.
pub fn without_state(query: &str, state: &State) -> Option<String> {
    let pairs = Pairs::read(query.strip_prefix('?').unwrap_or(query));
    pairs.values("state").find(|found| *found == state.expose())?;
    let mut rest = String::from("?");
    for (name, value) in pairs.all().filter(|(name, value)| (*name, *value) != ("state", state.expose())) {
        form::append(&mut rest, &[(name, value)]);
    }
    Some(if rest.len() > 1 { rest } else { String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_both_forms() {
        let home = Endpoint::parse("https://app.example/").unwrap();
        let endpoint = Endpoint::parse("https://login.lifen.fr/v2/logout").unwrap();
        let id_token_hint = &IdTokenText::new("e30.e30.AA");
        let request = EndSessionRequest {
            client_id: "client",
            id_token_hint,
            post_logout_redirect_uri: &home,
            state: &State::new("s"),
        };

        assert_eq!(
            request.address(&endpoint),
            "https://login.lifen.fr/v2/logout?id_token_hint=e30.e30.AA&client_id=client\
             &post_logout_redirect_uri=https%3A%2F%2Fapp.example%2F&state=s"
        );
        assert_eq!(
            request.auth0_address(&endpoint),
            "https://login.lifen.fr/v2/logout?client_id=client&returnTo=https%3A%2F%2Fapp.example%2F"
        );
    }

    #[test]
    fn takes_its_own_state_off_the_address_and_nothing_else() {
        let without = |query| without_state(query, &State::new("s"));

        assert_eq!(without("?state=s"), Some(String::new()));
        assert_eq!(without("?tab=a+b&state=s"), Some("?tab=a+b".to_owned()));
        assert_eq!(without("?state=other"), None);
        assert_eq!(without(""), None);
    }
}
