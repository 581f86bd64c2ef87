use super::*;
use crate::doctor::{Response, Unheard, Verdict};
use crate::protocol::jwk::tests::one_rsa_key;
use crate::protocol::transport::Silence;

const ISSUER: &str = "https://login.example/";
const DOCUMENT: &str = r#"{"issuer":"https://login.example/",
    "authorization_endpoint":"https://login.example/authorize","token_endpoint":"https://login.example/token",
    "jwks_uri":"https://login.example/jwks","userinfo_endpoint":"https://login.example/userinfo",
    "code_challenge_methods_supported":["S256"],"id_token_signing_alg_values_supported":["RS256","ES256"]}"#;

fn configured(members: &str) -> Box<Configuration> {
    let text = [r#"{"issuer":""#, ISSUER, r#"","client_id":"ward-7""#, members, "}"].concat();
    Configuration::parse(&text, "https://app.example/").unwrap()
}

fn asked(document: &str) -> Described {
    described(&configured(""), Some(Ok(Answer::new(200, document))))
}

fn kinds(described: &Described) -> [Kind; 3] {
    [0, 1, 2].map(|place| described.findings[place].found[0].kind)
}

fn endpoint(text: &str) -> Endpoint {
    Endpoint::parse(text).unwrap()
}

#[test]
fn accepts_a_document_that_says_everything() {
    let described = asked(DOCUMENT);

    assert_eq!(kinds(&described), [Kind::MetadataFits, Kind::PkceOffered, Kind::AlgorithmsOffered]);
    assert_eq!(described.findings[2].found[0].value, "RS256");
    assert_eq!(described.endpoints.keys, Some(endpoint("https://login.example/jwks")));
}

#[test]
fn one_fault_hides_no_other_and_no_endpoint() {
    let document = DOCUMENT.replace("login.example/\",", "login.example\",").replace("S256\"]", "plain\"]");

    let described = asked(&document.replace("\"RS256\",", ""));

    let expected = [Kind::MetadataIssuerDiffers, Kind::PkceRefused, Kind::AlgorithmsNotOffered];
    assert_eq!(kinds(&described), expected);
    assert_eq!(described.findings[0].found[0].value, "https://login.example");
    assert_eq!(described.endpoints.token, Some(endpoint("https://login.example/token")));
}

#[test]
fn tells_s256_apart_from_everything_else_about_the_metadata() {
    let described = asked(&DOCUMENT.replace("[\"S256\"]", "[\"plain\"]"));

    assert_eq!(kinds(&described), [Kind::MetadataFits, Kind::PkceRefused, Kind::AlgorithmsOffered]);
}

/// Lifen's own document has no list of algorithms.
#[test]
fn does_not_hold_silence_against_a_provider() {
    let described = asked(&DOCUMENT.replace("_supported", "_unsupported"));

    assert_eq!(kinds(&described), [Kind::MetadataFits, Kind::PkceNotTold, Kind::AlgorithmsNotTold]);
    assert!(described.findings.iter().all(|finding| finding.verdict > Verdict::Warning));
}

#[test]
fn names_metadata_that_cannot_be_used_or_had() {
    let unusable = described(&configured(""), Some(Ok(Answer::new(200, "<html>"))));
    assert_eq!(kinds(&unusable), [Kind::MetadataUnusable, Kind::NotAsked, Kind::NotAsked]);

    for (silence, kind) in [
        (Unheard::Silence(Silence::CorsRefused), Kind::CorsRefused),
        (Unheard::Silence(Silence::Unreachable), Kind::Unreachable),
        (Unheard::Silence(Silence::Timeout), Kind::NoAnswer),
        (Unheard::Silence(Silence::Offline), Kind::Offline),
        (Unheard::BlockedByPolicy, Kind::BlockedByPolicy),
    ] {
        let described = described(&configured(""), Some(Err(silence)));
        assert_eq!(kinds(&described), [kind, Kind::NotAsked, Kind::NotAsked]);
        assert_eq!(described.endpoints, Endpoints::default());
    }
}

#[test]
fn asks_for_nothing_that_the_configuration_states() {
    let configuration =
        Configuration::parse(r#"{"preset":"lifen-production","client_id":"ward-7"}"#, "https://app.example/")
            .unwrap();

    let described = described(&configuration, None);

    assert_eq!(metadata_address(&configuration), None);
    assert_eq!(kinds(&described), [Kind::MetadataNotNeeded, Kind::PkceNotTold, Kind::AlgorithmsNotTold]);
    let asked = described.endpoints.asked(&configuration);
    assert_eq!(asked.len(), 3, "{asked:?}");
}

#[test]
fn finds_a_key_that_can_be_used() {
    let address = endpoint("https://login.example/jwks");
    let judged = |document: &str, refused: &[Algorithm]| {
        let answer = Ok(Answer::new(200, document));
        keys(&configured(""), Some(&address), Some(&answer), refused).found[0].clone()
    };

    let published = one_rsa_key();
    assert_eq!(judged(&published, &[]), Found::new(Kind::KeysUsable, "RS256"));
    assert_eq!(judged(&published, &[Algorithm::Rs256]), Found::new(Kind::KeysNotImported, "RS256"));
    assert_eq!(judged(r#"{"keys":[]}"#, &[]), Found::new(Kind::KeysNoneFits, "RS256"));
    assert_eq!(judged("{}", &[]).kind, Kind::KeysUnusable);
}

#[test]
fn wants_no_keys_where_tls_stands_in_for_them() {
    let configuration = configured(r#","id_token_verification":"tls""#);

    let finding = keys(&configuration, None, None, &[]);

    assert_eq!(finding.found[0].kind, Kind::KeysNotNeeded);
    assert!(asked(DOCUMENT).endpoints.asked(&configuration).iter().all(|asked| asked.path() != "/jwks"));
}

#[test]
fn a_refusal_that_can_be_read_is_what_the_token_endpoint_should_give() {
    let address = endpoint("https://login.example/token");
    let of = |status, body: &str| {
        let answer = Ok(Answer::new(status, body));
        token_endpoint(Some(&address), Some(&answer)).found[0].clone()
    };

    let readable = Found::new(Kind::TokenEndpointReadable, "400 invalid_request");
    assert_eq!(of(400, r#"{"error":"invalid_request"}"#), readable);
    for (status, error) in [(400, "unauthorized_client"), (401, "invalid_client")] {
        let body = [r#"{"error":""#, error, "\"}"].concat();
        assert_eq!(of(status, &body), Found::new(Kind::TokenEndpointRefusesClient, error));
    }
    for (status, body) in [(404, "Not found"), (500, r#"{"error":"server_error"}"#), (200, "{}"), (405, "")] {
        assert_eq!(of(status, body).kind, Kind::TokenEndpointOdd, "{status} {body}");
    }
}

#[test]
fn asks_the_token_endpoint_without_any_code() {
    let form = empty_token_request(&configured(""));

    assert_eq!(form, "grant_type=authorization_code&client_id=ward-7");
}

#[test]
fn nothing_about_userinfo_keeps_anybody_from_signing_in() {
    let endpoints = asked(DOCUMENT).endpoints;
    let of = |answer: Heard<Answer>| userinfo(&endpoints, true, Some(&answer));

    let refused = of(Err(Unheard::Silence(Silence::CorsRefused)));
    assert_eq!((refused.found[0].kind, refused.verdict), (Kind::CorsRefused, Verdict::Warning));
    assert_eq!(of(Ok(Answer::new(401, ""))).verdict, Verdict::Good);
    assert_eq!(of(Ok(Answer::new(200, "{}"))).found[0].kind, Kind::UserInfoOdd);
    assert_eq!(userinfo(&Endpoints::default(), true, None).found[0].kind, Kind::UserInfoNone);
    assert_eq!(userinfo(&Endpoints::default(), false, None).found[0].kind, Kind::NotAsked);
}

#[test]
fn asks_the_authorization_endpoint_for_nobody_with_a_challenge_of_the_right_length() {
    let configuration = configured(r#","parameters":{"version":"2.0.0","prompt":"login"}"#);
    let address = request_for_nobody(&configuration, &endpoint("https://login.example/authorize"));

    let query = crate::protocol::form::Pairs::read(&address["https://login.example/authorize?".len()..]);
    assert_eq!(query.value("redirect_uri"), Some("https://app.example/callback"));
    assert_eq!(query.values("prompt").collect::<Vec<_>>(), ["none"]);
    assert_eq!(query.value("version"), Some("2.0.0"));
    assert_eq!(query.value("code_challenge").map(str::len), Some(43));
}

#[test]
fn asks_nobody_where_requests_have_to_be_pushed() {
    let pushing = DOCUMENT.replacen('{', r#"{"require_pushed_authorization_requests":true,"#, 1);

    assert_eq!(asked(&pushing).endpoints.authorization, None);
    assert!(asked(DOCUMENT).endpoints.authorization.is_some());
}

#[test]
fn learns_from_the_authorization_endpoint_which_redirect_uri_it_knows() {
    let of = |status, location: Option<&str>| {
        let headers = location.map(|location| ("location".to_owned(), location.to_owned()));
        let answer = Ok(Response { status, headers: headers.into_iter().collect(), body: String::new() });
        registered(&configured(""), &answer).found[0].kind
    };

    let back = "https://app.example/callback?error=login_required&state=x";
    assert_eq!(of(302, Some(back)), Kind::RedirectUriKnown);
    assert_eq!(of(400, None), Kind::RedirectUriRefused);
    for (status, location) in
        [(302, Some("https://login.example/u/login")), (200, None), (429, None), (503, None)]
    {
        assert_eq!(of(status, location), Kind::RedirectUriNotTold, "{status} {location:?}");
    }
}
