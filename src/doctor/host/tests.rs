use super::*;
use crate::doctor::Verdict;
use crate::protocol::transport::Silence;

const PAGE: &str = "<script id=\"lifen-connect-configuration\">{}</script>";

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Heard<Response> {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok(Response { status, headers, body: body.to_owned() })
}

fn page(headers: &[(&str, &str)]) -> Heard<Response> {
    answer(200, headers, PAGE)
}

fn kinds(finding: &Finding) -> Vec<Kind> {
    finding.found.iter().map(|found| found.kind).collect()
}

fn configured(members: &str) -> Box<Configuration> {
    let text = [r#"{"issuer":"https://login.example/","client_id":"#, members, "}"].concat();
    Configuration::parse(&text, "https://app.example/ward/").unwrap()
}

#[test]
fn tells_a_client_id_that_nobody_has_filled_in() {
    let of = |text: &str| configuration(Ok(&configured(text)));

    assert_eq!(kinds(&of(r#""your-client-id""#)), [Kind::ConfigurationAsBuilt]);
    let read = of(r#""ward-7""#);
    assert_eq!((read.verdict, read.found[0].value.as_str()), (Verdict::Good, "ward-7"));
    let wrong = configuration(Err(&ConfigurationError::Missing));
    assert_eq!((wrong.verdict, kinds(&wrong)[0]), (Verdict::Wrong, Kind::ConfigurationWrong));
}

#[test]
fn says_what_has_to_be_registered_and_where_the_app_is_not() {
    let at = |address| redirect_uri(&configured(r#""ward-7""#), address, false);
    let home = |address| redirect_uri(&configured(r#""ward-7""#), address, true);

    let there = at("https://app.example/ward/doctor?x#y");
    assert_eq!(there.found, [Found::new(Kind::RedirectUriToRegister, "https://app.example/ward/callback")]);
    for elsewhere in ["https://app.example/", "https://app.example/?/ward/", "https://other.example/ward/"] {
        assert_eq!(kinds(&at(elsewhere)), [Kind::BaseElsewhere], "{elsewhere}");
    }
    assert_eq!(kinds(&home("https://app.example/ward/")), [Kind::RedirectUriToRegister]);
    assert_eq!(kinds(&home("https://app.example/ward/7/")), [Kind::BaseElsewhere]);
}

#[test]
fn accepts_the_app_for_a_deep_link_also_where_the_host_writes_into_it() {
    let page = page(&[]);
    let other = [PAGE, "<!-- served by edge 7 -->"].concat();

    assert_eq!(kinds(&deep_links(&page, &page)), [Kind::DeepLinksServed]);
    assert_eq!(kinds(&deep_links(&page, &answer(200, &[], &other))), [Kind::DeepLinksServed]);
}

#[test]
fn names_each_way_in_which_a_deep_link_fails() {
    let page = page(&[]);
    for (deep, kind, verdict) in [
        (answer(404, &[], PAGE), Kind::DeepLinksNotFound, Verdict::Warning),
        (answer(404, &[], "no such file"), Kind::DeepLinksMissing, Verdict::Wrong),
        (answer(403, &[], "no"), Kind::DeepLinksMissing, Verdict::Wrong),
        (answer(200, &[], "<h1>Parked</h1>"), Kind::DeepLinksOtherPage, Verdict::Wrong),
        (answer(301, &[("location", "/")], ""), Kind::DeepLinksRedirected, Verdict::Wrong),
        (answer(0, &[], ""), Kind::DeepLinksRedirected, Verdict::Wrong),
        (Err(Unheard::Silence(Silence::Timeout)), Kind::HostSilent, Verdict::Unknown),
    ] {
        let finding = deep_links(&page, &deep);
        assert_eq!((kinds(&finding)[0], finding.verdict), (kind, verdict), "{deep:?}");
    }
}

const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' \
                      https://login.example; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

fn policed(policy: &str, tried: Tried) -> Finding {
    let provider = ["https://login.example/token", "https://login.example/userinfo"];
    let provider = provider.map(|address| Endpoint::parse(address).unwrap());
    let page = page(&[("content-security-policy", policy)]);
    csp(&page, &[], Some(tried), "https://app.example/doctor", &provider)
}

#[test]
fn accepts_a_strict_policy_that_lets_the_provider_be_asked() {
    assert_eq!(kinds(&policed(STRICT, Tried::default())), [Kind::CspStrict]);
}

#[test]
fn believes_what_was_tried_more_than_what_is_said() {
    let tried = Tried { inline_script_ran: true, eval_ran: true };

    assert_eq!(kinds(&policed(STRICT, tried)), [Kind::CspInlineScriptRuns, Kind::CspEvalRuns]);
}

#[test]
fn names_the_origins_of_the_provider_that_the_policy_blocks() {
    let finding = policed(
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        Tried::default(),
    );

    assert_eq!(finding.found, [Found::new(Kind::CspBlocksProvider, "https://login.example")]);
}

#[test]
fn tells_a_page_without_a_policy_and_takes_one_that_stands_in_the_page() {
    let bare = page(&[]);
    let judged = |metas: &[String]| csp(&bare, metas, None, "https://app.example/", &[]);

    assert_eq!(kinds(&judged(&[])), [Kind::CspMissing]);
    assert_eq!(judged(&[STRICT.to_owned()]).found, [Found::new(Kind::CspLacks, "frame-ancestors")]);
}

#[test]
fn takes_x_frame_options_for_what_frame_ancestors_would_say() {
    let page = page(&[("x-frame-options", "DENY")]);

    assert_eq!(
        kinds(&csp(&page, &[STRICT.to_owned()], None, "https://app.example/", &[])),
        [Kind::CspStrict]
    );
}

#[test]
fn asks_for_each_header_that_protects_and_for_hsts_on_https_alone() {
    let all = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin; report-to=\"x\""),
        ("permissions-policy", "camera=()"),
        ("strict-transport-security", "max-age=63072000"),
    ];

    assert_eq!(kinds(&headers(&page(&all), None, true)), [Kind::HeadersSent]);
    assert_eq!(kinds(&headers(&page(&all[..4]), None, false)), [Kind::HeadersSent]);
    let missing = headers(&page(&all[..4]), None, true);
    assert_eq!(missing.found, [Found::new(Kind::HeadersMissing, "Strict-Transport-Security")]);
    assert_eq!(missing.verdict, Verdict::Warning);
    let none = headers(&page(&[]), Some("no-referrer"), false);
    let names =
        "X-Content-Type-Options: nosniff, Cross-Origin-Opener-Policy: same-origin, Permissions-Policy";
    assert_eq!(none.found, [Found::new(Kind::HeadersMissing, names)]);
}

fn file(name: &str, headers: &[(&str, &str)]) -> File {
    File { name: name.to_owned(), heard: answer(200, headers, "") }
}

const IMMUTABLE: (&str, &str) = ("cache-control", "public, max-age=31536000, immutable");
const BROTLI: (&str, &str) = ("content-encoding", "br");

#[test]
fn accepts_a_page_that_is_asked_for_anew_and_files_that_are_kept() {
    let files = [
        file("app-0123456789abcdef.js", &[IMMUTABLE, BROTLI]),
        file("app-0123456789abcdef_bg.wasm", &[IMMUTABLE, BROTLI, ("content-type", "application/wasm")]),
        file("app-0123456789abcdef.css", &[("cache-control", "max-age=2592000"), BROTLI]),
    ];

    for page in ["no-cache", "no-store", "public, max-age=0, must-revalidate"] {
        let page = self::page(&[("cache-control", page)]);
        assert_eq!(kinds(&caching(&page, &files)), [Kind::CachingRight]);
    }
}

#[test]
fn names_what_is_kept_or_not_against_its_interest() {
    let files = [
        file("app.js", &[IMMUTABLE, BROTLI]),
        file("app-0123456789abcdef_bg.wasm", &[("content-type", "application/octet-stream")]),
        File { name: "gone-0123456789abcdef.css".to_owned(), heard: answer(404, &[], "") },
        File { name: "slow.js".to_owned(), heard: Err(Unheard::Silence(Silence::Timeout)) },
    ];

    let finding = caching(&page(&[]), &files);

    let wasm = "app-0123456789abcdef_bg.wasm";
    let expected = [
        Found::new(Kind::CachingFilesMissing, "gone-0123456789abcdef.css"),
        Found::new(Kind::CachingPageKept, "—"),
        Found::new(Kind::CachingFilesUnhashed, "app.js"),
        Found::new(Kind::CachingFilesNotKept, wasm),
        Found::new(Kind::CachingFilesUncompressed, wasm),
        Found::new(Kind::CachingWasmType, wasm),
    ];
    assert_eq!(finding.found, expected);
    assert_eq!(finding.verdict, Verdict::Wrong);
}

#[test]
fn measures_the_clock_against_the_host_and_what_a_cache_adds() {
    let now = moment("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
    let told = |date, age| {
        let page = page(&[("date", date), ("age", age)]);
        clock(&page, now, Seconds(60)).found[0].clone()
    };

    assert_eq!(told("Sun, 06 Nov 1994 08:49:30 GMT", ""), Found::new(Kind::ClockRight, "7"));
    assert_eq!(told("Sun, 06 Nov 1994 08:47:37 GMT", "119"), Found::new(Kind::ClockRight, "1"));
    assert_eq!(told("Sun, 06 Nov 1994 08:47:37 GMT", ""), Found::new(Kind::ClockFast, "120"));
    assert_eq!(told("Sun, 06 Nov 1994 08:59:37 GMT", "0"), Found::new(Kind::ClockSlow, "600"));
    assert_eq!(told("yesterday", "").kind, Kind::ClockNotTold);
}
