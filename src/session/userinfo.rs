//! What userinfo adds to a session that stands on the ID Token, and goes on without it.

use std::sync::Arc;

use super::identity::Identity;
use super::provider::silent;
use super::state::{SignedIn, State, UserInfoState};
use super::verification::{Unverified, Verification};
use super::{Effect, EnvironmentError, Error, Session, Ticket};
use crate::configuration::Configuration;
use crate::protocol::jose::VerifiedJws;
use crate::protocol::time::Timestamp;
use crate::protocol::transport::{Answer, EndpointRole, Silence};
use crate::protocol::userinfo::{UserInfo, UserInfoError, UserInfoResponse};

impl Session {
    /// Asks for userinfo as soon as it is known where, with an access token that has not ended.
    pub(super) fn ask_userinfo(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &mut self.state else { return };
        if signed_in.grant.expires_at <= now {
            return;
        }
        let (UserInfoState::Wanted, Some(provider)) = (&signed_in.userinfo, &self.provider.metadata) else {
            return;
        };
        let dpop = signed_in.grant.needs_proof(&self.configuration);
        if dpop.is_some() && self.possession.thumbprint().is_none() {
            return;
        }
        signed_in.userinfo = match &provider.userinfo_endpoint {
            Some(endpoint) => {
                let ticket = self.tickets.next();
                let token = signed_in.grant.access_token.clone();
                let proof = dpop.map(|dpop| self.possession.proof(dpop, endpoint));
                effects.push(Effect::FetchUserInfo(ticket, endpoint.clone(), token, proof));
                UserInfoState::Asked(ticket)
            }
            None => UserInfoState::Settled,
        };
    }

    pub(super) fn userinfo_answered(
        &mut self,
        ticket: Ticket,
        answer: Result<Answer, Silence>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let State::SignedIn(signed_in) = &mut self.state else { return };
        if !matches!(signed_in.userinfo, UserInfoState::Asked(asked) if asked == ticket) {
            return;
        }
        let response = answer
            .map_err(|silence| silent(EndpointRole::UserInfo, silence))
            .and_then(|answer| read(&answer, &self.configuration));
        match response {
            Ok(UserInfoResponse::Claims(claims)) => {
                signed_in.settle_userinfo(Ok(claims), &self.configuration)
            }
            Ok(UserInfoResponse::Signed(jws)) => {
                signed_in.userinfo = UserInfoState::Verifying(Verification::of(jws));
                self.check_userinfo_signature(now, effects);
            }
            Err(error) => signed_in.settle_userinfo(Err(error), &self.configuration),
        }
    }

    /// Has the signature of userinfo verified, once the keys are here.
    pub(super) fn check_userinfo_signature(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let UserInfoState::Verifying(verification) = &mut signed_in.userinfo else { return };
        if let Err(error) = verification.advance(&mut self.provider, &mut self.tickets, now, effects) {
            signed_in.settle_userinfo(Err(Error::UserInfo(UserInfoError::Jws(error))), &self.configuration);
        }
    }

    /// There is no key to prove with that the access token is this browser's.
    pub(super) fn userinfo_unproven(&mut self, error: Error) {
        if let State::SignedIn(signed_in) = &mut self.state
            && let UserInfoState::Wanted = signed_in.userinfo
        {
            signed_in.settle_userinfo(Err(error), &self.configuration);
        }
    }

    /// The keys did not come.
    pub(super) fn userinfo_failed(&mut self, error: Error) {
        if let State::SignedIn(signed_in) = &mut self.state
            && let UserInfoState::Verifying(_) = signed_in.userinfo
        {
            signed_in.settle_userinfo(Err(error), &self.configuration);
        }
    }

    pub(super) fn userinfo_signature_checked(
        &mut self,
        ticket: Ticket,
        result: Result<bool, EnvironmentError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let State::SignedIn(signed_in) = &mut self.state else { return };
        let UserInfoState::Verifying(verification) = &mut signed_in.userinfo else { return };
        let (provider, tickets) = (&mut self.provider, &mut self.tickets);
        let Some(verified) = verification.answered(ticket, result, provider, tickets, now, effects) else {
            return;
        };
        let claims = match verified {
            Ok(verified) => of(&verified, &self.configuration, now),
            Err(Unverified::Environment(error)) => Err(Error::Environment(error)),
            Err(Unverified::Jws(error)) => Err(Error::UserInfo(UserInfoError::Jws(error))),
        };
        signed_in.settle_userinfo(claims, &self.configuration);
    }
}

impl SignedIn {
    fn settle_userinfo(&mut self, claims: Result<UserInfo, Error>, configuration: &Configuration) {
        self.userinfo = UserInfoState::Settled;
        let subject = self.identity.subject();
        match claims.and_then(|claims| claims.about(subject).map_err(Error::UserInfo)) {
            Ok((claims, evidence)) => {
                self.receipt.with(|receipt| receipt.evidence.append(&evidence));
                let mut identity = Identity::clone(&self.identity);
                identity.add_userinfo(&claims, configuration);
                self.identity = Arc::new(identity);
            }
            Err(error) => self.notice = Some(Arc::new(error)),
        }
    }
}

fn read(answer: &Answer, configuration: &Configuration) -> Result<UserInfoResponse, Error> {
    UserInfoResponse::read(answer, &configuration.algorithms).map_err(Error::UserInfo)
}

fn of(verified: &VerifiedJws, configuration: &Configuration, now: Timestamp) -> Result<UserInfo, Error> {
    let Configuration { issuer, client_id, clock_skew, .. } = configuration;
    UserInfo::of(verified, issuer, client_id, *clock_skew, now).map_err(Error::UserInfo)
}
