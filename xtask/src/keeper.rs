//! Programs that end when xtask does, however it ends.
//!
//! A keeper is xtask again, started to run one program and to watch its own standard input, a pipe that nobody ever
//! writes to. The pipe closes when the xtask that holds its other end is gone, by ctrl-c, by `kill -9` or by a panic,
//! and the keeper then kills its program. Nothing has to be cleaned up, so nothing can be forgotten.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, Read},
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use lexopt::ValueExt;

/// The command that makes xtask a keeper; not for people.
pub const COMMAND: &str = "keep";

/// How long a program that has ended may go unnoticed.
const GLANCE: Duration = Duration::from_millis(100);

/// A program that is kept running, and killed when this is dropped.
pub struct Kept {
    keeper: Child,
}

impl Kept {
    /// Starts `program`; its output goes to `log`.
    ///
    /// # Errors
    ///
    /// When the log cannot be written or the keeper cannot be started.
    pub fn start(program: &Path, arguments: &[String], log: &Path) -> Result<Kept, String> {
        let opened = File::create(log).and_then(|file| Ok((file.try_clone()?, file)));
        let (output, errors) =
            opened.map_err(|error| format!("{} cannot be written: {error}", log.display()))?;
        let this = std::env::current_exe()
            .map_err(|error| format!("Where xtask itself lies is unknown: {error}"))?;
        let mut command = Command::new(this);
        command.arg(COMMAND).arg("--").arg(program).args(arguments);
        command.stdin(Stdio::piped()).stdout(output).stderr(errors);
        // Ctrl-c at a terminal reaches a whole group: this one ends by its pipe, in order, and not by the signal.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let keeper =
            command.spawn().map_err(|error| format!("{} cannot be kept: {error}", program.display()))?;
        Ok(Kept { keeper })
    }

    /// Whether the program has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.keeper.try_wait(), Ok(None))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The keeper ends once its program has.
        let _ = self.keeper.wait();
    }
}

/// Runs the program that the arguments name until it ends or our input does.
///
/// # Errors
///
/// When the program cannot be started or waited for.
pub fn run(arguments: &mut lexopt::Parser) -> Result<ExitCode, String> {
    let mut words = arguments.raw_args().map_err(|error| error.to_string())?.skip_while(|word| word == "--");
    let program = words.next().ok_or("There is no program to keep.")?;
    let mut child =
        Command::new(&program).args(words.collect::<Vec<OsString>>()).stdin(Stdio::null()).spawn().map_err(
            |error| format!("{} cannot be started: {error}", program.string().unwrap_or_default()),
        )?;

    let (open, closed) = channel::<()>();
    thread::spawn(move || {
        // Whatever ends the reading, nobody holds the other end any more.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        drop(open);
    });
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        if closed.recv_timeout(GLANCE) == Err(RecvTimeoutError::Disconnected) {
            child.kill().map_err(|error| error.to_string())?;
            child.wait().map_err(|error| error.to_string())?;
            return Ok(ExitCode::SUCCESS);
        }
    }
}
