//! Renewing the tokens before they end: one tab at a time, and each refresh token once.

use std::sync::Arc;

use super::calls::CallStep;
use super::newcomer::another;
use super::patience::Patience;
use super::provider::silent;
use super::state::{Renewal, RenewalStep, State, VerifyingRenewal};
use super::verification::{Unverified, Verification};
use super::{Effect, EnvironmentError, Error, Message, Session, SignedOutReason, Ticket};
use crate::configuration::features::LONG_SESSIONS;
use crate::configuration::{self, Configuration, Dpop};
use crate::protocol::id_token::{self, Expected, IdTokenError};
use crate::protocol::jose::{Jws, VerifiedJws};
use crate::protocol::time::{Seconds, Timestamp};
use crate::protocol::token::{RenewalRequest, TokenError, TokenResponse};
use crate::protocol::transport::{Answer, EndpointRole, Silence};

/// How long another tab may take to tell what came of its renewal, once it is done.
const AWAITED: Seconds = Seconds(5);

impl Renewal {
    pub fn of(grant: &super::Grant) -> Self {
        let step = match &grant.refresh_token {
            Some(_) => RenewalStep::Due(grant.renews_at()),
            None => RenewalStep::Never,
        };
        Self { step, patience: Patience::default(), trouble: None }
    }

    /// Whether other tabs wait for this one.
    fn holds_the_turn(&self) -> bool {
        matches!(self.step, RenewalStep::Asked(_) | RenewalStep::Verifying(_))
    }
}

impl Session {
    /// Begins what is due. An access token that ended without anything to renew it ends the session.
    pub(super) fn advance_renewal(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.begin_renewal(now, effects);
        if let State::SignedIn(signed_in) = &self.state
            && matches!(signed_in.renewal.step, RenewalStep::Never)
            && signed_in.grant.expires_at <= now
        {
            self.expire(effects);
        }
    }

    fn begin_renewal(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        if matches!(signed_in.renewal.step, RenewalStep::Awaited(until) if until <= now) {
            // Whoever took the refresh token is gone, and may have used it.
            signed_in.renews_no_more();
        }
        match &mut signed_in.renewal.step {
            RenewalStep::Due(at) if *at <= now => {
                let Some(generation) = signed_in.grant.generation() else { return };
                let ticket = self.tickets.next();
                signed_in.renewal.step = RenewalStep::Queued(ticket);
                // The session may have ended while this tab was asleep.
                self.recall_shared(effects);
                effects.push(Effect::TakeTurn(ticket, generation));
            }
            RenewalStep::Verifying(verifying) if verifying.again_at.is_some_and(|at| at <= now) => {
                verifying.again_at = None;
                self.check_renewal_signature(now, effects);
            }
            _ => {}
        }
    }

    /// Begins before it is due: a call waits for it. What has just failed is given its pause.
    pub(super) fn renew_now(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let renewal = &mut signed_in.renewal;
        let due = match &mut renewal.step {
            RenewalStep::Due(at) => Some(at),
            RenewalStep::Verifying(verifying) => verifying.again_at.as_mut(),
            _ => None,
        };
        let soonest = renewal.patience.soonest(now);
        if let Some(at) = due
            && soonest < *at
        {
            *at = soonest;
            self.set_alarm(effects);
        }
        self.advance_renewal(now, effects);
    }

    /// The metadata are here, without which nothing could be renewed.
    pub(super) fn renew_at_last(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        if let State::SignedIn(signed_in) = &mut self.state
            && let RenewalStep::Due(at) = &mut signed_in.renewal.step
            && signed_in.grant.renews_at() <= now
        {
            *at = now;
            self.advance_renewal(now, effects);
        }
    }

