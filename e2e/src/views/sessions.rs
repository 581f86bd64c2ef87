//! A session that is there, that goes on, and that came to its end.

use provider::Misbehaviour;

use super::{Scene, View, locking, meeting, opened, signed_in};
use crate::World;

pub fn views() -> Vec<View> {
    vec![
        View::new("session", "session", || signed_in(World::start())),
        View::new("session", "session-by-tls", || {
            let world =
                World::configured(|configuration| configuration["id_token_verification"] = "tls".into());
            let scene = meeting(world, Misbehaviour::KeysRefuseCors);
            scene.visitor.sees("[data-claim='proof']");
            scene
        }),
        View::new("session", "session-renews", || signed_in(World::renewing(3600, |_| {}))),
        View::new("session", "session-renews-later", || {
            let scene = signed_in(World::renewing(3600, |_| {}));
            scene.world.the_provider_goes_down();
            scene.world.time_passes(&scene.visitor, 3601);
            scene.visitor.sees_notice("transport-unreachable");
            scene
        }),
        View::new("session", "session-limited", || {
            signed_in(World::renewing(3600, |configuration| {
                configuration["session_lifetime"] = 36_000.into();
            }))
        }),
        View::new("session", "session-locks", || signed_in(World::renewing(3600, locking))),
        View::new("session", "session-document", || {
            let scene = signed_in(World::start());
            scene.visitor.opens("session?document=9410021");
            scene.visitor.sees("[data-document] button");
            scene
        }),
        View::new("session", "session-notice", || {
            let scene = meeting(World::start(), Misbehaviour::UserinfoUnauthorized);
            scene.visitor.sees_notice("userinfo-unauthorized");
            scene
        }),
        View::new("session", "session-notice-signature", || {
            let scene = meeting(World::start(), Misbehaviour::UserinfoSignedInvalidSignature);
            scene.visitor.sees_notice("userinfo-signature-refused");
            scene
        }),
        View::new("practitioners", "practitioners", || {
            let scene = signed_in(World::start());
            scene.visitor.clicks("Directory");
            scene.visitor.sees("main [data-results]");
            scene
        }),
        View::new("locked", "locked", locked),
        View::new("home", "home-locks", || opened(World::renewing(3600, locking), "")),
        View::new("home", "home-signed-in", || {
            let scene = signed_in(World::start());
            scene.visitor.clicks("Home");
            scene.visitor.sees(".hero a.primary");
            scene
        }),
        View::new("guard", "ended", || {
            let scene = signed_in(World::renewing(3600, |_| {}));
            scene.world.provider.misbehave(Misbehaviour::RefreshInvalidGrant);
            scene.world.time_passes(&scene.visitor, 3400);
            scene.visitor.sees_notice("ended");
            scene
        }),
        View::new("home", "home-ended-elsewhere", ended_elsewhere),
    ]
}

fn locked() -> Scene {
    let scene = signed_in(World::renewing(3600, locking));
    scene.world.time_passes(&scene.visitor, 300);
    scene.visitor.sees_notice("idle");
    scene
}

fn ended_elsewhere() -> Scene {
    let scene = signed_in(World::configured(|configuration| configuration["sign_out"] = "local".into()));
    let visitor = &scene.visitor;
    visitor.clicks("Home");
    visitor.sees(".hero a.primary");
    let first = visitor.tab();
    visitor.opens_beside("session");
    visitor.sees_page("session");
    visitor.clicks("Sign out");
    visitor.sees_page("guard");
    visitor.looks_at(&first);
    visitor.sees_notice("elsewhere");
    scene
}
