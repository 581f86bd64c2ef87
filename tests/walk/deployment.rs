//! The deployments whose sessions are walked through.

use std::sync::Arc;

use lifen_connect::configuration::Configuration;
use lifen_connect::protocol::time::Timestamp;
use lifen_connect::session::{Arrival, Event, Place, Session, SignedOutReason, Ticket};

use crate::NOW;
use crate::material::{CLIENT_ID, ISSUER, LAST, MAX_AGE, entropy};
use crate::ticket::ticket_of;
use crate::world::PLACE;

/// Names the provider and leaves the rest to its metadata.
pub fn of_signatures() -> Arc<Configuration> {
    configuration(&format!(r#"{{"client_id":"{CLIENT_ID}","issuer":"{ISSUER}","max_age":{MAX_AGE}}}"#))
}

/// States everything itself, signs out here only, and lets TLS stand in for the signature.
pub fn of_tls() -> Arc<Configuration> {
    configuration(&known_provider(&format!(
        r#","userinfo_endpoint":"{ISSUER}userinfo","sign_out":"local","max_age":{MAX_AGE},
        "id_token_verification":"tls""#
    )))
}

/// A ticket that no session of the walk gets to: of one in which the button was pressed two hundred times.
pub fn foreign_ticket() -> Ticket {
    let now = Timestamp::from_seconds(NOW);
    let mut session = Session::new(configuration(&known_provider("")));
    (session, _) = session.step(Event::Started(Arrival::Visit(SignedOutReason::NotYet)), now);
    let mut latest = None;
    for _ in 0..200 {
        let press = Event::SignInRequested { entropy: Some(entropy(LAST)), place: Place::of(PLACE) };
        let effects;
        (session, effects) = session.step(press, now);
        latest = effects.iter().find_map(ticket_of);
        (session, _) = session.step(Event::Restored, now);
    }
    latest.expect("a ticket")
}

fn known_provider(rest: &str) -> String {
    format!(
        r#"{{"client_id":"{CLIENT_ID}","issuer":"{ISSUER}","authorization_endpoint":"{ISSUER}authorize",
        "token_endpoint":"{ISSUER}token","jwks_uri":"{ISSUER}keys"{rest}}}"#
    )
}

fn configuration(text: &str) -> Arc<Configuration> {
    Arc::from(Configuration::parse(text, "https://app.example/ward/").expect("a configuration"))
}
