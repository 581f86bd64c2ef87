use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};

use super::*;
use crate::protocol::from_base64url;
use crate::protocol::json::Object;
use crate::protocol::transport::Answer;

/// RFC 9449 §4.1.
const POINT: [&str; 2] =
    ["l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"];

fn point([x, y]: [&str; 2]) -> Vec<u8> {
    [vec![4], from_base64url(x).unwrap(), from_base64url(y).unwrap()].concat()
}

fn published_key() -> ProofKey {
    ProofKey::from_point(&point(POINT)).unwrap()
}

fn endpoint(text: &str) -> Endpoint {
    Endpoint::parse(text).unwrap()
}

fn claims(address: &Endpoint) -> ProofClaims<'_> {
    ProofClaims {
        id: Entropy([7; 32]),
        method: "POST",
        address,
        issued_at: Timestamp::from_milliseconds(1_562_262_616_999),
        nonce: None,
        access_token: None,
    }
}

/// Header and claims of what was signed.
fn parts_of(input: &ProofInput) -> [Object; 2] {
    let text = std::str::from_utf8(input.octets()).unwrap();
    let (header, claims) = text.split_once('.').unwrap();
    let object =
        |part| Object::parse(&String::from_utf8(from_base64url(part).unwrap()).unwrap()).expect("JSON");
    [object(header), object(claims)]
}

