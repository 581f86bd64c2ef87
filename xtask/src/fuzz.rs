//! `cargo xtask fuzz`: looks for an input that breaks a promise about what a stranger can write.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use lexopt::prelude::*;

use crate::{
    process::{self, Outcome},
    setup,
    step::Steps,
    tool::{self, Tool},
    workspace,
};

/// What a person can choose.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// All of them if none is named.
    targets: Vec<String>,
    /// For each.
    seconds: u32,
}

impl Options {
    /// Reads the rest of the command line; nothing if help was asked for.
    pub fn parse(arguments: &mut lexopt::Parser) -> Result<Option<Options>, lexopt::Error> {
        let mut options = Options { targets: Vec::new(), seconds: 600 };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("seconds") => options.seconds = arguments.value()?.parse()?,
                Value(target) => options.targets.push(target.string()?),
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(options))
    }
}

/// Fuzzes the targets one after the other, starting from the kept inputs, and shows what came of it.
///
/// # Errors
///
/// When there is no such target, no nightly toolchain, or something does not build.
pub fn run(options: &Options) -> Result<ExitCode, String> {
    let targets = chosen(&options.targets, names(&directory().join("fuzz_targets"))?)?;
    let host = host_of_nightly()?;
    setup::bring(&[Tool::CargoFuzz])?;

    let mut steps = Steps::new(1 + targets.len());
    steps.next("Building the targets (about a minute, the first time)");
    process::succeed(&mut cargo_fuzz("build", &host)?)?;
    let mut results = Vec::new();
    for target in targets {
        steps.next(format_args!("Fuzzing {target} for {} s", options.seconds));
        results.push(fuzz(target, options.seconds, &host)?);
    }
    println!("\n{:24}{:>14}{:>12}{:>9}", "target", "executions", "a second", "crashes");
    for result in &results {
        let Run { target, executions, a_second, crashes } = result;
        println!("{target:24}{executions:>14}{a_second:>12}{:>9}", crashes.len());
    }
    let mut crashes = results.iter().flat_map(|result| &result.crashes).peekable();
    if crashes.peek().is_none() {
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "\nEach of these broke a promise. Move it into fuzz/corpus, and `cargo test --test corpus` breaks too:"
    );
    crashes.for_each(|crash| println!("{}", crash.display()));
    Ok(ExitCode::FAILURE)
}

/// What became of one target.
struct Run {
    target: String,
    executions: u64,
    a_second: u64,
    /// The inputs.
    crashes: Vec<PathBuf>,
}

fn fuzz(target: String, seconds: u32, host: &str) -> Result<Run, String> {
    let artifacts = directory().join("artifacts").join(&target);
    let found = directory().join("found").join(&target);
    for place in [&artifacts, &found] {
        fs::create_dir_all(place).map_err(|error| format!("{} cannot be made: {error}", place.display()))?;
    }
    let before = names(&artifacts)?;
    let mut command = cargo_fuzz("run", host)?;
    command
        // The promise that was broken says enough.
        .env("RUST_BACKTRACE", "0")
        .arg(&target)
        // What is new goes into the first of them.
        .args([&found, &directory().join("corpus").join(&target)])
        .args(["--", "-print_final_stats=1", "-timeout=10"])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-dict={}", directory().join("dictionaries").join(format!("{target}.dict")).display()));
    let outcome = process::run(&mut command)?;

    let crashes: Vec<_> = names(&artifacts)?.difference(&before).map(|name| artifacts.join(name)).collect();
    if !outcome.success {
        println!("{}", outcome.complaint());
        if crashes.is_empty() {
            return Err(format!("{target} ended without an input to blame."));
        }
    }
    Ok(Run {
        target,
        executions: statistic(&outcome, "number_of_executed_units"),
        a_second: statistic(&outcome, "average_exec_per_sec"),
        crashes,
    })
}

