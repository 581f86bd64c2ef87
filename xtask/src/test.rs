//! `cargo xtask test`: the tiers, their counts, and the sum.

use std::{process::ExitCode, time::Instant};

use lexopt::prelude::*;

use crate::{
    count::Count,
    setup,
    step::{self, Steps},
    tier::Tier,
    tool::Tool,
};

/// The tiers that the rest of the command line names, in their own order; nothing if help was asked for.
pub fn tiers(arguments: &mut lexopt::Parser) -> Result<Option<Vec<Tier>>, lexopt::Error> {
    let mut named = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(name) => {
                let name = name.string()?;
                named.push(Tier::named(&name).ok_or_else(|| format!("there is no tier called \"{name}\""))?);
            }
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    if named.is_empty() {
        named.extend(Tier::ALL);
    }
    Ok(Some(Tier::ALL.into_iter().filter(|tier| named.contains(tier)).collect()))
}

/// Runs `tiers`, whatever becomes of those before, and ends with a line that a machine can read.
pub fn run(tiers: &[Tier]) -> ExitCode {
    let mut total = Count::default();
    match results(tiers) {
        Ok(results) => {
            println!();
            for (tier, count, time) in &results {
                println!("{:10}{:>6} passed{:>6} failed   {time}", tier.name(), count.passed, count.failed);
                total += *count;
            }
        }
        Err(sentence) => {
            println!("{sentence}");
            total += Count::FAILED;
        }
    }
    println!("{total}");
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn results(tiers: &[Tier]) -> Result<Vec<(Tier, Count, String)>, String> {
    let mut needed = tiers.iter().flat_map(|tier| tier.needs()).copied().collect::<Vec<_>>();
    needed.dedup();
    let installs =
        setup::missing(&Tool::ALL.into_iter().filter(|tool| needed.contains(tool)).collect::<Vec<_>>())?;
    let mut steps = Steps::new(installs.len() + tiers.len());
    let mut missing = Vec::new();
    for install in &installs {
        if let Err(sentence) = install.carry_out(&mut steps) {
            println!("{sentence}");
            missing.extend(install.tools());
        }
    }
    setup::tidy_up();

    let mut results = Vec::new();
    for &tier in tiers {
        let started = Instant::now();
        steps.next(format_args!("{}: {}", tier.name(), tier.what()));
        let ran = match tier.needs().iter().find(|tool| missing.contains(tool)) {
            Some(tool) => Err(format!("It needs {}, which could not be installed.", tool.name())),
            None => tier.run(),
        };
        let count = ran.unwrap_or_else(|sentence| {
            println!("{sentence}");
            Count::FAILED
        });
        let time = step::since(started);
        step::detail(format_args!("{}: {count} in {time}", tier.name()));
        results.push((tier, count, time));
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Option<Vec<Tier>>, lexopt::Error> {
        tiers(&mut lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn runs_every_tier_when_none_is_named() {
        assert_eq!(parsed(&[]).unwrap(), Some(Tier::ALL.to_vec()));
    }

    #[test]
    fn runs_the_named_tiers_once_and_in_their_order() {
        assert_eq!(parsed(&["e2e", "native", "e2e"]).unwrap(), Some(vec![Tier::Native, Tier::E2e]));
    }

    #[test]
    fn refuses_a_tier_that_is_not_there() {
        assert!(parsed(&["all"]).is_err_and(|error| error.to_string().contains("\"all\"")));
    }
}
