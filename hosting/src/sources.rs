//! Whom a configured app talks to, read with the app's own parser.

use lifen_connect::{
    configuration::{Configuration, MetadataSource},
    protocol::{endpoint::Endpoint, metadata::Overrides, metadata::ProviderMetadata},
};

/// The origins that the app sends requests to: the issuer, the endpoints it asks (not those that a person is sent to),
/// where the metadata is fetched, and the APIs. In a fixed order, each once.
///
/// What metadata that is yet to be fetched names on other origins nobody knows here: a deployment lists them itself.
pub fn connect(configuration: &Configuration) -> Vec<String> {
    let mut origins = Vec::new();
    let mut add = |endpoint: &Endpoint| origins.push(endpoint.origin().as_str().to_owned());
    if let Ok(issuer) = Endpoint::parse(&configuration.issuer) {
        add(&issuer);
    }
    match &configuration.metadata {
        MetadataSource::Known(metadata) => asked(metadata).into_iter().for_each(&mut add),
        MetadataSource::Fetched { address, overrides } => {
            add(address);
            stated(overrides).into_iter().for_each(&mut add);
        }
    }
    origins.extend(configuration.api_origins.iter().map(|origin| origin.as_str().to_owned()));
    let mut seen = std::collections::BTreeSet::new();
    origins.retain(|origin| seen.insert(origin.clone()));
    origins
}

/// The origin of the issuer, which may tell in a frame that its session ended.
pub fn issuer(configuration: &Configuration) -> Option<String> {
    Some(Endpoint::parse(&configuration.issuer).ok()?.origin().as_str().to_owned())
}

fn asked(metadata: &ProviderMetadata) -> Vec<&Endpoint> {
    let optional = [
        &metadata.userinfo_endpoint,
        &metadata.revocation_endpoint,
        &metadata.pushed_authorization_request_endpoint,
    ];
    [&metadata.token_endpoint, &metadata.jwks_uri].into_iter().chain(optional.into_iter().flatten()).collect()
}

fn stated(overrides: &Overrides) -> Vec<&Endpoint> {
    let visited = ["authorization_endpoint", "end_session_endpoint"];
    let asked = ProviderMetadata::ENDPOINTS.into_iter().filter(|member| !visited.contains(member));
    asked.filter_map(|member| overrides.stated(member)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connects(configuration: &str) -> Vec<String> {
        connect(&Configuration::parse(configuration, "https://app.example/").unwrap())
    }

    #[test]
    fn knows_whom_the_preset_talks_to() {
        assert_eq!(
            connects(r#"{"preset": "lifen-production", "client_id": "abc"}"#),
            ["https://login.lifen.fr", "https://authentication.lifen.fr", "https://api.lifen.fr"]
        );
    }

    #[test]
    fn knows_what_a_deployment_states_and_where_metadata_is() {
        let configuration = r#"{"client_id": "abc", "issuer": "https://id.example/realm",
            "metadata_url": "https://meta.example/document", "token_endpoint": "https://token.example/token",
            "authorization_endpoint": "https://visited.example/authorize",
            "api_origins": ["https://api.example", "https://id.example"]}"#;

        assert_eq!(
            connects(configuration),
            ["https://id.example", "https://meta.example", "https://token.example", "https://api.example"]
        );
    }

    #[test]
    fn sends_nothing_where_a_person_is_only_sent_to() {
        let configuration = r#"{"client_id": "abc", "issuer": "https://id.example", "metadata": {
            "issuer": "https://id.example", "authorization_endpoint": "https://visited.example/authorize",
            "token_endpoint": "https://id.example/token", "jwks_uri": "https://keys.example:443/keys",
            "end_session_endpoint": "https://visited.example/logout"}}"#;

        assert_eq!(connects(configuration), ["https://id.example", "https://keys.example"]);
    }
}
