//! From the provider's response to a signed-in session.

use std::sync::Arc;

use super::identity::Identity;
use super::provider::{Keys, silent};
use super::state::{SignedIn, State, Verifying};
use super::{Effect, EnvironmentError, Error, PendingSignIn, Place, Recollection, Session, Ticket};
use crate::protocol::authorization::{AuthorizationError, AuthorizationResponse, ExpectedResponse};
use crate::protocol::id_token::{self, Expected, IdTokenError, ValidatedClaims};
use crate::protocol::jose::{Jws, SignatureCheck};
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
        let Recollection { pending, used, latest_place } = match result {
            Ok(recollection) => recollection,
            Err(error) => return self.fail_and_learn(Error::Environment(error), self.home(), effects),
        };
        let Some(pending) = pending else {
            let place = latest_place.unwrap_or_else(|| self.home());
            return self.fail_and_learn(Error::Authorization(response.without_pending(used)), place, effects);
        };
        match self.confirm(response, &pending, now) {
            Ok(code) => self.redeem(code, pending, effects),
            Err(error) => self.fail_and_learn(Error::Authorization(error), pending.place, effects),
        }
    }

    fn fail_and_learn(&mut self, error: Error, place: Place, effects: &mut Vec<Effect>) {
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
        let ticket = self.ticket();
        effects.push(Effect::Redeem(ticket, pending.provider.token_endpoint.clone(), body));
        // What the person left with is what the answer is checked against. Keys that had not come by then are fetched
        // beside the token.
        self.provider.metadata = Some(Arc::clone(&pending.provider));
        self.provider.keys = pending.keys.take().and_then(Keys::parse);
        self.fetch_keys_once(effects);
        self.state = State::Redeeming { ticket, pending };
    }

    pub(super) fn token_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        effects: &mut Vec<Effect>,
    ) {
        let pending = match std::mem::replace(&mut self.state, State::Leaving) {
            State::Redeeming { ticket: asked, pending } if asked == ticket => pending,
            other => return self.state = other,
        };
        match self.read_tokens(answer) {
            Ok((tokens, jws)) => {
                let verifying = Verifying { pending, tokens, jws, check: None, keys_fetched_again: false };
                self.state = State::Verifying(Box::new(verifying));
                self.check_signature(effects);
            }
            Err(error) => self.fail(error, pending.place),
        }
    }

    fn read_tokens(&self, answer: Result<Answer, Silence>) -> Result<(TokenResponse, Jws), Error> {
        let answer = answer.map_err(|silence| silent(EndpointRole::Token, silence))?;
        let tokens = TokenResponse::read(&answer).map_err(Error::Token)?;
        let jws =
            Jws::parse(tokens.id_token.expose(), &self.configuration.algorithms).map_err(Error::IdToken)?;
        Ok((tokens, jws))
    }

    /// Has the signature verified as soon as token and keys are both here.
    pub(super) fn check_signature(&mut self, effects: &mut Vec<Effect>) {
        let State::Verifying(verifying) = &mut self.state else { return };
        if verifying.check.is_some() {
            return;
        }
        let Some(keys) = &self.provider.keys else {
            // They are on their way, or failed while the token was: then they are asked for once more.
            return self.fetch_keys_once(effects);
        };
        match verifying.jws.check_against(&keys.set) {
            Ok(check) => {
                self.last_ticket += 1;
                let ticket = Ticket(self.last_ticket);
                verifying.check = Some((ticket, check.clone()));
                effects.push(Effect::CheckSignature(ticket, check));
            }
            // OIDC Core §10.1.1: "The verifier knows to go back to the jwks_uri location to re-retrieve the keys when it
            // sees an unfamiliar kid value." Once.
            Err(IdTokenError::KeyNotFound { .. }) if !verifying.keys_fetched_again => {
                verifying.keys_fetched_again = true;
                self.fetch_keys(effects);
            }
            Err(error) => {
                let place = verifying.pending.place.clone();
                self.provider.keys = None;
                self.fail(Error::IdToken(error), place);
            }
        }
    }

    pub(super) fn signature_checked(
        &mut self,
        ticket: Ticket,
        result: Result<bool, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let (verifying, check) = match std::mem::replace(&mut self.state, State::Leaving) {
            State::Verifying(mut verifying) => match verifying.check.take() {
                Some((asked, check)) if asked == ticket => (verifying, check),
                other => {
                    verifying.check = other;
                    return self.state = State::Verifying(verifying);
                }
            },
            other => return self.state = other,
        };
        let place = verifying.pending.place.clone();
        match self.validate(&verifying, check, result, now) {
            Ok(claims) => self.sign_in(*verifying, claims, now, effects),
            Err(error) => {
                // The key may have been replaced under its own name: a retry asks for the keys anew, instead of
                // carrying those that verified nothing into every sign-in to come.
                if matches!(error, Error::IdToken(IdTokenError::SignatureInvalid { .. })) {
                    self.provider.keys = None;
                }
                self.fail(error, place);
            }
        }
    }

    fn validate(
        &self,
        verifying: &Verifying,
        check: SignatureCheck,
        result: Result<bool, EnvironmentError>,
        now: Timestamp,
    ) -> Result<ValidatedClaims, Error> {
        let valid = result.map_err(Error::Environment)?;
        let verified = check.answered(valid).map_err(Error::IdToken)?;
        let expected = Expected {
            issuer: &self.configuration.issuer,
            client_id: &self.configuration.client_id,
            nonce: &verifying.pending.nonce,
            access_token: &verifying.tokens.access_token,
            skew: self.configuration.clock_skew,
        };
        id_token::validate(&verified, &expected, now).map_err(Error::IdToken)
    }

    fn sign_in(
        &mut self,
        verifying: Verifying,
        claims: ValidatedClaims,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Verifying { pending, tokens, .. } = verifying;
        // RFC 6749 §5.1: `scope` is "OPTIONAL, if identical to the scope requested by the client".
        let scope = tokens.scope.as_deref().unwrap_or(&self.configuration.scope);
        let expires_at = tokens.expires_in.map_or(claims.expires_at(), |lifetime| now + lifetime);
        let identity = Arc::new(Identity::new(claims, scope, now, expires_at));
        effects.push(Effect::Return(pending.place));
        let userinfo = pending.provider.userinfo_endpoint.as_ref().map(|endpoint| {
            let ticket = self.ticket();
            effects.push(Effect::FetchUserInfo(ticket, endpoint.clone(), tokens.access_token.clone()));
            ticket
        });
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
