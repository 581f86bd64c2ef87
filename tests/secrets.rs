#![cfg(not(target_arch = "wasm32"))]
//! Whatever is logged of a session, it signs nobody in.
//!
//! Sign-ins run with secrets that are known here; everything a program could format of them, on the way in and out,
//! is searched for each secret, as it is and in the forms it takes in an address.

mod world;

use lifen_connect::protocol::transport::{Answer, EndpointRole};
use lifen_connect::session::{Call, Method};
use provider::{ClientMetadata, Dpop, Misbehaviour};
use world::secret::{is_silent_about, secrets_of};
use world::{Fault, PLACE, Tab};

#[test]
fn nothing_of_a_sign_in_that_works_can_be_read_in_a_log() {
    let mut tab = watched();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.signs_out();

    let secrets = secrets_of(&tab);

    for kind in ["state", "nonce", "code verifier", "code", "access token", "ID Token", "form", "email"] {
        assert!(secrets.iter().any(|(known, _)| *known == kind), "a sign-in has a {kind}");
    }
    is_silent_about(&tab, &secrets);
}

#[test]
fn nothing_of_proofs_and_pushed_requests_can_be_read_in_a_log() {
    let mut tab = Tab::before_a_provider(
        |settings| {
            let metadata = ClientMetadata { dpop: Dpop::Required, ..Default::default() };
            settings.client_metadata.insert("demo".to_owned(), metadata);
            settings.dpop_nonce_required = true;
        },
        r#""dpop":"required","pushed_authorization_requests":"always""#,
    );
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.signs_out();

    let secrets = secrets_of(&tab);

    for kind in ["pushed form", "request URI", "DPoP nonce", "access token"] {
        assert!(secrets.iter().any(|(known, _)| *known == kind), "a sign-in has a {kind}");
    }
    is_silent_about(&tab, &secrets);
}

/// What a log says instead: which kind of thing was there.
#[test]
fn what_holds_secrets_is_named_in_a_log() {
    let mut tab = watched();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    let answer = Answer::new(200, "planted-in-an-answer");

    assert_eq!(format!("{answer:?}"), "Answer(200, redacted)");
    assert_eq!(format!("{:?}", tab.identity().expect("somebody")), "Identity(redacted)");
}

#[test]
fn nothing_of_a_sign_in_that_fails_can_be_read_in_a_log() {
    for misbehaviour in Misbehaviour::ALL {
        let mut tab = watched();
        tab.provider.misbehave(*misbehaviour);
        tab.opens(PLACE);
        tab.signs_in_as("victor");

        is_silent_about(&tab, &secrets_of(&tab));
    }
}

/// What is asked of an API, sent to it and answered is the person's, over a stronger authentication too.
#[test]
fn nothing_of_a_call_can_be_read_in_a_log() {
    const DOCUMENT: &str = "http://127.0.0.1:9090/fhir/v3/DocumentReference/9410021";
    let mut tab = Tab::configured(r#""api_origins":["http://127.0.0.1:9090"]"#);
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    let call = Call::get(DOCUMENT).expect("an address");
    tab.makes(call.sending(Method::Put, "text/plain", "planted-in-a-body".to_owned()));
    tab.calls(DOCUMENT);
    tab.comes_back_as("victor");
    let call = tab.calls(DOCUMENT);
    assert!(tab.answer_to(call).is_ok_and(|answer| answer.body.contains("Lettre de liaison")));

    let mut secrets = secrets_of(&tab);
    for secret in ["planted-in-a-body", "9410021", "Lettre de liaison"] {
        secrets.push(("call", secret.to_owned()));
    }
    is_silent_about(&tab, &secrets);
}

#[test]
fn nothing_of_an_answer_nobody_understands_can_be_read_in_a_log() {
    for body in [
        r#"{"access_token":"planted-in-an-answer","token_type":"mac","id_token":4}"#,
        r#"{"access_token":["planted-in-an-answer"],"token_type":"Bearer"}"#,
        r#"{"access_token":"planted-in-an-answer","token_type":"Bearer","id_token":"planted-in-an-answer"}"#,
        r#"{"access_token":"planted-in-an-answer","access_token":"planted-in-an-answer"}"#,
        "planted-in-an-answer",
    ] {
        for endpoint in [EndpointRole::Token, EndpointRole::UserInfo] {
            let mut tab = watched();
            tab.network.breaks(endpoint, Fault::Says(200, body.to_owned()));
            tab.opens(PLACE);
            tab.signs_in_as("victor");

            is_silent_about(&tab, &[("token", "planted-in-an-answer".to_owned())]);
        }
    }
}

#[test]
fn nothing_of_a_response_that_leads_nowhere_can_be_read_in_a_log() {
    let mut tab = watched();
    tab.opens(PLACE);
    for query in [
        "code=planted-code&state=planted-state",
        "code=planted-code&code=planted-code",
        "state=planted-state",
    ] {
        tab.opens(&format!("/ward/callback?{query}"));
    }

    is_silent_about(&tab, &[("code", "planted-code".to_owned()), ("state", "planted-state".to_owned())]);
}

#[test]
fn nothing_that_is_told_in_an_error_is_a_secret() {
    let mut tab = watched();
    tab.opens(PLACE);
    tab.presses_sign_in();
    let response = tab.is_sent_back_refusing();
    tab.opens(&response);
    tab.opens(&response);
    tab.storage.is_blocked = true;
    tab.opens(&response);

    is_silent_about(&tab, &secrets_of(&tab));
}

/// The search finds what is there.
#[test]
#[should_panic(expected = "the secret a log shows")]
fn a_secret_in_a_log_would_be_found() {
    let mut tab = watched();
    tab.opens(PLACE);
    tab.signs_in_as("victor");

    // What is no secret is formatted, and so is found.
    is_silent_about(&tab, &[("secret", "key-1".to_owned())]);
}

fn watched() -> Tab {
    let mut tab = Tab::new();
    tab.records();
    tab
}
