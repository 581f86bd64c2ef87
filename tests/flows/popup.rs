//! A sign-in in a window of its own: the page waits where it is, and the window brings it the response.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::protocol::transport::EndpointRole;
use lifen_connect::session::{Event, SignedOutReason, Stage, View};
use provider::{ClientMetadata, Dpop, Misbehaviour, Settings};

use crate::world::{Fault, HOME, PLACE, Tab, talk};

const WAITING: View = View::Pending(Stage::InPopup);
const DELIVERED: View = View::Pending(Stage::Delivered);

/// A page whose window is at the provider.
fn waiting() -> Tab {
    waiting_with("")
}

fn waiting_with(members: &str) -> Tab {
    let mut tab = Tab::configured(members);
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();
    assert_eq!(tab.view(), WAITING);
    tab
}

/// The window that came back from the provider, and asks whose response it has.
fn window_of(tab: &Tab, person: &str) -> Tab {
    tab.window_that_opens(&tab.is_sent_back_in_the_window_as(person))
}

/// Nobody takes what it brought, and it does what a page without a sign-in does.
#[track_caller]
fn is_left_alone(window: &mut Tab) {
    assert!(!window.is_closing);
    window.lets_pass(Seconds(1));
    assert_eq!(window.error_code(), Some("authorization-state-unknown"), "{:?}", window.view());
}

fn redemptions(tab: &Tab) -> usize {
    tab.requests().iter().filter(|request| *request == "POST /oauth/token").count()
}

#[test]
fn the_page_that_waited_is_signed_in_and_the_window_closes() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "victor");

    talk(&mut [&mut tab, &mut window]);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
    assert!(!tab.has_left());
    assert_eq!((window.view(), window.is_closing), (DELIVERED, true));
    assert!(window.session().access_token().is_none());
    assert_eq!(redemptions(&tab), 1);
}

/// What a duplicate of the tab could copy.
#[test]
fn what_the_page_waits_with_is_in_no_storage() {
    let tab = waiting();

    assert_eq!(tab.storage.text(), "");
    assert!(!tab.together.text().contains("state"));
}

#[test]
fn a_browser_that_opens_no_window_leaves_at_once() {
    let mut tab = Tab::opened();
    tab.blocks_popups = true;

    tab.presses_sign_in_in_a_window();

    assert!(tab.is_leaving_for_the_provider());
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn the_window_waits_for_the_metadata_and_is_led_on_then() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();
    assert_eq!((tab.view(), tab.popup.as_deref()), (WAITING, Some("about:blank")));

    tab.release(EndpointRole::Metadata);

    let mut window = window_of(&tab, "victor");
    talk(&mut [&mut tab, &mut window]);
    assert!(tab.is_signed_in());
}

#[test]
fn the_window_is_taken_away_where_it_leads_nowhere() {
    let mut tab = Tab::new();
    tab.network.breaks(EndpointRole::Metadata, Fault::Down);
    tab.opens(PLACE);

    tab.presses_sign_in_in_a_window();

    assert_eq!(tab.popup, None);
    tab.fails_with("transport-unreachable");

    let mut tab = Tab::opened();
    tab.has_entropy = false;
    tab.presses_sign_in_in_a_window();
    assert_eq!(tab.popup, None);
    tab.fails_with("environment-crypto-unavailable");
}

#[test]
fn a_window_that_nobody_wanted_is_taken_away() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");

    tab.presses_sign_in_in_a_window();

    assert!(tab.is_signed_in());
    assert_eq!(tab.popup, None);
}

#[test]
fn of_two_pages_that_wait_the_one_whose_state_it_is_takes_the_response() {
    let mut first = waiting();
    let mut second = first.another_tab();
    second.opens(PLACE);
    second.presses_sign_in_in_a_window();
    let mut window = window_of(&second, "agathe");
    // Nobody hears yet of whoever signs in there.
    second.hold(EndpointRole::Token);

    talk(&mut [&mut first, &mut second, &mut window]);

    assert_eq!((first.view(), second.view()), (WAITING, View::Pending(Stage::Returning)));
    assert_eq!(window.view(), DELIVERED);
    second.release(EndpointRole::Token);
    assert_eq!(second.identity().expect("signed in").display_name(), "Agathe Lemoine");
}

