use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use provider::{Algorithm, Client, ClientMetadata, Clock, Dpop, Provider, Settings};
use serde_json::{Value, json};
use static_host::{Configuration, StaticHost};

use crate::{CertifiedProvider, Manners, Visitor, checkout, port::free_port, runtime};

pub const CLIENT_ID: &str = "demo";

/// What is served: something Trunk built.
#[derive(Clone, Copy, Debug)]
pub enum App {
    /// The application itself.
    Whole,
    /// `examples/minimal`.
    Minimal,
    /// The application, on a host whose policy forbids WebAssembly.
    WithoutWebAssembly,
}

impl App {
    pub(crate) fn dist(self) -> PathBuf {
        let dist = checkout().join(match self {
            Self::Whole | Self::WithoutWebAssembly => "dist",
            Self::Minimal => "examples/minimal/dist",
        });
        assert!(
            dist.join("index.html").is_file(),
            "{} is not built: `cargo xtask test e2e` does it",
            dist.display()
        );
        if let Self::WithoutWebAssembly = self { forbidding_webassembly(&dist) } else { dist }
    }
}

/// A copy of what was built, whose page narrows the policy of its host.
fn forbidding_webassembly(dist: &Path) -> PathBuf {
    let copy = checkout().join("target/e2e/forbidding-webassembly");
    fs::create_dir_all(&copy).expect("a folder for the copy");
    for file in fs::read_dir(dist).expect("what was built").flatten().filter(|file| file.path().is_file()) {
        fs::copy(file.path(), copy.join(file.file_name())).expect("a copy");
    }
    let page = fs::read_to_string(dist.join("index.html")).expect("a page");
    let policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self' 'unsafe-inline'\">";
    // What was built says no `<head>`, which begins with its first element.
    let (before, after) = page.split_once("<base").expect("a base");
    fs::write(copy.join("index.html"), [before, policy, "<base", after].concat()).expect("a page");
    copy
}

/// A provider on `127.0.0.1` and the app on `localhost`: two sites, two origins, two free ports.
pub struct World {
    pub provider: Provider,
    /// The provider's, to put forward.
    pub clock: Clock,
    running: RefCell<Option<provider::Running>>,
    host: static_host::Running,
}

impl World {
    /// The application, configured as a deployment is.
    pub fn start() -> Self {
        Self::configured(|_| {})
    }

    /// The application, with something changed in its configuration.
    pub fn configured(change: impl FnOnce(&mut Value)) -> Self {
        Self::serving(App::Whole, change)
    }

    /// The application, with something changed in the provider's settings and in its own configuration, and served so that
    /// its pages may speak with these origins too.
    pub fn with(
        settings_of: impl FnOnce(&mut Settings),
        change: impl FnOnce(&mut Value),
        connect: &[String],
    ) -> Self {
        let mut settings = settings();
        settings_of(&mut settings);
        Self::built_speaking_with(App::Whole, free_port(), settings, connect, |issuer| {
            let mut configuration = configuration(issuer);
            change(&mut configuration);
            Configuration::Json(configuration)
        })
    }

    /// The application as it is where a deployment says nothing of accounts: this browser keeps them.
    pub fn keeping_accounts() -> Self {
        Self::configured(|configuration| {
            configuration.as_object_mut().expect("an object").remove("account_directory");
        })
    }

    /// The application, whose accounts an API of the provider's keeps.
    pub fn keeping_accounts_at_the_provider() -> Self {
        Self::configured(|configuration| {
            let address = format!("{}account", configuration["issuer"].as_str().expect("an issuer"));
            configuration["account_directory"] = json!({ "http": address });
        })
    }

    /// The application, whose access tokens last this many seconds and can be renewed.
    pub fn renewing(lifetime: u64, change: impl FnOnce(&mut Value)) -> Self {
        let settings = Settings {
            access_token_lifetime: Duration::from_secs(lifetime),
            // Not beyond what the app waits for.
            slow_answer: Duration::from_secs(3),
            ..settings()
        };
        let world = Self::built(App::Whole, free_port(), settings, |issuer| {
            let mut configuration = configuration(issuer);
            configuration["scope"] = "openid profile email offline_access".into();
            change(&mut configuration);
            Configuration::Json(configuration)
        });
        let metadata = ClientMetadata { refresh_tokens: true, ..ClientMetadata::default() };
        world.provider.register_metadata(CLIENT_ID, metadata);
        world
    }

