//! Signing out at the provider: RP-Initiated Logout, and the older way of an Auth0 tenant.

use axum::extract::{RawForm, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::authorization::{Parameters, with_query};
use crate::pages::{self, Language};
use crate::{Misbehaviour, Provider, cookie, jws, random};

/// `GET` and `POST /oidc/logout` ([RP-Initiated Logout §2]).
///
/// [RP-Initiated Logout §2]: https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
pub(crate) async fn end_session(
    State(provider): State<Provider>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let form = Parameters::parse(&form);
    let language = Language::of(&headers, form.only("ui_locales"));
    let refused = |why| pages::error(language, StatusCode::BAD_REQUEST, why);

    // "the OP MUST validate that it was the issuer of the ID Token", however old it is.
    let hint = match form.only("id_token_hint") {
        None => None,
        Some(hint) => match jws::claims_of_our_own(hint, &provider.keys_so_far()) {
            None => return refused("`id_token_hint` is no ID Token of this provider"),
            claims => claims,
        },
    };
    let audience = hint.as_ref().and_then(client_of);
    let named = form.only("client_id");
    // "the OP MUST verify that the Client Identifier matches the one used when issuing the ID Token".
    if audience.is_some() && named.is_some() && named != audience {
        return refused("`client_id` is not the client of `id_token_hint`");
    }
    let to = match form.only("post_logout_redirect_uri") {
        None => None,
        Some(uri) if provider.may_sign_out_to(named.or(audience), uri) => Some(uri),
        Some(_) => {
            return refused(
                "`post_logout_redirect_uri` is not, to the letter, one that the client registered",
            );
        }
    };
    let state = form.only("state").and_then(|state| match provider.state().faults.standing {
        Some(Misbehaviour::SignOutStateMissing) => None,
        Some(Misbehaviour::SignOutStateWrong) => Some(("state", random::text())),
        _ => Some(("state", state.to_owned())),
    });
    let to = to.map(|uri| state.map_or_else(|| uri.to_owned(), |state| with_query(uri, &[state])));
    provider.signed_out(&headers, language, to)
}

/// Whom an ID Token was issued to: its audience, or the one of several that `azp` names.
fn client_of(claims: &Value) -> Option<&str> {
    let audience = &claims["aud"];
    audience.as_str().or_else(|| claims["azp"].as_str()).or_else(|| audience[0].as_str())
}

/// `GET /v2/logout`, as an Auth0 tenant has it: `client_id` and `returnTo`.
pub(crate) async fn auth0_logout(
    State(provider): State<Provider>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let form = Parameters::parse(&form);
    let language = Language::of(&headers, None);
    let client = form.only("client_id").and_then(|id| provider.state().client(id).cloned());
    let to = match (form.only("returnTo"), client) {
        (Some(uri), client) => {
            let client_id = client.map(|client| client.client_id);
            if !provider.may_sign_out_to(client_id.as_deref(), uri) {
                let why = "`returnTo` is not, to the letter, an address that the client registered";
                return pages::error(language, StatusCode::BAD_REQUEST, why);
            }
            Some(uri.to_owned())
        }
        (None, Some(client)) => client.post_logout_redirect_uris.into_iter().next(),
        (None, None) => None,
    };
    provider.signed_out(&headers, language, to)
}

impl Provider {
    /// "compared as text": an address that is nearly right is somebody else's.
    fn may_sign_out_to(&self, client_id: Option<&str>, uri: &str) -> bool {
        let state = self.state();
        client_id
            .and_then(|id| state.client(id))
            .is_some_and(|client| client.post_logout_redirect_uris.iter().any(|registered| registered == uri))
    }

    /// Ends the session of the browser's cookie, and sends the person on.
    fn signed_out(&self, headers: &HeaderMap, language: Language, to: Option<String>) -> Response {
        if let Some(session) = cookie::read(headers) {
            self.state().sessions.remove(&session);
        }
        let mut response = match to.and_then(|to| HeaderValue::try_from(to).ok()) {
            Some(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
            None => pages::signed_out(language),
        };
        response.headers_mut().append(header::SET_COOKIE, cookie::forget());
        response
    }
}
