use super::*;
use crate::protocol::jwk::tests::one_rsa_key;
use crate::protocol::to_base64url;

fn token(header: &str) -> String {
    format!("{}.{}.{}", to_base64url(header.as_bytes()), to_base64url(b"{}"), to_base64url(b"signature"))
}

fn parse(token: &str) -> Result<Jws, JwsError> {
    Jws::parse(token, &[Algorithm::Rs256])
}

#[test]
fn takes_the_published_example_of_rfc_7515_apart() {
    // RFC 7515 appendix A.2.1: the header {"alg":"RS256"}.
    let jws = parse("eyJhbGciOiJSUzI1NiJ9.e30.AAAA").unwrap();

    assert_eq!(jws.0.algorithm, Algorithm::Rs256);
    assert_eq!(jws.0.content.signing_input, "eyJhbGciOiJSUzI1NiJ9.e30");
    assert_eq!(jws.0.content.signature, [0, 0, 0]);
}

#[test]
fn refuses_an_algorithm_that_the_configuration_does_not_allow() {
    for found in ["none", "None", "HS256", "RS512", "ES256"] {
        let refused = JwsError::AlgorithmRefused { found: found.to_owned() };
        assert_eq!(parse(&token(&format!(r#"{{"alg":"{found}"}}"#))), Err(refused));
    }
}

#[test]
fn refuses_a_critical_extension() {
    assert_eq!(parse(&token(r#"{"alg":"RS256","crit":["b64"]}"#)), Err(JwsError::CriticalHeader));
}

#[test]
fn refuses_what_is_no_compact_serialization() {
    for text in [
        "",
        "a",
        "a.b",
        "a.b.c",
        "e30.e30.",
        "eyJhbGciOiJSUzI1NiJ9.e30.AAAA=",
        "eyJhbGciOiJSUzI1NiJ9.e.30.AA",
    ] {
        assert_eq!(parse(text), Err(JwsError::Malformed), "{text}");
    }
}

#[test]
fn refuses_an_oversized_token_before_it_looks_inside() {
    assert_eq!(parse(&"a".repeat(LARGEST + 1)), Err(JwsError::TooLarge));
}

#[test]
fn accepts_a_token_as_large_as_it_may_be() {
    let frame = token(r#"{"alg":"RS256"}"#).replace("e30", "");
    let payload = "A".repeat(32 * 1024 - frame.len());

    let largest = frame.replace("..", &format!(".{payload}."));

    assert_eq!(largest.len(), 32 * 1024);
    assert!(parse(&largest).is_ok());
}

#[test]
fn makes_a_proof_only_of_a_signature_that_was_found_valid() {
    let keys = JwkSet::parse(&one_rsa_key()).unwrap();
    let check = parse(&token(r#"{"alg":"RS256"}"#)).unwrap().check_against(&keys).unwrap();

    assert_eq!(
        check.clone().answered(true).map(|verified| verified.proof()),
        Ok(Proof::Signature(Algorithm::Rs256))
    );
    assert_eq!(check.answered(false), Err(JwsError::SignatureInvalid { algorithm: Algorithm::Rs256 }));
}
