//! `cargo xtask doctor`: checks a deployment, with a program that is built the first time it is asked for.

use std::{
    ffi::OsString,
    process::{Command, ExitCode},
};

use crate::{process, tool, workspace};

/// Builds it, if need be, and gives it the rest of the command line.
///
/// # Errors
///
/// When it cannot be built, or not be started.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    process::succeed(tool::command("cargo")?.args(["build", "--package", "doctor"]))?;
    let status = Command::new(workspace::program("doctor")?)
        .args(arguments)
        .status()
        .map_err(|error| format!("The doctor cannot be started: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
