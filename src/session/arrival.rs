//! How this page was reached.

use super::{Grant, Place, Presence, Resumption, SharedMemory, SignInEntropy, SignedOutReason, TabMemory};
use crate::configuration::Configuration;
use crate::configuration::features::{INITIATED, LONG_SESSIONS};
use crate::protocol::authorization::AuthorizationResponse;
use crate::protocol::frontchannel_logout::FrontchannelLogout;
use crate::protocol::initiated_login::{InitiatedLogin, InitiatedLoginError};
use crate::protocol::secret::LoginHint;
use crate::protocol::time::Timestamp;

/// What a page load begins with.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// Any page of the app, and why nobody is signed in.
    Visit(SignedOutReason),
    /// A page of a tab that kept its tokens.
    Kept { place: Place, grant: Box<Grant> },
    /// A page that somebody was signed in on until it was reloaded. `None` where it would only go round in circles.
    Reload { place: Place, resumes: Option<(Presence, Box<SignInEntropy>)> },
    /// The redirect route with a response of the provider, which is gone from the address bar by now.
    Response(AuthorizationResponse),
    /// Another site asks for a sign-in (OIDC Core §4). Without entropy where it would only go round in circles.
    Initiated {
        /// Why nobody is signed in.
        reason: SignedOutReason,
        place: Place,
        login_hint: Option<LoginHint>,
        entropy: Option<Box<SignInEntropy>>,
    },
    /// Another site asks, and cannot be followed.
    NotInitiated(InitiatedLoginError),
    /// The provider opened this page in a frame because its session ended; `None` where somebody else did.
    FrontchannelLogout(Option<FrontchannelLogout>),
}

/// What a page that is loaded finds.
#[derive(Debug)]
pub struct Remembered<'a> {
    /// Right after a sign-out.
    pub said_goodbye: bool,
    /// What all tabs remember together.
    pub shared: &'a SharedMemory,
    /// The tokens that this tab kept.
    pub kept: Option<Grant>,
}

impl Arrival {
    /// A page without a response of the provider. `resume` takes the presence out of the tab's memory, and `draw` is asked
    /// for entropy only by a page that will leave.
    pub fn visit(
        configuration: &Configuration,
        remembered: Remembered<'_>,
        place: Place,
        now: Timestamp,
        resume: impl FnOnce() -> Resumption,
        draw: impl FnOnce() -> Option<Box<SignInEntropy>>,
    ) -> Self {
        let Remembered { said_goodbye, shared, kept } = remembered;
        if LONG_SESSIONS && shared.is_locked(configuration.idle_lock, now) {
            return Self::Visit(SignedOutReason::Idle);
        }
        if let Some(grant) =
            kept.filter(|grant| LONG_SESSIONS && configuration.keeps_tokens && shared.admits_tokens(grant))
        {
            return Self::Kept { place, grant: Box::new(grant) };
        }
        match resume().admitted_by(shared, configuration.idle_lock, now) {
            Resumption::Resume(presence) => match draw() {
                Some(entropy) => Self::Reload { place, resumes: Some((presence, entropy)) },
                None => Self::Visit(SignedOutReason::NotYet),
            },
            Resumption::TooOften => Self::Reload { place, resumes: None },
            // Whoever signed in again since has not said goodbye.
            _ if said_goodbye => Self::Visit(SignedOutReason::SignedOut),
            _ => Self::Visit(SignedOutReason::NotYet),
        }
    }

    /// Another site's wish for a sign-in in this location. `may_leave` counts a departure that nobody pressed a button
    /// for, and `draw` is asked for entropy only by a page that will leave.
    pub fn initiated(
        configuration: &Configuration,
        path: &str,
        query: &str,
        is_locked: impl FnOnce() -> bool,
        may_leave: impl FnOnce() -> bool,
        draw: impl FnOnce() -> Option<Box<SignInEntropy>>,
    ) -> Option<Self> {
        if !INITIATED || !configuration.is_initiate_login_path(path) {
            return None;
        }
        let login = match InitiatedLogin::parse(query, &configuration.issuer)? {
            Ok(login) => login,
            Err(error) => return Some(Self::NotInitiated(error)),
        };
        let target = login.target_below(&configuration.base);
        let target = target.and_then(|target| Place::parse(&target));
        Some(Self::Initiated {
            reason: if is_locked() { SignedOutReason::Idle } else { SignedOutReason::NotYet },
            place: target.unwrap_or_else(|| Place::of(configuration.base.path())),
            login_hint: login.login_hint,
            entropy: if may_leave() { draw() } else { None },
        })
    }

    /// The provider's word that its session ended, in this location. Only in a frame: a link that leads here, which
    /// anybody can write, ends nothing.
    pub fn frontchannel_logout(
        configuration: &Configuration,
        path: &str,
        query: &str,
        is_framed: bool,
    ) -> Option<Self> {
        (INITIATED && is_framed && configuration.is_frontchannel_logout_path(path))
            .then(|| Self::FrontchannelLogout(FrontchannelLogout::parse(query, &configuration.issuer)))
    }

    /// The provider's response in this location.
    ///
    /// An app's own `?code=` or `?state=` is none: the path has to be the redirect URI's. Where that is the app's home,
    /// which has a life of its own, the state has to be one that this tab sent, or the response our issuer's (RFC 9207).
    /// A redirect route of its own takes in whatever comes, to tell the person what is wrong with it.
    pub fn response(
        configuration: &Configuration,
        path: &str,
        query: &str,
        memory: impl FnOnce() -> TabMemory,
    ) -> Option<AuthorizationResponse> {
        if !configuration.is_redirect_path(path) {
            return None;
        }
        let response = AuthorizationResponse::parse(query)?;
        let is_ours = path != configuration.base.path()
            || response.names_issuer(&configuration.issuer)
            || response.state().is_some_and(|state| memory().knows(&state));
        is_ours.then_some(response)
    }
}
