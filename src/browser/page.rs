//! The very first thing a page does.

use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::clock::now;
use super::navigation::{current_place, scrub};
use super::storage::{kept, leaves_unasked, memory, resume, take_goodbye};
use super::{crypto, shared};
use crate::configuration::features::INITIATED;
use crate::configuration::{Configuration, ConfigurationError};
use crate::protocol::authorization::AuthorizationResponse;
use crate::protocol::logout::without_state;
use crate::session::{Arrival, EnvironmentError, Error, Remembered};

/// How this page was reached, and what the deployment set.
#[derive(Debug)]
pub struct Page {
    pub start: Result<(Box<Configuration>, Arrival), Arc<Error>>,
}

impl Page {
    /// The id of the JSON data block in `index.html`.
    pub const CONFIGURATION: &str = "lifen-connect-configuration";

    /// Reads the configuration, and takes an authorization response off the address bar and out of the history.
    ///
    /// Call it before anything else runs: until then the code stands where every other script, a screen share or a
    /// reload finds it.
    pub fn arrive() -> Self {
        Self { start: arrive().map_err(Arc::new) }
    }

    /// Whether the provider has opened it in a hidden frame, to say that its session ended: nobody sees what it shows.
    pub fn is_hidden(&self) -> bool {
        matches!(self.start, Ok((_, Arrival::FrontchannelLogout(_))))
    }
}

fn arrive() -> Result<(Box<Configuration>, Arrival), Error> {
    let window = web_sys::window().ok_or(Error::Environment(EnvironmentError::InsecureContext))?;
    let location = window.location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    let (path, query) = (part(location.pathname()), part(location.search()));
    let configuration = begin(&window).inspect_err(|_| {
        // A page that cannot even begin must not leave a code in the address bar either.
        if AuthorizationResponse::parse(&query).is_some() {
            scrub(&path);
        }
    })?;
    let arrival = match from_outside(&window, &configuration, &path, &query) {
        Some(arrival) => {
            scrub(&path);
            arrival
        }
        None => visit(&configuration, &path, &query),
    };
    Ok((configuration, arrival))
}

/// What the provider or another site says in this location. What they say is for nobody else to read.
fn from_outside(
    window: &web_sys::Window,
    configuration: &Configuration,
    path: &str,
    query: &str,
) -> Option<Arrival> {
    if let Some(response) = Arrival::response(configuration, path, query, memory) {
        return Some(Arrival::Response(response));
    }
    if !INITIATED {
        return None;
    }
    let is_framed = window.parent().ok().flatten().is_some_and(|parent| parent != *window);
    Arrival::frontchannel_logout(configuration, path, query, is_framed).or_else(|| {
        let is_locked = || shared::memory(configuration).is_locked(configuration.idle_lock, now());
        Arrival::initiated(configuration, path, query, is_locked, leaves_unasked, crypto::random)
    })
}

/// A page that was reloaded may go on with its session; any other is merely visited.
fn visit(configuration: &Configuration, path: &str, query: &str) -> Arrival {
    let goodbye = take_goodbye();
    if let Some(rest) = goodbye.as_ref().and_then(|state| without_state(query, state)) {
        scrub(&[path, &rest].concat());
    }
    let shared = shared::memory(configuration);
    let remembered = Remembered { said_goodbye: goodbye.is_some(), shared: &shared, kept: kept() };
    Arrival::visit(configuration, remembered, current_place(), now(), resume, crypto::random)
}

fn begin(window: &web_sys::Window) -> Result<Box<Configuration>, Error> {
    if !window.is_secure_context() {
        return Err(Error::Environment(EnvironmentError::InsecureContext));
    }
    let base = window.document().and_then(|document| document.base_uri().ok().flatten());
    read_configuration(&base.unwrap_or_default()).map_err(Error::Configuration)
}

/// What the deployment set, for a page at this base address.
pub fn read_configuration(base: &str) -> Result<Box<Configuration>, ConfigurationError> {
    let document = web_sys::window().and_then(|window| window.document());
    let block = document.and_then(|document| document.get_element_by_id(Page::CONFIGURATION));
    Configuration::parse(&block.ok_or(ConfigurationError::Missing)?.text_content().unwrap_or_default(), base)
}
