//! What stands around every page: header, language, footer; and what follows a change of page: title and focus.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::svg;

use super::link::{current_route, link};
use super::pages::{
    Doctor, Examination, Opened, Practitioners, SessionPage, Settings, SignUp, home, not_found,
};
use super::theme::Theme;
use super::{Route, Screen, words};
use crate::browser::base_path;
use crate::configuration::features::DOCTOR;
use crate::session::{AccountView, Error, Identity, Place, SignedOutReason, View};
use crate::ui::elements::{dynamic, element, paragraph, special, text};
use crate::ui::messages::{self, Language};
use crate::ui::{
    Guarded, LanguageChoice, error_panel, fetch_ahead, focus, later, locked, progress, say, use_account,
    use_session, with_account,
};

/// The screen; and what it is drawn with, where that makes a difference.
type Seen = (Screen, Option<(View, AccountView)>);

#[component]
pub fn Chrome() -> impl IntoView {
    let (session, account) = (use_session(), use_account());
    let language = LanguageChoice::provide();
    let route = current_route(&session.base_path().unwrap_or_else(base_path));
    let opened = Opened::provide();
    provide_context(Examination::default());
    // Where a strict host kept the page's own script from it.
    Theme::chosen().show();
    let see = move || {
        let (view, account) = (session.page_view().get(), account.view().get());
        let screen = Screen::of(route.get(), &view).with(&account);
        (screen, (!screen.stands_alone()).then_some((view, account)))
    };
    // By what they are, and not by what is in them: to compare that takes 4 kB.
    let differs = |shown: Option<&Seen>, now: Option<&Seen>| match (shown, now) {
        (Some((screen, None)), Some((now, None))) => screen != now,
        (Some((screen, Some((view, account)))), Some((now, Some((now_view, now_account))))) => {
            screen != now || !(now.keeps(view, now_view) || now_view.is(view) && now_account.is(account))
        }
        _ => true,
    };
    let shown = Memo::new_with_compare(move |_| see(), differs);
    let mut before = None;
    vec![
        dynamic(move || {
            session.page_view().with(|view| opened.forget_unless_signed_in(view));
            entitle(shown.with(|(screen, _)| *screen));
            skip_link()
        }),
        element(
            "header",
            "top",
            [
                dynamic(move || brand(route.get())),
                dynamic(move || menu(route.get())),
                language_switch(language),
            ],
        ),
        dynamic(move || {
            let (screen, seen) = shown.get();
            follow(before.replace(screen), screen);
            match seen {
                Some((view, account)) => main(screen, &view, &account),
                None => main(screen, &View::SignedOut(SignedOutReason::NotYet), &AccountView::Without),
            }
        }),
        dynamic(move || footer(route.get())),
    ]
}

fn main(screen: Screen, view: &View, account: &AccountView) -> AnyView {
    let busy = if matches!(screen, Screen::Callback | Screen::Account) { "true" } else { "false" };
    let mut attributes = vec![("id", "main"), ("data-page", screen.name()), ("aria-busy", busy)];
    attributes.extend(code(screen, view, account).map(|code| ("data-code", code)));
    special("main", "", &attributes, [page(screen, view)])
}

/// Of the error that is the page.
fn code(screen: Screen, view: &View, account: &AccountView) -> Option<&'static str> {
    match (view, account) {
        (View::Failed { error, .. }, _) => Some(error.code()),
        (_, AccountView::Failed(error)) if screen == Screen::Error => Some(error.code()),
        _ => None,
    }
}

fn page(screen: Screen, view: &View) -> AnyView {
    match (screen, view) {
        (Screen::Doctor, _) => later(Doctor),
        (_, View::Failed { error, place }) => failed(error, place),
        (Screen::Callback, View::Pending(stage)) => {
            if stage.leads_to_a_session() {
                fetch_ahead();
            }
            progress(*stage)
        }
        // It stays while the session learns more of the person, so nothing around it may be drawn anew by that.
        (Screen::Practitioners, View::SignedIn { identity, .. }) => {
            later(Practitioners(Arc::clone(identity)))
        }
        (
            Screen::Guard
            | Screen::Session
            | Screen::Practitioners
            | Screen::SignUp
            | Screen::Account
            | Screen::Error,
            _,
        ) => view! { <Guarded children=member_page/> }.into_any(),
        (Screen::Locked, _) => locked(),
        (Screen::Settings, _) => later(Settings),
        (Screen::NotFound, _) => not_found(),
        _ => home(view),
    }
}

