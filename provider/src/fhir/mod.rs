//! A small FHIR API behind the access token: an organisation, a directory of practitioners, and a document that takes
//! more than a token.

mod directory;
mod outcome;
mod step_up;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::access::Call;
use crate::authorization::Parameters;
use crate::state::Grant;
use crate::{Misbehaviour, Provider, answer};
pub(crate) use outcome::outcome;
pub(crate) use step_up::document;

const DEFAULT_COUNT: usize = 20;
const LARGEST_COUNT: usize = 50;

/// `GET /fhir/v3/Organization/{id}`: one's own workspace, and nobody else's.
pub(crate) async fn organization(
    State(provider): State<Provider>,
    call: Call,
    Path(id): Path<String>,
) -> Response {
    provider.behind_the_token(&call, |grant| {
        if grant.session.person.workspace != format!("Organization/{id}") {
            return outcome(
                StatusCode::FORBIDDEN,
                "forbidden",
                "This is not the workspace of the signed-in person",
            );
        }
        resource(&directory::organization(&id))
    })
}

/// `GET /fhir/v3/Practitioner`: a search by `name`, `_count` of them a page
/// ([FHIR R4, search](https://hl7.org/fhir/R4/search.html)).
pub(crate) async fn practitioners(
    State(provider): State<Provider>,
    call: Call,
    RawQuery(query): RawQuery,
) -> Response {
    provider.behind_the_token(&call, |grant| {
        if !grant.scope.contains("profile") {
            let refused =
                outcome(StatusCode::FORBIDDEN, "forbidden", "Insufficient scope: `profile` is needed");
            // RFC 6750 §3: "the scope of the access token necessary to access the protected resource".
            return grant.challenge("insufficient_scope").saying("scope", "profile").on(refused);
        }
        let query = Parameters::parse(query.unwrap_or_default().as_bytes());
        match (number(&query, "_count", DEFAULT_COUNT), number(&query, "_offset", 0)) {
            (Some(count), Some(offset)) => {
                let name = query.only("name").unwrap_or_default();
                let mut page = provider.page(name, count.min(LARGEST_COUNT), offset);
                if grant.fault == Some(Misbehaviour::ApiNextPageElsewhere) {
                    provider.lead_elsewhere(&mut page);
                }
                resource(&page)
            }
            _ => outcome(StatusCode::BAD_REQUEST, "invalid", "`_count` and `_offset` are whole numbers"),
        }
    })
}

/// `GET /fhir/v3/Practitioner/{id}`.
pub(crate) async fn practitioner(
    State(provider): State<Provider>,
    call: Call,
    Path(id): Path<String>,
) -> Response {
    provider.behind_the_token(&call, |_| {
        match directory::practitioners().iter().find(|practitioner| practitioner["id"] == *id) {
            Some(practitioner) => resource(practitioner),
            None => outcome(StatusCode::NOT_FOUND, "not-found", "Nobody in the directory has this id"),
        }
    })
}

impl Provider {
    pub(crate) fn behind_the_token(&self, call: &Call, open: impl FnOnce(&Grant) -> Response) -> Response {
        use Misbehaviour::*;
        let invalid = "The access token is not valid";
        let unauthorized = |diagnostics| outcome(StatusCode::UNAUTHORIZED, "login", diagnostics);
        let grant = match self.grant_of(call) {
            Ok(grant) => grant,
            Err(challenge) => {
                let diagnostics =
                    if challenge.error.is_some() { invalid } else { "An access token is needed" };
                return challenge.on(unauthorized(diagnostics));
            }
        };
        if self.state().faults.standing == Some(ApiInsufficientAuthentication) {
            return step_up::demanded(&self.settings().step_up, &grant);
        }
        if self.has_called_too_often(&grant) {
            let throttled = outcome(StatusCode::TOO_MANY_REQUESTS, "throttled", "Too many requests a second");
            return answer::again_after(1, throttled);
        }
        match grant.fault {
            Some(ApiUnauthorized) => grant.challenge("invalid_token").on(unauthorized(invalid)),
            Some(ApiForbidden) => {
                let refused = outcome(StatusCode::FORBIDDEN, "forbidden", "Insufficient scope");
                grant.challenge("insufficient_scope").on(refused)
            }
            Some(ApiRateLimited) => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                answer::rate_limited(outcome(status, "throttled", "More than ten requests a second"))
            }
            Some(ApiServerError) => {
                outcome(StatusCode::INTERNAL_SERVER_ERROR, "exception", "Something went wrong")
            }
            Some(ApiRedirects) => answer::elsewhere_at(&self.settings().elsewhere),
            Some(ApiRefusesCors) => answer::refusing_cors(open(&grant)),
            _ => open(&grant),
        }
    }

    /// Counts this call among those of its second.
    fn has_called_too_often(&self, grant: &Grant) -> bool {
        let Some(limit) = self.settings().api_calls_per_second else { return false };
        let now = self.now();
        let mut state = self.state();
        let calls = state.calls.entry(grant.family.clone()).or_insert((now, 0));
        if calls.0 != now {
            *calls = (now, 0);
        }
        calls.1 += 1;
        calls.1 > limit
    }

    /// Has the links of this page lead to an origin that is not the API's.
    fn lead_elsewhere(&self, page: &mut Value) {
        let (own, other) = (self.address_of(""), self.settings().elsewhere.as_str());
        let other = if other.is_empty() { "https://api.example.evil" } else { other };
        for link in page["link"].as_array_mut().into_iter().flatten() {
            let there = link["url"].as_str().unwrap_or_default().replacen(&own, other, 1);
            link["url"] = there.into();
        }
    }

    /// One page of a search set, with the links to itself and its neighbours.
    fn page(&self, name: &str, count: usize, offset: usize) -> Value {
        let found = directory::named(name);
        let link = |relation: &str, offset: usize| {
            let mut url = self.address_of("/fhir/v3/Practitioner?");
            let mut query = form_urlencoded::Serializer::new(String::new());
            if !name.is_empty() {
                query.append_pair("name", name);
            }
            query.append_pair("_count", &count.to_string()).append_pair("_offset", &offset.to_string());
            url.push_str(&query.finish());
            json!({"relation": relation, "url": url})
        };
        let mut links = vec![link("self", offset)];
        if count > 0 && offset > 0 {
            links.push(link("previous", offset.saturating_sub(count)));
        }
        if count > 0 && offset.saturating_add(count) < found.len() {
            links.push(link("next", offset + count));
        }
        let entries: Vec<_> = found
            .iter()
            .skip(offset)
            .take(count)
            .map(|practitioner| {
                let id = practitioner["id"].as_str().unwrap_or_default();
                let url = self.address_of(&format!("/fhir/v3/Practitioner/{id}"));
                json!({"fullUrl": url, "resource": practitioner, "search": {"mode": "match"}})
            })
            .collect();
        json!({
            "resourceType": "Bundle",
            "type": "searchset",
            "total": found.len(),
            "link": links,
            "entry": entries,
        })
    }
}

fn number(query: &Parameters, name: &str, otherwise: usize) -> Option<usize> {
    query.only(name).map_or(Some(otherwise), |text| text.parse().ok())
}

fn resource(resource: &Value) -> Response {
    answer::typed(StatusCode::OK, "application/fhir+json", resource.to_string())
}
