//! The page that checks a deployment: a good one, and what it names of bad ones.

use e2e::{Manners, Visitor, World};
use provider::Misbehaviour;

fn opens_the_doctor(visitor: &Visitor, address: &str) {
    visitor.lets_the_policy_be_tried();
    visitor.opens(address);
    waits_for_the_doctor(visitor);
}

fn waits_for_the_doctor(visitor: &Visitor) {
    visitor.sees_page("doctor");
    visitor.sees("main .doctor .primary");
}

/// What was found about a check: verdict, then codes.
fn finds(visitor: &Visitor, check: &str, verdict: &str, found: &str) {
    visitor.sees(&format!("[data-check='{check}'][data-verdict='{verdict}'][data-found='{found}']"));
}

#[test]
fn a_good_deployment_has_nothing_to_mend() {
    let world = World::start();
    let visitor = world.visitor();

    opens_the_doctor(&visitor, "doctor");

    visitor.sees_text("Nothing to mend.");
    assert!(
        !visitor.has("[data-verdict='wrong'], [data-verdict='warning']"),
        "{}",
        visitor.reads(".findings")
    );
    for (check, found) in [
        ("deep-links", "deep-links-served"),
        ("metadata", "metadata-fits"),
        ("keys", "keys-usable"),
        ("token-endpoint", "token-endpoint-readable"),
        ("userinfo", "userinfo-readable"),
        ("pkce", "pkce-offered"),
        ("csp", "csp-strict"),
        ("headers", "headers-sent"),
        ("caching", "caching-right"),
        ("clock", "clock-right"),
        ("broadcast-channel", "broadcast-channel-there"),
    ] {
        finds(&visitor, check, "good", found);
    }
    assert!(world.provider.granted().is_empty());
    assert!(!world.asked().iter().any(|asked| asked.contains("/authorize")), "{:?}", world.asked());

    finds(&visitor, "pop-ups", "unknown", "pop-ups-untried");
    visitor.clicks("Try to open a window");
    finds(&visitor, "pop-ups", "good", "pop-ups-open");
}

#[test]
fn a_host_that_nobody_has_set_up_is_told_what_it_lacks() {
    let world = World::on_a_careless_host();
    let visitor = world.visitor();
    visitor.opens("");
    visitor.sees_page("home");

    visitor.clicks("Check-up");

    waits_for_the_doctor(&visitor);
    finds(&visitor, "deep-links", "wrong", "deep-links-missing");
    finds(&visitor, "csp", "wrong", "csp-missing");
    finds(&visitor, "headers", "warning", "headers-missing");
    visitor.sees("[data-check='caching'][data-verdict='warning']");
    finds(&visitor, "token-endpoint", "good", "token-endpoint-readable");
    visitor.sees_text("Have the host serve index.html");
}

#[test]
fn faults_of_the_provider_and_of_this_computer_are_each_named() {
    let world = World::start();
    world.provider.misbehave(Misbehaviour::KeysRefuseCors);
    let visitor = world.visitor();
    visitor.opens("");
    visitor.sees_page("home");
    world.time_passes(&visitor, 600);

    visitor.lets_the_policy_be_tried();
    visitor.clicks("Check-up");

    waits_for_the_doctor(&visitor);
    finds(&visitor, "keys", "wrong", "cors-refused");
    finds(&visitor, "clock", "wrong", "clock-fast");
    visitor.sees_text("To mend: 2.");

    world.the_provider_goes_down();
    visitor.clicks("Check again");
    finds(&visitor, "metadata", "wrong", "unreachable");
    finds(&visitor, "keys", "unknown", "not-asked");
}

#[test]
fn plain_http_has_a_doctor_too_who_is_linked_from_its_error() {
    let world = World::start();
    let visitor = world.visitor();
    visitor.opens(&world.insecure_address());
    visitor.sees_error("environment-insecure-context");

    visitor.lets_the_policy_be_tried();
    visitor.clicks("Check this installation");

    waits_for_the_doctor(&visitor);
    finds(&visitor, "secure-context", "wrong", "insecure-context");
    finds(&visitor, "crypto", "wrong", "crypto-missing");
    // The provider knows the app by another name.
    finds(&visitor, "metadata", "wrong", "cors-refused");
}

#[test]
fn blocked_storage_is_told_from_everything_else() {
    let world = World::start();
    let visitor = world.visitor_with(&Manners { storage_blocked: true, ..Manners::default() });

    opens_the_doctor(&visitor, "doctor");

    visitor.sees("[data-check='storage'][data-verdict='wrong'][data-found^='session-storage-blocked']");
    finds(&visitor, "token-endpoint", "good", "token-endpoint-readable");
}
