use provider::{Algorithm, Client, Clock, Provider};
use serde_json::{Value, json};

use crate::{
    App, CLIENT_ID, Manners, Visitor, WebServer,
    port::free_port,
    web_server::Server,
    world::{configuration, settings},
};

/// The application as it is packaged, on a web server that people have, beside a provider.
pub struct HostedWorld {
    pub provider: Provider,
    pub server: WebServer,
    _running: provider::Running,
    address: String,
}

impl HostedWorld {
    /// Below this path of the server's origin: `/` or `/app/`.
    pub fn on(server: Server, base: &str) -> Self {
        Self::deployed(server, base, |_| {})
    }

    /// The same, with something changed in what the deployment says.
    pub fn deployed(server: Server, base: &str, change: impl FnOnce(&mut Value)) -> Self {
        let provider = Provider::new(settings(), Clock::system());
        let running = provider.start(free_port()).expect("a free port");
        let port = free_port();
        let address = format!("http://localhost:{port}{base}");
        provider.register(Client {
            client_id: CLIENT_ID.into(),
            redirect_uris: vec![format!("{address}callback")],
            post_logout_redirect_uris: vec![address.clone()],
            id_token_signed_response_alg: Algorithm::RS256,
        });
        let mut deployment = json!({
            "address": address,
            "host": server.host().name(),
            "images": [provider.issuer().trim_end_matches('/')],
            "configuration": configuration(provider.issuer()),
        });
        change(&mut deployment);
        let server = WebServer::start(server, &App::Whole.dist(), &deployment, port);
        Self { provider, server, _running: running, address }
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::arrives(self.address.parse().expect("an address"), &Manners::default())
    }

    /// The scheme, host and port of everybody who has a part in a sign-in.
    pub fn origins(&self) -> Vec<String> {
        let origin =
            |address: &str| url::Url::parse(address).expect("an address").origin().ascii_serialization();
        vec![origin(&self.address), origin(self.provider.issuer())]
    }
}
