//! The tools that are not the project's own, and whether they are here.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::workspace;

/// The only Trunk that is known to build on the Rust versions we support.
pub const TRUNK_VERSION: &str = "0.21.14";
pub const CARGO_DENY_VERSION: &str = "0.20.2";
pub const CARGO_FUZZ_VERSION: &str = "0.13.2";
pub const CARGO_MUTANTS_VERSION: &str = "27.1.0";
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A tool that some command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    WasmTarget,
    Rustfmt,
    Clippy,
    /// Builds the app: WebAssembly, its JavaScript, and the page that loads them.
    Trunk,
    /// Trunk calls it; it also brings the runner of the browser tier. Its version is that of the crate.
    WasmBindgen,
    /// Trunk calls it.
    WasmOpt,
    Chromium,
    Chromedriver,
    /// Node and npm, for the certified provider of the e2e tier.
    Node,
    /// Holds the dependencies against `deny.toml`.
    CargoDeny,
    /// Web servers that people have, for the e2e tier: started by tests, never as services.
    Nginx,
    Caddy,
    Apache,
    /// Builds what it fuzzes with a toolchain that is not ours to install: see [`crate::fuzz`].
    CargoFuzz,
    CargoMutants,
}

impl Tool {
    pub const TO_BUILD: [Tool; 4] = [Tool::WasmTarget, Tool::Trunk, Tool::WasmBindgen, Tool::WasmOpt];
    /// What building and testing need. The searches for what the tests miss are rare, and bring theirs along.
    pub const ALL: [Tool; 13] = [
        Tool::WasmTarget,
        Tool::Rustfmt,
        Tool::Clippy,
        Tool::Trunk,
        Tool::WasmBindgen,
        Tool::WasmOpt,
        Tool::Chromium,
        Tool::Chromedriver,
        Tool::Node,
        Tool::Nginx,
        Tool::Caddy,
        Tool::Apache,
        Tool::CargoDeny,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Tool::WasmTarget => "the WebAssembly target",
            Tool::Rustfmt => "rustfmt",
            Tool::Clippy => "clippy",
            Tool::Trunk => "trunk",
            Tool::WasmBindgen => "wasm-bindgen-cli",
            Tool::WasmOpt => "wasm-opt",
            Tool::Chromium => "Chromium",
            Tool::Chromedriver => "chromedriver",
            Tool::Node => "Node and npm",
            Tool::CargoDeny => "cargo-deny",
            Tool::Nginx => "nginx",
            Tool::Caddy => "Caddy",
            Tool::Apache => "Apache",
            Tool::CargoFuzz => "cargo-fuzz",
            Tool::CargoMutants => "cargo-mutants",
        }
    }

    /// Whether it is here, in the version that is needed.
    pub fn is_here(self) -> Result<bool, String> {
        Ok(match self {
            Tool::WasmTarget => {
                let library =
                    said(Command::new("rustc").args(["--print=target-libdir", "--target", WASM_TARGET]));
                library.is_some_and(|library| Path::new(library.trim()).is_dir())
            }
            Tool::Rustfmt => said(Command::new("cargo").args(["fmt", "--version"])).is_some(),
            Tool::Clippy => said(Command::new("cargo").args(["clippy", "--version"])).is_some(),
            Tool::Trunk => version_is_here("trunk", "trunk", TRUNK_VERSION)?,
            Tool::WasmBindgen => {
                let version = workspace::locked_version("wasm-bindgen")?;
                version_is_here("wasm-bindgen-cli", "wasm-bindgen", &version)?
                    && find("wasm-bindgen-test-runner")?.is_some()
            }
            Tool::WasmOpt => find("wasm-opt")?.is_some(),
            Tool::Chromium => {
                let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
                // There, a browser is not on PATH: chromedriver knows where it is, or says that it is not.
                names.iter().any(|name| matches!(find(name), Ok(Some(_)))) || cfg!(target_os = "macos")
            }
            Tool::Chromedriver => find("chromedriver")?.is_some(),
            Tool::Node => find("node")?.is_some() && find("npm")?.is_some(),
            Tool::CargoDeny => version_is_here("cargo-deny", "cargo-deny", CARGO_DENY_VERSION)?,
            // Debian keeps some where only root looks for programs.
            Tool::Nginx => find("nginx")?.is_some() || Path::new("/usr/sbin/nginx").is_file(),
            Tool::Caddy => find("caddy")?.is_some(),
            Tool::Apache => {
                find("apache2")?.is_some()
                    || find("httpd")?.is_some()
                    || Path::new("/usr/sbin/apache2").is_file()
            }
            Tool::CargoFuzz => version_is_here("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ_VERSION)?,
            Tool::CargoMutants => version_is_here("cargo-mutants", "cargo-mutants", CARGO_MUTANTS_VERSION)?,
        })
    }
}

/// Where a version of a tool is kept once installed; its programs are in `bin` below.
pub fn place(name: &str, version: &str) -> Result<PathBuf, String> {
    Ok(workspace::tools()?.join(format!("{name}-{version}")))
}

/// A command that finds the tools kept here before any other of the same name.
pub fn command(program: &str) -> Result<Command, String> {
    let mut command = Command::new(program);
    command.env("PATH", path()?).current_dir(workspace::root());
    Ok(command)
}

/// The program called `name`, where [`command`] would find it.
pub fn find(name: &str) -> Result<Option<PathBuf>, String> {
    let path = path()?;
    Ok(env::split_paths(&path).map(|directory| directory.join(name)).find(|program| program.is_file()))
}

fn path() -> Result<OsString, String> {
    let wasm_bindgen = workspace::locked_version("wasm-bindgen")?;
    let mut places = Vec::new();
    for (name, version) in [
        ("trunk", TRUNK_VERSION),
        ("wasm-bindgen-cli", &wasm_bindgen),
        ("cargo-deny", CARGO_DENY_VERSION),
        ("cargo-fuzz", CARGO_FUZZ_VERSION),
        ("cargo-mutants", CARGO_MUTANTS_VERSION),
    ] {
        places.push(place(name, version)?.join("bin"));
    }
    let others = env::var_os("PATH").unwrap_or_default();
    env::join_paths(places.into_iter().chain(env::split_paths(&others)))
        .map_err(|error| format!("The tools cannot be put on PATH: {error}"))
}

/// A tool kept here was moved into place whole; one found on PATH says which version it is.
fn version_is_here(name: &str, program: &str, version: &str) -> Result<bool, String> {
    if place(name, version)?.join("bin").join(program).is_file() {
        return Ok(true);
    }
    let answer = said(command(program)?.arg("--version"));
    Ok(answer.is_some_and(|answer| says_version(&answer, version)))
}

/// `trunk 0.21.14` or `wasm-bindgen 0.2.129 (abcdef)`: the version is the second word.
fn says_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(version)
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_a_tool_says_it_has() {
        assert!(says_version("trunk 0.21.14\n", "0.21.14"));
        assert!(says_version("wasm-bindgen 0.2.129 (abc)", "0.2.129"));
        assert!(!says_version("trunk 0.21.1", "0.21.14"));
        assert!(!says_version("", "0.21.14"));
    }
}
