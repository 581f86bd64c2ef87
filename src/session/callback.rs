//! From the provider's response to a signed-in session.

use std::sync::Arc;

use super::identity::Identity;
use super::provider::{Keys, silent};
use super::state::{SignedIn, State, UserInfoState, Verifying};
use super::verification::{Unverified, Verification};
use super::{
    Effect, EnvironmentError, Error, PendingSignIn, Place, Presence, Recollection, Resumption, Session,
    SessionError, Ticket,
};
use crate::configuration;
use crate::protocol::authorization::{AuthorizationError, AuthorizationResponse, ExpectedResponse};
use crate::protocol::id_token::{self, Expected, IdTokenError, ValidatedClaims};
use crate::protocol::jose::{Jws, JwsError, VerifiedJws};
use crate::protocol::secret::AuthorizationCode;
use crate::protocol::time::Timestamp;
use crate::protocol::token::{TokenRequest, TokenResponse};
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
        let Recollection { pending, used, latest_place, resumption, entropy } = match result {
            Ok(recollection) => recollection,
            Err(error) => return self.fail_and_learn(Error::Environment(error), self.home(), effects),
        };
        let Some(pending) = pending else {
            let place = latest_place.unwrap_or_else(|| self.home());
            // Somebody was signed in here: a page reached by the back button, a bookmark or a stranger's link is no
            // reason to say otherwise.
            match (resumption, entropy) {
                _ if !self.configuration.resumes() => {}
                (Resumption::Resume(presence), Some(entropy)) => {
                    effects.push(Effect::Return(place.clone()));
                    return self.reload(place, Some((presence, entropy)), now, effects);
                }
                (Resumption::TooOften, _) => return self.reload(place, None, now, effects),
                _ => {}
            }
            return self.fail_and_learn(Error::Authorization(response.without_pending(used)), place, effects);
        };
        match self.confirm(response, &pending, now) {
            Ok(code) => self.redeem(code, pending, effects),
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
    ) -> Result<AuthorizationCode, AuthorizationError> {
        if pending.has_expired(now) {
            return Err(AuthorizationError::Expired);
        }
        // The deployment may have moved to another provider while the person was away.
        if pending.provider.issuer != self.configuration.issuer {
            return Err(AuthorizationError::IssuerMismatch {
                expected: self.configuration.issuer.clone(),
                found: pending.provider.issuer.clone(),
            });
        }
        response.confirm(&ExpectedResponse {
            state: &pending.state,
            issuer: &pending.provider.issuer,
            issuer_promised: pending.provider.issuer_promised,
        })
    }

    fn redeem(
        &mut self,
        code: AuthorizationCode,
        mut pending: Box<PendingSignIn>,
        effects: &mut Vec<Effect>,
    ) {
        let body = TokenRequest {
            client_id: &self.configuration.client_id,
            code: &code,
            redirect_uri: &self.configuration.redirect_uri,
            code_verifier: &pending.code_verifier,
        }
        .body();
        let ticket = self.tickets.next();
        effects.push(Effect::Redeem(ticket, pending.provider.token_endpoint.clone(), body));
        // What the person left with is what the answer is checked against. Keys that had not come by then are fetched
        // beside the token.
        self.provider.metadata = Some(Arc::clone(&pending.provider));
        self.provider.keys = pending.keys.take().and_then(Keys::parse);
        self.provider.fetch_keys_once(&mut self.tickets, effects);
        self.state = State::Redeeming { ticket, pending };
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
            other => return self.state = other,
        };
        let (tokens, jws) = match self.read_tokens(answer) {
            Ok(read) => read,
            Err(error) => return self.give_up(error, *pending, effects),
        };
        if let configuration::Verification::TlsInItsPlace(statement) = self.configuration.verification {
            let verified = jws.vouched_for_by_tls(statement);
            return self.validate_and_sign_in(*pending, tokens, &verified, now, effects);
        }
        let verification = Verification::of(jws);
        self.state = State::Verifying(Box::new(Verifying { pending, tokens, verification }));
        self.check_signature(now, effects);
    }

    fn read_tokens(&self, answer: Result<Answer, Silence>) -> Result<(TokenResponse, Jws), Error> {
        let answer = answer.map_err(|silence| silent(EndpointRole::Token, silence))?;
        let tokens = TokenResponse::read(&answer).map_err(Error::Token)?;
        let jws = Jws::parse(tokens.id_token.expose(), &self.configuration.algorithms);
        Ok((tokens, jws.map_err(refused)?))
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
            return self.userinfo_signature_checked(ticket, result, now, effects);
        };
        let (provider, tickets) = (&mut self.provider, &mut self.tickets);
        let Some(verified) = verifying.verification.answered(ticket, result, provider, tickets, now, effects)
        else {
            return;
        };
        match std::mem::replace(&mut self.state, State::Leaving) {
            State::Verifying(verifying) => {
                let Verifying { pending, tokens, .. } = *verifying;
                match verified {
                    Ok(verified) => self.validate_and_sign_in(*pending, tokens, &verified, now, effects),
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
        verified: &VerifiedJws,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let expected = Expected {
            issuer: &self.configuration.issuer,
            client_id: &self.configuration.client_id,
            nonce: &pending.nonce,
            access_token: &tokens.access_token,
            requirements: &pending.requirements,
            skew: self.configuration.clock_skew,
        };
        match id_token::validate(verified, &expected, now) {
            Ok(claims) if pending.resumes.as_ref().is_some_and(|known| !known.is_of(claims.subject())) => {
                self.fail(Error::Session(SessionError::PersonChanged), pending.place)
            }
            Ok(claims) => self.sign_in(pending, tokens, claims, now, effects),
            Err(error) => self.fail(Error::IdToken(error), pending.place),
        }
    }

    fn sign_in(
        &mut self,
        pending: PendingSignIn,
        tokens: TokenResponse,
        claims: ValidatedClaims,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        // RFC 6749 §5.1: `scope` is "OPTIONAL, if identical to the scope requested by the client".
        let scope = tokens.scope.as_deref().unwrap_or(&self.configuration.scope);
        let expires_at = tokens.expires_in.map_or(claims.expires_at(), |lifetime| now + lifetime);
        effects.push(Effect::Note(Presence::of(&pending.nonce, claims.subject())));
        let identity = Arc::new(Identity::new(claims, scope, now, expires_at));
        effects.push(Effect::Return(pending.place));
        let userinfo = match &pending.provider.userinfo_endpoint {
            Some(endpoint) => {
                let ticket = self.tickets.next();
                effects.push(Effect::FetchUserInfo(ticket, endpoint.clone(), tokens.access_token.clone()));
                UserInfoState::Asked(ticket)
            }
            None => UserInfoState::Settled,
        };
        effects.push(Effect::WakeAt(expires_at));
        self.state = State::SignedIn(Box::new(SignedIn {
            identity,
            access_token: tokens.access_token,
            id_token: tokens.id_token,
            expires_at,
            userinfo,
            notice: None,
        }));
    }
}

fn refused(error: JwsError) -> Error {
    Error::IdToken(IdTokenError::Jws(error))
}
