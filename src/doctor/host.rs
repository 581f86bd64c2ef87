//! What the host of the app does: where it serves it, with which headers, and what it keeps.

use super::policy::Policies;
use super::{Check, Finding, Found, Heard, Kind, Response, Unheard, listed, moment};
use crate::configuration::{Configuration, ConfigurationError};
use crate::protocol::endpoint::{Endpoint, Origin};
use crate::protocol::text::{decimal, split_before, to_decimal};
use crate::protocol::time::{Seconds, Timestamp};

/// The client id that `index.html` is published with, for somebody to put theirs in its place.
const AS_BUILT: &str = "your-client-id";

/// Below the base, a path that is no file: what a deep link looks like.
pub const NO_FILE: &str = "doctor/no-such-page";

/// The address with https in the place of http: what is wrong with http is told once, and hides nothing else.
pub fn as_if_secure(address: &str, is_secure: bool) -> String {
    match address.strip_prefix("http://") {
        Some(rest) if !is_secure => ["https://", rest].concat(),
        _ => address.to_owned(),
    }
}

pub fn secure_context(is_secure: bool, origin: &str) -> Finding {
    let kind = if is_secure { Kind::SecureContext } else { Kind::InsecureContext };
    Finding::one(Check::SecureContext, Found::new(kind, origin))
}

pub fn configuration(read: Result<&Configuration, &ConfigurationError>) -> Finding {
    let found = match read {
        Ok(configuration) if configuration.client_id == AS_BUILT => Kind::ConfigurationAsBuilt.into(),
        Ok(configuration) => Found::new(Kind::ConfigurationRead, configuration.client_id.as_str()),
        Err(error) => Found::new(Kind::ConfigurationWrong, error.to_string()),
    };
    Finding::one(Check::Configuration, found)
}

/// What has to be registered, for a page that was found at this address: the app's home, or another of its pages. What is
/// registered, the provider alone knows.
pub fn redirect_uri(configuration: &Configuration, address: &str, is_home: bool) -> Finding {
    let (path, _) = split_before(address, b"?#");
    let base = configuration.base.as_str();
    let found = if path == base || (!is_home && path.starts_with(base)) {
        Found::new(Kind::RedirectUriToRegister, configuration.redirect_uri.as_str())
    } else {
        Found::new(Kind::BaseElsewhere, base)
    };
    Finding::one(Check::RedirectUri, found)
}

/// What the host answers for an address that is no file, against the page itself.
pub fn deep_links(page: &Heard<Response>, deep: &Heard<Response>) -> Finding {
    let found = match (page, deep) {
        (Ok(page), Ok(deep)) if is_the_page(page, deep) => match deep.status {
            404 => Kind::DeepLinksNotFound.into(),
            _ => Kind::DeepLinksServed.into(),
        },
        (_, Ok(deep)) if deep.is_redirect() => {
            Found::new(Kind::DeepLinksRedirected, deep.header("location").unwrap_or_default())
        }
        (_, Ok(deep)) if deep.is_success() => Kind::DeepLinksOtherPage.into(),
        (_, Ok(deep)) => Found::new(Kind::DeepLinksMissing, to_decimal(deep.status.into())),
        (_, Err(_)) => Kind::HostSilent.into(),
    };
    Finding::one(Check::DeepLinks, found)
}

/// The same page, or one with the same configuration block: some hosts write into what they serve.
fn is_the_page(page: &Response, deep: &Response) -> bool {
    const BLOCK: &[u8] = b"lifen-connect-configuration";
    let has_block = |body: &str| body.as_bytes().windows(BLOCK.len()).any(|part| part == BLOCK);
    (deep.is_success() || deep.status == 404) && (page.body == deep.body || has_block(&deep.body))
}

/// What was tried in the page, where a page can try it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    pub inline_script_ran: bool,
    pub eval_ran: bool,
}

