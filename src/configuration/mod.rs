//! What a deployment sets, parsed once: later code cannot meet a bad value.
//!
//! A JSON object, written into `index.html` as a data block, so that the same build goes to every environment and no
//! request is spent on it. Members are named as the specifications name them. A wrong one is told by its name, with
//! what was found and what is wanted; an unknown one is refused, since it is most often a known one misspelt.

mod error;
mod fields;
mod provider;
#[cfg(test)]
mod tests;

use crate::protocol::authorization::AuthorizationRequest;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::jose::Algorithm;
use crate::protocol::json::Object;
use crate::protocol::text::split_before;
use crate::protocol::time::Seconds;

pub use error::ConfigurationError;
use fields::Fields;
pub use provider::{MetadataSource, SignOut};

/// A deployment: which provider, which client, where this app is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// What the app is called on its pages.
    pub name: Option<String>,
    pub client_id: String,
    /// Pinned: compared as text with the metadata, the authorization response and the ID Token.
    pub issuer: String,
    pub metadata: MetadataSource,
    pub sign_out: SignOut,
    /// Where the app is: the document's base address, with a path that ends in `/`.
    pub base: Endpoint,
    pub redirect_uri: Endpoint,
    pub post_logout_redirect_uri: Endpoint,
    /// Space-separated, with `openid` among them.
    pub scope: String,
    /// Extra parameters of every authorization request.
    pub parameters: Vec<(String, String)>,
    pub algorithms: Vec<Algorithm>,
    /// How far this computer's clock and the provider's may be apart.
    pub clock_skew: Seconds,
    /// The time limit of every request.
    pub timeout: Seconds,
}

const KNOWN: [&str; 18] = [
    "name",
    "preset",
    "client_id",
    "issuer",
    "metadata_url",
    "metadata",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "end_session_endpoint",
    "redirect_uri",
    "post_logout_redirect_uri",
    "scope",
    "parameters",
    "sign_out",
    "clock_skew",
    "timeout",
];

impl Configuration {
    /// Parses the data block of a page whose base address is `base` (`document.baseURI`).
    ///
    /// # Errors
    ///
    /// [`ConfigurationError`] names the first member that is wrong, what was found and what is wanted.
    pub fn parse(text: &str, base: &str) -> Result<Self, ConfigurationError> {
        if text.trim().is_empty() {
            return Err(ConfigurationError::Missing);
        }
        let object = Object::parse(text).map_err(ConfigurationError::Unreadable)?;
        let fields = Fields(&object);
        fields.refuse_unknown(&KNOWN)?;
        let base = parse_base(base)?;
        let preset = fields.preset()?;
        let issuer = fields.text("issuer")?.or(preset.map(|preset| preset.issuer));
        let issuer =
            issuer.ok_or(ConfigurationError::missing("issuer", "the provider's issuer, as it writes it"))?;
        let parameters = fields.parameters(preset)?;
        refuse_our_own(&parameters)?;
        Ok(Self {
            name: fields.text("name")?.map(str::to_owned),
            client_id: fields
                .required_text("client_id", "the client id that the provider gave you")?
                .to_owned(),
            issuer: issuer.to_owned(),
            metadata: MetadataSource::read(&fields, issuer, preset)?,
            sign_out: SignOut::read(&fields, issuer, preset)?,
            redirect_uri: address_of_this_app(&fields, "redirect_uri", "callback", &base)?,
            post_logout_redirect_uri: address_of_this_app(&fields, "post_logout_redirect_uri", "", &base)?,
            base,
            scope: scope(&fields)?,
            parameters,
            algorithms: vec![Algorithm::Rs256],
            clock_skew: fields.seconds("clock_skew", 60, 0..=300, "a number of seconds from 0 to 300")?,
            timeout: fields.seconds("timeout", 15, 1..=120, "a number of seconds from 1 to 120")?,
        })
    }

    /// Whether this path of the app is the one the provider sends people back to.
    pub fn is_redirect_path(&self, path: &str) -> bool {
        path == self.redirect_uri.path()
    }
}

/// The document's own address up to the last `/`, as a browser resolves relative links.
fn parse_base(base: &str) -> Result<Endpoint, ConfigurationError> {
    let (address, _) = split_before(base, b"?#");
    let last = address.bytes().rposition(|octet| octet == b'/');
    let directory = last.and_then(|last| address.get(..=last));
    Endpoint::parse(directory.unwrap_or_default())
        .map_err(|reason| ConfigurationError::field("<base href>", reason.expected(), base))
}

/// An address below the base, where this very app can answer.
fn address_of_this_app(
    fields: &Fields<'_>,
    field: &'static str,
    default: &str,
    base: &Endpoint,
) -> Result<Endpoint, ConfigurationError> {
    let stated = match fields.endpoint(field)? {
        Some(stated) => stated,
        None => Endpoint::parse(&format!("{base}{default}"))
            .map_err(|reason| ConfigurationError::field(field, reason.expected(), base.as_str()))?,
    };
    if stated.origin() != base.origin() || !stated.path().starts_with(base.path()) {
        return Err(ConfigurationError::field(
            field,
            "an address of this app, below its base",
            stated.as_str(),
        ));
    }
    Ok(stated)
}

fn scope(fields: &Fields<'_>) -> Result<String, ConfigurationError> {
    let scope = fields.text("scope")?.unwrap_or("openid profile email");
    // OIDC Core §3.1.2.1: "OpenID Connect requests MUST contain the openid scope value."
    if !scope.split(' ').any(|word| word == "openid") {
        return Err(ConfigurationError::field(
            "scope",
            "space-separated scopes with `openid` among them",
            scope,
        ));
    }
    Ok(scope.to_owned())
}

fn refuse_our_own(parameters: &[(String, String)]) -> Result<(), ConfigurationError> {
    match parameters.iter().find(|(name, _)| AuthorizationRequest::PARAMETERS.contains(&name.as_str())) {
        Some((name, _)) => Err(ConfigurationError::field(
            "parameters",
            "parameters that the sign-in does not set itself",
            name,
        )),
        None => Ok(()),
    }
}
