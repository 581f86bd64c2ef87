//! What grows from one redeemed code.

use std::collections::BTreeSet;

use crate::Misbehaviour;
use crate::authorization::AuthorizationRequest;
use crate::state::{Session, State};

/// All tokens that stem from one redeemed code: they live and die together ([RFC 9700 §4.14.2]).
///
/// [RFC 9700 §4.14.2]: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
#[derive(Clone)]
pub(crate) struct Family {
    pub(crate) request: AuthorizationRequest,
    pub(crate) session: Session,
    /// What was granted at first: what a renewal may ask for at most.
    pub(crate) scope: BTreeSet<String>,
    pub(crate) fault: Option<Misbehaviour>,
    pub(crate) granted_at: i64,
    /// The thumbprint of the key that all of its tokens are bound to. A public client's refresh token "MUST be bound to
    /// the respective public key" (RFC 9449 §5), since nothing else tells who brings it.
    pub(crate) jkt: Option<String>,
    /// The one refresh token that still opens something.
    pub(crate) current: Option<RefreshToken>,
}

#[derive(Clone)]
pub(crate) struct RefreshToken {
    pub(crate) text: String,
    /// When it was issued, or last used where it is used again.
    pub(crate) used_at: i64,
}

impl State {
    /// The family of a refresh token, be it the current one or one that had its turn, unless all of it was revoked.
    pub(crate) fn family_of(&self, refresh_token: &str) -> Option<(&str, &Family)> {
        let id = self.refresh_tokens.get(refresh_token)?;
        Some((id, self.families.get(id)?))
    }

    /// Puts a refresh token in the place of the family's current one, which from now on is a stolen one.
    pub(crate) fn rotate(&mut self, family: &str, refresh_token: RefreshToken) {
        if let Some(current) = self.families.get_mut(family) {
            self.refresh_tokens.insert(refresh_token.text.clone(), family.to_owned());
            current.current = Some(refresh_token);
        }
    }

    /// From now on no token of the family opens anything.
    pub(crate) fn revoke(&mut self, family: &str) {
        self.families.remove(family);
    }
}
