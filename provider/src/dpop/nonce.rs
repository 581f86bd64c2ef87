//! Values that show a proof to be recent, whatever the client's clock says.

use crate::random;

/// How long a nonce is the current one; it is accepted for as long again.
const LIFETIME: i64 = 300;

/// The current nonce and the one before it.
#[derive(Default)]
pub(crate) struct Nonces(Vec<(String, i64)>);

impl Nonces {
    pub(super) fn current(&mut self, now: i64) -> String {
        self.0.retain(|(_, issued_at)| now - issued_at < 2 * LIFETIME);
        match self.0.last() {
            Some((nonce, issued_at)) if now - issued_at < LIFETIME => nonce.clone(),
            _ => {
                let nonce = random::text();
                self.0.push((nonce.clone(), now));
                nonce
            }
        }
    }

    pub(super) fn is_good(&self, nonce: Option<&str>, now: i64) -> bool {
        self.0
            .iter()
            .any(|(known, issued_at)| Some(known.as_str()) == nonce && now - issued_at < 2 * LIFETIME)
    }
}
