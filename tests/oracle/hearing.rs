//! Both judges hear every token, and what they say is put side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::thread;

use crate::difference::Difference;
use crate::draft::Draft;
use crate::mutation::{Fate, Mutation};
use crate::sample::Recipe;
use crate::verdict::{Verdict, said};
use crate::{ours, theirs};

/// One token and what was said of it.
pub struct Case<'a> {
    recipe: Recipe<'a>,
    pub ours: Verdict,
    pub theirs: Verdict,
}

impl Case<'_> {
    pub fn differs(&self) -> bool {
        self.ours.is_ok() != self.theirs.is_ok()
    }

    /// The first listed reason for the difference, among those that its mutations bring.
    pub fn reason(&self) -> Option<Difference> {
        let mut known = self.recipe.iter().flat_map(|mutation| mutation.differences());
        known.find(|difference| difference.explains(&self.ours, &self.theirs))
    }

    fn fate(&self) -> Option<Fate> {
        Some(match (self.differs(), self.ours.is_ok()) {
            (false, true) => Fate::Harmless,
            (false, false) => Fate::Fatal,
            (true, _) => Fate::Disputed(self.reason()?),
        })
    }

    /// Whether it went otherwise than the catalogue says of a mutation that is alone.
    pub fn surprises(&self) -> bool {
        match self.recipe[..] {
            [alone] => self.fate() != Some(alone.fate),
            _ => self.differs() && self.reason().is_none(),
        }
    }
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.recipe.iter().map(|mutation| mutation.name.as_str()).collect();
        writeln!(formatter, "[{}]", names.join(" + "))?;
        writeln!(formatter, "  we:   {}", said(&self.ours))?;
        write!(formatter, "  they: {}", said(&self.theirs))
    }
}

/// Hears them all, on as many threads as there are processors.
pub fn hear<'a>(recipes: &[Recipe<'a>], client_id: &str) -> Vec<Case<'a>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let parts: Vec<_> = recipes
            .chunks(recipes.len().div_ceil(threads))
            .map(|part| scope.spawn(|| part.iter().map(|recipe| case(recipe, client_id)).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

fn case<'a>(recipe: &Recipe<'a>, client_id: &str) -> Case<'a> {
    let mut draft = Draft::valid();
    recipe.iter().for_each(|mutation| mutation.apply(&mut draft));
    let evidence = draft.evidence();
    let (ours, theirs) = (ours::judge(&evidence, client_id), theirs::judge(&evidence));
    Case { recipe: recipe.clone(), ours, theirs }
}

/// What was promised and never seen: the reasons on the list, and those that a mutation brings.
pub fn unseen(cases: &[Case<'_>], catalogue: &[Mutation]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    for case in cases {
        let reason = case.differs().then(|| case.reason()).flatten();
        seen.extend(reason);
    }
    let listed = Difference::ALL.into_iter().filter(|difference| !seen.contains(difference));
    let mut unseen: Vec<_> = listed.map(|difference| format!("{difference:?} occurs nowhere")).collect();
    for mutation in catalogue {
        for difference in mutation.differences() {
            let shows = |case: &&Case<'_>| {
                case.recipe.iter().any(|other| std::ptr::eq(*other, mutation))
                    && case.differs()
                    && difference.explains(&case.ours, &case.theirs)
            };
            if cases.iter().find(shows).is_none() {
                unseen.push(format!("{}: {difference:?} does not show", mutation.name));
            }
        }
    }
    unseen
}

/// How many tokens, and how they fared.
pub fn census(cases: &[Case<'_>]) -> String {
    let count = |ours: bool, theirs: bool| {
        cases.iter().filter(|case| case.ours.is_ok() == ours && case.theirs.is_ok() == theirs).count()
    };
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.differs()) {
        let reason = case.reason().map_or("unexplained".to_owned(), |reason| format!("{reason:?}"));
        *reasons.entry(reason).or_default() += 1;
    }
    let mut lines = vec![
        format!("{} tokens judged", cases.len()),
        format!("{:6} accepted by both", count(true, true)),
        format!("{:6} refused by both", count(false, false)),
        format!("{:6} accepted by us alone", count(true, false)),
        format!("{:6} accepted by them alone", count(false, true)),
    ];
    lines.extend(reasons.into_iter().map(|(reason, count)| format!("{count:6}   {reason}")));
    lines.join("\n")
}
