//! What a provider says about itself ([RFC 8414], [OIDC Discovery 1.0]).
//!
//! None of the document's lists may keep a client out: real providers leave `none` out of their authentication
//! methods, or the signing algorithms altogether, and work all the same. Only what is contradicted is refused.
//!
//! [RFC 8414]: https://www.rfc-editor.org/rfc/rfc8414
//! [OIDC Discovery 1.0]: https://openid.net/specs/openid-connect-discovery-1_0.html

use std::fmt;

use super::codes::codes;
use super::dpop;
use super::endpoint::{Endpoint, EndpointError};
use super::json::{Kind, Object, WrongMember};
use super::pkce::CodeChallenge;
use super::transport::Answer;

/// The provider as far as a sign-in needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderMetadata {
    /// Compared as text, byte for byte: a trailing slash counts.
    pub issuer: String,
    pub authorization_endpoint: Endpoint,
    pub token_endpoint: Endpoint,
    pub jwks_uri: Endpoint,
    pub userinfo_endpoint: Option<Endpoint>,
    pub end_session_endpoint: Option<Endpoint>,
    pub revocation_endpoint: Option<Endpoint>,
    /// Where a request is pushed to before the browser leaves (RFC 9126 §5).
    pub pushed_authorization_request_endpoint: Option<Endpoint>,
    /// `require_pushed_authorization_requests`: no other request is taken (RFC 9126 §5).
    pub pushing_required: bool,
    /// `dpop_signing_alg_values_supported` has the algorithm of our proofs (RFC 9449 §5.1).
    pub offers_dpop: bool,
    /// `authorization_response_iss_parameter_supported`: the response always names its issuer (RFC 9207 §3).
    pub issuer_promised: bool,
}

/// Endpoints that a deployment states itself, by the names of their members; they win over the document's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides(Vec<(&'static str, Endpoint)>);

impl Overrides {
    /// Adds an endpoint, unless that member has one already.
    pub fn state(&mut self, member: &'static str, endpoint: Endpoint) {
        if self.stated(member).is_none() {
            self.0.push((member, endpoint));
        }
    }

    pub fn stated(&self, member: &str) -> Option<&Endpoint> {
        self.0.iter().find(|(known, _)| *known == member).map(|(_, endpoint)| endpoint)
    }
}

impl ProviderMetadata {
    /// The members that are addresses.
    pub const ENDPOINTS: [&'static str; 7] = [
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
        "end_session_endpoint",
        "revocation_endpoint",
        "pushed_authorization_request_endpoint",
    ];

    /// Reads a fetched document.
    ///
    /// # Errors
    ///
    /// [`MetadataError`]: a status other than 2xx, no JSON object, or whatever [`read`](Self::read) refuses.
    pub fn from_answer(answer: &Answer, issuer: &str, overrides: &Overrides) -> Result<Self, MetadataError> {
        if !answer.is_success() {
            return Err(MetadataError::HttpStatus { status: answer.status });
        }
        let document = Object::parse(&answer.body).map_err(|_| MetadataError::Unreadable)?;
        Self::read(&document, issuer, overrides)
    }

