//! `src/ui`: the components, the hook, the error panel, and the language.

mod elements;
mod error_panel;
mod every_error;
mod guarded;
mod intl;
mod language;
mod later;
mod session_handle;

use std::sync::Arc;

use leptos::prelude::*;
use lifen_connect::browser::Page;
use lifen_connect::session::{Error, Identity};
use lifen_connect::ui::elements::paragraph;
use lifen_connect::ui::{ConnectProvider, Guarded};

use crate::world::Tab;

/// Opens an app whose one page is for signed-in people.
fn open_guarded(tab: &mut Tab, page: Page) {
    tab.show(|| view! { <ConnectProvider page><Guarded children=greeting/></ConnectProvider> });
}

fn greeting(identity: Arc<Identity>) -> AnyView {
    paragraph(&["Welcome, ", identity.display_name()].concat())
}

/// Opens the same app where it cannot even begin.
fn open_broken(tab: &mut Tab, error: Error) {
    // Whichever way a page holds its error.
    #[allow(clippy::useless_conversion)]
    open_guarded(tab, Page { start: Err(error.into()) });
}
