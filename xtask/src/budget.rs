//! What a first load may weigh: `budgets.toml`, as much TOML as it needs.

use crate::workspace;

/// The bytes that the first load of `app` may weigh.
///
/// # Errors
///
/// When `budgets.toml` cannot be read, or has no number for `app`.
pub fn of(app: &str) -> Result<usize, String> {
    let text = workspace::read(&workspace::root().join("budgets.toml"))?;
    parse(&text, app).ok_or_else(|| format!("budgets.toml has no number of bytes for \"{app}\"."))
}

fn parse(toml: &str, app: &str) -> Option<usize> {
    let value = toml.lines().find_map(|line| {
        let (key, value) = line.split('#').next()?.split_once('=')?;
        (key.trim() == app).then(|| value.trim().replace('_', ""))
    })?;
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGETS: &str = "# app = 1\nminimal = 70_000 # bytes\napp = 110_000\nbroken = lots\n";

    #[test]
    fn reads_a_number_of_bytes() {
        assert_eq!(parse(BUDGETS, "minimal"), Some(70_000));
        assert_eq!(parse(BUDGETS, "app"), Some(110_000));
    }

    #[test]
    fn refuses_what_is_missing_or_no_number() {
        assert_eq!(parse(BUDGETS, "other"), None);
        assert_eq!(parse(BUDGETS, "broken"), None);
    }
}
