//! The people who can sign in.

use serde::Serialize;

/// Someone with an account at the provider. They do not exist; their shape is that of Lifen's users.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// The short name the sign-in page, [`sign_in_as`](crate::Provider::sign_in_as) and the picture's address use.
    pub id: String,
    /// The claim `name`.
    pub name: String,
    /// What they do, as the sign-in page says it.
    pub occupation: String,
    /// The claim `nickname`.
    pub nickname: String,
    /// The claim `email`: it may change, which is why nobody should link accounts by it.
    pub email: String,
    /// The claim `email_verified`.
    pub email_verified: bool,
    /// The claim `sub`, in the form an Auth0 tenant gives it.
    pub sub: String,
    /// The Lifen User ID: `uuid` in the claim `https://lifen.fr/user`.
    pub uuid: String,
    /// The workspace they work in: `currentWorkspaceId`, a FHIR reference.
    pub workspace: String,
    /// The identifiers in `identities`: a number in the national directory of health professionals.
    pub rpps: String,
    /// The claim `updated_at`, a text as Auth0 writes it, although the specification wants a number.
    pub updated_at: String,
}

impl Person {
    /// Four clinicians: two share a workspace with the first, one does not, and one has an unverified e-mail address.
    pub fn all() -> Vec<Self> {
        let person =
            |id: &str, name: &str, occupation: &str, number: u32, uuid: &str, workspace: &str| Self {
                id: id.to_owned(),
                name: name.to_owned(),
                occupation: occupation.to_owned(),
                nickname: format!("{id}.{}", last_name_in_ascii(name)),
                email: format!("{id}.{}@hopital.example", last_name_in_ascii(name)),
                email_verified: id != "maelle",
                sub: format!("auth0|{uuid_head}{number:016}", uuid_head = &uuid[..8]),
                uuid: uuid.to_owned(),
                workspace: workspace.to_owned(),
                rpps: format!("100{number:08}"),
                updated_at: format!("2026-02-04T13:41:{:02}.235Z", number % 60),
            };
        let (saint_alban, rochebrune) = ("Organization/6944011", "Organization/7120458");
        vec![
            person(
                "victor",
                "Victor Pugin",
                "Médecin, service des admissions",
                4_711_024,
                "2239c4e4-f928-44da-917d-1a59a7a4e931",
                saint_alban,
            ),
            person(
                "agathe",
                "Agathe Lemoine",
                "Infirmière, chirurgie",
                8_120_951,
                "7c0d52a8-3b1e-4f6c-9d57-0e4f1b7a6c22",
                saint_alban,
            ),
            person(
                "idris",
                "Idris Benhaddou",
                "Radiologue",
                2_930_417,
                "b5e88f30-64d1-4a0e-8a3c-92f7d1c5e018",
                rochebrune,
            ),
            person(
                "maelle",
                "Maëlle Le Goff",
                "Secrétaire médicale, cardiologie",
                6_052_738,
                "e19a4d77-0c52-4be3-b7a9-5d3c8f60a1d4",
                saint_alban,
            ),
        ]
    }

    /// The letters drawn where a portrait would be.
    pub(crate) fn initials(&self) -> String {
        let mut words = self.name.split(' ').filter_map(|word| word.chars().next());
        words.next().into_iter().chain(words.next_back()).collect()
    }
}

fn last_name_in_ascii(name: &str) -> String {
    name.split(' ').skip(1).flat_map(str::chars).filter(char::is_ascii).collect::<String>().to_lowercase()
}
