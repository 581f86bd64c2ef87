//! What can be known of a deployment before anybody signs in: what was seen goes in, what to make of it comes out.
//!
//! The page `/doctor` and `cargo xtask doctor` gather in their own ways, a browser's and a terminal's, and judge with this.
//! A [`Finding`] is data: which check, what was found, how serious it is. The words for it, why it matters and how to mend
//! it, are among the messages, in French and English.

pub mod abilities;
pub mod cors;
pub mod host;
mod http_date;
pub mod issuer;
mod kind;
pub mod policy;
mod response;

pub use http_date::moment;
pub use kind::Kind;
pub use response::{Heard, Response, Unheard};

/// How serious a finding is, the most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A sign-in fails, or is not safe.
    Wrong,
    /// It works, but not as well as it could, or not everywhere.
    Warning,
    /// It cannot be told from here.
    Unknown,
    Good,
}

impl Verdict {
    pub const ALL: [Self; 4] = [Self::Wrong, Self::Warning, Self::Unknown, Self::Good];

    /// In a word that stays: reports, styles and tests know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Good => "good",
        }
    }
}

/// One question about a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    SecureContext,
    Configuration,
    RedirectUri,
    DeepLinks,
    Metadata,
    Keys,
    TokenEndpoint,
    UserInfo,
    Pkce,
    Algorithms,
    Csp,
    Headers,
    Caching,
    Clock,
    Crypto,
    Storage,
    IndexedDb,
    WebLocks,
    BroadcastChannel,
    PopUps,
}

impl Check {
    /// What a sign-in fails without comes first.
    pub const ALL: [Self; 20] = [
        Self::SecureContext,
        Self::Configuration,
        Self::RedirectUri,
        Self::DeepLinks,
        Self::Metadata,
        Self::Keys,
        Self::TokenEndpoint,
        Self::UserInfo,
        Self::Pkce,
        Self::Algorithms,
        Self::Csp,
        Self::Headers,
        Self::Caching,
        Self::Clock,
        Self::Crypto,
        Self::Storage,
        Self::IndexedDb,
        Self::WebLocks,
        Self::BroadcastChannel,
        Self::PopUps,
    ];

    /// The name that reports, documentation and tests know it by.
    pub fn id(self) -> &'static str {
        match self {
            Self::SecureContext => "secure-context",
            Self::Configuration => "configuration",
            Self::RedirectUri => "redirect-uri",
            Self::DeepLinks => "deep-links",
            Self::Metadata => "metadata",
            Self::Keys => "keys",
            Self::TokenEndpoint => "token-endpoint",
            Self::UserInfo => "userinfo",
            Self::Pkce => "pkce",
            Self::Algorithms => "algorithms",
            Self::Csp => "csp",
            Self::Headers => "headers",
            Self::Caching => "caching",
            Self::Clock => "clock",
            Self::Crypto => "crypto",
            Self::Storage => "storage",
            Self::IndexedDb => "indexed-db",
            Self::WebLocks => "web-locks",
            Self::BroadcastChannel => "broadcast-channel",
            Self::PopUps => "pop-ups",
        }
    }

    /// Whether it asks about a browser: from a terminal nobody can tell.
    pub fn is_of_a_browser(self) -> bool {
        self as usize >= Self::Crypto as usize
    }
}

/// One thing that was found, and its particulars: a text that stands in its sentence as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    pub value: String,
}

impl Found {
    pub fn new(kind: Kind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into() }
    }
}

impl From<Kind> for Found {
    fn from(kind: Kind) -> Self {
        Self::new(kind, "")
    }
}

/// The answer to a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub verdict: Verdict,
    /// At least one, the most serious first.
    pub found: Vec<Found>,
}

impl Finding {
    /// As serious as what is worst about it. Where nothing was found, it is `otherwise`.
    pub fn of(check: Check, mut found: Vec<Found>, otherwise: impl Into<Found>) -> Self {
        if found.is_empty() {
            found.push(otherwise.into());
        }
        found.sort_by_key(|found| found.kind.verdict());
        let verdict = found.first().map_or(Verdict::Unknown, |found| found.kind.verdict());
        Self { check, verdict, found }
    }

    pub fn one(check: Check, found: impl Into<Found>) -> Self {
        Self::of(check, Vec::new(), found)
    }

    /// No sign-in fails for it.
    fn not_fatal(mut self) -> Self {
        self.verdict = self.verdict.max(Verdict::Warning);
        self
    }
}

/// "a, b and c" in every language: `a, b, c`.
fn listed(names: &[&str]) -> String {
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_listed_once_by_its_own_name() {
        for (place, check) in Check::ALL.into_iter().enumerate() {
            assert_eq!(check as usize, place, "{check:?}");
            assert_eq!(Check::ALL.iter().filter(|other| other.id() == check.id()).count(), 1, "{check:?}");
        }
    }

    #[test]
    fn every_kind_is_known_by_its_own_code() {
        for kind in Kind::ALL {
            let same = Kind::ALL.iter().filter(|other| other.code() == kind.code()).count();
            assert_eq!(same, 1, "{}", kind.code());
        }
    }

    #[test]
    fn a_finding_is_as_serious_as_what_is_worst_about_it() {
        let found = vec![
            Found::new(Kind::CspLacks, "base-uri"),
            Found::from(Kind::CspInlineScriptRuns),
            Found::new(Kind::CspLoose, "img-src *"),
        ];

        let finding = Finding::of(Check::Csp, found, Kind::CspStrict);

        assert_eq!(finding.verdict, Verdict::Wrong);
        assert_eq!(finding.found[0].kind, Kind::CspInlineScriptRuns);
    }
}
