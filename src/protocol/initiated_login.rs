//! A sign-in that somebody else asks for: a portal, or the provider's own page of apps ([OIDC Core §4]).
//!
//! [OIDC Core §4]: https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin

use std::fmt;

use super::codes::codes;
use super::endpoint::Endpoint;
use super::form::Pairs;
use super::secret::LoginHint;
use super::text::split_before;

/// What the query of the `initiate_login_uri` asks for.
///
/// Anybody can write such a link. It leads to our own provider or nowhere, and afterwards to a page of this app or home:
/// it can begin a sign-in, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitiatedLogin {
    /// Who is expected to sign in.
    pub login_hint: Option<LoginHint>,
    target_link_uri: Option<String>,
}

/// Why nobody is sent to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InitiatedLoginError {
    ParameterRepeated { parameter: &'static str },
    IssuerMissing,
    IssuerMismatch { expected: String, found: String },
}

codes! { InitiatedLoginError:
    Self::ParameterRepeated { .. } => "initiated-login-parameter-repeated",
    Self::IssuerMissing => "initiated-login-issuer-missing",
    Self::IssuerMismatch { .. } => "initiated-login-issuer-mismatch",
}

impl InitiatedLogin {
    /// The parameters we know. OIDC Core §4: "Any parameters used that are not understood MUST be ignored by the Client."
    const PARAMETERS: [&'static str; 3] = ["iss", "login_hint", "target_link_uri"];

    /// Reads the query, with or without its question mark. `None` when it holds none of the parameters: the page was
    /// merely visited.
    ///
    /// # Errors
    ///
    /// A parameter that came twice, an issuer that is missing or another one.
    pub fn parse(query: &str, issuer: &str) -> Option<Result<Self, InitiatedLoginError>> {
        let parameters = Pairs::read(query.strip_prefix('?').unwrap_or(query));
        let is_asked = Self::PARAMETERS.into_iter().any(|name| parameters.value(name).is_some());
        is_asked.then(|| Self::read(&parameters, issuer))
    }

    fn read(parameters: &Pairs, issuer: &str) -> Result<Self, InitiatedLoginError> {
        if let Some(parameter) = Self::PARAMETERS.into_iter().find(|name| parameters.values(name).count() > 1)
        {
            return Err(InitiatedLoginError::ParameterRepeated { parameter });
        }
        // OIDC Core §4: "iss REQUIRED. Issuer Identifier for the Issuer that the RP is to send the Authentication Request
        // to." There is one that we send anybody to.
        match parameters.value("iss") {
            None => return Err(InitiatedLoginError::IssuerMissing),
            Some(found) if found != issuer => {
                let (expected, found) = (issuer.to_owned(), found.to_owned());
                return Err(InitiatedLoginError::IssuerMismatch { expected, found });
            }
            Some(_) => {}
        }
        // OIDC Core §4: "If the client receives a value for this string-valued parameter, it MUST include it in the
        // Authentication Request as the login_hint parameter value." An empty one is none.
        let text = |name| parameters.value(name).filter(|text| !text.is_empty()).map(str::to_owned);
        let login_hint = text("login_hint").map(LoginHint::new);
        Ok(Self { login_hint, target_link_uri: text("target_link_uri") })
    }

    /// Where to go afterwards: path, query and fragment of an address below `base`; `None` for any other, and where
    /// none is asked for.
    ///
    /// OIDC Core §4: "RPs MUST verify the value of the target_link_uri to prevent being used as an open redirector to
    /// external sites." It is a URL: of an absolute one the origin has to be ours; a path from the root (`/session`) can
    /// only be ours. Anything else that a browser would make an address of (`session`, `//host`, `javascript:`) is none.
    pub fn target_below(&self, base: &Endpoint) -> Option<String> {
        let (address, fragment) = split_before(self.target_link_uri.as_deref()?, b"#");
        let target = match address.starts_with('/') {
            true => Endpoint::parse(&[base.origin().as_str(), address].concat()),
            false => Endpoint::parse(address),
        };
        let target = target.ok().filter(|target| target.is_below(base))?;
        // Two slashes, on their own, would be the beginning of a host.
        let leads_away = target.path().starts_with("//");
        (!leads_away).then(|| [target.path_and_query(), fragment].concat())
    }
}

impl fmt::Display for InitiatedLoginError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ParameterRepeated { parameter } => {
                write!(formatter, "the login initiation carries `{parameter}` more than once")
            }
            Self::IssuerMissing => formatter.write_str("the login initiation carries no `iss`"),
            Self::IssuerMismatch { expected, found } => {
                write!(formatter, "login initiation `iss`: expected {expected}, found {found}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://login.lifen.fr/";

    fn parse(query: &str) -> Option<Result<InitiatedLogin, InitiatedLoginError>> {
        InitiatedLogin::parse(query, ISSUER)
    }

    fn target(uri: &str, base: &str) -> Option<String> {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("iss", ISSUER)
            .append_pair("target_link_uri", uri)
            .finish();
        let login = parse(&query).expect("it asks").expect("it is one of ours");
        login.target_below(&Endpoint::parse(base).unwrap())
    }

    #[test]
    fn reads_who_is_expected_and_ignores_what_it_does_not_know() {
        let login =
            parse("?iss=https%3A%2F%2Flogin.lifen.fr%2F&login_hint=victor%40hospital.example&x=1&x=2");

        let login = login.expect("it asks").expect("it is one of ours");
        assert_eq!(login.login_hint.as_ref().map(LoginHint::expose), Some("victor@hospital.example"));
        assert_eq!(login.target_below(&Endpoint::parse("https://app.example/").unwrap()), None);
    }

    #[test]
    fn takes_an_empty_hint_for_none() {
        let login = parse("iss=https://login.lifen.fr/&login_hint=&target_link_uri=").unwrap().unwrap();

        assert_eq!((login.login_hint, login.target_link_uri), (None, None));
    }

    #[test]
    fn is_nothing_where_the_page_is_merely_visited() {
        for query in ["", "?", "?x=1", "?code=x&state=y"] {
            assert_eq!(parse(query), None, "{query}");
        }
    }

    #[test]
    fn refuses_an_issuer_that_is_missing_or_another_one() {
        for (query, code) in [
            ("login_hint=victor", "initiated-login-issuer-missing"),
            ("iss=", "initiated-login-issuer-mismatch"),
            ("iss=https://login.lifen.fr", "initiated-login-issuer-mismatch"),
            ("iss=https://LOGIN.lifen.fr/", "initiated-login-issuer-mismatch"),
            ("iss=https://evil.example/", "initiated-login-issuer-mismatch"),
        ] {
            assert_eq!(parse(query).unwrap().unwrap_err().code(), code, "{query}");
        }
    }

    #[test]
    fn refuses_a_parameter_that_comes_twice() {
        for (query, parameter) in [
            ("iss=https://login.lifen.fr/&iss=https://login.lifen.fr/", "iss"),
            ("iss=https://login.lifen.fr/&login_hint=a&login_hint=b", "login_hint"),
            ("target_link_uri=/a&iss=https://login.lifen.fr/&target_link_uri=/a", "target_link_uri"),
        ] {
            let error = parse(query).unwrap().unwrap_err();

            assert_eq!(error, InitiatedLoginError::ParameterRepeated { parameter }, "{query}");
        }
    }

    #[test]
    fn leads_to_an_address_of_this_app() {
        for (uri, place) in [
            ("https://app.example/ward/session?from=link#trust", "/ward/session?from=link#trust"),
            ("https://APP.example:443/ward/", "/ward/"),
            ("/ward/session#trust", "/ward/session#trust"),
            ("/ward/a//b", "/ward/a//b"),
        ] {
            assert_eq!(target(uri, "https://app.example/ward/").as_deref(), Some(place), "{uri}");
        }
        assert_eq!(
            target("http://localhost:8080/session", "http://localhost:8080/").as_deref(),
            Some("/session")
        );
    }

    #[test]
    fn leads_nowhere_else() {
        for uri in [
            "https://evil.example/ward/",
            "https://app.example.evil.example/ward/",
            "https://app.example@evil.example/ward/",
            "https://app.example:8443/ward/",
            "http://app.example/ward/",
            "http://localhost/ward/",
            "https://app.example/other-app/",
            "https://app.example/ward/../other-app/",
            "https://app.example/ward/%2e%2e/other-app/",
            "/other-app/",
            "/ward/..",
            "//evil.example/ward/",
            "/\\evil.example/ward/",
            "\\\\evil.example/ward/",
            "/ward/\n/evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "session",
            "./session",
            "?x",
            "#x",
            " /ward/",
        ] {
            assert_eq!(target(uri, "https://app.example/ward/"), None, "{uri}");
        }
        for uri in ["//evil.example/", "https://app.example//evil.example/", "/\\evil.example/"] {
            assert_eq!(target(uri, "https://app.example/"), None, "{uri}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_the_request() {
        let said = |query| parse(query).unwrap().unwrap_err().to_string();

        assert_eq!(said("login_hint=x"), "the login initiation carries no `iss`");
        assert_eq!(said("iss=a&iss=b"), "the login initiation carries `iss` more than once");
        assert_eq!(
            said("iss=https://evil.example/"),
            "login initiation `iss`: expected https://login.lifen.fr/, found https://evil.example/"
        );
    }
}
