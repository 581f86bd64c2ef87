//! What went wrong, of each tone and with each way on.

use provider::Misbehaviour;

use super::{MISCONFIGURED, Scene, View, meeting, misconfigured, opened, signed_in};
use crate::World;

const MET_AT_THE_PROVIDER: [(Misbehaviour, &str); 6] = [
    (Misbehaviour::WrongState, "authorization-state-unknown"),
    (Misbehaviour::AuthorizationErrorWithHtmlDescription, "authorization-refused"),
    (Misbehaviour::TokenRefusesCors, "transport-cors-refused"),
    (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch"),
    (Misbehaviour::IssuedInTheFuture, "id-token-issued-in-the-future"),
    (Misbehaviour::AuthorizationLoginRequired, "authorization-interaction-required"),
];

pub fn views() -> Vec<View> {
    let met = MET_AT_THE_PROVIDER
        .into_iter()
        .map(|(misbehaviour, code)| error(code, move || meeting(World::start(), misbehaviour)));
    let others = [
        error("configuration-field-invalid", || misconfigured(MISCONFIGURED, "")),
        error("session-person-changed", person_changed),
        error("session-person-elsewhere", person_elsewhere),
        error("session-redirect-loop", redirect_loop),
    ];
    met.chain(others).collect()
}

fn error(code: &'static str, reach: impl Fn() -> Scene + Send + Sync + 'static) -> View {
    View::new("error", format!("error-{code}"), move || {
        let scene = reach();
        scene.visitor.sees_error(code);
        scene
    })
}

/// A page that was reloaded, with another person at the provider by now.
fn person_changed() -> Scene {
    let scene = signed_in(World::start());
    scene.visitor.asks_the_page(
        "const known = 'lifen-connect.pending';
        sessionStorage[known] = sessionStorage[known].replace(/present=[^&\\n]*/, 'present=x');
        return null",
    );
    scene.visitor.reloads();
    scene
}

fn redirect_loop() -> Scene {
    let scene = signed_in(World::start());
    for _ in 0..3 {
        scene.visitor.reloads();
        scene.visitor.sees_page("session");
    }
    scene.visitor.reloads();
    scene
}

/// Another person signs in in another tab.
fn person_elsewhere() -> Scene {
    let scene = opened(World::start(), "");
    let visitor = &scene.visitor;
    let first = visitor.tab();
    let second = visitor.opens_beside("session");
    visitor.clicks_the_primary_button();
    visitor.sees("button[value='agathe']");
    visitor.looks_at(&first);
    visitor.opens("session");
    visitor.clicks_the_primary_button();
    visitor.gets_through_as("victor");
    visitor.sees_page("session");
    visitor.looks_at(&second);
    visitor.chooses("agathe");
    visitor.allows();
    visitor.looks_at(&first);
    scene
}
