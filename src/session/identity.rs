//! Who is signed in.

use super::Grant;
use super::said::{Disagreement, Said};
use crate::configuration::Configuration;
use crate::configuration::features::CALLS;
use crate::lifen::account::{AccountKey, Entry, Field, Origin, Profile};
use crate::lifen::{LifenClaims, Preset};
use crate::protocol::challenge::Scheme;
use crate::protocol::id_token::ValidatedClaims;
use crate::protocol::jose::Proof;
use crate::protocol::json::Object;
use crate::protocol::target::AuthorizationDetail;
use crate::protocol::text::parts;
use crate::protocol::time::{Seconds, Timestamp};

/// The person, as the provider vouches for them. Only validated claims make one.
///
/// The values are the provider's text: shown as text, never as markup.
#[derive(Clone, PartialEq)]
pub struct Identity {
    subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub email_verified: bool,
    /// An address of a picture.
    pub picture: Option<String>,
    pub lifen: LifenClaims,
    /// What the ID Token said of them.
    signed: Said,
    /// Where the ID Token and userinfo give two answers to one question: neither is dropped in silence. Always empty in a
    /// build without the feature `calls`, which has no page that would show it.
    pub disagreements: Vec<Disagreement>,
    /// What was asked for, one scope a text.
    pub requested_scope: Vec<String>,
    /// What was granted, one scope a text.
    pub scope: Vec<String>,
    /// How the access token is brought to an API.
    pub token_type: Scheme,
    /// What was granted in detail, where the deployment asks for that (RFC 9396).
    pub authorization_details: Vec<AuthorizationDetail>,
    pub signed_in_at: Timestamp,
    /// When the access token ends, and with it the session unless it `renews`.
    pub expires_at: Timestamp,
    /// Whether the session renews itself without asking the person.
    pub renews: bool,
    /// How far this computer's clock is ahead of the provider's, by the least that the latest ID Token shows; `None` where
    /// it did not come fresh to this tab.
    pub clock_ahead: Option<Seconds>,
    /// What vouches for all this.
    pub proof: Proof,
    /// Where name, e-mail address and Lifen's claims were said first as they are now.
    pub(super) origins: [Origin; 3],
}

impl Identity {
    pub(super) fn new(claims: &ValidatedClaims, grant: &Grant, configuration: &Configuration) -> Self {
        let mut identity = Self {
            subject: claims.subject().to_owned(),
            name: None,
            email: None,
            email_verified: false,
            picture: None,
            lifen: LifenClaims::default(),
            signed: Said::default(),
            disagreements: Vec::new(),
            requested_scope: words(grant.requested_scope.as_ref().unwrap_or(&configuration.scope)),
            scope: words(&grant.scope),
            token_type: grant.token_type,
            authorization_details: grant.authorization_details.clone(),
            signed_in_at: grant.since,
            expires_at: grant.expires_at,
            renews: grant.refresh_token.is_some(),
            clock_ahead: None,
            proof: claims.proof(),
            origins: [Origin::IdToken; 3],
        };
        identity.add_signed(claims, configuration);
        identity
    }

    /// Whether this is the same but for its tokens.
    pub(super) fn is_renewed_from(&self, known: &Self) -> bool {
        Self { expires_at: known.expires_at, renews: known.renews, ..self.clone() } == *known
    }

    /// What was granted, which a renewal may narrow.
    pub(super) fn grant_scope(&mut self, scope: &str) {
        self.scope = words(scope);
    }

    /// The claims of an ID Token: the first, or a renewed one.
    pub(super) fn add_signed(&mut self, claims: &ValidatedClaims, configuration: &Configuration) {
        let said = Said::read(claims.claims(), &configuration.claim_names);
        said.bring_up_to_date(self, Origin::IdToken);
        if CALLS {
            self.signed = said;
        }
    }

    /// `sub`: the person at this issuer, for ever. To link accounts at Lifen, use the Lifen User ID instead.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The name to show: whatever of name and e-mail address is known.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().or(self.email.as_deref()).unwrap_or(&self.subject)
    }

    /// The claims of a userinfo response whose `sub` agrees. What the ID Token left out is filled in, what it said
    /// is brought up to date; the Lifen User ID, which accounts hang on, stays the signed one.
    pub(super) fn add_userinfo(&mut self, claims: &Object, configuration: &Configuration) {
        let said = Said::read(claims, &configuration.claim_names);
        let signed = self.lifen.user.take();
        let [.., user_origin] = self.origins;
        said.bring_up_to_date(self, Origin::UserInfo);
        if let Some(signed) = signed {
            self.lifen.user = Some(signed);
            self.origins[2] = user_origin;
        }
        if CALLS {
            self.disagreements = self.signed.disagreements(&said);
        }
    }

    /// Whether all of this scope was granted, which is one word or several.
    pub fn has_all_of(&self, scope: &str) -> bool {
        words(scope).iter().all(|word| self.scope.contains(word))
    }

    /// What an account is looked up by and filled in with; `None` where Lifen has not said the Lifen User ID, or not yet.
    ///
    /// At any other provider the ID Token alone decides by what: userinfo, which comes later or not at all, would find the
    /// same person another account.
    pub fn profile(&self, configuration: &Configuration) -> Option<Profile> {
        let [name, email, user] = self.origins;
        let is_lifen = Preset::has_issuer(&configuration.issuer);
        let key = match &self.lifen.user {
            Some(known) if is_lifen || user == Origin::IdToken => AccountKey::Lifen(known.id.clone()),
            _ if is_lifen => return None,
            _ => AccountKey::Subject { issuer: configuration.issuer.clone(), subject: self.subject.clone() },
        };
        let entry = |field, text: &Option<String>, origin| Some(Entry { field, text: text.clone()?, origin });
        let entries = [entry(Field::Name, &self.name, name), entry(Field::Email, &self.email, email)];
        Some(Profile {
            key,
            entries: entries.into_iter().flatten().collect(),
            email_verified: self.email_verified,
        })
    }
}

/// The words of a scope.
pub(super) fn words(scope: &str) -> Vec<String> {
    let words = parts(scope, b' ').into_iter().filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identity(redacted)")
    }
}
