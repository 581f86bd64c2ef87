//! How this page was reached.

use crate::configuration::Configuration;
use crate::protocol::authorization::AuthorizationResponse;

/// What a page load begins with.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Any page of the app; `said_goodbye` right after a sign-out.
    Visit { said_goodbye: bool },
    /// The redirect route with a response of the provider, which is gone from the address bar by now.
    Response(AuthorizationResponse),
}

impl Arrival {
    /// The response in this location, if its path is the redirect URI's: an app's own `?code=` elsewhere is none.
    pub fn response(configuration: &Configuration, path: &str, query: &str) -> Option<AuthorizationResponse> {
        if configuration.is_redirect_path(path) { AuthorizationResponse::parse(query) } else { None }
    }
}
