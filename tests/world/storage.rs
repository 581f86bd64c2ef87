//! A tab's `sessionStorage`, with what the browser layer keeps there.

use lifen_connect::protocol::secret::State;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{
    EnvironmentError, Grant, PendingSignIn, Presence, Recollection, Resumption, TabMemory,
};

/// Texts under three keys, in a store that can be blocked.
#[derive(Clone, Debug, Default)]
pub struct TabStorage {
    pub is_blocked: bool,
    pending: Option<String>,
    goodbye: Option<State>,
    grant: Option<String>,
}

impl TabStorage {
    pub fn remember(&mut self, pending: PendingSignIn, now: Timestamp) -> Result<(), EnvironmentError> {
        let mut memory = self.memory()?;
        memory.remember(pending, now);
        self.pending = Some(memory.to_text());
        Ok(())
    }

    pub fn recollect(
        &mut self,
        state: Option<&State>,
        now: Timestamp,
    ) -> Result<Recollection, EnvironmentError> {
        let mut memory = self.memory()?;
        let recollection = memory.claim(state, now);
        self.pending = Some(memory.to_text());
        Ok(recollection)
    }

    pub fn note(&mut self, presence: Presence) {
        if let Ok(mut memory) = self.memory() {
            memory.note(presence);
            self.pending = Some(memory.to_text());
        }
    }

    pub fn resume(&mut self, now: Timestamp) -> Resumption {
        let Ok(mut memory) = self.memory() else { return Resumption::Nothing };
        let resumption = memory.resume(now);
        self.pending = Some(memory.to_text());
        resumption
    }

    pub fn keep(&mut self, grant: Option<&Grant>) {
        self.grant = grant.filter(|_| !self.is_blocked).map(Grant::to_text);
    }

    pub fn kept(&self) -> Option<Grant> {
        Grant::from_text(self.grant.as_deref()?)
    }

    pub fn leaves_unasked(&mut self, now: Timestamp) -> bool {
        let Ok(mut memory) = self.memory() else { return false };
        let may_leave = memory.leaves_unasked(now);
        self.pending = Some(memory.to_text());
        may_leave
    }

    /// Somebody alters the tokens that are kept.
    pub fn alters_the_grant(&mut self, alter: impl FnOnce(String) -> String) {
        self.grant = self.grant.take().map(alter);
    }

    pub fn forget(&mut self, goodbye: Option<State>) {
        let mut memory = self.memory().unwrap_or_default();
        memory.forget();
        self.pending = Some(memory.to_text());
        self.grant = None;
        self.goodbye = goodbye.or(self.goodbye.take());
    }

    pub fn take_goodbye(&mut self) -> Option<State> {
        self.goodbye.take()
    }

    /// The person, or the browser, cleared the site's data.
    pub fn is_wiped(&mut self) {
        *self = Self::default();
    }

    /// Nothing about anybody is kept.
    pub fn is_empty(&self) -> bool {
        let mut forgotten = self.found();
        forgotten.forget();
        forgotten == self.found() && self.grant.is_none()
    }

    /// What is written there.
    pub fn text(&self) -> String {
        [self.pending.as_deref(), self.grant.as_deref()].map(Option::unwrap_or_default).concat()
    }

    /// What a page that arrives finds; nothing where storage is blocked.
    pub fn found(&self) -> TabMemory {
        self.memory().unwrap_or_default()
    }

    fn memory(&self) -> Result<TabMemory, EnvironmentError> {
        if self.is_blocked {
            return Err(EnvironmentError::StorageBlocked);
        }
        Ok(self.pending.as_deref().map(TabMemory::from_text).unwrap_or_default())
    }
}
