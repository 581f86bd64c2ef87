//! Every fault of what is read before a sign-in is the one it says it is.

use provider::Misbehaviour::*;

use crate::relying_party::*;

#[tokio::test]
async fn spoils_the_metadata() {
    assert_ne!(RelyingParty::meeting(MetadataIssuerMismatch).metadata().await.json()["issuer"], ISSUER);
    assert!(RelyingParty::meeting(MetadataIsHtml).metadata().await.body.starts_with("<!doctype html>"));
    assert_eq!(RelyingParty::meeting(MetadataServerError).metadata().await.status, 500);
    let slash = RelyingParty::meeting(MetadataIssuerTrailingSlash).metadata().await.json();
    assert_eq!(slash["issuer"], "http://127.0.0.1:9090");
    let without_endpoint = RelyingParty::meeting(MetadataEndpointMissing).metadata().await.json();
    assert!(without_endpoint.get("token_endpoint").is_none());
    assert!(without_endpoint.get("authorization_endpoint").is_some());
    let without_s256 = RelyingParty::meeting(MetadataWithoutS256).metadata().await.json();
    assert_eq!(without_s256["code_challenge_methods_supported"], serde_json::json!(["plain"]));
    let insecure = RelyingParty::meeting(MetadataInsecureEndpoint).metadata().await.json();
    assert_eq!(insecure["token_endpoint"], "http://login.example/oauth/token");
    assert!(
        RelyingParty::meeting(MetadataWithoutUserinfo)
            .metadata()
            .await
            .json()
            .get("userinfo_endpoint")
            .is_none()
    );
}

#[tokio::test]
async fn leaves_out_the_lists_of_the_metadata_that_are_no_promise() {
    let metadata = RelyingParty::meeting(MetadataWithoutLists).metadata().await.json();

    let lists: Vec<_> =
        metadata.as_object().unwrap().keys().filter(|name| name.ends_with("_supported")).collect();
    assert_eq!(
        lists,
        [
            "authorization_response_iss_parameter_supported",
            "code_challenge_methods_supported",
            "response_types_supported"
        ]
    );
}

#[tokio::test]
async fn spoils_the_jwk_set() {
    assert_eq!(RelyingParty::meeting(KeysEmpty).keys().await.json(), serde_json::json!({"keys": []}));
    assert_eq!(RelyingParty::meeting(KeysServerError).keys().await.status, 500);
    let unreadable = RelyingParty::meeting(KeysUnreadable).keys().await;
    assert!(serde_json::from_str::<serde_json::Value>(&unreadable.body).is_err());
}
