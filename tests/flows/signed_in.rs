//! Somebody who is signed in, at a provider whose access tokens live for ten minutes.

use std::time::Duration;

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::Effect;
use provider::{ClientMetadata, Settings};

use crate::world::{PLACE, Tab, talk};

/// How long an access token lives there.
pub const LIFETIME: Seconds = Seconds(600);

/// When it is renewed: a quarter of its lifetime before its end.
pub const RENEWS_AFTER: Seconds = Seconds(450);

const RENEWING: &str = r#""scope":"openid profile email offline_access""#;

/// With a refresh token.
pub fn renewing() -> Tab {
    renewing_with("")
}

/// The same on a deployment that sets these members too.
pub fn renewing_with(members: &str) -> Tab {
    let mut tab = signed_out(LIFETIME, members);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

/// Without one, which needs the scope.
pub fn without_a_refresh_token(members: &str) -> Tab {
    without_a_refresh_token_for(LIFETIME, members)
}

/// The same with an access token that lives this long.
pub fn without_a_refresh_token_for(lifetime: Seconds, members: &str) -> Tab {
    let mut tab = at_a_provider(lifetime, members);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    tab
}

/// Nobody yet, at a provider that gives refresh tokens, and access tokens that live this long.
pub fn signed_out(lifetime: Seconds, members: &str) -> Tab {
    let members = if members.is_empty() { RENEWING.to_owned() } else { format!("{RENEWING},{members}") };
    let mut tab = at_a_provider(lifetime, &members);
    tab.opens(PLACE);
    tab
}

fn at_a_provider(lifetime: Seconds, members: &str) -> Tab {
    let settings = Settings {
        access_token_lifetime: Duration::from_secs(lifetime.0.unsigned_abs()),
        ..Settings::default()
    };
    let mut tab = Tab::at_a_provider(settings, provider::Algorithm::RS256, members);
    // Hours of alarms, and nothing to be seen: tests/secrets.rs watches.
    tab.witness.looks_away();
    let metadata = ClientMetadata { refresh_tokens: true, ..ClientMetadata::default() };
    tab.provider.register_metadata("demo", metadata);
    tab
}

/// Another tab of the same browser, which was opened after the sign-in.
pub fn beside(tab: &mut Tab) -> Tab {
    let mut other = tab.another_tab();
    other.opens(PLACE);
    talk(&mut [tab, &mut other]);
    assert!(other.is_signed_in(), "{:?}", other.view());
    other
}

/// How often the provider renewed.
pub fn renewals(tab: &Tab) -> usize {
    tab.provider.granted().iter().filter(|granted| granted.is_renewal).count()
}

/// How often the token endpoint was asked since the last time this was.
pub fn token_requests(tab: &Tab) -> usize {
    tab.requests().iter().filter(|request| *request == "POST /oauth/token").count()
}

pub fn access_token(tab: &Tab) -> String {
    tab.session().access_token().expect("an access token").expose().to_owned()
}

/// The refresh tokens that a tab sent since it [records](Tab::records).
pub fn refresh_tokens_sent(tab: &Tab) -> Vec<String> {
    let sent = |effect: Effect| match effect {
        Effect::Redeem(_, _, form, _) => form
            .expose()
            .split("refresh_token=")
            .nth(1)
            .map(|rest| rest.split('&').next().unwrap().to_owned()),
        _ => None,
    };
    tab.recorded_effects().into_iter().filter_map(sent).collect()
}
