//! What the session does for the app's own calls: the directory, more access, patience, and where a token never goes.

use e2e::{Stranger, Visitor, World};
use provider::Misbehaviour;

const PAGE: &str = "practitioners";
const RESULTS: &str = "main [data-results]";
const DIRECTORY: &str = "GET /fhir/v3/Practitioner";

fn at_the_directory(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens(PAGE);
    visitor.sees_page("guard");
    visitor.signs_in_as("victor");
    visitor.sees_page("practitioners");
    visitor
}

#[test]
fn a_person_finds_their_colleagues_page_by_page_and_by_name() {
    let world = World::start();
    let visitor = at_the_directory(&world);
    visitor.sees_claim("organization", "Centre hospitalier de Saint-Alban");
    visitor.sees_words(RESULTS, "60 professionals");

    visitor.clicks("Next page");
    visitor.sees_words(RESULTS, "60 professionals, page 2");
    visitor.clicks("Next page");
    visitor.sees_words(RESULTS, "page 3");
    visitor.sees("nav.pager button[aria-disabled='true']:last-child");
    visitor.clicks("Previous page");
    visitor.sees_words(RESULTS, "page 2");

    // Whoever types need not press anything, and goes on typing.
    visitor.types("#practitioner-name", "herv");
    visitor.sees_words(RESULTS, "3 professionals");
    visitor.sees_words(".people", "Hervé");
    assert_eq!(visitor.asks_the_page("return document.activeElement.id"), "practitioner-name");
    visitor.is_at("practitioners?name=herv");
    visitor.types("#practitioner-name", "zz");
    visitor.sees_words(RESULTS, "Nobody found");
    visitor.reloads();
    visitor.sees_words(RESULTS, "Nobody found");
    visitor.is_at("practitioners?name=hervzz");
}

#[test]
fn a_person_finds_their_page_again_in_another_language_and_after_a_reload() {
    for (persistence, departures) in [("tab", 0), ("memory", 1)] {
        let world = World::configured(|configuration| configuration["persistence"] = persistence.into());
        let visitor = at_the_directory(&world);
        visitor.clicks("Next page");
        visitor.sees_words(RESULTS, "60 professionals, page 2");
        let third = visitor.reads(".people li:nth-child(3)");

        visitor.switches_to("FR");
        visitor.sees_words(RESULTS, "60 professionnels, page 2");
        world.provider.forget_requests();
        visitor.reloads();
        visitor.sees_words(RESULTS, "60 professionnels, page 2");
        assert_eq!(world.asked_for("GET /authorize"), departures, "{persistence}");
        assert_eq!(visitor.reads(".people li:nth-child(3)"), third);

        visitor.clicks("Page précédente");
        visitor.sees_other_words(".people li:nth-child(3)", &third);
    }
}

#[test]
fn the_same_request_is_shown_for_a_shell_and_its_token_is_not() {
    let world = World::start();
    let visitor = at_the_directory(&world);
    visitor.sees_words(RESULTS, "60 professionals");

    visitor.presses_on("main details summary");

    let issuer = world.provider.issuer();
    let command = visitor.reads("main details code");
    assert_eq!(
        command,
        format!("curl -H \"Authorization: Bearer $ACCESS_TOKEN\" '{issuer}fhir/v3/Practitioner?_count=20'")
    );
}

#[test]
fn access_is_asked_for_when_it_is_needed_by_one_trip_and_one_consent() {
    let world = World::configured(|configuration| configuration["scope"] = "openid email".into());
    let visitor = at_the_directory(&world);
    visitor.sees("main [data-code='api-scope-missing']");

    visitor.clicks("Give this access");
    let request = visitor.authorization_request();
    assert!(request.url.contains("scope=openid+email+profile"), "{}", request.url);
    visitor.allows();

    visitor.sees_page("practitioners");
    visitor.sees_words(RESULTS, "60 professionals");
    visitor.clicks("Session");
    visitor.sees_heading("Victor Pugin");
    visitor.sees("main [data-scope='profile']");
}

#[test]
fn whoever_refuses_more_access_finds_the_session_as_it_was() {
    let world = World::configured(|configuration| configuration["scope"] = "openid email".into());
    let visitor = at_the_directory(&world);

    visitor.clicks("Give this access");
    visitor.refuses();

    visitor.sees_page("practitioners");
    visitor.sees_notice("api-scope-denied");
    visitor.sees("main [data-code='api-scope-missing']");
    visitor.clicks("Session");
    visitor.sees_claim("email", "victor.pugin@hopital.example");
    assert!(!visitor.has("[data-scope='profile']"));
}

