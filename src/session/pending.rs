//! What survives the redirect: the pending sign-in.

use std::sync::Arc;

use super::{Errand, Place, Presence, Steps};
use crate::configuration::features::CALLS;
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::form::{self, Pairs};
use crate::protocol::metadata::ProviderMetadata;
use crate::protocol::pkce::CodeVerifier;
use crate::protocol::secret::{Nonce, State};
use crate::protocol::text::{decimal, to_decimal};
use crate::protocol::time::{Seconds, Timestamp};

/// Everything the redirect leg needs, so that it can redeem the code with its first request.
///
/// The provider's metadata and keys travel along: they are the ones the person left with, so a response can only be
/// redeemed where it was asked for (mix-up, RFC 9700 §4.4), and nothing has to be fetched before the token request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingSignIn {
    pub state: State,
    pub nonce: Nonce,
    pub code_verifier: CodeVerifier,
    pub place: Place,
    pub created_at: Timestamp,
    pub provider: Arc<ProviderMetadata>,
    /// The JWK Set's text; `None` when it had not come yet.
    pub keys: Option<String>,
    /// What was asked of the authentication: the answer is checked against it, whatever the deployment asks by then.
    pub requirements: AuthenticationRequirements,
    /// Nobody pressed a button: a session that a reload interrupted is resumed, for this person and no other.
    pub resumes: Option<Presence>,
    /// What the sign-in is for, besides.
    pub errand: Option<Errand>,
    /// What is asked for, where it is more than the deployment asks everybody for.
    pub scope: Option<String>,
    /// How long it took to be ready to leave.
    pub steps: Steps,
}

impl PendingSignIn {
    /// How long a person may take at the provider.
    pub const LIFETIME: Seconds = Seconds(3600);

    pub fn has_expired(&self, now: Timestamp) -> bool {
        now > self.created_at + Self::LIFETIME
    }

    /// Whether the provider is to ask the person nothing: where nobody asked, but for who they are.
    pub fn is_silent(&self) -> bool {
        let asks_the_person = matches!(self.errand, Some(Errand::StepUp(_) | Errand::Ask(_)));
        self.resumes.is_some() && !asks_the_person
    }

    /// Whether the person pressed a button for it, although they were signed in.
    pub fn is_asked_for(&self) -> bool {
        CALLS && matches!(self.errand, Some(Errand::Ask(_)))
    }

    /// The form in which it is stored.
    pub fn to_text(&self) -> String {
        let provider = &self.provider;
        let created_at = to_decimal(self.created_at.milliseconds());
        let resumes = self.resumes.as_ref().map(Presence::to_texts);
        let steps = self.steps.to_text();
        let mut text = form::write(&[
            ("state", self.state.expose()),
            ("nonce", self.nonce.expose()),
            ("code_verifier", self.code_verifier.expose()),
            ("place", self.place.to_text()),
            ("created_at", &created_at),
            ("issuer", &provider.issuer),
            ("authorization_endpoint", provider.authorization_endpoint.as_str()),
            ("token_endpoint", provider.token_endpoint.as_str()),
            ("jwks_uri", provider.jwks_uri.as_str()),
            ("issuer_promised", if provider.issuer_promised { "true" } else { "" }),
        ]);
        for (name, value) in [
            ("userinfo_endpoint", provider.userinfo_endpoint.as_ref().map(Endpoint::as_str)),
            ("end_session_endpoint", provider.end_session_endpoint.as_ref().map(Endpoint::as_str)),
            ("revocation_endpoint", provider.revocation_endpoint.as_ref().map(Endpoint::as_str)),
            (
                "pushed_authorization_request_endpoint",
                provider.pushed_authorization_request_endpoint.as_ref().map(Endpoint::as_str),
            ),
            ("pushing_required", provider.pushing_required.then_some("true")),
            ("offers_dpop", provider.offers_dpop.then_some("true")),
            ("keys", self.keys.as_deref()),
            ("resumes_salt", resumes.as_ref().map(|texts| texts[0].as_str())),
            ("resumes_person", resumes.as_ref().map(|texts| texts[1].as_str())),
            ("resumes_since", resumes.as_ref().map(|texts| texts[2].as_str())),
            ("resumes_scope", self.resumes.as_ref().and_then(|presence| presence.scope.as_deref())),
            ("scope", self.scope.as_deref()),
            ("errand", self.errand.as_ref().map(Errand::name)),
            ("steps", steps.as_deref()),
            ("call", self.errand.as_ref().and_then(Errand::object)),
        ] {
            value.inspect(|value| form::append(&mut text, &[(name, value)]));
        }
        Self::write_requirements(&self.requirements, &mut text);
        text
    }

    pub(super) fn write_requirements(requirements: &AuthenticationRequirements, text: &mut String) {
        if let Some(max_age) = requirements.max_age {
            form::append(text, &[("max_age", &to_decimal(max_age.0))]);
        }
        if let Some(acr_values) = &requirements.acr_values {
            form::append(text, &[("acr_values", acr_values)]);
        }
        if requirements.acr_is_voluntary {
            form::append(text, &[("acr_is_voluntary", "true")]);
        }
    }

    /// Reads them back; `None` where they are no such thing.
    pub(super) fn read_requirements(pairs: &Pairs) -> Option<AuthenticationRequirements> {
        let max_age = match pairs.value("max_age") {
            Some(text) => Some(Seconds(decimal(text, i64::MAX)?)),
            None => None,
        };
        Some(AuthenticationRequirements {
            max_age,
            acr_values: pairs.value("acr_values").map(str::to_owned),
            acr_is_voluntary: pairs.value("acr_is_voluntary") == Some("true"),
        })
    }

