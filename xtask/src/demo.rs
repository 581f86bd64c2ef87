//! `cargo xtask demo`: the app and a provider, on two origins, until ctrl-c.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use lexopt::prelude::*;

use crate::{
    bundle::{self, App},
    keeper::Kept,
    probe, process, setup,
    step::Steps,
    tool::{self, Tool},
    workspace,
};

/// What a person can choose.
pub struct Options {
    port: u16,
    provider_port: u16,
    /// The person's own configuration: then the app speaks with their provider, and ours stays away.
    configuration: Option<PathBuf>,
    check: bool,
}

impl Options {
    /// Reads the rest of the command line; nothing if help was asked for.
    pub fn parse(arguments: &mut lexopt::Parser) -> Result<Option<Options>, lexopt::Error> {
        let mut options = Options { port: 8080, provider_port: 9090, configuration: None, check: false };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("port") => options.port = arguments.value()?.parse()?,
                Long("provider-port") => options.provider_port = arguments.value()?.parse()?,
                Long("configuration") => options.configuration = Some(arguments.value()?.into()),
                Long("check") => options.check = true,
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(options))
    }
}

/// Builds, starts, says what to do, and stays until it is interrupted.
///
/// # Errors
///
/// When a port is in use, something cannot be built, or a server does not start or does not stay.
pub fn run(options: &Options) -> Result<ExitCode, String> {
    let servers = Server::all(options)?;
    for server in &servers {
        server.refuse_a_port_in_use()?;
    }
    build(&servers)?;

    let mut running = Vec::new();
    for server in &servers {
        running.push(server.start()?);
    }
    for (server, kept) in servers.iter().zip(&mut running) {
        server.wait_until_it_answers(kept)?;
    }
    println!();
    for server in &servers {
        println!("{:12}  {}", server.name, server.address);
    }
    println!();
    if options.check {
        println!("Both answer.");
        return Ok(ExitCode::SUCCESS);
    }
    if options.configuration.is_none() {
        println!("Open the app, sign in with Lifen, and choose a person: there is no password.");
        println!("Whoever signs in for the first time signs up; this browser keeps their account.");
        println!(
            "The session renews itself every minute and a half, and the page says until when it can wait."
        );
        println!(
            "The directory of their workspace, from an API: http://localhost:{}/practitioners",
            options.port
        );
        println!("A document that takes a stronger sign-in: {}", demo_document(options.port));
    }
    println!("Ctrl-C ends everything.");
    loop {
        for (server, kept) in servers.iter().zip(&mut running) {
            if kept.has_ended() {
                return Err(server.complaint("has ended")?);
            }
        }
        thread::sleep(Duration::from_millis(200));
    }
}

fn build(servers: &[Server]) -> Result<(), String> {
    let installs = setup::missing(&Tool::TO_BUILD)?;
    let mut steps = Steps::new(installs.len() + 2);
    for install in &installs {
        install.carry_out(&mut steps)?;
    }
    setup::tidy_up();

    steps.next("Building the app (some minutes the first time)");
    bundle::build(&App::whole())?;
    steps.next("Building what serves it");
    let mut cargo = tool::command("cargo")?;
    cargo.arg("build");
    for server in servers {
        cargo.args(["--package", server.program]);
    }
    process::succeed(&mut cargo)
}

/// A program that answers on a port.
struct Server {
    name: &'static str,
    program: &'static str,
    arguments: Vec<String>,
    port: u16,
    port_option: &'static str,
    address: String,
    /// A path, and what the page there contains once the server is ready.
    ready: (&'static str, String),
}

/// How long a server may take to answer; it takes well under a second.
const PATIENCE: Duration = Duration::from_secs(30);

impl Server {
    fn all(options: &Options) -> Result<Vec<Server>, String> {
        let app = format!("http://localhost:{}/", options.port);
        let provider = format!("http://127.0.0.1:{}/", options.provider_port);
        match &options.configuration {
            Some(configuration) => Ok(vec![Server::app(options.port, app, configuration, &["https:"])?]),
            None => {
                let configuration = workspace::state()?.join("demo-configuration.json");
                fs::write(&configuration, demo_configuration(&provider))
                    .map_err(|error| format!("{} cannot be written: {error}", configuration.display()))?;
                let origin = provider.trim_end_matches('/');
                Ok(vec![
                    Server::app(options.port, app.clone(), &configuration, &[origin])?,
                    Server::provider(options.provider_port, provider, &app),
                ])
            }
        }
    }