    pub(super) fn turn_taken(
        &mut self,
        ticket: Ticket,
        is_ours: bool,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        let asked = match &mut self.state {
            State::SignedIn(signed_in) => match signed_in.renewal.step {
                RenewalStep::Queued(asked) if asked == ticket => Some(signed_in),
                _ => None,
            },
            _ => None,
        };
        let Some(signed_in) = asked else {
            // The session ended while this tab was waiting, or was renewed: then another one used the refresh token, whatever
            // became of the mark it left.
            if is_ours {
                effects.push(Effect::EndTurn { spent: matches!(self.state, State::SignedIn(_)) });
            }
            return;
        };
        if !is_ours {
            signed_in.renewal.step = RenewalStep::Awaited(now + AWAITED);
            self.say_hello(effects);
            return self.set_alarm(effects);
        }
        let dpop = signed_in.grant.needs_proof(&self.configuration);
        let lacks_key = dpop.is_some() && self.possession.thumbprint().is_none();
        let (Some(provider), Some(refresh_token), false) =
            (&self.provider.metadata, &signed_in.grant.refresh_token, lacks_key)
        else {
            effects.push(Effect::EndTurn { spent: false });
            signed_in.fails(now);
            self.learn_provider(effects);
            return self.set_alarm(effects);
        };
        let Configuration { client_id, target, .. } = &*self.configuration;
        let request = RenewalRequest { client_id, refresh_token, target };
        let ticket = self.tickets.next();
        let address = provider.token_endpoint.clone();
        let proof = dpop.map(|dpop| self.possession.proof(dpop, &address));
        effects.push(Effect::Redeem(ticket, address, request.body(), proof));
        self.clock.asks(now);
        signed_in.renewal.step = RenewalStep::Asked(ticket);
    }

