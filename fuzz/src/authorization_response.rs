//! The query of the redirect route: anyone can send a browser there.

use form_urlencoded::Serializer;
use lifen_connect::protocol::authorization::{AuthorizationResponse, ExpectedResponse};
use lifen_connect::protocol::evidence::Evidence;
use lifen_connect::protocol::secret::State;

use super::secrecy::{self, PLANTED};

const ISSUER: &str = "https://login.lifen.fr/";
const KNOWN: [&str; 5] = ["code", "state", "iss", "error", "error_description"];

type Pairs = Vec<(String, String)>;

pub fn holds(query: &str) {
    let pairs = pairs_of(query);
    let response = AuthorizationResponse::parse(query);
    let is_one = ["code", "error", "state"].into_iter().any(|name| value(&pairs, name).is_some());
    assert_eq!(response.is_some(), is_one, "a visit is a visit, and a response a response");

    let Some(response) = response else { return };
    secrecy::is_redacted(&response, "AuthorizationResponse");
    assert_eq!(response.names_issuer(ISSUER), value(&pairs, "iss") == Some(ISSUER));
    for used in [false, true] {
        secrecy::is_a_code(response.without_pending(used).code(), "authorization");
    }
    // The state that is pending, and the one that the response would like to be pending.
    for state in ["the-state", value(&pairs, "state").unwrap_or_default()] {
        for promised in [false, true] {
            hands_out_a_code_only_of_the_right_response(&response, &pairs, state, promised);
        }
    }
    shows_neither_code_nor_state(&pairs);
}

fn hands_out_a_code_only_of_the_right_response(
    response: &AuthorizationResponse,
    pairs: &Pairs,
    state: &str,
    promised: bool,
) {
    let is_ours = KNOWN.into_iter().all(|name| values(pairs, name).count() < 2)
        && value(pairs, "state") == Some(state)
        && value(pairs, "iss").map_or(!promised, |issuer| issuer == ISSUER);
    let due =
        value(pairs, "code").filter(|code| is_ours && !code.is_empty() && value(pairs, "error").is_none());
    let expected = ExpectedResponse { state: &State::new(state), issuer: ISSUER, issuer_promised: promised };

    match response.clone().confirm(&expected, &mut Evidence::default()) {
        Ok(code) => assert_eq!(Some(code.expose()), due, "a code that was not due"),
        Err(error) => {
            // Octets that are no text: nothing to us, a replacement character to the other reader.
            assert!(
                due.is_none_or(|code| code.contains('\u{fffd}')) || state.contains('\u{fffd}'),
                "{error}"
            );
            assert!(is_ours || error.quotation().is_none(), "words of a response that is not ours");
            secrecy::is_a_code(error.code(), "authorization");
            assert!(!error.to_string().is_empty(), "{error:?} says nothing");
        }
    }
}

fn shows_neither_code_nor_state(pairs: &Pairs) {
    if pairs.iter().any(|(name, value)| name.contains(PLANTED) || value.contains(PLANTED)) {
        return;
    }
    let mut query = Serializer::new(String::new());
    for (name, value) in pairs {
        let secret = ["code", "state"].contains(&name.as_str());
        query.append_pair(name, &format!("{}{value}", if secret { PLANTED } else { "" }));
    }
    let Some(response) = AuthorizationResponse::parse(&query.finish()) else { return };
    secrecy::shows_nothing(&format!("{response:?} {:?}", response.state()));
    for used in [false, true] {
        let error = response.without_pending(used);
        secrecy::shows_nothing(&format!("{error:?} {error}"));
    }
    let state = response.state().unwrap_or(State::new("the-state"));
    for issuer_promised in [false, true] {
        let expected = ExpectedResponse { state: &state, issuer: ISSUER, issuer_promised };
        secrecy::shows_nothing(&format!("{expected:?}"));
        secrecy::is_silent(&response.clone().confirm(&expected, &mut Evidence::default()));
    }
}

fn pairs_of(query: &str) -> Pairs {
    let query = query.strip_prefix('?').unwrap_or(query);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn values<'a>(pairs: &'a Pairs, name: &str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    values(pairs, name).next()
}
