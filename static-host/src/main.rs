//! `static-host --dist dist --port 8080 --configuration deployment.json --connect http://127.0.0.1:9090`

use std::{fs, path::PathBuf, process::ExitCode};

use lexopt::prelude::*;
use static_host::{Configuration, StaticHost};

const HELP: &str = "\
Serves a built application: deep links, strict headers, brotli.

    static-host [options]

    --dist <directory>       what Trunk built (default: dist)
    --port <number>          default: 8080; 0 for a free one
    --base <path>            the path the application lives under (default: /)
    --configuration <file>   a JSON document for the configuration block (default: as built)
    --connect <origin>       an origin the page may talk to besides those that the
                             configuration names; repeat for several
    --image <origin>         where pictures may come from; repeat for several
    --framed-by <origin>     who may open frontchannel-logout in a frame; repeat for several
    --quality <0-11>         brotli's (default: 5)
";

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("static-host: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), String> {
    let Some((host, port)) = arguments().map_err(|error| error.to_string())? else {
        print!("{HELP}");
        return Ok(());
    };
    let dist = host.dist.display().to_string();
    let running = host.start(port).await.map_err(|error| error.to_string())?;
    println!("{dist} is served at {}", running.address());
    tokio::signal::ctrl_c().await.map_err(|error| error.to_string())?;
    running.stop().await;
    Ok(())
}

fn arguments() -> Result<Option<(StaticHost, u16)>, lexopt::Error> {
    let mut host = StaticHost::new("dist");
    let mut port = 8080;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("dist") => host.dist = parser.value()?.into(),
            Long("port") => port = parser.value()?.parse()?,
            Long("base") => host.base = parser.value()?.string()?,
            Long("configuration") => host.configuration = configuration(parser.value()?.into())?,
            Long("connect") => host.connect.push(parser.value()?.string()?),
            Long("image") => host.images.push(parser.value()?.string()?),
            Long("framed-by") => host.framed_by.push(parser.value()?.string()?),
            Long("quality") => host.quality = parser.value()?.parse()?,
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some((host, port)))
}

fn configuration(path: PathBuf) -> Result<Configuration, lexopt::Error> {
    let text =
        fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let document =
        serde_json::from_str(&text).map_err(|error| format!("{} is not JSON: {error}", path.display()))?;
    Ok(Configuration::Json(document))
}
