//! How this page was reached.

use super::{Grant, Place, Presence, Resumption, SharedMemory, SignInEntropy, SignedOutReason, TabMemory};
use crate::configuration::Configuration;
use crate::protocol::authorization::AuthorizationResponse;
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
        if shared.is_locked(configuration.idle_lock, now) {
            return Self::Visit(SignedOutReason::Idle);
        }
        if let Some(grant) = kept.filter(|grant| configuration.keeps_tokens && shared.admits(grant.since)) {
            return Self::Kept { place, grant: Box::new(grant) };
        }
        match resume().admitted_by(shared) {
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
