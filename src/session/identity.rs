//! Who is signed in.

use super::Grant;
use crate::lifen::LifenClaims;
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
    /// What was granted, one scope a text.
    pub scope: Vec<String>,
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
}

impl Identity {
    pub(super) fn new(claims: &ValidatedClaims, grant: &Grant) -> Self {
        let mut identity = Self {
            subject: claims.subject().to_owned(),
            name: None,
            email: None,
            email_verified: false,
            picture: None,
            lifen: LifenClaims::default(),
            scope: Vec::new(),
            authorization_details: grant.authorization_details.clone(),
            signed_in_at: grant.since,
            expires_at: grant.expires_at,
            renews: grant.refresh_token.is_some(),
            clock_ahead: None,
            proof: claims.proof(),
        };
        identity.grant_scope(&grant.scope);
        identity.add_profile(claims.claims());
        identity
    }

    /// Whether this is the same but for its tokens.
    pub(super) fn is_renewed_from(&self, known: &Self) -> bool {
        Self { expires_at: known.expires_at, renews: known.renews, ..self.clone() } == *known
    }

    /// What was granted, which a renewal may narrow.
    pub(super) fn grant_scope(&mut self, scope: &str) {
        let words = parts(scope, b' ').into_iter().filter(|word| !word.is_empty());
        self.scope = words.map(str::to_owned).collect();
    }

    /// The claims of a renewed ID Token.
    pub(super) fn add_renewed(&mut self, claims: &ValidatedClaims) {
        self.add_profile(claims.claims());
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
    pub(super) fn add_userinfo(&mut self, claims: &Object) {
        let signed = self.lifen.user.take();
        self.add_profile(claims);
        if let Some(signed) = signed {
            self.lifen.user = Some(signed);
        }
    }

    fn add_profile(&mut self, claims: &Object) {
        let text = |name| claims.text(name).ok().flatten().filter(|text| !text.is_empty()).map(str::to_owned);
        self.name = text("name").or_else(|| self.name.take());
        self.picture = text("picture").or_else(|| self.picture.take());
        if let Some(email) = text("email") {
            self.email = Some(email);
            self.email_verified = claims.boolean("email_verified").ok().flatten().unwrap_or(false);
        }
        let lifen = LifenClaims::read(claims);
        self.lifen.application = lifen.application.or_else(|| self.lifen.application.take());
        self.lifen.user = lifen.user.or_else(|| self.lifen.user.take());
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identity(redacted)")
    }
}