/// The policy in force: what it says, what came of trying it, and whether a sign-in can be done under it.
pub fn csp(
    page: &Heard<Response>,
    metas: &[String],
    tried: Option<Tried>,
    address: &str,
    provider: &[Endpoint],
) -> Finding {
    let tried = tried.unwrap_or_default();
    let mut found = Vec::new();
    if tried.inline_script_ran {
        found.push(Kind::CspInlineScriptRuns.into());
    }
    if tried.eval_ran {
        found.push(Kind::CspEvalRuns.into());
    }
    let Ok(page) = page else { return Finding::of(Check::Csp, found, Kind::HostSilent) };
    let policies = Policies::of(page, metas);
    if policies.is_empty() {
        return Finding::one(Check::Csp, Kind::CspMissing);
    }
    let mut blocked: Vec<Origin> = Vec::new();
    if let Ok(here) = Endpoint::parse(split_before(address, b"?#").0) {
        for endpoint in provider {
            if !policies.let_connect(&here, endpoint) && !blocked.contains(&endpoint.origin()) {
                blocked.push(endpoint.origin());
            }
        }
    }
    let mut add = |kind, names: &[&str]| {
        if !names.is_empty() {
            found.push(Found::new(kind, listed(names)));
        }
    };
    add(Kind::CspBlocksProvider, &blocked.iter().map(Origin::as_str).collect::<Vec<_>>());
    let mut lacking = policies.lack();
    // What does the same, and was there before.
    if page.header("x-frame-options").is_some() {
        lacking.retain(|name| *name != "frame-ancestors");
    }
    add(Kind::CspLacks, &lacking);
    add(Kind::CspLoose, &policies.loose().iter().map(String::as_str).collect::<Vec<_>>());
    Finding::of(Check::Csp, found, Kind::CspStrict)
}

/// What a page says of itself where its host does not.
pub fn headers(page: &Heard<Response>, referrer_policy_in_page: Option<&str>, is_https: bool) -> Finding {
    let Ok(page) = page else { return Finding::one(Check::Headers, Kind::HostSilent) };
    let mut missing = Vec::new();
    let mut wants = |name, is_there: bool| {
        if !is_there {
            missing.push(name);
        }
    };
    wants("X-Content-Type-Options: nosniff", page.says("x-content-type-options", "nosniff"));
    let keeps_to_itself = |policy: &str| {
        ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"].contains(&policy)
    };
    let in_page = referrer_policy_in_page.is_some_and(keeps_to_itself);
    wants(
        "Referrer-Policy: no-referrer",
        in_page || page.header("referrer-policy").is_some_and(keeps_to_itself),
    );
    let isolates = ["same-origin", "same-origin-allow-popups", "noopener-allow-popups"];
    let opener =
        page.header("cross-origin-opener-policy").map(|value| split_before(value, b";").0.trim_ascii());
    wants("Cross-Origin-Opener-Policy: same-origin", opener.is_some_and(|value| isolates.contains(&value)));
    wants("Permissions-Policy", page.header("permissions-policy").is_some());
    // Browsers take no notice of it on plain http.
    wants("Strict-Transport-Security", !is_https || page.header("strict-transport-security").is_some());
    if missing.is_empty() {
        return Finding::one(Check::Headers, Kind::HeadersSent);
    }
    Finding::one(Check::Headers, Found::new(Kind::HeadersMissing, listed(&missing)))
}

/// One file that the page is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub heard: Heard<Response>,
}

