//! What a person chooses stays, also while a page is loaded; and what is kept goes when they say so.

use e2e::{Manners, World};

const BACKGROUND: &str = "return getComputedStyle(document.body).backgroundColor";
const DARK: &str = "rgb(16, 21, 27)";
const LIGHT: &str = "rgb(251, 250, 246)";

#[test]
fn the_theme_follows_the_computer_until_somebody_chooses_one_by_keyboard_alone() {
    let world = World::start();
    let visitor = world.visitor_with(&Manners { dark: true, ..Manners::default() });
    visitor.opens("settings");
    visitor.sees_page("settings");
    assert_eq!(visitor.asks_the_page(BACKGROUND), DARK);

    visitor.tabs_to("As this computer");
    visitor.presses_the_down_key();

    visitor.sees("[data-theme='light']");
    assert_eq!(visitor.asks_the_page(BACKGROUND), LIGHT);
    visitor.reloads();
    visitor.sees_page("settings");
    assert_eq!(visitor.asks_the_page(BACKGROUND), LIGHT);
}

/// The key in IndexedDB among it.
#[test]
fn everything_that_is_kept_is_named_and_goes_from_every_tab_when_somebody_says_so() {
    let world = World::binding();
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    let first = visitor.tab();
    visitor.opens_beside("session");
    visitor.sees_heading("Victor Pugin");
    visitor.clicks("FR");
    visitor.clicks("Réglages");
    visitor.sees_page("settings");
    for name in ["lifen-connect", "lifen-connect.language", "lifen-connect.pending"] {
        visitor.sees(&format!("[data-stored='{name}'] strong"));
    }
    assert!(!visitor.has("[data-stored]:not(:has(strong))"), "each of them says what it is for");

    visitor.clicks("Tout effacer et me déconnecter ici");

    visitor.sees_text("Erased, in every tab.");
    // Answers when no more is left than what the tabs agree on.
    visitor.asks_the_page(
        "return new Promise(done => {
            const look = async () => {
                const databases = (await indexedDB.databases()).map(each => each.name);
                const left = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases];
                left.length === 1 && left[0] !== 'lifen-connect' ? done(left) : setTimeout(look, 50);
            };
            look();
        })",
    );
    visitor.sees_page("settings");
    visitor.looks_at(&first);
    visitor.sees_page("guard");
    visitor.sees_notice("elsewhere");
    visitor.reloads();
    visitor.sees_page("guard");
}

/// A page of a tab that was asleep meanwhile has tokens of its own, and hears of nothing.
#[test]
fn a_tab_that_missed_it_does_not_have_its_session_back() {
    let world = World::renewing(3600, |configuration| configuration["persistence"] = "tab".into());
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    let first = visitor.tab();
    visitor.opens("/style-sheet-that-is-none.css");
    visitor.opens_beside("settings");
    visitor.sees_page("settings");

    visitor.clicks("Erase everything and sign me out here");
    visitor.sees_text("Erased, in every tab.");
    visitor.looks_at(&first);
    visitor.opens("session");

    visitor.sees_page("guard");
    assert_eq!(world.asked_for("GET /authorize"), 1);
}
