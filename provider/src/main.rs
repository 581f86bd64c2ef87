//! The provider as a program: the demo's other half.

use std::process::ExitCode;
use std::time::Duration;

use provider::{Client, ClientMetadata, Clock, Dpop, Misbehaviour, Provider, Settings};

const HELP: &str = "\
An OpenID Provider that plays Lifen Connect. Nothing it says is about real people.

provider --client-id demo --redirect-uri http://localhost:8080/callback [options]

  --client-id ID                    the client it knows (default: demo)
  --redirect-uri URI                where the client receives people; may be repeated
                                    (default: http://localhost:8080/callback)
  --post-logout-redirect-uri URI    where they go after signing out; may be repeated
                                    (default: http://localhost:8080/)
  --signing-algorithm ALG           what its ID Tokens are signed with: RS256, PS256, ES256, EdDSA, … (default: RS256)
  --refresh-tokens                  gives it refresh tokens, with the scope offline_access
  --dpop                            binds its tokens to a key if it brings a proof of possession (DPoP)
  --dpop-required                   has it bring a proof
  --pushed-requests                 has it push its authorization requests
  --frontchannel-logout-uri URI     its page that hears of a sign-out, in a frame
  --access-token-lifetime SECONDS   (default: 172800)
  --api-calls-per-second NUMBER     what its API takes before it answers 429 (default: any number)
  --port PORT                       on 127.0.0.1 (default: 9090; 0 takes a free one)
  --issuer ISSUER                   (default: http://127.0.0.1:PORT/)
  --application NAME                what the client is called (default: Lifen Demo)
  --misbehaviour NAME               a fault for the first sign-in, or until cleared
  --slow SECONDS                    how late `token-slow` and `refresh-slow` are (default: 60)
  --list-misbehaviours              what it can do wrong
  --help                            this text

While it runs:
  curl -X POST -H 'content-type: application/json' -d '{\"misbehaviour\":\"invalid-audience\"}' ISSUER/admin/misbehaviour
  curl -X DELETE ISSUER/admin/misbehaviour        curl ISSUER/admin/requests
";

struct Arguments {
    port: u16,
    misbehaviour: Option<Misbehaviour>,
    settings: Settings,
}

enum Command {
    Run(Box<Arguments>),
    Help,
    ListMisbehaviours,
}

fn main() -> ExitCode {
    match parse(lexopt::Parser::from_env()) {
        Ok(Command::Help) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Command::ListMisbehaviours) => {
            for misbehaviour in Misbehaviour::ALL {
                println!("{:<42} {}", misbehaviour.to_string(), misbehaviour.description());
            }
            ExitCode::SUCCESS
        }
        Ok(Command::Run(arguments)) => run(*arguments),
        Err(error) => fail(&format!("{error}\n\n{HELP}")),
    }
}

fn run(Arguments { port, misbehaviour, settings }: Arguments) -> ExitCode {
    let provider = Provider::new(settings, Clock::system());
    if let Some(misbehaviour) = misbehaviour {
        provider.misbehave(misbehaviour);
    }
    let running = match provider.start(port) {
        Ok(running) => running,
        Err(error) => return fail(&format!("port {port} of 127.0.0.1: {error}\n")),
    };
    println!("{} plays Lifen Connect (ctrl-c ends it)", provider.issuer());
    for person in provider.people() {
        println!("  {:<16} {}", person.name, person.occupation);
    }
    running.wait();
    ExitCode::SUCCESS
}

fn fail(message: &str) -> ExitCode {
    eprint!("provider: {message}");
    ExitCode::FAILURE
}

fn parse(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    use lexopt::prelude::*;

    let mut metadata = ClientMetadata::default();
    let mut client = Client { client_id: "demo".to_owned(), ..Client::default() };
    let (mut port, mut issuer, mut misbehaviour) = (9090, None, None);
    let mut settings = Settings::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("client-id") => client.client_id = parser.value()?.string()?,
            Long("redirect-uri") => client.redirect_uris.push(parser.value()?.string()?),
            Long("post-logout-redirect-uri") => {
                client.post_logout_redirect_uris.push(parser.value()?.string()?)
            }
            Long("signing-algorithm") => client.id_token_signed_response_alg = parser.value()?.parse()?,
            Long("refresh-tokens") => metadata.refresh_tokens = true,
            Long("dpop") => metadata.dpop = Dpop::Accepted,
            Long("dpop-required") => metadata.dpop = Dpop::Required,
            Long("pushed-requests") => metadata.require_pushed_authorization_requests = true,
            Long("frontchannel-logout-uri") => {
                metadata.frontchannel_logout_uri = Some(parser.value()?.string()?);
            }
            Long("access-token-lifetime") => {
                settings.access_token_lifetime = Duration::from_secs(parser.value()?.parse()?);
            }
            Long("api-calls-per-second") => {
                settings.api_calls_per_second = Some(parser.value()?.parse()?);
            }
            Long("port") => port = parser.value()?.parse()?,
            Long("issuer") => issuer = Some(parser.value()?.string()?),
            Long("application") => settings.application = parser.value()?.string()?,
            Long("misbehaviour") => misbehaviour = Some(parser.value()?.parse()?),
            Long("slow") => settings.slow_answer = Duration::from_secs(parser.value()?.parse()?),
            Long("list-misbehaviours") => return Ok(Command::ListMisbehaviours),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    if client.redirect_uris.is_empty() {
        client.redirect_uris.push("http://localhost:8080/callback".to_owned());
    }
    if client.post_logout_redirect_uris.is_empty() {
        client.post_logout_redirect_uris.push("http://localhost:8080/".to_owned());
    }
    settings.issuer = issuer.unwrap_or_else(|| format!("http://127.0.0.1:{port}/"));
    settings.client_metadata.insert(client.client_id.clone(), metadata);
    settings.clients.push(client);
    Ok(Command::Run(Box::new(Arguments { port, misbehaviour, settings })))
}
