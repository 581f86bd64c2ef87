//! What is published, and that it fits what is signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use provider::Misbehaviour;
use rsa::pkcs8::{EncodePublicKey as _, LineEnding};
use sha2::{Digest as _, Sha256};

use crate::relying_party::*;
use crate::signature::{is_signed_by, rsa_key};

#[tokio::test]
async fn publishes_the_same_metadata_in_both_places() {
    let relying_party = RelyingParty::new();

    let discovery = relying_party.metadata().await;
    let oauth = relying_party.get("/.well-known/oauth-authorization-server").await;

    assert_eq!(discovery.body, oauth.body);
    let metadata = discovery.json();
    assert_eq!(metadata["issuer"], ISSUER);
    assert_eq!(metadata["token_endpoint"], "http://127.0.0.1:9090/oauth/token");
    assert_eq!(metadata["code_challenge_methods_supported"][0], "S256");
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
}

#[tokio::test]
async fn signs_with_the_key_it_publishes() {
    let relying_party = RelyingParty::new();
    let answer = relying_party.token_answer().await;
    let token = answer["id_token"].as_str().unwrap();

    let keys = relying_party.keys().await.json();

    assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
    let key = &keys["keys"][0];
    assert_eq!(decoded(token).0["kid"], key["kid"]);
    assert!(is_signed_by(token, key));
    // 2048 bits.
    assert_eq!(URL_SAFE_NO_PAD.decode(key["n"].as_str().unwrap()).unwrap().len(), 256);
    assert!(key.get("d").is_none());
}

#[tokio::test]
async fn binds_the_access_token_to_the_id_token() {
    let answer = RelyingParty::new().token_answer().await;

    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());

    let hash = Sha256::digest(answer["access_token"].as_str().unwrap());
    assert_eq!(claims["at_hash"], URL_SAFE_NO_PAD.encode(&hash[..16]));
}

#[tokio::test]
async fn rotates_the_key_just_before_signing() {
    let relying_party = RelyingParty::meeting(Misbehaviour::KeysRotated);
    let before = relying_party.keys().await.json();

    let answer = relying_party.token_answer().await;

    let after = relying_party.keys().await.json();
    let token = answer["id_token"].as_str().unwrap();
    assert_ne!(before["keys"][0]["kid"], after["keys"][0]["kid"]);
    assert_eq!(decoded(token).0["kid"], after["keys"][0]["kid"]);
    assert!(!is_signed_by(token, &before["keys"][0]));
    assert!(is_signed_by(token, &after["keys"][0]));
}

#[tokio::test]
async fn signs_with_an_unpublished_key_under_a_published_name() {
    let relying_party = RelyingParty::meeting(Misbehaviour::InvalidSignature);
    let answer = relying_party.token_answer().await;
    let token = answer["id_token"].as_str().unwrap();

    let keys = relying_party.keys().await.json();

    assert_eq!(decoded(token).0["kid"], keys["keys"][0]["kid"]);
    assert!(!is_signed_by(token, &keys["keys"][0]));
}

/// The attack that works on whoever takes the algorithm from the token and the key from the provider.
#[tokio::test]
async fn signs_with_the_public_key_as_a_shared_secret() {
    let relying_party = RelyingParty::meeting(Misbehaviour::AlgorithmHs256);
    let answer = relying_party.token_answer().await;
    let (input, signature) = answer["id_token"].as_str().unwrap().rsplit_once('.').unwrap();

    let jwk = &relying_party.keys().await.json()["keys"][0];
    let secret = rsa_key(jwk).to_public_key_pem(LineEnding::LF).unwrap();

    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(input.as_bytes());
    assert!(mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).is_ok());
}

#[tokio::test]
async fn signs_with_one_of_several_keys_without_saying_which() {
    let relying_party = RelyingParty::meeting(Misbehaviour::KeyIdAbsentSeveralKeys);
    let answer = relying_party.token_answer().await;
    let token = answer["id_token"].as_str().unwrap();

    let keys = relying_party.keys().await.json();

    assert!(decoded(token).0.get("kid").is_none());
    let holding = keys["keys"].as_array().unwrap().iter().filter(|key| is_signed_by(token, key)).count();
    assert_eq!((keys["keys"].as_array().unwrap().len(), holding), (2, 1));
}

#[tokio::test]
async fn signs_userinfo_with_the_published_key() {
    let relying_party = RelyingParty::meeting(Misbehaviour::UserinfoSigned);
    let token = relying_party.access_token().await;

    let userinfo = relying_party.userinfo(&token).await;

    assert_eq!(userinfo.header("content-type"), "application/jwt");
    assert!(is_signed_by(&userinfo.body, &relying_party.keys().await.json()["keys"][0]));
    let (_, claims) = decoded(&userinfo.body);
    assert_eq!((claims["iss"].as_str(), claims["aud"].as_str()), (Some(ISSUER), Some("demo")));
}

#[tokio::test]
async fn publishes_keys_that_are_not_to_be_used() {
    for (misbehaviour, member, expected) in
        [(Misbehaviour::KeysWrongUse, "use", "enc"), (Misbehaviour::KeysWrongType, "kty", "EC")]
    {
        let relying_party = RelyingParty::meeting(misbehaviour);

        let keys = relying_party.keys().await.json();

        assert_eq!(keys["keys"][0][member], expected);
        assert_eq!(keys["keys"][0]["kid"], relying_party.id_token().await.0["kid"]);
    }
}