/// One session for all tabs: whoever waited in vain has it too.
#[test]
fn a_page_that_waits_is_signed_in_by_another_tab() {
    let mut tab = waiting();
    let mut other = tab.another_tab();
    other.opens(PLACE);
    other.signs_in_as("victor");

    talk(&mut [&mut tab, &mut other]);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.popup, None);
}

#[test]
fn a_response_that_is_offered_twice_is_redeemed_once() {
    let mut tab = waiting();
    let response = tab.is_sent_back_in_the_window_as("victor");
    let (mut window, mut copy) = (tab.window_that_opens(&response), tab.window_that_opens(&response));

    talk(&mut [&mut tab, &mut window, &mut copy]);

    assert!(tab.is_signed_in());
    assert_eq!(redemptions(&tab), 1);
    let mut late = tab.window_that_opens(&response);
    talk(&mut [&mut tab, &mut late]);
    late.lets_pass(Seconds(1));
    assert_eq!(redemptions(&tab), 0);
    assert!(late.is_signed_in(), "in the session there is: {:?}", late.view());
}

#[test]
fn a_window_that_nobody_answers_says_what_is_wrong_after_a_second() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "victor");
    tab.is_gone();
    assert_eq!(window.view(), View::Pending(Stage::Returning));

    is_left_alone(&mut window);

    window.all_is_well_again();
    window.presses_try_again();
    window.comes_back_as("victor");
    assert!(window.is_signed_in());
    assert_eq!(window.address(), HOME);
}

#[test]
fn a_window_that_nobody_answers_is_signed_in_where_another_tab_is() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "victor");
    let mut other = tab.another_tab();
    tab.is_gone();
    other.opens(PLACE);
    other.signs_in_as("victor");

    talk(&mut [&mut other, &mut window]);

    assert!(window.is_signed_in(), "{:?}", window.view());
    assert_eq!(window.address(), HOME);
}

/// The browser had put the page to sleep: it hears of the response when the person is back there.
#[test]
fn a_page_that_answers_late_still_has_its_response() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "victor");
    is_left_alone(&mut window);

    talk(&mut [&mut tab, &mut window]);

    assert!(tab.is_signed_in());
    assert_eq!((window.view(), window.is_closing), (DELIVERED, true));
}

#[test]
fn a_window_does_not_close_for_what_another_brought() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "victor");
    let mut stranger = tab.window_that_opens("/ward/callback?code=x&state=y");

    talk(&mut [&mut tab, &mut window, &mut stranger]);

    assert!(tab.is_signed_in());
    assert_ne!(stranger.view(), DELIVERED);
}

#[test]
fn whoever_gives_up_has_the_button_again_and_the_response_comes_too_late() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "victor");

    tab.happens(Event::SignInAbandoned);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert_eq!(tab.popup, None);
    talk(&mut [&mut tab, &mut window]);

    is_left_alone(&mut window);
    tab.signs_in_as("victor");
    assert!(tab.is_signed_in());
}

#[test]
fn giving_up_means_nothing_where_no_window_is_open() {
    let mut tab = Tab::opened();
    tab.happens(Event::SignInAbandoned);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));

    tab.signs_in_as("victor");
    tab.happens(Event::SignInAbandoned);
    assert!(tab.is_signed_in());
}

#[test]
fn whoever_goes_on_in_the_page_leaves_the_window_behind() {
    let mut tab = waiting();
    let mut window = window_of(&tab, "agathe");

    tab.presses_sign_in();

    assert!(tab.is_leaving_for_the_provider());
    assert_eq!(tab.popup, None);
    talk(&mut [&mut tab, &mut window]);
    is_left_alone(&mut window);
    tab.comes_back_as("victor");
    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn whoever_goes_on_in_the_page_before_the_window_went_anywhere_gets_where_they_were() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();

    tab.presses_sign_in();

    assert_eq!(tab.popup, None);
    tab.release(EndpointRole::Metadata);
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(tab.address(), PLACE);
}

#[test]
fn whoever_opens_a_second_window_is_signed_in_by_that_one() {
    let mut tab = waiting();
    let mut first = window_of(&tab, "agathe");
    tab.presses_sign_in_in_a_window();
    let mut second = window_of(&tab, "victor");

    talk(&mut [&mut tab, &mut first, &mut second]);

    assert_eq!(tab.identity().expect("signed in").display_name(), "Victor Pugin");
    assert_eq!(second.view(), DELIVERED);
}

