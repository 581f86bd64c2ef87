//! The configuration block of the page.

use lifen_connect::configuration::{Configuration, MetadataSource, SignOut, Verification};
use lifen_connect::lifen::Preset;
use lifen_connect::protocol::authorization::AuthorizationRequest;
use lifen_connect::protocol::endpoint::Endpoint;
use url::Url;

use super::json::{self, Members, Value};
use super::{address, secrecy};

const DOCUMENT: &str = "https://app.example/ward/index.html";
const BASE: &str = "https://app.example/ward/";

pub fn holds(block: &str) {
    let Ok(document) = json::read(block) else { return };
    match Configuration::parse(block, DOCUMENT) {
        Ok(configuration) => {
            let document = document.expect("a configuration is an object");
            says(&configuration, &document);
            verifies_as_it_says(&configuration, &document);
            sends_the_token_as_it_says(&configuration, &document);
            asks_as_it_says(&configuration, &document);
            is_safe(&configuration);
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            secrecy::is_a_code(error.code(), "configuration");
        }
    }
}

/// What the block says, and otherwise its preset.
fn says(configuration: &Configuration, document: &Members) {
    let preset = document.text("preset").map(|name| Preset::named(name).expect("a preset that exists"));
    let issuer = document.text("issuer").or(preset.map(|preset| preset.issuer));
    assert_eq!(Some(configuration.issuer.as_str()), issuer);
    assert_eq!(Some(configuration.client_id.as_str()), document.text("client_id"));
    assert_eq!(configuration.scope, document.text("scope").unwrap_or("openid profile email"));
    assert_eq!(configuration.name.as_deref(), document.text("name"));
    if let MetadataSource::Known(metadata) = &configuration.metadata {
        assert_eq!(metadata.issuer, configuration.issuer, "another provider's metadata");
        address::are_safe(metadata);
    }
}

/// Nothing vouches for a token but what the block names, and nothing is asked that it does not.
fn verifies_as_it_says(configuration: &Configuration, document: &Members) {
    let algorithms = match document.member("id_token_signed_response_alg") {
        Some(Value::Text(one)) => vec![one.as_str()],
        Some(list) => list.texts().expect("names of algorithms"),
        None => vec!["RS256"],
    };
    assert!(!algorithms.is_empty(), "nothing may sign");
    assert!(configuration.algorithms.iter().map(|algorithm| algorithm.name()).eq(algorithms));
    let tls = matches!(configuration.verification, Verification::TlsInItsPlace(_));
    assert_eq!(tls, document.text("id_token_verification") == Some("tls"), "a check left out unasked");

    let requirements = &configuration.requirements;
    assert_eq!(requirements.acr_values.as_deref(), document.text("acr_values"));
    assert_eq!(requirements.acr_is_voluntary, document.text("acr_claim") == Some("voluntary"));
    let max_age = match document.member("max_age") {
        Some(Value::Number(seconds)) => Some(seconds.floor() as i64),
        _ => None,
    };
    assert_eq!(requirements.max_age.map(|seconds| seconds.0), max_age);
}

/// The access token goes where the block says, or its preset where the block says nothing.
fn sends_the_token_as_it_says(configuration: &Configuration, document: &Members) {
    let preset = document.text("preset").and_then(Preset::named);
    let named = match document.member("api_origins") {
        Some(list) => list.texts().expect("origins"),
        None => preset.map(|preset| preset.api_origin).into_iter().collect(),
    };
    let origin = |text: &str| Url::parse(text).expect("an origin").origin().ascii_serialization();
    let ours = configuration.api_origins.iter().map(|ours| origin(ours.as_str()));
    assert!(ours.eq(named.into_iter().map(origin)), "a token for somebody else");
}

/// Tokens are bound, requests pushed and APIs named where the block says so, and nowhere else.
fn asks_as_it_says(configuration: &Configuration, document: &Members) {
    let binds = match document.text("dpop") {
        None | Some("off") => None,
        Some(binds) => Some(binds == "required"),
    };
    assert_eq!(configuration.dpop.map(|dpop| dpop.required), binds);
    let pushes = document.text("pushed_authorization_requests") == Some("always");
    assert_eq!(configuration.pushed_requests.map(|pushed| pushed.always), Some(pushes));

    let target = &configuration.target;
    let resources = match document.member("resource") {
        Some(Value::Text(one)) => vec![one.as_str()],
        Some(list) => list.texts().expect("resources"),
        None => Vec::new(),
    };
    assert_eq!(target.resource, resources);
    assert!(resources.iter().all(|resource| resource.contains(':') && !resource.contains('#')));
    assert_eq!(target.audience.as_deref(), document.text("audience"));
    let details = target.authorization_details.as_deref().map(|text| {
        let written = format!(r#"{{"authorization_details":{text}}}"#);
        json::read(&written).expect("no deeper than it was").expect("an object")
    });
    let details = details.as_ref().and_then(|details| details.member("authorization_details"));
    assert_eq!(details, document.member("authorization_details"), "what is asked in detail");
}

fn is_safe(configuration: &Configuration) {
    assert!(configuration.scope.split(' ').any(|scope| scope == "openid"), "no OpenID Connect");
    assert!((0..=300).contains(&configuration.clock_skew.0) && (1..=120).contains(&configuration.timeout.0));
    assert_eq!(configuration.base.as_str(), BASE);
    is_of_this_app(&configuration.redirect_uri);
    is_of_this_app(&configuration.post_logout_redirect_uri);
    for (name, _) in &configuration.parameters {
        assert!(!AuthorizationRequest::PARAMETERS.contains(&name.as_str()), "{name} is ours to set");
    }
    if let MetadataSource::Fetched { address, .. } = &configuration.metadata {
        address::is_safe(address);
    }
    if let SignOut::Auth0(address) = &configuration.sign_out {
        address::is_safe(address);
    }
}

/// Below the base, and at the very path that a browser comes back to.
fn is_of_this_app(endpoint: &Endpoint) {
    let (url, base) = (Url::parse(endpoint.as_str()), Url::parse(BASE).expect("an address"));
    let url = url.unwrap_or_else(|error| panic!("{endpoint} is no address: {error}"));
    assert_eq!(url.origin(), base.origin(), "{endpoint} is another app's");
    assert!(url.path().starts_with(base.path()), "{endpoint} is above this app");
    assert_eq!(url.path(), endpoint.path(), "a browser comes back to another path");
}
