//! A call that takes a stronger or a fresher authentication than the session has ([RFC 9470]): to the provider and back,
//! for this call.
//!
//! [RFC 9470]: https://www.rfc-editor.org/rfc/rfc9470

use std::fmt;
use std::sync::Arc;

use super::calls::{CallStep, UnderWay};
use super::coming_back::PATIENCE;
use super::pushing::{Departure, Exit};
use super::state::State;
use super::{
    Effect, EnvironmentError, Error, Grant, Offer, PendingSignIn, Place, Resumption, Session, SessionError,
    SignInEntropy, Ticket,
};
use crate::configuration::features::CALLS;
use crate::protocol::api::ApiError;
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::authorization::AuthorizationError;
use crate::protocol::challenge::Challenge;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::id_token::IdTokenError;
use crate::protocol::secret::RequestAddress;
use crate::protocol::time::{Seconds, Timestamp};

/// An authentication is never older than this for us: an API that wants a fresher one would never be content.
const JUST_NOW: Seconds = Seconds(60);

/// What a sign-in is for besides the session: the call that it interrupted.
#[derive(Clone, PartialEq, Eq)]
pub enum Errand {
    /// The call is to be made again; `None` of one that only its caller may repeat.
    StepUp(Option<Endpoint>),
    /// The person, or the provider, said no; the session is brought back as it was.
    Denied(Option<Endpoint>),
    /// The person is asked for this scope.
    Ask(String),
    /// They, or the provider, did not give it; the session is brought back as it was.
    NotGiven(String),
}

impl Errand {
    /// The word for it in the store.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::StepUp(_) => "step-up",
            Self::Denied(_) => "denied",
            Self::Ask(_) => "ask",
            Self::NotGiven(_) => "not-given",
        }
    }

    /// What it is about, for the store: an address, or a scope.
    pub(super) fn object(&self) -> Option<&str> {
        match self {
            Self::StepUp(address) | Self::Denied(address) => address.as_ref().map(Endpoint::as_str),
            Self::Ask(scope) | Self::NotGiven(scope) => Some(scope),
        }
    }

    pub(super) fn read(name: Option<&str>, object: Option<&str>) -> Option<Self> {
        let address = object.and_then(|address| Endpoint::parse(address).ok());
        let scope = object.unwrap_or_default();
        [
            Self::StepUp(address.clone()),
            Self::Denied(address),
            Self::Ask(scope.to_owned()),
            Self::NotGiven(scope.to_owned()),
        ]
        .into_iter()
        .find(|errand| Some(errand.name()) == name)
    }

    /// What is left of it when the provider brought nothing; `None` of one that was over before.
    pub(super) fn denied(&self) -> Option<Self> {
        match self {
            Self::StepUp(address) => Some(Self::Denied(address.clone())),
            Self::Ask(scope) => Some(Self::NotGiven(scope.clone())),
            Self::Denied(_) | Self::NotGiven(_) => None,
        }
    }
}

/// What is asked of an API is the person's.
impl fmt::Debug for Errand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[derive(Clone, Debug)]
pub(super) struct StepUp {
    requirements: AuthenticationRequirements,
    errand: Errand,
    step: StepUpStep,
}

impl StepUp {
    /// For this errand, as soon as the person looks.
    pub fn offered(requirements: AuthenticationRequirements, errand: Errand, ticket: Ticket) -> Self {
        Self { requirements, errand, step: StepUpStep::Offered(ticket) }
    }

