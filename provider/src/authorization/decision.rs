//! From a request to its answer: who has to be asked what, and what is remembered of it.

use url::Url;

use super::request::Answerable;
use super::response::{self, Outcome};
use super::wanting::Wanting;
use super::{AuthorizationError, AuthorizationRequest, Parameters, Refusal};
use crate::state::{Code, Interaction, Session, Spent};
use crate::{Misbehaviour, Provider, random};

/// How long an interaction waits for its person.
const INTERACTION_LIFETIME: i64 = 3600;

/// What the provider does next with an authorization request.
pub(crate) enum Next {
    /// Nobody has to be asked: the authorization response.
    Answer(String),
    /// The person chooses who they are, in this interaction.
    AskWho(String),
    /// The person allows or refuses, in this interaction.
    AskConsent(String),
}

impl Provider {
    /// An authorization request arrives, from a browser that may be signed in here.
    pub(crate) fn authorize(&self, query: &str, cookie: Option<&str>) -> Result<Next, Refusal> {
        let answerable = self.answerable(query)?;
        let request = match answerable.request {
            Ok(request) => request,
            Err(error) => {
                let (redirect_uri, state) = (answerable.redirect_uri, answerable.state);
                return Ok(Next::Answer(self.location(&redirect_uri, state.as_deref(), Err(error), None)));
            }
        };
        let session = cookie.and_then(|cookie| self.state().sessions.get(cookie).cloned());
        let wanting = self.what_is_wanting(session.as_ref(), &request);
        let is_silent = request.prompt.contains("none");

        Ok(match (wanting, session) {
            (None, Some(session)) => Next::Answer(self.approve(&request, &session, None)),
            (Some(wanting), _) if is_silent => {
                let (error, description) = wanting.error();
                Next::Answer(self.refuse(&request, error, description, None))
            }
            (Some(Wanting::Consent), session) => Next::AskConsent(self.open_interaction(request, session)),
            _ => Next::AskWho(self.open_interaction(request, None)),
        })
    }

    /// The request of a query, or the one that was pushed and that the query refers to.
    fn answerable(&self, query: &str) -> Result<Answerable, Refusal> {
        let parameters = Parameters::parse(query.as_bytes());
        let pushed = self.pushed(&parameters)?;
        let is_pushed = pushed.is_some();
        let parameters = pushed.unwrap_or(parameters);
        let mut answerable = Answerable::parse(&parameters, &self.state().clients, self.settings())?;
        if !is_pushed && self.wants_pushed_requests_of(parameters.only("client_id").unwrap_or_default()) {
            let why = "the request has to be pushed";
            answerable.request = Err(AuthorizationError::new("invalid_request", why));
        }
        Ok(answerable)
    }

    /// The person said who they are: the answer, or the question that is left.
    pub(crate) fn identified(&self, id: &str, mut interaction: Interaction, session: Session) -> Next {
        if !self.needs_consent(&session.person, &interaction.request) {
            return Next::Answer(self.approve(&interaction.request, &session, interaction.fault));
        }
        interaction.session = Some(session);
        self.state().interactions.insert(id.to_owned(), interaction);
        Next::AskConsent(id.to_owned())
    }

    /// The person allowed it: remembers that, and sends a code.
    pub(crate) fn approve(
        &self,
        request: &AuthorizationRequest,
        session: &Session,
        fault: Option<Misbehaviour>,
    ) -> String {
        let fault = self.fault_of_this_sign_in(fault);
        let code = random::text();
        {
            let mut state = self.state();
            let by = (session.person.id.clone(), request.client_id.clone());
            state.consents.insert(by, request.scope.clone());
            let clients = state.clients_of_sessions.entry(session.sid.clone()).or_default();
            clients.insert(request.client_id.clone());
            state.codes.insert(
                code.clone(),
                Code {
                    request: request.clone(),
                    session: session.clone(),
                    fault,
                    issued_at: self.now(),
                    spent: Spent::No,
                },
            );
        }
        response::location(&request.redirect_uri, self.issuer(), request.state.as_deref(), Ok(code), fault)
    }

    /// The client gets no code, and the reason.
    pub(crate) fn refuse(
        &self,
        request: &AuthorizationRequest,
        error: &'static str,
        description: &str,
        fault: Option<Misbehaviour>,
    ) -> String {
        let error = AuthorizationError::new(error, description);
        self.location(&request.redirect_uri, request.state.as_deref(), Err(error), fault)
    }

    /// The pages' logic without the pages.
    pub(crate) fn answer(
        &self,
        person: &str,
        authorization_url: &str,
        allows: bool,
    ) -> Result<String, Refusal> {
        let url = Url::parse(authorization_url).map_err(|_| Refusal::NotTheAuthorizationEndpoint)?;
        if url.as_str().split('?').next() != Some(&self.address_of("/authorize")) {
            return Err(Refusal::NotTheAuthorizationEndpoint);
        }
        let person = self.person(person).ok_or_else(|| Refusal::UnknownPerson(person.to_owned()))?.clone();
        let answerable = self.answerable(url.query().unwrap_or_default())?;
        Ok(match answerable.request {
            Ok(request) if allows => {
                self.approve(&request, &Session::begin(person, &request, self.now()), None)
            }
            Ok(request) => self.refuse(&request, "access_denied", "the person refused", None),
            Err(error) => {
                self.location(&answerable.redirect_uri, answerable.state.as_deref(), Err(error), None)
            }
        })
    }

    pub(crate) fn interaction(&self, id: &str) -> Option<Interaction> {
        self.state().interactions.get(id).cloned()
    }

    fn open_interaction(&self, request: AuthorizationRequest, session: Option<Session>) -> String {
        let (id, started_at) = (random::text(), self.now());
        let mut state = self.state();
        state
            .interactions
            .retain(|_, interaction| interaction.started_at > started_at - INTERACTION_LIFETIME);
        state.interactions.insert(id.clone(), Interaction { request, session, fault: None, started_at });
        id
    }

    fn location(
        &self,
        redirect_uri: &str,
        state: Option<&str>,
        outcome: Outcome,
        fault: Option<Misbehaviour>,
    ) -> String {
        let fault = self.fault_of_this_sign_in(fault);
        response::location(redirect_uri, self.issuer(), state, outcome, fault)
    }

    /// The fault the page chose, or else the one commanded for the next sign-in, which is taken.
    fn fault_of_this_sign_in(&self, chosen: Option<Misbehaviour>) -> Option<Misbehaviour> {
        chosen.or_else(|| self.state().faults.next.take())
    }
}
