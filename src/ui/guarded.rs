//! Content for signed-in people, and the help everybody else needs to become one.

use std::sync::Arc;

use leptos::prelude::*;

use super::error_panel::ErrorPanel;
use super::language::say;
use super::messages;
use super::session_handle::use_session;
use crate::browser::current_place;
use crate::session::{Identity, Place, Stage, View};

/// Shows its children to a signed-in person. Signed out, it offers the sign-in, which leads back to exactly here;
/// while one is under way it says so if that lasts; an error is told with its one next step.
#[component]
pub fn Guarded<F, V>(
    /// The content, given who is signed in.
    children: F,
) -> impl IntoView
where
    F: Fn(Arc<Identity>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let session = use_session();
    move || match session.view().get() {
        View::SignedIn { identity, .. } => children(identity).into_any(),
        View::Pending(stage @ (Stage::Starting | Stage::Returning | Stage::SigningOut)) => {
            view! { <Progress stage/> }.into_any()
        }
        View::Failed { error, place } => view! { <ErrorPanel error place/> }.into_any(),
        View::SignedOut(_) | View::Pending(Stage::Leaving) => view! {
            <section class="hero">
                <h1 tabindex="-1">{say(messages::GUARD_TITLE)}</h1>
                <p>{say(messages::GUARD_BODY)}</p>
                <SignInButton/>
            </section>
        }
        .into_any(),
    }
}

/// The button that signs in. While the browser is leaving it is busy, and pressing it again does nothing.
#[component]
pub fn SignInButton(
    /// Where the sign-in leads; where the person is now, if left out.
    #[prop(optional)]
    to: Option<Place>,
) -> impl IntoView {
    let session = use_session();
    let to = to.unwrap_or_else(current_place);
    let leaving = move || session.view().with(|view| matches!(view, View::Pending(_)));
    view! {
        <button
            type="button"
            class="primary"
            aria-busy=move || leaving().then_some("true")
            on:click=move |_| session.sign_in_to(to.clone())
        >
            {say(messages::SIGN_IN)}
        </button>
    }
}

/// What is under way, shown (by the style sheet) only if it lasts.
#[component]
pub fn Progress(stage: Stage) -> impl IntoView {
    let returning = stage == Stage::Returning;
    let title = if stage == Stage::SigningOut { messages::SIGNING_OUT } else { messages::SIGNING_IN };
    view! {
        <section class="hero late" role="status">
            <h1 tabindex="-1">{say(title)}</h1>
            {returning.then(|| view! { <p>{say(messages::CHECKING)}</p> })}
            <div class="progress"></div>
        </section>
    }
}
