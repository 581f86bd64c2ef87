//! The error panel: what happened, what to do now, what is not lost.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use lifen_connect::configuration::ConfigurationError;
use lifen_connect::protocol::authorization::AuthorizationError;
use lifen_connect::protocol::id_token::IdTokenError;
use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::token::TokenError;
use lifen_connect::protocol::transport::{EndpointRole, Silence, TransportError};
use lifen_connect::session::{EnvironmentError, Error, SessionError};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use super::open_broken;
use crate::world::{Clock, Person, Tab, after_a_while, change, listen_for_now, until};

const REPLAYED: Error = Error::Authorization(AuthorizationError::StateReplayed);
const UNREACHABLE: Error =
    Error::Transport(TransportError { endpoint: EndpointRole::Token, silence: Silence::Unreachable });
const STORAGE_BLOCKED: Error = Error::Environment(EnvironmentError::StorageBlocked);
const NOT_SET_UP: Error = Error::Configuration(ConfigurationError::Missing);

fn denied(description: &str) -> Error {
    Error::Authorization(AuthorizationError::Denied { description: Some(description.to_owned()) })
}

fn opened(error: Error, language: &str) -> Tab {
    let mut tab = Tab::new();
    tab.speaks(language);
    open_broken(&mut tab, error);
    tab
}

#[wasm_bindgen_test]
fn offers_one_next_step_for_each_remedy_in_both_languages() {
    for (error, language, title, step) in [
        (REPLAYED, "en", "This sign-in link was already used", "Sign in again"),
        (REPLAYED, "fr", "Ce lien de connexion a déjà servi", "Reprendre la connexion"),
        (UNREACHABLE, "en", "Lifen cannot be reached", "Try again"),
        (UNREACHABLE, "fr", "Lifen est injoignable", "Réessayer"),
        (STORAGE_BLOCKED, "en", "This browser will not let us remember anything", "Try again"),
        (STORAGE_BLOCKED, "fr", "Ce navigateur ne nous laisse rien retenir", "Réessayer"),
        (NOT_SET_UP, "en", "This application is not set up yet", "Copy for support"),
        (NOT_SET_UP, "fr", "Cette application n’est pas encore réglée", "Copier pour l’assistance"),
    ] {
        let tab = opened(error, language);

        assert_eq!(tab.text_of("h1"), title);
        assert_eq!(tab.text_of(".primary"), step, "{title}");
    }
}

#[wasm_bindgen_test]
fn says_that_the_place_is_kept_where_a_new_sign_in_leads_there() {
    let kept = "Nothing is lost: you will come back to the page you asked for.";

    for error in [REPLAYED, UNREACHABLE] {
        assert!(opened(error, "en").text().contains(kept));
    }
    for error in [STORAGE_BLOCKED, NOT_SET_UP, Error::Session(SessionError::PersonElsewhere)] {
        opened(error, "en").see_nothing_of(kept);
    }
}

#[wasm_bindgen_test]
fn keeps_the_technical_sentence_for_the_details_and_shows_the_code() {
    let tab = opened(UNREACHABLE, "fr");

    assert_eq!(tab.text_of("details summary"), "Détails pour l’assistance");
    assert_eq!(tab.text_of("details p[lang=en]"), "token endpoint: no connection");
    assert_eq!(tab.attribute_of("details", "open"), None);
    assert_eq!(tab.text().matches("token endpoint").count(), 1);
    assert_eq!(tab.text_of(".reference code"), "transport-unreachable");
}

#[wasm_bindgen_test]
fn shows_the_details_at_once_where_handing_them_on_is_the_one_thing_to_do() {
    let tab = opened(NOT_SET_UP, "en");

    assert_eq!(tab.attribute_of("details", "open"), Some(String::new()));
}

#[wasm_bindgen_test]
fn shows_when_it_happened_beside_the_code() {
    let reference = opened(UNREACHABLE, "en").text_of(".reference");

    let time = reference.split(" · ").nth(1).expect("a time");
    assert!(time.len() == 5 && time.as_bytes()[2] == b':', "{reference}");
}

/// What is dictated on the telephone is what was copied, in whichever language the page is read.
#[wasm_bindgen_test]
async fn calls_a_failure_by_one_name_on_the_page_and_in_what_is_copied() {
    let tab = opened(UNREACHABLE, "en");
    let clipboard = clipboard(&tab, |_| Promise::resolve(&JsValue::UNDEFINED));

    let name = reference_on(&tab);
    tab.click("Copy for support");
    tab.see("Copied. It contains nothing secret.").await;

    assert!(name.len() == 9 && name.as_bytes()[4] == b'-', "{name}");
    assert!(clipboard.take()[0].contains(&format!("\n{name} 2")), "with the moment");
}

#[wasm_bindgen_test]
async fn keeps_the_name_of_a_failure_when_it_is_told_again_and_gives_another_to_the_next() {
    let clock = Clock::stopped();
    let mut tab = Tab::new();
    open_broken(&mut tab, UNREACHABLE);
    let name = reference_on(&tab);
    clock.sleep(60.0);
    let mut other = Tab::new();
    open_broken(&mut other, UNREACHABLE);

    assert_ne!(reference_on(&other), name);
}

