//! What this page's own host answers, and what the page says of itself.

use gloo_net::http;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Element, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use crate::doctor::host::File;
use crate::doctor::{Heard, Response, Unheard};
use crate::protocol::text::split_before;
use crate::protocol::time::Seconds;
use crate::protocol::transport::Silence;

/// Where this page is.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub address: String,
    pub origin: String,
    /// The document's base address, without what follows its last slash.
    pub base: String,
    pub is_secure: bool,
}

pub fn place() -> Place {
    let Some(window) = web_sys::window() else { return Place::default() };
    let location = window.location();
    let base = window.document().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let (directory, _) = split_before(&base, b"?#");
    let end = directory.bytes().rposition(|octet| octet == b'/').map_or(0, |last| last + 1);
    Place {
        address: location.href().unwrap_or_default(),
        origin: location.origin().unwrap_or_default(),
        base: directory.get(..end).unwrap_or_default().to_owned(),
        is_secure: window.is_secure_context(),
    }
}

/// What the host answers at this address of its own, past every cache; a redirect is not followed.
pub async fn own(method: &str, address: &str, limit: Seconds) -> Heard<Response> {
    let signal = AbortSignal::timeout_with_f64(limit.0 as f64 * 1000.0);
    let options = RequestInit::new();
    options.set_method(method);
    options.set_cache(RequestCache::NoStore);
    options.set_credentials(RequestCredentials::SameOrigin);
    options.set_redirect(RequestRedirect::Manual);
    options.set_signal(Some(&signal));
    let asked = web_sys::Request::new_with_str_and_init(address, &options);
    match read(asked.map(http::Request::from).ok()).await {
        Some(response) => Ok(response),
        None if signal.aborted() => Err(Unheard::Silence(Silence::Timeout)),
        None => Err(Unheard::Silence(Silence::Unreachable)),
    }
}

async fn read(request: Option<http::Request>) -> Option<Response> {
    let response = request?.send().await.ok()?;
    let headers = response.headers().entries().collect();
    Some(Response { status: response.status(), headers, body: response.text().await.ok()? })
}

/// The scripts, styles and WebAssembly that this page names in its head, each with what the host says of it.
pub async fn files(origin: &str, limit: Seconds) -> Vec<File> {
    let mut files = Vec::new();
    for address in in_head().iter().filter_map(file) {
        let Some(path) = address.strip_prefix(origin) else { continue };
        let last = path.bytes().rposition(|octet| octet == b'/').map_or(0, |last| last + 1);
        let name = path.get(last..).unwrap_or_default().to_owned();
        if files.iter().all(|file: &File| file.name != name) {
            files.push(File { name, heard: own("HEAD", &address, limit).await });
        }
    }
    files
}

/// The address of a script or of what a link loads, as the browser resolves it.
fn file(element: &Element) -> Option<String> {
    let member = match element.tag_name().as_str() {
        "SCRIPT" => "src",
        "LINK" => "href",
        _ => return None,
    };
    let relation = element.get_attribute("rel").unwrap_or_default();
    if member == "href" && !["stylesheet", "modulepreload", "preload"].contains(&relation.as_str()) {
        return None;
    }
    Reflect::get(element, &JsValue::from_str(member)).ok()?.as_string()
}

/// What the page says in place of its host: its policies, and its referrer policy.
pub fn metas() -> (Vec<String>, Option<String>) {
    let (mut policies, mut referrer) = (Vec::new(), None);
    for element in in_head().iter().filter(|element| element.tag_name() == "META") {
        let is = |name: &str, value: &str| {
            element.get_attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        let content = element.get_attribute("content");
        if is("http-equiv", "Content-Security-Policy") {
            policies.extend(content);
        } else if is("name", "referrer") {
            referrer = content;
        }
    }
    (policies, referrer)
}

fn in_head() -> Vec<Element> {
    let head = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("head").ok().flatten());
    let mut elements = Vec::new();
    let mut next = head.and_then(|head| head.first_element_child());
    while let Some(element) = next {
        next = element.next_element_sibling();
        elements.push(element);
    }
    elements
}
