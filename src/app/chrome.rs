//! What stands around every page: header, language, footer; and what follows a change of page: title and focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::link::{CurrentRoute, Link};
use super::pages::{Home, NotFound, SessionPage};
use super::{Route, Screen, words};
use crate::session::View;
use crate::ui::messages::Language;
use crate::ui::{ErrorPanel, Guarded, Progress, say, use_language, use_session};

#[component]
pub fn Chrome() -> impl IntoView {
    let session = use_session();
    let language = use_language();
    let route = CurrentRoute::provide(&session.base_path().unwrap_or_else(|| "/".to_owned()));
    let screen = Memo::new(move |_| session.view().with(|view| Screen::of(route.now(), view)));
    let name = session.app_name();
    let name = move || name.clone().unwrap_or_else(|| words::APP_NAME.within(language.now()).to_owned());
    follow_with_title(screen, name.clone());
    follow_with_focus(screen);
    view! {
        <a class="skip" href="#main" on:click=|event| { event.prevent_default(); focus_heading(); }>
            {say(words::SKIP)}
        </a>
        <header class="top">
            <Link to=Route::Home class="brand">
                <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="m8 12 3 3 5-6"/></svg>
                <span>{name}</span>
            </Link>
            <nav aria-label=say(words::MENU)>
                <Link to=Route::Home>{say(words::HOME)}</Link>
                <Link to=Route::Session>{say(words::SESSION)}</Link>
            </nav>
            <LanguageSwitch/>
        </header>
        <main
            id="main"
            data-page=move || screen.get().name()
            data-code=move || session.view().with(|view| match view {
                View::Failed { error, .. } => Some(error.code()),
                _ => None,
            })
            aria-busy=move || (screen.get() == Screen::Callback).then_some("true")
        >
            {move || page(screen.get())}
        </main>
        <footer class="foot"><p>{say(words::PRIVACY)}</p></footer>
    }
}

fn page(screen: Screen) -> AnyView {
    let session = use_session();
    match screen {
        Screen::Home => view! { <Home/> }.into_any(),
        Screen::Guard | Screen::Session => {
            view! { <Guarded children=|identity| view! { <SessionPage identity/> }/> }.into_any()
        }
        Screen::NotFound => view! { <NotFound/> }.into_any(),
        Screen::Callback => match session.view().get_untracked() {
            View::Pending(stage) => view! { <Progress stage/> }.into_any(),
            _ => ().into_any(),
        },
        Screen::Error => (move || match session.view().get() {
            View::Failed { error, place } => Some(view! { <ErrorPanel error place/> }),
            _ => None,
        })
        .into_any(),
    }
}

#[component]
fn LanguageSwitch() -> impl IntoView {
    let choice = use_language();
    let button = move |language: Language, label: &'static str, title: &'static str| {
        view! {
            <button
                type="button"
                lang=language.tag()
                title=title
                aria-pressed=move || if choice.now() == language { "true" } else { "false" }
                on:click=move |_| choice.choose(language)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="switch" role="group" aria-label=say(words::LANGUAGE)>
            {button(Language::French, "FR", "Français")}
            {button(Language::English, "EN", "English")}
        </div>
    }
}

/// The window's title: the page, then the app.
fn follow_with_title(screen: Memo<Screen>, name: impl Fn() -> String + 'static) {
    let language = use_language();
    Effect::new(move |_| {
        let page = match screen.get() {
            Screen::Home | Screen::Callback => None,
            Screen::Guard | Screen::Session => Some(words::SESSION),
            Screen::Error => Some(words::ERROR),
            Screen::NotFound => Some(words::NOT_FOUND_TITLE),
        };
        let name = name();
        let title = page.map(|page| format!("{} · {name}", page.within(language.now())));
        document().set_title(title.as_deref().unwrap_or(&name));
    });
}

/// A screen reader hears of the new page by its heading; the first page keeps the browser's own start.
fn follow_with_focus(screen: Memo<Screen>) {
    Effect::new(move |before: Option<Screen>| {
        let now = screen.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(focus_heading);
        }
        now
    });
}

fn focus_heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = heading.focus();
    }
}
