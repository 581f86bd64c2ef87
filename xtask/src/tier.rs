//! What `cargo xtask test` runs, one tier at a time.

use std::{fs, process::Command};

use crate::{
    bundle::{self, App},
    count::Count,
    dependencies,
    process::{self, Outcome},
    size, step,
    tool::{self, Tool, WASM_TARGET},
    workspace,
};

/// A kind of test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    Checks,
    Native,
    Budgets,
    Browser,
    E2e,
}

/// The packages that also exist in the browser.
const BROWSER_PACKAGES: [&str; 6] =
    ["--package", "lifen-connect", "--package", "minimal", "--package", "wasm-streams"];

impl Tier {
    /// In the order they run: what fails sooner comes first.
    pub const ALL: [Tier; 5] = [Tier::Checks, Tier::Native, Tier::Budgets, Tier::Browser, Tier::E2e];

    pub fn name(self) -> &'static str {
        match self {
            Tier::Checks => "checks",
            Tier::Native => "native",
            Tier::Budgets => "budgets",
            Tier::Browser => "browser",
            Tier::E2e => "e2e",
        }
    }

    pub fn named(name: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|tier| tier.name() == name)
    }

    /// What it does, in a few words.
    pub fn what(self) -> &'static str {
        match self {
            Tier::Checks => "format, lints, documentation and dependencies",
            Tier::Native => "tests on this machine",
            Tier::Budgets => "what a first load weighs (some minutes to build, the first time)",
            Tier::Browser => "adapters and components in headless Chromium",
            Tier::E2e => "the built app against two providers, in headless Chromium",
        }
    }

    pub fn needs(self) -> &'static [Tool] {
        match self {
            Tier::Checks => &[Tool::WasmTarget, Tool::Rustfmt, Tool::Clippy, Tool::CargoDeny],
            Tier::Native => &[],
            Tier::Budgets => &Tool::TO_BUILD,
            Tier::Browser => &[Tool::WasmTarget, Tool::WasmBindgen, Tool::Chromium, Tool::Chromedriver],
            Tier::E2e => &[
                Tool::WasmTarget,
                Tool::Trunk,
                Tool::WasmBindgen,
                Tool::WasmOpt,
                Tool::Chromium,
                Tool::Chromedriver,
                Tool::Node,
                Tool::Nginx,
                Tool::Caddy,
                Tool::Apache,
            ],
        }
    }

    /// Runs it and counts; what failed is shown as it fails.
    ///
    /// # Errors
    ///
    /// When it could not be run at all.
    pub fn run(self) -> Result<Count, String> {
        match self {
            Tier::Checks => checks(),
            Tier::Native => {
                self.tests(tool::command("cargo")?.args(["test", "--workspace", "--exclude", "e2e"]))
            }
            Tier::Budgets => budgets(),
            Tier::Browser => self.tests(&mut in_the_browser()?),
            Tier::E2e => {
                for app in App::all() {
                    bundle::build(&app)?;
                }
                install_from_npm("interop", "the certified provider")?;
                install_from_npm("axe", "the rules of accessibility")?;
                self.tests(with_the_driver(tool::command("cargo")?.args(["test", "--package", "e2e"]))?)
            }
        }
    }

    fn tests(self, command: &mut Command) -> Result<Count, String> {
        let outcome = process::run(command.arg("--no-fail-fast"))?;
        let count = Count::of(&outcome);
        keep_log(self.name(), &outcome)?;
        if count.failed > 0 {
            println!("{}", outcome.complaint());
        }
        Ok(count)
    }
}