    pub fn left_until(&self) -> Option<Timestamp> {
        match self.step {
            StepUpStep::Left(until) => Some(until),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
enum StepUpStep {
    /// Until the person looks at this tab.
    Offered(Ticket),
    /// Until the provider's metadata is known.
    Preparing(Box<SignInEntropy>, Place),
    Remembering(Ticket, Departure),
    /// Until what is pushed is there.
    Departing,
    /// Until then the browser is believed to be on its way.
    Left(Timestamp),
}

impl Session {
    /// An API asks for another authentication. The browser leaves for it, unless that has just been done in vain.
    pub(super) fn authentication_demanded(
        &mut self,
        mut under_way: UnderWay,
        challenge: Challenge,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let State::SignedIn(signed_in) = &self.state else { return };
        if was_asked(&signed_in.grant, &challenge, now) {
            let description = challenge.description;
            let error = Error::Api(ApiError::AuthenticationInsufficient { description });
            return self.settle(under_way, Err(error), now, effects);
        }
        let is_given_up = self.step_up_is_given_up();
        let address = under_way.call.is_repeatable().then(|| under_way.call.address.clone());
        match &address {
            Some(_) => {
                under_way.step = CallStep::SteppingUp;
                self.calls.under_way.push(under_way);
            }
            // What it sends is the caller's to keep: it is told before the page is left.
            None => self.settle(under_way, Err(Error::Api(ApiError::NotRepeated)), now, effects),
        }
        let requirements = self.configuration.requirements.stricter(&challenge);
        let errand = Errand::StepUp(address);
        match &mut self.calls.step_up {
            None => {
                let ticket = self.tickets.next();
                self.calls.step_up = Some(StepUp::offered(requirements, errand, ticket));
                effects.push(Effect::OfferResumption(ticket));
            }
            // What it was for was given up meanwhile.
            Some(step_up) if is_given_up => {
                (step_up.requirements, step_up.errand) = (requirements, errand);
            }
            Some(_) => {}
        }
    }

    /// The person looks at this tab, and a redirect nobody asked for would be no loop.
    pub(super) fn step_up_offered(
        &mut self,
        ticket: Ticket,
        offer: Offer,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !CALLS {
            return;
        }
        let place = self.place_to_return_to(offer.place);
        let (State::SignedIn(signed_in), Some(step_up)) = (&self.state, &mut self.calls.step_up) else {
            return;
        };
        if !matches!(step_up.step, StepUpStep::Offered(asked) if asked == ticket) {
            return;
        }
        // The offer took the presence out. It stays: whoever turns back is still signed in.
        effects.push(Effect::Note(signed_in.presence()));
        let error = match (offer.resumption, offer.entropy) {
            (Resumption::Resume(_), Some(entropy)) => {
                step_up.step = StepUpStep::Preparing(entropy, place);
                self.learn_provider(effects);
                return self.step_up_prepared(now, effects);
            }
            (Resumption::TooOften, _) => Error::Session(SessionError::RedirectLoop),
            (Resumption::Nothing, _) => Error::Environment(EnvironmentError::StorageBlocked),
            (_, None) => Error::Environment(EnvironmentError::CryptoUnavailable),
        };
        self.step_up_failed(&error, now, effects);
    }

    /// Goes on as soon as the metadata is known, and the key at hand where tokens are bound to one.
    pub(super) fn step_up_prepared(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        let (State::SignedIn(signed_in), Some(provider)) = (&self.state, self.provider.metadata.clone())
        else {
            return;
        };
        if self.binds(&provider).is_some() && self.possession.thumbprint().is_none() {
            return;
        }
        let presence = signed_in.presence();
        let requested = signed_in.grant.requested_scope.clone();
        let is_given_up = self.step_up_is_given_up();
        let Some(step_up) = self.calls.step_up.take() else { return };
        let StepUpStep::Preparing(entropy, place) = step_up.step else {
            self.calls.step_up = Some(step_up);
            return;
        };
        if is_given_up {
            return;
        }
        let StepUp { requirements, errand, .. } = step_up;
        let pending = PendingSignIn {
            errand: Some(errand.clone()),
            scope: match &errand {
                Errand::Ask(scope) => Some(self.with_more(requested, scope)),
                _ => requested,
            },
            ..self.pending(*entropy, place, requirements.clone(), Some(presence), provider, now)
        };
        let departure = match self.departure(&pending, None) {
            Ok(departure) => departure,
            Err(error) => {
                self.calls.step_up = Some(StepUp { requirements, errand, step: StepUpStep::Departing });
                return self.step_up_failed(&Error::PushedRequest(error), now, effects);
            }
        };
        let ticket = self.tickets.next();
        let step = StepUpStep::Remembering(ticket, departure);
        effects.push(Effect::Remember(ticket, Box::new(pending)));
        self.calls.step_up = Some(StepUp { requirements, errand, step });
    }

    pub(super) fn step_up_remembered(
        &mut self,
        ticket: Ticket,
        result: Result<(), EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !CALLS {
            return;
        }
        let Some(step_up) = &mut self.calls.step_up else { return };
        match (&step_up.step, result) {
            (StepUpStep::Remembering(asked, departure), Ok(())) if *asked == ticket => {
                let departure = departure.clone();
                step_up.step = StepUpStep::Departing;
                self.depart(departure, Exit::StepUp, now, effects);
            }
            (StepUpStep::Remembering(asked, _), Err(error)) if *asked == ticket => {
                self.step_up_failed(&Error::Environment(error), now, effects)
            }
            _ => {}
        }
    }

    pub(super) fn step_up_leaves(
        &mut self,
        address: RequestAddress,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(step_up) = &mut self.calls.step_up
            && let StepUpStep::Departing = step_up.step
        {
            effects.push(Effect::Leave(address));
            step_up.step = StepUpStep::Left(now + PATIENCE);
            self.set_alarm(effects);
        }
    }

    /// There is no way to the provider: the session goes on, and whoever waits is told.
    pub(super) fn step_up_failed(&mut self, error: &Error, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        let Some(step_up) = self.calls.step_up.take() else { return };
        self.fail_calls(|step| matches!(step, CallStep::SteppingUp), error, now, effects);
        if let Errand::Ask(scope) = step_up.errand {
            self.was_not_asked(scope, error);
        }
    }

    /// Whether nobody waits any longer for the call that it is for.
    fn step_up_is_given_up(&self) -> bool {
        let is_waited_for = |under_way: &UnderWay| matches!(under_way.step, CallStep::SteppingUp);
        matches!(&self.calls.step_up, Some(StepUp { errand: Errand::StepUp(Some(_)), .. }))
            && !self.calls.under_way.iter().any(is_waited_for)
    }

    /// The metadata did not come, or the key.
    pub(super) fn step_up_unprepared(&mut self, error: &Error, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        if let Some(StepUp { step: StepUpStep::Preparing(..), .. }) = &self.calls.step_up {
            self.step_up_failed(error, now, effects);
        }
    }

    /// Time passed, and the browser has not left: somebody stopped it.
    pub(super) fn step_up_stopped(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        if self.calls.step_up.as_ref().and_then(StepUp::left_until).is_some_and(|until| until <= now) {
            self.step_up_turned_back(now, effects);
        }
    }

    /// The page that was left came out of the back/forward cache: the person turned back.
    pub(super) fn step_up_turned_back(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        if let Some(StepUp { step: StepUpStep::Left(_), .. }) = &self.calls.step_up {
            self.step_up_failed(&Error::Api(ApiError::AuthenticationDenied), now, effects);
        }
    }

    /// The authentication was not given, and the tokens are gone with the page that was left. The session is brought back as
    /// it was: out of this tab's keeping, from another tab, or by a redirect that asks nothing.
    pub(super) fn come_back(&mut self, place: Place, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        self.state = State::Restoring;
        effects.push(Effect::Return(place));
        self.say_hello(effects);
        self.offer_resumption(effects);
        self.learn_provider(effects);
    }

    /// What there is to do besides, now that somebody is signed in.
    pub(super) fn run_errand(&mut self, errand: Errand, now: Timestamp, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let (address, outcome) = match errand {
            Errand::StepUp(Some(address)) => (Some(address), None),
            Errand::StepUp(None) => (None, Some(ApiError::NotRepeated)),
            Errand::Denied(address) => (address, Some(ApiError::AuthenticationDenied)),
            Errand::Ask(scope) if signed_in.identity.has_all_of(&scope) => (None, None),
            Errand::Ask(scope) | Errand::NotGiven(scope) => (None, Some(ApiError::ScopeDenied { scope })),
        };
        let outcome = outcome.map(Error::Api);
        signed_in.interruption = outcome.clone().map(Arc::new);
        // The address lay in the tab's store, and the deployment may have changed meanwhile.
        let Some(address) = address.filter(|address| self.configuration.may_receive_the_token(address))
        else {
            return;
        };
        let step = match outcome {
            None => CallStep::Waiting,
            Some(error) => CallStep::Settled(Box::new(Err(error)), now),
        };
        let patient_until = now + self.configuration.timeout;
        self.calls.under_way.push(UnderWay::again(address, step, patient_until));
        self.make_calls(now, effects);
        self.set_alarm(effects);
    }
}

/// Whether this sign-in was asked for all that the challenge demands, and the API is not content with what came of it.
fn was_asked(grant: &Grant, challenge: &Challenge, now: Timestamp) -> bool {
    let demanded = grant.requirements.stricter(challenge);
    let is_recent = demanded.max_age.is_none_or(|max_age| now <= grant.signed_in_at + max_age.max(JUST_NOW));
    demanded == grant.requirements && is_recent
}

/// Whether the provider, or the person, did not give the authentication, which is nothing that a session ends of.
pub(super) fn is_denial(error: &Error) -> bool {
    match error {
        Error::Authorization(
            AuthorizationError::Denied { .. }
            | AuthorizationError::Unavailable { .. }
            | AuthorizationError::Refused { .. }
            | AuthorizationError::InteractionRequired { .. },
        )
        | Error::Transport(_)
        | Error::Keys(_)
        | Error::IdToken(
            IdTokenError::AuthenticationTooOld { .. } | IdTokenError::AuthenticationContextMismatch { .. },
        ) => true,
        Error::IdToken(IdTokenError::ClaimMissing(wrong)) => ["acr", "auth_time"].contains(&wrong.member),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::grant::tests::grant;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    #[test]
    fn an_errand_comes_back_as_it_was_stored_and_shows_no_address_in_a_log() {
        let address = Endpoint::parse("https://api.lifen.fr/fhir/v3?name=planted").unwrap();
        for errand in
            [Errand::StepUp(Some(address.clone())), Errand::StepUp(None), Errand::Denied(Some(address))]
        {
            assert_eq!(Errand::read(Some(errand.name()), errand.object()), Some(errand.clone()));
            assert_eq!(format!("{errand:?}"), errand.name());
        }
        assert_eq!(Errand::read(None, Some("https://api.lifen.fr/")), None);
        assert_eq!(Errand::read(Some("another"), None), None);
        let elsewhere = Errand::read(Some("step-up"), Some("javascript:alert(1)"));
        assert_eq!(elsewhere, Some(Errand::StepUp(None)));
        for errand in [Errand::Ask("a b".to_owned()), Errand::NotGiven("a".to_owned())] {
            assert_eq!(Errand::read(Some(errand.name()), errand.object()), Some(errand));
        }
    }

    /// Asked with `max_age` 0 and the contexts `eidas2 eidas3`, at [`NOW`].
    #[test]
    fn knows_what_this_sign_in_was_asked_for_already() {
        let was_asked = |acr_values: Option<&str>, max_age: Option<i64>, after| {
            let challenge = Challenge {
                acr_values: acr_values.map(str::to_owned),
                max_age: max_age.map(Seconds),
                ..Challenge::default()
            };
            was_asked(&grant(), &challenge, NOW + Seconds(after))
        };

        assert!(was_asked(Some("eidas3 eidas2"), None, 0) && was_asked(None, Some(600), 0));
        assert!(
            was_asked(None, None, 60) && !was_asked(None, None, 61),
            "an authentication a minute ago is fresh"
        );
        assert!(!was_asked(Some("eidas3"), None, 0), "a stronger one was not asked for");
        assert!(!was_asked(Some("eidas4"), Some(600), 0));
    }
}
