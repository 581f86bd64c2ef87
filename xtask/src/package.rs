//! `cargo xtask package`: a directory that is ready to be uploaded, from the build there is.

use std::{path::PathBuf, process::ExitCode};

use lexopt::prelude::*;

use crate::{
    bundle::{self, App},
    process, setup,
    step::Steps,
    tool::{self, Tool},
    workspace,
};

/// What a person can choose.
pub struct Options {
    config: PathBuf,
    out: PathBuf,
}

impl Options {
    /// Reads the rest of the command line; nothing if help was asked for.
    pub fn parse(arguments: &mut lexopt::Parser) -> Result<Option<Options>, lexopt::Error> {
        let mut config = None;
        let mut out = PathBuf::from("package");
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("config") => config = Some(arguments.value()?.into()),
                Long("out") => out = arguments.value()?.into(),
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        let config = config.ok_or("--config <file> is missing: docs/hosting.md shows what goes into it")?;
        Ok(Some(Options { config, out }))
    }
}

/// Builds what has changed, if anything has, and makes it ready for the deployment.
///
/// # Errors
///
/// What is wrong with the deployment, before anything is built; what cannot be built or written.
pub fn run(options: &Options) -> Result<ExitCode, String> {
    let absolute = |path: &PathBuf| std::path::absolute(path).map_err(|error| error.to_string());
    let (config, out) = (absolute(&options.config)?, absolute(&options.out)?);
    process::succeed(tool::command("cargo")?.args(["build", "--package", "hosting"]))?;
    let hosting = || -> Result<std::process::Command, String> {
        let mut command = tool::command(&workspace::program("hosting")?.display().to_string())?;
        command.arg("--config").arg(&config);
        Ok(command)
    };
    if let Some(refusal) = refusal(hosting()?.arg("--check"))? {
        return Err(refusal);
    }

    let installs = setup::missing(&Tool::TO_BUILD)?;
    let mut steps = Steps::new(installs.len() + 2);
    for install in &installs {
        install.carry_out(&mut steps)?;
    }
    setup::tidy_up();
    let app = App::whole();
    steps.next("Building the app (some minutes the first time)");
    bundle::build(&app)?;
    steps.next("Packaging");
    let mut package = hosting()?;
    package.arg("--dist").arg(app.dist()).arg("--sources").arg(workspace::root()).arg("--out").arg(out);
    let outcome = process::run(&mut package)?;
    if !outcome.success {
        return Err(outcome.complaint());
    }
    println!("{}", outcome.output.trim_end());
    Ok(ExitCode::SUCCESS)
}

/// What the program says against it, in its own words.
fn refusal(command: &mut std::process::Command) -> Result<Option<String>, String> {
    let outcome = process::run(command)?;
    Ok((!outcome.success).then(|| outcome.complaint()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Option<Options>, lexopt::Error> {
        Options::parse(&mut lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn reads_where_the_deployment_is_described_and_where_the_package_goes() {
        let options = parsed(&["--config", "deploy.toml"]).unwrap().unwrap();

        assert_eq!((options.config, options.out), ("deploy.toml".into(), "package".into()));
        let options = parsed(&["--out", "staging", "--config", "staging.json"]).unwrap().unwrap();
        assert_eq!((options.config, options.out), ("staging.json".into(), "staging".into()));
    }

    #[test]
    fn asks_for_the_deployment() {
        assert!(parsed(&[]).is_err_and(|error| error.to_string().contains("--config")));
        assert!(parsed(&["--help"]).unwrap().is_none());
    }
}
