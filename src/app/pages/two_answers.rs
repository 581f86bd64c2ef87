//! Where the ID Token and userinfo differ: both are shown, so that nobody takes one for the other.

use leptos::prelude::*;

use crate::app::words;
use crate::session::{About, Disagreement, Identity};
use crate::ui::elements::{element, paragraph, special, text};
use crate::ui::{Later, later_part, say};

/// The card of what differs, where anything does.
pub fn two_answers(identity: &Identity) -> Option<AnyView> {
    let disagreements = &identity.disagreements;
    if disagreements.is_empty() {
        return None;
    }
    let card = later_part(Card(disagreements.clone()));
    Some(special("section", "card wide", &[("data-disagreements", "")], [card]))
}

struct Card(Vec<Disagreement>);

impl Later for Card {
    fn show(&self) -> AnyView {
        vec![
            element("h2", "", [text(say(words::TWO_ANSWERS))]),
            paragraph(say(words::TWO_ANSWERS_LEAD)),
            element("dl", "facts rows", self.0.iter().map(row)),
        ]
        .into_any()
    }
}

fn row(one: &Disagreement) -> AnyView {
    let name = match one.about {
        About::Name => words::NAME,
        About::Email => words::EMAIL,
        About::EmailVerified => words::EMAIL_CHECKED,
        About::Picture => words::PICTURE,
        About::Application => words::APPLICATION,
        About::UserId => words::USER_ID,
        About::ApiUrl => words::API_URL,
        About::Workspace => words::WORKSPACE,
    };
    let answer = |source, value: &str| {
        let source = element("small", "", [text(say(source)), text(" ")]);
        element("div", "", [source, text(value)])
    };
    let value = |value: &str| match one.about {
        About::EmailVerified if value == "true" => say(words::VERIFIED).to_owned(),
        About::EmailVerified => say(words::UNVERIFIED).to_owned(),
        _ => value.to_owned(),
    };
    let answers = [
        answer(words::BY_ID_TOKEN, &value(&one.id_token)),
        answer(words::BY_USERINFO, &value(&one.userinfo)),
    ];
    let name = element("dt", "", [text(say(name))]);
    element("div", "", [name, special("dd", "", &[("data-differs", one.about.name())], answers)])
}
