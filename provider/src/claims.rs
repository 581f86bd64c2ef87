//! What is said of a person, in the ID Token and at the userinfo endpoint alike.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{Misbehaviour, Person, Provider};

impl Provider {
    /// The claims the scopes open ([OIDC Core §5.4]), and Lifen's own two, which every person has.
    ///
    /// [OIDC Core §5.4]: https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
    pub(crate) fn claims_about(
        &self,
        person: &Person,
        scope: &BTreeSet<String>,
        fault: Option<Misbehaviour>,
    ) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("sub".into(), subject(person, fault).into());
        claims.insert("https://lifen.fr/application".into(), self.settings().application.clone().into());
        claims.insert(
            "https://lifen.fr/user".into(),
            json!({
                "uuid": person.uuid,
                "apiUrl": self.settings().api_url.clone().unwrap_or_else(|| self.address_of("/fhir/v3")),
                "currentWorkspaceId": person.workspace,
                "identities": [{"system": "https://rpps.esante.gouv.fr", "value": person.rpps}],
            }),
        );
        if scope.contains("profile") {
            claims.insert("name".into(), person.name.clone().into());
            claims.insert("nickname".into(), person.nickname.clone().into());
            claims.insert("picture".into(), self.address_of(&format!("/people/{}.svg", person.id)).into());
            claims.insert("updated_at".into(), person.updated_at.clone().into());
        }
        if scope.contains("email") {
            claims.insert("email".into(), self.email_of(person).into());
            claims.insert("email_verified".into(), person.email_verified.into());
        }
        claims
    }
}

/// "It MUST NOT exceed 255 ASCII characters in length" (OIDC Core §2).
fn subject(person: &Person, fault: Option<Misbehaviour>) -> String {
    match fault {
        Some(Misbehaviour::SubjectTooLong) => format!("{:x<256}", person.sub),
        _ => person.sub.clone(),
    }
}
