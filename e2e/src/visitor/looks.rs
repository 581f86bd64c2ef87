use std::{fs, sync::OnceLock};

use serde_json::{Value, json};

use crate::{Visitor, checkout, runtime};

/// What axe-core holds a page to: WCAG 2.2 AA, and what its authors hold to be good besides.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// How the page is shown, and what is to be found wrong with that.
impl Visitor {
    /// The page is shown on something of this size; below 500 it is a phone's.
    pub fn has_a_screen_of(&self, (width, height): (u32, u32)) {
        let phone = width < 500;
        let scale = if phone { 2 } else { 1 };
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone });
        self.devtools("Emulation.setDeviceMetricsOverride", screen);
    }

    /// The computer is set to this: `prefers-color-scheme`, `forced-colors`, `prefers-reduced-motion`.
    pub fn prefers(&self, features: &[(&str, &str)]) {
        self.is_shown("", features);
    }

    /// The page is shown on paper, by a browser that likes it dark on screens.
    pub fn previews_the_print(&self) {
        self.is_shown("print", &[("prefers-color-scheme", "dark")]);
    }

    fn is_shown(&self, medium: &str, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    /// Chooses the language above the page, `FR` or `EN`.
    pub fn switches_to(&self, language: &str) {
        self.clicks(language);
        self.sees(&format!("html[lang='{}'] .switch [aria-pressed='true']", language.to_lowercase()));
    }

    /// Until what is shown only if it lasts is shown.
    pub fn lets_everything_appear(&self) {
        let gone = "return !document.getAnimations().some(animation => animation.animationName === 'appear')";
        let all =
            self.eventually(async || self.client.execute(gone, vec![]).await.ok()?.as_bool()?.then_some(()));
        all.unwrap_or_else(|| panic!("something is not there yet; {}", self.surroundings()));
    }

    /// What axe-core finds wrong with what is on show, one line each.
    pub fn is_told_by_axe(&self) -> Vec<String> {
        let script = "
            const [rules, done] = arguments;
            const line = (rule, node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`;
            axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }).then(
                found => done(found.violations.flatMap(rule => rule.nodes.map(node => line(rule, node)))),
                error => done([`axe itself: ${error}`]),
            )";
        if self.asks_the_page("return typeof axe") == "undefined" {
            self.asks_the_page(axe());
        }
        let found = runtime().block_on(self.client.execute_async(script, vec![json!(RULES)]));
        let found = found.unwrap_or_else(|error| panic!("axe does not run: {error}"));
        let lines = found.as_array().expect("a list").iter();
        lines.map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// How much wider than the screen the page is, in pixels.
    pub fn scrolls_sideways_by(&self) -> i64 {
        let beyond = self.asks_the_page(
            "const page = document.documentElement; return page.scrollWidth - page.clientWidth",
        );
        beyond.as_i64().expect("a number of pixels")
    }
}

/// axe-core as `cargo xtask test e2e` installs it.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let path = checkout().join("e2e/axe/node_modules/axe-core/axe.min.js");
        fs::read_to_string(path)
            .expect("axe-core is not installed: `cargo xtask test e2e` does it (npm ci in e2e/axe)")
    })
}
