//! What a build may leave out.
//!
//! A feature is here when a value of its type can exist. Without it none can, nor of any type that holds one, so the
//! compiler leaves out whatever would come of it: no other line has to ask whether the feature is there.

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
