//! Which page of the app stays as it is while the session comes to know more of the person.

use std::sync::Arc;

use lifen_connect::app::Screen;
use lifen_connect::protocol::challenge::Scheme;
use lifen_connect::session::{Identity, SignedOutReason, View};

use crate::world::Tab;

fn signed_in_as(person: &str) -> (View, Arc<Identity>) {
    let mut tab = Tab::opened();
    tab.signs_in_as(person);
    let View::SignedIn { identity, .. } = tab.view() else { panic!("{:?}", tab.view()) };
    (tab.view(), identity)
}

#[test]
fn the_directory_stays_with_what_was_typed_unless_something_else_is_asked_for_from_then_on() {
    let (shown, identity) = signed_in_as("victor");
    let with = |change: fn(&mut Identity)| {
        let mut identity = Identity::clone(&identity);
        change(&mut identity);
        View::SignedIn { identity: Arc::new(identity), notice: None }
    };
    let told_more = with(|identity| {
        identity.name = Some("Victoire Pugin".into());
        identity.email = None;
        identity.picture = Some("https://images.example/1".into());
    });

    assert!(Screen::Practitioners.keeps(&shown, &told_more));
    for gone in [
        with(|identity| identity.scope.push("directory".into())),
        with(|identity| identity.token_type = Scheme::Dpop),
        with(|identity| identity.lifen.user = None),
        signed_in_as("agathe").0,
        View::SignedOut(SignedOutReason::Expired),
    ] {
        assert!(!Screen::Practitioners.keeps(&shown, &gone), "{gone:?}");
    }
    assert!(!Screen::Practitioners.keeps(&View::SignedOut(SignedOutReason::Expired), &shown));
    for screen in [Screen::Session, Screen::Home, Screen::SignUp] {
        assert!(!screen.keeps(&shown, &told_more), "{screen:?} shows what was told");
    }
}
