//! What a first load weighs: the page and what it names, compressed as a host sends it.

use std::{fmt, fs, io::Write};

use crate::{
    budget,
    bundle::{App, files_below},
    shorten::REST,
};

/// The first load of an app, file by file, and what it may fetch later.
pub struct Weight {
    app: &'static str,
    first: Load,
    later: Option<Load>,
}

struct Load {
    budget: usize,
    parts: Vec<Part>,
}

struct Part {
    name: String,
    raw: usize,
    brotli: usize,
}

/// Weighs what was built of `app`.
///
/// # Errors
///
/// When it cannot be read, or has no budget.
pub fn weigh(app: &App) -> Result<Weight, String> {
    let dist = app.dist();
    let page = crate::workspace::read(&dist.join("index.html"))?;
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for path in files_below(&dist, &[])? {
        let name = path.strip_prefix(&dist).unwrap_or(&path).display().to_string();
        let is_later = name.ends_with(REST);
        if is_later || is_of_the_first_load(&name, &page) {
            let content =
                fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            let part = Part { name, raw: content.len(), brotli: compressed(&content) };
            if is_later { &mut later } else { &mut first }.push(part);
        }
    }
    first.sort_by_key(|part| std::cmp::Reverse(part.brotli));
    let first = Load { budget: budget::of(app.name)?, parts: first };
    let budget = || budget::of(&format!("{}-later", app.name));
    let later = if later.is_empty() { None } else { Some(Load { budget: budget()?, parts: later }) };
    Ok(Weight { app: app.name, first, later })
}

impl Weight {
    /// Whether the compressed bytes keep to the budgets.
    pub fn fits(&self) -> bool {
        self.first.fits() && self.later.iter().all(Load::fits)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:44}{:>10}{:>10}", format!("{}, bytes", self.app), "raw", "brotli")?;
        self.first.fmt(f)?;
        if let Some(later) = &self.later {
            writeln!(f, "  and when it is needed")?;
            later.fmt(f)?;
        }
        Ok(())
    }
}

impl Load {
    fn fits(&self) -> bool {
        self.brotli() <= self.budget
    }

    fn raw(&self) -> usize {
        self.parts.iter().map(|part| part.raw).sum()
    }

    fn brotli(&self) -> usize {
        self.parts.iter().map(|part| part.brotli).sum()
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Part { name, raw, brotli } in &self.parts {
            writeln!(f, "  {name:42}{:>10}{:>10}", grouped(*raw), grouped(*brotli))?;
        }
        if self.parts.len() > 1 {
            writeln!(f, "  {:42}{:>10}{:>10}", "together", grouped(self.raw()), grouped(self.brotli()))?;
        }
        let verdict = if self.fits() { "" } else { ": outgrown" };
        writeln!(f, "  {:52}{:>10}{verdict}", "budget", grouped(self.budget))
    }
}

/// The page itself, what it names, and the JavaScript that the script imports; pictures come later.
fn is_of_the_first_load(name: &str, page: &str) -> bool {
    let kind = [".html", ".js", ".wasm", ".css"].iter().any(|extension| name.ends_with(extension));
    kind && (name == "index.html" || name.starts_with("snippets/") || page.contains(name))
}

fn compressed(content: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22);
    writer.write_all(content).expect("writing to memory succeeds");
    drop(writer);
    compressed.len()
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(budget: usize, parts: &[(&str, usize, usize)]) -> Load {
        let part = |(name, raw, brotli): &(&str, usize, usize)| Part {
            name: (*name).to_owned(),
            raw: *raw,
            brotli: *brotli,
        };
        Load { budget, parts: parts.iter().map(part).collect() }
    }

    fn weight(budget: usize, later: Option<usize>) -> Weight {
        let first = load(budget, &[("a.wasm", 100, 60), ("index.html", 20, 10)]);
        Weight { app: "app", first, later: later.map(|budget| load(budget, &[("a_rest.wasm", 50, 30)])) }
    }

    #[test]
    fn fits_a_budget_to_the_byte() {
        assert!(weight(70, None).fits());
        assert!(!weight(69, None).fits());
    }

    #[test]
    fn holds_what_comes_later_against_a_budget_of_its_own() {
        assert!(weight(70, Some(30)).fits());
        assert!(!weight(70, Some(29)).fits());
        assert!(!weight(69, Some(30)).fits());
    }

    #[test]
    fn says_that_a_budget_is_outgrown() {
        assert!(weight(69, None).to_string().contains("outgrown"));
        assert!(weight(70, Some(29)).to_string().contains("outgrown"));
        assert!(!weight(70, Some(30)).to_string().contains("outgrown"));
    }

    #[test]
    fn counts_what_the_page_names_and_what_its_script_imports() {
        let page = "<script>import init from './app-1.js'; init('app-1_bg.wasm')</script>";

        for name in ["index.html", "app-1.js", "app-1_bg.wasm", "snippets/leptos-1/inline0.js"] {
            assert!(is_of_the_first_load(name, page), "{name}");
        }
        for name in ["later-1.js", "app-1_rest.wasm", "picture.svg", "404.html"] {
            assert!(!is_of_the_first_load(name, page), "{name}");
        }
    }

    #[test]
    fn groups_digits_by_thousands() {
        assert_eq!([grouped(7), grouped(70_000), grouped(1_110_000)], ["7", "70 000", "1 110 000"]);
    }
}
