//! What can come back from an endpoint: an answer, or the reason nobody answered.

use super::codes::codes;

/// The endpoints a sign-in speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointRole {
    Metadata,
    Keys,
    PushedRequest,
    Token,
    UserInfo,
}

impl EndpointRole {
    pub fn name(self) -> &'static str {
        match self {
            Self::Metadata => "provider metadata",
            Self::Keys => "JWK Set",
            Self::PushedRequest => "pushed authorization request endpoint",
            Self::Token => "token endpoint",
            Self::UserInfo => "userinfo endpoint",
        }
    }
}

/// An HTTP answer, whatever its status. The body may hold tokens: `Debug` leaves it out.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    pub headers: Headers,
}

/// The headers that say something to a relying party. A browser shows them to a page of another origin only where the
/// server lists them in `Access-Control-Expose-Headers`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// Why a request was refused, and what would do (RFC 9110 §11.6.1).
    pub www_authenticate: Option<String>,
    /// What the next DPoP proof has to hold (RFC 9449 §8).
    pub dpop_nonce: Option<String>,
    /// When to ask again (RFC 9110 §10.2.3).
    pub retry_after: Option<String>,
    /// The server's time (RFC 9110 §6.6.1), by which a date it gives is understood.
    pub date: Option<String>,
}

impl Headers {
    /// Those that `value` finds by their names.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            www_authenticate: value("WWW-Authenticate"),
            dpop_nonce: value("DPoP-Nonce"),
            // Only whoever calls APIs asks when to ask again.
            retry_after: if cfg!(feature = "calls") { value("Retry-After") } else { None },
            date: if cfg!(feature = "calls") { value("Date") } else { None },
        }
    }
}

impl Answer {
    /// One whose headers say nothing.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, body: body.into(), headers: Headers::default() }
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the status is about the moment: too many requests, or a failure of the server's.
    pub fn is_transient(&self) -> bool {
        self.status == 429 || (500..600).contains(&self.status)
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Answer({}, redacted)", self.status)
    }
}

/// Why no answer came, as far as a browser lets a page know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The browser says that this computer has no network.
    Offline,
    /// The time limit of the configuration passed.
    Timeout,
    /// The server is there (it took a request without CORS) but does not let this origin read its answer.
    CorsRefused,
    /// This page's own Content-Security-Policy lets it send no request there.
    PolicyRefused,
    /// No connection: the server is down, its name unknown, its certificate bad, or a filter stands in between.
    Unreachable,
}

impl Silence {
    /// The end of a sentence that begins with who did not answer.
    pub fn words(self) -> &'static str {
        match self {
            Self::Offline => ": this computer is offline",
            Self::Timeout => ": no answer within the time limit",
            Self::CorsRefused => ": the server answers, but does not let this origin read it (CORS)",
            Self::PolicyRefused => ": the Content-Security-Policy of this page lets it send no request there",
            Self::Unreachable => ": no connection",
        }
    }
}

/// Nobody answered, and who did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransportError {
    pub endpoint: EndpointRole,
    pub silence: Silence,
}

codes! { TransportError:
    Self { silence: Silence::Offline, .. } => "transport-offline",
    Self { silence: Silence::Timeout, .. } => "transport-timeout",
    Self { silence: Silence::CorsRefused, .. } => "transport-cors-refused",
    Self { silence: Silence::PolicyRefused, .. } => "transport-policy-refused",
    Self { silence: Silence::Unreachable, .. } => "transport-unreachable",
}

impl std::fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.endpoint.name())?;
        formatter.write_str(self.silence.words())
    }
}
