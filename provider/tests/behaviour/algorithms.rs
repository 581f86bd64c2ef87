//! What is signed with the algorithm a client registered.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use provider::{Algorithm, Client, Misbehaviour};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::relying_party::*;
use crate::signature::is_signed_by;

/// Of the algorithm, as the specifications pair them: key type, curve, half the length of the hash.
const PAIRS: &[(Algorithm, &str, Option<&str>, usize)] = &[
    (Algorithm::RS256, "RSA", None, 16),
    (Algorithm::RS384, "RSA", None, 24),
    (Algorithm::RS512, "RSA", None, 32),
    (Algorithm::PS256, "RSA", None, 16),
    (Algorithm::PS384, "RSA", None, 24),
    (Algorithm::PS512, "RSA", None, 32),
    (Algorithm::ES256, "EC", Some("P-256"), 16),
    (Algorithm::ES384, "EC", Some("P-384"), 24),
    (Algorithm::ES512, "EC", Some("P-521"), 32),
    (Algorithm::EdDSA, "OKP", Some("Ed25519"), 32),
];

/// The keys of a JWK Set under a name.
fn named<'a>(keys: &'a Value, kid: &Value) -> Vec<&'a Value> {
    keys["keys"].as_array().unwrap().iter().filter(|key| key["kid"] == *kid).collect()
}

#[test]
fn every_algorithm_is_paired_here() {
    let paired: Vec<_> = PAIRS.iter().map(|(algorithm, ..)| *algorithm).collect();

    assert_eq!(paired, Algorithm::ALL);
}

#[tokio::test]
async fn signs_with_the_algorithm_of_the_client() {
    for (algorithm, key_type, curve, _) in PAIRS {
        let relying_party = RelyingParty::registered_for(*algorithm);
        let answer = relying_party.token_answer().await;
        let token = answer["id_token"].as_str().unwrap();
        let (header, _) = decoded(token);

        let keys = relying_party.keys().await.json();

        assert_eq!(header["alg"], algorithm.to_string());
        let [key] = named(&keys, &header["kid"])[..] else { panic!("{algorithm}: one key in {keys}") };
        assert_eq!((key["kty"].as_str(), key["crv"].as_str()), (Some(*key_type), *curve), "{algorithm}");
        assert_eq!((&key["alg"], &key["use"]), (&header["alg"], &json!("sig")), "{algorithm}");
        assert!(is_signed_by(token, key), "{algorithm}");
    }
}

#[tokio::test]
async fn publishes_nothing_private() {
    for algorithm in Algorithm::ALL {
        let keys = RelyingParty::registered_for(*algorithm).keys().await.json();

        for key in keys["keys"].as_array().unwrap() {
            for member in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                assert!(key.get(member).is_none(), "{algorithm} {member}");
            }
        }
    }
}

/// "the base64url encoding of the left-most half of the hash" (OIDC Core §3.1.3.6): the hash of the algorithm.
#[tokio::test]
async fn binds_the_access_token_with_the_hash_of_the_algorithm() {
    for (algorithm, _, _, half) in PAIRS {
        let answer = RelyingParty::registered_for(*algorithm).token_answer().await;
        let access_token = answer["access_token"].as_str().unwrap();
        let hash = match half {
            16 => Sha256::digest(access_token).to_vec(),
            24 => Sha384::digest(access_token).to_vec(),
            _ => Sha512::digest(access_token).to_vec(),
        };

        let (_, claims) = decoded(answer["id_token"].as_str().unwrap());

        assert_eq!(claims["at_hash"], URL_SAFE_NO_PAD.encode(&hash[..*half]), "{algorithm}");
    }
}

#[tokio::test]
async fn each_client_gets_its_own_algorithm() {
    let relying_party = RelyingParty::registered_for(Algorithm::EdDSA);
    let for_other = relying_party.code_for(&[("client_id", "other")]);

    let answer = relying_party.redeem_with(&for_other, &[("client_id", "other")]).await.json();

    assert_eq!(decoded(answer["id_token"].as_str().unwrap()).0["alg"], "RS256");
    assert_eq!(relying_party.id_token().await.0["alg"], "EdDSA");
}

