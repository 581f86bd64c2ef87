//! A document that takes a stronger authentication: to the provider and back, with the document open.

use e2e::{Visitor, World};
use provider::Misbehaviour;

const LINK: &str = "session?document=9410021";
const DOCUMENT: &str = "GET /fhir/v3/DocumentReference/9410021";
const CARD: &str = "main [data-document]";

/// Somebody who followed the link, and has signed in as everybody does.
fn at_the_document(world: &World) -> Visitor {
    let visitor = world.visitor();
    visitor.opens(LINK);
    visitor.signs_in_as("victor");
    visitor.sees_page("session");
    visitor.sees(CARD);
    assert_eq!(world.asked_for(DOCUMENT), 0, "nothing is opened that nobody asked for");
    visitor
}

#[test]
fn whoever_authenticates_again_finds_the_document_open_where_they_left() {
    let world = World::start();
    let visitor = at_the_document(&world);

    visitor.clicks("Open the document");
    let request = visitor.authorization_request();
    visitor.gets_through_as("victor");

    visitor.sees_text("Lettre de liaison à la sortie");
    visitor.is_at(LINK);
    assert_eq!(world.asked_for(DOCUMENT), 2, "refused once, and made again once: {:?}", world.asked());
    for parameter in ["acr_values=eidas2", "max_age=600"] {
        assert!(request.url.contains(parameter), "{}", request.url);
    }
    visitor.reloads();
    visitor.sees(CARD);
    visitor.clicks("Open the document");
    visitor.sees_text("Lettre de liaison à la sortie");
    assert_eq!(world.asked_for(DOCUMENT), 3, "the provider knows how they signed in");
}

#[test]
fn whoever_is_sent_back_without_it_finds_their_session_as_it_was() {
    let world = World::start();
    let visitor = at_the_document(&world);
    world.provider.misbehave(Misbehaviour::AuthorizationTemporarilyUnavailable);

    visitor.clicks("Open the document");
    visitor.chooses("victor");

    visitor.sees_page("session");
    visitor.sees_heading("Victor Pugin");
    visitor.is_at(LINK);
    visitor.sees(&format!("{CARD} [data-code='api-authentication-denied']"));
    assert_eq!(world.asked_for(DOCUMENT), 1);
}

#[test]
fn an_api_that_is_never_content_is_told_and_asked_no_more() {
    let world = World::start();
    let visitor = at_the_document(&world);
    world.provider.misbehave(Misbehaviour::ApiInsufficientAuthentication);

    visitor.clicks("Open the document");
    visitor.gets_through_as("victor");

    visitor.sees_page("session");
    visitor.sees(&format!("{CARD} [data-code='api-authentication-insufficient']"));
    assert_eq!(world.asked_for(DOCUMENT), 2);
}

#[test]
fn whoever_turns_back_from_the_provider_goes_on_with_their_session() {
    let world = World::start();
    let visitor = at_the_document(&world);

    visitor.clicks("Open the document");
    visitor.authorization_request();
    visitor.goes_back();

    visitor.sees_page("session");
    visitor.sees_heading("Victor Pugin");
    visitor.sees(CARD);
}
