//! From the provider's response to a signed-in session.

use std::sync::Arc;

use super::identity::Identity;
use super::provider::silent;
use super::state::{Renewal, SignedIn, State, UserInfoState, Verifying};
use super::verification::{Unverified, Verification};
use super::{
    Effect, EnvironmentError, Error, Grant, Mark, Message, Origin, PendingSignIn, Place, Receipt,
    Recollection, Resumption, Session, SessionError, Ticket,
};
use crate::configuration::features::{CALLS, LONG_SESSIONS};
use crate::configuration::{self, Dpop};
use crate::protocol::authorization::{AuthorizationError, AuthorizationResponse, ExpectedResponse};
use crate::protocol::challenge::Scheme;
use crate::protocol::evidence::{Check, Evidence, Kept};
use crate::protocol::id_token::{self, Expected, IdTokenError, ValidatedClaims};
use crate::protocol::jose::{Jws, JwsError, VerifiedJws};
use crate::protocol::secret::{AuthorizationCode, IdTokenText};
use crate::protocol::time::{Seconds, Timestamp};
use crate::protocol::token::{TokenError, TokenResponse};
use crate::protocol::transport::{Answer, EndpointRole, Silence};

impl Session {
    pub(super) fn recalled(
        &mut self,
        ticket: Ticket,
        result: Result<Recollection, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let response = match std::mem::replace(&mut self.state, State::Leaving) {
            State::Recalling { ticket: asked, response } if asked == ticket => response,
            other => return self.state = other,
        };
        // The person may try again from the error page, so the provider is learnt in any case.
        let mut recollection = match result {
            Ok(recollection) => recollection,
            Err(error) => return self.fail_and_learn(Error::Environment(error), self.home(), effects),
        };
        match recollection.pending.take() {
            Some(pending) => self.take_response(response, pending, now, effects),
            None => self.offer_response(response, recollection, now, effects),
        }
    }

    /// A response that no tab waits for.
    pub(super) fn unclaimed(
        &mut self,
        response: AuthorizationResponse,
        recollection: Recollection,
        place: Place,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        // Somebody was signed in here: a page reached by the back button, a bookmark or a stranger's link is no reason to
        // say otherwise.
        match (recollection.resumption, recollection.entropy) {
            _ if !self.configuration.resumes() => {}
            (Resumption::Resume(presence), Some(entropy)) => {
                effects.push(Effect::Return(place.clone()));
                return self.reload(place, Some((presence, entropy)), now, effects);
            }
            (Resumption::TooOften, _) => return self.reload(place, None, now, effects),
            _ => {}
        }
        let error = response.without_pending(recollection.used);
        self.fail_and_learn(Error::Authorization(error), place, effects);
    }

    /// The response of a sign-in that this tab waited for.
    pub(super) fn take_response(
        &mut self,
        response: AuthorizationResponse,
        pending: Box<PendingSignIn>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.timeline.begin_anew();
        match self.confirm(response, &pending, now) {
            Ok((code, evidence)) => {
                self.timeline.evidence = evidence;
                self.timeline.come_back(pending.steps.clone(), pending.created_at, now);
                self.begin_to_redeem(code, pending, now, effects)
            }
            Err(error) => {
                self.give_up(Error::Authorization(error), *pending, effects);
                self.learn_provider(effects);
            }
        }
    }

    pub(super) fn fail_and_learn(&mut self, error: Error, place: Place, effects: &mut Vec<Effect>) {
        self.fail(error, place);
        self.learn_provider(effects);
    }

    fn confirm(
        &self,
        response: AuthorizationResponse,
        pending: &PendingSignIn,
        now: Timestamp,
    ) -> Result<(AuthorizationCode, Evidence), AuthorizationError> {
        if pending.has_expired(now) {
            return Err(AuthorizationError::Expired);
        }
        // The deployment may have moved to another provider while the person was away.
        let mut evidence = Evidence::default();
        if !evidence.same(Check::MetadataIssuer, &self.configuration.issuer, &pending.provider.issuer) {
            return Err(AuthorizationError::IssuerMismatch {
                expected: self.configuration.issuer.clone(),
                found: pending.provider.issuer.clone(),
            });
        }
        let expected = ExpectedResponse {
            state: &pending.state,
            issuer: &pending.provider.issuer,
            issuer_promised: pending.provider.issuer_promised,
        };
        let code = response.confirm(&expected, &mut evidence)?;
        Ok((code, evidence))
    }

