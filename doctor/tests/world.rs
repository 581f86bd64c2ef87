//! A deployment on free ports of this machine, and the provider it is for.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use doctor::{Examination, examine};
use lifen_connect::doctor::{Check, Kind};
use provider::{Algorithm, Client, Clock, Provider, Settings};
use serde_json::{Value, json};
use static_host::{Configuration, Running, StaticHost};

const CLIENT_ID: &str = "ward-7";

pub const PAGE: &str = "<!doctype html><html><head><base href=\"/\"><meta name=\"referrer\" content=\"no-referrer\">\
    <script type=\"application/json\" id=\"lifen-connect-configuration\">{}</script>\
    <link rel=\"stylesheet\" href=\"./app-0123456789abcdef.css\">\
    <link rel=\"modulepreload\" href=\"./app-0123456789abcdef.js\">\
    <link rel=\"preload\" href=\"./app-0123456789abcdef_bg.wasm\" as=\"fetch\">\
    <script type=\"module\">import init from './app-0123456789abcdef.js'; init();</script></head></html>";

pub struct World {
    pub provider: Provider,
    running: RefCell<Option<provider::Running>>,
    host: Option<Running>,
    runtime: tokio::runtime::Runtime,
    dist: PathBuf,
}

impl World {
    /// One with which nothing is wrong.
    pub fn start() -> Self {
        Self::hosted(|_| {})
    }

    pub fn hosted(change: impl FnOnce(&mut StaticHost)) -> Self {
        Self::built(|_, _| {}, change)
    }

    /// With something changed in its configuration, which may depend on where the app is.
    pub fn configured(change: impl FnOnce(&mut Value, &str)) -> Self {
        Self::built(change, |_| {})
    }

    /// With one more file, which is served as it is.
    pub fn with_file(name: &str, text: &str) -> Self {
        Self::hosted(|host| std::fs::write(host.dist.join(name), text).expect("a file"))
    }

    fn built(configure: impl FnOnce(&mut Value, &str), change: impl FnOnce(&mut StaticHost)) -> Self {
        let settings = Settings { issuer: "http://127.0.0.1:0/".into(), ..Settings::default() };
        let provider = Provider::new(settings, Clock::system());
        let running = provider.start(0).expect("a free port");
        let issuer = provider.issuer().to_owned();

        let dist = dist();
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a free port")
            .port();
        let mut host = StaticHost::new(&dist);
        host.connect = vec![issuer.trim_end_matches('/').to_owned()];
        host.quality = 1;
        let mut configuration = json!({ "client_id": CLIENT_ID, "issuer": issuer });
        configure(&mut configuration, &format!("http://localhost:{port}/"));
        host.configuration = Configuration::Json(configuration);
        change(&mut host);
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let host = runtime.block_on(host.start(port)).expect("the app is served");
        let world = Self { provider, running: RefCell::new(Some(running)), host: Some(host), runtime, dist };
        world.register(&world.address(), Algorithm::RS256);
        world
    }

    /// Makes the app known to the provider as one that is there.
    pub fn register(&self, home: &str, algorithm: Algorithm) {
        self.provider.register(Client {
            client_id: CLIENT_ID.into(),
            redirect_uris: vec![format!("{home}callback")],
            post_logout_redirect_uris: vec![home.to_owned()],
            id_token_signed_response_alg: algorithm,
        });
    }

    pub fn provider_goes_down(&self) {
        self.running.take().expect("the provider is up").stop();
    }

    pub fn address(&self) -> String {
        self.host.as_ref().expect("the app is served").address()
    }

    pub fn origin(&self) -> String {
        self.host.as_ref().expect("the app is served").origin().to_owned()
    }

    pub fn examined(&self) -> Examination {
        examine(&self.address()).expect("the app answers")
    }

    /// What is found about this.
    pub fn kinds(&self, check: Check) -> Vec<Kind> {
        let examination = self.examined();
        let finding = examination.of(check).expect("every check is answered");
        finding.found.iter().map(|found| found.kind).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(host) = self.host.take() {
            self.runtime.block_on(host.stop());
        }
        let _ = std::fs::remove_dir_all(&self.dist);
    }
}

/// What a build leaves: files that are worth compressing, with hashes in their names.
fn dist() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let dist = std::env::temp_dir().join(format!("doctor-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&dist).expect("a folder");
    for name in ["app-0123456789abcdef.js", "app-0123456789abcdef.css", "app-0123456789abcdef_bg.wasm"] {
        std::fs::write(dist.join(name), " ".repeat(10_000)).expect("a file");
    }
    std::fs::write(dist.join("index.html"), PAGE).expect("a page");
    dist
}
