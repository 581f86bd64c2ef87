//! The provider's session ends, and it says so in a hidden frame.

use e2e::{Visitor, World};

/// Somebody who signed in.
fn signed_in(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor
}

fn signs_out_at_the_provider(visitor: &Visitor, world: &World) {
    visitor.opens(&format!("{}oidc/logout", world.provider.issuer()));
}

#[test]
fn every_tab_signs_out_where_the_provider_is_on_the_same_site() {
    let world = World::on_one_site(|_| {});
    let visitor = signed_in(&world);
    let first = visitor.tab();
    let second = visitor.opens_beside("session?tab=two");
    visitor.sees_heading("Victor Pugin");

    visitor.opens_a_second_tab();
    signs_out_at_the_provider(&visitor, &world);

    for tab in [first, second] {
        visitor.looks_at(&tab);
        visitor.sees_notice("ended");
    }
}

/// It heard nothing while it was away.
#[test]
fn a_page_that_comes_back_out_of_the_cache_is_signed_out_too() {
    let world = World::on_one_site(|_| {});
    let visitor = signed_in(&world);
    visitor.asks_the_page("window.left = true; return null");
    let first = visitor.tab();
    let second = visitor.opens_beside("session?tab=two");
    visitor.sees_heading("Victor Pugin");

    visitor.looks_at(&first);
    signs_out_at_the_provider(&visitor, &world);
    visitor.looks_at(&second);
    visitor.sees_notice("ended");
    visitor.looks_at(&first);
    visitor.goes_back();

    assert_eq!(visitor.asks_the_page("return window.left"), true, "the page was loaded anew");
    visitor.sees_notice("ended");
}

/// What a tab kept for a reload is not used any more.
#[test]
fn tokens_that_a_tab_kept_are_dropped() {
    let world = World::on_one_site(|configuration| configuration["persistence"] = "tab".into());
    let visitor = signed_in(&world);
    let first = visitor.tab();
    visitor.opens_a_second_tab();
    signs_out_at_the_provider(&visitor, &world);
    visitor.looks_at(&first);
    visitor.sees_notice("ended");

    visitor.reloads();

    visitor.sees_page("guard");
}

/// The browser gives the frame a storage and a channel of its own: what docs/configuration.md says about it is so.
#[test]
fn no_tab_hears_of_it_where_the_provider_is_on_another_site() {
    let world = World::start();
    world.tells_when_somebody_signs_out();
    let visitor = signed_in(&world);
    let first = visitor.tab();

    visitor.opens_a_second_tab();
    signs_out_at_the_provider(&visitor, &world);
    visitor.looks_at(&first);

    visitor.sees_heading("Victor Pugin");
    visitor.reloads();
    visitor.sees_notice("expired");
}

/// A link that anybody can write.
#[test]
fn a_page_that_is_no_frame_ends_nothing() {
    let world = World::on_one_site(|_| {});
    let visitor = signed_in(&world);
    let first = visitor.tab();

    visitor.opens_beside("frontchannel-logout");

    visitor.sees_page("home");
    visitor.is_offered("See my session");
    visitor.looks_at(&first);
    visitor.sees_heading("Victor Pugin");
}

/// The one page that may be framed, and by nobody but the provider.
#[test]
fn no_other_page_opens_in_the_providers_frame() {
    let world = World::on_one_site(|_| {});
    let visitor = world.visitor();
    visitor.opens("session");

    let framed = visitor.asks_the_page(
        "return fetch('frontchannel-logout').then(page => page.headers.get('content-security-policy'))",
    );
    let others = visitor
        .asks_the_page("return fetch('session').then(page => page.headers.get('content-security-policy'))");

    let issuer = world.provider.issuer().trim_end_matches('/');
    assert!(
        framed.as_str().is_some_and(|policy| policy.ends_with(&format!("frame-ancestors {issuer}"))),
        "{framed}"
    );
    assert!(others.as_str().is_some_and(|policy| policy.ends_with("frame-ancestors 'none'")), "{others}");
}
