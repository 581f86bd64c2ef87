//! The checks, one after another where one needs the other, at the same time where not.

use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use lifen_connect::configuration::{Configuration, ConfigurationError};
use lifen_connect::doctor::host::{self, File};
use lifen_connect::doctor::issuer::{self, Endpoints, MADE_UP_TOKEN};
use lifen_connect::doctor::{Check, Finding, Heard, Kind, Response, abilities};
use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::time::{Seconds, Timestamp};
use url::Url;

use crate::client::{Asked, Client};
use crate::page::Page;

/// What was found of an app.
#[derive(Clone, Debug)]
pub struct Examination {
    /// Where it was found: redirects lead there.
    pub address: String,
    /// The most serious first.
    pub findings: Vec<Finding>,
}

impl Examination {
    pub fn of(&self, check: Check) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.check == check)
    }
}

/// Checks the app whose home is at this address.
///
/// # Errors
///
/// A sentence, where there is no address, or nobody answers there.
pub fn examine(address: &str) -> Result<Examination, String> {
    let client = Client::default();
    let (address, response) = home(&client, address)?;
    let page = Page::read(&response.body);
    let is_secure = is_secure(&address);
    let base = page.base_at(&address);
    let read = match &page.configuration {
        Some(text) => Configuration::parse(text, &host::as_if_secure(base.as_str(), is_secure)),
        None => Err(ConfigurationError::Missing),
    };
    let origin = address.origin().ascii_serialization();
    let home = Ok(response);

    let subject = Subject { client: &client, address: &address, base: &base, origin: &origin };
    let mut findings = vec![
        host::secure_context(is_secure, &origin),
        host::configuration(read.as_ref().map(|read| &**read)),
    ];
    thread::scope(|scope| {
        let of_the_host = scope.spawn(|| subject.host(&page, &home, read.as_ref().ok().map(|read| &**read)));
        let of_the_provider = subject.provider(&page, &home, read.as_ref().ok().map(|read| &**read));
        findings.extend(of_the_provider);
        // A check that panics is a mistake of this program, and told as one.
        findings.extend(of_the_host.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
    });
    let of_a_browser = Check::ALL.into_iter().filter(|check| check.is_of_a_browser());
    findings.extend(of_a_browser.map(abilities::only_in_a_browser));
    findings.sort_by_key(|finding| (finding.verdict, finding.check as usize));
    Ok(Examination { address: address.into(), findings })
}

/// The home of the app, where redirects lead.
fn home(client: &Client, address: &str) -> Result<(Url, Response), String> {
    const REDIRECTS: usize = 5;
    let whole = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let mut at = Url::parse(&whole).map_err(|error| format!("{address} is no address: {error}."))?;
    for _ in 0..=REDIRECTS {
        let response = client
            .send("GET", at.as_str(), &[("accept-encoding", "identity")], "")
            .map_err(|error| format!("{at} does not answer: {error}."))?;
        let location = response.header("location").filter(|_| response.is_redirect());
        match location.map(|location| at.join(location)) {
            None if response.is_success() => return Ok((at, response)),
            None => return Err(format!("{at} answers HTTP {}, and no page.", response.status)),
            Some(Ok(next)) => at = next,
            Some(Err(error)) => return Err(format!("{at} redirects to no address: {error}.")),
        }
    }
    Err(format!("{address} redirects again and again."))
}

/// What a browser takes for a secure context.
fn is_secure(address: &Url) -> bool {
    let is_here = match address.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    address.scheme() == "https" || is_here
}

/// An app, and who asks.
struct Subject<'a> {
    client: &'a Client,
    address: &'a Url,
    base: &'a Url,
    origin: &'a str,
}

