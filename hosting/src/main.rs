//! `hosting --dist dist --config deploy.toml --sources . --out package`: what `cargo xtask package` runs.

use std::{path::PathBuf, process::ExitCode};

use hosting::{deployment::Deployment, licences, package::Package};
use lexopt::prelude::*;

const HELP: &str = "\
Makes a built application ready for a static host.

    hosting --config <file> [options]

    --config <file>        what the deployment says: TOML, or JSON
    --check                only say whether that is right
    --dist <directory>     what was built (default: dist)
    --sources <directory>  the checkout it was built from, for the list of what it is made of
    --out <directory>      where the package goes (default: package)
";

fn main() -> ExitCode {
    match package() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// What a person can choose.
struct Options {
    config: PathBuf,
    only_checks: bool,
    dist: PathBuf,
    sources: PathBuf,
    out: PathBuf,
}

fn package() -> Result<(), String> {
    let Some(Options { config, only_checks, dist, sources, out }) =
        arguments().map_err(|error| error.to_string())?
    else {
        print!("{HELP}");
        return Ok(());
    };
    let deployment = Deployment::read(&config).map_err(|error| format!("{}: {error}", config.display()))?;
    if only_checks {
        return Ok(());
    }
    let parts = licences::parts(&licences::metadata(&sources)?, "lifen-connect");
    let package =
        Package::make(&dist, &deployment, &licences::document(&parts)?).map_err(|error| error.to_string())?;
    package.write(&out).map_err(|error| error.to_string())?;
    println!("{} is ready for {} at {}", out.display(), deployment.host.name(), deployment.address);
    println!("Callback URL to register: {}", deployment.configuration.redirect_uri);
    println!("Content-Security-Policy: {}", package.policy);
    Ok(())
}

/// Nothing if help was asked for.
fn arguments() -> Result<Option<Options>, lexopt::Error> {
    let (mut config, mut only_checks) = (None, false);
    let (mut dist, mut sources, mut out) =
        (PathBuf::from("dist"), PathBuf::from("."), PathBuf::from("package"));
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("config") => config = Some(parser.value()?.into()),
            Long("check") => only_checks = true,
            Long("dist") => dist = parser.value()?.into(),
            Long("sources") => sources = parser.value()?.into(),
            Long("out") => out = parser.value()?.into(),
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    let config = config.ok_or("--config is missing: docs/hosting.md shows what goes into it.")?;
    Ok(Some(Options { config, only_checks, dist, sources, out }))
}
