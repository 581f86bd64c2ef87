//! `cargo xtask mutants`: breaks the code in one place at a time, and tells where no test notices.

use std::{ffi::OsString, process::ExitCode};

use crate::{
    setup,
    tool::{self, Tool},
    workspace,
};

/// Runs cargo-mutants with what `.cargo/mutants.toml` says and these options of its own.
///
/// Its output is shown as it comes, since a whole run takes hours; what it found is kept in `target/xtask/mutants.out`.
///
/// # Errors
///
/// When it cannot be installed or started.
pub fn run(options: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    setup::bring(&[Tool::CargoMutants])?;
    let mut command = tool::command("cargo")?;
    command.arg("mutants").arg("--output").arg(workspace::state()?).args(options);
    let status = command.status().map_err(|error| format!("cargo mutants cannot be started: {error}"))?;
    // It says with its code what happened: 2 for a mutant that was missed, 3 for one that never came to an end.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
