//! What happened, what to do now, what is not lost.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::intl::time_of_day;
use super::language::{say, use_language};
use super::messages::{self, Tone, Words};
use super::session_handle::use_session;
use crate::protocol::time::Timestamp;
use crate::session::{Error, Place, Remedy};

/// An error as a person reads it: a sentence, one button, and the details for whoever is asked for help.
#[component]
pub fn ErrorPanel(
    error: Error,
    /// Where a new sign-in leads.
    place: Place,
) -> impl IntoView {
    let language = use_language();
    let words = Words::about(&error);
    let class = match Tone::of(&error) {
        Tone::Amber => "notice error amber",
        Tone::Red => "notice error red",
    };
    let remedy = error.remedy();
    let code = error.code();
    let moment = Timestamp::from_milliseconds(js_sys::Date::now() as i64);
    let details = format!("{code}\n{error}\n{}", String::from(js_sys::Date::new_0().to_iso_string()));
    let clock = error.clock_minutes().map(|minutes| {
        let sentence = if minutes > 0 { messages::CLOCK_FAST } else { messages::CLOCK_SLOW };
        view! { <p>{move || sentence.with(language.now(), &minutes.abs().to_string())}</p> }
    });
    let quotation = error.quotation().map(|text| {
        view! { <p>{say(messages::PROVIDER_SAID)} " " <q>{text.to_owned()}</q></p> }
    });
    let keeps_place = matches!(remedy, Remedy::SignInAgain | Remedy::TryAgain);
    let technical = error.to_string();
    let copied = RwSignal::new(false);
    view! {
        <section class=class>
            <h1 tabindex="-1">{say(words.title)}</h1>
            <p>{say(words.body)}</p>
            {clock}
            {quotation}
            {keeps_place.then(|| view! { <p>{say(messages::PLACE_KEPT)}</p> })}
            <RemedyButton remedy place details=details.clone() copied/>
            <details>
                <summary>{say(messages::DETAILS)}</summary>
                <p lang="en"><small>{technical}</small></p>
                {(remedy != Remedy::ContactSupport).then(|| view! { <CopyButton class="plain" details copied/> })}
            </details>
            <p role="status">{move || copied.get().then(|| messages::COPIED.within(language.now()))}</p>
        </section>
        <p class="reference"><code>{code}</code> " · " {move || time_of_day(moment, language.now())}</p>
    }
}

#[component]
fn RemedyButton(remedy: Remedy, place: Place, details: String, copied: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let label = match remedy {
        Remedy::ContactSupport => return view! { <CopyButton class="primary" details copied/> }.into_any(),
        Remedy::SignInAgain => messages::SIGN_IN_AGAIN,
        Remedy::TryAgain | Remedy::Reload => messages::TRY_AGAIN,
    };
    let act = move |_| match remedy {
        Remedy::Reload => reload(),
        _ => session.sign_in_to(place.clone()),
    };
    view! { <button type="button" class="primary" on:click=act>{say(label)}</button> }.into_any()
}

/// Copies the details, which hold no secret.
#[component]
fn CopyButton(class: &'static str, details: String, copied: RwSignal<bool>) -> impl IntoView {
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&details);
        spawn_local(async move {
            copied.set(wasm_bindgen_futures::JsFuture::from(written).await.is_ok());
        });
    };
    view! { <button type="button" class=class on:click=copy>{say(messages::COPY_FOR_SUPPORT)}</button> }
}

fn reload() {
    let _ = window().location().reload();
}
