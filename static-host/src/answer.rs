//! Chooses what a request receives.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header},
};
use percent_encoding::percent_decode_str;

use hosting::policy;

use crate::site::{FRAMED, File, Site};

/// The answer to a request: a file, the page for a deep link, or a refusal.
pub fn answer(site: &Site, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response<Body> {
    let mut response = if *method == Method::GET || *method == Method::HEAD {
        at(site, uri, headers)
    } else {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        refused
    };
    if site.careless {
        response.headers_mut().remove(header::CACHE_CONTROL);
        return response;
    }
    for (name, value) in policy::FIXED {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let policy = if is_framed(site, uri) { &site.framed_policy } else { &site.policy };
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    response
}

fn is_framed(site: &Site, uri: &Uri) -> bool {
    uri.path().strip_prefix(&site.base).is_some_and(|path| path.trim_end_matches('/') == FRAMED)
}

fn at(site: &Site, uri: &Uri, headers: &HeaderMap) -> Response<Body> {
    let Some(path) = uri.path().strip_prefix(&site.base) else {
        return outside(site, uri);
    };
    let path = percent_decode_str(path).decode_utf8_lossy();
    match site.files.get(path.as_ref()) {
        Some(file) => found(file, headers),
        None if path.is_empty() => found(&site.index, headers),
        // A missing file is missing: a page in place of a script would only hide it.
        None if names_a_file(&path) || site.careless => plain(StatusCode::NOT_FOUND, "No such file.\n"),
        None => found(&site.index, headers),
    }
}

fn names_a_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| last.contains('.'))
}

/// The base without its slash means the base; anything else is not ours.
fn outside(site: &Site, uri: &Uri) -> Response<Body> {
    if uri.path().strip_suffix('/').unwrap_or(uri.path()) != site.base.trim_end_matches('/') {
        return plain(StatusCode::NOT_FOUND, "Nothing is served here.\n");
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut moved = plain(StatusCode::MOVED_PERMANENTLY, "");
    set(&mut moved, header::LOCATION, &format!("{}{query}", site.base));
    moved
}

fn found(file: &File, headers: &HeaderMap) -> Response<Body> {
    let (encoding, body) = encoded(file, headers);
    let unchanged = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == file.etag.as_str());
    let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(body) });
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else if let Some(encoding) = encoding {
        set(&mut response, header::CONTENT_ENCODING, encoding);
    }
    set(&mut response, header::CONTENT_TYPE, file.content_type);
    set(&mut response, header::ETAG, &file.etag);
    set(&mut response, header::VARY, "accept-encoding");
    let caching = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    set(&mut response, header::CACHE_CONTROL, caching);
    response
}

fn encoded(file: &File, headers: &HeaderMap) -> (Option<&'static str>, Bytes) {
    let forms = [("br", &file.brotli), ("gzip", &file.gzip)];
    forms
        .into_iter()
        .find_map(|(name, form)| {
            form.as_ref().filter(|_| accepts(headers, name)).map(|form| (Some(name), form.clone()))
        })
        .unwrap_or_else(|| (None, file.plain.clone()))
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, "q=1"));
        let refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()) == Some(0.0);
        name.trim() == encoding && !refused
    })
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    set(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// A value that is no header value (an origin with a line break in it) is left out.
fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offering(accept_encoding: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept_encoding.parse().unwrap())])
    }

    #[test]
    fn reads_which_encodings_are_accepted() {
        assert!(accepts(&offering("gzip, deflate, br, zstd"), "br"));
        assert!(accepts(&offering("br;q=0.5"), "br"));
        assert!(!accepts(&offering("gzip, br;q=0"), "br"));
        assert!(!accepts(&offering("gzip"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn tells_a_file_from_a_deep_link() {
        assert!(names_a_file("assets/missing.js"));
        assert!(!names_a_file("session"));
        assert!(!names_a_file("v2.1/session"));
        assert!(!names_a_file(""));
    }
}
