//! The tokens of one sign-in, with all it takes to prove them again.

use super::PendingSignIn;
use crate::protocol::authentication::AuthenticationRequirements;
use crate::protocol::challenge::Scheme;
use crate::protocol::form::{self, Pairs};
use crate::protocol::jose::Hash;
use crate::protocol::secret::{AccessToken, IdTokenText, Nonce, RefreshToken, State};
use crate::protocol::target::AuthorizationDetail;
use crate::protocol::text::{decimal, to_decimal};
use crate::protocol::time::{Seconds, Timestamp};
use crate::protocol::to_base64url;

/// What a session stands on. It goes from tab to tab, and into `sessionStorage` where the deployment chose that; whoever
/// receives it verifies the ID Token anew before anybody is signed in with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub access_token: AccessToken,
    /// How it is brought: a DPoP token with a proof of the key it is bound to, and so is the refresh token.
    pub token_type: Scheme,
    pub refresh_token: Option<RefreshToken>,
    /// The first one, for as long as the session lives: it carries the nonce, and says by its text which sign-in this is.
    pub id_token: IdTokenText,
    pub nonce: Nonce,
    /// What was asked of the authentication.
    pub requirements: AuthenticationRequirements,
    /// What was granted, space-separated.
    pub scope: String,
    /// What was asked for, where it is more than the deployment asks everybody for.
    pub requested_scope: Option<String>,
    /// What was granted in detail (RFC 9396).
    pub authorization_details: Vec<AuthorizationDetail>,
    /// When the access token ends.
    pub expires_at: Timestamp,
    /// When the ID Token was validated.
    pub signed_in_at: Timestamp,
    /// When the session began, before whatever reloads and renewals came since.
    pub since: Timestamp,
    /// When the access token came.
    pub obtained_at: Timestamp,
    /// How often they were renewed: of two grants of one sign-in the one that was more often counts, whatever the clock
    /// said.
    pub renewals: i64,
    /// The provider's name for its own session, by which it says that it ended; `None` where it has none.
    pub sid: Option<String>,
    /// The JWK Set's text, so that nothing has to be fetched; `None` where TLS vouches.
    pub keys: Option<String>,
}

/// One generation of a session's tokens, without telling them: what tabs agree by on who renews, and on who redeems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// A hash of what only this sign-in has.
    pub(super) sign_in: String,
    pub(super) number: i64,
}

impl Generation {
    /// The tokens that a sign-in of this state brings: one tab redeems its code, once.
    pub(super) fn of_sign_in(state: &State) -> Self {
        let sign_in = Hash::Sha256.digest(["sign-in ", state.expose()].concat().as_bytes());
        Self { sign_in: to_base64url(&sign_in), number: 0 }
    }
}

impl Grant {
    /// Of two sign-ins, the one that counts: the later, and at the same moment one of the two that every tab chooses.
    pub(super) fn supersedes(&self, other: &Self) -> bool {
        (self.signed_in_at, self.nonce.expose()) > (other.signed_in_at, other.nonce.expose())
    }

    /// Whether these are the tokens to go on with: newer ones, or of a sign-in that counts.
    pub(super) fn replaces(&self, other: &Self) -> bool {
        match self.is_of_the_same_sign_in(other) {
            true => self.renewals > other.renewals,
            false => self.supersedes(other),
        }
    }

    pub(super) fn is_of_the_same_sign_in(&self, other: &Self) -> bool {
        self.id_token == other.id_token
    }

    /// The same sign-in, as it was proven here, with tokens that another tab renewed.
    pub(super) fn with_tokens_of(&self, renewed: Self) -> Self {
        Self {
            access_token: renewed.access_token,
            token_type: renewed.token_type,
            refresh_token: renewed.refresh_token,
            scope: renewed.scope,
            authorization_details: renewed.authorization_details,
            expires_at: renewed.expires_at,
            obtained_at: renewed.obtained_at,
            renewals: renewed.renewals,
            ..self.clone()
        }
    }

    /// Whether these tokens are of use: the access token is valid, or can be renewed.
    pub(super) fn is_usable(&self, now: Timestamp) -> bool {
        now < self.expires_at || self.refresh_token.is_some()
    }

