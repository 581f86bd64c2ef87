//! The authorization endpoint as a browser meets it: pages, forms, redirects.

use axum::extract::{Path, Query, RawForm, RawQuery, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::authorization::{Next, Parameters};
use crate::pages::{self, Language};
use crate::state::{Interaction, Session};
use crate::{Provider, answer, cookie, random};

/// `GET /authorize` ([OIDC Core §3.1.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint)).
pub(crate) async fn authorize(
    State(provider): State<Provider>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let cookie = cookie::read(&headers);
    match provider.authorize(&query.unwrap_or_default(), cookie.as_deref()) {
        Ok(next) => go_on(next),
        Err(refusal) => {
            pages::error(Language::of(&headers, None), StatusCode::BAD_REQUEST, &refusal.to_string())
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct InteractionId {
    interaction: String,
}

/// `GET /authorize/person`: who is it?
pub(crate) async fn who(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Query(InteractionId { interaction: id }): Query<InteractionId>,
) -> Response {
    match provider.interaction(&id) {
        Some(interaction) => pages::sign_in(language(&headers, &interaction), &provider, &id, &interaction),
        None => pages::stale(Language::of(&headers, None)),
    }
}

/// `POST /authorize/person`: the person said who they are, and is signed in at the provider from now on.
pub(crate) async fn identify(
    State(provider): State<Provider>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let form = Parameters::parse(&form);
    let Some((id, mut interaction)) = provider.interaction_of(&form) else {
        return pages::stale(Language::of(&headers, None));
    };
    let Some(person) = form.only("person").and_then(|id| provider.person(id)) else {
        return go_on(Next::AskWho(id));
    };
    provider.take_chosen_fault(&form, &mut interaction);

    let mut session = Session::begin(person.clone(), &interaction.request, provider.now());
    let session_id = random::text();
    let previous = cookie::read(&headers).and_then(|cookie| provider.state().sessions.remove(&cookie));
    // Whoever proves again who they are goes on with the same session.
    if let Some(previous) = previous.filter(|previous| previous.person.id == session.person.id) {
        session.sid = previous.sid;
    }
    provider.state().sessions.insert(session_id.clone(), session.clone());
    let mut response = go_on(provider.identified(&id, interaction, session));
    response.headers_mut().append(header::SET_COOKIE, cookie::set(&session_id));
    response
}

/// `GET /authorize/consent`: may the client know this?
pub(crate) async fn consent(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Query(InteractionId { interaction: id }): Query<InteractionId>,
) -> Response {
    match provider.interaction(&id) {
        Some(interaction) if interaction.session.is_some() => {
            pages::consent(language(&headers, &interaction), &provider, &id, &interaction)
        }
        Some(_) => go_on(Next::AskWho(id)),
        None => pages::stale(Language::of(&headers, None)),
    }
}

/// `POST /authorize/consent`: the person decided, and goes back to the client.
pub(crate) async fn decide(
    State(provider): State<Provider>,
    headers: HeaderMap,
    RawForm(form): RawForm,
) -> Response {
    let form = Parameters::parse(&form);
    let Some((id, interaction)) = provider.interaction_of(&form) else {
        return pages::stale(Language::of(&headers, None));
    };
    let Interaction { request, session: Some(session), fault, .. } = interaction else {
        return go_on(Next::AskWho(id));
    };
    let location = match form.only("decision") {
        Some("allow") => provider.approve(&request, &session, fault),
        Some("refuse") => provider.refuse(&request, "access_denied", "the person refused", fault),
        _ => return go_on(Next::AskConsent(id)),
    };
    provider.state().interactions.remove(&id);
    go_on(Next::Answer(location))
}

/// `GET /`: what this is, for whoever wonders what answers on this port.
pub(crate) async fn home(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    pages::home(Language::of(&headers, None), &provider)
}

/// `GET /people/{id}.svg`: initials where a portrait would be.
pub(crate) async fn picture(State(provider): State<Provider>, Path(picture): Path<String>) -> Response {
    let person = picture.strip_suffix(".svg").and_then(|id| provider.person(id));
    let Some(person) = person else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = answer::typed(StatusCode::OK, "image/svg+xml", pages::portrait(person));
    let headers = response.headers_mut();
    // An application that isolates itself may still show the picture.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

/// Every step is a redirect, so that a reload or the back button repeats nothing.
fn go_on(next: Next) -> Response {
    let location = match next {
        Next::Answer(location) => location,
        Next::AskWho(id) => format!("/authorize/person?interaction={id}"),
        Next::AskConsent(id) => format!("/authorize/consent?interaction={id}"),
    };
    match HeaderValue::try_from(location) {
        Ok(location) => {
            let headers = [
                (header::LOCATION, location),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err(_) => answer::server_error(),
    }
}

fn language(headers: &HeaderMap, interaction: &Interaction) -> Language {
    Language::of(headers, interaction.request.ui_locales.as_deref())
}

impl Provider {
    fn interaction_of(&self, form: &Parameters) -> Option<(String, Interaction)> {
        let id = form.only("interaction")?;
        Some((id.to_owned(), self.interaction(id)?))
    }

    /// The disclosure on the first page: a fault for this sign-in, or one that stands, or an end to what was commanded.
    fn take_chosen_fault(&self, form: &Parameters, interaction: &mut Interaction) {
        match form.only("misbehaviour").map(str::parse) {
            Some(Ok(fault)) => {
                self.misbehave(fault);
                interaction.fault = self.state().faults.next.take();
            }
            // What the page offers when something was commanded: to behave after all.
            Some(Err(_)) => self.behave(),
            None => {}
        }
    }
}
