//! Deployments over the wire, good and bad: what the doctor says of each.

mod world;

use doctor::examine;
use lifen_connect::doctor::{Check, Kind, Verdict};
use provider::{Algorithm, Misbehaviour};
use serde_json::json;
use static_host::{Configuration, StaticHost};

use world::World;

#[test]
fn finds_nothing_wrong_with_a_good_deployment() {
    let world = World::start();

    let examination = world.examined();

    for finding in &examination.findings {
        let expected = if finding.check.is_of_a_browser() { Verdict::Unknown } else { Verdict::Good };
        assert_eq!(finding.verdict, expected, "{finding:?}");
    }
    assert_eq!(examination.findings.len(), Check::ALL.len());
}

#[test]
fn signs_nobody_in_and_tries_no_code() {
    let world = World::start();

    world.examined();

    let asked: Vec<_> =
        world.provider.requests().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect();
    let expected = [
        "GET /.well-known/openid-configuration",
        "GET /authorize",
        "GET /.well-known/jwks.json",
        "POST /oauth/token",
        "OPTIONS /userinfo",
        "GET /userinfo",
    ];
    assert_eq!(asked, expected);
    assert!(world.provider.granted().is_empty());
}

#[test]
fn finds_the_app_below_a_path_and_tells_one_that_takes_itself_to_be_elsewhere() {
    let below = World::hosted(|host| host.base = "/ward/".to_owned());
    assert_eq!(below.kinds(Check::RedirectUri), [Kind::RedirectUriKnown]);
    assert_eq!(below.kinds(Check::DeepLinks), [Kind::DeepLinksServed]);

    let other = world::PAGE
        .replace("<base href=\"/\">", "<base href=\"/ward/\">")
        .replace("{}", r#"{"issuer":"http://127.0.0.1:1/","client_id":"ward-7"}"#);
    let elsewhere = World::with_file("elsewhere.html", &other);
    let examination = examine(&format!("{}elsewhere.html", elsewhere.address())).unwrap();
    assert_eq!(examination.of(Check::RedirectUri).unwrap().found[0].kind, Kind::BaseElsewhere);
}

#[test]
fn names_each_thing_that_a_careless_host_leaves_out() {
    let world = World::hosted(|host| host.careless = true);

    assert_eq!(world.kinds(Check::DeepLinks), [Kind::DeepLinksMissing]);
    assert_eq!(world.kinds(Check::Csp), [Kind::CspMissing]);
    assert_eq!(world.kinds(Check::Headers), [Kind::HeadersMissing]);
    assert_eq!(world.kinds(Check::Caching), [Kind::CachingPageKept, Kind::CachingFilesNotKept]);
}

#[test]
fn names_the_provider_that_the_policy_keeps_out() {
    let world = World::hosted(|host| {
        // As text it is served without a policy made from it.
        let Configuration::Json(configuration) = &host.configuration else { panic!("a configuration") };
        host.configuration = Configuration::Text(configuration.to_string());
        host.connect.clear();
    });

    let csp = world.examined().of(Check::Csp).cloned().unwrap();

    assert_eq!(csp.found[0].kind, Kind::CspBlocksProvider);
    assert_eq!(csp.found[0].value, world.provider.issuer().trim_end_matches('/'));
}

#[test]
fn names_a_redirect_uri_that_is_not_registered() {
    let world = World::configured(|configuration, home| {
        configuration["redirect_uri"] = format!("{home}callback/").into();
    });

    assert_eq!(world.kinds(Check::RedirectUri), [Kind::RedirectUriRefused]);
}

#[test]
fn names_a_client_that_the_provider_does_not_know() {
    let world = World::configured(|configuration, _| configuration["client_id"] = "somebody".into());

    assert_eq!(world.kinds(Check::TokenEndpoint), [Kind::TokenEndpointRefusesClient]);
    assert_eq!(world.kinds(Check::RedirectUri), [Kind::RedirectUriRefused]);
}

#[test]
fn names_what_is_wrong_with_the_configuration_and_asks_the_provider_nothing() {
    for (configuration, kind) in [
        (Configuration::Missing, Kind::ConfigurationWrong),
        (Configuration::Text("{".to_owned()), Kind::ConfigurationWrong),
        (Configuration::Json(json!({ "client_id": "x" })), Kind::ConfigurationWrong),
    ] {
        let world = World::hosted(|host| host.configuration = configuration);

        let examination = world.examined();

        assert_eq!(examination.of(Check::Configuration).unwrap().found[0].kind, kind);
        assert_eq!(examination.of(Check::Keys).unwrap().found[0].kind, Kind::NotAsked);
        assert_eq!(examination.of(Check::DeepLinks).unwrap().verdict, Verdict::Good);
        assert!(world.provider.requests().is_empty());
    }
}

#[test]
fn tells_the_client_id_of_the_example() {
    let world = World::configured(|configuration, _| configuration["client_id"] = "your-client-id".into());

    assert_eq!(world.kinds(Check::Configuration), [Kind::ConfigurationAsBuilt]);
}

#[test]
fn names_each_fault_of_the_provider() {
    for (misbehaviour, check, kind) in [
        (Misbehaviour::MetadataIssuerMismatch, Check::Metadata, Kind::MetadataIssuerDiffers),
        (Misbehaviour::MetadataIssuerTrailingSlash, Check::Metadata, Kind::MetadataIssuerDiffers),
        (Misbehaviour::MetadataIsHtml, Check::Metadata, Kind::MetadataUnusable),
        (Misbehaviour::MetadataServerError, Check::Metadata, Kind::MetadataUnusable),
        (Misbehaviour::MetadataEndpointMissing, Check::Metadata, Kind::MetadataUnusable),
        (Misbehaviour::MetadataInsecureEndpoint, Check::Metadata, Kind::MetadataUnusable),
        (Misbehaviour::MetadataRefusesCors, Check::Metadata, Kind::CorsRefused),
        (Misbehaviour::MetadataWithoutS256, Check::Pkce, Kind::PkceRefused),
        (Misbehaviour::MetadataWithoutLists, Check::Algorithms, Kind::AlgorithmsNotTold),
        (Misbehaviour::MetadataWithoutUserinfo, Check::UserInfo, Kind::UserInfoNone),
        (Misbehaviour::KeysEmpty, Check::Keys, Kind::KeysNoneFits),
        (Misbehaviour::KeysWrongUse, Check::Keys, Kind::KeysNoneFits),
        (Misbehaviour::KeysWrongOperations, Check::Keys, Kind::KeysNoneFits),
        (Misbehaviour::KeysWrongAlgorithm, Check::Keys, Kind::KeysNoneFits),
        (Misbehaviour::KeysWrongType, Check::Keys, Kind::KeysNoneFits),
        (Misbehaviour::KeysTooSmall, Check::Keys, Kind::KeysNoneFits),
        (Misbehaviour::KeysUnreadable, Check::Keys, Kind::KeysUnusable),
        (Misbehaviour::KeysServerError, Check::Keys, Kind::KeysUnusable),
        (Misbehaviour::KeysRefuseCors, Check::Keys, Kind::CorsRefused),
    ] {
        let world = World::start();
        world.provider.misbehave(misbehaviour);

        assert_eq!(world.kinds(check), [kind], "{misbehaviour:?}");
    }
}

#[test]
fn hides_no_other_fault_behind_metadata_that_a_page_may_not_read() {
    let world = World::start();
    world.provider.misbehave(Misbehaviour::MetadataRefusesCors);

    let examination = world.examined();

    assert_eq!(examination.of(Check::Metadata).unwrap().verdict, Verdict::Wrong);
    for check in [Check::Keys, Check::TokenEndpoint, Check::UserInfo, Check::Pkce] {
        assert_eq!(examination.of(check).unwrap().verdict, Verdict::Good, "{check:?}");
    }
}

#[test]
fn tells_an_origin_that_the_provider_does_not_know_from_a_provider_that_is_away() {
    let world = World::start();
    world.register("http://localhost:1/", Algorithm::RS256);
    for check in [Check::Metadata, Check::Keys, Check::TokenEndpoint, Check::UserInfo] {
        assert_eq!(world.kinds(check), [Kind::CorsRefused], "{check:?}");
    }

    let world = World::start();
    world.provider_goes_down();
    assert_eq!(world.kinds(Check::Metadata), [Kind::Unreachable]);
    assert_eq!(world.kinds(Check::TokenEndpoint), [Kind::NotAsked]);
}

#[test]
fn names_algorithms_that_do_not_go_together() {
    let world = World::configured(|configuration, _| {
        configuration["id_token_signed_response_alg"] = "ES256".into();
    });

    assert_eq!(world.kinds(Check::Algorithms), [Kind::AlgorithmsNotOffered]);
    assert_eq!(world.kinds(Check::Keys), [Kind::KeysNoneFits]);
}

#[test]
fn says_in_a_sentence_why_there_is_nothing_to_check() {
    for (address, expected) in
        [("http://localhost:1/", "does not answer"), ("not an address", "is no address")]
    {
        let refused = examine(address).unwrap_err();

        assert!(refused.contains(expected), "{refused}");
    }
    let world = World::hosted(|host| *host = StaticHost { base: "/ward/".to_owned(), ..host.clone() });
    let refused = examine(&format!("{}/elsewhere", world.origin())).unwrap_err();
    assert!(refused.contains("HTTP 404"), "{refused}");
}
