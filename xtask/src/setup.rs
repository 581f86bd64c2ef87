//! Installs the tools that are missing.

use std::{fs, path::Path, process::ExitCode, time::Instant};

use crate::{
    process, step,
    step::Steps,
    tool::{
        self, CARGO_DENY_VERSION, CARGO_FUZZ_VERSION, CARGO_MUTANTS_VERSION, TRUNK_VERSION, Tool, WASM_TARGET,
    },
    workspace,
};

/// Installs everything that building and testing need.
pub fn run() -> Result<ExitCode, String> {
    if missing(&Tool::ALL)?.is_empty() {
        println!("Everything is here.");
    }
    bring(&Tool::ALL)?;
    Ok(ExitCode::SUCCESS)
}

/// Installs those of `needed` that are not here.
///
/// # Errors
///
/// What could not be installed, and what a person can do about it.
pub fn bring(needed: &[Tool]) -> Result<(), String> {
    let installs = missing(needed)?;
    let mut steps = Steps::new(installs.len());
    for install in &installs {
        install.carry_out(&mut steps)?;
    }
    tidy_up();
    Ok(())
}

/// One step of installing, and the tools it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Install {
    /// `rustup` brings these parts of the toolchain.
    Toolchain(Vec<Tool>),
    /// A program from crates.io, built once and kept for every checkout.
    Crate { tool: Tool, name: &'static str, version: String, minutes: u8 },
    /// The operating system's packages.
    Packages(Vec<Tool>),
}

/// The steps that bring those of `needed` that are not here.
pub fn missing(needed: &[Tool]) -> Result<Vec<Install>, String> {
    let mut missing = Vec::new();
    for tool in needed {
        if !tool.is_here()? {
            missing.push(*tool);
        }
    }
    Ok(plan(&missing, &workspace::locked_version("wasm-bindgen")?))
}

fn plan(missing: &[Tool], wasm_bindgen: &str) -> Vec<Install> {
    let (mut toolchain, mut crates, mut packages) = (Vec::new(), Vec::new(), Vec::new());
    for &tool in missing {
        match tool {
            Tool::WasmTarget | Tool::Rustfmt | Tool::Clippy => toolchain.push(tool),
            Tool::Trunk => crates.push(from_crates_io(tool, "trunk", TRUNK_VERSION, 4)),
            Tool::WasmBindgen => crates.push(from_crates_io(tool, "wasm-bindgen-cli", wasm_bindgen, 2)),
            Tool::CargoDeny => crates.push(from_crates_io(tool, "cargo-deny", CARGO_DENY_VERSION, 3)),
            Tool::CargoFuzz => crates.push(from_crates_io(tool, "cargo-fuzz", CARGO_FUZZ_VERSION, 1)),
            Tool::CargoMutants => {
                crates.push(from_crates_io(tool, "cargo-mutants", CARGO_MUTANTS_VERSION, 2));
            }
            Tool::WasmOpt
            | Tool::Chromium
            | Tool::Chromedriver
            | Tool::Node
            | Tool::Nginx
            | Tool::Caddy
            | Tool::Apache => packages.push(tool),
        }
    }
    let mut installs = Vec::new();
    if !toolchain.is_empty() {
        installs.push(Install::Toolchain(toolchain));
    }
    // What fails for want of rights is tried before what takes minutes.
    if !packages.is_empty() {
        installs.push(Install::Packages(packages));
    }
    installs.append(&mut crates);
    installs
}

fn from_crates_io(tool: Tool, name: &'static str, version: &str, minutes: u8) -> Install {
    Install::Crate { tool, name, version: version.to_owned(), minutes }
}

impl Install {
    /// The tools that it brings.
    pub fn tools(&self) -> Vec<Tool> {
        match self {
            Install::Toolchain(tools) | Install::Packages(tools) => tools.clone(),
            Install::Crate { tool, .. } => vec![*tool],
        }
    }

    /// Announces the step and takes it.
    ///
    /// # Errors
    ///
    /// What went wrong, and what a person can do about it.
    pub fn carry_out(&self, steps: &mut Steps) -> Result<(), String> {
        let started = Instant::now();
        match self {
            Install::Toolchain(tools) => {
                steps.next(format_args!("Adding {} to the Rust toolchain", names(tools)));
                tools.iter().try_for_each(|tool| add_to_toolchain(*tool))?;
            }
            Install::Crate { name, version, minutes, .. } => {
                let unit = if *minutes == 1 { "minute" } else { "minutes" };
                steps.next(format_args!("Installing {name} {version} (about {minutes} {unit}, once)"));
                install_crate(name, version)?;
            }
            Install::Packages(tools) => {
                steps.next(format_args!("Installing {} from the system's packages", names(tools)));
                install_packages(tools)?;
            }
        }
        for tool in self.tools() {
            if !tool.is_here()? {
                return Err(format!("{} was installed, but is not found on PATH.", tool.name()));
            }
        }
        step::detail(format_args!("done in {}", step::since(started)));
        Ok(())
    }
}

/// Removes what the installs of this run were built in; an interrupted install leaves it, to go on from there.
pub fn tidy_up() {
    if let Ok(build) = workspace::tools().map(|tools| tools.join("build"))
        && build.is_dir()
        && let Err(error) = fs::remove_dir_all(&build)
    {
        step::detail(format_args!("{} could not be removed: {error}", build.display()));
    }
}

fn names(tools: &[Tool]) -> String {
    tools.iter().map(|tool| tool.name()).collect::<Vec<_>>().join(", ")
}

