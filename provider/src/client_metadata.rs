//! What a client registered beyond its name and its addresses.

use crate::Dpop;

/// What a client may do besides signing people in, in the words of its registration
/// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
///
/// The default is what Lifen gives its public clients: nothing of it. Told in
/// [`Settings::client_metadata`](crate::Settings::client_metadata) or, at any time, with
/// [`Provider::register_metadata`](crate::Provider::register_metadata).
#[derive(Clone, Debug, Default)]
pub struct ClientMetadata {
    /// Whether `refresh_token` is among its `grant_types`: then whoever grants it `offline_access` leaves it a refresh
    /// token ([OIDC Core §11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess)).
    pub refresh_tokens: bool,
    /// Whether its tokens are bound to a key of its own.
    pub dpop: Dpop,
    /// Whether what it asks has to be pushed
    /// ([RFC 9126 §6](https://www.rfc-editor.org/rfc/rfc9126#section-6)).
    pub require_pushed_authorization_requests: bool,
    /// The page that the provider opens in a frame, with `iss` and `sid`, when the person signs out; with it, ID Tokens
    /// have a `sid` ([OIDC Front-Channel Logout §2]).
    ///
    /// [OIDC Front-Channel Logout §2]: https://openid.net/specs/openid-connect-frontchannel-1_0.html#RPLogout
    pub frontchannel_logout_uri: Option<String>,
}
