//! The project's commands, for a machine that has Rust and nothing else: `cargo xtask demo`, `cargo xtask test`.
//!
//! - [`demo`] builds the app and serves it beside the provider; [`keeper`] ends what it started.
//! - [`mod@test`] runs the [`tier`]s and adds up their [`count`]s.
//! - [`dependencies`] holds what is locked against `deny.toml`.
//! - [`doctor`](mod@doctor) checks a deployment.
//! - [`errors`] writes the table of error codes.
//! - [`fuzz`] and [`mutants`] look for what the tests miss.
//! - [`bundle`] builds with Trunk what has changed; [`shorten`] takes off the [`module`](mod@module) what only costs
//!   bytes, as its [`names`] tell: what [`panics`] say, what nobody would [`debug`](mod@debug) and what is [`unsaid`]
//!   since, long names of [`imports`], [`exports`] and in the [`glue`] between them; [`split`](mod@split) leaves for later
//!   what no sign-in needs, after a look at the [`code`]; [`size`] measures what is left against the [`budget`]s.
//! - [`package`] makes what was built ready for a host, with the crate `hosting`.
//! - [`screenshots`] lets eyes see what it looks like.
//! - [`setup`] installs the [`tool`]s that are missing.
//! - [`process`] runs a command; [`step`] says how far things are; [`workspace`] knows where they are.

mod budget;
mod bundle;
mod code;
mod count;
mod debug;
mod demo;
mod dependencies;
mod doctor;
mod errors;
mod exports;
mod fuzz;
mod glue;
mod imports;
mod keeper;
mod module;
mod mutants;
mod names;
mod package;
mod panics;
mod probe;
mod process;
mod screenshots;
mod setup;
mod shorten;
mod size;
mod split;
mod step;
mod test;
mod tier;
mod tool;
mod unsaid;
mod workspace;

use std::process::ExitCode;

use lexopt::prelude::*;

const HELP: &str = "\
The project's commands. Each installs what it needs and is missing, and builds only what has changed.

    cargo xtask demo [options]    build the app, serve it beside a provider, and say where
        --port <number>           the app's port (default: 8080)
        --provider-port <number>  the provider's port (default: 9090)
        --configuration <file>    serve the app with this JSON configuration, and no provider
        --check                   start, ask both, and end

    cargo xtask test [tier...]    run these tiers, or all of them, in this order:
        checks                    format, lints, documentation and dependencies
        native                    tests on this machine
        budgets                   what a first load weighs, against budgets.toml
        browser                   adapters and components in headless Chromium
        e2e                       the built app against two providers, in headless Chromium

    cargo xtask doctor <address>  check a deployment: https://app.example; with --report, as text to hand on

    cargo xtask bundle            build the app and the examples, and print what a first load weighs
    cargo xtask errors            write docs/errors.md, the table of error codes, from the source
    cargo xtask screenshots [...] write what every page looks like into screenshots/, light and dark, wide and narrow, in
                                  French and English; with words, only pictures that have all of them in their name
    cargo xtask package --config <file>
                                  make a directory ready for a static host, as this TOML or JSON file says
        --out <directory>         where it goes (default: package)

    cargo xtask setup             install everything that the commands above need

    cargo xtask fuzz [target...]  look for inputs that break a promise, in these targets or in all of them
        --seconds <number>        how long to look in each (default: 600)

    cargo xtask mutants [...]     break the code in one place at a time, and tell where no test notices; with
                                  cargo-mutants' own options, such as --file src/protocol/pkce.rs or --in-diff <file>
";

fn main() -> ExitCode {
    match command() {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<ExitCode, String> {
    let mut arguments = lexopt::Parser::from_env();
    let unknown = |error: lexopt::Error| format!("{error}; cargo xtask --help lists what there is.");
    match arguments.next().map_err(unknown)? {
        None | Some(Short('h') | Long("help")) => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some(Value(command)) => match command.to_string_lossy().as_ref() {
            "demo" => match demo::Options::parse(&mut arguments).map_err(unknown)? {
                Some(options) => demo::run(&options),
                None => Ok(help()),
            },
            "test" => match test::tiers(&mut arguments).map_err(unknown)? {
                Some(tiers) => Ok(test::run(&tiers)),
                None => Ok(help()),
            },
            "fuzz" => match fuzz::Options::parse(&mut arguments).map_err(unknown)? {
                Some(options) => fuzz::run(&options),
                None => Ok(help()),
            },
            "mutants" => mutants::run(arguments.raw_args().map_err(unknown)?),
            "doctor" => doctor::run(arguments.raw_args().map_err(unknown)?),
            "bundle" => bundle::run(),
            "errors" => errors::run(),
            "package" => match package::Options::parse(&mut arguments).map_err(unknown)? {
                Some(options) => package::run(&options),
                None => Ok(help()),
            },
            "screenshots" => screenshots::run(arguments.raw_args().map_err(unknown)?),
            "setup" => setup::run(),
            keeper::COMMAND => keeper::run(&mut arguments),
            other => Err(format!("There is no \"{other}\"; cargo xtask --help lists what there is.")),
        },
        Some(other) => Err(unknown(other.unexpected())),
    }
}

fn help() -> ExitCode {
    print!("{HELP}");
    ExitCode::SUCCESS
}
