use super::*;
use crate::protocol::dpop::ProofKey;
use crate::protocol::pkce::CodeVerifier;
use crate::protocol::secret::{Entropy, LoginHint};
use crate::protocol::time::Seconds;

fn confirm(query: &str) -> Result<AuthorizationCode, AuthorizationError> {
    let state = State::new("the-state");
    let expected =
        ExpectedResponse { state: &state, issuer: "https://login.lifen.fr/", issuer_promised: false };
    AuthorizationResponse::parse(query).expect("a response").confirm(&expected, &mut Evidence::default())
}

fn code_of(result: Result<AuthorizationCode, AuthorizationError>) -> &'static str {
    result.expect_err("an error").code()
}

#[test]
fn asks_with_exactly_the_parameters_of_the_documented_request() {
    let address = address(&AuthenticationRequirements::default());

    assert_eq!(
        address,
        "https://login.lifen.fr/authorize?response_type=code&client_id=i1OU7pVVP3e1Qbux1Lvcf9fuRGt36bnq\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&scope=openid+profile+email\
         &state=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE&nonce=AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
         &code_challenge=g77gcvvTQj90gfwWOCFjatjPtz-u8N0FgfOXnqDHMbk&code_challenge_method=S256&version=2.0.0"
    );
}

#[test]
fn asks_for_an_age_and_a_context_of_the_authentication() {
    let address = address(&AuthenticationRequirements {
        max_age: Some(Seconds(0)),
        acr_values: Some("eidas2 eidas3".to_owned()),
        acr_is_voluntary: false,
    });

    assert!(address.ends_with("&max_age=0&acr_values=eidas2+eidas3&prompt=none&version=2.0.0"), "{address}");
}

#[test]
fn passes_on_who_is_expected_once_whatever_the_deployment_says_of_everybody() {
    let requirements = AuthenticationRequirements::default();
    let parameter = |name: &str| (name.to_owned(), "ward@hospital.example".to_owned());
    let parameters = [parameter("login_hint"), parameter("x")];

    let hinted = address_with(&requirements, Some(&LoginHint::new("victor@hospital.example")), &parameters);
    let as_deployed = address_with(&requirements, None, &parameters);

    assert!(hinted.ends_with("&login_hint=victor%40hospital.example&x=ward%40hospital.example"), "{hinted}");
    assert!(
        as_deployed.ends_with("&login_hint=ward%40hospital.example&x=ward%40hospital.example"),
        "{as_deployed}"
    );
    assert_eq!(hinted.matches("login_hint").count(), 1);
}

