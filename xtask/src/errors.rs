//! Writes the documentation's table of error codes from the source.

use std::process::ExitCode;

use crate::{process, tool};

pub fn run() -> Result<ExitCode, String> {
    let mut cargo = tool::command("cargo")?;
    cargo.args(["test", "--quiet", "--test", "errors", "documentation::is_written_anew", "--", "--ignored"]);
    process::succeed(&mut cargo)?;
    println!("docs/errors.md is what the source says.");
    Ok(ExitCode::SUCCESS)
}