    /// The application, whose tokens are bound to a key of the browser, before a provider that wants every request pushed and
    /// a nonce in every proof.
    pub fn binding() -> Self {
        let settings = Settings {
            access_token_lifetime: Duration::from_secs(3600),
            dpop_nonce_required: true,
            require_pushed_authorization_requests: true,
            ..settings()
        };
        let world = Self::built(App::Whole, free_port(), settings, |issuer| {
            let mut configuration = configuration(issuer);
            configuration["scope"] = "openid profile email offline_access".into();
            configuration["dpop"] = "required".into();
            Configuration::Json(configuration)
        });
        let metadata =
            ClientMetadata { refresh_tokens: true, dpop: Dpop::Required, ..ClientMetadata::default() };
        world.provider.register_metadata(CLIENT_ID, metadata);
        world
    }

    /// The application beside a provider on the same site, which tells it when somebody signs out there.
    pub fn on_one_site(change: impl FnOnce(&mut Value)) -> Self {
        let settings = Settings { issuer: "http://localhost:0/".into(), ..settings() };
        let world = Self::built(App::Whole, free_port(), settings, |issuer| {
            let mut configuration = configuration(issuer);
            change(&mut configuration);
            Configuration::Json(configuration)
        });
        world.tells_when_somebody_signs_out();
        world
    }

    /// Registers where the provider says that its session ended.
    pub fn tells_when_somebody_signs_out(&self) {
        let frontchannel_logout_uri = Some(format!("{}frontchannel-logout", self.host.address()));
        let metadata =
            ClientMetadata { refresh_tokens: true, frontchannel_logout_uri, ..ClientMetadata::default() };
        self.provider.register_metadata(CLIENT_ID, metadata);
    }

    /// The application, with its home for a redirect URI.
    pub fn sent_back_home() -> Self {
        let port = free_port();
        Self::built(App::Whole, port, settings(), |issuer| {
            let mut configuration = configuration(issuer);
            configuration["redirect_uri"] = format!("http://localhost:{port}/").into();
            Configuration::Json(configuration)
        })
    }

    pub fn serving(app: App, change: impl FnOnce(&mut Value)) -> Self {
        Self::built(app, free_port(), settings(), |issuer| {
            let mut configuration = configuration(issuer);
            if let (App::Minimal, Some(members)) = (app, configuration.as_object_mut()) {
                // It is built without calls to APIs, and refuses to be told where they may go.
                members.remove("api_origins");
            }
            change(&mut configuration);
            Configuration::Json(configuration)
        })
    }

    /// The application, with this in place of a configuration.
    pub fn misconfigured(configuration: Configuration) -> Self {
        Self::built(App::Whole, free_port(), settings(), |_| configuration)
    }

    /// The application on a host that nobody has set up: files, and nothing else.
    pub fn on_a_careless_host() -> Self {
        let mut world = Self::start();
        let host = StaticHost {
            configuration: Configuration::Json(configuration(world.provider.issuer())),
            careless: true,
            quality: 1,
            ..StaticHost::new(App::Whole.dist())
        };
        world.host = runtime().block_on(host.start(free_port())).expect("a free port");
        world.the_provider_signs_with(Algorithm::RS256);
        world
    }

    /// The application, served with a policy that lets it send requests to nobody.
    pub fn talking_to_nobody() -> Self {
        Self::built(App::Whole, free_port(), settings(), |issuer| {
            Configuration::Text(configuration(issuer).to_string())
        })
    }

    fn built(
        app: App,
        port: u16,
        settings: Settings,
        configuration: impl FnOnce(&str) -> Configuration,
    ) -> Self {
        Self::built_speaking_with(app, port, settings, &[], configuration)
    }

    fn built_speaking_with(
        app: App,
        port: u16,
        settings: Settings,
        connect: &[String],
        configuration: impl FnOnce(&str) -> Configuration,
    ) -> Self {
        let clock = Clock::system();
        let provider = Provider::new(settings, clock.clone());
        let running = provider.start(free_port()).expect("a free port");
        let host = host(app, configuration(provider.issuer()), provider.issuer(), port, connect);
        let world = Self { provider, clock, running: RefCell::new(Some(running)), host };
        world.the_provider_signs_with(Algorithm::RS256);
        world
    }

    /// Registers the app anew, with what its ID Tokens are to be signed with. Home may be sent back to as well.
    pub fn the_provider_signs_with(&self, algorithm: Algorithm) {
        let home = self.host.address();
        self.provider.register(Client {
            client_id: CLIENT_ID.into(),
            redirect_uris: vec![format!("{home}callback"), home.clone()],
            post_logout_redirect_uris: vec![home],
            id_token_signed_response_alg: algorithm,
        });
    }

