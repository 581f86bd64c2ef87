//! What a resource server asks for when it refuses a request: the challenge of `WWW-Authenticate`
//! ([RFC 9110 §11.6.1], [RFC 6750 §3], [RFC 9449 §7.1], [RFC 9470 §3]).
//!
//! [RFC 9110 §11.6.1]: https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
//! [RFC 6750 §3]: https://www.rfc-editor.org/rfc/rfc6750#section-3
//! [RFC 9449 §7.1]: https://www.rfc-editor.org/rfc/rfc9449#section-7.1
//! [RFC 9470 §3]: https://www.rfc-editor.org/rfc/rfc9470#section-3

mod reader;
#[cfg(test)]
mod tests;

use super::refusal::ErrorCode;
use super::text::decimal;
use super::time::Seconds;
use reader::Reader;

/// How an access token is brought, which is what a challenge is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Bearer,
    Dpop,
}

impl Scheme {
    pub fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        // RFC 9110 §11.1: the scheme is "a case-insensitive token".
        [Self::Bearer, Self::Dpop].into_iter().find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }
}

/// Why a token opened nothing, and what would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// `None` where the server only says that a token is needed.
    pub error: Option<ErrorCode>,
    /// The server's own words.
    pub description: Option<String>,
    /// `scope`: what the token would have to open, space-separated.
    pub scope: Option<String>,
    /// `acr_values`: authentication contexts, space-separated, one of which it would have to be.
    pub acr_values: Option<String>,
    /// `max_age`: how long ago the person may have proved who they are.
    pub max_age: Option<Seconds>,
}

impl Challenge {
    /// Reads the challenge for a token that was brought by this scheme.
    ///
    /// A server may list several. The one for the scheme that was used counts, then the first that gives a reason. What
    /// is of another scheme, or cannot be read, says nothing: a header is no reason to fail.
    pub fn read(header: &str, scheme: Scheme) -> Self {
        let mut chosen: Option<(Scheme, Self)> = None;
        for (name, parameters) in Reader::new(header) {
            let Some(named) = Scheme::named(&name) else { continue };
            let challenge = Self::of(&parameters);
            let is_better = match &chosen {
                None => true,
                Some((before, known)) => {
                    let rank = |named: Scheme, of: &Self| (of.error.is_some(), named == scheme);
                    rank(named, &challenge) > rank(*before, known)
                }
            };
            if is_better {
                chosen = Some((named, challenge));
            }
        }
        chosen.map(|(_, challenge)| challenge).unwrap_or_default()
    }

    fn of(parameters: &[(String, String)]) -> Self {
        // RFC 6750 §3: none of these parameters is to appear "more than once"; the first one counts. RFC 9110 §11.2: their
        // names are case-insensitive.
        let value = |name: &str| {
            let found = parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
        };
        Self {
            error: value("error").map(|code| ErrorCode::parse(&code)),
            description: value("error_description"),
            scope: value("scope"),
            acr_values: value("acr_values"),
            max_age: value("max_age").and_then(|digits| decimal(&digits, i64::from(u32::MAX))).map(Seconds),
        }
    }
}