    /// Reads a document against the issuer that the configuration pins.
    ///
    /// # Errors
    ///
    /// [`MetadataError`]: another issuer, an endpoint that is missing or no safe address, a list of code challenge
    /// methods without `S256`.
    pub fn read(document: &Object, issuer: &str, overrides: &Overrides) -> Result<Self, MetadataError> {
        // RFC 8414 §3.3, OIDC Discovery §4.3: the issuer "MUST be identical to" the one asked for. A document may be
        // served by another host than its issuer's, so it is compared with the configured one instead.
        let found = document.required_text("issuer")?;
        if found != issuer {
            return Err(MetadataError::IssuerMismatch {
                expected: issuer.to_owned(),
                found: found.to_owned(),
            });
        }
        if let Some(methods) = document.texts("code_challenge_methods_supported")?
            && !methods.contains(&CodeChallenge::METHOD)
        {
            return Err(MetadataError::PkceUnsupported);
        }
        let promised = document.boolean("authorization_response_iss_parameter_supported")?;
        let mut metadata = Self::of(issuer, promised.unwrap_or(false), &|member| {
            if let Some(stated) = overrides.stated(member) {
                return Ok(Some(stated.clone()));
            }
            let text = document.text(member)?;
            let endpoint = text.map(Endpoint::parse).transpose();
            endpoint.map_err(|reason| MetadataError::EndpointInvalid { member, reason })
        })?;
        let pushing = document.boolean("require_pushed_authorization_requests")?;
        metadata.pushing_required = pushing.unwrap_or(false);
        let algorithms = document.texts("dpop_signing_alg_values_supported")?;
        metadata.offers_dpop = algorithms.is_some_and(|all| all.contains(&dpop::ALGORITHM.name()));
        Ok(metadata)
    }

    /// The provider whose endpoints are found in this way, each by the name of its member.
    ///
    /// # Errors
    ///
    /// What the finding refuses; an endpoint that is not found although no sign-in can do without it.
    pub fn of(
        issuer: &str,
        issuer_promised: bool,
        find: &dyn Fn(&'static str) -> Result<Option<Endpoint>, MetadataError>,
    ) -> Result<Self, MetadataError> {
        let required = |member| {
            find(member)?.ok_or(MetadataError::WrongMember(WrongMember::missing(member, Kind::Address)))
        };
        Ok(Self {
            authorization_endpoint: required("authorization_endpoint")?,
            token_endpoint: required("token_endpoint")?,
            jwks_uri: required("jwks_uri")?,
            userinfo_endpoint: find("userinfo_endpoint")?,
            end_session_endpoint: find("end_session_endpoint")?,
            revocation_endpoint: find("revocation_endpoint")?,
            pushed_authorization_request_endpoint: find("pushed_authorization_request_endpoint")?,
            pushing_required: false,
            offers_dpop: false,
            issuer: issuer.to_owned(),
            issuer_promised,
        })
    }
}

/// Why the provider's own description cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetadataError {
    HttpStatus { status: u16 },
    Unreadable,
    IssuerMismatch { expected: String, found: String },
    WrongMember(WrongMember),
    EndpointInvalid { member: &'static str, reason: EndpointError },
    PkceUnsupported,
}

codes! { MetadataError:
    Self::HttpStatus { .. } => "metadata-http-status",
    Self::Unreadable => "metadata-unreadable",
    Self::IssuerMismatch { .. } => "metadata-issuer-mismatch",
    Self::WrongMember(_) | Self::EndpointInvalid { .. } => "metadata-field-invalid",
    Self::PkceUnsupported => "metadata-pkce-unsupported",
}

impl From<WrongMember> for MetadataError {
    fn from(wrong: WrongMember) -> Self {
        Self::WrongMember(wrong)
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HttpStatus { status } => write!(formatter, "the provider metadata answered HTTP {status}"),
            Self::Unreadable => formatter.write_str("the provider metadata is no JSON object"),
            Self::IssuerMismatch { expected, found } => {
                write!(formatter, "metadata `issuer`: expected {expected}, found {found}")
            }
            Self::WrongMember(wrong) => write!(formatter, "provider metadata: {wrong}"),
            Self::EndpointInvalid { member, reason } => {
                write!(formatter, "metadata `{member}`: expected {}", reason.expected())
            }
            Self::PkceUnsupported => {
                formatter.write_str("the provider does not offer the S256 code challenge")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape Lifen publishes: no signing algorithms, no userinfo, no end-session endpoint.
    const LIFEN: &str = r#"{"issuer":"https://login.lifen.fr/",
        "authorization_endpoint":"https://authentication.lifen.fr/authorize",
        "token_endpoint":"https://authentication.lifen.fr/v1/authorization_code/token",
        "jwks_uri":"https://authentication.lifen.fr/.well-known/jwks.json",
        "response_types_supported":["code"],"code_challenge_methods_supported":["S256"],
        "token_endpoint_auth_methods_supported":["none"],"grant_types_supported":["authorization_code"]}"#;

    fn read(document: &str) -> Result<ProviderMetadata, MetadataError> {
        let answer = Answer::new(200, document);
        ProviderMetadata::from_answer(&answer, "https://login.lifen.fr/", &Overrides::default())
    }

    fn code_of(document: &str) -> &'static str {
        read(document).expect_err("an error").code()
    }

