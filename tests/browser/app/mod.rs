//! `src/app`: the pages, what stands around them, and how a person moves between them.

mod chrome;
mod doctor;
mod document;
mod farewell;
mod language_switch;
mod locked;
mod moving;
mod notices;
mod pages;
mod practitioners;
mod receipt;
mod session_page;
mod settings;
mod sign_up;
mod time_left;

use serde_json::json;

use crate::world::{Network, Person, Reply, Return, Tab, configuration};

/// Opens the app at an address, signed out.
fn open_at(place: &str) -> Tab {
    let tab = Tab::at(place);
    Network::answering(|_| Reply::Failure);
    tab.configured_with(&configuration(&json!({ "name": "Ward 7" })));
    lifen_connect::app::start();
    tab
}

/// Comes back from the provider and sees the session.
async fn open_signed_in(with: Return) -> Tab {
    let tab = Tab::returning();
    Return { place: "/session?from=link#trust", ..with }.happens(&tab).await;
    lifen_connect::app::start();
    tab.see_page("session").await;
    tab
}

/// Comes back from the provider to the page of an error.
async fn open_failed() -> Tab {
    let tab = Tab::returning();
    Return { token: Some(Reply::Answer(400, r#"{"error":"invalid_grant"}"#.into())), ..Return::default() }
        .happens(&tab)
        .await;
    lifen_connect::app::start();
    tab.see_page("error").await;
    tab
}
