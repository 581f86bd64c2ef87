//! Somebody new, and an account that does not come.

use provider::Misbehaviour;

use super::{Scene, View, meeting, opened};
use crate::World;

pub fn views() -> Vec<View> {
    vec![
        View::new("sign-up", "sign-up", signing_up),
        View::new("sign-up", "sign-up-faults", || {
            let scene = signing_up();
            scene.visitor.types("#email", "@ward");
            scene.visitor.clicks_the_primary_button();
            scene.visitor.sees("[aria-invalid]");
            scene
        }),
        View::new("session", "session-account", || {
            let scene = signing_up();
            scene.visitor.types("#occupation", "Médecin, service des admissions");
            scene.visitor.clicks_the_primary_button();
            scene.visitor.sees_page("session");
            scene.visitor.sees("[data-account-field='occupation']");
            scene
        }),
        View::new("error", "error-account-unavailable", || {
            let scene = meeting(World::keeping_accounts_at_the_provider(), Misbehaviour::ApiServerError);
            scene.visitor.sees_error("account-unavailable");
            scene
        }),
    ]
}

fn signing_up() -> Scene {
    let scene = opened(World::keeping_accounts(), "session");
    scene.visitor.clicks_the_primary_button();
    scene.visitor.gets_through_as("victor");
    scene.visitor.sees_page("sign-up");
    scene.visitor.sees("[data-origin]");
    scene
}
