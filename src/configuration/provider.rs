//! Where the provider is: a preset, addresses, a whole document, or a place to fetch one.

use super::error::ConfigurationError;
use super::fields::Fields;
use crate::lifen::Preset;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::metadata::{Overrides, ProviderMetadata};

/// How the provider's metadata is come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// Everything is in the configuration: nothing is fetched.
    Known(Box<ProviderMetadata>),
    /// A document of RFC 8414 or OIDC Discovery; what the deployment states itself wins over it.
    Fetched { address: Endpoint, overrides: Box<Overrides> },
}

impl MetadataSource {
    pub(super) fn read(
        fields: &Fields<'_>,
        issuer: &str,
        preset: Option<&Preset>,
    ) -> Result<Self, ConfigurationError> {
        let mut overrides = Overrides::default();
        for member in ProviderMetadata::ENDPOINTS {
            if let Some(endpoint) = fields.endpoint(member)? {
                overrides.state(member, endpoint);
            }
        }
        let whole =
            fields.0.object("metadata").map_err(|wrong| ConfigurationError::Metadata(wrong.into()))?;
        if let Some(document) = whole {
            let metadata = ProviderMetadata::read(document, issuer, &overrides);
            return metadata.map(Box::new).map(Self::Known).map_err(ConfigurationError::Metadata);
        }
        if let Some(address) = fields.endpoint("metadata_url")? {
            return Ok(Self::Fetched { address, overrides: Box::new(overrides) });
        }
        for (member, address) in preset.map_or([].as_slice(), |preset| preset.endpoints) {
            if let Ok(endpoint) = Endpoint::parse(address) {
                overrides.state(member, endpoint);
            }
        }
        match ProviderMetadata::of(issuer, false, &|member| Ok(overrides.stated(member).cloned())) {
            Ok(metadata) => Ok(Self::Known(Box::new(metadata))),
            Err(_) => Ok(Self::Fetched { address: discovery(issuer)?, overrides: Box::new(overrides) }),
        }
    }
}

/// OIDC Discovery §4: the path is appended to the issuer, "any terminating / MUST be removed" first.
fn discovery(issuer: &str) -> Result<Endpoint, ConfigurationError> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    Endpoint::parse(&address).map_err(|reason| ConfigurationError::field("issuer", reason.expected(), issuer))
}

/// How a person is signed out at the provider; here, they always are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignOut {
    /// RP-Initiated Logout, where the metadata names an `end_session_endpoint`; otherwise only here.
    RpInitiated,
    /// Auth0's `/v2/logout`, at this address.
    Auth0(Endpoint),
    /// Only here. The risk: whoever sits down next is signed in by the provider without a question.
    Local,
}

impl SignOut {
    pub(super) fn read(
        fields: &Fields<'_>,
        issuer: &str,
        preset: Option<&Preset>,
    ) -> Result<Self, ConfigurationError> {
        let auth0 = |address: Option<Endpoint>| match address {
            Some(address) => Ok(Self::Auth0(address)),
            None => Endpoint::parse(&format!("{}/v2/logout", issuer.trim_end_matches('/')))
                .map(Self::Auth0)
                .map_err(|reason| ConfigurationError::field("issuer", reason.expected(), issuer)),
        };
        let stated = fields.endpoint("end_session_endpoint")?;
        match (fields.text("sign_out")?, preset) {
            (None, Some(preset)) if stated.is_none() => auth0(Endpoint::parse(preset.logout_endpoint).ok()),
            (None | Some("rp-initiated"), _) => Ok(Self::RpInitiated),
            (Some("auth0"), _) => auth0(stated),
            (Some("local"), _) => Ok(Self::Local),
            (Some(other), _) => {
                Err(ConfigurationError::field("sign_out", "rp-initiated, auth0 or local", other))
            }
        }
    }
}