    pub(super) fn renewal_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        if !matches!(signed_in.renewal.step, RenewalStep::Asked(asked) if asked == ticket) {
            return;
        }
        self.clock.is_answered(now);
        let dpop = signed_in.grant.needs_proof(&self.configuration);
        let tokens = answer
            .map_err(|silence| silent(EndpointRole::Token, silence))
            .and_then(|answer| TokenResponse::read(&answer, Dpop::token_types(dpop)).map_err(Error::Token));
        let tokens = match tokens {
            Ok(tokens) => tokens,
            Err(error) => return self.renewal_failed(error, now, effects),
        };
        let Some(id_token) = &tokens.id_token else { return self.renewed(tokens, now, None, now, effects) };
        let jws = match Jws::parse(id_token.expose(), &self.configuration.algorithms) {
            Ok(jws) => jws,
            Err(error) => return self.renewal_refused(IdTokenError::Jws(error), now, effects),
        };
        if let configuration::Verification::TlsInItsPlace(statement) = self.configuration.verification {
            let verified = jws.vouched_for_by_tls(statement);
            return self.renewed(tokens, now, Some(&verified), now, effects);
        }
        let verification = Verification::of(jws);
        let verifying = VerifyingRenewal { tokens, came_at: now, verification, again_at: None };
        signed_in.renewal.step = RenewalStep::Verifying(Box::new(verifying));
        self.check_renewal_signature(now, effects);
    }

    /// Has the new ID Token verified, once the keys are here.
    pub(super) fn check_renewal_signature(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let RenewalStep::Verifying(verifying) = &mut signed_in.renewal.step else { return };
        let advanced = verifying.verification.advance(&mut self.provider, &mut self.tickets, now, effects);
        if let Err(error) = advanced {
            self.renewal_refused(IdTokenError::Jws(error), now, effects);
        }
    }

    pub(super) fn renewal_signature_checked(
        &mut self,
        ticket: Ticket,
        result: Result<bool, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let RenewalStep::Verifying(verifying) = &mut signed_in.renewal.step else { return };
        let VerifyingRenewal { tokens, came_at, verification, .. } = &mut **verifying;
        let (provider, tickets) = (&mut self.provider, &mut self.tickets);
        let Some(verified) = verification.answered(ticket, result, provider, tickets, now, effects) else {
            return;
        };
        let (tokens, came_at) = (tokens.clone(), *came_at);
        match verified {
            Ok(verified) => self.renewed(tokens, came_at, Some(&verified), now, effects),
            Err(Unverified::Jws(error)) => self.renewal_refused(IdTokenError::Jws(error), now, effects),
            Err(Unverified::Environment(error)) => {
                self.stop_session(Error::Environment(error), self.home(), now, effects)
            }
        }
    }

    /// The keys to verify the new ID Token with did not come. They are asked for once more in a while: it came, and the
    /// refresh token that it came for is spent.
    pub(super) fn renewal_keys_failed(&mut self, error: &Error, now: Timestamp, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let RenewalStep::Verifying(verifying) = &mut signed_in.renewal.step else { return };
        verifying.again_at = Some(signed_in.renewal.patience.pause(&signed_in.grant.nonce, now));
        signed_in.is_in_trouble(error, now);
        self.fail_calls(|step| matches!(step, CallStep::Waiting), error, now, effects);
        self.set_alarm(effects);
    }

    fn renewed(
        &mut self,
        tokens: TokenResponse,
        came_at: Timestamp,
        verified: Option<&VerifiedJws>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let claims = match verified {
            None => None,
            Some(verified) => {
                let expected = Expected {
                    issuer: &self.configuration.issuer,
                    client_id: &self.configuration.client_id,
                    nonce: &signed_in.grant.nonce,
                    access_token: Some(&tokens.access_token),
                    requirements: &signed_in.grant.requirements,
                    skew: self.configuration.clock_skew,
                };
                match id_token::validate_renewed(verified, &signed_in.claims, &expected, now) {
                    Ok(claims) => Some(claims),
                    Err(error) => return self.renewal_refused(error, now, effects),
                }
            }
        };
        let names = &self.configuration.claim_names;
        if let Some(error) = claims.as_ref().and_then(|claims| another(&signed_in.identity, claims, names)) {
            return self.stop_session(Error::Session(error), self.home(), now, effects);
        }
        let mut grant = (*signed_in.grant).clone();
        let lifetime = tokens.expires_in.unwrap_or(grant.expires_at - grant.obtained_at);
        grant.access_token = tokens.access_token;
        grant.token_type = tokens.token_type;
        // RFC 6749 §6: "The authorization server MAY issue a new refresh token, in which case the client MUST discard the
        // old refresh token and replace it with the new refresh token."
        grant.refresh_token = tokens.refresh_token.or(grant.refresh_token);
        grant.scope = tokens.scope.unwrap_or(grant.scope);
        if !tokens.authorization_details.is_empty() {
            grant.authorization_details = tokens.authorization_details;
        }
        (grant.obtained_at, grant.expires_at) = (came_at, came_at + lifetime);
        grant.renewals = grant.renewals.saturating_add(1);
        effects.push(Effect::EndTurn { spent: true });
        effects.push(Effect::Tell(Message::Grant(Box::new(grant.clone()))));
        let evidence = claims.as_ref().map(|claims| claims.evidence().clone()).unwrap_or_default();
        signed_in.renew(grant, now, Some(evidence));
        if let Some(claims) = claims {
            self.clock.measure(&claims);
            let identity = Arc::make_mut(&mut signed_in.identity);
            identity.add_signed(&claims, &self.configuration);
            identity.clock_ahead = self.clock.ahead();
        }
        self.goes_on(now, effects);
    }

    /// A new ID Token that is not the session's: somebody answers in the provider's name.
    fn renewal_refused(&mut self, error: IdTokenError, now: Timestamp, effects: &mut Vec<Effect>) {
        self.stop_session(Error::IdToken(error), self.home(), now, effects);
    }

    /// There are no new tokens. What is about the moment is tried again; what is final ends the session.
    fn renewal_failed(&mut self, error: Error, now: Timestamp, effects: &mut Vec<Effect>) {
        match &error {
            Error::Token(TokenError::GrantRefused { .. }) => {
                return self.end(SignedOutReason::Ended, now, effects);
            }
            // Provider and deployment do not agree: asking again would change nothing.
            Error::Token(TokenError::Refused { .. } | TokenError::TypeUnsupported { .. }) => {
                let State::SignedIn(signed_in) = &mut self.state else { return };
                signed_in.renews_no_more();
                signed_in.renewal.trouble = Some(Arc::new(error.clone()));
                effects.push(Effect::EndTurn { spent: true });
            }
            error => {
                let State::SignedIn(signed_in) = &mut self.state else { return };
                signed_in.fails(now);
                signed_in.is_in_trouble(error, now);
                effects.push(Effect::EndTurn { spent: false });
            }
        }
        self.fail_calls(|step| matches!(step, CallStep::Waiting), &error, now, effects);
        self.set_alarm(effects);
    }

    /// The network came back, or the person did: what failed is tried at once.
    pub(super) fn try_again(&mut self, now: Timestamp) {
        if !LONG_SESSIONS {
            return;
        }
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let renewal = &mut signed_in.renewal;
        let again_at = match &mut renewal.step {
            RenewalStep::Due(at) => Some(at),
            RenewalStep::Verifying(verifying) => verifying.again_at.as_mut(),
            _ => None,
        };
        again_at.into_iter().for_each(|at| *at = renewal.patience.cut_short(*at, now));
    }

    /// Other tabs must not wait for a tab whose session is over.
    pub(super) fn release_turn(&self, effects: &mut Vec<Effect>) {
        if !LONG_SESSIONS {
            return;
        }
        if let State::SignedIn(signed_in) = &self.state
            && signed_in.renewal.holds_the_turn()
        {
            effects.push(Effect::EndTurn { spent: true });
        }
    }
}
