//! What must never be logged, and the search for it in all that could be.

use lifen_connect::session::{Arrival, Effect, Event, Grant, Message, Recollection};

use super::tab::{Entry, Tab};

/// A secret that passed, and what it is.
pub type Secret = (&'static str, String);

/// Every secret that passed between the session and the world.
pub fn secrets_of(tab: &Tab) -> Vec<Secret> {
    let of_entry = tab.journal().iter().flat_map(|entry| match entry {
        Entry::Effect(effect) => secrets_of_an_effect(effect),
        Entry::Event(event) => secrets_of_an_event(event),
        Entry::Opened | Entry::Shown(..) => Vec::new(),
    });
    let of_person = tab.provider.people().iter().map(|person| ("email", person.email.clone()));
    of_entry.chain(of_person).filter(|(_, text)| !text.is_empty()).collect()
}

fn secrets_of_an_effect(effect: &Effect) -> Vec<Secret> {
    match effect {
        Effect::Remember(_, pending) => vec![
            ("state", pending.state.expose().to_owned()),
            ("nonce", pending.nonce.expose().to_owned()),
            ("code verifier", pending.code_verifier.expose().to_owned()),
        ],
        Effect::Push(_, _, form) => vec![("pushed form", form.expose().to_owned())],
        Effect::Redeem(_, _, form, _) => vec![
            ("form", form.expose().to_owned()),
            ("code", value_in(form.expose(), "code")),
            ("code verifier", value_in(form.expose(), "code_verifier")),
            ("refresh token", value_in(form.expose(), "refresh_token")),
        ],
        Effect::Revoke(_, form) => {
            vec![("form", form.expose().to_owned()), ("token to revoke", value_in(form.expose(), "token"))]
        }
        Effect::Tell(Message::Grant(grant)) | Effect::Keep(Some(grant)) => secrets_of_a_grant(grant),
        Effect::Tell(message) => secrets_of_a_message(message),
        Effect::LeaveInPopup(address) => vec![
            ("state", value_in(address.expose(), "state")),
            ("nonce", value_in(address.expose(), "nonce")),
        ],
        Effect::Forget { goodbye: Some(state) } => vec![("state of a sign-out", state.expose().to_owned())],
        Effect::FetchUserInfo(_, _, token, _) => vec![("access token", token.expose().to_owned())],
        Effect::Leave(address) => vec![("ID Token", value_in(address.expose(), "id_token_hint"))],
        _ => Vec::new(),
    }
}

fn secrets_of_a_grant(grant: &Grant) -> Vec<Secret> {
    vec![
        ("grant", grant.to_text()),
        ("access token", grant.access_token.expose().to_owned()),
        ("refresh token", grant.refresh_token.as_ref().map_or("", |token| token.expose()).to_owned()),
        ("ID Token", grant.id_token.expose().to_owned()),
        ("nonce", grant.nonce.expose().to_owned()),
    ]
}

fn secrets_of_a_message(message: &Message) -> Vec<Secret> {
    match message {
        Message::Response(response) => {
            let query = response.to_query();
            vec![("code", value_in(&query, "code")), ("state", value_in(&query, "state"))]
        }
        Message::Taken(state) => vec![("state", state.expose().to_owned())],
        _ => Vec::new(),
    }
}

fn secrets_of_an_event(event: &Event) -> Vec<Secret> {
    match event {
        Event::SignInRequested { entropy: Some(entropy), .. }
        | Event::SignInInPopupRequested { entropy: Some(entropy), .. }
        | Event::Started(Arrival::Initiated { entropy: Some(entropy), .. })
        | Event::Started(Arrival::Reload { resumes: Some((_, entropy)), .. })
        | Event::Recalled(_, Ok(Recollection { entropy: Some(entropy), .. })) => {
            [&entropy.state, &entropy.nonce, &entropy.code_verifier]
                .map(|entropy| ("entropy", format!("{:?}", entropy.0)))
                .to_vec()
        }
        Event::PushAnswered(_, Ok(answer)) => {
            vec![("request URI", member_of(&answer.body, "request_uri"))]
        }
        Event::Started(Arrival::Kept { grant, .. }) | Event::Heard { message: Message::Grant(grant), .. } => {
            secrets_of_a_grant(grant)
        }
        Event::Heard { message, .. } => secrets_of_a_message(message),
        Event::TokenAnswered(_, Ok(answer)) => vec![
            ("DPoP nonce", answer.headers.dpop_nonce.clone().unwrap_or_default()),
            ("access token", member_of(&answer.body, "access_token")),
            ("refresh token", member_of(&answer.body, "refresh_token")),
            ("ID Token", member_of(&answer.body, "id_token")),
            (
                "signature",
                member_of(&answer.body, "id_token").rsplit('.').next().unwrap_or_default().to_owned(),
            ),
        ],
        // Signed, it says who somebody is for as long as it is valid.
        Event::UserInfoAnswered(_, Ok(answer)) if !answer.body.contains(['{', '<']) => {
            vec![("signed userinfo", answer.body.clone())]
        }
        _ => Vec::new(),
    }
}

/// None of these secrets is in anything that was formatted.
#[track_caller]
pub fn is_silent_about(tab: &Tab, secrets: &[Secret]) {
    let lines = tab.witness.lines();
    assert!(lines.len() > 10, "something was formatted");
    for (kind, secret) in secrets {
        for line in lines {
            assert!(!line.contains(secret.as_str()), "the {kind} a log shows: {secret} in {line}");
        }
    }
}

fn value_in(query: &str, name: &str) -> String {
    let from = format!("{name}=");
    let parts = query.split(['?', '&']).find_map(|part| part.strip_prefix(from.as_str()));
    parts.unwrap_or_default().to_owned()
}

fn member_of(body: &str, name: &str) -> String {
    let from = format!("\"{name}\":\"");
    let rest = body.split(from.as_str()).nth(1).unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}
