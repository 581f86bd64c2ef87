//! The frame around every page.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::Language;

const STYLE: &str = include_str!("style.css");

/// What a page has that others have not.
#[derive(Default)]
pub(crate) struct Extras<'a> {
    /// The addresses it may open in frames.
    pub(crate) frames: &'a [String],
    /// Where it leads by itself, once everything in it is loaded.
    pub(crate) next: Option<&'a str>,
}

/// A whole page. `data-page` on its main element names it for tests.
pub(crate) fn page(
    status: StatusCode,
    language: Language,
    name: &str,
    title: &str,
    content: Markup,
) -> Response {
    page_with(&Extras::default(), status, language, name, title, content)
}

pub(crate) fn page_with(
    extras: &Extras<'_>,
    status: StatusCode,
    language: Language,
    name: &str,
    title: &str,
    content: Markup,
) -> Response {
    let document = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(next) = extras.next { meta http-equiv="refresh" content=(format!("1;url={next}")); }
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                p.plain-words {
                    (language.say("Fournisseur simulé — aucun compte réel", "Simulated provider — no real account"))
                }
                main data-page=(name) {
                    h1 { (title) }
                    (content)
                }
            }
        }
    };
    (status, headers(extras.frames), document.into_string()).into_response()
}

/// No script, no frame around it, one style known by its hash. `form-action` is left open: browsers apply it to the
/// redirect that follows a form, and that one leads to the client.
fn headers(frames: &[String]) -> [(HeaderName, HeaderValue); 5] {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| STANDARD.encode(Sha256::digest(STYLE)));
    let mut policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
    );
    let origins: BTreeSet<_> = frames
        .iter()
        .filter_map(|frame| Some(Url::parse(frame).ok()?.origin().ascii_serialization()))
        .collect();
    if !origins.is_empty() {
        policy.push_str("; frame-src");
        origins.iter().for_each(|origin| policy.extend([" ", origin]));
    }
    let policy = HeaderValue::try_from(policy).expect("base64 and origins are ASCII");
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    ]
}
