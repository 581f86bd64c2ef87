#![cfg(not(target_arch = "wasm32"))]
//! The style sheet's promises: contrast in both themes, one dark theme however it comes about, nothing from elsewhere.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../style/app.css");

type Tokens = BTreeMap<&'static str, &'static str>;

/// The custom properties of the first rule that begins like this.
fn tokens(selector: &str) -> Tokens {
    let rule = STYLE.split_once(selector).unwrap_or_else(|| panic!("no rule for {selector}")).1;
    let body = rule.split_once('{').expect("a rule").1.split_once('}').expect("an end").0;
    body.split(';')
        .filter_map(|declaration| declaration.split_once("--")?.1.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect()
}

fn light() -> Tokens {
    tokens("\n:root {")
}

fn dark() -> Tokens {
    tokens(r#":root:not([data-theme="light"])"#)
}

/// WCAG 2.2: relative luminance.
fn luminance(colour: &str) -> f64 {
    let digits = colour.strip_prefix('#').unwrap_or_else(|| panic!("{colour} is no colour"));
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    let channel = |place: usize| {
        let value = u8::from_str_radix(&digits[place..place + 2], 16).expect("hexadecimal digits");
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn measures_contrast_as_the_guidelines_do() {
    assert_eq!(contrast("#000", "#fff"), 21.0);
    assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.01);
}

#[test]
fn every_text_is_legible_on_what_it_stands_on_in_both_themes() {
    let texts = [
        ("ink", ["paper", "card", "accent-soft", "amber-soft", "red-soft"].as_slice()),
        ("quiet", &["paper", "card"]),
        ("accent", &["paper", "card", "accent-soft"]),
        ("amber", &["paper", "card", "amber-soft"]),
        ("red", &["paper", "card", "red-soft"]),
        ("on-accent", &["accent", "accent-deep"]),
    ];
    for (theme, tokens) in [("light", light()), ("dark", dark())] {
        for (text, grounds) in texts {
            for ground in grounds {
                let found = contrast(tokens[text], tokens[ground]);
                assert!(found >= 4.5, "{theme}: {text} on {ground} has {found:.2}");
            }
        }
    }
}

#[test]
fn every_edge_that_means_something_is_seen_in_both_themes() {
    for (theme, tokens) in [("light", light()), ("dark", dark())] {
        for (edge, ground) in [("edge", "paper"), ("edge", "card"), ("accent", "paper"), ("accent", "card")] {
            let found = contrast(tokens[edge], tokens[ground]);
            assert!(found >= 3.0, "{theme}: {edge} on {ground} has {found:.2}");
        }
    }
}

#[test]
fn the_dark_theme_is_the_same_whether_the_computer_is_set_to_it_or_the_person_chose_it() {
    let chosen = tokens(r#":root[data-theme="dark"]"#);

    assert!(chosen.len() > 10, "{chosen:?}");
    assert_eq!(dark(), chosen);
}

#[test]
fn nothing_comes_from_elsewhere() {
    for word in ["@import", "@font-face", "url(", "//"] {
        assert!(!STYLE.contains(word), "{word}");
    }
}
