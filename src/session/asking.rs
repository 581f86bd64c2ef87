//! More access than the session has: one trip to the provider, one consent, and no worse off for whoever refuses.

use std::sync::Arc;

use super::identity::words;
use super::state::State;
use super::step_up::StepUp;
use super::{Effect, Errand, Error, Session};
use crate::configuration::features::CALLS;
use crate::protocol::api::ApiError;

impl Session {
    /// Asks the person for this scope too. The way is a step-up's: the page is left as soon as they look at it, the sign-in
    /// is for the same person and comes back to the same place, and where it brings nothing the session goes on.
    pub(super) fn ask_for(&mut self, scope: &str, effects: &mut Vec<Effect>) {
        if !CALLS {
            return;
        }
        let scope = asked(scope).join(" ");
        let State::SignedIn(signed_in) = &mut self.state else { return };
        if scope.is_empty() || self.calls.step_up.is_some() {
            return;
        }
        signed_in.interruption = None;
        let ticket = self.tickets.next();
        let requirements = self.configuration.requirements.clone();
        self.calls.step_up = Some(StepUp::offered(requirements, Errand::Ask(scope), ticket));
        effects.push(Effect::OfferResumption(ticket));
    }

    /// What was asked for so far, and this: a provider grants what is asked now, and nothing that was asked before.
    pub(super) fn with_more(&self, requested: Option<String>, scope: &str) -> String {
        let mut all = words(requested.as_ref().unwrap_or(&self.configuration.scope));
        for word in words(scope) {
            if !all.contains(&word) {
                all.push(word);
            }
        }
        all.join(" ")
    }

    /// What is worth asking for again when the session is brought back without a question: what was refused would only make
    /// the provider ask. `None` where that is what the deployment asks everybody for.
    pub(super) fn to_ask_for_again(&self, requested: &str, granted: &str) -> Option<String> {
        let (deployments, granted) = (words(&self.configuration.scope), words(granted));
        let mut all = words(requested);
        all.retain(|word| deployments.contains(word) || granted.contains(word));
        (all != deployments).then(|| all.join(" "))
    }

    /// Nobody was asked, or nobody answered: the session goes on, and the page tells.
    pub(super) fn was_not_asked(&mut self, scope: String, error: &Error) {
        if let State::SignedIn(signed_in) = &mut self.state {
            signed_in.interruption = Some(Arc::new(match error {
                Error::Api(ApiError::AuthenticationDenied) => Error::Api(ApiError::ScopeDenied { scope }),
                error => error.clone(),
            }));
        }
    }
}

/// RFC 6749 §3.3: a scope's words are of `%x21 / %x23-5B / %x5D-7E`. What else an API may have said is not passed on.
fn asked(scope: &str) -> Vec<String> {
    let is_token =
        |word: &str| word.bytes().all(|octet| octet.is_ascii_graphic() && !b"\"\\".contains(&octet));
    let mut words = words(scope);
    words.retain(|word| is_token(word));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_for_words_that_a_scope_may_have() {
        assert_eq!(
            asked(" profile  https://api.example/read phone"),
            ["profile", "https://api.example/read", "phone"]
        );
        assert_eq!(asked("a\"b a\\b \u{e9} a\nb"), [""; 0]);
    }
}
