//! Where Lifen Connect's two environments are.

/// The addresses of one environment: all a deployment has to add is its client id.
///
/// The endpoints are those of Lifen's published metadata. Userinfo and sign-out are in no published document; they
/// follow from Lifen Connect answering as an Auth0 tenant does (its `sub` is `auth0|…`), and so do the post-prod issuer
/// and login host, whose names follow production's. Every value can be overridden in the configuration.
#[derive(Debug)]
pub struct Preset {
    pub name: &'static str,
    pub issuer: &'static str,
    /// By the names that the metadata's members have.
    pub endpoints: &'static [(&'static str, &'static str)],
    /// Auth0's form of sign-out.
    pub logout_endpoint: &'static str,
    /// Where the APIs are, as `apiUrl` among the claims names it.
    pub api_origin: &'static str,
    /// Sent with every authorization request, as in Lifen's own example.
    pub parameters: &'static [(&'static str, &'static str)],
}

impl Preset {
    /// Whether this is an issuer of Lifen's, however the deployment came to name it.
    pub fn has_issuer(issuer: &str) -> bool {
        [&PRODUCTION, &POST_PROD].into_iter().any(|preset| preset.issuer == issuer)
    }

    /// The preset of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        [&PRODUCTION, &POST_PROD].into_iter().find(|preset| preset.name == name)
    }
}

static PRODUCTION: Preset = Preset {
    name: "lifen-production",
    issuer: "https://login.lifen.fr/",
    endpoints: &[
        ("authorization_endpoint", "https://authentication.lifen.fr/authorize"),
        ("token_endpoint", "https://authentication.lifen.fr/v1/authorization_code/token"),
        ("jwks_uri", "https://authentication.lifen.fr/.well-known/jwks.json"),
        ("userinfo_endpoint", "https://login.lifen.fr/userinfo"),
    ],
    logout_endpoint: "https://login.lifen.fr/v2/logout",
    api_origin: "https://api.lifen.fr",
    parameters: &[("version", "2.0.0")],
};

static POST_PROD: Preset = Preset {
    name: "lifen-post-prod",
    issuer: "https://login.post-prod.lifen.fr/",
    endpoints: &[
        ("authorization_endpoint", "https://authentication.post-prod.lifen.fr/authorize"),
        ("token_endpoint", "https://authentication.post-prod.lifen.fr/v1/authorization_code/token"),
        ("jwks_uri", "https://authentication.post-prod.lifen.fr/.well-known/jwks.json"),
        ("userinfo_endpoint", "https://login.post-prod.lifen.fr/userinfo"),
    ],
    logout_endpoint: "https://login.post-prod.lifen.fr/v2/logout",
    api_origin: "https://api.post-prod.lifen.fr",
    parameters: &[("version", "2.0.0")],
};
