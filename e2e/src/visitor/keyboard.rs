use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use serde_json::Value;

use crate::{Visitor, runtime};

const TAB: char = '\u{E004}';
const SHIFT: char = '\u{E008}';
const ENTER: char = '\u{E007}';
const SPACE: char = ' ';
const DOWN: char = '\u{E015}';
const END: char = '\u{E010}';
const BACKSPACE: char = '\u{E003}';

/// More stops than any page has.
const MANY: usize = 60;

/// What somebody does who has no mouse, and what they see of it.
impl Visitor {
    /// Presses the tab key until it is on what says this, or is called so.
    pub fn tabs_to(&self, words: &str) {
        self.comes_to(words, || self.presses_key(TAB));
    }

    /// The same backwards.
    pub fn tabs_back_to(&self, words: &str) {
        let back = || {
            self.acts(&[
                KeyAction::Down { value: SHIFT },
                KeyAction::Down { value: TAB },
                KeyAction::Up { value: TAB },
                KeyAction::Up { value: SHIFT },
            ]);
        };
        self.comes_to(words, back);
    }

    fn comes_to(&self, words: &str, go_on: impl Fn()) {
        let mut passed = Vec::new();
        for _ in 0..MANY {
            go_on();
            let stop = self.is_on();
            // What else a control says, such as what somebody does, stands below its name.
            if stop["words"].as_str().and_then(|said| said.lines().next()) == Some(words) {
                return self.sees_where_they_are(&stop);
            }
            passed.push(stop["words"].clone());
        }
        panic!("no way to “{words}” past {passed:?}; {}", self.surroundings());
    }

    pub fn presses_enter(&self) {
        self.departs();
        self.presses_key(ENTER);
    }

    pub fn presses_space(&self) {
        self.departs();
        self.presses_key(SPACE);
    }

    pub fn presses_the_down_key(&self) {
        self.presses_key(DOWN);
    }

    /// Adds to what stands in the field that has the focus.
    pub fn types_at_the_end(&self, words: &str) {
        self.presses_key(END);
        words.chars().for_each(|character| self.presses_key(character));
    }

    /// Takes the last characters off again, as many as there are in the words.
    pub fn erases(&self, words: &str) {
        self.presses_key(END);
        words.chars().for_each(|_| self.presses_key(BACKSPACE));
    }

    /// The focus comes to the page's heading, for whoever is read to.
    pub fn is_brought_to_the_heading(&self) {
        self.is_brought_to("main h1");
    }

    /// The focus comes to what this selects.
    pub fn is_brought_to(&self, selector: &str) {
        let came = self.eventually(async || {
            let on = "return document.activeElement === document.querySelector(arguments[0])";
            self.client.execute(on, vec![selector.into()]).await.ok()?.as_bool()?.then_some(())
        });
        came.unwrap_or_else(|| panic!("the focus is on {}; {}", self.is_on(), self.surroundings()));
    }

    /// Presses the tab key until every control was passed, each of them in sight and marked.
    pub fn tabs_through_the_page(&self) {
        let all = self.asks_the_page(&format!("{CONTROLS} return controls().map(called)"));
        let all = all.as_array().expect("a list").clone();
        let mut missing: Vec<usize> = (0..all.len()).collect();
        for _ in 0..2 * all.len() + 4 {
            if missing.is_empty() {
                return;
            }
            self.presses_key(TAB);
            let stop = self.is_on();
            if let Some(place) = stop["place"].as_u64() {
                self.sees_where_they_are(&stop);
                missing.retain(|known| *known as u64 != place);
            }
        }
        let missing: Vec<_> = missing.into_iter().map(|place| &all[place]).collect();
        panic!("the tab key never comes to {missing:?}; {}", self.surroundings());
    }

    fn presses_key(&self, key: char) {
        self.acts(&[KeyAction::Down { value: key }, KeyAction::Up { value: key }]);
    }

    fn acts(&self, actions: &[KeyAction]) {
        let start = KeyActions::new("keyboard".into());
        let keys = actions.iter().fold(start, |keys, action| keys.then(action.clone()));
        runtime().block_on(self.client.perform_actions(keys)).expect("keys");
    }

    fn is_on(&self) -> Value {
        self.asks_the_page(&format!("{CONTROLS} return stop(document.activeElement)"))
    }

    /// WCAG 2.2: 2.4.7, focus visible, and 2.4.11, focus not obscured.
    fn sees_where_they_are(&self, stop: &Value) {
        assert!(stop["marked"] == true, "nothing marks {stop}; {}", self.surroundings());
        assert!(stop["seen"] == true, "{stop} has the focus out of sight; {}", self.surroundings());
    }
}

/// What a page offers to the tab key: of a group of radio buttons, the one that is chosen.
const CONTROLS: &str = "
    const called = element => (element.ariaLabel || element.innerText || element.labels?.[0]?.innerText || '').trim();
    const controls = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
        element => !element.disabled && element.checkVisibility() && !(element.type === 'radio' && !element.checked));
    const stop = element => {
        const shown = element.closest('label') ?? element;
        const style = [element, shown].map(element => getComputedStyle(element));
        const { x, y, width, height } = shown.getBoundingClientRect();
        const there = document.elementFromPoint(x + width / 2, y + height / 2);
        return {
            place: controls().indexOf(element),
            words: called(element),
            marked: style.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
            seen: !!there && (shown.contains(there) || there.contains(shown)),
        };
    };";
