//! The checks under way: all at once, each told as it comes, and all of them over in a while.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::probe;
use crate::browser::{Request, now, read_configuration};
use crate::configuration::{Configuration, ConfigurationError};
use crate::doctor::issuer::{Endpoints, MADE_UP_TOKEN, empty_token_request};
use crate::doctor::{Check, Finding, Heard, Response, abilities, host, issuer};
use crate::protocol::endpoint::Endpoint;
use crate::protocol::secret::{AccessToken, FormBody};
use crate::protocol::time::Seconds;

/// For how long all of it may take.
const LIMIT: Duration = Duration::from_secs(20);

/// For how long one request may, in seconds.
const PATIENCE: Seconds = Seconds(8);

/// Checks of this deployment. They go on while the page around them is drawn anew, and stay when it is left.
#[derive(Clone, Default)]
pub struct Examination(ArcRwSignal<Progress>);

#[derive(Clone, Default)]
struct Progress {
    round: u32,
    is_over: bool,
    findings: Vec<Finding>,
}

impl Examination {
    /// Checks, unless that was done before.
    pub fn begin_once(&self) {
        if self.0.with_untracked(|progress| progress.round == 0) {
            self.begin();
        }
    }

    /// Checks, or checks anew.
    pub fn begin(&self) {
        let round = self.0.with_untracked(|progress| progress.round) + 1;
        self.0.set(Progress { round, ..Progress::default() });
        let round = Round { examination: self.clone(), number: round };
        let late = round.clone();
        set_timeout(move || late.ends(), LIMIT);
        round.examine();
    }

    /// What was found so far; the most serious first once it is over.
    pub fn findings(&self) -> Vec<Finding> {
        self.0.with(|progress| progress.findings.clone())
    }

    pub fn is_over(&self) -> bool {
        self.0.with(|progress| progress.is_over)
    }

    /// Whether this browser opens windows, as somebody has just tried.
    pub fn pop_ups_tried(&self, opened: bool) {
        self.0.update(|progress| progress.tell(abilities::pop_ups(Some(opened))));
    }
}

impl Progress {
    fn tell(&mut self, finding: Finding) {
        match self.findings.iter_mut().find(|known| known.check == finding.check) {
            Some(known) => *known = finding,
            None => self.findings.push(finding),
        }
        if self.findings.len() == Check::ALL.len() {
            self.is_over = true;
            self.findings.sort_by_key(|finding| (finding.verdict, finding.check as usize));
        }
    }
}

/// One time that everything is checked: what a former one finds too late is not told.
#[derive(Clone)]
struct Round {
    examination: Examination,
    number: u32,
}

/// What the policy is judged by, which comes by two roads.
type ForPolicy = Rc<RefCell<(Option<Heard<Response>>, Option<Vec<Endpoint>>)>>;

impl Round {
    fn tell(&self, finding: Finding) {
        let number = self.number;
        self.examination.0.update(|progress| {
            if progress.round == number && !progress.is_over {
                progress.tell(finding);
            }
        });
    }

    /// What has not answered by now does not count any more.
    fn ends(&self) {
        for check in Check::ALL {
            let is_open = self
                .examination
                .0
                .with_untracked(|progress| progress.findings.iter().all(|known| known.check != check));
            if is_open {
                self.tell(abilities::unfinished(check));
            }
        }
    }

    fn examine(self) {
        let place = probe::place();
        let base = host::as_if_secure(&place.base, place.is_secure);
        let configuration: Read = read_configuration(&base).map_err(Box::new).into();
        self.tell(host::secure_context(place.is_secure, &place.origin));
        self.judges(&place, &configuration);
        self.tries(&configuration);
        let for_policy = ForPolicy::default();
        spawn_local(self.clone().asks_the_host(place, Rc::clone(&configuration), Rc::clone(&for_policy)));
        spawn_local(self.asks_the_provider(configuration, for_policy));
    }

    /// What takes no question.
    fn judges(&self, place: &probe::Place, read: &Read) {
        self.tell(host::configuration(read.as_ref().as_deref().map_err(|error| &**error)));
        self.tell(match &**read {
            Ok(configuration) => {
                let address = host::as_if_secure(&place.address, place.is_secure);
                host::redirect_uri(configuration, &address, false)
            }
            Err(_) => abilities::not_asked(Check::RedirectUri),
        });
    }

    /// What this browser can do.
    fn tries(&self, read: &Read) {
        self.tell(abilities::crypto(probe::crypto()));
        self.tell(abilities::storage(probe::storages()));
        self.tell(abilities::pop_ups(None));
        let (round, configuration) = (self.clone(), Rc::clone(read));
        spawn_local(async move {
            let is_there = probe::indexed_db().await;
            round.tell(abilities::indexed_db(is_there, configuration.as_ref().as_deref().ok()));
        });
        let round = self.clone();
        spawn_local(async move { round.tell(abilities::web_locks(probe::web_lock().await)) });
        let round = self.clone();
        spawn_local(
            async move { round.tell(abilities::broadcast_channel(probe::broadcast_channel().await)) },
        );
    }

