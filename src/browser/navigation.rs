//! Addresses: where this page is, leaving it, and moving within the app.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Event, Window};

use crate::protocol::text::{parts, split_before};
use crate::session::Place;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = addEventListener)]
    pub(super) fn listen_for_ever(name: &str, call: &JsValue);
}

/// Where this page is: path, query and fragment, and what was [noted](note_here) beside them.
pub fn current_place() -> Place {
    let Some(window) = web_sys::window() else { return Place::of("/") };
    let location = window.location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    let place = Place::of(&(part(location.pathname()) + &part(location.search()) + &part(location.hash())));
    let note = history().and_then(|history| history.state().ok()?.as_string());
    match note {
        Some(note) => place.noted(&note),
        None => place,
    }
}

/// The path of the document's base address up to its last slash: where the app lives, whatever its configuration says.
pub fn base_path() -> String {
    let base = web_sys::window().and_then(|window| window.document()?.base_uri().ok().flatten());
    let base = base.unwrap_or_default();
    let (address, _) = split_before(&base, b"?#");
    // scheme, nothing, host, path.
    let mut segments = parts(address, b'/');
    segments.pop();
    match segments.get(3..) {
        Some([]) | None => "/".to_owned(),
        Some(folders) => ["/", &folders.join("/"), "/"].concat(),
    }
}

/// Moves within the app, with a new entry in the history.
pub fn go_to(place: &Place) {
    change_history(|window| window.history()?.push_state_with_url(&note(place), "", Some(place.as_str())));
}

/// Moves within the app, in the place of the entry the history is at.
pub fn replace(place: &Place) {
    change_history(|window| window.history()?.replace_state_with_url(&note(place), "", Some(place.as_str())));
}

fn note(place: &Place) -> JsValue {
    place.note().map_or(JsValue::NULL, JsValue::from_str)
}

/// Takes the query and fragment off the address bar and the history entry, without telling anybody.
pub fn scrub(path: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Has the address bar say what this very page shows by now: a reload, or a link, then shows it again.
pub fn show_place(place: &Place) {
    scrub(place.as_str());
}

/// Notes this beside the place that the address bar shows: a reload, with or without a trip to the provider, and the way
/// back find it [there](current_place), another visit does not.
pub fn note_here(note: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::from_str(note), "", None);
    }
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

/// Whoever shows pages hears of the move as of the back button: a `popstate` event, which routers listen to.
fn change_history(change: impl FnOnce(&Window) -> Result<(), JsValue>) {
    if let Some(window) = web_sys::window()
        && change(&window).is_ok()
        && let Ok(event) = Event::new("popstate")
    {
        let _ = window.dispatch_event(&event);
    }
}

/// Calls whenever the place within the app changes.
pub fn on_navigation(call: impl FnMut() + 'static) {
    listen("popstate", call);
}

/// Calls when the page comes back out of the back/forward cache; and whenever it may have missed something: its tab
/// becomes visible again, or the network is back.
pub fn on_return(restored: impl Fn() + 'static, mut returned: impl FnMut() + 'static) {
    let shown = Closure::<dyn FnMut(web_sys::PageTransitionEvent)>::new(
        move |event: web_sys::PageTransitionEvent| {
            if event.persisted() {
                restored();
            }
        },
    );
    listen_for_ever("pageshow", &shown.into_js_value());
    let returned = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        // A tab in the background has its network back as well.
        if event.type_() == "online" || !is_hidden() {
            returned();
        }
    });
    let returned = returned.into_js_value();
    listen_for_ever("visibilitychange", &returned);
    listen_for_ever("online", &returned);
}

/// Whether the person cannot see this tab, because they are in another.
pub fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Leaves this app for another address.
pub fn open(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign(address);
    }
}

/// The same in the place of the entry the history is at.
pub fn open_in_place(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(address);
    }
}

/// Calls for as long as the page lives.
pub fn listen(name: &str, call: impl FnMut() + 'static) {
    listen_for_ever(name, &Closure::<dyn FnMut()>::new(call).into_js_value());
}
