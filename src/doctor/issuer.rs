//! What the provider says and lets this page read.

use super::host::unheard;
use super::{Check, Finding, Found, Heard, Kind, listed};
use crate::configuration::{Configuration, MetadataSource, Verification};
use crate::protocol::endpoint::Endpoint;
use crate::protocol::jose::Algorithm;
use crate::protocol::json::Object;
use crate::protocol::jwk::{JwkSet, PublicKey};
use crate::protocol::metadata::{MetadataError, ProviderMetadata};
use crate::protocol::pkce::CodeChallenge;
use crate::protocol::text::to_decimal;
use crate::protocol::transport::Answer;

/// Where the provider is to be asked, as far as that can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Not where a request has to be pushed first: nobody can be asked with a plain one.
    pub authorization: Option<Endpoint>,
    pub token: Option<Endpoint>,
    pub keys: Option<Endpoint>,
    pub userinfo: Option<Endpoint>,
}

impl Endpoints {
    /// Where a page of the app sends requests of its own: the metadata first, if they are fetched.
    pub fn asked(&self, configuration: &Configuration) -> Vec<Endpoint> {
        let metadata = match &configuration.metadata {
            MetadataSource::Fetched { address, .. } => Some(address),
            MetadataSource::Known(_) => None,
        };
        let keys = self.keys.as_ref().filter(|_| wants_keys(configuration));
        [metadata, self.token.as_ref(), keys, self.userinfo.as_ref()].into_iter().flatten().cloned().collect()
    }
}

/// What is known of the provider, and what of that is found: metadata, PKCE, algorithms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    pub endpoints: Endpoints,
    pub findings: [Finding; 3],
}

/// The address of the metadata, where they are fetched.
pub fn metadata_address(configuration: &Configuration) -> Option<&Endpoint> {
    match &configuration.metadata {
        MetadataSource::Known(_) => None,
        MetadataSource::Fetched { address, .. } => Some(address),
    }
}

/// What the provider says of itself, or the configuration in its place (`answer` is then asked for nothing).
///
/// One fault hides no other: an endpoint that can be read is read, whatever else is wrong.
pub fn described(configuration: &Configuration, answer: Option<Heard<Answer>>) -> Described {
    match (&configuration.metadata, answer) {
        (MetadataSource::Known(metadata), _) => known(configuration, metadata),
        (MetadataSource::Fetched { .. }, None) => undescribed(configuration, Kind::NotAsked.into()),
        (MetadataSource::Fetched { address, .. }, Some(Err(reason))) => {
            undescribed(configuration, unheard(reason, address))
        }
        (MetadataSource::Fetched { .. }, Some(Ok(answer))) => fetched(configuration, &answer),
    }
}

fn known(configuration: &Configuration, metadata: &ProviderMetadata) -> Described {
    Described {
        endpoints: Endpoints {
            authorization: Some(metadata.authorization_endpoint.clone()),
            token: Some(metadata.token_endpoint.clone()),
            keys: Some(metadata.jwks_uri.clone()),
            userinfo: metadata.userinfo_endpoint.clone(),
        },
        findings: [
            Finding::one(Check::Metadata, Found::new(Kind::MetadataNotNeeded, metadata.issuer.as_str())),
            Finding::one(Check::Pkce, Kind::PkceNotTold),
            Finding::one(Check::Algorithms, Found::new(Kind::AlgorithmsNotTold, names(configuration))),
        ],
    }
}

fn undescribed(configuration: &Configuration, found: Found) -> Described {
    Described {
        endpoints: endpoints(configuration, None),
        findings: [
            Finding::one(Check::Metadata, found),
            Finding::one(Check::Pkce, Kind::NotAsked),
            Finding::one(Check::Algorithms, Kind::NotAsked),
        ],
    }
}

fn fetched(configuration: &Configuration, answer: &Answer) -> Described {
    let MetadataSource::Fetched { overrides, .. } = &configuration.metadata else {
        return undescribed(configuration, Kind::NotAsked.into());
    };
    let read = ProviderMetadata::from_answer(answer, &configuration.issuer, overrides);
    let found = match &read {
        // Told by a check of its own.
        Ok(_) | Err(MetadataError::PkceUnsupported) => {
            Found::new(Kind::MetadataFits, configuration.issuer.as_str())
        }
        Err(MetadataError::IssuerMismatch { found, .. }) => {
            Found::new(Kind::MetadataIssuerDiffers, found.as_str())
        }
        Err(error) => Found::new(Kind::MetadataUnusable, error.to_string()),
    };
    let Some(document) =
        Some(&answer.body).filter(|_| answer.is_success()).and_then(|text| Object::parse(text).ok())
    else {
        return undescribed(configuration, found);
    };
    Described {
        endpoints: endpoints(configuration, Some(&document)),
        findings: [
            Finding::one(Check::Metadata, found),
            Finding::one(Check::Pkce, pkce(&document)),
            Finding::one(Check::Algorithms, algorithms(configuration, &document)),
        ],
    }
}

