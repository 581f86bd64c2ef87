//! The provider's word that a session ended there, said to a hidden frame ([OIDC Front-Channel Logout §2]).
//!
//! [OIDC Front-Channel Logout §2]: https://openid.net/specs/openid-connect-frontchannel-1_0.html#RPLogout

use super::form::Pairs;

/// The query with which a provider opens the `frontchannel_logout_uri`.
///
/// No signature vouches for it: whoever gets this address loaded in the right place can end a session, and can do
/// nothing else with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontchannelLogout {
    /// Which of the provider's sessions ended; `None` where it does not say, and then whichever there is.
    pub sid: Option<String>,
}

impl FrontchannelLogout {
    /// Reads the query, with or without its question mark. `None` for what our provider does not say, which ends
    /// nothing: an issuer that is another one, `iss` or `sid` without the other, either of them twice.
    pub fn parse(query: &str, issuer: &str) -> Option<Self> {
        let parameters = Pairs::read(query.strip_prefix('?').unwrap_or(query));
        if ["iss", "sid"].into_iter().any(|name| parameters.values(name).count() > 1) {
            return None;
        }
        // OIDC Front-Channel Logout §2: "The OP MAY add these query parameters when rendering the logout URI, and if
        // either is included, both MUST be."
        match (parameters.value("iss"), parameters.value("sid")) {
            (None, None) => Some(Self { sid: None }),
            (Some(found), Some(sid)) if found == issuer && !sid.is_empty() => {
                Some(Self { sid: Some(sid.to_owned()) })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Option<FrontchannelLogout> {
        FrontchannelLogout::parse(query, "https://login.lifen.fr/")
    }

    #[test]
    fn accepts_our_issuer_with_the_session_that_ended() {
        let logout = parse("?iss=https%3A%2F%2Flogin.lifen.fr%2F&sid=08a5019c-17e1&x=1");

        assert_eq!(logout, Some(FrontchannelLogout { sid: Some("08a5019c-17e1".to_owned()) }));
    }

    #[test]
    fn accepts_a_provider_that_names_no_session() {
        for query in ["", "?", "?tenant=x"] {
            assert_eq!(parse(query), Some(FrontchannelLogout { sid: None }), "{query}");
        }
    }

    #[test]
    fn refuses_one_parameter_without_the_other() {
        for query in ["iss=https://login.lifen.fr/", "sid=x", "iss=https://login.lifen.fr/&sid="] {
            assert_eq!(parse(query), None, "{query}");
        }
    }

    #[test]
    fn refuses_another_issuer() {
        for issuer in ["https://evil.example/", "https://login.lifen.fr", "https://LOGIN.lifen.fr/", ""] {
            assert_eq!(parse(&["sid=x&iss=", issuer].concat()), None, "{issuer}");
        }
    }

    #[test]
    fn refuses_a_parameter_that_comes_twice() {
        for query in [
            "iss=https://login.lifen.fr/&iss=https://login.lifen.fr/&sid=x",
            "iss=https://login.lifen.fr/&sid=x&sid=y",
        ] {
            assert_eq!(parse(query), None, "{query}");
        }
    }
}