/// The page asks twice at once, of an API that takes one call a second.
#[test]
fn an_api_that_asks_to_come_again_gets_its_second() {
    let world = World::with(|settings| settings.api_calls_per_second = Some(1), |_| {}, &[]);

    let visitor = at_the_directory(&world);

    visitor.sees_claim("organization", "Centre hospitalier de Saint-Alban");
    visitor.sees_words(RESULTS, "60 professionals");
    let calls = world.asked().iter().filter(|asked| asked.starts_with("GET /fhir/")).count();
    assert!(calls > 2, "nobody had to wait: {:?}", world.asked());
}

#[test]
fn what_userinfo_says_differently_is_shown_beside_what_was_signed() {
    let world = World::start();
    world.provider.misbehave(Misbehaviour::UserinfoDisagrees);
    let visitor = world.visitor();
    visitor.opens("session");

    visitor.signs_in_as("victor");

    visitor.sees_words("[data-differs='name']", "Victor Pugin");
    visitor.sees_words("[data-differs='name']", "Victoire Pugin");
    visitor.sees_words("[data-differs='email']", "v.pugin@rochebrune.example");
    visitor.sees_words("[data-differs='workspace']", "Organization/7120458");
    assert!(!visitor.has("[data-differs='user-id']"));
}

/// What the token says of the API is not what the deployment lists: another domain, a sibling port, a subdomain.
#[test]
fn a_token_goes_to_no_origin_but_those_that_are_listed() {
    for origin in ["https://api.example.evil", "http://127.0.0.1", "http://api.localhost"] {
        // One for each: a browser whose TLS was hung up on calls again later.
        let stranger = Stranger::listens();
        let port = stranger.port();
        let origin = format!("{origin}:{port}");
        let api = format!("{origin}/fhir/v3");
        let world = World::with(
            |settings| settings.api_url = Some(api),
            |configuration| {
                // Its own API, and the parent of the subdomain.
                let listed =
                    [configuration["api_origins"][0].clone(), format!("http://localhost:{port}").into()];
                configuration["api_origins"] = listed.to_vec().into();
            },
            std::slice::from_ref(&origin),
        );

        let visitor = at_the_directory(&world);

        visitor.sees("main [data-code='api-origin-not-allowed']");
        assert_eq!(stranger.heard(), [""; 0], "{origin}");
        // Nothing but the app's own rule stood in between.
        let sends = format!("fetch('{origin}/').catch(() => {{}}); return null");
        visitor.asks_the_page(&sends);
        visitor.waits_for(|| !stranger.heard().is_empty());
    }
}

#[test]
fn a_token_goes_along_no_redirect_and_to_no_page_at_another_origin() {
    let stranger = Stranger::listens();
    let elsewhere = format!("http://127.0.0.1:{}", stranger.port());
    let world = World::with(
        |settings| settings.elsewhere.clone_from(&elsewhere),
        |_| {},
        std::slice::from_ref(&elsewhere),
    );
    world.provider.misbehave(Misbehaviour::ApiRedirects);
    let visitor = at_the_directory(&world);
    visitor.sees("main [data-code='api-cors-refused']");
    let brought =
        |asked: &provider::Recorded| asked.path == "/fhir/v3/Practitioner" && asked.has_authorization_header;
    assert!(world.provider.requests().iter().any(brought), "{:?}", world.asked());
    let tokens = |heard: Vec<String>| {
        heard.into_iter().filter(|heard| heard.to_ascii_lowercase().contains("authorization:")).count()
    };
    assert_eq!(tokens(stranger.heard()), 0, "{:?}", stranger.heard());

    let world = World::with(
        |settings| settings.elsewhere.clone_from(&elsewhere),
        |_| {},
        std::slice::from_ref(&elsewhere),
    );
    world.provider.misbehave(Misbehaviour::ApiNextPageElsewhere);
    let visitor = at_the_directory(&world);
    visitor.sees_words(RESULTS, "60 professionals");
    visitor.sees_notice("directory-elsewhere");
    assert!(!visitor.has("nav.pager:not([hidden])"));
    assert_eq!(world.asked_for(DIRECTORY), 1);
    assert_eq!(tokens(stranger.heard()), 0, "{:?}", stranger.heard());
}
