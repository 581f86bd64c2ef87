//! `doctor https://app.example`, or `cargo xtask doctor https://app.example`.

use std::process::ExitCode;

use doctor::{Examination, examine};
use lexopt::prelude::*;
use lifen_connect::doctor::Verdict;
use lifen_connect::ui::messages::{Language, doctor as words};

const HELP: &str = "\
Checks a deployment: its host, its headers, and the provider as a page of it would meet it.

    cargo xtask doctor <address> [options]

    <address>         where the app is: https://app.example, or http://localhost:8080
    --report          what was found as plain text, to hand on

It speaks French where LANG does. It ends with 1 where something is wrong. The provider receives an
authorization request for nobody (prompt=none), a token request without a code and a userinfo request
with a made-up token: whatever comes of them, nobody is signed in.
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, String> {
    let Some((address, as_report)) = arguments().map_err(|error| format!("{error}; --help says more."))?
    else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let language = language();
    let examination = examine(&address)?;
    if as_report {
        let about = format!("lifen-connect-doctor {}\n{}", env!("CARGO_PKG_VERSION"), examination.address);
        print!("{}", words::report(&about, &examination.findings, language));
    } else {
        show(&examination, language);
    }
    let is_wrong = examination.findings.iter().any(|finding| finding.verdict == Verdict::Wrong);
    Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn arguments() -> Result<Option<(String, bool)>, lexopt::Error> {
    let (mut address, mut as_report) = (None, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(value) if address.is_none() => address = Some(value.string()?),
            Long("report") => as_report = true,
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(address.map(|address| (address, as_report)))
}

/// The language of the terminal's messages, in the order that POSIX gives the variables.
fn language() -> Language {
    let stated = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    Language::preferred(&stated.into_iter().find(|value| !value.is_empty()).unwrap_or_default())
}

fn show(examination: &Examination, language: Language) {
    println!("{}\n{}\n", examination.address, words::summary(&examination.findings, language));
    let (of_a_browser, told): (Vec<_>, Vec<_>) =
        examination.findings.iter().partition(|finding| finding.check.is_of_a_browser());
    for finding in told {
        let mark = match finding.verdict {
            Verdict::Wrong => "✗",
            Verdict::Warning => "!",
            Verdict::Unknown => "?",
            Verdict::Good => "✓",
        };
        let title = words::title(finding.check).within(language);
        for (place, found) in finding.found.iter().enumerate() {
            let sentence = words::sentence(found, language);
            match place {
                0 => println!("{mark} {}: {title}. {sentence}", finding.check.id()),
                _ => println!("  {sentence}"),
            }
        }
        if finding.verdict < Verdict::Unknown {
            println!("  {}", words::why(finding.check).within(language));
            for sentence in words::mends(finding) {
                println!("  → {}", sentence.within(language));
            }
            println!();
        }
    }
    // One line for all of them, which say the same.
    if let Some(found) = of_a_browser.first().and_then(|finding| finding.found.first()) {
        let ids: Vec<_> = of_a_browser.iter().map(|finding| finding.check.id()).collect();
        println!("? {}: {}", ids.join(", "), words::sentence(found, language));
    }
}
