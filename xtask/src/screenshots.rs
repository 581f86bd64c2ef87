//! `cargo xtask screenshots`: what every page looks like, for eyes rather than for asserts.

use std::{ffi::OsString, process::ExitCode};

use crate::{
    bundle::{self, App},
    setup,
    step::Steps,
    tier::with_the_driver,
    tool::{self, Tool},
};

/// What building the app and looking at it takes.
const NEEDS: [Tool; 6] =
    [Tool::WasmTarget, Tool::Trunk, Tool::WasmBindgen, Tool::WasmOpt, Tool::Chromium, Tool::Chromedriver];

/// Builds the app and takes the pictures whose names have all these words.
///
/// # Errors
///
/// When it cannot be built or looked at.
pub fn run(words: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    setup::bring(&NEEDS)?;
    let mut steps = Steps::new(2);
    steps.next("Building the app");
    bundle::build(&App::whole())?;
    steps.next("Taking pictures into screenshots/");
    let mut command = tool::command("cargo")?;
    command.args(["run", "--quiet", "--package", "e2e", "--bin", "screenshots", "--"]).args(words);
    let taken = with_the_driver(&mut command)?.status();
    let taken = taken.map_err(|error| format!("The pictures cannot be taken: {error}"))?;
    Ok(if taken.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