#[test]
fn binds_the_code_to_a_key_and_says_what_the_tokens_are_for() {
    let point = [&[4][..], &[1; 64]].concat();
    let key = ProofKey::from_point(&point).unwrap().thumbprint();
    let target = Target {
        resource: vec!["https://api.example/fhir".to_owned(), "urn:x".to_owned()],
        audience: Some("the API".to_owned()),
        authorization_details: Some(r#"[{"type":"letter"}]"#.to_owned()),
    };

    let asked = asking(&AuthenticationRequirements::default(), |request, endpoint| {
        AuthorizationRequest { dpop_jkt: Some(&key), target: &target, ..request }.address(endpoint)
    });

    let expected = [
        "&code_challenge_method=S256&dpop_jkt=",
        key.as_str(),
        "&audience=the+API&authorization_details=%5B%7B%22type%22%3A%22letter%22%7D%5D\
         &resource=https%3A%2F%2Fapi.example%2Ffhir&resource=urn%3Ax&version=2.0.0",
    ]
    .concat();
    assert!(asked.ends_with(&expected), "{asked}");
}

/// RFC 9126 §2.1: "A client sends the parameters that comprise an authorization request directly to the PAR endpoint."
#[test]
fn asks_the_same_in_a_form() {
    asking(&AuthenticationRequirements::default(), |request, endpoint| {
        let address = request.address(endpoint);

        assert_eq!(address.split_once('?').unwrap().1, request.form().expose());
        String::new()
    });
}

fn address(requirements: &AuthenticationRequirements) -> String {
    asking(requirements, |request, endpoint| request.address(endpoint))
}

fn address_with(
    requirements: &AuthenticationRequirements,
    login_hint: Option<&LoginHint>,
    parameters: &[(String, String)],
) -> String {
    asking(requirements, |request, endpoint| {
        AuthorizationRequest { login_hint, parameters, ..request }.address(endpoint)
    })
}

fn asking(
    requirements: &AuthenticationRequirements,
    ask: impl FnOnce(AuthorizationRequest<'_>, &Endpoint) -> String,
) -> String {
    let parameters = [("version".to_owned(), "2.0.0".to_owned())];
    let request = AuthorizationRequest {
        client_id: "i1OU7pVVP3e1Qbux1Lvcf9fuRGt36bnq",
        redirect_uri: &Endpoint::parse("https://app.example/callback").unwrap(),
        scope: "openid profile email",
        state: &State::from(Entropy([1; 32])),
        nonce: &Nonce::from(Entropy([2; 32])),
        code_challenge: &CodeVerifier::from(Entropy([3; 32])).challenge(),
        requirements,
        silently: requirements.max_age.is_some(),
        login_hint: None,
        dpop_jkt: None,
        target: &Target::default(),
        parameters: &parameters,
    };
    ask(request, &Endpoint::parse("https://login.lifen.fr/authorize").unwrap())
}

#[test]
fn accepts_the_code_of_the_response_that_was_asked_for() {
    let code = confirm("?code=-5GyxALXWWMPbhsl&state=the-state&iss=https%3A%2F%2Flogin.lifen.fr%2F&other=1");

    assert_eq!(code.unwrap().expose(), "-5GyxALXWWMPbhsl");
}

#[test]
fn refuses_a_state_that_is_missing_or_another_one() {
    assert_eq!(code_of(confirm("code=x")), "authorization-state-missing");
    assert_eq!(code_of(confirm("code=x&state=forged")), "authorization-state-unknown");
}

#[test]
fn refuses_a_parameter_that_comes_twice() {
    for query in ["code=x&code=y&state=the-state", "code=x&state=the-state&state=the-state"] {
        assert_eq!(code_of(confirm(query)), "authorization-parameter-repeated");
    }
}

#[test]
fn refuses_a_response_of_another_issuer_even_when_it_is_an_error() {
    for query in [
        "code=x&state=the-state&iss=https://evil.example/",
        "error=x&state=the-state&iss=https://login.lifen.fr",
    ] {
        assert_eq!(code_of(confirm(query)), "authorization-issuer-mismatch");
    }
}

#[test]
fn refuses_a_response_without_the_issuer_that_the_metadata_promises() {
    let state = State::new("s");
    let expected =
        ExpectedResponse { state: &state, issuer: "https://login.lifen.fr/", issuer_promised: true };

    let result =
        AuthorizationResponse::parse("code=x&state=s").unwrap().confirm(&expected, &mut Evidence::default());

    assert_eq!(code_of(result), "authorization-issuer-missing");
}

#[test]
fn tells_a_refusal_by_the_person_from_any_other_error_of_the_provider() {
    let denied = confirm("error=access_denied&error_description=Non+merci&state=the-state").unwrap_err();
    let refused = confirm("error=invalid_scope&state=the-state").unwrap_err();

    assert_eq!((denied.code(), denied.quotation()), ("authorization-denied", Some("Non merci")));
    assert_eq!((refused.code(), refused.quotation()), ("authorization-refused", None));
}

#[test]
fn tells_a_bad_moment_and_a_question_for_the_person_from_a_refusal() {
    for (error, code) in [
        ("server_error", "authorization-unavailable"),
        ("temporarily_unavailable", "authorization-unavailable"),
        ("login_required", "authorization-interaction-required"),
        ("consent_required", "authorization-interaction-required"),
        ("unmet_authentication_requirements", "authorization-refused"),
        ("a_code_of_its_own", "authorization-refused"),
    ] {
        let query = format!("error={error}&error_description=Plus+tard&state=the-state");
        let refused = confirm(&query).unwrap_err();

        assert_eq!((refused.code(), refused.quotation()), (code, Some("Plus tard")), "{error}");
        assert!(refused.to_string().ends_with(error), "{refused}");
    }
}

#[test]
fn refuses_a_response_without_code_and_error() {
    assert_eq!(code_of(confirm("state=the-state")), "authorization-response-incomplete");
    assert_eq!(code_of(confirm("code=&state=the-state")), "authorization-response-incomplete");
}

#[test]
fn takes_a_plain_visit_of_the_redirect_route_for_no_response() {
    assert_eq!(AuthorizationResponse::parse(""), None);
    assert_eq!(AuthorizationResponse::parse("?utm_source=mail"), None);
}
