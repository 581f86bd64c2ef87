use std::collections::HashMap;

use url::Url;

/// An authorization request as it reached the provider, read back from the outside.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    pub url: String,
    parameters: HashMap<String, String>,
}

impl AuthorizationRequest {
    pub fn read(url: &str) -> Self {
        let parsed = Url::parse(url).unwrap_or_else(|error| panic!("{url} is no URL: {error}"));
        Self { url: url.into(), parameters: parsed.query_pairs().into_owned().collect() }
    }

    pub fn parameter(&self, name: &str) -> &str {
        self.parameters
            .get(name)
            .unwrap_or_else(|| panic!("the authorization request has no {name}: {}", self.url))
    }

    /// Where the provider would answer, with these parameters instead of its own.
    pub fn answered_with(&self, parameters: &[(&str, &str)]) -> String {
        Url::parse_with_params(self.parameter("redirect_uri"), parameters).expect("a redirect URI").into()
    }
}
