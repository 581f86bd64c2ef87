//! What a relying party asks of the authentication itself, and what the ID Token says came of it
//! ([OIDC Core §3.1.2.1], [§3.1.3.7] steps 12 and 13).
//!
//! [OIDC Core §3.1.2.1]: https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
//! [§3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation

use super::challenge::Challenge;
use super::evidence::{Check, Evidence, Value};
use super::id_token::IdTokenError;
use super::json::{Kind, Object, WrongMember};
use super::text::parts;
use super::time::{Seconds, Timestamp};

/// How fresh and how strong the authentication has to be. What is asked is checked: a provider that takes no notice
/// signs nobody in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthenticationRequirements {
    /// How long ago the person may have proved who they are.
    pub max_age: Option<Seconds>,
    /// Authentication contexts, space-separated, one of which it has to be.
    pub acr_values: Option<String>,
    /// The contexts are a wish, as OIDC Core §5.5.1.1 has it: the answer's `acr` is not held to them. For a provider that
    /// takes them as a hint where to authenticate, and says nothing of it afterwards.
    pub acr_is_voluntary: bool,
}

impl AuthenticationRequirements {
    /// These, and what an API demands ([RFC 9470 §4]): of two ages the shorter one, and of the contexts those that both
    /// take. Where there is none that both take, the API's: it knows what its own door needs, and its word for it need
    /// not be among those that are enough to come in. A challenge that says neither asks for a fresh authentication.
    ///
    /// [RFC 9470 §4]: https://www.rfc-editor.org/rfc/rfc9470#section-4
    pub fn stricter(&self, challenge: &Challenge) -> Self {
        let says_neither = challenge.max_age.is_none() && challenge.acr_values.is_none();
        let max_age = match (self.max_age, challenge.max_age.or(says_neither.then_some(Seconds(0)))) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        let acr_values = match (&self.acr_values, &challenge.acr_values) {
            (Some(ours), Some(theirs)) => {
                let theirs = parts(theirs, b' ');
                let mut both = parts(ours, b' ');
                both.retain(|value| !value.is_empty() && theirs.contains(value));
                let acr_values = if both.is_empty() { theirs } else { both };
                Some(acr_values.join(" "))
            }
            (ours, theirs) => theirs.as_ref().or(ours.as_ref()).cloned(),
        };
        Self { max_age, acr_values, acr_is_voluntary: self.acr_is_voluntary }
    }