    /// Which generation of this sign-in's tokens these are; `None` where nothing is there to renew them with.
    pub(super) fn generation(&self) -> Option<Generation> {
        self.refresh_token.as_ref()?;
        let of_sign_in = Hash::Sha256.digest(["renewal ", self.nonce.expose()].concat().as_bytes());
        Some(Generation { sign_in: to_base64url(&of_sign_in), number: self.renewals })
    }

    /// When to renew: a quarter of the lifetime before the end, and no more than five minutes.
    pub(super) fn renews_at(&self) -> Timestamp {
        let lifetime = (self.expires_at - self.obtained_at).0.max(0);
        let margin = (lifetime / 4).clamp(1, 300);
        // Whatever lifetime a provider gives, renewing must not become a stream of requests.
        (self.expires_at - Seconds(margin)).max(self.obtained_at + Seconds(10))
    }

    /// The form in which it is told and kept.
    pub fn to_text(&self) -> String {
        let moment = |at: Timestamp| to_decimal(at.milliseconds());
        let details = Some(&self.authorization_details).filter(|details| !details.is_empty());
        let details = details.map(|details| AuthorizationDetail::to_text(details));
        let mut text = form::write(&[
            ("access_token", self.access_token.expose()),
            ("token_type", self.token_type.name()),
            ("id_token", self.id_token.expose()),
            ("nonce", self.nonce.expose()),
            ("scope", &self.scope),
            ("expires_at", &moment(self.expires_at)),
            ("signed_in_at", &moment(self.signed_in_at)),
            ("since", &moment(self.since)),
            ("obtained_at", &moment(self.obtained_at)),
            ("renewals", &to_decimal(self.renewals)),
        ]);
        for (name, value) in [
            ("refresh_token", self.refresh_token.as_ref().map(RefreshToken::expose)),
            ("sid", self.sid.as_deref()),
            ("keys", self.keys.as_deref()),
            ("requested_scope", self.requested_scope.as_deref()),
            ("authorization_details", details.as_deref()),
        ] {
            value.inspect(|value| form::append(&mut text, &[(name, value)]));
        }
        PendingSignIn::write_requirements(&self.requirements, &mut text);
        text
    }

