//! Who is signed in, with what, until when.

use std::sync::Arc;

use leptos::prelude::*;

use super::account::account_card;
use super::document::document_card;
use super::receipt::receipt_card;
use super::scopes::scopes;
use super::time_left::TimeLeft;
use super::two_answers::two_answers;
use crate::app::words;
use crate::lifen::LifenIdentity;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::jose::Proof;
use crate::session::{Identity, Notice, View};
use crate::ui::elements::{button, dynamic, element, heading, paragraph, special, text};
use crate::ui::messages::{self, Sentence, Words};
use crate::ui::{Later, SessionHandle, later_part, say, time_of_day, use_language, use_session};

/// Whose session it is.
pub struct SessionPage(pub Arc<Identity>);

impl Later for SessionPage {
    fn show(&self) -> AnyView {
        session_page(&self.0)
    }
}

fn session_page(identity: &Identity) -> AnyView {
    let session = use_session();
    let ending = if session.signs_out_at_provider() { words::EVERYWHERE } else { words::HERE };
    let who = element("section", "card", [person(identity), facts(identity, session)]);
    let until = [
        element("div", "lasts", [later_part(TimeLeft(session))]),
        button("secondary", say(messages::SIGN_OUT), move || session.sign_out()),
        element("p", "quiet", [element("small", "", [text(say(ending))])]),
    ];
    // It is there before anything is to be told: what is put into it later is read out.
    let notices = special("div", "", &[("role", "status")], [dynamic(move || notice(session))]);
    let cards = [who, element("section", "card", until)].into_iter().chain(two_answers(identity));
    let cards = cards.chain(document_card(identity)).chain(account_card()).chain(receipt_card(session));
    vec![notices, element("div", "cards session", cards)].into_any()
}

/// Something that did not end the session.
pub(in crate::app::pages) fn notice(session: SessionHandle) -> AnyView {
    let View::SignedIn { notice: Some(notice), .. } = session.view().get() else { return ().into_any() };
    later_part(notice)
}

impl Later for Notice {
    fn show(&self) -> AnyView {
        let words = Words::about_notice(self);
        let title = element("p", "", [element("strong", "", [text(say(words.title))])]);
        let attributes = [("data-notice", self.error().code())];
        special("div", "notice amber", &attributes, [title, paragraph(&words.body(use_language().now()))])
    }
}

fn person(identity: &Identity) -> AnyView {
    let name = identity.display_name();
    let language = use_language().now();
    let since = words::SINCE.with(language, &time_of_day(identity.signed_in_at, language));
    let who = element("div", "", [heading(name), element("p", "quiet", [text(&since)])]);
    element("div", "person", [avatar(name, identity.picture.as_deref()), who])
}

/// The picture above the initials, which show where there is no picture, or none that loads. Only over https, and
/// without a referrer: whoever serves it learns of the visit, but not from where.
fn avatar(name: &str, picture: Option<&str>) -> AnyView {
    match picture.filter(|address| Endpoint::parse(address).is_ok() || address.starts_with("data:image/")) {
        None => special("span", "avatar", &[("aria-hidden", "true")], [text(&initials(name))]),
        Some(address) => {
            special("img", "avatar", &[("alt", ""), ("referrerpolicy", "no-referrer"), ("src", address)], [])
        }
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split(' ').filter_map(|word| word.chars().next());
    words.next().into_iter().chain(words.next_back()).collect()
}

fn facts(identity: &Identity, session: SessionHandle) -> AnyView {
    let mut facts = Vec::new();
    if let Some(email) = &identity.email {
        let verified = identity.email_verified;
        let (class, word) =
            if verified { ("pill", words::VERIFIED) } else { ("pill amber", words::UNVERIFIED) };
        facts.push(fact(
            words::EMAIL,
            "email",
            [text(email), text(" "), element("span", class, [text(say(word))])],
        ));
    }
    if let Some(user) = &identity.lifen.user {
        facts.push(fact(words::USER_ID, "user-id", [code(&user.id)]));
        let workspace = user.current_workspace.iter();
        facts.extend(workspace.map(|workspace| fact(words::WORKSPACE, "workspace", [text(workspace)])));
        if !user.identities.is_empty() {
            let identities = user.identities.iter().map(known_as);
            facts.push(fact(words::IDENTITIES, "identities", [element("ul", "", identities)]));
        }
        let api = user.api_url.iter();
        facts.extend(api.map(|address| fact(words::API_URL, "api-url", [code(address)])));
    }
    let application = identity.lifen.application.iter();
    facts.extend(application.map(|name| fact(words::APPLICATION, "application", [text(name)])));
    facts.push(fact(words::SCOPE, "scope", [scopes(identity, session)]));
    facts.push(fact(words::ACCOUNT, "sub", [code(identity.subject())]));
    facts.push(fact(words::PROOF, "proof", [proof(identity.proof)]));
    element("dl", "facts rows", facts)
}

fn fact(name: Sentence, claim: &str, value: impl IntoIterator<Item = AnyView>) -> AnyView {
    let name = element("dt", "", [text(say(name))]);
    element("div", "", [name, special("dd", "", &[("data-claim", claim)], value)])
}

/// What vouches for all this; where it is less than a signature, that is said.
fn proof(proof: Proof) -> AnyView {
    match proof {
        Proof::Signature(algorithm) => {
            text(&words::SIGNATURE_VERIFIED.with(use_language().now(), algorithm.name()))
        }
        Proof::Tls => element("span", "pill amber", [text(say(words::SIGNATURE_NOT_CHECKED))]),
    }
}

fn code(content: &str) -> AnyView {
    element("code", "", [text(content)])
}

/// A number or a name, with the directory that knows the person by it as the tooltip.
fn known_as(identity: &LifenIdentity) -> AnyView {
    let system = identity.system.as_deref().unwrap_or_default();
    special("li", "", &[("title", system)], [code(&identity.value)])
}