impl Subject<'_> {
    fn host(&self, page: &Page, home: &Heard<Response>, read: Option<&Configuration>) -> Vec<Finding> {
        let deep = self.client.own("GET", &format!("{}{}", self.base, host::NO_FILE));
        let files: Vec<File> = page
            .files_at(self.base)
            .iter()
            .map(|file| File {
                name: file
                    .path_segments()
                    .and_then(|mut path| path.next_back())
                    .unwrap_or_default()
                    .to_owned(),
                heard: self.client.own("HEAD", file.as_str()),
            })
            .collect();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let now = Timestamp::from_milliseconds(i64::try_from(now).unwrap_or(i64::MAX));
        let skew = read.map_or(Seconds(60), |read| read.clock_skew);
        // By a fresh answer: the page's own may have waited for the others.
        let fresh = self.client.own("HEAD", self.address.as_str());
        vec![
            host::deep_links(home, &deep),
            host::headers(home, page.referrer_policy.as_deref(), self.address.scheme() == "https"),
            host::caching(home, &files),
            host::clock(&fresh, now, skew),
        ]
    }

    fn provider(&self, page: &Page, home: &Heard<Response>, read: Option<&Configuration>) -> Vec<Finding> {
        let address = self.address.as_str();
        let Some(configuration) = read else {
            let mut findings: Vec<_> = [
                Check::RedirectUri,
                Check::Metadata,
                Check::Pkce,
                Check::Algorithms,
                Check::Keys,
                Check::TokenEndpoint,
                Check::UserInfo,
            ]
            .map(abilities::not_asked)
            .into();
            findings.push(host::csp(home, &page.policies, None, address, &[]));
            return findings;
        };
        let answer = issuer::metadata_address(configuration)
            .map(|address| self.client.simple("GET", address.as_str(), self.origin, ""));
        let described = issuer::described(configuration, answer.as_ref().map(Asked::as_anybody));
        let is_described = described.endpoints.token.is_some();
        let mut findings: Vec<_> = described.findings.into();
        if let Some(Err(unheard)) = answer.as_ref().map(Asked::as_a_page) {
            // A page cannot read what this program can.
            findings[0] = issuer::described(configuration, Some(Err(unheard))).findings[0].clone();
        }
        let endpoints = described.endpoints;
        findings.push(self.redirect_uri(configuration, &endpoints));
        findings.push(self.keys(configuration, &endpoints));
        findings.push(self.token_endpoint(configuration, &endpoints));
        findings.push(self.userinfo(configuration, &endpoints, is_described));
        findings.push(host::csp(home, &page.policies, None, address, &endpoints.asked(configuration)));
        findings
    }

    fn redirect_uri(&self, configuration: &Configuration, endpoints: &Endpoints) -> Finding {
        // Also where somebody wrote `index.html`.
        let folder = self.address.join(".").unwrap_or_else(|_| self.address.clone());
        let address = host::as_if_secure(folder.as_str(), is_secure(self.address));
        let finding = host::redirect_uri(configuration, &address, true);
        match &endpoints.authorization {
            Some(authorization) if finding.found[0].kind == Kind::RedirectUriToRegister => {
                let request = issuer::request_for_nobody(configuration, authorization);
                issuer::registered(configuration, &self.client.own("GET", &request))
            }
            _ => finding,
        }
    }

    fn keys(&self, configuration: &Configuration, endpoints: &Endpoints) -> Finding {
        let address = endpoints.keys.as_ref().filter(|_| issuer::wants_keys(configuration));
        let answer =
            address.map(|address| self.client.simple("GET", address.as_str(), self.origin, "").as_a_page());
        issuer::keys(configuration, address, answer.as_ref(), &[])
    }

    fn token_endpoint(&self, configuration: &Configuration, endpoints: &Endpoints) -> Finding {
        let address: Option<&Endpoint> = endpoints.token.as_ref();
        let form = issuer::empty_token_request(configuration);
        let answer = address
            .map(|address| self.client.simple("POST", address.as_str(), self.origin, &form).as_a_page());
        issuer::token_endpoint(address, answer.as_ref())
    }

    fn userinfo(&self, configuration: &Configuration, endpoints: &Endpoints, is_described: bool) -> Finding {
        let announced: &[&str] =
            if configuration.dpop.is_some() { &["authorization", "dpop"] } else { &["authorization"] };
        let answer = endpoints.userinfo.as_ref().map(|address| {
            self.client.with_token(address.as_str(), self.origin, MADE_UP_TOKEN, announced).as_a_page()
        });
        issuer::userinfo(endpoints, is_described, answer.as_ref())
    }
}
