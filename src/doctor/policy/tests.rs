use super::*;

const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-x='; style-src 'self'; \
                      connect-src 'self' https://login.example; base-uri 'self'; form-action 'none'; \
                      frame-ancestors 'none'";

fn under(policies: &[&str]) -> Policies {
    let header = |text: &&str| ("content-security-policy".to_owned(), (*text).to_owned());
    let page = Response { status: 200, headers: policies.iter().map(header).collect(), body: String::new() };
    Policies::of(&page, &[])
}

fn lets(sources: &str, address: &str) -> bool {
    let endpoint = |text| Endpoint::parse(text).unwrap();
    let policy = ["connect-src ", sources].concat();
    under(&[&policy]).let_connect(&endpoint("https://app.example/ward/"), &endpoint(address))
}

#[test]
fn finds_nothing_to_say_about_a_strict_policy() {
    let policies = under(&[STRICT]);

    assert_eq!(policies.lack(), [""; 0]);
    assert_eq!(policies.loose(), [""; 0]);
}

#[test]
fn misses_what_default_src_does_not_stand_in_for() {
    assert_eq!(under(&["default-src 'self'"]).lack(), ["base-uri", "form-action", "frame-ancestors"]);
    let all = ["script-src", "object-src", "base-uri", "form-action", "frame-ancestors", "connect-src"];
    assert_eq!(under(&["img-src 'self'"]).lack(), all);
}

#[test]
fn does_not_count_frame_ancestors_in_the_page_itself() {
    let page = Response { status: 200, headers: Vec::new(), body: String::new() };

    assert_eq!(Policies::of(&page, &[STRICT.to_owned()]).lack(), ["frame-ancestors"]);
}

#[test]
fn names_what_lets_through_more_than_an_app_needs() {
    let policy = "default-src https:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; connect-src *";

    let expected = [
        "script-src 'unsafe-inline'",
        "script-src 'unsafe-eval'",
        "script-src blob:",
        "object-src https:",
        "connect-src *",
    ];
    assert_eq!(under(&[policy]).loose(), expected);
}

#[test]
fn takes_inline_scripts_for_refused_where_hashes_are_named() {
    let loose = under(&["script-src 'unsafe-inline' 'sha256-x='"]).loose();

    assert_eq!(loose, [""; 0]);
}

#[test]
fn holds_a_page_to_the_strictest_of_several_policies() {
    let policies = under(&["script-src 'unsafe-inline' *", STRICT]);

    assert_eq!(policies.lack(), [""; 0]);
    assert_eq!(policies.loose(), [""; 0]);
    assert_eq!(under(&["default-src *, script-src 'self'"]).loose(), ["object-src *", "connect-src *"]);
}

/// The rows of CSP3 §6.7.2.8 that a provider's address can meet.
#[test]
fn knows_which_addresses_a_source_covers() {
    for sources in [
        "*",
        "https:",
        "http:",
        "https://login.example",
        "login.example",
        "https://*.example",
        "https://LOGIN.example:443",
        "https://login.example:*",
        "https://login.example/oauth/",
        "https://login.example/oauth/token",
        "'none' http://login.example",
    ] {
        assert!(lets(sources, "https://login.example/oauth/token"), "{sources}");
    }
    for sources in [
        "'none'",
        "'self'",
        "data:",
        "https://login.example:8443",
        "https://*.login.example",
        "https://example",
        "https://login.example.evil",
        "https://login.example/oauth",
        "",
    ] {
        assert!(!lets(sources, "https://login.example/oauth/token"), "{sources}");
    }
    assert!(lets("'self'", "https://app.example/session"));
    assert!(lets("http://127.0.0.1:9090", "http://127.0.0.1:9090/userinfo"));
}

#[test]
fn lets_everything_be_asked_where_nothing_is_said_of_it() {
    let endpoint = |text| Endpoint::parse(text).unwrap();
    let [page, provider] = ["https://app.example/", "https://login.example/"].map(endpoint);

    assert!(under(&["img-src 'self'"]).let_connect(&page, &provider));
    assert!(!under(&["default-src 'self'"]).let_connect(&page, &provider));
}
