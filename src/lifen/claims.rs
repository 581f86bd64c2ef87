//! Lifen's own claims, which come under namespaced names that no public document gives.

use crate::protocol::json::{Json, Object};

/// What Lifen says beside the standard claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifenClaims {
    /// The name under which Lifen knows the application.
    pub application: Option<String>,
    pub user: Option<LifenUser>,
}

/// The person at Lifen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifenUser {
    /// The **Lifen User ID**: the key to link accounts by, since an e-mail address may change.
    pub id: String,
    /// Where Lifen's API is for this person. Not trusted to receive a token by itself.
    pub api_url: Option<String>,
    /// A FHIR reference, such as `Organization/6944011`.
    pub current_workspace: Option<String>,
}

impl LifenClaims {
    /// Finds the two claims by their shape: among the members under a namespaced name (one with a `/`), the object
    /// that has a `uuid`, and the text.
    pub fn read(claims: &Object) -> Self {
        let mut found = Self::default();
        for (_, value) in claims.members().filter(|(name, _)| name.contains('/')) {
            match value {
                Json::Object(object) => found.user = found.user.take().or_else(|| LifenUser::read(object)),
                Json::Text(text) => {
                    found.application = found.application.take().or_else(|| Some(text.clone()))
                }
                _ => {}
            }
        }
        found
    }
}

impl LifenUser {
    fn read(object: &Object) -> Option<Self> {
        let text = |name| object.text(name).ok().flatten().map(str::to_owned);
        Some(Self {
            id: text("uuid")?,
            api_url: text("apiUrl"),
            current_workspace: text("currentWorkspaceId"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_claims_of_the_documented_example_by_shape() {
        let claims = Object::parse(
            r#"{"https://x.fr/app":"Lifen Demo","name":"Victor Pugin","address":{"formatted":"Paris"},
            "https://x.fr/user":{"uuid":"2239c4e4-f928-44da-917d-1a59a7a4e931","apiUrl":"https://api.lifen.fr/fhir/v3",
            "currentWorkspaceId":"Organization/6944011","identities":[]}}"#,
        );

        let found = LifenClaims::read(&claims.unwrap());

        assert_eq!(found.application.as_deref(), Some("Lifen Demo"));
        let user = found.user.unwrap();
        assert_eq!(user.id, "2239c4e4-f928-44da-917d-1a59a7a4e931");
        assert_eq!(user.current_workspace.as_deref(), Some("Organization/6944011"));
    }

    #[test]
    fn finds_nothing_among_another_providers_claims() {
        let claims =
            Object::parse(r#"{"sub":"1","https://x.fr/roles":["a"],"https://x.fr/o":{"id":"1"}}"#).unwrap();

        assert_eq!(LifenClaims::read(&claims), LifenClaims::default());
    }
}