    fn app(port: u16, address: String, configuration: &Path, connect: &[&str]) -> Result<Server, String> {
        let configuration = std::path::absolute(configuration).map_err(|error| error.to_string())?;
        let mut arguments = vec![
            "--port".to_owned(),
            port.to_string(),
            "--dist".to_owned(),
            App::whole().dist().display().to_string(),
            "--configuration".to_owned(),
            configuration.display().to_string(),
        ];
        for origin in connect {
            arguments.extend(
                ["--connect", "--image"].into_iter().flat_map(|to| [to.to_owned(), (*origin).to_owned()]),
            );
        }
        Ok(Server {
            name: "The app",
            program: "static-host",
            arguments,
            port,
            port_option: "--port",
            address,
            ready: ("/", "lifen-connect-configuration".to_owned()),
        })
    }

    fn provider(port: u16, address: String, app: &str) -> Server {
        let arguments = [
            ("--port", port.to_string()),
            ("--client-id", CLIENT_ID.to_owned()),
            ("--redirect-uri", format!("{app}callback")),
            ("--post-logout-redirect-uri", app.to_owned()),
            ("--access-token-lifetime", ACCESS_TOKEN_LIFETIME.to_string()),
            // As Lifen's API does.
            ("--api-calls-per-second", "10".to_owned()),
        ];
        let mut arguments: Vec<_> =
            arguments.into_iter().flat_map(|(option, value)| [option.to_owned(), value]).collect();
        arguments.push("--refresh-tokens".to_owned());
        Server {
            name: "The provider",
            program: "provider",
            arguments,
            port,
            port_option: "--provider-port",
            ready: ("/.well-known/openid-configuration", address.clone()),
            address,
        }
    }

    fn refuse_a_port_in_use(&self) -> Result<(), String> {
        if probe::is_free(self.port) {
            return Ok(());
        }
        let (port, option) = (self.port, self.port_option);
        let other = probe::next_free(port).map_or("<number>".to_owned(), |port| port.to_string());
        Err(format!("Port {port} is in use. Choose another: cargo xtask demo {option} {other}"))
    }

    fn start(&self) -> Result<Kept, String> {
        Kept::start(&workspace::program(self.program)?, &self.arguments, &self.log()?)
    }

    fn wait_until_it_answers(&self, kept: &mut Kept) -> Result<(), String> {
        let (path, expected) = &self.ready;
        let started = Instant::now();
        while !probe::page(self.port, path).is_ok_and(|page| page.contains(expected)) {
            if kept.has_ended() {
                return Err(self.complaint("did not start")?);
            }
            if started.elapsed() > PATIENCE {
                return Err(self.complaint("does not answer")?);
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn complaint(&self, what: &str) -> Result<String, String> {
        let log = workspace::read(&self.log()?)?;
        Ok(format!("{} {what}. It said:\n{}", self.name, log.trim_end()))
    }

    fn log(&self) -> Result<PathBuf, String> {
        Ok(workspace::state()?.join(format!("demo-{}.log", self.program)))
    }
}

const CLIENT_ID: &str = "demo";

/// Seconds: whoever watches sees the session renew itself, a quarter of that before it is over.
const ACCESS_TOKEN_LIFETIME: u32 = 120;

/// A link as somebody could have got by mail.
fn demo_document(port: u16) -> String {
    format!("http://localhost:{port}/session?document=9410021")
}

fn demo_configuration(issuer: &str) -> String {
    let api = issuer.trim_end_matches('/');
    format!(
        "{{\"client_id\": \"{CLIENT_ID}\", \"issuer\": \"{issuer}\", \"api_origins\": [\"{api}\"], \
         \"scope\": \"openid profile email offline_access\"}}\n"
    )
}