    /// Reads it back; `None` for anything that was not written by [`to_text`](Self::to_text).
    pub fn from_text(text: &str) -> Option<Self> {
        let pairs = Pairs::read(text);
        let (state, nonce) = (pairs.value("state")?, pairs.value("nonce")?);
        let created_at = decimal(pairs.value("created_at")?, i64::MAX)?;
        let issuer_promised = pairs.value("issuer_promised")? == "true";
        let place = Place::from_text(pairs.value("place")?)?;
        let code_verifier = CodeVerifier::parse(pairs.value("code_verifier")?)?;
        let [salt, person, since] =
            ["resumes_salt", "resumes_person", "resumes_since"].map(|name| pairs.value(name));
        let endpoint =
            |member: &'static str| Ok(pairs.value(member).and_then(|text| Endpoint::parse(text).ok()));
        let provider = ProviderMetadata::of(pairs.value("issuer")?, issuer_promised, &endpoint).ok()?;
        let text = |name| pairs.value(name).filter(|_| CALLS).map(str::to_owned);
        let presence = Presence::from_texts([salt, person, since]);
        Some(Self {
            provider: Arc::new(ProviderMetadata {
                pushing_required: pairs.value("pushing_required").is_some(),
                offers_dpop: pairs.value("offers_dpop").is_some(),
                ..provider
            }),
            state: State::new(state),
            nonce: Nonce::new(nonce),
            code_verifier,
            place,
            created_at: Timestamp::from_milliseconds(created_at),
            keys: pairs.value("keys").map(str::to_owned),
            requirements: Self::read_requirements(&pairs)?,
            resumes: presence.map(|presence| presence.allowing(text("resumes_scope"))),
            scope: text("scope"),
            errand: Errand::read(pairs.value("errand"), pairs.value("call")),
            steps: Steps::read(&pairs),
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::protocol::secret::Entropy;

    pub fn pending() -> PendingSignIn {
        let endpoint = |path: &str| Endpoint::parse(&format!("https://login.lifen.fr/{path}")).unwrap();
        PendingSignIn {
            state: State::from(Entropy([1; 32])),
            nonce: Nonce::from(Entropy([2; 32])),
            code_verifier: CodeVerifier::from(Entropy([3; 32])),
            place: Place::of("/session?from=link&x=%20#trust").noted("page 2\nof 3"),
            created_at: Timestamp::from_seconds(1_800_000_000),
            provider: Arc::new(ProviderMetadata {
                issuer: "https://login.lifen.fr/".to_owned(),
                authorization_endpoint: endpoint("authorize"),
                token_endpoint: endpoint("oauth/token"),
                jwks_uri: endpoint(".well-known/jwks.json"),
                userinfo_endpoint: Some(endpoint("userinfo")),
                end_session_endpoint: None,
                revocation_endpoint: Some(endpoint("oauth/revoke")),
                pushed_authorization_request_endpoint: Some(endpoint("oauth/par")),
                pushing_required: true,
                offers_dpop: true,
                issuer_promised: true,
            }),
            keys: Some(r#"{"keys":[{"kty":"RSA","n":"a+b&c","e":"AQAB"}]}"#.to_owned()),
            requirements: AuthenticationRequirements {
                max_age: Some(Seconds(0)),
                acr_values: Some("eidas2 eidas3".to_owned()),
                acr_is_voluntary: true,
            },
            resumes: Some(Presence::of(&Nonce::new("n"), "auth0|1", Timestamp::from_seconds(1_799_999_999))),
            errand: Some(Errand::StepUp(Some(endpoint("fhir/v3?name=a%20b")))),
            scope: None,
            steps: Steps::read(&Pairs::read("steps=metadata.1799999990000.1799999990120 keys.5.7")),
        }
    }

    #[test]
    fn comes_back_as_it_was_stored() {
        assert_eq!(PendingSignIn::from_text(&pending().to_text()), Some(pending()));
        let without_keys = PendingSignIn { keys: None, ..pending() };
        assert_eq!(PendingSignIn::from_text(&without_keys.to_text()), Some(without_keys));
        let asks_nothing =
            PendingSignIn { requirements: AuthenticationRequirements::default(), resumes: None, ..pending() };
        assert_eq!(PendingSignIn::from_text(&asks_nothing.to_text()), Some(asks_nothing));
    }

    #[cfg(feature = "calls")]
    #[test]
    fn comes_back_with_what_it_asks_for_and_what_was_there_before() {
        let asked = Some("openid directory".to_owned());
        let resumes = pending().resumes.map(|presence| presence.allowing(asked.clone()));
        for errand in [Errand::Ask("phone é".to_owned()), Errand::NotGiven("phone".to_owned())] {
            let asks = PendingSignIn {
                errand: Some(errand),
                scope: Some("openid directory phone".to_owned()),
                resumes: resumes.clone(),
                ..pending()
            };

            assert_eq!(PendingSignIn::from_text(&asks.to_text()), Some(asks));
        }
    }

    #[test]
    fn is_nothing_when_the_store_was_tampered_with() {
        let text = pending().to_text();

        for (from, to) in [
            ("code_verifier=", "code_verifier=%2B"),
            ("place=%2F", "place=%2F%2F"),
            ("state=", "x="),
            ("max_age=", "max_age=-"),
        ] {
            assert_eq!(PendingSignIn::from_text(&text.replace(from, to)), None, "{to}");
        }
        assert_eq!(PendingSignIn::from_text(""), None);
    }

    #[test]
    fn lives_for_an_hour() {
        let pending = pending();

        assert!(!pending.has_expired(pending.created_at + Seconds(3600)));
        assert!(pending.has_expired(pending.created_at + Seconds(3601)));
    }
}
