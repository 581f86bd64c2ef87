//! Whether a request can be answered without a page, and what is wanting if not.

use std::collections::BTreeSet;

use super::AuthorizationRequest;
use crate::state::Session;
use crate::{Person, Provider, jws};

/// What a page would have to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanting {
    /// Nobody is signed in, or not recently enough, or not whom the client means.
    Login,
    /// The person is known, and has to prove it in a stronger way.
    AuthenticationContext,
    Consent,
}

impl Wanting {
    /// How `prompt=none` is answered
    /// ([OIDC Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    pub(super) fn error(self) -> (&'static str, &'static str) {
        match self {
            Self::Login => ("login_required", "nobody is signed in, or not well enough"),
            Self::AuthenticationContext => {
                ("interaction_required", "the person signed in in another way than `acr_values` asks")
            }
            Self::Consent => ("consent_required", "these scopes were never allowed"),
        }
    }
}

impl Provider {
    pub(super) fn what_is_wanting(
        &self,
        session: Option<&Session>,
        request: &AuthorizationRequest,
    ) -> Option<Wanting> {
        let Some(session) = session.filter(|session| self.is_good_enough(session, request)) else {
            return Some(Wanting::Login);
        };
        let has_context = |acr: &String| request.acr_values.contains(acr);
        if !request.acr_values.is_empty() && !session.acr.as_ref().is_some_and(has_context) {
            return Some(Wanting::AuthenticationContext);
        }
        self.needs_consent(&session.person, request).then_some(Wanting::Consent)
    }

    /// Whether the person need not be asked again who they are.
    fn is_good_enough(&self, session: &Session, request: &AuthorizationRequest) -> bool {
        let asked_again = request.prompt.contains("login") || request.prompt.contains("select_account");
        let too_old = request.max_age.is_some_and(|age| self.now() - session.authenticated_at > age);
        let somebody_else = request.id_token_hint.as_deref().is_some_and(|hint| {
            jws::claims_of_our_own(hint, &self.keys_so_far())
                .is_none_or(|claims| claims["sub"] != session.person.sub)
        });
        !asked_again && !too_old && !somebody_else
    }

    /// Consent is asked once, and again when the scopes change, as Lifen does.
    pub(super) fn needs_consent(&self, person: &Person, request: &AuthorizationRequest) -> bool {
        let by = (person.id.clone(), request.client_id.clone());
        let given: Option<BTreeSet<String>> = self.state().consents.get(&by).cloned();
        request.prompt.contains("consent") || given.as_ref() != Some(&request.scope)
    }
}
