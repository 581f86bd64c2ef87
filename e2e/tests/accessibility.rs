//! Every page, in every state, theme and language: WCAG 2.2 AA by axe-core, by the tab key alone, on the narrowest phone.
//!
//! Every view is reached once and examined for all of it: coming there is what takes the time.

use std::{
    any::Any,
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use e2e::{View, Visitor, views};

const DESK: (u32, u32) = (1100, 900);
/// WCAG 2.2, 1.4.10: 1280 pixels at 400 %.
const NARROWEST: (u32, u32) = (320, 640);

const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 2] = ["EN", "FR"];

/// How many browsers look at a time.
const EXAMINERS: usize = 2;

#[test]
fn axe_finds_nothing_on_any_page_in_any_theme_and_language() {
    none_of(&faults().of_axe);
}

#[test]
fn every_page_fits_the_narrowest_screen_in_both_languages() {
    none_of(&faults().of_width);
}

#[test]
fn the_tab_key_comes_to_every_control_of_every_page_and_shows_it() {
    none_of(&faults().of_keys);
}

/// A page that is in no list is examined by nobody.
#[test]
fn every_page_of_the_app_is_examined() {
    let screens = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/app/screen.rs");
    let source = fs::read_to_string(screens).expect("the app's pages");
    let names = source.split_once("fn name(").expect("names of the pages").1;
    let names = names.split_once("\n    }\n").expect("an end").0;
    let pages: BTreeSet<&str> =
        names.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();

    let examined: Vec<View> = views();
    // The page while an account is looked up is gone before anybody can look; it is made like the one of the callback.
    let passing = ["account"];
    let examined: BTreeSet<&str> = examined.iter().map(|view| view.page).chain(passing).collect();

    assert!(pages.len() > 5, "{pages:?}");
    assert_eq!(pages, examined);
}

/// What is wrong with the views, a line each.
#[derive(Default)]
struct Faults {
    of_axe: Vec<String>,
    of_width: Vec<String>,
    of_keys: Vec<String>,
}

fn none_of(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Of all views, by as many as look at a time.
fn faults() -> &'static Faults {
    static FAULTS: OnceLock<Faults> = OnceLock::new();
    FAULTS.get_or_init(|| {
        let (views, next, faults) = (views(), AtomicUsize::new(0), Mutex::new(Faults::default()));
        thread::scope(|scope| {
            for _ in 0..EXAMINERS {
                scope.spawn(|| {
                    while let Some(view) = views.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let found = examine(view);
                        let mut faults = faults.lock().expect("nobody failed");
                        faults.of_axe.extend(found.of_axe);
                        faults.of_width.extend(found.of_width);
                        faults.of_keys.extend(found.of_keys);
                    }
                });
            }
        });
        faults.into_inner().expect("nobody failed")
    })
}

/// A view that cannot be reached was not examined for anything, and the others are all the same.
fn examine(view: &View) -> Faults {
    let scene = match catch(|| view.reach()) {
        Ok(scene) => scene,
        Err(why) => {
            let unseen = || vec![format!("{} is not reached: {why}", view.name)];
            return Faults { of_axe: unseen(), of_width: unseen(), of_keys: unseen() };
        }
    };
    let finding = |examine: &dyn Fn(&Visitor) -> Vec<String>| {
        let found = catch(|| examine(&scene.visitor)).unwrap_or_else(|why| vec![why]);
        found.into_iter().map(|fault| format!("{}: {fault}", view.name)).collect()
    };
    Faults { of_axe: finding(&by_axe), of_width: finding(&by_width), of_keys: finding(&by_keys) }
}

fn by_axe(visitor: &Visitor) -> Vec<String> {
    let mut found = Vec::new();
    for language in LANGUAGES {
        visitor.switches_to(language);
        visitor.lets_everything_appear();
        for theme in THEMES {
            visitor.prefers(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]);
            found.extend(visitor.is_told_by_axe().iter().map(|line| format!("{theme} {language}: {line}")));
        }
    }
    found
}

fn by_width(visitor: &Visitor) -> Vec<String> {
    visitor.has_a_screen_of(NARROWEST);
    let mut found = Vec::new();
    for language in LANGUAGES {
        visitor.switches_to(language);
        let beyond = visitor.scrolls_sideways_by();
        if beyond > 0 {
            found.push(format!("{beyond} px too wide in {language}"));
        }
    }
    visitor.has_a_screen_of(DESK);
    found
}

fn by_keys(visitor: &Visitor) -> Vec<String> {
    visitor.tabs_through_the_page();
    Vec::new()
}

fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|why| said(&*why))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let formatted = panic.downcast_ref::<String>().map(String::as_str);
    formatted.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason").to_owned()
}
