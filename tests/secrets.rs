#![cfg(not(target_arch = "wasm32"))]
//! Whatever is logged of a session, it signs nobody in.
//!
//! Sign-ins run with secrets that are known here; everything a program could format of them, on the way in and out,
//! is searched for each secret, as it is and in the forms it takes in an address.

mod world;

use std::time::Duration;

use lifen_connect::protocol::secret::{AccessToken, Nonce, RefreshToken};
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::{Answer, EndpointRole};
use lifen_connect::session::{Call, Effect, Event, Grant, Message, Method};
use provider::{ClientMetadata, Dpop, Misbehaviour, Settings};
use world::secret::{is_silent_about, secrets_of};
use world::{Fault, PLACE, Tab, pass, talk};

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

#[test]
fn nothing_of_a_sign_in_in_a_window_can_be_read_in_a_log() {
    let mut tab = watched();
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();
    let response = tab.is_sent_back_in_the_window_as("victor");
    let mut window = tab.duplicated();
    window.records();
    window.opens_among_others(&response);
    let mut late = tab.duplicated();
    late.records();
    late.opens(&response);
    talk(&mut [&mut tab, &mut window, &mut late]);
    assert!(tab.is_signed_in());

    let secrets: Vec<_> = [&tab, &window, &late].into_iter().flat_map(secrets_of).collect();

    for kind in ["state", "nonce", "code", "entropy", "code verifier"] {
        assert!(secrets.iter().any(|(known, _)| *known == kind), "a sign-in has a {kind}");
    }
    for tab in [&tab, &window, &late] {
        is_silent_about(tab, &secrets);
    }
}

/// Who is expected is not ours to tell.
#[test]
fn nothing_of_a_sign_in_that_another_site_asked_for_can_be_read_in_a_log() {
    let mut tab = watched();
    for issuer in ["http://127.0.0.1:9090/", "https://evil.example/"] {
        tab.opens(&format!("/ward/login?iss={issuer}&login_hint=planted-hint&target_link_uri=/ward/session"));
    }
    tab.opens("/ward/login?login_hint=planted-hint&login_hint=planted-hint");

    let mut secrets = secrets_of(&tab);
    assert!(secrets.iter().any(|(kind, _)| *kind == "entropy"));
    secrets.push(("login hint", "planted-hint".to_owned()));
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

/// Why an API refuses may be about a patient.
#[test]
fn nothing_that_an_api_says_of_a_refusal_can_be_read_in_a_log() {
    for status in [400, 401, 403, 404, 422, 429, 500] {
        let mut tab = Tab::configured(r#""api_origins":["http://127.0.0.1:9090"]"#);
        tab.records();
        tab.opens(PLACE);
        tab.signs_in_as("victor");
        let outcome = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid",
            "details":{"text":"planted-details"},"diagnostics":"planted-diagnostics","expression":["planted-path"]}]}"#;
        tab.network.the_api_is(Fault::Says(status, outcome.to_owned()));
        tab.calls("http://127.0.0.1:9090/fhir/v3/Practitioner");

        let mut secrets = secrets_of(&tab);
        for secret in ["planted-details", "planted-diagnostics", "planted-path"] {
            secrets.push(("outcome", secret.to_owned()));
        }
        is_silent_about(&tab, &secrets);
    }
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

