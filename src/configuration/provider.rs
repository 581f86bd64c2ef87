//! Where the provider is: a preset, addresses, a whole document, or a place to fetch one.

use std::sync::Arc;

use super::error::ConfigurationError;
use super::fields::Fields;
use crate::lifen::Preset;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::metadata::{Overrides, ProviderMetadata};

/// How the provider's metadata is come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataSource {
    /// Everything is in the configuration: nothing is fetched.
    Known(Arc<ProviderMetadata>),
    /// A document of RFC 8414 or OIDC Discovery; what the deployment states itself wins over it.
    Fetched { address: Endpoint, overrides: Overrides },
}

impl MetadataSource {
    pub(super) fn read(fields: &mut Fields<'_>, issuer: &str, preset: Option<&Preset>) -> Option<Self> {
        let mut overrides = Overrides::default();
        for member in ProviderMetadata::ENDPOINTS {
            if let Some(endpoint) = fields.endpoint(member) {
                overrides.state(member, endpoint);
            }
        }
        if let Some(document) = fields.object("metadata", "an object") {
            return match ProviderMetadata::read(document, issuer, &overrides) {
                Ok(metadata) => Some(Self::Known(Arc::new(metadata))),
                Err(error) => {
                    fields.refuse(ConfigurationError::Metadata(error));
                    None
                }
            };
        }
        if let Some(address) = fields.endpoint("metadata_url") {
            return Some(Self::Fetched { address, overrides });
        }
        for (member, address) in preset.map_or([].as_slice(), |preset| preset.endpoints) {
            if let Ok(endpoint) = Endpoint::parse(address) {
                overrides.state(member, endpoint);
            }
        }
        match ProviderMetadata::of(issuer, false, &|member| Ok(overrides.stated(member).cloned())) {
            Ok(metadata) => Some(Self::Known(Arc::new(metadata))),
            // OIDC Discovery §4: the path is appended to the issuer.
            Err(_) => below(fields, issuer, "/.well-known/openid-configuration")
                .map(|address| Self::Fetched { address, overrides }),
        }
    }
}

/// An address below the issuer's, of which "any terminating / MUST be removed" first (OIDC Discovery §4).
fn below(fields: &mut Fields<'_>, issuer: &str, path: &str) -> Option<Endpoint> {
    let mut directory = issuer;
    while let Some(shorter) = directory.strip_suffix('/') {
        directory = shorter;
    }
    fields.address(&[directory, path].concat(), "issuer", issuer)
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
    pub(super) fn read(fields: &mut Fields<'_>, issuer: &str, preset: Option<&Preset>) -> Option<Self> {
        let stated = fields.endpoint("end_session_endpoint");
        match (fields.text("sign_out"), preset) {
            (None, Some(preset)) if stated.is_none() => {
                fields.address(preset.logout_endpoint, "sign_out", preset.logout_endpoint).map(Self::Auth0)
            }
            (None | Some("rp-initiated"), _) => Some(Self::RpInitiated),
            (Some("auth0"), _) => stated.or_else(|| below(fields, issuer, "/v2/logout")).map(Self::Auth0),
            (Some("local"), _) => Some(Self::Local),
            (Some(other), _) => {
                fields.refuse_text("sign_out", "rp-initiated, auth0 or local", other);
                None
            }
        }
    }
}
