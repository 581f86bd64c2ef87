//! Why a session is trusted: what was checked in this tab, by the code that checks it, and how long each step took.

use lifen_connect::protocol::evidence::{Check, Evidence, Value};
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Origin, Receipt, Step};
use provider::Misbehaviour;

use crate::after;
use crate::signed_in::{LIFETIME, beside, renewing, renewing_with};
use crate::world::{NOW, PLACE, Tab, pass, talk};

fn receipt(tab: &Tab) -> Receipt {
    tab.session().receipt().expect("somebody is signed in").clone()
}

fn signed_in(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

/// The checks that were made, in their order.
fn made(evidence: &Evidence) -> Vec<Check> {
    evidence.findings().iter().filter(|finding| finding.is_made()).map(|finding| finding.check).collect()
}

fn left_out(evidence: &Evidence) -> Vec<Check> {
    evidence.findings().iter().filter(|finding| !finding.is_made()).map(|finding| finding.check).collect()
}

fn values(evidence: &Evidence, check: Check) -> (Value, Value) {
    let finding = evidence.findings().iter().find(|finding| finding.check == check);
    let finding = finding.unwrap_or_else(|| panic!("no {check:?} among {:?}", made(evidence)));
    (finding.expected.clone(), finding.found.clone())
}

fn seconds(steps: &[Step]) -> Vec<(&'static str, i64)> {
    steps.iter().map(|step| (step.kind.name(), step.milliseconds() / 1000)).collect()
}

/// OIDC Core §3.1.3.7, and what stands around it.
#[test]
fn has_every_check_of_a_sign_in() {
    let receipt = receipt(&signed_in(""));

    assert_eq!((receipt.origin, receipt.checked_at), (Origin::SignIn, Timestamp::from_seconds(NOW)));
    assert_eq!(
        made(&receipt.evidence),
        [
            Check::MetadataIssuer,
            Check::State,
            Check::ResponseIssuer,
            Check::CodeVerifier,
            Check::Algorithm,
            Check::Signature,
            Check::Issuer,
            Check::Audience,
            Check::Expiry,
            Check::IssuedAt,
            Check::AccessTokenHash,
            Check::Nonce,
            Check::UserInfoSubject,
        ]
    );
    assert_eq!(left_out(&receipt.evidence), []);
}

#[test]
fn shows_what_was_expected_and_found_where_both_are_public() {
    let evidence = receipt(&signed_in(r#""id_token_signed_response_alg":["RS256","ES256"]"#)).evidence;

    let issuer = Value::text("http://127.0.0.1:9090/");
    for check in [Check::MetadataIssuer, Check::ResponseIssuer, Check::Issuer] {
        assert_eq!(values(&evidence, check), (issuer.clone(), issuer.clone()), "{check:?}");
    }
    assert_eq!(values(&evidence, Check::Audience), (Value::text("demo"), Value::text("demo")));
    assert_eq!(values(&evidence, Check::Algorithm), (Value::text("RS256 ES256"), Value::text("RS256")));
    let (expected, found) = values(&evidence, Check::Signature);
    assert!(expected == found && matches!(found, Value::Text(kid) if !kid.is_empty()));
    let (now, expiry) = values(&evidence, Check::Expiry);
    assert_eq!(now, Value::Moment(Timestamp::from_seconds(NOW)));
    assert!(matches!(expiry, Value::Moment(at) if at > Timestamp::from_seconds(NOW)));
}

#[test]
fn shows_nothing_of_what_is_compared_in_secret() {
    let evidence = receipt(&signed_in("")).evidence;

    for check in
        [Check::State, Check::Nonce, Check::CodeVerifier, Check::AccessTokenHash, Check::UserInfoSubject]
    {
        assert_eq!(values(&evidence, check), (Value::Secret, Value::Secret), "{check:?}");
    }
}

#[test]
fn has_what_the_deployment_asks_of_the_authentication_and_nothing_of_it_elsewhere() {
    let asks = r#""max_age":3600,"acr_values":"urn:example:strong urn:example:stronger""#;

    let evidence = receipt(&signed_in(asks)).evidence;

    let (expected, found) = values(&evidence, Check::AuthenticationContext);
    assert_eq!(expected, Value::text("urn:example:strong urn:example:stronger"));
    assert_eq!(found, Value::text("urn:example:strong"));
    let (expected, found) = values(&evidence, Check::AuthenticationTime);
    assert_eq!(expected, Value::Moment(Timestamp::from_seconds(NOW) - Seconds(3600)));
    assert_eq!(found, Value::Moment(Timestamp::from_seconds(NOW)));
}

/// A check that is not made is not claimed.
#[test]
fn says_what_the_provider_left_out() {
    let evidence = receipt(&after(Misbehaviour::MissingAccessTokenHash)).evidence;

    assert_eq!(left_out(&evidence), [Check::AccessTokenHash]);
    assert!(!made(&evidence).contains(&Check::AccessTokenHash));
}

#[test]
fn says_that_tls_stands_in_for_the_signature() {
    let checks = made(&receipt(&signed_in(r#""id_token_verification":"tls""#)).evidence);

    assert!(checks.contains(&Check::Tls) && !checks.contains(&Check::Signature), "{checks:?}");
}

#[test]
fn claims_nothing_of_a_profile_that_was_not_used() {
    let tab = after(Misbehaviour::UserinfoInvalidSubject);

    assert!(tab.notice().is_some());
    assert!(!made(&receipt(&tab).evidence).contains(&Check::UserInfoSubject));
}

#[test]
fn nobody_who_is_not_signed_in_has_one() {
    assert_eq!(Tab::opened().session().receipt(), None);
    assert_eq!(after(Misbehaviour::InvalidNonce).session().receipt(), None);
}

/// Nothing that was checked before the failure is claimed of the sign-in after it.
#[test]
fn claims_nothing_of_a_sign_in_before() {
    let mut tab = after(Misbehaviour::InvalidNonce);
    tab.fails_with("id-token-nonce-mismatch");

    assert_eq!(made(&receipt(&tab).evidence), made(&receipt(&signed_in("")).evidence));
}

#[test]
fn counts_each_step_from_the_request_to_its_answer() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);
    tab.lets_pass(Seconds(3));
    tab.release(EndpointRole::Metadata);
    tab.presses_sign_in();
    tab.lets_pass(Seconds(40));
    tab.hold(EndpointRole::Token);
    tab.hold(EndpointRole::UserInfo);
    tab.comes_back_as("victor");
    tab.lets_pass(Seconds(2));
    tab.release(EndpointRole::Token);
    tab.lets_pass(Seconds(1));
    tab.release(EndpointRole::UserInfo);

    let receipt = receipt(&tab);

    assert_eq!(seconds(receipt.steps_before()), [("metadata", 3), ("keys", 0), ("provider", 40)]);
    assert_eq!(seconds(receipt.steps_here()), [("token", 2), ("signature", 0), ("userinfo", 1)]);
}

/// A page that waits for its window is not left, and knows how long it took to push what is asked.
#[test]
fn counts_how_long_pushing_took_where_the_page_stays() {
    let mut tab = Tab::configured(r#""pushed_authorization_requests":"always""#);
    tab.opens(PLACE);
    tab.hold(EndpointRole::PushedRequest);
    tab.presses_sign_in_in_a_window();
    tab.lets_pass(Seconds(2));
    tab.release(EndpointRole::PushedRequest);
    let mut window = tab.window_that_opens(&tab.is_sent_back_in_the_window_as("victor"));

    talk(&mut [&mut tab, &mut window]);

    let before = seconds(receipt(&tab).steps_before());
    assert!(before.contains(&("push", 2)), "{before:?}");
}

#[test]
fn counts_how_long_the_page_took_to_begin() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    tab.lets_pass(Seconds(40));
    let response = tab.is_sent_back_as("victor");
    tab.is_loading_since(tab.now() - Seconds(1));
    tab.opens(&response);

    let receipt = receipt(&tab);

    assert_eq!(seconds(receipt.steps_before())[2], ("provider", 39));
    assert_eq!(seconds(receipt.steps_here())[0], ("page", 1));
}

/// A clock that was set meanwhile tells nothing of how long it took.
#[test]
fn believes_no_page_that_was_loaded_before_the_browser_left() {
    let mut tab = Tab::opened();
    tab.presses_sign_in();
    let response = tab.is_sent_back_as("victor");
    tab.is_loading_since(tab.now() - Seconds(60));
    tab.opens(&response);

    assert!(receipt(&tab).steps.all().iter().all(|step| step.kind.name() != "page"));
}

#[test]
fn has_the_steps_of_a_sign_in_in_a_window() {
    let mut tab = Tab::opened();
    tab.presses_sign_in_in_a_window();
    tab.lets_pass(Seconds(9));
    let response = tab.is_sent_back_in_the_window_as("victor");
    let mut window = tab.window_that_opens(&response);
    pass(&mut [&mut tab, &mut window], Seconds(0));

    let receipt = receipt(&tab);

    assert_eq!(receipt.origin, Origin::SignIn);
    assert_eq!(seconds(receipt.steps_before()).last(), Some(&("provider", 9)));
    assert!(made(&receipt.evidence).contains(&Check::State));
}

/// What needs the provider cannot be checked again: the response, the code, the access token.
#[test]
fn another_tab_says_what_it_checked_itself() {
    let mut tab = renewing();
    let other = beside(&mut tab);

    let receipt = receipt(&other);

    assert_eq!(receipt.origin, Origin::Told);
    let steps: Vec<_> = receipt.steps.all().iter().map(|step| step.kind.name()).collect();
    assert_eq!(steps, ["signature", "userinfo"], "what the page fetched before was for no session");
    assert_eq!(
        made(&receipt.evidence),
        [
            Check::Algorithm,
            Check::Signature,
            Check::Issuer,
            Check::Audience,
            Check::Expiry,
            Check::IssuedAt,
            Check::Nonce,
            Check::UserInfoSubject,
        ]
    );
    assert!(receipt.steps_before().is_empty());
}

#[test]
fn a_tab_that_kept_its_tokens_checks_them_again() {
    let mut tab = renewing_with(r#""persistence":"tab""#);
    tab.lets_pass(Seconds(60));

    tab.reloads();

    let receipt = receipt(&tab);
    assert_eq!(receipt.origin, Origin::Told);
    assert_eq!(receipt.checked_at, Timestamp::from_seconds(NOW) + Seconds(60));
    assert!(made(&receipt.evidence).contains(&Check::Signature));
}

#[test]
fn a_page_that_was_reloaded_says_that_it_went_to_the_provider_again() {
    let mut tab = signed_in("");
    let before = made(&receipt(&tab).evidence);
    tab.lets_pass(Seconds(60));

    tab.reloads_while(Some("victor"));

    assert_eq!(receipt(&tab).origin, Origin::Resumed);
    assert_eq!(made(&receipt(&tab).evidence), before);
}

#[test]
fn says_what_was_checked_when_the_session_was_renewed_and_by_whom() {
    let mut tab = renewing();
    let mut other = beside(&mut tab);
    assert_eq!(receipt(&tab).renewal, None);

    pass(&mut [&mut tab, &mut other], LIFETIME);

    let renewals = [&tab, &other].map(|tab| receipt(tab).renewal.expect("it was renewed"));
    let here: Vec<_> = renewals.iter().filter_map(|renewal| renewal.evidence.as_ref()).collect();
    let [evidence] = *here else { panic!("one of them renewed it") };
    let checks = made(evidence);
    for check in [Check::Signature, Check::Issuer, Check::RenewedSubject, Check::RenewedAudience] {
        assert!(checks.contains(&check), "{check:?}: {checks:?}");
    }
}

/// What is fetched later on is no step of the sign-in, and a day of it is not remembered.
#[test]
fn keeps_the_steps_of_the_sign_in_and_no_others() {
    let mut tab = renewing();
    let steps = receipt(&tab).steps;

    tab.lives_for(Seconds(36_000));

    assert!(tab.is_signed_in());
    assert_eq!(receipt(&tab).steps, steps);
}

#[test]
fn is_handed_on_as_a_text_with_a_line_for_each_check_and_step() {
    let text = receipt(&signed_in("")).to_text(&|at| at.seconds().to_string());

    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], format!("signed in in this tab, {NOW}"));
    let issuer = "http://127.0.0.1:9090/";
    let line = format!("holds  iss [OIDC Core §3.1.3.7 (2)]: expected {issuer}, found {issuer}");
    assert!(lines.contains(&line.as_str()), "{text}");
    let line = "holds  nonce [OIDC Core §3.1.3.7 (11)]: expected (not shown), found (not shown)";
    assert!(lines.contains(&line), "{text}");
    assert!(lines.contains(&format!("step   token: 0 ms from {NOW}").as_str()), "{text}");
}
