//! Holds what `Cargo.lock` has against `deny.toml`: licences, sources, bans, and known vulnerabilities.

use crate::{
    count::Count,
    process::{self, Outcome},
    step, tool,
};

/// What became of the known vulnerabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Advisories {
    Checked {
        passed: bool,
    },
    /// The database is somewhere else, and cannot be reached from here.
    Unknown,
}

/// Checks, and says of each what became of it. A machine without a network checks no advisories, and says so: whoever reads
/// the output knows what was not looked at.
///
/// # Errors
///
/// When `cargo deny` cannot be run.
pub fn check() -> Result<Count, String> {
    let deny = |arguments: &[&str]| {
        process::run(tool::command("cargo")?.args(["deny", "--color", "never"]).args(arguments))
    };
    let outcome = deny(&["--locked", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"])?;
    step::detail(format_args!("licences, bans, sources: {}", word(outcome.success)));
    if !outcome.success {
        println!("{}", outcome.complaint());
    }
    let mut count = Count::of_success(outcome.success);

    let mut outcome = deny(&["--locked", "check", "advisories"])?;
    if read(&outcome) == Advisories::Unknown {
        // What an earlier run fetched is better than nothing.
        outcome = deny(&["--locked", "--offline", "check", "advisories"])?;
    }
    match read(&outcome) {
        Advisories::Checked { passed } => {
            step::detail(format_args!("advisories: {}", word(passed)));
            if !passed {
                println!("{}", outcome.complaint());
            }
            count += Count::of_success(passed);
        }
        Advisories::Unknown => {
            step::detail("advisories: NOT CHECKED, since the advisory database cannot be reached from here");
        }
    }
    Ok(count)
}

fn word(success: bool) -> &'static str {
    if success { "passed" } else { "failed" }
}

/// `cargo deny` ends with a line that says what became of each check, unless it could not begin.
fn read(outcome: &Outcome) -> Advisories {
    let began = outcome
        .output
        .lines()
        .any(|line| line.contains("advisories ok") || line.contains("advisories FAILED"));
    let unreachable = ["advisory database", "advisory-dbs"].iter().any(|word| outcome.output.contains(word));
    match outcome.success || began || !unreachable {
        true => Advisories::Checked { passed: outcome.success },
        false => Advisories::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(success: bool, output: &str) -> Advisories {
        read(&Outcome { success, output: output.to_owned() })
    }

    #[test]
    fn tells_a_vulnerability_from_a_database_that_is_out_of_reach() {
        let unreachable =
            "[ERROR] failed to fetch advisory database https://github.com/RustSec/advisory-db with cli";

        assert_eq!(of(true, "advisories ok"), Advisories::Checked { passed: true });
        assert_eq!(
            of(false, "error[vulnerability]: …\nadvisories FAILED"),
            Advisories::Checked { passed: false }
        );
        assert_eq!(of(false, unreachable), Advisories::Unknown);
    }

    /// A file it cannot read, say: then nothing is known to be well.
    #[test]
    fn takes_no_other_failure_for_a_missing_database() {
        assert_eq!(
            of(false, "[ERROR] failed to validate configuration file"),
            Advisories::Checked { passed: false }
        );
    }
}