/// Those that the configuration states, then those of the document.
fn endpoints(configuration: &Configuration, document: Option<&Object>) -> Endpoints {
    let find = |member: &'static str| {
        if let MetadataSource::Fetched { overrides, .. } = &configuration.metadata
            && let Some(stated) = overrides.stated(member)
        {
            return Some(stated.clone());
        }
        Endpoint::parse(document?.text(member).ok()??).ok()
    };
    let pushing =
        document.and_then(|document| document.boolean("require_pushed_authorization_requests").ok()?);
    Endpoints {
        authorization: find("authorization_endpoint").filter(|_| pushing != Some(true)),
        token: find("token_endpoint"),
        keys: find("jwks_uri"),
        userinfo: find("userinfo_endpoint"),
    }
}

fn pkce(document: &Object) -> Kind {
    match document.texts("code_challenge_methods_supported") {
        Ok(Some(methods)) if methods.contains(&CodeChallenge::METHOD) => Kind::PkceOffered,
        Ok(None) => Kind::PkceNotTold,
        _ => Kind::PkceRefused,
    }
}

fn algorithms(configuration: &Configuration, document: &Object) -> Found {
    match document.texts("id_token_signing_alg_values_supported") {
        Ok(Some(offered)) => {
            let ours = configuration.algorithms.iter().map(|algorithm| algorithm.name());
            let both: Vec<_> = ours.filter(|name| offered.contains(name)).collect();
            match both.is_empty() {
                true => Found::new(Kind::AlgorithmsNotOffered, listed(&offered)),
                false => Found::new(Kind::AlgorithmsOffered, listed(&both)),
            }
        }
        _ => Found::new(Kind::AlgorithmsNotTold, names(configuration)),
    }
}

fn names(configuration: &Configuration) -> String {
    listed(&configuration.algorithms.iter().map(|algorithm| algorithm.name()).collect::<Vec<_>>())
}

/// Whether keys are fetched at all.
pub fn wants_keys(configuration: &Configuration) -> bool {
    configuration.verification == Verification::Signature
}

/// A key of the provider's, for each configured algorithm that has one.
pub fn usable_keys(configuration: &Configuration, answer: &Answer) -> Vec<(Algorithm, PublicKey)> {
    let Ok(keys) = JwkSet::read(answer) else { return Vec::new() };
    let with_key = |algorithm: &Algorithm| keys.any_for(*algorithm).map(|key| (*algorithm, key.clone()));
    configuration.algorithms.iter().filter_map(with_key).collect()
}

/// The JWK Set. `not_imported` are the algorithms for which this browser would not take the key.
pub fn keys(
    configuration: &Configuration,
    address: Option<&Endpoint>,
    answer: Option<&Heard<Answer>>,
    not_imported: &[Algorithm],
) -> Finding {
    if !wants_keys(configuration) {
        return Finding::one(Check::Keys, Kind::KeysNotNeeded);
    }
    let found = match (address, answer) {
        (Some(address), Some(Err(reason))) => unheard(*reason, address),
        (Some(_), Some(Ok(answer))) => fitting(configuration, answer, not_imported),
        _ => Kind::NotAsked.into(),
    };
    Finding::one(Check::Keys, found)
}

fn fitting(configuration: &Configuration, answer: &Answer, not_imported: &[Algorithm]) -> Found {
    if let Err(error) = JwkSet::read(answer) {
        return Found::new(Kind::KeysUnusable, error.to_string());
    }
    let fitting = usable_keys(configuration, answer).into_iter().map(|(algorithm, _)| algorithm);
    let (refused, usable): (Vec<_>, Vec<_>) = fitting.partition(|algorithm| not_imported.contains(algorithm));
    let named = |all: &[Algorithm]| listed(&all.iter().map(|algorithm| algorithm.name()).collect::<Vec<_>>());
    match (usable.is_empty(), refused.is_empty()) {
        (false, _) => Found::new(Kind::KeysUsable, named(&usable)),
        (true, false) => Found::new(Kind::KeysNotImported, named(&refused)),
        (true, true) => Found::new(Kind::KeysNoneFits, names(configuration)),
    }
}

