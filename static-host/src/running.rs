//! A host that is serving.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    http::{HeaderMap, Method, Uri},
};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use crate::{Error, StaticHost, answer::answer, site::Site};

/// A host that is serving. It stops when [`stop`](Self::stop) is called, or when it is dropped.
#[derive(Debug)]
pub struct Running {
    origin: String,
    base: String,
    requests: Arc<Mutex<Vec<Request>>>,
    stopping: watch::Sender<bool>,
    listeners: JoinSet<io::Result<()>>,
}

/// A request as it arrived. Its query is not kept: on the callback page, that is the authorization code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub path: String,
}

impl Running {
    pub(crate) async fn start(host: StaticHost, port: u16) -> Result<Running, Error> {
        let listening = listen(port).await?;
        let port = listening[0].local_addr().map_err(Error::Network)?.port();
        let origin = format!("http://localhost:{port}");
        let site = {
            let origin = origin.clone();
            let reading = tokio::task::spawn_blocking(move || Site::read(&host, &origin));
            reading.await.expect("reading does not panic")?
        };
        let base = site.base.clone();

        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let router = router(Arc::new(site), requests.clone());
        let (stopping, stop) = watch::channel(false);
        let mut listeners = JoinSet::new();
        for listener in listening {
            let mut stop = stop.clone();
            // An error means that the sender is gone, which stops the host as well.
            let stopped = async move { drop(stop.wait_for(|stopping| *stopping).await) };
            let serving = axum::serve(listener, router.clone()).with_graceful_shutdown(stopped);
            listeners.spawn(async move { serving.await });
        }
        Ok(Running { origin, base, requests, stopping, listeners })
    }

    /// The origin the application is served from: `http://localhost:8080`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where the application starts: its origin and its base path.
    pub fn address(&self) -> String {
        format!("{}{}", self.origin, self.base)
    }

    /// What has been asked for so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Closes the port and the connections; nobody answers once this returns.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        while self.listeners.join_next().await.is_some() {}
    }
}

fn router(site: Arc<Site>, requests: Arc<Mutex<Vec<Request>>>) -> Router {
    Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap| async move {
        let request = Request { method: method.to_string(), path: uri.path().to_owned() };
        requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        answer(&site, &method, &uri, &headers)
    })
}

/// Listens on both loopback addresses, because `localhost` means either; one port for both.
async fn listen(port: u16) -> Result<Vec<TcpListener>, Error> {
    const ATTEMPTS: usize = 20;
    for _ in 0..ATTEMPTS {
        let four = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
        let chosen = four.local_addr().map_err(Error::Network)?.port();
        match bind(SocketAddr::from((Ipv6Addr::LOCALHOST, chosen))).await {
            Ok(six) => return Ok(vec![four, six]),
            // The port was free on one address only: another one may be free on both.
            Err(Error::PortInUse(_)) if port == 0 => {}
            Err(Error::PortInUse(port)) => return Err(Error::PortInUse(port)),
            // A machine without IPv6.
            Err(_) => return Ok(vec![four]),
        }
    }
    Err(Error::Network(io::Error::other("no port is free on both loopback addresses")))
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|reason| match reason.kind() {
        io::ErrorKind::AddrInUse => Error::PortInUse(address.port()),
        _ => Error::Network(reason),
    })
}
