//! Runs a command quietly: a sign of life while it lasts, its output only when it fails.

use std::{
    io::{BufRead, BufReader, IsTerminal, Read, Write, stdout},
    process::{Command, Stdio},
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use crate::step;

/// What a command said, and whether it succeeded.
pub struct Outcome {
    pub success: bool,
    /// Both of its streams, line by line as they came.
    pub output: String,
}

impl Outcome {
    /// The output without the lines that only say that all is well.
    pub fn complaint(&self) -> String {
        let mut kept: Vec<&str> = self.output.lines().filter(|line| !is_noise(line)).collect();
        kept.dedup_by(|line, before| line.is_empty() && before.is_empty());
        kept.join("\n").trim_matches('\n').to_owned()
    }
}

fn is_noise(line: &str) -> bool {
    const BEGINNINGS: [&str; 9] = [
        "Blocking ",
        "Checking ",
        "Compiling ",
        "Doc-tests ",
        "Documenting ",
        "Downloaded ",
        "Downloading ",
        "running ",
        "test result: ok.",
    ];
    // A line of Cargo's is indented; `Running` stays, because it says whose failure follows.
    line.ends_with(" ... ok") || BEGINNINGS.iter().any(|noise| line.trim_start().starts_with(noise))
}

/// How often a long command gives a sign of life where no terminal shows its progress.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// Runs `command` to its end.
///
/// # Errors
///
/// When it cannot be started.
pub fn run(command: &mut Command) -> Result<Outcome, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{program} cannot be started: {error}"))?;
    let (sender, lines) = channel();
    forward(child.stdout.take(), sender.clone());
    forward(child.stderr.take(), sender);

    let mut output = String::new();
    let mut progress = Progress::new(started);
    loop {
        match lines.recv_timeout(SIGN_OF_LIFE) {
            Ok(line) => {
                progress.show(&line);
                output.push_str(&line);
                output.push('\n');
            }
            Err(RecvTimeoutError::Timeout) => progress.show(""),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    progress.clear();
    let status = child.wait().map_err(|error| format!("{program} cannot be waited for: {error}"))?;
    Ok(Outcome { success: status.success(), output })
}

/// Runs `command` to its end, and takes a failure of it for an error that shows its output.
///
/// # Errors
///
/// When it cannot be started, or fails.
pub fn succeed(command: &mut Command) -> Result<(), String> {
    let outcome = run(command)?;
    if outcome.success { Ok(()) } else { Err(outcome.complaint()) }
}

fn forward(stream: Option<impl Read + Send + 'static>, lines: Sender<String>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut line = Vec::new();
        while matches!(stream.read_until(b'\n', &mut line), Ok(length) if length > 0) {
            // Nobody listens any more: there is nothing left to do.
            if lines.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
}

/// The newest line of the output: on a terminal in place, elsewhere now and then.
struct Progress {
    started: Instant,
    shown: Instant,
    newest: String,
    terminal: bool,
}

impl Progress {
    fn new(started: Instant) -> Self {
        Progress { started, shown: started, newest: String::new(), terminal: stdout().is_terminal() }
    }

    fn show(&mut self, line: &str) {
        if !line.trim().is_empty() {
            self.newest = line.trim().chars().take(60).collect();
        }
        if self.terminal {
            print!("\r\x1b[K      {} · {}", step::since(self.started), self.newest);
            // A terminal that went away is noticed by whoever waits for the result.
            let _ = stdout().flush();
        } else if self.shown.elapsed() >= SIGN_OF_LIFE {
            self.shown = Instant::now();
            step::detail(format_args!("{} · {}", step::since(self.started), self.newest));
        }
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[K");
            let _ = stdout().flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complains_without_what_went_well() {
        let output =
            "   Compiling a v1\ntest good ... ok\ntest bad ... FAILED\nerror: test failed\n".to_owned();

        let complaint = Outcome { success: false, output }.complaint();

        assert_eq!(complaint, "test bad ... FAILED\nerror: test failed");
    }

    #[test]
    fn collects_both_streams() {
        let outcome = run(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();

        assert!(!outcome.success);
        assert!(outcome.output.contains("out\n") && outcome.output.contains("err\n"));
    }

    #[test]
    fn names_a_program_that_is_not_there() {
        assert!(
            run(&mut Command::new("no-such-program")).is_err_and(|error| error.contains("no-such-program"))
        );
    }
}