/// The error; and where it is the deployment's, the way to what is to be mended.
fn failed(error: &Arc<Error>, place: &Place) -> AnyView {
    let panel = error_panel(error, place);
    let is_of_the_deployment =
        matches!(**error, Error::Configuration(_) | Error::Environment(_) | Error::Transport(_));
    if !(DOCTOR && is_of_the_deployment) {
        return panel;
    }
    let way = link(Route::Doctor, "", false, vec![text(say(words::CHECK_INSTALLATION))]);
    vec![panel, element("p", "quiet", [way])].into_any()
}

fn footer(route: Route) -> AnyView {
    let mut parts = vec![paragraph(say(words::PRIVACY))];
    if DOCTOR {
        parts.push(link(Route::Doctor, "", route == Route::Doctor, vec![text(say(words::DOCTOR))]));
    }
    element("footer", "foot", parts)
}

/// The page of whoever has an account.
fn member_page(identity: Arc<Identity>) -> AnyView {
    with_account(|| later(SignUp), move |_| later(SessionPage(Arc::clone(&identity))))
}

fn skip_link() -> AnyView {
    html::a()
        .attr("class", "skip")
        .attr("href", "#main")
        .on(leptos::ev::click, |event| {
            // `#main` would be read against `<base>`, which is another page.
            event.prevent_default();
            focus::heading();
        })
        .child(say(words::SKIP))
        .into_any()
}

fn brand(route: Route) -> AnyView {
    // Not as markup: where the page's policy asks for trusted types, no text becomes an element.
    let mark = svg::svg().attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child((
        svg::circle().attr("cx", "12").attr("cy", "12").attr("r", "10"),
        svg::path().attr("d", "m8 12 3 3 5-6"),
    ));
    link(
        Route::Home,
        "brand",
        route == Route::Home,
        vec![mark.into_any(), element("span", "", [text(&app_name())])],
    )
}

fn menu(route: Route) -> AnyView {
    let entry = |to, name| link(to, "", route == to, vec![text(say(name))]);
    let entries = [
        entry(Route::Home, words::HOME),
        entry(Route::Session, words::SESSION),
        entry(Route::Practitioners, words::PRACTITIONERS),
        entry(Route::Settings, words::SETTINGS),
    ];
    special("nav", "", &[("aria-label", say(words::MENU))], entries)
}

/// Two buttons that stay while everything else is drawn in the language they choose, so they keep the focus.
fn language_switch(choice: LanguageChoice) -> AnyView {
    let entry = move |language: Language, label: &'static str, title: &'static str| {
        html::button()
            .attr("type", "button")
            .attr("lang", language.tag())
            .attr("title", title)
            .attr("aria-pressed", move || if choice.now() == language { "true" } else { "false" })
            .on(leptos::ev::click, move |_| choice.choose(language))
            .child(label)
            .into_any()
    };
    let entries = [entry(Language::French, "FR", "Français"), entry(Language::English, "EN", "English")];
    special("div", "switch", &[("role", "group"), ("aria-label", "Langue · Language")], entries)
}

fn app_name() -> String {
    use_session().app_name().unwrap_or_else(|| say(words::APP_NAME).to_owned())
}

/// The window's title says the page, then the app.
fn entitle(screen: Screen) {
    let name = app_name();
    let title = match screen {
        Screen::Home | Screen::Callback => None,
        Screen::Practitioners => Some(words::PRACTITIONERS),
        Screen::Guard | Screen::Session | Screen::Account => Some(words::SESSION),
        Screen::SignUp => Some(words::SIGN_UP_TITLE),
        Screen::Doctor => Some(words::DOCTOR),
        Screen::Settings => Some(words::SETTINGS),
        Screen::Locked => Some(messages::LOCKED_TITLE),
        Screen::Error => Some(words::ERROR),
        Screen::NotFound => Some(words::NOT_FOUND_TITLE),
    };
    document().set_title(&title.map(|page| [say(page), " · ", &name].concat()).unwrap_or(name));
}

/// A new page's heading takes the focus, so that a screen reader hears of it; the first page keeps the browser's own
/// start, and one that is merely drawn anew takes the focus only if drawing lost it.
fn follow(before: Option<Screen>, now: Screen) {
    if before.is_some_and(|before| before != now || focus::is_within("main")) {
        focus::heading_soon();
    }
}