#[tokio::test]
async fn says_which_algorithms_are_in_use() {
    let relying_party = RelyingParty::new();
    let of = |metadata: &Value| {
        let list = |name: &str| metadata[name].clone();
        (list("id_token_signing_alg_values_supported"), list("userinfo_signing_alg_values_supported"))
    };

    let before = of(&relying_party.metadata().await.json());
    relying_party.provider.register(Client {
        client_id: "third".into(),
        id_token_signed_response_alg: Algorithm::ES384,
        ..Default::default()
    });
    let after = of(&relying_party.metadata().await.json());

    assert_eq!(before, (json!(["RS256"]), json!(["RS256"])));
    assert_eq!(after, (json!(["RS256", "ES384"]), json!(["RS256", "ES384"])));
    assert_eq!(relying_party.keys().await.json()["keys"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn signs_userinfo_with_the_algorithm_of_the_client() {
    for algorithm in Algorithm::ALL {
        let relying_party = RelyingParty::registered_for(*algorithm);
        relying_party.provider.misbehave(Misbehaviour::UserinfoSigned);
        let token = relying_party.access_token().await;

        let userinfo = relying_party.userinfo(&token).await;

        let (header, _) = decoded(&userinfo.body);
        assert_eq!(header["alg"], algorithm.to_string());
        let keys = relying_party.keys().await.json();
        assert!(is_signed_by(&userinfo.body, named(&keys, &header["kid"])[0]), "{algorithm}");
    }
}

#[tokio::test]
async fn rotates_the_keys_of_every_algorithm() {
    for algorithm in Algorithm::ALL {
        let relying_party = RelyingParty::registered_for(*algorithm);
        relying_party.provider.misbehave(Misbehaviour::KeysRotated);
        let before = relying_party.keys().await.json();

        let answer = relying_party.token_answer().await;

        let token = answer["id_token"].as_str().unwrap();
        let after = relying_party.keys().await.json();
        let kid = &decoded(token).0["kid"];
        assert!(named(&before, kid).is_empty(), "{algorithm}");
        assert!(is_signed_by(token, named(&after, kid)[0]), "{algorithm}");
        assert!(
            !before["keys"].as_array().unwrap().iter().any(|key| is_signed_by(token, key)),
            "{algorithm}"
        );
    }
}

#[tokio::test]
async fn spoils_a_signature_of_every_algorithm() {
    for algorithm in Algorithm::ALL {
        let relying_party = RelyingParty::registered_for(*algorithm);
        relying_party.provider.misbehave(Misbehaviour::InvalidSignature);
        let answer = relying_party.token_answer().await;
        let token = answer["id_token"].as_str().unwrap();

        let keys = relying_party.keys().await.json();

        let key = named(&keys, &decoded(token).0["kid"])[0];
        assert_eq!(key["alg"], algorithm.to_string());
        assert!(!is_signed_by(token, key), "{algorithm}");
    }
}

#[tokio::test]
async fn takes_its_own_id_token_of_every_algorithm_for_a_hint() {
    for algorithm in Algorithm::ALL {
        let relying_party = RelyingParty::registered_for(*algorithm);
        let answer = relying_party.token_answer().await;
        let token = answer["id_token"].as_str().unwrap();
        let (unsigned, _) = token.rsplit_once('.').unwrap();
        let sign_out =
            |hint: &str| format!("/oidc/logout?id_token_hint={hint}&post_logout_redirect_uri={HOME}");

        let own = relying_party.get(&sign_out(token)).await;
        let forged = relying_party.get(&sign_out(&format!("{unsigned}.c2lnbmF0dXJl"))).await;

        assert_eq!((own.status.as_u16(), own.header("location")), (303, HOME), "{algorithm}");
        assert_eq!(forged.status, 400, "{algorithm}");
    }
}

#[test]
fn every_algorithm_is_found_by_its_name() {
    for algorithm in Algorithm::ALL {
        assert_eq!(algorithm.to_string().parse(), Ok(*algorithm));
    }
    assert_eq!("EdDSA".parse(), Ok(Algorithm::EdDSA));
    assert!("none".parse::<Algorithm>().is_err());
    assert!("rs256".parse::<Algorithm>().is_err());
}
