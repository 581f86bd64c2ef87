//! The wall holds: what it refuses, and what it lets through.

use super::rules::{breaches_of_a_source, breaches_of_the_provider};

#[track_caller]
fn refuses(path: &str, text: &str) {
    assert!(!breaches_of_a_source(path, text).is_empty(), "{path} should not be allowed to say: {text}");
}

#[track_caller]
fn accepts(path: &str, text: &str) {
    let breaches = breaches_of_a_source(path, text);
    assert!(breaches.is_empty(), "{path} may say: {text}\n{breaches:?}");
}

#[test]
fn refuses_an_import_from_a_layer_above() {
    refuses("src/protocol/token.rs", "use crate::session::Session;");
    refuses("src/lifen/claims.rs", "use crate::configuration::Configuration;");
    refuses("src/session/mod.rs", "use crate::browser::driver;");
    refuses("src/ui/gate.rs", "pub use crate::app::shell;");
    refuses("src/browser.rs", "use crate::ui;");
    refuses("src/doctor/host.rs", "use crate::browser::now;");
    refuses("src/doctor/host.rs", "use crate::session::Session;");
}

#[test]
fn accepts_an_import_from_a_layer_below_or_its_own() {
    accepts(
        "src/session/callback.rs",
        "use crate::protocol::token::TokenRequest; use crate::session::State;",
    );
    accepts("src/lifen/claims.rs", "use crate::protocol::json::Object;");
    accepts("src/doctor/host.rs", "use crate::configuration::Configuration; use super::Check;");
    accepts("src/app/page.rs", "use crate::{protocol, lifen, configuration, session, browser, ui, app};");
    accepts("src/protocol/mod.rs", "pub(crate) fn x() {} pub(in crate::protocol) fn y() {}");
}

#[test]
fn refuses_an_import_hidden_in_a_group_behind_a_name_or_over_several_lines() {
    refuses("src/protocol/token.rs", "use crate::{protocol::time, session::Session};");
    refuses("src/protocol/token.rs", "use crate::{protocol::{time, json}, app::{self as harmless}};");
    refuses("src/protocol/token.rs", "use crate\n    ::\n    r#session /* */ :: Session;");
    refuses("src/protocol/token.rs", "fn x() { { use crate::ui::View; } }");
}

#[test]
fn refuses_a_path_written_out_in_a_body_a_signature_or_a_macro() {
    refuses("src/protocol/token.rs", "fn x() { crate::session::Session::new() }");
    refuses("src/protocol/token.rs", "fn x(session: &crate::session::Session) {}");
    refuses("src/protocol/token.rs", "fn x() -> Vec<crate::session::Session> {}");
    refuses("src/protocol/token.rs", "macro_rules! x { () => { $crate::session::Session } }");
    refuses("src/session/view.rs", "fn x() { view! { <p>{crate::ui::words()}</p> } }");
}

#[test]
fn refuses_a_climb_to_another_layer_by_super() {
    refuses("src/protocol/token.rs", "use super::super::session::Session;");
    refuses("src/protocol/id_token/error.rs", "use super::super::super::session;");
    refuses("src/protocol/mod.rs", "use super::session::Session;");
    refuses("src/protocol/token.rs", "use super::{super::session, json};");
    refuses("src/protocol/token.rs", "mod tests { use super::super::super::session; }");
    refuses("src/protocol/token.rs", "use self::super::super::ui::x;");
}

#[test]
fn accepts_a_climb_within_the_layer() {
    accepts(
        "src/protocol/id_token/error.rs",
        "use super::super::jose; use super::super::super::protocol::jwk;",
    );
    accepts("src/protocol/token.rs", "mod tests { use super::*; use super::super::time; }");
    accepts("src/protocol/token.rs", "mod a { mod b { use super::super::super::time; } } use super::json;");
    accepts("src/session/mod.rs", "fn x(&self) { self.state; Self::new() }");
}

#[test]
fn refuses_the_root_itself_since_every_layer_hangs_on_it() {
    refuses("src/protocol/token.rs", "use crate as everything;");
    refuses("src/protocol/token.rs", "use crate::*;");
    refuses("src/protocol/token.rs", "use crate::{self as everything};");
    refuses("src/protocol/mod.rs", "use super as everything;");
    refuses("src/protocol/token.rs", "use super::super::*;");
    refuses("src/protocol/token.rs", "use crate::Session;");
}

