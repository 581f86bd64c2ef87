//! Lifen's own claims, which come under namespaced names that no public document gives.

use crate::protocol::endpoint::Endpoint;
use crate::protocol::json::{Json, Object};

/// Where a deployment knows the two claims to be; `None` where they are found by their shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimNames {
    pub user: Option<String>,
    pub application: Option<String>,
}

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
    /// What else the person is known by.
    pub identities: Vec<LifenIdentity>,
}

/// A name or number that some directory knows the person by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifenIdentity {
    /// The directory, as a FHIR identifier names its system.
    pub system: Option<String>,
    pub value: String,
}

impl LifenClaims {
    /// Finds the two claims: under the names that the deployment gives, or else by their shape, among the members under a
    /// namespaced name (one with a `/`), the object that has a `uuid`, and the text.
    pub fn read(claims: &Object, names: &ClaimNames) -> Self {
        let mut found = Self::default();
        for (name, value) in claims.members() {
            let is_it = |known: &Option<String>| match known {
                Some(known) => known == name,
                None => name.bytes().any(|octet| octet == b'/'),
            };
            match value {
                Json::Object(object) if is_it(&names.user) => {
                    found.user = found.user.take().or_else(|| LifenUser::read(object))
                }
                Json::Text(text) if is_it(&names.application) => {
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
        let text = |name| object.text(name).ok().flatten().filter(|text| !text.is_empty()).map(str::to_owned);
        let identities = match object.member("identities") {
            Some(Json::List(list)) => list.iter().filter_map(LifenIdentity::read).collect(),
            _ => Vec::new(),
        };
        Some(Self {
            id: text("uuid")?,
            api_url: text("apiUrl"),
            current_workspace: text("currentWorkspaceId"),
            identities,
        })
    }

    /// The address of something in Lifen's API, such as `Practitioner?name=garnier`, below [`api_url`](Self::api_url);
    /// `None` where that is no address a token could be sent to. Whether the access token may go there is still the
    /// configuration's to say.
    pub fn api(&self, resource: &str) -> Option<String> {
        let base = self.api_url.as_deref()?;
        let address = [base.strip_suffix('/').unwrap_or(base), "/", resource].concat();
        // A query or a fragment in the base would swallow what is added to it.
        let is_plain = !base.bytes().any(|octet| octet == b'?' || octet == b'#');
        (is_plain && Endpoint::parse(&address).is_ok()).then_some(address)
    }
}

impl LifenIdentity {
    /// A text, or an object with a `value`: the published copies of Lifen's example leave the list out.
    fn read(value: &Json) -> Option<Self> {
        match value {
            Json::Text(value) => Some(Self { system: None, value: value.clone() }),
            Json::Object(object) => {
                let text = |name| object.text(name).ok().flatten().map(str::to_owned);
                Some(Self { system: text("system"), value: text("value")? })
            }
            _ => None,
        }
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

        let found = LifenClaims::read(&claims.unwrap(), &ClaimNames::default());

        assert_eq!(found.application.as_deref(), Some("Lifen Demo"));
        let user = found.user.unwrap();
        assert_eq!(user.id, "2239c4e4-f928-44da-917d-1a59a7a4e931");
        assert_eq!(user.current_workspace.as_deref(), Some("Organization/6944011"));
        assert_eq!(user.api_url.as_deref(), Some("https://api.lifen.fr/fhir/v3"));
        assert_eq!(user.identities, []);
    }

    #[test]
    fn finds_the_claims_where_the_deployment_says_and_nowhere_else() {
        let claims = Object::parse(
            r#"{"https://x.fr/decoy":{"uuid":"1"},"lifen_user":{"uuid":"2"},"https://x.fr/decoy2":"Decoy","app":"Demo"}"#,
        )
        .unwrap();
        let named = |user: &str, application: &str| {
            let names = ClaimNames { user: Some(user.to_owned()), application: Some(application.to_owned()) };
            LifenClaims::read(&claims, &names)
        };

        let found = named("lifen_user", "app");
        assert_eq!(found.user.map(|user| user.id).as_deref(), Some("2"));
        assert_eq!(found.application.as_deref(), Some("Demo"));
        assert_eq!(named("absent", "lifen_user"), LifenClaims::default());
    }

    #[test]
    fn knows_what_else_the_person_is_known_by() {
        let claims = Object::parse(
            r#"{"https://x.fr/user":{"uuid":"1","identities":[{"system":"https://rpps.esante.gouv.fr","value":"10003"},
            "a-number",{"system":"no value"},7]}}"#,
        );

        let user = LifenClaims::read(&claims.unwrap(), &ClaimNames::default()).user.unwrap();

        let rpps = Some("https://rpps.esante.gouv.fr".to_owned());
        let expected = [
            LifenIdentity { system: rpps, value: "10003".to_owned() },
            LifenIdentity { system: None, value: "a-number".to_owned() },
        ];
        assert_eq!(user.identities, expected);
    }

    #[test]
    fn nobody_is_known_by_an_empty_id() {
        let claims = Object::parse(r#"{"https://x.fr/user":{"uuid":""}}"#).unwrap();

        assert_eq!(LifenClaims::read(&claims, &ClaimNames::default()).user, None);
    }

    #[test]
    fn finds_a_resource_below_the_api_of_the_person() {
        let api = |base: &str| {
            let user = LifenUser {
                id: "1".to_owned(),
                api_url: Some(base.to_owned()),
                current_workspace: None,
                identities: Vec::new(),
            };
            user.api("Practitioner?name=o%27neil")
        };

        let expected = Some("https://api.lifen.fr/fhir/v3/Practitioner?name=o%27neil");
        assert_eq!(api("https://api.lifen.fr/fhir/v3").as_deref(), expected);
        assert_eq!(api("https://api.lifen.fr/fhir/v3/").as_deref(), expected);
        for base in [
            "",
            "/fhir",
            "http://api.lifen.fr/",
            "https://api.lifen.fr/?a=",
            "https://a.fr/#",
            "javascript:1",
        ] {
            assert_eq!(api(base), None, "{base}");
        }
    }

    #[test]
    fn finds_nothing_among_another_providers_claims() {
        let claims =
            Object::parse(r#"{"sub":"1","https://x.fr/roles":["a"],"https://x.fr/o":{"id":"1"}}"#).unwrap();

        assert_eq!(LifenClaims::read(&claims, &ClaimNames::default()), LifenClaims::default());
    }
}