    pub(super) fn token_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let pending = match std::mem::replace(&mut self.state, State::Leaving) {
            State::Redeeming { ticket: asked, pending } if asked == ticket => pending,
            other => {
                self.state = other;
                return self.renewal_answered(ticket, answer, now, effects);
            }
        };
        self.clock.is_answered(now);
        let types = Dpop::token_types(self.binds(&pending.provider));
        let (tokens, id_token, jws) = match self.read_tokens(answer, types) {
            Ok(read) => read,
            Err(error) => return self.give_up(error, *pending, effects),
        };
        // RFC 7636 §4.6: the provider compares the code verifier with the challenge it was sent, and refuses otherwise.
        self.timeline.evidence.stated(Check::CodeVerifier);
        if let configuration::Verification::TlsInItsPlace(statement) = self.configuration.verification {
            let verified = jws.vouched_for_by_tls(statement);
            return self.validate_and_sign_in(*pending, tokens, id_token, &verified, now, effects);
        }
        let verification = Verification::of(jws);
        self.state = State::Verifying(Box::new(Verifying { pending, tokens, id_token, verification }));
        self.check_signature(now, effects);
    }

    fn read_tokens(
        &self,
        answer: Result<Answer, Silence>,
        types: &'static [Scheme],
    ) -> Result<(TokenResponse, IdTokenText, Jws), Error> {
        let answer = answer.map_err(|silence| silent(EndpointRole::Token, silence))?;
        let tokens = TokenResponse::read(&answer, types).map_err(Error::Token)?;
        let id_token = tokens.id_token.clone().ok_or(Error::Token(TokenError::IdTokenMissing))?;
        let jws = Jws::parse(id_token.expose(), &self.configuration.algorithms).map_err(refused)?;
        Ok((tokens, id_token, jws))
    }

    /// Has the signature verified as soon as token and keys are both here.
    pub(super) fn check_signature(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let State::Verifying(verifying) = &mut self.state else { return };
        let advanced = verifying.verification.advance(&mut self.provider, &mut self.tickets, now, effects);
        if let Err(error) = advanced {
            let place = verifying.pending.place.clone();
            self.fail(refused(error), place);
        }
    }

    pub(super) fn signature_checked(
        &mut self,
        ticket: Ticket,
        result: Result<bool, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let State::Verifying(verifying) = &mut self.state else {
            // Whichever of these asked knows its ticket.
            self.userinfo_signature_checked(ticket, result, now, effects);
            self.renewal_signature_checked(ticket, result, now, effects);
            return self.newcomer_signature_checked(ticket, result, now, effects);
        };
        let (provider, tickets) = (&mut self.provider, &mut self.tickets);
        let Some(verified) = verifying.verification.answered(ticket, result, provider, tickets, now, effects)
        else {
            return;
        };
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Verifying(verifying) => {
                let Verifying { pending, tokens, id_token, .. } = *verifying;
                match verified {
                    Ok(verified) => {
                        self.validate_and_sign_in(*pending, tokens, id_token, &verified, now, effects)
                    }
                    Err(Unverified::Environment(error)) => {
                        self.fail(Error::Environment(error), pending.place)
                    }
                    Err(Unverified::Jws(error)) => self.fail(refused(error), pending.place),
                }
            }
            other => self.state = other,
        }
    }

    fn validate_and_sign_in(
        &mut self,
        pending: PendingSignIn,
        tokens: TokenResponse,
        id_token: IdTokenText,
        verified: &VerifiedJws,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let expected = Expected {
            issuer: &self.configuration.issuer,
            client_id: &self.configuration.client_id,
            nonce: &pending.nonce,
            access_token: Some(&tokens.access_token),
            requirements: &pending.requirements,
            skew: self.configuration.clock_skew,
        };
        match id_token::validate(verified, &expected, now) {
            Ok(claims) if pending.resumes.as_ref().is_some_and(|known| !known.is_of(claims.subject())) => {
                self.fail(Error::Session(SessionError::PersonChanged), pending.place)
            }
            Ok(claims) => {
                self.clock.measure(&claims);
                self.errand = pending.errand.clone();
                let place = pending.place.clone();
                let grant = self.grant(pending, tokens, id_token, &claims, now);
                self.sign_in(grant, claims, Some(place), now, effects);
            }
            // The one thing about it that costs nobody a session is an authentication that an API asked for, and that was
            // not given.
            Err(error) => self.give_up(Error::IdToken(error), pending, effects),
        }
    }

    fn grant(
        &self,
        pending: PendingSignIn,
        tokens: TokenResponse,
        id_token: IdTokenText,
        claims: &ValidatedClaims,
        now: Timestamp,
    ) -> Grant {
        // RFC 6749 §5.1: `scope` is "OPTIONAL, if identical to the scope requested by the client".
        let asked = pending.scope.as_ref().unwrap_or(&self.configuration.scope);
        let scope = tokens.scope.unwrap_or_else(|| asked.clone());
        Grant {
            requested_scope: pending.scope.and_then(|asked| self.to_ask_for_again(&asked, &scope)),
            scope,
            access_token: tokens.access_token,
            token_type: tokens.token_type,
            refresh_token: tokens.refresh_token.filter(|_| LONG_SESSIONS),
            id_token,
            nonce: pending.nonce,
            requirements: pending.requirements,
            authorization_details: tokens.authorization_details,
            expires_at: match tokens.expires_in {
                Some(lifetime) => now + lifetime,
                // By the provider's clock: nothing else says when the access token ends.
                None => claims.expires_at() + self.clock.ahead().unwrap_or(Seconds(0)),
            },
            signed_in_at: now,
            since: pending.resumes.map_or(now, |presence| presence.since),
            obtained_at: now,
            renewals: 0,
            sid: claims.claims().text("sid").ok().flatten().map(str::to_owned),
            keys: self.provider.keys.as_ref().map(|keys| keys.text.clone()),
        }
    }

    /// Somebody is signed in: by a sign-in of this tab, which leads to `place`, or by what another tab told.
    pub(super) fn sign_in(
        &mut self,
        grant: Grant,
        claims: ValidatedClaims,
        place: Option<Place>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        // A session that goes on does not say that anybody is there.
        let is_resumed = place.is_some() && grant.since < grant.signed_in_at;
        let goes_on = is_resumed || place.is_none();
        let active_at = if goes_on { grant.since } else { now };
        if LONG_SESSIONS && !goes_on {
            effects.push(Effect::Mark(Mark::SignedIn(now)));
        }
        let place_is_given = place.is_some();
        if let Some(place) = place {
            effects.push(Effect::Return(place));
            if LONG_SESSIONS {
                effects.push(Effect::Tell(Message::Grant(Box::new(grant.clone()))));
            }
        }
        self.newcomer = None;
        let origin = match (place_is_given, is_resumed) {
            (true, false) => Origin::SignIn,
            (true, true) => Origin::Resumed,
            (false, _) => Origin::Told,
        };
        let mut evidence = std::mem::take(&mut self.timeline.evidence);
        evidence.append(claims.evidence());
        let mut identity = Identity::new(&claims, &grant, &self.configuration);
        identity.clock_ahead = self.clock.ahead();
        self.is_locked = false;
        self.state = State::SignedIn(Box::new(SignedIn {
            identity: Arc::new(identity),
            claims,
            userinfo: UserInfoState::Wanted,
            notice: None,
            interruption: None,
            renewal: Renewal::of(&grant),
            grant: Box::new(grant),
            active_at,
            receipt: Kept::new(|| Receipt::new(origin, now, evidence)),
        }));
        self.note(effects);
        self.prepare_key(effects);
        if is_resumed {
            // It may have ended while the browser was at the provider.
            self.recall_shared(effects);
        } else if goes_on {
            self.recall_lock(effects);
        }
        self.goes_on(now, effects);
        if CALLS && let Some(errand) = self.errand.take() {
            self.run_errand(errand, now, effects);
        }
    }
}

fn refused(error: JwsError) -> Error {
    Error::IdToken(IdTokenError::Jws(error))
}