    async fn asks_the_host(self, place: probe::Place, read: Read, for_policy: ForPolicy) {
        let page = probe::own("GET", &place.base, PATIENCE).await;
        let skew = read.as_ref().as_ref().map_or(Seconds(60), |configuration| configuration.clock_skew);
        self.tell(host::clock(&page, now(), skew));
        let (_, referrer_policy) = probe::metas();
        let is_https = place.origin.starts_with("https:");
        self.tell(host::headers(&page, referrer_policy.as_deref(), is_https));
        for_policy.borrow_mut().0 = Some(page.clone());
        spawn_local(self.clone().judges_the_policy(place.address, for_policy));

        let (round, kept) = (self.clone(), page.clone());
        let origin = place.origin;
        spawn_local(async move {
            round.tell(host::caching(&kept, &probe::files(&origin, PATIENCE).await));
        });
        let deep = probe::own("GET", &[&place.base, host::NO_FILE].concat(), PATIENCE).await;
        self.tell(host::deep_links(&page, &deep));
    }

    async fn asks_the_provider(self, read: Read, for_policy: ForPolicy) {
        let Ok(configuration) = &*read else {
            for check in [
                Check::Metadata,
                Check::Pkce,
                Check::Algorithms,
                Check::Keys,
                Check::TokenEndpoint,
                Check::UserInfo,
            ] {
                self.tell(abilities::not_asked(check));
            }
            for_policy.borrow_mut().1 = Some(Vec::new());
            return self.judges_the_policy(probe::place().address, for_policy).await;
        };
        let answer = match issuer::metadata_address(configuration) {
            Some(address) => Some(probe::ask(Request::get(address.clone()), address, PATIENCE).await),
            None => None,
        };
        let described = issuer::described(configuration, answer);
        let is_described = described.endpoints.token.is_some();
        described.findings.into_iter().for_each(|finding| self.tell(finding));
        let endpoints = described.endpoints;
        spawn_local(self.clone().asks_for_keys(Rc::clone(&read), endpoints.keys.clone()));
        spawn_local(self.clone().asks_the_token_endpoint(Rc::clone(&read), endpoints.token.clone()));
        for_policy.borrow_mut().1 = Some(endpoints.asked(configuration));
        spawn_local(self.clone().judges_the_policy(probe::place().address, for_policy));
        self.asks_userinfo(endpoints, is_described).await;
    }

    async fn asks_for_keys(self, read: Read, address: Option<Endpoint>) {
        let Ok(configuration) = &*read else { return };
        let address = address.filter(|_| issuer::wants_keys(configuration));
        let answer = match &address {
            Some(address) => Some(probe::ask(Request::get(address.clone()), address, PATIENCE).await),
            None => None,
        };
        let mut refused = Vec::new();
        if let Some(Ok(answer)) = &answer {
            for (algorithm, key) in issuer::usable_keys(configuration, answer) {
                if probe::refuses_key(algorithm, &key).await {
                    refused.push(algorithm);
                }
            }
        }
        self.tell(issuer::keys(configuration, address.as_ref(), answer.as_ref(), &refused));
    }

    async fn asks_the_token_endpoint(self, read: Read, address: Option<Endpoint>) {
        let Ok(configuration) = &*read else { return };
        let answer = match &address {
            Some(address) => {
                let form = FormBody::new(empty_token_request(configuration));
                Some(probe::ask(Request::post(address.clone(), form), address, PATIENCE).await)
            }
            None => None,
        };
        self.tell(issuer::token_endpoint(address.as_ref(), answer.as_ref()));
    }

    async fn asks_userinfo(self, endpoints: Endpoints, is_described: bool) {
        let answer = match &endpoints.userinfo {
            Some(address) => {
                let request = Request::get_with(address.clone(), AccessToken::new(MADE_UP_TOKEN));
                Some(probe::ask(request, address, PATIENCE).await)
            }
            None => None,
        };
        self.tell(issuer::userinfo(&endpoints, is_described, answer.as_ref()));
    }

    /// Once the host has answered and the provider's addresses are known; whoever is the last of the two.
    async fn judges_the_policy(self, address: String, for_policy: ForPolicy) {
        let both = match &mut *for_policy.borrow_mut() {
            (page @ Some(_), Some(endpoints)) => page.take().map(|page| (page, endpoints.clone())),
            _ => None,
        };
        if let Some((page, endpoints)) = both {
            let tried = probe::tried().await;
            let (policies, _) = probe::metas();
            self.tell(host::csp(&page, &policies, Some(tried), &address, &endpoints));
        }
    }
}

/// The configuration, or what is wrong with it.
type Read = Rc<Result<Box<Configuration>, Box<ConfigurationError>>>;
