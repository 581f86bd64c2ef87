//! The first page: what this is, and the one thing to do.

use leptos::prelude::*;

use crate::app::link::Link;
use crate::app::{Route, words};
use crate::session::{Place, SignedOutReason, View};
use crate::ui::messages::Sentence;
use crate::ui::{SignInButton, say, use_session};

#[component]
pub fn Home() -> impl IntoView {
    let session = use_session();
    let signed_in = Memo::new(move |_| session.identity().is_some());
    let to = Place::of(&Route::Session.path(&session.base_path().unwrap_or_default()));
    let action = move || {
        if signed_in.get() {
            view! { <Link to=Route::Session class="primary">{say(words::SEE_SESSION)}</Link> }.into_any()
        } else {
            view! { <SignInButton to=to.clone()/> }.into_any()
        }
    };
    let lead = move || if signed_in.get() { words::HOME_SIGNED_IN } else { words::HOME_LEAD };
    view! {
        <Farewell/>
        <section class="hero">
            <h1 tabindex="-1">{say(words::HOME_TITLE)}</h1>
            <p>{move || say(lead())}</p>
            {action}
        </section>
        <div class="cards">
            <Card title=words::WHAT_TITLE body=words::WHAT_BODY/>
            <Card title=words::SHARED_TITLE body=words::SHARED_BODY/>
        </div>
    }
}

/// Why somebody who was signed in is not any more.
#[component]
fn Farewell() -> impl IntoView {
    let session = use_session();
    move || {
        let (code, sentence) = session.view().with(|view| match view {
            View::SignedOut(SignedOutReason::SignedOut) => Some(("signed-out", words::SIGNED_OUT)),
            View::SignedOut(SignedOutReason::Expired) => Some(("expired", words::EXPIRED)),
            _ => None,
        })?;
        Some(view! { <p class="notice" role="status" data-notice=code>{say(sentence)}</p> })
    }
}

#[component]
fn Card(title: Sentence, body: Sentence) -> impl IntoView {
    view! { <section class="card"><h2>{say(title)}</h2><p>{say(body)}</p></section> }
}
