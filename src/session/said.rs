//! What was said of the person in one place, and where two places differ.

use super::Identity;
use crate::lifen::account::Origin;
use crate::lifen::{ClaimNames, LifenClaims};
use crate::protocol::json::Object;

/// The claims of an ID Token, or of userinfo, that an [`Identity`] is made of.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Said {
    name: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
    picture: Option<String>,
    lifen: LifenClaims,
}

/// One question to which the ID Token and userinfo gave two answers.
///
/// The values are the person's, and the provider's text: shown as text, never as markup, and in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Disagreement {
    pub about: About,
    pub id_token: String,
    pub userinfo: String,
}

/// What the two differ about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Name,
    Email,
    /// The answers are `true` and `false`.
    EmailVerified,
    Picture,
    Application,
    UserId,
    ApiUrl,
    Workspace,
}

impl About {
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::EmailVerified => "email-verified",
            Self::Picture => "picture",
            Self::Application => "application",
            Self::UserId => "user-id",
            Self::ApiUrl => "api-url",
            Self::Workspace => "workspace",
        }
    }
}

impl std::fmt::Debug for Disagreement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Disagreement({}, redacted)", self.about.name())
    }
}

impl Said {
    pub fn read(claims: &Object, names: &ClaimNames) -> Self {
        let text = |name| claims.text(name).ok().flatten().filter(|text| !text.is_empty()).map(str::to_owned);
        let email = text("email");
        Self {
            name: text("name"),
            email_verified: claims.boolean("email_verified").ok().flatten().filter(|_| email.is_some()),
            email,
            picture: text("picture"),
            lifen: LifenClaims::read(claims, names),
        }
    }

    /// Fills in what was not known, and replaces what was; what is said again keeps where it was said first.
    pub fn bring_up_to_date(&self, identity: &mut Identity, origin: Origin) {
        let [name, email, user] = &mut identity.origins;
        if self.name.is_some() && self.name != identity.name {
            *name = origin;
        }
        if self.email.is_some() && self.email != identity.email {
            *email = origin;
        }
        if self.lifen.user.is_some() {
            *user = origin;
        }
        let newer = |said: &Option<String>, known: &mut Option<String>| {
            if said.is_some() {
                known.clone_from(said);
            }
        };
        newer(&self.name, &mut identity.name);
        newer(&self.picture, &mut identity.picture);
        newer(&self.lifen.application, &mut identity.lifen.application);
        if self.email.is_some() {
            identity.email.clone_from(&self.email);
            identity.email_verified = self.email_verified.unwrap_or(false);
        }
        if self.lifen.user.is_some() {
            identity.lifen.user.clone_from(&self.lifen.user);
        }
    }

    /// This is the ID Token's; what only one of the two says is no disagreement.
    pub fn disagreements(&self, userinfo: &Self) -> Vec<Disagreement> {
        let verified = |said: &Self| {
            said.email_verified.map(|is_verified| if is_verified { "true" } else { "false" }.to_owned())
        };
        let id = |said: &Self| said.lifen.user.as_ref().map(|user| user.id.clone());
        let api_url = |said: &Self| said.lifen.user.as_ref().and_then(|user| user.api_url.clone());
        let workspace =
            |said: &Self| said.lifen.user.as_ref().and_then(|user| user.current_workspace.clone());
        let answers = |said: &Self| {
            [
                (About::Name, said.name.clone()),
                (About::Email, said.email.clone()),
                (About::EmailVerified, verified(said)),
                (About::Picture, said.picture.clone()),
                (About::Application, said.lifen.application.clone()),
                (About::UserId, id(said)),
                (About::ApiUrl, api_url(said)),
                (About::Workspace, workspace(said)),
            ]
        };
        let mut found = Vec::new();
        for ((about, signed), (_, said)) in answers(self).into_iter().zip(answers(userinfo)) {
            if let (Some(id_token), Some(userinfo)) = (signed, said)
                && id_token != userinfo
            {
                found.push(Disagreement { about, id_token, userinfo });
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(claims: &str) -> Said {
        Said::read(&Object::parse(claims).unwrap(), &ClaimNames::default())
    }

    fn differ(id_token: &str, userinfo: &str) -> Vec<(&'static str, String, String)> {
        let found = said(id_token).disagreements(&said(userinfo));
        found.into_iter().map(|one| (one.about.name(), one.id_token, one.userinfo)).collect()
    }

    const SIGNED: &str = r#"{"name":"Victor Pugin","email":"v@a.example","email_verified":true,"picture":"https://a.example/1",
        "https://x.fr/app":"Demo","https://x.fr/user":{"uuid":"1","apiUrl":"https://api.example","currentWorkspaceId":"O/1"}}"#;

    #[test]
    fn tells_each_question_that_has_two_answers() {
        let other = r#"{"name":"Victor P. Pugin","email":"v@b.example","email_verified":false,
            "picture":"https://a.example/2","https://x.fr/app":"Other",
            "https://x.fr/user":{"uuid":"2","apiUrl":"https://api.b.example","currentWorkspaceId":"O/2"}}"#;

        let found = differ(SIGNED, other);

        let told = |about, one: &str, other: &str| (about, one.to_owned(), other.to_owned());
        let expected = [
            told("name", "Victor Pugin", "Victor P. Pugin"),
            told("email", "v@a.example", "v@b.example"),
            told("email-verified", "true", "false"),
            told("picture", "https://a.example/1", "https://a.example/2"),
            told("application", "Demo", "Other"),
            told("user-id", "1", "2"),
            told("api-url", "https://api.example", "https://api.b.example"),
            told("workspace", "O/1", "O/2"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_only_one_of_them_says_is_no_disagreement() {
        assert_eq!(differ(SIGNED, SIGNED), []);
        assert_eq!(differ(SIGNED, "{}"), []);
        assert_eq!(differ("{}", SIGNED), []);
        assert_eq!(differ(SIGNED, r#"{"name":"","email":null,"email_verified":false}"#), []);
    }

    #[test]
    fn shows_no_value_in_a_log() {
        let found = said(r#"{"name":"planted"}"#).disagreements(&said(r#"{"name":"also planted"}"#));

        assert_eq!(format!("{found:?}"), "[Disagreement(name, redacted)]");
    }
}
