//! Signing out at the provider: RP-Initiated Logout, the older way of an Auth0 tenant, and what the clients hear of it.

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
    let session = hint.as_ref().and_then(|claims| claims["sid"].as_str());
    provider.signed_out(&headers, language, session, to)
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
    provider.signed_out(&headers, language, None, to)
}

impl Provider {
    /// "compared as text": an address that is nearly right is somebody else's.
    fn may_sign_out_to(&self, client_id: Option<&str>, uri: &str) -> bool {
        let state = self.state();
        client_id
            .and_then(|id| state.client(id))
            .is_some_and(|client| client.post_logout_redirect_uris.iter().any(|registered| registered == uri))
    }

    /// Ends the session of the browser's cookie, or else the one the client names, tells its clients, and sends the
    /// person on.
    fn signed_out(
        &self,
        headers: &HeaderMap,
        language: Language,
        named: Option<&str>,
        to: Option<String>,
    ) -> Response {
        let ended = {
            let mut state = self.state();
            let session = cookie::read(headers).and_then(|cookie| state.sessions.remove(&cookie));
            let ended = session.map(|session| session.sid).or_else(|| named.map(str::to_owned));
            state.sessions.retain(|_, session| Some(&session.sid) != ended.as_ref());
            ended
        };
        let frames = ended.map(|sid| self.frames_for(&sid)).unwrap_or_default();
        let mut response = match to.as_deref().map(HeaderValue::try_from) {
            Some(Ok(to)) if frames.is_empty() => {
                (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
            }
            Some(Ok(_)) => pages::signing_out(language, &frames, to.as_deref().unwrap_or_default()),
            _ => pages::signed_out(language, &frames),
        };
        response.headers_mut().append(header::SET_COOKIE, cookie::forget());
        response
    }

    /// The pages of the clients that took part in a session, each to be opened in a frame
    /// ([OIDC Front-Channel Logout §3]).
    ///
    /// [OIDC Front-Channel Logout §3]: https://openid.net/specs/openid-connect-frontchannel-1_0.html#OPLogout
    fn frames_for(&self, sid: &str) -> Vec<String> {
        use Misbehaviour::*;
        let mut state = self.state();
        let clients = state.clients_of_sessions.remove(sid).unwrap_or_default();
        let issuer = match state.faults.standing {
            Some(FrontchannelLogoutOtherIssuer) => "https://another-provider.example/".to_owned(),
            _ => self.issuer().to_owned(),
        };
        let sid = match state.faults.standing {
            Some(FrontchannelLogoutOtherSession) => random::text(),
            _ => sid.to_owned(),
        };
        let uris = clients.iter().filter_map(|id| state.client_metadata(id).frontchannel_logout_uri);
        uris.map(|uri| with_query(&uri, &[("iss", issuer.clone()), ("sid", sid.clone())])).collect()
    }
}