    /// Reads it back; `None` for anything that was not written by [`to_text`](Self::to_text).
    pub fn from_text(text: &str) -> Option<Self> {
        let pairs = Pairs::read(text);
        let value = |name| pairs.value(name);
        let moment = |name| Some(Timestamp::from_milliseconds(decimal(value(name)?, i64::MAX)?));
        Some(Self {
            access_token: AccessToken::new(value("access_token")?),
            token_type: Scheme::named(value("token_type")?)?,
            refresh_token: value("refresh_token").map(RefreshToken::new),
            id_token: IdTokenText::new(value("id_token")?),
            nonce: Nonce::new(value("nonce")?),
            requirements: PendingSignIn::read_requirements(&pairs)?,
            scope: value("scope")?.to_owned(),
            requested_scope: value("requested_scope").map(str::to_owned),
            authorization_details: match value("authorization_details") {
                Some(text) => AuthorizationDetail::from_text(text)?,
                None => Vec::new(),
            },
            expires_at: moment("expires_at")?,
            signed_in_at: moment("signed_in_at")?,
            since: moment("since")?,
            obtained_at: moment("obtained_at")?,
            renewals: decimal(value("renewals")?, i64::from(u32::MAX))?,
            sid: value("sid").map(str::to_owned),
            keys: value("keys").map(str::to_owned),
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    pub fn grant() -> Grant {
        Grant {
            access_token: AccessToken::new("a+1"),
            token_type: Scheme::Dpop,
            refresh_token: Some(RefreshToken::new("r&1")),
            id_token: IdTokenText::new("e30.e30.AA"),
            nonce: Nonce::new("n"),
            requirements: AuthenticationRequirements {
                max_age: Some(Seconds(0)),
                acr_values: Some("eidas2 eidas3".to_owned()),
                acr_is_voluntary: true,
            },
            scope: "openid profile".to_owned(),
            requested_scope: Some("openid profile phone".to_owned()),
            authorization_details: AuthorizationDetail::from_text(
                r#"{"authorization_details":[{"type":"letter","to":["é&\"","b"]}]}"#,
            )
            .unwrap(),
            expires_at: NOW + Seconds(3600),
            signed_in_at: NOW,
            since: NOW - Seconds(60),
            obtained_at: NOW,
            renewals: 7,
            sid: Some("08a5&=é".to_owned()),
            keys: Some(r#"{"keys":[]}"#.to_owned()),
        }
    }

    #[test]
    fn comes_back_as_it_was_told() {
        assert_eq!(Grant::from_text(&grant().to_text()), Some(grant()));
        let bare = Grant {
            refresh_token: None,
            token_type: Scheme::Bearer,
            sid: None,
            requested_scope: None,
            authorization_details: Vec::new(),
            keys: None,
            requirements: AuthenticationRequirements::default(),
            ..grant()
        };
        assert_eq!(Grant::from_text(&bare.to_text()), Some(bare));
    }

    #[test]
    fn is_nothing_when_a_part_is_missing_or_no_moment() {
        let text = grant().to_text();

        for (from, to) in [
            ("access_token=", "x="),
            ("token_type=DPoP", "token_type=mac"),
            ("nonce=", "x="),
            ("since=", "since=-"),
            ("renewals=", "renewals=-"),
            ("max_age=", "max_age=-"),
            ("authorization_details=", "authorization_details=x"),
        ] {
            assert_eq!(Grant::from_text(&text.replacen(from, to, 1)), None, "{to}");
        }
    }

    #[test]
    fn is_another_generation_once_it_was_renewed_whether_its_refresh_token_changed_or_not() {
        let renewed = Grant { renewals: 8, ..grant() };
        let beside = Grant { nonce: Nonce::new("o"), ..grant() };

        assert_eq!(grant().generation(), grant().generation());
        assert_ne!(grant().generation(), renewed.generation());
        assert_ne!(grant().generation(), beside.generation());
        assert_eq!(Grant { refresh_token: None, ..grant() }.generation(), None);
    }

    #[test]
    fn names_its_generation_without_what_it_stands_for() {
        let named = format!("{:?}", grant().generation());

        for secret in ["r&1", "a+1", "\"n\"", "e30"] {
            assert!(!named.contains(secret), "{named}");
        }
    }

    #[test]
    fn takes_of_what_another_tab_renewed_the_tokens_and_what_is_said_of_them() {
        let renewed = Grant {
            access_token: AccessToken::new("a2"),
            token_type: Scheme::Bearer,
            refresh_token: None,
            scope: "openid".to_owned(),
            authorization_details: Vec::new(),
            expires_at: NOW + Seconds(7200),
            obtained_at: NOW + Seconds(3600),
            renewals: 8,
            ..grant()
        };
        let told = Grant {
            nonce: Nonce::new("o"),
            requested_scope: None,
            signed_in_at: NOW + Seconds(1),
            since: NOW,
            sid: None,
            keys: None,
            ..renewed.clone()
        };

        assert_eq!(grant().with_tokens_of(told), renewed);
    }

    #[test]
    fn renews_a_quarter_of_its_lifetime_before_the_end_and_never_more_than_five_minutes() {
        let renews_after = |lifetime| {
            let grant = Grant { expires_at: NOW + Seconds(lifetime), ..grant() };
            (grant.renews_at() - NOW).0
        };

        assert_eq!(renews_after(172_800), 172_500);
        assert_eq!(renews_after(600), 450);
        assert_eq!(renews_after(20), 15);
        assert_eq!(renews_after(2), 10, "and not in a stream");
        assert_eq!(renews_after(0), 10);
    }

    #[test]
    fn of_two_sign_ins_exactly_one_counts() {
        let later = Grant { signed_in_at: NOW + Seconds(1), ..grant() };
        let beside = Grant { nonce: Nonce::new("o"), ..grant() };

        assert!(later.supersedes(&grant()) && !grant().supersedes(&later));
        assert!(beside.supersedes(&grant()) && !grant().supersedes(&beside));
        assert!(!grant().supersedes(&grant()));
    }
}
