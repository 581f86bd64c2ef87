//! Who is signed in.

use crate::lifen::LifenClaims;
use crate::protocol::id_token::ValidatedClaims;
use crate::protocol::jose::Proof;
use crate::protocol::json::Object;
use crate::protocol::text::parts;
use crate::protocol::time::Timestamp;

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
    pub signed_in_at: Timestamp,
    /// When the access token ends, and with it the session.
    pub expires_at: Timestamp,
    /// What vouches for all this.
    pub proof: Proof,
}

impl Identity {
    pub(super) fn new(
        claims: ValidatedClaims,
        scope: &str,
        signed_in_at: Timestamp,
        expires_at: Timestamp,
    ) -> Self {
        let mut identity = Self {
            subject: claims.subject().to_owned(),
            name: None,
            email: None,
            email_verified: false,
            picture: None,
            lifen: LifenClaims::default(),
            scope: parts(scope, b' ')
                .into_iter()
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            signed_in_at,
            expires_at,
            proof: claims.proof(),
        };
        identity.add_profile(claims.claims());
        identity
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