    /// Validates what the ID Token says of the authentication.
    pub(super) fn validate(
        &self,
        claims: &Object,
        skew: Seconds,
        now: Timestamp,
        evidence: &mut Evidence,
    ) -> Result<(), IdTokenError> {
        // Step 12: "If the acr Claim was requested, the Client SHOULD check that the asserted Claim Value is
        // appropriate."
        if let Some(expected) = self.acr_values.as_ref().filter(|_| !self.acr_is_voluntary) {
            let found = claims.required_text("acr")?;
            let is_asked = !found.is_empty() && parts(expected, b' ').contains(&found);
            let values = || (Value::text(expected), Value::text(found));
            if !evidence.holds(Check::AuthenticationContext, is_asked, values) {
                return Err(IdTokenError::AuthenticationContextMismatch {
                    expected: expected.clone(),
                    found: found.to_owned(),
                });
            }
        }
        // Step 13: "If the auth_time Claim was requested, either through a specific request for this Claim or by using
        // the max_age parameter, the Client SHOULD check the auth_time Claim value and request re-authentication if it
        // determines too much time has elapsed since the last End-User authentication."
        if let Some(max_age) = self.max_age {
            let at = claims.seconds("auth_time")?.ok_or(WrongMember::missing("auth_time", Kind::Seconds))?;
            let at = Timestamp::from_seconds(at);
            let values = || (Value::Moment(now - max_age), Value::Moment(at));
            if !evidence.holds(Check::AuthenticationTime, now <= at + max_age + skew, values) {
                // Both times are the provider's: between them no clock of ours stands.
                let issued_at = claims.seconds("iat")?.map(Timestamp::from_seconds);
                let passes =
                    |issued_at: &Timestamp| *issued_at <= at + max_age + skew && *issued_at + skew < now;
                let clock_ahead = issued_at.filter(passes).map(|issued_at| now - issued_at);
                return Err(IdTokenError::AuthenticationTooOld { ago: now - at, max_age, clock_ahead });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn validate(max_age: Option<i64>, acr_values: Option<&str>, claims: &str) -> Result<(), &'static str> {
        let requirements = AuthenticationRequirements {
            max_age: max_age.map(Seconds),
            acr_values: acr_values.map(str::to_owned),
            acr_is_voluntary: false,
        };
        let claims = Object::parse(claims).unwrap();
        let evidence = &mut Evidence::default();
        requirements.validate(&claims, Seconds(60), NOW, evidence).map_err(|error| error.code())
    }

    #[test]
    fn asks_for_nothing_unless_told() {
        assert_eq!(validate(None, None, "{}"), Ok(()));
        assert_eq!(validate(None, None, r#"{"auth_time":0,"acr":"0"}"#), Ok(()));
    }

    #[test]
    fn accepts_an_authentication_within_the_age_and_refuses_an_older_one() {
        let age = |seconds: i64| format!(r#"{{"auth_time":{}}}"#, 1_800_000_000 - seconds);

        assert_eq!(validate(Some(300), None, &age(300)), Ok(()));
        assert_eq!(validate(Some(300), None, &age(360)), Ok(()));
        assert_eq!(validate(Some(300), None, &age(361)), Err("id-token-authentication-too-old"));
        assert_eq!(validate(Some(0), None, &age(0)), Ok(()));
    }

    #[test]
    fn blames_the_clock_for_an_age_that_the_providers_own_times_do_not_show() {
        let minutes = |auth_time: i64, iat: i64| {
            let requirements = AuthenticationRequirements { max_age: Some(Seconds(0)), ..Default::default() };
            let [auth_time, iat] = [auth_time, iat].map(|seconds| 1_800_000_000 + seconds);
            let claims = Object::parse(&format!(r#"{{"auth_time":{auth_time},"iat":{iat}}}"#)).unwrap();
            let evidence = &mut Evidence::default();
            requirements.validate(&claims, Seconds(60), NOW, evidence).unwrap_err().clock_minutes()
        };

        assert_eq!(minutes(-310, -300), Some(5), "signed in and got the token within ten seconds");
        assert_eq!(minutes(-600, -300), None, "five minutes old when the token was made");
        assert_eq!(minutes(-70, -10), None, "a clock that is right");
    }

    #[test]
    fn refuses_a_token_that_does_not_say_when_although_asked() {
        assert_eq!(validate(Some(300), None, "{}"), Err("id-token-claim-missing"));
        assert_eq!(validate(Some(300), None, r#"{"auth_time":"now"}"#), Err("id-token-claim-missing"));
    }

    #[test]
    fn holds_nobody_to_contexts_that_were_a_wish() {
        let requirements = AuthenticationRequirements {
            acr_values: Some("eidas2".to_owned()),
            acr_is_voluntary: true,
            max_age: Some(Seconds(0)),
        };
        let validate = |claims| {
            let claims = Object::parse(claims).unwrap();
            requirements.validate(&claims, Seconds(60), NOW, &mut Evidence::default())
        };

        assert_eq!(validate(r#"{"acr":"eidas1","auth_time":1800000000}"#), Ok(()));
        assert_eq!(validate(r#"{"auth_time":1800000000}"#), Ok(()));
        assert!(validate("{}").is_err(), "the age still holds");
    }

    fn stricter(
        ours: (Option<i64>, Option<&str>),
        theirs: (Option<i64>, Option<&str>),
    ) -> (Option<i64>, Option<String>) {
        let requirements = AuthenticationRequirements {
            max_age: ours.0.map(Seconds),
            acr_values: ours.1.map(str::to_owned),
            acr_is_voluntary: false,
        };
        let challenge = Challenge {
            max_age: theirs.0.map(Seconds),
            acr_values: theirs.1.map(str::to_owned),
            ..Challenge::default()
        };
        let both = requirements.stricter(&challenge);
        (both.max_age.map(|Seconds(seconds)| seconds), both.acr_values)
    }

    #[test]
    fn asks_for_the_shorter_of_two_ages() {
        for (ours, theirs, both) in [
            (Some(300), Some(60), Some(60)),
            (Some(60), Some(300), Some(60)),
            (Some(60), None, Some(60)),
            (None, Some(60), Some(60)),
            (None, Some(0), Some(0)),
        ] {
            assert_eq!(stricter((ours, None), (theirs, Some("a"))).0, both, "{ours:?} {theirs:?}");
        }
        assert_eq!(stricter((None, None), (None, Some("a"))).0, None);
    }

    #[test]
    fn asks_for_a_fresh_authentication_where_the_api_does_not_say_which() {
        assert_eq!(stricter((None, Some("a")), (None, None)), (Some(0), Some("a".to_owned())));
        assert_eq!(stricter((Some(60), None), (None, None)), (Some(0), None));
    }

    #[test]
    fn asks_for_a_context_that_both_take_and_otherwise_for_the_apis() {
        for (ours, theirs, both) in [
            (Some("a b"), Some("b c"), "b"),
            (Some("a b c"), Some("c  b"), "b c"),
            (Some("a"), Some("b"), "b"),
            (None, Some("b"), "b"),
            (Some("a"), None, "a"),
        ] {
            assert_eq!(
                stricter((None, ours), (None, theirs)).1.as_deref(),
                Some(both),
                "{ours:?} {theirs:?}"
            );
        }
    }

    #[test]
    fn accepts_any_of_the_contexts_that_were_asked_and_refuses_others() {
        let mismatch = Err("id-token-authentication-context-mismatch");

        assert_eq!(validate(None, Some("eidas2 eidas3"), r#"{"acr":"eidas3"}"#), Ok(()));
        assert_eq!(validate(None, Some("eidas2 eidas3"), r#"{"acr":"eidas1"}"#), mismatch);
        assert_eq!(validate(None, Some("eidas2 eidas3"), r#"{"acr":"eidas"}"#), mismatch);
        assert_eq!(validate(None, Some("eidas2 "), r#"{"acr":""}"#), mismatch);
        assert_eq!(validate(None, Some("eidas2"), "{}"), Err("id-token-claim-missing"));
    }
}