#[test]
fn refuses_the_crates_own_name_as_a_way_around() {
    refuses("src/browser/driver.rs", "use lifen_connect::app;");
    refuses("src/session/mod.rs", "fn x() { ::lifen_connect::ui::y() }");
    refuses("src/session/mod.rs", "extern crate self as lifen_connect;");
}

#[test]
fn refuses_a_directory_that_is_no_layer_and_a_file_from_elsewhere() {
    refuses("src/utilities/mod.rs", "");
    refuses("src/protocol/mod.rs", "#[path = \"../session/mod.rs\"] mod session;");
    refuses("src/protocol/mod.rs", "include!(\"../session/mod.rs\");");
}

#[test]
fn accepts_anything_at_the_root_and_words_in_comments_and_texts() {
    accepts("src/lib.rs", "pub mod app; pub use crate::session::Session;");
    accepts("src/main.rs", "use lifen_connect::app;");
    accepts(
        "src/protocol/token.rs",
        "//! [`crate::session`]\n/// `crate::ui`\nconst X: &str = \"crate::app await\";",
    );
}

#[test]
fn refuses_a_pure_layer_that_waits() {
    refuses("src/session/mod.rs", "async fn step() {}");
    refuses("src/session/mod.rs", "fn x() { y().await }");
    refuses("src/protocol/token.rs", "fn x() -> impl Future<Output = ()> {}");
}

#[test]
fn refuses_a_pure_layer_with_a_clock_randomness_a_browser_or_a_memory() {
    for words in [
        "fn x() { std::time::SystemTime::now(); }",
        "use std::time::Instant;",
        "use js_sys::Date;",
        "fn x() { web_sys::window(); }",
        "fn x() { getrandom::fill(&mut []); }",
        "use leptos::prelude::*;",
        "use std::{net::TcpStream, fs};",
        "fn x() { println!(\"{}\", 1); }",
        "static X: std::sync::OnceLock<u8> = std::sync::OnceLock::new();",
        "static X: AtomicU32 = AtomicU32::new(0);",
    ] {
        for path in ["src/protocol/token.rs", "src/session/mod.rs", "src/lifen/mod.rs"] {
            refuses(path, words);
        }
        accepts("src/browser/clock.rs", words);
    }
}

#[test]
fn refuses_a_relying_party_that_knows_the_provider_crate() {
    refuses("src/session/state.rs", "use provider::Provider;");
    refuses("src/session/state.rs", "fn x() { ::provider::Clock::system() }");
    refuses("src/app/mod.rs", "extern crate provider;");
    refuses("src/session/mod.rs", "mod provider; use ::provider::Clock;");
}

#[test]
fn accepts_words_that_only_sound_impure() {
    accepts("src/protocol/endpoint.rs", "fn x(host: &str) { host.parse::<std::net::Ipv4Addr>() }");
    accepts("src/session/mod.rs", "fn x() -> core::time::Duration { self.environment }");
    accepts("src/protocol/json.rs", "fn x() { let depth = std::cell::Cell::new(0); }");
}

#[test]
fn accepts_a_module_of_that_name() {
    accepts("src/session/mod.rs", "mod provider; use provider::Provider;");
    accepts("src/session/state.rs", "use super::provider::Keys; fn x() { self.provider.keys }");
    accepts("src/session/state.rs", "use super::provider; fn x() { provider::silent() }");
}

#[test]
fn refuses_a_provider_that_knows_the_relying_party() {
    for text in ["use lifen_connect::protocol;", "#[path = \"../../src/protocol/jose.rs\"] mod jose;"] {
        assert!(!breaches_of_the_provider("provider/src/jws.rs", text).is_empty(), "{text}");
    }
    assert!(
        breaches_of_the_provider("provider/src/jws.rs", "//! lifen_connect\nuse crate::keys;").is_empty()
    );
}

#[test]
fn names_the_file_the_line_and_what_is_wrong() {
    let breaches = breaches_of_a_source("src/protocol/token.rs", "\n\nuse crate::session::Session;");

    let told: Vec<_> = breaches.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["src/protocol/token.rs:3: `protocol` may not import `session`, which is above it"]);
}
