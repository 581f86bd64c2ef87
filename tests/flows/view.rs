//! What has a page drawn anew, and what lets it stay with all that the person did in it.

use std::sync::Arc;

use lifen_connect::protocol::token::TokenError;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Error, Notice, SessionError, SignedOutReason, Stage, View};

use crate::signed_in::{RENEWS_AFTER, renewals, renewing};
use crate::world::{Fault, Tab};

const STAGES: [Stage; 7] = [
    Stage::Starting,
    Stage::Leaving,
    Stage::InPopup,
    Stage::Delivered,
    Stage::SigningOut,
    Stage::Resuming,
    Stage::Returning,
];

fn failed() -> View {
    let mut tab = Tab::opened();
    tab.network.breaks(EndpointRole::Token, Fault::Down);
    tab.signs_in_as("victor");
    assert!(tab.error_code().is_some());
    tab.view()
}

#[test]
fn each_stage_and_each_error_is_drawn_once() {
    for stage in STAGES {
        for other in STAGES {
            assert_eq!(View::Pending(stage).is(&View::Pending(other)), stage == other, "{stage:?} {other:?}");
        }
    }
    let (first, second) = (failed(), failed());
    assert!(first.is(&first.clone()));
    assert!(!first.is(&second), "the second time is news, though it is the same");
}

#[test]
fn a_notice_is_drawn_for_what_it_says_and_not_each_time_that_it_is_said() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");
    let View::SignedIn { identity, .. } = tab.view() else { panic!("{:?}", tab.view()) };
    let unreadable = || Arc::new(Error::Token(TokenError::Unreadable));
    let looped = || Arc::new(Error::Session(SessionError::RedirectLoop));
    let of = |notice| View::SignedIn { identity: Arc::clone(&identity), notice };

    assert!(of(Some(Notice::Profile(looped()))).is(&of(Some(Notice::Profile(looped())))));
    for other in [None, Some(Notice::Renewal(looped())), Some(Notice::Profile(unreadable()))] {
        assert!(!of(Some(Notice::Profile(looped()))).is(&of(other)));
    }
}

#[test]
fn a_page_stays_while_its_button_leads_away_and_is_gone_for_anything_else() {
    let signed_out = View::SignedOut(SignedOutReason::NotYet);
    for shown in [&signed_out, &failed()] {
        for stage in STAGES {
            assert_eq!(View::Pending(stage).keeps(shown), stage == Stage::Leaving, "{stage:?}");
        }
    }
    assert!(signed_out.keeps(&signed_out.clone()));
    assert!(!signed_out.keeps(&View::SignedOut(SignedOutReason::Expired)));
    assert!(!View::Pending(Stage::Leaving).keeps(&View::Pending(Stage::Resuming)));
}

#[test]
fn what_somebody_will_see_is_fetched_while_the_provider_answers() {
    let leads = STAGES.into_iter().filter(|stage| stage.leads_to_a_session());

    assert_eq!(leads.collect::<Vec<_>>(), [Stage::Resuming, Stage::Returning]);
}

#[test]
fn a_page_stays_over_a_renewal_and_is_made_anew_for_somebody_else() {
    let mut tab = renewing();
    let before = tab.view();

    tab.lives_for(RENEWS_AFTER);

    assert_eq!(renewals(&tab), 1);
    assert!(tab.view().keeps(&before), "the same person, and newer tokens");
    let mut other = Tab::opened();
    other.signs_in_as("agathe");
    assert!(!other.view().keeps(&before));
}

#[test]
fn a_page_stays_though_its_session_is_renewed_no_more() {
    let mut tab = renewing();
    let before = tab.view();
    let refusal = r#"{"error":"unauthorized_client"}"#;
    tab.network.breaks(EndpointRole::Token, Fault::Says(400, refusal.to_owned()));

    tab.lives_for(RENEWS_AFTER);

    assert!(!tab.identity().expect("signed in").renews);
    assert!(tab.view().keeps(&before), "{:?}", tab.view());
}