    /// Somebody at a desk, with an English browser.
    pub fn visitor(&self) -> Visitor {
        self.visitor_with(&Manners::default())
    }

    pub fn visitor_with(&self, manners: &Manners) -> Visitor {
        Visitor::arrives(self.host.address().parse().expect("an address"), manners)
    }

    /// Where the app is, under a name that makes it no secure context.
    pub fn insecure_address(&self) -> String {
        self.host.address().replace("localhost", "app.test")
    }

    /// Nobody answers at the provider's address any more.
    pub fn the_provider_goes_down(&self) {
        self.running.take().expect("the provider is up").stop();
    }

    pub fn the_provider_comes_back(&self) {
        let port =
            self.provider.issuer().rsplit(':').next().and_then(|end| end.trim_end_matches('/').parse().ok());
        let running = self.provider.start(port.expect("the issuer has a port")).expect("its port is free");
        self.running.replace(Some(running));
    }

    /// What the provider would send this visitor back with, for their latest authorization request.
    pub fn response_to(&self, visitor: &Visitor, person: &str) -> String {
        let request = visitor.authorization_request();
        self.provider.sign_in_as(person, &request.url).expect("the request is answered")
    }

    /// How often tokens were renewed so far.
    pub fn renewals(&self) -> usize {
        self.provider.granted().iter().filter(|granted| granted.is_renewal).count()
    }

    /// This much time passes for the provider and in every tab of this visitor.
    pub fn time_passes(&self, visitor: &Visitor, seconds: i64) {
        self.clock.advance(seconds);
        visitor.lets_time_pass(seconds);
    }

    /// The provider's endpoints in the order they were asked: `POST /oauth/token`.
    pub fn asked(&self) -> Vec<String> {
        self.provider
            .requests()
            .iter()
            .map(|request| format!("{} {}", request.method, request.path))
            .collect()
    }

    /// How often this was asked: `GET /userinfo`.
    pub fn asked_for(&self, request: &str) -> usize {
        self.asked().iter().filter(|asked| *asked == request).count()
    }
}

/// The application against the certified provider.
pub struct CertifiedWorld {
    host: static_host::Running,
    pub provider: CertifiedProvider,
}

impl CertifiedWorld {
    pub fn start() -> Self {
        Self::configured(&[], |_| {})
    }

    /// With members of the client's registration, and something changed in the app's configuration.
    pub fn configured(registration: &[(&str, &str)], change: impl FnOnce(&mut Value)) -> Self {
        Self::wanting_nonces(false, registration, change)
    }

    /// The same before a provider that wants nonces in proofs of possession, or wants none.
    pub fn wanting_nonces(
        nonces: bool,
        registration: &[(&str, &str)],
        change: impl FnOnce(&mut Value),
    ) -> Self {
        let port = free_port();
        let app = format!("http://localhost:{port}/");
        let provider =
            CertifiedProvider::start(CLIENT_ID, &format!("{app}callback"), &app, registration, nonces);
        let mut configuration = configuration(&provider.issuer);
        change(&mut configuration);
        let host = host(App::Whole, Configuration::Json(configuration), &provider.issuer, port, &[]);
        Self { host, provider }
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::arrives(self.host.address().parse().expect("an address"), &Manners::default())
    }

    /// The clock of this visitor's computer is put forward; the provider's is the machine's own.
    pub fn the_clock_goes_wrong(&self, visitor: &Visitor, seconds: i64) {
        visitor.lets_time_pass(seconds);
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        issuer: "http://127.0.0.1:0/".into(),
        slow_answer: Duration::from_secs(60),
        ..Settings::default()
    }
}

pub(crate) fn configuration(issuer: &str) -> Value {
    json!({
        "client_id": CLIENT_ID,
        "issuer": issuer,
        "api_origins": [issuer.trim_end_matches('/')],
        // Every visitor is new: signing each of them up is for the tests of that.
        "account_directory": "none",
    })
}

fn host(
    app: App,
    configuration: Configuration,
    issuer: &str,
    port: u16,
    others: &[String],
) -> static_host::Running {
    let mut host = StaticHost::new(app.dist());
    let provider = issuer.trim_end_matches('/').to_owned();
    host.images.push(provider.clone());
    let host = StaticHost {
        configuration,
        connect: others.to_vec(),
        framed_by: vec![provider],
        // Compressing well takes longer than loopback ever saves.
        quality: 1,
        ..host
    };
    runtime().block_on(host.start(port)).unwrap_or_else(|error| panic!("the app is not served: {error}"))
}