/// A working day in two tabs: kept, told, renewed, revoked.
#[test]
fn nothing_of_a_session_that_is_renewed_and_shared_can_be_read_in_a_log() {
    let mut tab = renewing(r#""persistence":"tab","idle_lock":86400"#);
    let mut other = tab.another_tab();
    other.records();
    other.opens(PLACE);
    pass(&mut [&mut tab, &mut other], Seconds(3600));
    other.reloads();
    other.happens(Event::Active);
    pass(&mut [&mut tab, &mut other], Seconds(0));
    assert!(tab.is_signed_in() && other.is_signed_in());
    tab.signs_out();
    pass(&mut [&mut tab, &mut other], Seconds(0));

    let secrets: Vec<_> = [&tab, &other].into_iter().flat_map(secrets_of).collect();

    for kind in ["refresh token", "grant", "nonce", "token to revoke", "state of a sign-out"] {
        assert!(secrets.iter().any(|(known, text)| *known == kind && !text.is_empty()), "there is a {kind}");
    }
    is_silent_about(&tab, &secrets);
    is_silent_about(&other, &secrets);
}

#[test]
fn nothing_of_a_renewal_that_fails_can_be_read_in_a_log() {
    let is_of_it = |fault: &&Misbehaviour| {
        ["refresh", "revocation", "sign-out"].iter().any(|part| fault.to_string().starts_with(part))
    };
    assert!(Misbehaviour::ALL.iter().filter(is_of_it).count() > 15);
    for misbehaviour in Misbehaviour::ALL.iter().filter(is_of_it) {
        let mut tab = renewing("");
        tab.provider.misbehave(*misbehaviour);

        tab.lives_for(Seconds(700));
        tab.signs_out();

        is_silent_about(&tab, &secrets_of(&tab));
    }
    for body in [
        r#"{"access_token":"planted-in-an-answer","token_type":"mac","refresh_token":"planted-in-an-answer"}"#,
        r#"{"access_token":"planted-in-an-answer","token_type":"Bearer","refresh_token":["planted-in-an-answer"]}"#,
        r#"{"access_token":"planted-in-an-answer","token_type":"Bearer","id_token":"planted-in-an-answer"}"#,
        r#"{"access_token":"planted-in-an-answer","token_type":"Bearer","refresh_token":"planted-in-an-answer"}"#,
        "planted-in-an-answer",
    ] {
        let mut tab = renewing("");
        tab.network.breaks(EndpointRole::Token, Fault::Says(200, body.to_owned()));

        tab.lives_for(Seconds(700));

        is_silent_about(&tab, &[("token", "planted-in-an-answer".to_owned())]);
    }
}

/// Tokens that nobody can use, told by nobody who could have them.
#[test]
fn nothing_that_is_told_and_proves_nothing_can_be_read_in_a_log() {
    let mut signed_in = renewing("");
    let told = signed_in.recorded_effects().into_iter().find_map(|effect| match effect {
        Effect::Tell(Message::Grant(grant)) => Some(*grant),
        _ => None,
    });
    signed_in.is_gone();
    let grant = Grant {
        access_token: AccessToken::new("planted-access-token"),
        refresh_token: Some(RefreshToken::new("planted-refresh-token")),
        nonce: Nonce::new("planted-nonce"),
        ..told.expect("tokens that were told")
    };
    let mut tab = watched();
    tab.opens(PLACE);
    tab.together.tell(0, &Message::Grant(Box::new(grant)));
    tab.lives_for(Seconds(0));

    let planted = ["planted-access-token", "planted-refresh-token", "planted-nonce"];
    is_silent_about(&tab, &planted.map(|secret| ("plant", secret.to_owned())));
}

/// What says why a session is trusted is copied, and sent to whoever is asked for help.
#[test]
fn nothing_of_a_receipt_is_a_secret_or_says_who_somebody_is() {
    let mut renewed = renewing("");
    renewed.lives_for(Seconds(600));
    let mut asked = Tab::configured(r#""max_age":3600,"acr_values":"urn:example:strong""#);
    asked.records();
    asked.opens(PLACE);
    asked.signs_in_as("victor");

    for tab in [&renewed, &asked] {
        let receipt = tab.session().receipt().expect("somebody is signed in");
        let text = receipt.to_text(&|at| at.milliseconds().to_string());
        let whole = format!("{text} {:?} {:?}", receipt.evidence.findings(), receipt.renewal);
        assert!(whole.contains("nonce") && whole.contains("at_hash"), "it is told: {whole}");
        let identity = tab.identity().expect("somebody");
        let person = [identity.subject().to_owned(), identity.name.clone().expect("a name")];
        let secrets = secrets_of(tab).into_iter().chain(person.map(|person| ("person", person)));
        for (kind, secret) in secrets {
            assert!(!whole.contains(&secret), "the {kind} a receipt shows: {secret} in {whole}");
        }
    }
}

/// A tab that shares all it knows with the others: what they remember together is in `localStorage`.
#[test]
fn nothing_that_tabs_remember_together_is_a_secret() {
    let mut tab = renewing(r#""idle_lock":86400"#);
    let mut texts = Vec::new();
    for _ in 0..5 {
        tab.lives_for(Seconds(700));
        tab.happens(Event::Active);
        texts.push(tab.together.text());
    }
    tab.signs_out();
    texts.push(tab.together.text());

    for (kind, secret) in secrets_of(&tab) {
        assert!(texts.iter().all(|text| !text.contains(&secret)), "the {kind}: {texts:?}");
    }
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

/// Somebody who is signed in, at a provider whose access tokens live for ten minutes, and are renewed.
fn renewing(members: &str) -> Tab {
    let settings = Settings { access_token_lifetime: Duration::from_secs(600), ..Settings::default() };
    let scope = r#""scope":"openid profile email offline_access""#;
    let members = if members.is_empty() { scope.to_owned() } else { format!("{scope},{members}") };
    let mut tab = Tab::at_a_provider(settings, provider::Algorithm::RS256, &members);
    let metadata = ClientMetadata { refresh_tokens: true, ..ClientMetadata::default() };
    tab.provider.register_metadata("demo", metadata);
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
    tab
}

fn watched() -> Tab {
    let mut tab = Tab::new();
    tab.records();
    tab
}