fn add_to_toolchain(tool: Tool) -> Result<(), String> {
    let arguments = match tool {
        Tool::Rustfmt => ["component", "add", "rustfmt"],
        Tool::Clippy => ["component", "add", "clippy"],
        _ => ["target", "add", WASM_TARGET],
    };
    if tool::find("rustup")?.is_none() {
        return Err(format!("{} is missing, and so is rustup: add it to your Rust toolchain.", tool.name()));
    }
    process::succeed(tool::command("rustup")?.args(arguments))
}

/// Installs beside the place and moves there in one go: what is in the place is whole, whenever we are interrupted.
fn install_crate(name: &str, version: &str) -> Result<(), String> {
    let tools = workspace::tools()?;
    let beside = tools.join(format!("installing-{name}-{version}"));
    fs::create_dir_all(&beside).map_err(|error| format!("{} cannot be made: {error}", beside.display()))?;

    let prebuilt = tool::find("cargo-binstall")?.is_some() && install_prebuilt(name, version, &beside)?;
    if !prebuilt {
        process::succeed(
            tool::command("cargo")?
                // Unoptimised: a tool that runs for a second need not take ten minutes to build.
                .args(["install", name, "--version", version, "--locked", "--debug", "--no-default-features"])
                .arg("--root")
                .arg(&beside)
                .env("CARGO_TARGET_DIR", tools.join("build")),
        )?;
    }
    let place = tool::place(name, version)?;
    if place.is_dir() {
        // Something took the programs out of it.
        fs::remove_dir_all(&place)
            .map_err(|error| format!("{} cannot be replaced: {error}", place.display()))?;
    }
    fs::rename(&beside, &place).map_err(|error| format!("{} cannot be made: {error}", place.display()))
}

fn install_prebuilt(name: &str, version: &str, root: &Path) -> Result<bool, String> {
    let exactly = format!("{name}@{version}");
    let arguments = ["binstall", "--no-confirm", "--disable-strategies", "compile", &exactly, "--root"];
    Ok(process::run(tool::command("cargo")?.args(arguments).arg(root))?.success)
}

fn install_packages(tools: &[Tool]) -> Result<(), String> {
    let packages = debian_packages(tools);
    if !Path::new("/etc/debian_version").is_file() || tool::find("apt-get")?.is_none() {
        return Err(format!("Please install {}, so that they are on PATH, and try again.", names(tools)));
    }
    if !is_root()? {
        let packages = packages.join(" ");
        return Err(format!("Please run this and try again: sudo apt-get install -y {packages}"));
    }
    let apt = |arguments: &[&str]| {
        process::succeed(tool::command("apt-get")?.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    let _quiet = NoServices::begin()?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat())
}

/// While it lives, packages that are installed start no service: a web server is wanted as a program. Debian asks this file
/// before it starts one; where somebody keeps such a file already, it has the say.
struct NoServices(Option<&'static Path>);

impl NoServices {
    fn begin() -> Result<NoServices, String> {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        let path = Path::new("/usr/sbin/policy-rc.d");
        if path.exists() {
            return Ok(NoServices(None));
        }
        let unwritable = |error| format!("{} cannot be written: {error}", path.display());
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o755).open(path).map_err(unwritable)?;
        std::io::Write::write_all(&mut file, b"#!/bin/sh\nexit 101\n").map_err(unwritable)?;
        file.set_permissions(fs::Permissions::from_mode(0o755)).map_err(unwritable)?;
        Ok(NoServices(Some(path)))
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if let Some(path) = self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

fn debian_packages(tools: &[Tool]) -> Vec<&'static str> {
    let mut packages = Vec::new();
    for tool in tools {
        packages.extend_from_slice(match tool {
            Tool::WasmOpt => &["binaryen"][..],
            // Without a font, Chromium draws no text.
            Tool::Chromium => &["chromium", "fonts-dejavu-core"],
            Tool::Chromedriver => &["chromium-driver"],
            Tool::Node => &["nodejs", "npm"],
            Tool::Nginx => &["nginx"],
            Tool::Caddy => &["caddy"],
            // Without what makes a service of it.
            Tool::Apache => &["apache2-bin"],
            _ => &[],
        });
    }
    packages
}

fn is_root() -> Result<bool, String> {
    let outcome = process::run(tool::command("id")?.arg("-u"))?;
    Ok(outcome.output.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_nothing_when_everything_is_here() {
        assert_eq!(plan(&[], "0.2.129"), []);
    }

    #[test]
    fn groups_what_one_command_brings_and_tries_the_quick_ones_first() {
        let installs =
            plan(&[Tool::Trunk, Tool::WasmTarget, Tool::WasmOpt, Tool::Chromium, Tool::Clippy], "0.2.129");

        assert_eq!(installs[0], Install::Toolchain(vec![Tool::WasmTarget, Tool::Clippy]));
        assert_eq!(installs[1], Install::Packages(vec![Tool::WasmOpt, Tool::Chromium]));
        assert_eq!(installs[2].tools(), [Tool::Trunk]);
    }

    #[test]
    fn installs_the_wasm_bindgen_that_is_locked() {
        let installs = plan(&[Tool::WasmBindgen], "0.2.129");

        assert!(matches!(&installs[0], Install::Crate { version, .. } if version == "0.2.129"));
    }

    #[test]
    fn asks_debian_for_what_is_missing_only() {
        assert_eq!(debian_packages(&[Tool::WasmOpt]), ["binaryen"]);
        assert_eq!(
            debian_packages(&[Tool::Chromium, Tool::Chromedriver]),
            ["chromium", "fonts-dejavu-core", "chromium-driver"]
        );
    }
}
