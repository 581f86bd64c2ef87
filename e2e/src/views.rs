//! Every page of the app, in every state that looks different, and how somebody gets to see it.
//!
//! The pictures are taken of these, and they are what accessibility is examined on: a page that is added to the app and
//! not to this list fails a test.

mod accounts;
mod errors;
mod sessions;

use provider::Misbehaviour;
use serde_json::Value;
use static_host::Configuration;

use crate::{Visitor, World};

/// One thing to look at.
pub struct View {
    /// Which page it is, as `data-page` says.
    pub page: &'static str,
    /// What it is called: the page, and its state where it has several.
    pub name: String,
    reach: Box<dyn Fn() -> Scene + Send + Sync>,
}

/// Somebody who sees it.
pub struct Scene {
    // The visitor leaves before the world ends.
    pub visitor: Visitor,
    pub world: World,
}

impl View {
    fn new(
        page: &'static str,
        name: impl Into<String>,
        reach: impl Fn() -> Scene + Send + Sync + 'static,
    ) -> Self {
        Self { page, name: name.into(), reach: Box::new(reach) }
    }

    /// Goes there, in English.
    pub fn reach(&self) -> Scene {
        let scene = (self.reach)();
        scene.visitor.sees_page(self.page);
        scene
    }
}

/// All of them.
pub fn views() -> Vec<View> {
    let mut views = vec![
        View::new("home", "home", || opened(World::start(), "")),
        View::new("guard", "guard", || opened(World::start(), "session?from=link#trust")),
        View::new("callback", "callback", being_signed_in),
        View::new("settings", "settings", || opened(World::start(), "settings")),
        View::new("settings", "settings-signed-in", || {
            let scene = signed_in(World::binding());
            scene.visitor.clicks("Settings");
            scene.visitor.sees("[data-stored='lifen-connect']");
            scene
        }),
        View::new("doctor", "doctor", || {
            let scene = opened(World::start(), "doctor");
            scene.visitor.lets_the_policy_be_tried();
            scene.visitor.sees(".doctor .primary");
            scene
        }),
        View::new("doctor", "doctor-misconfigured", || {
            let scene = misconfigured(MISCONFIGURED, "doctor");
            scene.visitor.lets_the_policy_be_tried();
            scene.visitor.sees(".doctor .primary");
            scene
        }),
        View::new("not-found", "not-found", || opened(World::start(), "nowhere")),
    ];
    views.extend(sessions::views());
    views.extend(accounts::views());
    views.extend(errors::views());
    views
}

fn opened(world: World, place: &str) -> Scene {
    let visitor = world.visitor();
    visitor.opens(place);
    Scene { visitor, world }
}

fn signed_in(world: World) -> Scene {
    let scene = opened(world, "session");
    scene.visitor.clicks_the_primary_button();
    scene.visitor.gets_through_as("victor");
    scene.visitor.sees_page("session");
    scene
}

/// Signed in, as far as the provider lets them.
fn meeting(world: World, misbehaviour: Misbehaviour) -> Scene {
    world.provider.misbehave(misbehaviour);
    let scene = opened(world, "session");
    scene.visitor.clicks_the_primary_button();
    scene.visitor.gets_through_as("victor");
    scene
}

fn being_signed_in() -> Scene {
    // For as long as anybody looks.
    let world = World::configured(|configuration| configuration["timeout"] = 120.into());
    let scene = meeting(world, Misbehaviour::TokenSlow);
    scene.visitor.sees("main .late h1");
    scene
}

fn locking(configuration: &mut Value) {
    configuration["idle_lock"] = 300.into();
}

/// An issuer that is no address.
const MISCONFIGURED: &str = r#"{"client_id": "demo", "issuer": "login.lifen.fr"}"#;

fn misconfigured(text: &str, place: &str) -> Scene {
    opened(World::misconfigured(Configuration::Text(text.into())), place)
}
