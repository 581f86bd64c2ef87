//! Asking over HTTP, in the place of a browser.

use std::time::Duration;

use lifen_connect::doctor::{Heard, Response, Unheard, cors};
use lifen_connect::protocol::transport::{Answer, Silence};
use ureq::Agent;
use ureq::http::Request;

/// For how long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is read of one answer, in octets.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Follows no redirect, takes every status, and says who it is.
pub struct Client(Agent);

impl Default for Client {
    fn default() -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .user_agent(concat!("lifen-connect-doctor/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("")
            .tls_config(
                ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build(),
            )
            .build();
        Self(agent.into())
    }
}

impl Client {
    /// # Errors
    ///
    /// Why there is no answer, in the client's words.
    pub fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Response, ureq::Error> {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            "" => self.0.run(request.body(())?)?,
            body => self.0.run(request.body(body.to_owned())?)?,
        };
        let headers = response.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let headers = headers.collect();
        let body = match method {
            "HEAD" => String::new(),
            _ => {
                let octets = response.body_mut().with_config().limit(LARGEST).read_to_vec()?;
                String::from_utf8_lossy(&octets).into_owned()
            }
        };
        Ok(Response { status: response.status().as_u16(), headers, body })
    }

    /// What the app's own host answers.
    pub fn own(&self, method: &str, address: &str) -> Heard<Response> {
        // What is told of compression is asked with a browser's offer; what is read is asked without.
        let offer = if method == "HEAD" { "br, gzip" } else { "identity" };
        self.send(method, address, &[("accept-encoding", offer)], "").map_err(unheard)
    }

    /// What a page of this origin could read of the answer to a simple request: one without a preflight.
    pub fn simple(&self, method: &str, address: &str, origin: &str, form: &str) -> Asked {
        let mut headers = vec![("origin", origin), ("accept", "*/*")];
        if !form.is_empty() {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        Asked::of(self.send(method, address, &headers, form).map_err(unheard), origin)
    }

    /// The same for a request with an access token, which a browser asks about first.
    pub fn with_token(&self, address: &str, origin: &str, token: &str, announced: &[&str]) -> Asked {
        let names = announced.join(",");
        let preflight = [
            ("origin", origin),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", names.as_str()),
        ];
        match self.send("OPTIONS", address, &preflight, "").map_err(unheard) {
            Err(unheard) => return Asked { answer: Err(unheard), is_readable: false },
            Ok(answer) if !cors::may_be_sent(&answer, origin, announced) => {
                return Asked { answer: Ok(answer), is_readable: false };
            }
            Ok(_) => {}
        }
        let bearer = format!("Bearer {token}");
        let headers = [("origin", origin), ("authorization", bearer.as_str())];
        Asked::of(self.send("GET", address, &headers, "").map_err(unheard), origin)
    }
}

/// An answer, and whether a page could have read it.
pub struct Asked {
    pub answer: Heard<Response>,
    pub is_readable: bool,
}

impl Asked {
    fn of(answer: Heard<Response>, origin: &str) -> Self {
        // A browser follows redirects, but a sign-in lets it follow none.
        let is_readable =
            answer.as_ref().is_ok_and(|answer| !answer.is_redirect() && cors::may_be_read(answer, origin));
        Self { answer, is_readable }
    }

    /// What a page has of it.
    pub fn as_a_page(&self) -> Heard<Answer> {
        match &self.answer {
            Ok(response) if self.is_readable => Ok(Answer::new(response.status, response.body.clone())),
            Ok(_) => Err(Unheard::Silence(Silence::CorsRefused)),
            Err(unheard) => Err(*unheard),
        }
    }

    /// What is there, whoever may read it.
    pub fn as_anybody(&self) -> Heard<Answer> {
        let response = self.answer.as_ref().map_err(|unheard| *unheard)?;
        Ok(Answer::new(response.status, response.body.clone()))
    }
}

fn unheard(error: ureq::Error) -> Unheard {
    Unheard::Silence(match error {
        ureq::Error::Timeout(_) => Silence::Timeout,
        _ => Silence::Unreachable,
    })
}