/// The `jkt` of RFC 9449 §6.1.
#[test]
fn names_the_published_key_by_its_published_thumbprint() {
    assert_eq!(published_key().thumbprint().as_str(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[test]
fn reads_a_point_as_webcrypto_exports_it_and_nothing_else() {
    let point = point(POINT);
    let compressed = [&[3], &point[1..33]].concat();

    assert!(ProofKey::from_point(&point).is_some());
    for octets in
        [&[], &point[..64], &compressed, &[&point[..], &[0]].concat(), &[&[3], &point[1..]].concat()]
    {
        assert_eq!(ProofKey::from_point(octets), None, "{octets:?}");
    }
}

/// The proof of RFC 9449 §5, member for member.
#[test]
fn says_who_proves_what_for_which_request() {
    let address = endpoint("https://server.example.com/token");

    let [header, claims] = parts_of(&claims(&address).signed_by(&published_key()));

    assert_eq!(header.text("typ"), Ok(Some("dpop+jwt")));
    assert_eq!(header.text("alg"), Ok(Some("ES256")));
    let jwk = header.object("jwk").unwrap().unwrap();
    for (member, value) in [("kty", "EC"), ("crv", "P-256"), ("x", POINT[0]), ("y", POINT[1])] {
        assert_eq!(jwk.text(member), Ok(Some(value)));
    }
    assert_eq!(jwk.members().count(), 4, "and nothing private");
    assert_eq!(claims.text("jti"), Ok(Some("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc")));
    assert_eq!(claims.text("htm"), Ok(Some("POST")));
    assert_eq!(claims.text("htu"), Ok(Some("https://server.example.com/token")));
    assert_eq!(claims.seconds("iat"), Ok(Some(1_562_262_616)));
    assert_eq!(claims.members().count(), 4, "and nothing that was not asked for");
}

/// The access token of RFC 9449 §7.1 and its `ath`.
#[test]
fn goes_with_one_access_token_and_the_nonce_of_the_server() {
    let address = endpoint("https://resource.example.org/protectedresource");
    let nonce = DpopNonce::parse("eyJ7S_zG.eyJH0-Z.HX4w-7v").unwrap();
    let token = AccessToken::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    let with_both = ProofClaims { nonce: Some(&nonce), access_token: Some(&token), ..claims(&address) };

    let [_, claims] = parts_of(&with_both.signed_by(&published_key()));

    assert_eq!(claims.text("nonce"), Ok(Some("eyJ7S_zG.eyJH0-Z.HX4w-7v")));
    assert_eq!(claims.text("ath"), Ok(Some("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")));
}

#[test]
fn names_the_address_as_a_browser_writes_it_without_its_query() {
    for (address, htu) in [
        ("https://API.example.org:443/fhir?name=x&y", "https://api.example.org/fhir"),
        ("https://api.example.org", "https://api.example.org/"),
        ("http://127.0.0.1:9090/oauth/token", "http://127.0.0.1:9090/oauth/token"),
    ] {
        let [_, claims] = parts_of(&claims(&endpoint(address)).signed_by(&published_key()));

        assert_eq!(claims.text("htu"), Ok(Some(htu)));
    }
}

#[test]
fn becomes_a_jws_that_verifies_with_its_own_key() {
    let key = SigningKey::from_slice(&[42; 32]).unwrap();
    let public = ProofKey::from_point(key.verifying_key().to_encoded_point(false).as_bytes()).unwrap();
    let address = endpoint("https://server.example.com/token");
    let input = claims(&address).signed_by(&public);
    let signature: Signature = key.sign(input.octets());

    let proof = input.with_signature(&signature.to_bytes());

    let (signed, signature) = proof.expose().rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&from_base64url(signature).unwrap()).unwrap();
    assert!(VerifyingKey::from(&key).verify(signed.as_bytes(), &signature).is_ok());
    assert_eq!(proof.expose().split('.').count(), 3);
}

#[test]
fn reads_a_nonce_that_needs_no_escape_and_no_other() {
    assert!(DpopNonce::parse("eyJ7S_zG.eyJH0-Z.HX4w-7v").is_some());
    assert!(DpopNonce::parse(&"~".repeat(1000)).is_some());
    for text in ["", "a b", "a\"b", "a\\b", "é", "a\u{7f}", "a\n"] {
        assert_eq!(DpopNonce::parse(text), None, "{text}");
    }
    assert_eq!(DpopNonce::parse(&"~".repeat(1001)), None);
}

#[test]
fn shows_neither_proof_nor_nonce_in_a_log() {
    let address = endpoint("https://server.example.com/token");
    let input = claims(&address).signed_by(&published_key());
    let nonce = DpopNonce::parse("planted").unwrap();

    assert_eq!(
        format!("{nonce:?} {input:?} {:?}", input.with_signature(&[0; 64])),
        "DpopNonce(redacted) ProofInput(redacted) DpopProof(redacted)"
    );
}

/// RFC 9449 §9, and what else a resource server may say.
#[test]
fn tells_a_nonce_that_an_api_wants_from_any_other_refusal() {
    let asks = |status, challenge: &str| {
        let mut answer = Answer::new(status, r#"{"error":"a word of its own"}"#);
        answer.headers.www_authenticate = Some(challenge.to_owned());
        asks_for_a_nonce(&answer)
    };

    assert!(asks(401, r#"DPoP error="use_dpop_nonce", error_description="Resource server requires nonce""#));
    assert!(asks(401, r#"Bearer realm="api", dpop algs="ES256", error=use_dpop_nonce"#));
    assert!(!asks(200, r#"DPoP error="use_dpop_nonce""#));
    assert!(!asks(401, r#"DPoP error="invalid_token", algs="ES256""#));
    assert!(!asks(401, r#"Bearer error="use_dpop_nonce_not""#));
}

/// RFC 9449 §8.
#[test]
fn tells_a_nonce_that_is_wanted_from_any_other_refusal() {
    let asks = |status, body: &str| asks_for_a_nonce(&Answer::new(status, body));

    assert!(asks(400, r#"{"error":"use_dpop_nonce","error_description":"…"}"#));
    assert!(asks(401, r#"{"error":"use_dpop_nonce"}"#), "as some do");
    assert!(!asks(200, r#"{"error":"use_dpop_nonce"}"#));
    for body in
        [r#"{"error":"invalid_dpop_proof"}"#, r#"{"error":["use_dpop_nonce"]}"#, "use_dpop_nonce", "", "{}"]
    {
        assert!(!asks(400, body), "{body}");
    }
}