#[test]
fn a_refusal_in_the_window_is_told_by_the_page() {
    let mut tab = waiting();
    let address = tab.popup.clone().expect("a window");
    let response = tab.provider.refuse_consent(&address).expect("the provider redirects");
    let mut window = tab.window_that_opens(&response);

    talk(&mut [&mut tab, &mut window]);

    assert_eq!(window.view(), DELIVERED);
    tab.fails_with("authorization-denied");
}

#[test]
fn every_check_is_made_by_the_page_that_waited() {
    for (fault, code) in [
        (Misbehaviour::ResponseIssuerWrong, "authorization-issuer-mismatch"),
        (Misbehaviour::DuplicatedState, "authorization-parameter-repeated"),
        (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch"),
        (Misbehaviour::InvalidSignature, "id-token-signature-invalid"),
        (Misbehaviour::TokenServerError, "token-unavailable"),
    ] {
        let mut tab = Tab::new();
        tab.provider.misbehave(fault);
        tab.opens(PLACE);
        tab.presses_sign_in_in_a_window();
        let mut window = window_of(&tab, "victor");

        talk(&mut [&mut tab, &mut window]);

        assert_eq!(window.view(), DELIVERED, "{fault}");
        tab.fails_with(code);
    }
}

#[test]
fn a_response_that_took_more_than_an_hour_is_refused() {
    let mut tab = waiting();
    tab.lets_pass(Seconds(3601));
    let mut window = window_of(&tab, "victor");

    talk(&mut [&mut tab, &mut window]);

    tab.fails_with("authorization-expired");
}

#[test]
fn a_page_that_comes_back_from_the_cache_still_waits() {
    let mut tab = waiting();
    tab.goes_back();
    assert_eq!(tab.view(), WAITING);

    let mut window = window_of(&tab, "victor");
    talk(&mut [&mut tab, &mut window]);

    assert!(tab.is_signed_in());
}

#[test]
fn a_page_that_comes_back_from_the_cache_before_the_window_went_anywhere_has_its_button() {
    let mut tab = Tab::new();
    tab.hold(EndpointRole::Metadata);
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();

    tab.goes_back();
    tab.release(EndpointRole::Metadata);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    assert_eq!(tab.popup, None);
}

/// However somebody gets out of the window, a locked screen stays locked.
#[test]
fn whoever_finds_a_locked_screen_proves_who_they_are_on_every_way() {
    let mut tab = Tab::configured(r#""idle_lock":60"#);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab.lets_pass(Seconds(61));
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Idle));
    let asks = |address: &str| assert!(address.contains("&max_age=0"), "{address}");

    tab.presses_sign_in_in_a_window();
    asks(tab.popup.as_deref().expect("a window"));
    tab.happens(Event::SignInAbandoned);
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Idle));

    tab.presses_sign_in_in_a_window();
    tab.presses_sign_in();
    asks(tab.left_for());
    tab.goes_back();
    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Idle));

    tab.has_entropy = false;
    tab.presses_sign_in();
    tab.has_entropy = true;
    tab.presses_try_again();
    asks(tab.left_for());
    tab.comes_back_as("victor");
    assert!(tab.is_signed_in());

    tab.signs_out();
    tab.presses_sign_in();
    assert!(!tab.left_for().contains("max_age"), "it is locked no more");
}

#[test]
fn a_page_at_rest_takes_no_response() {
    let mut tab = Tab::opened();
    let mut window = tab.window_that_opens("/ward/callback?code=x&state=y");

    talk(&mut [&mut tab, &mut window]);

    assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::NotYet));
    is_left_alone(&mut window);
}

/// The key is this browser's, and the page that redeems the code signs with it.
#[test]
fn tokens_that_are_bound_to_a_key_come_to_the_page_that_waited() {
    let bind = |settings: &mut Settings| {
        let metadata = ClientMetadata { dpop: Dpop::Required, ..ClientMetadata::default() };
        settings.client_metadata.insert("demo".to_owned(), metadata);
    };
    let mut tab = Tab::before_a_provider(bind, r#""dpop":"required""#);
    tab.opens(PLACE);
    tab.presses_sign_in_in_a_window();
    let mut window = window_of(&tab, "victor");

    talk(&mut [&mut tab, &mut window]);

    assert!(tab.is_signed_in(), "{:?}", tab.view());
    assert_eq!(window.view(), DELIVERED);
    assert!(tab.provider.granted().last().is_some_and(|granted| granted.jkt.is_some()));
}
