//! Every fault of the keys and of what is signed with them is the one it says it is.

use provider::Algorithm::{self, *};
use provider::Misbehaviour::{self, *};
use serde_json::{Value, json};

use crate::relying_party::*;
use crate::signature::{is_signed_by, octets};

/// A sign-in under a fault, for a client of an algorithm: the JWK Set before it, the ID Token, the JWK Set after it.
async fn under(misbehaviour: Misbehaviour, algorithm: Algorithm) -> (Value, String, Value) {
    let relying_party = RelyingParty::registered_for(algorithm);
    relying_party.provider.misbehave(misbehaviour);
    let before = relying_party.keys().await.json();
    let answer = relying_party.token_answer().await;
    (before, answer["id_token"].as_str().unwrap().to_owned(), relying_party.keys().await.json())
}

fn named(keys: &Value, kid: &Value) -> Value {
    let keys: Vec<_> = keys["keys"].as_array().unwrap().iter().filter(|key| key["kid"] == *kid).collect();
    let [key] = keys[..] else { panic!("one key of the name {kid}") };
    key.clone()
}

#[tokio::test]
async fn publishes_keys_for_another_operation() {
    for algorithm in Algorithm::ALL {
        let (keys, token, _) = under(KeysWrongOperations, *algorithm).await;

        let key = named(&keys, &decoded(&token).0["kid"]);
        assert_eq!((&key["key_ops"], key.get("use")), (&json!(["encrypt"]), None), "{algorithm}");
        assert!(is_signed_by(&token, &key), "{algorithm}: nothing else is wrong");
    }
}

#[tokio::test]
async fn publishes_keys_for_another_algorithm() {
    for algorithm in Algorithm::ALL {
        let (keys, token, _) = under(KeysWrongAlgorithm, *algorithm).await;

        let (header, _) = decoded(&token);
        let key = named(&keys, &header["kid"]);
        assert_eq!(header["alg"], algorithm.to_string());
        assert_ne!(key["alg"], header["alg"]);
        assert!(is_signed_by(&token, &key), "{algorithm}: nothing else is wrong");
    }
    let (keys, ..) = under(KeysWrongAlgorithm, RS256).await;
    assert_eq!(keys["keys"][0]["alg"], "RS512");
}

#[tokio::test]
async fn signs_with_a_key_that_is_too_small() {
    for algorithm in [RS256, RS384, RS512, PS256, PS384] {
        let (keys, token, _) = under(KeysTooSmall, algorithm).await;

        let key = named(&keys, &decoded(&token).0["kid"]);
        assert_eq!(octets(&key, "n").len() * 8, 1024, "{algorithm}");
        assert!(is_signed_by(&token, &key), "{algorithm}: nothing else is wrong");
    }
}

#[tokio::test]
async fn has_keys_of_the_right_size_again_when_it_behaves() {
    let relying_party = RelyingParty::meeting(KeysTooSmall);
    relying_party.token_answer().await;

    relying_party.provider.behave();

    let answer = relying_party.token_answer().await;
    let key = &relying_party.keys().await.json()["keys"][0];
    assert_eq!(octets(key, "n").len() * 8, 2048);
    assert!(is_signed_by(answer["id_token"].as_str().unwrap(), key));
}

#[tokio::test]
async fn replaces_a_key_under_its_name() {
    for algorithm in Algorithm::ALL {
        let (before, token, after) = under(KeyReplacedUnderItsName, *algorithm).await;

        let kid = &decoded(&token).0["kid"];
        assert!(!is_signed_by(&token, &named(&before, kid)), "{algorithm}");
        assert!(is_signed_by(&token, &named(&after, kid)), "{algorithm}");
    }
}

#[tokio::test]
async fn rotates_the_only_key_without_naming_it() {
    let (before, token, after) = under(KeyIdAbsentRotated, RS256).await;

    assert_eq!(decoded(&token).0.get("kid"), None);
    assert_eq!(after["keys"].as_array().unwrap().len(), 1);
    assert!(!is_signed_by(&token, &before["keys"][0]));
    assert!(is_signed_by(&token, &after["keys"][0]));
}

/// The token would be good, had the client not said what it wants.
#[tokio::test]
async fn signs_well_with_an_algorithm_nobody_registered() {
    for (algorithm, expected) in [
        (RS256, "PS256"),
        (RS384, "PS384"),
        (RS512, "PS512"),
        (PS256, "RS256"),
        (ES256, "RS256"),
        (EdDSA, "RS256"),
    ] {
        let (keys, token, _) = under(AlgorithmNotAllowed, algorithm).await;

        let (header, _) = decoded(&token);
        let key = named(&keys, &header["kid"]);
        assert_eq!(header["alg"], expected, "{algorithm}");
        assert_eq!(key.get("alg"), None, "{algorithm}");
        assert!(is_signed_by(&token, &key), "{algorithm}");
    }
}

#[tokio::test]
async fn names_a_key_that_the_algorithm_cannot_take() {
    for (algorithm, expected, key_type) in
        [(RS256, "ES256", "RSA"), (PS512, "ES256", "RSA"), (ES384, "RS256", "EC"), (EdDSA, "RS256", "OKP")]
    {
        let (keys, token, _) = under(AlgorithmConfusedFamily, algorithm).await;

        let (header, _) = decoded(&token);
        assert_eq!(header["alg"], expected, "{algorithm}");
        assert_eq!(named(&keys, &header["kid"])["kty"], key_type, "{algorithm}");
    }
}

#[tokio::test]
async fn publishes_keys_of_another_type_for_every_algorithm() {
    for (algorithm, key_type) in [(RS256, "EC"), (PS256, "EC"), (ES256, "RSA"), (EdDSA, "RSA")] {
        let (keys, token, _) = under(KeysWrongType, algorithm).await;

        assert_eq!(named(&keys, &decoded(&token).0["kid"])["kty"], key_type, "{algorithm}");
    }
}
