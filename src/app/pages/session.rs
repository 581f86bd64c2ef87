//! Who is signed in, with what, until when.

use std::sync::Arc;

use leptos::prelude::*;

use super::time_left::TimeLeft;
use crate::app::words;
use crate::protocol::endpoint::Endpoint;
use crate::session::{Identity, View};
use crate::ui::messages::{self, Sentence, Words};
use crate::ui::{say, time_of_day, use_language, use_session};

#[component]
pub fn SessionPage(identity: Arc<Identity>) -> impl IntoView {
    let session = use_session();
    let ending = if session.signs_out_at_provider() { words::EVERYWHERE } else { words::HERE };
    view! {
        <Notice/>
        <div class="cards session">
            <section class="card">
                <Person identity=Arc::clone(&identity)/>
                <Facts identity=Arc::clone(&identity)/>
            </section>
            <section class="card">
                <h2>{say(words::TIME_LEFT)}</h2>
                <TimeLeft since=identity.signed_in_at until=identity.expires_at/>
                <button type="button" class="secondary" on:click=move |_| session.sign_out()>
                    {say(messages::SIGN_OUT)}
                </button>
                <p class="quiet"><small>{say(ending)}</small></p>
            </section>
        </div>
    }
}

/// Something that did not end the session.
#[component]
fn Notice() -> impl IntoView {
    let session = use_session();
    move || {
        let (code, words) = session.view().with(|view| match view {
            View::SignedIn { notice: Some(error), .. } => Some((error.code(), Words::about_notice(error))),
            _ => None,
        })?;
        Some(view! {
            <div class="notice amber" role="status" data-notice=code>
                <p><strong>{say(words.title)}</strong></p>
                <p>{say(words.body)}</p>
            </div>
        })
    }
}

#[component]
fn Person(identity: Arc<Identity>) -> impl IntoView {
    let language = use_language();
    let since = identity.signed_in_at;
    let name = identity.display_name().to_owned();
    view! {
        <div class="person">
            <Avatar name=name.clone() picture=identity.picture.clone()/>
            <div>
                <h1 tabindex="-1">{name}</h1>
                <p class="quiet">
                    {move || words::SINCE.with(language.now(), &time_of_day(since, language.now()))}
                </p>
            </div>
        </div>
    }
}

/// The picture, or the initials where there is none, or none that loads. Only over https, and without a referrer:
/// whoever serves it learns of the visit, but not from where.
#[component]
fn Avatar(name: String, picture: Option<String>) -> impl IntoView {
    let picture =
        picture.filter(|address| Endpoint::parse(address).is_ok() || address.starts_with("data:image/"));
    let failed = RwSignal::new(picture.is_none());
    let initials = initials(&name);
    move || {
        if failed.get() {
            view! { <span class="avatar" aria-hidden="true">{initials.clone()}</span> }.into_any()
        } else {
            view! {
                <img
                    class="avatar"
                    alt=""
                    referrerpolicy="no-referrer"
                    src=picture.clone()
                    on:error=move |_| failed.set(true)
                />
            }
            .into_any()
        }
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    words.next().into_iter().chain(words.next_back()).collect()
}

#[component]
fn Facts(identity: Arc<Identity>) -> impl IntoView {
    let verified = identity.email_verified;
    let email = identity.email.clone().map(|email| {
        let (class, word) =
            if verified { ("pill", words::VERIFIED) } else { ("pill amber", words::UNVERIFIED) };
        fact(words::EMAIL, "email", view! { {email} " " <span class=class>{say(word)}</span> }.into_any())
    });
    let user = identity.lifen.user.clone();
    let user_id = user.as_ref().map(|user| fact(words::USER_ID, "user-id", code(&user.id)));
    let workspace = user.and_then(|user| user.current_workspace);
    let workspace = workspace.map(|workspace| fact(words::WORKSPACE, "workspace", workspace.into_any()));
    let scopes = identity.scope.iter().map(|name| pill(name)).collect_view();
    view! {
        <dl class="facts rows">
            {email}
            {user_id}
            {workspace}
            {fact(words::SCOPE, "scope", view! { <ul class="pills">{scopes}</ul> }.into_any())}
            {fact(words::ACCOUNT, "sub", code(identity.subject()))}
        </dl>
    }
}

fn fact(name: Sentence, claim: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{say(name)}</dt><dd data-claim=claim>{value}</dd></div> }.into_any()
}

fn code(text: &str) -> AnyView {
    view! { <code>{text.to_owned()}</code> }.into_any()
}

fn pill(scope: &str) -> AnyView {
    match words::scope(scope) {
        Some(sentence) => view! { <li class="pill" title=scope.to_owned()>{say(sentence)}</li> }.into_any(),
        None => view! { <li class="pill">{scope.to_owned()}</li> }.into_any(),
    }
}
