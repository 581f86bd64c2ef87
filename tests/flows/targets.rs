//! What tokens are asked for, and what comes of it.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::Effect;
use provider::ClientMetadata;

use crate::world::{PLACE, Tab};

const API: &str = "https://api.example/fhir";
const FILES: &str = "https://files.example/";
const ASKS_FOR_ALL: &str = r#""scope":"openid offline_access","resource":["https://api.example/fhir","https://files.example/"],
    "audience":"the API","authorization_details":[{"type":"letter","actions":["sign"]}]"#;

/// A tab in which Victor signed in on such a deployment, with a session that renews.
fn signed_in_on(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.provider.register_metadata("demo", ClientMetadata { refresh_tokens: true, ..Default::default() });
    tab.records();
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab
}

/// RFC 8707 §2, RFC 9396 §2.
#[test]
fn asks_for_tokens_that_are_good_for_what_the_deployment_says() {
    let tab = signed_in_on(ASKS_FOR_ALL);

    assert!(tab.is_signed_in());
    let granted = tab.provider.granted();
    let [granted] = &granted[..] else { panic!("one token: {granted:?}") };
    assert_eq!(granted.resource, [API, FILES]);
    assert_eq!(granted.audience.as_deref(), Some("the API"));
    assert_eq!(granted.authorization_details.len(), 1);
}

#[test]
fn names_the_resources_in_every_token_request() {
    let mut tab = signed_in_on(ASKS_FOR_ALL);

    tab.lets_pass(Seconds(172_700));

    let effects = tab.recorded_effects().into_iter();
    let forms = effects.filter_map(|effect| match effect {
        Effect::Redeem(_, _, form, _) => Some(form.expose().to_owned()),
        _ => None,
    });
    let forms: Vec<_> = forms.collect();
    assert_eq!(forms.len(), 2);
    for form in forms {
        let named = form_urlencoded::parse(form.as_bytes()).filter(|(name, _)| name == "resource");
        assert_eq!(named.map(|(_, value)| value.into_owned()).collect::<Vec<_>>(), [API, FILES]);
    }
    assert!(tab.provider.granted().last().is_some_and(|granted| granted.is_renewal));
}

/// RFC 9396 §7.
#[test]
fn tells_the_app_what_was_granted_in_detail() {
    let mut tab = signed_in_on(ASKS_FOR_ALL);

    for _ in 0..2 {
        let identity = tab.identity().expect("signed in");
        let [letter] = &identity.authorization_details[..] else { panic!("one detail") };
        assert_eq!(letter.kind(), "letter");
        assert_eq!(letter.object().texts("actions"), Ok(Some(vec!["sign"])));
        tab.lets_pass(Seconds(172_700));
    }
    assert_eq!(tab.provider.granted().len(), 3, "it was renewed in between");
}

/// RFC 6749 §5.1, in the words of RFC 9396 §7: what an answer does not say is as it was.
#[test]
fn hears_in_a_renewal_what_is_granted_in_detail_by_now_and_keeps_it_where_that_says_nothing() {
    for (details, kind) in [(Some(r#"[{"type":"parcel"}]"#), "parcel"), (None, "letter")] {
        let mut tab = signed_in_on(ASKS_FOR_ALL);
        tab.hold(EndpointRole::Token);
        tab.lets_pass(Seconds(172_700));
        tab.is_answered_altered(EndpointRole::Token, |answer| {
            let mut answer: serde_json::Value = serde_json::from_str(&answer).expect("a token answer");
            let details = details.map(|details| serde_json::from_str(details).expect("a list"));
            answer["authorization_details"] = details.unwrap_or_default();
            answer.to_string()
        });

        let identity = tab.identity().expect("signed in");
        let [detail] = &identity.authorization_details[..] else { panic!("one detail") };
        assert_eq!(detail.kind(), kind);
        assert_eq!(tab.provider.granted().len(), 2);
    }
}

#[test]
fn keeps_what_was_granted_in_detail_over_a_reload() {
    let mut tab = signed_in_on(&format!(r#"{ASKS_FOR_ALL},"persistence":"tab""#));

    tab.reloads();

    assert!(tab.is_signed_in());
    assert_eq!(tab.identity().expect("signed in").authorization_details.len(), 1);
}

#[test]
fn says_nothing_of_what_the_deployment_says_nothing_of() {
    let tab = signed_in_on("");

    let requests = tab.provider.requests();
    for request in &requests {
        for name in ["resource", "audience", "authorization_details", "dpop_jkt"] {
            assert!(request.parameters.iter().all(|known| known != name), "{request:?}");
        }
    }
    assert_eq!(tab.identity().expect("signed in").authorization_details, []);
}

#[test]
fn tells_a_resource_that_the_provider_does_not_know() {
    let mut tab = Tab::before_a_provider(
        |settings| settings.resources = vec![API.to_owned()],
        r#""resource":"https://unknown.example/""#,
    );
    tab.opens(PLACE);

    tab.signs_in_as("victor");

    assert_eq!(tab.error_code(), Some("authorization-refused"));
}
