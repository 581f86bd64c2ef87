//! When all goes well.

use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Effect, SignedOutReason, Stage, View};

use crate::world::{HOME, NOW, PLACE, Tab};

#[test]
fn signs_a_person_in_and_knows_who_they_are() {
    let mut tab = Tab::opened();

    tab.signs_in_as("victor");

    let identity = tab.identity().expect("signed in");
    assert_eq!(identity.display_name(), "Victor Pugin");
    assert!(identity.subject().starts_with("auth0|"));
    assert_eq!(identity.email.as_deref(), Some("victor.pugin@hopital.example"));
    assert!(identity.email_verified);
    assert_eq!(identity.picture.as_deref(), Some("http://127.0.0.1:9090/people/victor.svg"));
    assert_eq!(identity.lifen.application.as_deref(), Some("Lifen Demo"));
    let user = identity.lifen.user.expect("Lifen's own claim");
    assert_eq!(user.id, "2239c4e4-f928-44da-917d-1a59a7a4e931");
    assert_eq!(user.current_workspace.as_deref(), Some("Organization/6944011"));
    assert_eq!(tab.notice(), None);
    assert!(tab.session().access_token().is_some());
}

#[test]
fn says_what_was_granted_and_until_when() {
    let mut tab = Tab::configured(r#""scope":"openid email""#);
    tab.opens(HOME);

    tab.signs_in_as("agathe");

    let identity = tab.identity().expect("signed in");
    assert_eq!(identity.scope, ["openid", "email"]);
    assert_eq!(identity.expires_at, Timestamp::from_seconds(NOW + 172_800));
    assert_eq!(tab.alarm(), Some(identity.expires_at));
    assert_eq!(identity.name, None);
    assert_eq!(identity.display_name(), "agathe.lemoine@hopital.example");
}

#[test]
fn an_unverified_address_stays_one() {
    let mut tab = Tab::opened();

    tab.signs_in_as("maelle");

    assert!(!tab.identity().expect("signed in").email_verified);
}

#[test]
fn returns_to_the_deep_link_with_its_query_and_fragment() {
    let mut tab = Tab::opened();

    tab.signs_in_as("victor");

    assert_eq!(tab.address(), PLACE);
}

#[test]
fn a_sign_in_begun_on_the_redirect_route_ends_at_home() {
    let mut tab = Tab::new();
    tab.opens("/ward/callback");

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), HOME);
}

#[test]
fn a_visit_is_signed_out_until_the_person_asks() {
    let tab = Tab::opened();

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert!(!tab.has_left());
    assert!(tab.session().access_token().is_none());
}

#[test]
fn leaves_for_the_provider_with_the_documented_request() {
    let mut tab = Tab::configured(r#""parameters":{"version":"2.0.0"}"#);
    tab.opens(PLACE);

    tab.presses_sign_in();

    assert_eq!(tab.view(), View::Pending(Stage::Leaving));
    let address = tab.left_for();
    assert!(address.starts_with("http://127.0.0.1:9090/authorize?response_type=code&client_id=demo&"));
    for part in [
        "redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fward%2Fcallback&",
        "scope=openid+profile+email&",
        "code_challenge_method=S256&",
        "version=2.0.0",
    ] {
        assert!(address.contains(part), "{part} in {address}");
    }
}

#[test]
fn no_two_sign_ins_share_a_secret() {
    let mut tab = Tab::opened();
    let value = |address: &str, name: &str| {
        let rest = address.split(&format!("&{name}=")).nth(1).expect("a parameter");
        rest.split('&').next().unwrap_or_default().to_owned()
    };

    tab.presses_sign_in();
    let first = tab.left_for().to_owned();
    tab.goes_back();
    tab.presses_sign_in();

    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(value(&first, name).len(), 43, "{name}");
        assert_ne!(value(&first, name), value(tab.left_for(), name), "{name}");
    }
}

#[test]
fn redeems_with_the_first_request_of_the_redirect_leg() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab.requests();

    tab.comes_back_as("victor");

    assert_eq!(tab.requests(), ["POST /oauth/token", "OPTIONS /userinfo", "GET /userinfo"]);
}

#[test]
fn fetches_the_keys_beside_the_token_when_they_were_not_known_before_leaving() {
    use lifen_connect::protocol::transport::EndpointRole;
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Keys);
    tab.opens(PLACE);
    tab.presses_sign_in();
    tab.requests();
    let response = tab.is_sent_back_as("victor");
    tab.release(EndpointRole::Keys);
    tab.requests();

    tab.opens(&response);

    let expected = ["POST /oauth/token", "GET /.well-known/jwks.json", "OPTIONS /userinfo", "GET /userinfo"];
    assert_eq!(tab.requests(), expected);
    assert!(tab.is_signed_in());
}

#[test]
fn asks_for_the_token_without_a_preflight_and_without_an_authorization_header() {
    let mut tab = Tab::opened();

    tab.signs_in_as("victor");

    let requests = tab.provider.requests();
    let about_tokens: Vec<_> = requests.iter().filter(|request| request.path == "/oauth/token").collect();
    let [request] = about_tokens[..] else { panic!("one request: {about_tokens:?}") };
    assert_eq!(request.method, "POST");
    assert_eq!(request.origin.as_deref(), Some("http://localhost:8080"));
    assert_eq!(request.content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert!(!request.has_authorization_header && request.parameters.is_empty());
}

#[test]
fn shows_the_person_before_userinfo_has_answered() {
    use lifen_connect::protocol::transport::EndpointRole;
    let mut tab = Tab::opened();
    tab.hold(EndpointRole::UserInfo);

    tab.signs_in_as("victor");

    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn signs_a_second_person_in_after_the_first() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    tab.signs_out();

    tab.opens(PLACE);
    tab.signs_in_as("idris");

    assert_eq!(tab.identity().expect("signed in").display_name(), "Idris Benhaddou");
}

/// Time passes at the provider: the person looks for their card.
#[test]
fn a_person_may_take_an_hour_at_the_provider() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();

    tab.lets_pass(Seconds(3600));
    tab.comes_back_as("victor");

    assert!(tab.is_signed_in());
}

#[test]
fn works_with_endpoints_that_the_deployment_states_and_fetches_no_metadata() {
    let mut tab = Tab::known_provider();

    tab.signs_in_as("victor");

    assert!(tab.is_signed_in());
    assert_eq!(tab.requests(), ["GET /.well-known/jwks.json", "POST /oauth/token"]);
}

#[test]
fn metadata_that_are_on_their_way_are_not_asked_for_again() {
    let mut tab = Tab::new();
    tab.records();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);

    tab.presses_sign_in();

    let asked = |effect: &Effect| matches!(effect, Effect::FetchMetadata(..));
    assert_eq!(tab.recorded_effects().into_iter().filter(asked).count(), 1);
    tab.release(EndpointRole::Metadata);
    assert!(tab.is_leaving_for_the_provider());
}
