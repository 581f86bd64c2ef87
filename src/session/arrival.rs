//! How this page was reached.

use super::{Place, Presence, SignInEntropy, TabMemory};
use crate::configuration::Configuration;
use crate::protocol::authorization::AuthorizationResponse;

/// What a page load begins with.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Any page of the app; `said_goodbye` right after a sign-out.
    Visit { said_goodbye: bool },
    /// A page that somebody was signed in on until it was reloaded. `None` where it would only go round in circles.
    Reload { place: Place, resumes: Option<(Presence, Box<SignInEntropy>)> },
    /// The redirect route with a response of the provider, which is gone from the address bar by now.
    Response(AuthorizationResponse),
}

impl Arrival {
    /// The provider's response in this location.
    ///
    /// An app's own `?code=` or `?state=` is none: the path has to be the redirect URI's. Where that is the app's home,
    /// which has a life of its own, the state has to be one that this tab sent, or the response our issuer's (RFC 9207).
    /// A redirect route of its own takes in whatever comes, to tell the person what is wrong with it.
    pub fn response(
        configuration: &Configuration,
        path: &str,
        query: &str,
        memory: impl FnOnce() -> TabMemory,
    ) -> Option<AuthorizationResponse> {
        if !configuration.is_redirect_path(path) {
            return None;
        }
        let response = AuthorizationResponse::parse(query)?;
        let is_ours = path != configuration.base.path()
            || response.names_issuer(&configuration.issuer)
            || response.state().is_some_and(|state| memory().knows(&state));
        is_ours.then_some(response)
    }
}