/// Whether the page is asked for anew each time, and its files never again.
pub fn caching(page: &Heard<Response>, files: &[File]) -> Finding {
    let Ok(page) = page else { return Finding::one(Check::Caching, Kind::HostSilent) };
    let mut found = Vec::new();
    let kept = page.header("cache-control").unwrap_or("—");
    if !["no-cache", "no-store", "max-age=0"].iter().any(|word| page.says("cache-control", word)) {
        found.push(Found::new(Kind::CachingPageKept, kept));
    }
    let mut add = |kind, is_so: &dyn Fn(&File, &Response) -> bool| {
        let names = files.iter().filter_map(|file| match &file.heard {
            Ok(response) if is_so(file, response) => Some(file.name.as_str()),
            _ => None,
        });
        let names: Vec<_> = names.collect();
        if !names.is_empty() {
            found.push(Found::new(kind, listed(&names)));
        }
    };
    // Some hosts know no HEAD: that says nothing of the file.
    add(Kind::CachingFilesMissing, &|_, response| {
        !response.is_success() && ![405, 501].contains(&response.status)
    });
    add(Kind::CachingFilesUnhashed, &|file, response| response.is_success() && !carries_a_hash(&file.name));
    add(Kind::CachingFilesNotKept, &|file, response| {
        response.is_success() && carries_a_hash(&file.name) && !is_kept_long(response)
    });
    add(Kind::CachingFilesUncompressed, &|_, response| {
        response.is_success() && response.header("content-encoding").is_none()
    });
    add(Kind::CachingWasmType, &|file, response| {
        file.name.ends_with(".wasm")
            && response.is_success()
            && response.header("content-type") != Some("application/wasm")
    });
    Finding::of(Check::Caching, found, Kind::CachingRight)
}

/// For a month at least, or without an end.
fn is_kept_long(response: &Response) -> bool {
    const MONTH: i64 = 30 * 86_400;
    let words = crate::protocol::text::parts(response.header("cache-control").unwrap_or_default(), b',');
    words.into_iter().map(str::trim_ascii).any(|word| {
        let age = word.strip_prefix("max-age=").map(|age| decimal(age, i64::from(u32::MAX)).unwrap_or(0));
        word == "immutable" || age.is_some_and(|age| age >= MONTH)
    })
}

/// At least sixteen hexadecimal digits after a dash, as Trunk writes them.
fn carries_a_hash(name: &str) -> bool {
    let mut rest = name;
    loop {
        let (_, after) = split_before(rest, b"-");
        let Some(next) = after.get(1..) else { return false };
        if next.bytes().take_while(u8::is_ascii_hexdigit).count() >= 16 {
            return true;
        }
        rest = next;
    }
}

/// This computer's clock against the host's. What a cache kept says how old it is (RFC 9111 §5.1).
pub fn clock(page: &Heard<Response>, now: Timestamp, tolerance: Seconds) -> Finding {
    let Ok(page) = page else { return Finding::one(Check::Clock, Kind::HostSilent) };
    let Some(date) = page.header("date").and_then(moment) else {
        return Finding::one(Check::Clock, Kind::ClockNotTold);
    };
    let age = page.header("age").and_then(|age| decimal(age, i64::from(u32::MAX))).unwrap_or(0);
    let ahead = (now - (date + Seconds(age))).0;
    let kind = match ahead {
        _ if ahead.abs() <= tolerance.0.max(5) => Kind::ClockRight,
        1.. => Kind::ClockFast,
        _ => Kind::ClockSlow,
    };
    Finding::one(Check::Clock, Found::new(kind, to_decimal(ahead.abs())))
}

/// What any question to the provider brings before its answer is looked at.
pub(super) fn unheard(unheard: Unheard, address: &Endpoint) -> Found {
    use crate::protocol::transport::Silence;
    let kind = match unheard {
        Unheard::BlockedByPolicy | Unheard::Silence(Silence::PolicyRefused) => Kind::BlockedByPolicy,
        Unheard::Silence(Silence::CorsRefused) => Kind::CorsRefused,
        Unheard::Silence(Silence::Offline) => Kind::Offline,
        Unheard::Silence(Silence::Timeout) => Kind::NoAnswer,
        Unheard::Silence(Silence::Unreachable) => Kind::Unreachable,
    };
    Found::new(kind, split_before(address.as_str(), b"?").0)
}

#[cfg(test)]
mod tests;
