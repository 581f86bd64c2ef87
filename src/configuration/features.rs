//! What a build may leave out.
//!
//! Where a part of the library begins it asks a constant first, so that all of it is compiled in every build, and what a
//! build is without leaves its bundle. A feature that is a value goes without asking: it is here when a value of its type can exist. Without it none can, nor of any type that holds one, so the
//! compiler leaves out whatever would come of it: no other line has to ask whether the feature is there.

/// Renewal with refresh tokens, tabs that agree, tokens that are kept, locks and limits.
pub const LONG_SESSIONS: bool = cfg!(feature = "long-sessions");

/// Accounts of those who sign in, and a directory of them.
pub const ACCOUNTS: bool = cfg!(feature = "accounts");

/// Calls to APIs, and what they ask of the authentication.
pub const CALLS: bool = cfg!(feature = "calls");

/// Sign-in in a window of its own.
pub const POPUP: bool = cfg!(feature = "popup");

/// Sign-ins that another site begins, and sign-outs that the provider does.
pub const INITIATED: bool = cfg!(feature = "initiated");

/// The page that checks the deployment.
pub const DOCTOR: bool = cfg!(feature = "doctor");

/// What says why a session is trusted, and how long its sign-in took.
pub const RECEIPT: bool = cfg!(feature = "receipt");

/// Tokens bound to a key. Behind `Option::is_none` and its like the compiler does not see that there is no value: what
/// hangs on these asks here.
pub const DPOP: bool = cfg!(feature = "dpop");

/// That this build can bind tokens to a key: the feature `dpop`.
#[cfg(feature = "dpop")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DpopFeature(());

#[cfg(not(feature = "dpop"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DpopFeature {}

impl DpopFeature {
    pub(super) fn here() -> Option<Self> {
        #[cfg(feature = "dpop")]
        return Some(Self(()));
        #[cfg(not(feature = "dpop"))]
        None
    }
}

/// That this build can push what it asks: the feature `pushed-requests`.
#[cfg(feature = "pushed-requests")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushedRequestsFeature(());

#[cfg(not(feature = "pushed-requests"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushedRequestsFeature {}

impl PushedRequestsFeature {
    pub(super) fn here() -> Option<Self> {
        #[cfg(feature = "pushed-requests")]
        return Some(Self(()));
        #[cfg(not(feature = "pushed-requests"))]
        None
    }
}
