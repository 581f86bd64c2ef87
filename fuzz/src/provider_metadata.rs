//! What a provider says about itself: where it sends a person, a code and a token is decided here.

use lifen_connect::protocol::metadata::{Overrides, ProviderMetadata};
use lifen_connect::protocol::transport::Answer;

use super::json::{self, Members, Value};
use super::{address, secrecy};

const ISSUER: &str = "https://login.lifen.fr/";

pub fn holds(body: &str) {
    let Ok(document) = json::read(body) else { return };
    for status in [200, 404] {
        let answer = Answer::new(status, body);
        match ProviderMetadata::from_answer(&answer, ISSUER, &Overrides::default()) {
            Ok(metadata) => {
                assert_eq!(status, 200, "metadata out of a failure");
                agree(&metadata, document.as_ref().expect("metadata is an object"));
                address::are_safe(&metadata);
            }
            Err(error) => secrecy::is_a_code(error.code(), "metadata"),
        }
    }
}

/// The pinned issuer's, with every address as it was written.
fn agree(metadata: &ProviderMetadata, document: &Members) {
    assert_eq!(metadata.issuer, ISSUER);
    assert_eq!(document.text("issuer"), Some(ISSUER), "another issuer's metadata");
    let methods = document.member("code_challenge_methods_supported");
    assert!(
        methods.is_none_or(|methods| methods.texts().is_some_and(|methods| methods.contains(&"S256"))),
        "a provider that cannot check the code verifier"
    );
    let promised = document.member("authorization_response_iss_parameter_supported");
    assert_eq!(metadata.issuer_promised, matches!(promised, Some(Value::Boolean(true))));
    let insists = document.member("require_pushed_authorization_requests");
    assert_eq!(metadata.pushing_required, matches!(insists, Some(Value::Boolean(true))));
    let proofs = document.member("dpop_signing_alg_values_supported").and_then(Value::texts);
    assert_eq!(metadata.offers_dpop, proofs.is_some_and(|algorithms| algorithms.contains(&"ES256")));
    for (member, endpoint) in [
        ("authorization_endpoint", Some(&metadata.authorization_endpoint)),
        ("token_endpoint", Some(&metadata.token_endpoint)),
        ("jwks_uri", Some(&metadata.jwks_uri)),
        ("userinfo_endpoint", metadata.userinfo_endpoint.as_ref()),
        ("end_session_endpoint", metadata.end_session_endpoint.as_ref()),
        ("pushed_authorization_request_endpoint", metadata.pushed_authorization_request_endpoint.as_ref()),
    ] {
        assert_eq!(document.text(member), endpoint.map(|endpoint| endpoint.as_str()), "{member}");
    }
}