#[wasm_bindgen_test]
async fn copies_the_id_by_which_the_provider_finds_it_and_not_what_else_it_said() {
    let said = "No account victor@hospital.example. Correlation ID: 7ac33f2b-1111-4444-8888-99aabbccdd11.";
    let tab = opened(denied(said), "en");
    let clipboard = clipboard(&tab, |_| Promise::resolve(&JsValue::UNDEFINED));

    tab.click("Copy for support");

    tab.see("Copied. It contains nothing secret.").await;
    let [copied] = clipboard.take().try_into().expect("one text");
    assert_eq!(copied.lines().last(), Some("provider: 7ac33f2b-1111-4444-8888-99aabbccdd11"));
    assert!(!copied.contains("victor"), "{copied}");
}

fn reference_on(tab: &Tab) -> String {
    let reference = tab.text_of(".reference");
    reference.rsplit('\u{a0}').next().expect("a reference").to_owned()
}

#[wasm_bindgen_test]
fn quotes_the_provider_as_text_and_never_as_markup() {
    let said = "<img src=x onerror=alert(1)> <b>No</b> &amp; never";

    for error in [denied(said), Error::Token(TokenError::GrantRefused { description: Some(said.to_owned()) })]
    {
        let tab = opened(error, "en");

        assert_eq!(tab.text_of("q"), said);
        assert!(tab.text().contains("Lifen answered: "));
        assert_eq!(tab.count("img, b"), 0);
    }
}

#[wasm_bindgen_test]
fn quotes_nobody_who_said_nothing() {
    let tab = opened(Error::Authorization(AuthorizationError::Denied { description: None }), "en");

    assert_eq!(tab.count("q"), 0);
    tab.see_nothing_of("Lifen answered");
}

#[wasm_bindgen_test]
async fn tells_how_far_the_clock_is_off_and_which_way() {
    let fast = Error::IdToken(IdTokenError::Expired { ago: Seconds(600), clock_ahead: Some(Seconds(720)) });
    let slow = Error::IdToken(IdTokenError::IssuedInTheFuture { ahead: Seconds(300) });

    for (error, language, sentence) in [
        (&fast, "en", "clock seems to be about 12 mins fast."),
        (&fast, "fr", "semble en avance d’environ 12\u{a0}min."),
        (&slow, "en", "clock seems to be about 5 mins slow."),
        (&slow, "fr", "semble en retard d’environ 5\u{a0}min."),
    ] {
        opened(error.clone(), language).see(sentence).await;
    }
    opened(REPLAYED, "en").see_nothing_of("clock");
}

#[wasm_bindgen_test]
fn is_red_where_something_is_unsafe_and_amber_elsewhere() {
    assert_eq!(opened(Error::IdToken(IdTokenError::NonceMismatch), "en").count(".error.red"), 1);
    assert_eq!(opened(UNREACHABLE, "en").count(".error.amber"), 1);
}

#[wasm_bindgen_test]
async fn loads_the_page_again_once_the_browsers_settings_have_changed() {
    let tab = opened(STORAGE_BLOCKED, "en");

    tab.click("Try again");

    assert!(until(|| tab.departures() == ["reload"]).await, "{:?}", tab.departures());
}

#[wasm_bindgen_test]
async fn copies_what_support_needs_and_says_so() {
    for (error, code) in [(NOT_SET_UP, "configuration-missing"), (UNREACHABLE, "transport-unreachable")] {
        let sentence = error.to_string();
        let tab = opened(error, "en");
        let clipboard = clipboard(&tab, |_| Promise::resolve(&JsValue::UNDEFINED));

        tab.click("Copy for support");

        tab.see("Copied. It contains nothing secret.").await;
        assert_eq!(tab.count("[role=status]"), 1);
        let [copied] = clipboard.take().try_into().expect("one text");
        let lines: Vec<&str> = copied.lines().collect();
        assert_eq!(lines[..2], [code, &sentence]);
        assert!(lines.len() == 3 && lines[2].ends_with('Z'), "a name and a moment: {copied}");
    }
}

#[wasm_bindgen_test]
async fn does_not_say_copied_when_the_browser_refused() {
    let tab = opened(NOT_SET_UP, "en");
    clipboard(&tab, |_| Promise::reject(&JsValue::from_str("not allowed")));

    tab.click("Copy for support");
    after_a_while().await;

    tab.see_nothing_of("Copied");
}

/// Plain http: the very page that asks to be copied has no clipboard.
#[wasm_bindgen_test]
async fn survives_a_browser_without_a_clipboard() {
    let tab = opened(Error::Environment(EnvironmentError::InsecureContext), "en");
    change::set(&tab.window().navigator(), "clipboard", &JsValue::UNDEFINED);
    let broken = Rc::new(RefCell::new(false));
    let seen = Rc::clone(&broken);
    listen_for_now(&tab.window(), "error", move |event| {
        event.prevent_default();
        seen.replace(true);
    });

    tab.click("Copy for support");
    after_a_while().await;

    assert!(!*broken.borrow(), "the button threw an exception");
    tab.see_nothing_of("Copied");
}

/// A clipboard that keeps what is written to it.
fn clipboard(tab: &Tab, answer: impl Fn(&str) -> Promise + 'static) -> Rc<RefCell<Vec<String>>> {
    let kept: Rc<RefCell<Vec<String>>> = Rc::default();
    let keep = Rc::clone(&kept);
    let write = move |text: String| {
        let answer = answer(&text);
        keep.borrow_mut().push(text);
        answer
    };
    let clipboard = Object::new();
    let write = Closure::<dyn FnMut(String) -> Promise>::new(write).into_js_value();
    Reflect::set(&clipboard, &"writeText".into(), &write).expect("a plain object");
    change::set(&tab.window().navigator(), "clipboard", &clipboard);
    kept
}