fn checks() -> Result<Count, String> {
    let clippy = |arguments: &[&str]| -> Result<Command, String> {
        let mut command = tool::command("cargo")?;
        command.arg("clippy").args(arguments).args(["--all-targets", "--", "--deny", "warnings"]);
        Ok(command)
    };
    // Tests of what a feature brings are in no build without it, and `tests/` plays sessions that have them all.
    let featureless = |arguments: &[&str]| -> Result<Command, String> {
        let mut command = tool::command("cargo")?;
        command
            .args(["clippy", "--package", "lifen-connect", "--lib", "--no-default-features"])
            .args(arguments);
        command.args(["--", "--deny", "warnings"]);
        Ok(command)
    };
    let doc = |arguments: &[&str]| -> Result<Command, String> {
        let mut command = tool::command("cargo")?;
        command.args(["doc", "--no-deps"]).args(arguments).env("RUSTDOCFLAGS", "--deny warnings");
        Ok(command)
    };
    let mut format = tool::command("cargo")?;
    format.args(["fmt", "--all", "--", "--check", "--color", "never"]);
    let browser = [&["--target", WASM_TARGET], BROWSER_PACKAGES.as_slice()].concat();

    let mut count = Count::default();
    for (name, mut command) in [
        ("format", format),
        ("lints, this machine", clippy(&["--workspace"])?),
        ("lints, WebAssembly", clippy(&browser)?),
        ("no features, this machine", featureless(&["--tests"])?),
        ("no features, WebAssembly", featureless(&["--target", WASM_TARGET])?),
        ("documentation, this machine", doc(&["--workspace"])?),
        ("documentation, WebAssembly", doc(&browser)?),
    ] {
        let outcome = process::run(&mut command)?;
        step::detail(format_args!("{name}: {}", if outcome.success { "passed" } else { "failed" }));
        if !outcome.success {
            println!("{}", outcome.complaint());
        }
        count += Count::of_success(outcome.success);
    }
    count += dependencies::check()?;
    Ok(count)
}

fn budgets() -> Result<Count, String> {
    let mut count = Count::default();
    for app in App::all() {
        match bundle::build(&app).and_then(|()| size::weigh(&app)) {
            Ok(weight) => {
                println!("\n{weight}");
                count += Count::of_success(weight.fits());
            }
            Err(sentence) => {
                println!("{sentence}");
                count += Count::FAILED;
            }
        }
    }
    Ok(count)
}

fn in_the_browser() -> Result<Command, String> {
    let runner = tool::find("wasm-bindgen-test-runner")?.ok_or("wasm-bindgen-test-runner is not here.")?;
    let mut command = tool::command("cargo")?;
    command
        .args(["test", "--target", WASM_TARGET, "--package", "lifen-connect"])
        // Examples in the documentation are compiled by the native tier.
        .arg("--tests")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", workspace::root().join("webdriver.json"))
        // For all of them together: its own twenty seconds are few for a machine that has other things to do.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    with_the_driver(&mut command)?;
    Ok(command)
}

pub fn with_the_driver(command: &mut Command) -> Result<&mut Command, String> {
    let driver = tool::find("chromedriver")?.ok_or("chromedriver is not here.")?;
    Ok(command.env("CHROMEDRIVER", driver))
}

/// `npm ci` in a folder of `e2e/`, when its lock file is not the one that was installed from.
fn install_from_npm(folder: &str, what: &str) -> Result<(), String> {
    let directory = workspace::root().join("e2e").join(folder);
    let lock = workspace::read(&directory.join("package-lock.json"))?;
    let stamp = workspace::state()?.join(format!("{folder}.installed"));
    if directory.join("node_modules").is_dir()
        && fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock)
    {
        return Ok(());
    }
    step::detail(format_args!("npm ci: {what}"));
    let _ = fs::remove_file(&stamp);
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    process::succeed(tool::command("npm")?.args(arguments).current_dir(&directory))?;
    fs::write(&stamp, lock).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

fn keep_log(name: &str, outcome: &Outcome) -> Result<(), String> {
    let log = workspace::state()?.join(format!("{name}.log"));
    fs::write(&log, &outcome.output).map_err(|error| format!("{} cannot be written: {error}", log.display()))
}