/// A line of libFuzzer's: `stat::number_of_executed_units: 1234`.
fn statistic(outcome: &Outcome, name: &str) -> u64 {
    let value =
        |line: &str| line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':')?.trim().parse().ok();
    outcome.output.lines().find_map(value).unwrap_or_default()
}

fn chosen(named: &[String], known: BTreeSet<String>) -> Result<Vec<String>, String> {
    let known: BTreeSet<_> =
        known.into_iter().filter_map(|file| Some(file.strip_suffix(".rs")?.to_owned())).collect();
    if let Some(unknown) = named.iter().find(|target| !known.contains(*target)) {
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        return Err(format!("There is no target \"{unknown}\"; there are {known}."));
    }
    Ok(known.into_iter().filter(|target| named.is_empty() || named.contains(target)).collect())
}

/// The machine that the nightly toolchain builds for, which is this one.
fn host_of_nightly() -> Result<String, String> {
    let said = process::run(nightly()?.args(["--version", "--verbose"])).ok().filter(|said| said.success);
    let host = said
        .and_then(|said| said.output.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned)));
    host.ok_or_else(|| {
        "Fuzzing needs a nightly Rust toolchain beside the stable one, since only that can tell which code an input \
         reached. This brings it: rustup toolchain install nightly --profile minimal"
            .to_owned()
    })
}

fn cargo_fuzz(what: &str, host: &str) -> Result<Command, String> {
    let mut command = nightly()?;
    // A checker of memory would find nothing where no code is unsafe, and halve the speed.
    command.args(["fuzz", what, "--sanitizer", "none", "--target", host]);
    Ok(command)
}

fn nightly() -> Result<Command, String> {
    let mut command = tool::command("cargo")?;
    // The stable Cargo that runs us would otherwise be taken for the one to build with.
    command.env_remove("CARGO").arg("+nightly");
    Ok(command)
}

fn directory() -> PathBuf {
    workspace::root().join("fuzz")
}

/// The names of what lies in a directory.
fn names(directory: &Path) -> Result<BTreeSet<String>, String> {
    let read = || -> std::io::Result<BTreeSet<String>> {
        let names =
            fs::read_dir(directory)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    };
    read().map_err(|error| format!("{} cannot be read: {error}", directory.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Option<Options> {
        Options::parse(&mut lexopt::Parser::from_args(arguments)).unwrap()
    }

    fn targets() -> BTreeSet<String> {
        ["jws.rs", "userinfo.rs"].map(str::to_owned).into()
    }

    #[test]
    fn takes_ten_minutes_for_each_target_unless_told_otherwise() {
        assert_eq!(parsed(&[]), Some(Options { targets: Vec::new(), seconds: 600 }));
        let options = Options { targets: vec!["jws".to_owned()], seconds: 60 };
        assert_eq!(parsed(&["jws", "--seconds", "60"]), Some(options));
    }

    #[test]
    fn fuzzes_every_target_when_none_is_named() {
        assert_eq!(chosen(&[], targets()).unwrap(), ["jws", "userinfo"]);
        assert_eq!(chosen(&["userinfo".to_owned()], targets()).unwrap(), ["userinfo"]);
    }

    #[test]
    fn lists_the_targets_when_one_is_not_there() {
        let refused = chosen(&["jwt".to_owned()], targets()).unwrap_err();

        assert_eq!(refused, "There is no target \"jwt\"; there are jws, userinfo.");
    }

    #[test]
    fn reads_the_statistics_that_libfuzzer_prints() {
        let output =
            "Done 7 runs\nstat::number_of_executed_units: 1234567\nstat::average_exec_per_sec:     20576\n";
        let outcome = Outcome { success: true, output: output.to_owned() };

        assert_eq!(statistic(&outcome, "number_of_executed_units"), 1_234_567);
        assert_eq!(statistic(&outcome, "average_exec_per_sec"), 20_576);
        assert_eq!(statistic(&outcome, "peak_rss_mb"), 0);
    }
}