    #[test]
    fn accepts_the_published_document_although_optional_members_are_absent() {
        let metadata = read(LIFEN).unwrap();

        assert_eq!(metadata.userinfo_endpoint, None);
        assert_eq!(metadata.end_session_endpoint, None);
        assert_eq!(metadata.pushed_authorization_request_endpoint, None);
        assert!(!metadata.issuer_promised && !metadata.pushing_required && !metadata.offers_dpop);
    }

    /// RFC 9126 §5, RFC 9449 §5.1.
    #[test]
    fn says_whether_requests_are_pushed_and_proofs_taken() {
        let with = |members: &str| read(&LIFEN.replacen('{', &["{", members, ","].concat(), 1));
        let endpoint = r#""pushed_authorization_request_endpoint":"https://login.lifen.fr/oauth/par""#;

        let pushing = with(&[endpoint, r#","require_pushed_authorization_requests":true"#].concat()).unwrap();
        assert!(pushing.pushing_required && !pushing.offers_dpop);
        let endpoint = pushing.pushed_authorization_request_endpoint.unwrap();
        assert_eq!(endpoint.as_str(), "https://login.lifen.fr/oauth/par");
        let offers = |list: &str| with(&["\"dpop_signing_alg_values_supported\":", list].concat());
        assert!(offers(r#"["RS256","ES256"]"#).unwrap().offers_dpop);
        assert!(!offers(r#"["RS256"]"#).unwrap().offers_dpop);
        assert_eq!(offers(r#""ES256""#).unwrap_err().code(), "metadata-field-invalid");
    }

    #[test]
    fn refuses_another_issuer_byte_for_byte() {
        assert_eq!(
            code_of(&LIFEN.replace("login.lifen.fr/\"", "login.lifen.fr\"")),
            "metadata-issuer-mismatch"
        );
    }

    #[test]
    fn refuses_an_endpoint_that_is_missing_or_not_safe() {
        assert_eq!(code_of(&LIFEN.replace("\"jwks_uri\"", "\"jwks\"")), "metadata-field-invalid");
        let plain = LIFEN.replace("https://authentication.lifen.fr/v1", "http://authentication.lifen.fr/v1");
        assert_eq!(code_of(&plain), "metadata-field-invalid");
    }

    #[test]
    fn refuses_a_provider_that_offers_only_the_plain_challenge() {
        assert_eq!(code_of(&LIFEN.replace("S256", "plain")), "metadata-pkce-unsupported");
    }

    #[test]
    fn prefers_the_endpoint_that_the_deployment_states() {
        let stated = Endpoint::parse("https://login.lifen.fr/userinfo").unwrap();
        let mut overrides = Overrides::default();
        overrides.state("userinfo_endpoint", stated.clone());

        let document = Object::parse(LIFEN).unwrap();
        let metadata = ProviderMetadata::read(&document, "https://login.lifen.fr/", &overrides).unwrap();

        assert_eq!(metadata.userinfo_endpoint, Some(stated));
    }

    #[test]
    fn refuses_a_page_and_a_failure() {
        assert_eq!(code_of("<!doctype html>"), "metadata-unreadable");
        let answer = Answer::new(500, LIFEN);
        let failed = ProviderMetadata::from_answer(&answer, "https://login.lifen.fr/", &Overrides::default());
        assert_eq!(failed.unwrap_err().code(), "metadata-http-status");
    }
}
