use super::*;
use crate::protocol::to_base64url;

/// The shape of a 2048-bit RSA key; no signature was ever made with it.
pub(crate) fn rsa_key(kid: &str, rest: &str) -> String {
    let modulus = to_base64url(&[kid.as_bytes().first().unwrap_or(&0) | 0x80; 256]);
    format!(r#"{{"kty":"RSA","kid":"{kid}","n":"{modulus}","e":"AQAB"{rest}}}"#)
}

/// A JWK Set with one RSA key without a name.
pub(crate) fn one_rsa_key() -> String {
    format!(r#"{{"keys":[{}]}}"#, rsa_key("", "").replace(r#""kid":"","#, ""))
}

fn keys(list: &str) -> JwkSet {
    JwkSet::parse(&format!(r#"{{"keys":[{list}]}}"#)).unwrap()
}

fn modulus_of<'a>(set: &'a JwkSet, kid: &str) -> &'a str {
    set.choose(Algorithm::Rs256, Some(kid)).unwrap().member("n").unwrap()
}

/// RFC 8037 appendix A.2.
const ED25519: &str =
    r#"{"kty":"OKP","crv":"Ed25519","kid":"e","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// RFC 7515 appendix A.3.1.
const P256: &str = r#"{"kty":"EC","crv":"P-256","kid":"p",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

#[test]
fn chooses_the_key_the_token_names() {
    let set = keys(&format!("{},{}", rsa_key("a", ""), rsa_key("b", r#","use":"sig","alg":"RS256""#)));

    assert_ne!(modulus_of(&set, "a"), modulus_of(&set, "b"));
    assert_eq!(modulus_of(&set, "b"), to_base64url(&[b'b' | 0x80; 256]));
    assert_eq!(set.choose(Algorithm::Rs256, Some("c")), Err(NoKey::NotFound));
}

#[test]
fn chooses_the_only_key_for_a_token_that_names_none_and_refuses_to_guess_among_several() {
    let one = keys(&rsa_key("a", ""));
    let two = keys(&format!("{},{}", rsa_key("a", ""), rsa_key("b", "")));

    assert!(one.choose(Algorithm::Rs256, None).is_ok());
    assert_eq!(two.choose(Algorithm::Rs256, None), Err(NoKey::Ambiguous));
}

/// OIDC Core §10.1 wants a `kid` where several keys *could* have signed; keys of other kinds could not.
#[test]
fn chooses_by_kind_and_curve_where_the_token_names_no_key() {
    let set = keys(&format!("{},{P256},{ED25519}", rsa_key("a", "")));

    for (algorithm, kind) in [
        (Algorithm::Rs256, "RSA"),
        (Algorithm::Ps512, "RSA"),
        (Algorithm::Es256, "EC"),
        (Algorithm::EdDsa, "OKP"),
    ] {
        assert_eq!(set.choose(algorithm, None).unwrap().member("kty"), Some(kind));
    }
    for algorithm in [Algorithm::Es384, Algorithm::Es512] {
        assert_eq!(set.choose(algorithm, None), Err(NoKey::NotFound));
    }
}

#[test]
fn hands_out_the_members_that_make_the_key_and_no_other() {
    let set = keys(&format!(
        "{},{P256},{ED25519}",
        rsa_key("a", r#","use":"sig","alg":"RS256","key_ops":["verify"],"ext":true,"x5c":["x"]"#)
    ));
    let names = |algorithm| {
        let key = set.choose(algorithm, None).unwrap();
        key.members().iter().map(|(name, _)| *name).collect::<Vec<_>>()
    };

    assert_eq!(names(Algorithm::Rs256), ["kty", "n", "e"]);
    assert_eq!(names(Algorithm::Es256), ["kty", "crv", "x", "y"]);
    assert_eq!(names(Algorithm::EdDsa), ["kty", "crv", "x"]);
}

#[test]
fn passes_over_keys_that_cannot_have_signed() {
    for unusable in [
        rsa_key("a", r#","use":"enc""#),
        rsa_key("a", r#","key_ops":["encrypt"]"#),
        rsa_key("a", r#","key_ops":"verify""#),
        rsa_key("a", r#","use":["sig"]"#),
        rsa_key("a", r#","alg":"RS512""#),
        rsa_key("a", r#","alg":256"#),
        rsa_key("a", r#","alg":"RSA-OAEP""#),
        P256.replace(r#""kid":"p""#, r#""kid":"a""#),
        r#"{"kty":"RSA","kid":"a","e":"AQAB"}"#.to_owned(),
        r#"{"kty":"oct","kid":"a","k":"AQAB"}"#.to_owned(),
        r#"{"kid":"a"}"#.to_owned(),
        rsa_key("a", "").replace(r#""kid":"a""#, r#""kid":7"#),
        "42".to_owned(),
    ] {
        assert_eq!(keys(&unusable).choose(Algorithm::Rs256, Some("a")), Err(NoKey::NotFound), "{unusable}");
    }
}

#[test]
fn passes_over_an_rsa_key_of_fewer_than_2048_bits() {
    let with_modulus = |octets: &[u8]| {
        let key = format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, to_base64url(octets));
        keys(&key).choose(Algorithm::Rs256, None).is_ok()
    };

    assert!(with_modulus(&[0x80; 256]));
    assert!(with_modulus(&[0xff; 512]));
    // A leading zero, as some encoders write it, counts for nothing.
    assert!(with_modulus(&[&[0], &[0x80; 256][..]].concat()));
    assert!(with_modulus(&[0x01; 257]));
    assert!(!with_modulus(&[0x7f; 256]));
    assert!(!with_modulus(&[&[0], &[0xff; 255][..]].concat()));
    assert!(!with_modulus(&[0xff; 128]));
    assert!(!with_modulus(&[0; 300]));
    assert!(!with_modulus(&[]));
}

#[test]
fn refuses_a_document_without_a_list_of_keys() {
    let read = |status, body: &str| JwkSet::read(&Answer::new(status, body));

    assert_eq!(read(200, "<html>"), Err(KeysError::Unreadable));
    assert_eq!(read(200, r#"{"keys":{}}"#), Err(KeysError::Unreadable));
    assert_eq!(read(503, r#"{"keys":[]}"#), Err(KeysError::HttpStatus { status: 503 }));
    assert!(read(200, r#"{"keys":[]}"#).is_ok());
    let said = KeysError::HttpStatus { status: 503 }.to_string();
    assert_eq!(said, "the JWK Set's address answered HTTP 503");
    assert_eq!(KeysError::Unreadable.to_string(), "the JWK Set is no JSON object with a list `keys`");
}