/// The form that asks the token endpoint for nothing: without a code it can only be refused, and whether this page may
/// read the refusal is what has to be known.
pub fn empty_token_request(configuration: &Configuration) -> String {
    crate::protocol::form::write(&[
        ("grant_type", "authorization_code"),
        ("client_id", &configuration.client_id),
    ])
}

/// What the token endpoint made of [`empty_token_request`].
pub fn token_endpoint(address: Option<&Endpoint>, answer: Option<&Heard<Answer>>) -> Finding {
    let found = match (address, answer) {
        (Some(address), Some(Err(reason))) => unheard(*reason, address),
        (Some(_), Some(Ok(answer))) => refusal(answer),
        _ => Kind::NotAsked.into(),
    };
    Finding::one(Check::TokenEndpoint, found)
}

fn refusal(answer: &Answer) -> Found {
    let status = to_decimal(answer.status.into());
    let document = Object::parse(&answer.body).ok();
    // Auth0 answers an `error` too; one that is no text tells nothing.
    let error = document.as_ref().and_then(|document| document.text("error").ok().flatten());
    match error {
        Some(error @ ("invalid_client" | "unauthorized_client")) => {
            Found::new(Kind::TokenEndpointRefusesClient, error)
        }
        Some(error) if (400..500).contains(&answer.status) => {
            Found::new(Kind::TokenEndpointReadable, [&status, " ", error].concat())
        }
        _ => Found::new(Kind::TokenEndpointOdd, status),
    }
}

/// The access token that opens nothing, and says so.
pub const MADE_UP_TOKEN: &str = "made-up-to-see-whether-this-page-may-ask";

/// What userinfo made of [`MADE_UP_TOKEN`]. A session does without, so nothing here keeps anybody from signing in.
pub fn userinfo(endpoints: &Endpoints, is_described: bool, answer: Option<&Heard<Answer>>) -> Finding {
    let found = match (&endpoints.userinfo, answer) {
        (None, _) if is_described => Kind::UserInfoNone.into(),
        (Some(address), Some(Err(reason))) => unheard(*reason, address),
        (Some(_), Some(Ok(answer))) => {
            let status = to_decimal(answer.status.into());
            let kind = match answer.status {
                400 | 401 | 403 => Kind::UserInfoReadable,
                _ => Kind::UserInfoOdd,
            };
            Found::new(kind, status)
        }
        _ => Kind::NotAsked.into(),
    };
    Finding::one(Check::UserInfo, found).not_fatal()
}

/// The address of a sign-in that asks for nobody (`prompt=none`), with a state, a nonce and a challenge that say so: what
/// comes back is an error, and where it comes back to is what has to be known.
pub fn request_for_nobody(configuration: &Configuration, authorization: &Endpoint) -> String {
    const SAYS_SO: &str = "made-up-to-see-where-it-would-be-sent-back-";
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", configuration.client_id.as_str()),
        ("redirect_uri", configuration.redirect_uri.as_str()),
        ("scope", configuration.scope.as_str()),
        ("state", SAYS_SO),
        ("nonce", SAYS_SO),
        ("code_challenge", SAYS_SO),
        ("code_challenge_method", CodeChallenge::METHOD),
        ("prompt", "none"),
    ];
    let own = configuration.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    parameters.extend(own.filter(|(name, _)| *name != "prompt"));
    authorization.with_query(&parameters)
}

/// What came of [`request_for_nobody`]: a provider sends a redirect URI that it knows
/// an error, and to one that it does not know it sends nobody.
pub fn registered(configuration: &Configuration, answer: &Heard<super::Response>) -> Finding {
    let uri = configuration.redirect_uri.as_str();
    let kind = match answer {
        Ok(answer) if answer.header("location").is_some_and(|location| location.starts_with(uri)) => {
            Kind::RedirectUriKnown
        }
        Ok(answer) if (400..500).contains(&answer.status) && answer.status != 429 => Kind::RedirectUriRefused,
        _ => Kind::RedirectUriNotTold,
    };
    Finding::one(Check::RedirectUri, Found::new(kind, uri))
}

#[cfg(test)]
mod tests;
