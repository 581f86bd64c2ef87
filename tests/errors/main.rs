#![cfg(not(target_arch = "wasm32"))]
//! What is said of each failure: every code has a text of its own, in both languages, and the documentation has them all.

mod documentation;
mod specimens;

use std::collections::{BTreeMap, BTreeSet};

use lifen_connect::session::Error;
use lifen_connect::ui::messages::{Language, Tone, Words};
use specimens::every_error;

const LANGUAGES: [Language; 2] = [Language::French, Language::English];

/// What nobody has to know at six in the morning.
const JARGON: [&str; 41] = [
    "state",
    "nonce",
    "token",
    "jeton",
    "endpoint",
    "issuer",
    "émetteur",
    "claim",
    "scope",
    "redirect",
    "redirection",
    "uri",
    "url",
    "json",
    "jwt",
    "jws",
    "jwk",
    "http",
    "cors",
    "oauth",
    "openid",
    "oidc",
    "pkce",
    "dpop",
    "api",
    "sub",
    "aud",
    "payload",
    "header",
    "metadata",
    "métadonnées",
    "client",
    "callback",
    "hash",
    "code",
    "audience",
    "csrf",
    "null",
    "undefined",
    "exception",
    "localstorage",
];

fn said(error: &Error, language: Language) -> String {
    let words = Words::about(error);
    [words.title.within(language), "\n", &words.body(language)].concat()
}

/// The list of codes is made by the compiler, out of the errors themselves; this one is written by hand.
#[test]
fn has_met_a_failure_of_each_code() {
    let met: BTreeSet<_> = every_error().iter().map(Error::code).collect();
    let codes: BTreeSet<_> = Error::codes().collect();

    assert_eq!(met, codes);
    assert_eq!(codes.len(), Error::codes().count(), "no two failures share a code");
}

#[test]
fn writes_codes_in_one_way() {
    for code in Error::codes() {
        assert!(code.split('-').count() > 1, "{code}");
        assert!(code.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'-'), "{code}");
    }
}

#[test]
fn says_of_each_code_what_it_says_of_no_other() {
    for language in LANGUAGES {
        let mut codes_of_texts = BTreeMap::<_, BTreeSet<_>>::new();
        for error in every_error() {
            codes_of_texts.entry(said(&error, language)).or_default().insert(error.code());
        }

        let shared: Vec<_> = codes_of_texts.into_iter().filter(|(_, codes)| codes.len() > 1).collect();
        assert!(shared.is_empty(), "{shared:?}");
    }
}

/// The title is what several have in common; the sentence below is the code's own.
#[test]
fn says_below_a_title_that_codes_share_what_is_particular_to_each() {
    for language in LANGUAGES {
        let mut causes = BTreeMap::<_, BTreeSet<_>>::new();
        for error in every_error() {
            let words = Words::about(&error);
            let cause = (words.title.within(language), words.cause.within(language));
            causes.entry(cause).or_default().insert(error.code());
        }

        let shared: Vec<_> = causes.into_iter().filter(|(_, codes)| codes.len() > 1).collect();
        assert!(shared.is_empty(), "{shared:?}");
    }
}

#[test]
fn says_something_short_in_both_languages() {
    for error in every_error() {
        let words = Words::about(&error);
        for (sentence, lengths) in [(words.title, 10..=60), (words.cause, 20..=110), (words.step, 15..=140)] {
            for language in LANGUAGES {
                let text = sentence.within(language);
                assert!(lengths.contains(&text.chars().count()), "{}: {text}", error.code());
            }
            assert_ne!(sentence.fr, sentence.en);
        }
    }
}

#[test]
fn ends_each_sentence_and_no_title_with_a_full_stop() {
    for error in every_error() {
        let words = Words::about(&error);
        for language in LANGUAGES {
            assert!(!words.title.within(language).ends_with('.'), "{}", error.code());
            assert!(words.cause.within(language).ends_with('.'), "{}", error.code());
            assert!(words.step.within(language).ends_with('.'), "{}", error.code());
        }
    }
}

#[test]
fn sets_french_punctuation_apart_with_a_space_that_does_not_break() {
    for error in every_error() {
        let french = said(&error, Language::French);
        for mark in [" :", " ;", " ?", " !", "'", "..."] {
            assert!(!french.contains(mark), "{french}");
        }
        for (before, mark) in french.chars().zip(french.chars().skip(1)) {
            let is_apart = before == '\u{a0}' || french.contains("https:") && mark == ':';
            assert!(!":;?!".contains(mark) || is_apart, "{french}");
        }
        for mark in ["'", "\u{a0}"] {
            assert!(!said(&error, Language::English).contains(mark), "{}", error.code());
        }
    }
}

#[test]
fn says_nothing_that_only_a_developer_understands() {
    for error in every_error() {
        for language in LANGUAGES {
            let text = said(&error, language).to_lowercase();
            let words: BTreeSet<_> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
            let jargon: Vec<_> = JARGON.into_iter().filter(|word| words.contains(word)).collect();
            assert!(jargon.is_empty(), "{}: {jargon:?} in {text}", error.code());
        }
    }
}

/// Red is for what is lost or unsafe: somebody else, or an answer that nothing proves.
#[test]
fn is_red_where_something_is_unsafe() {
    let red: BTreeSet<_> =
        every_error().iter().filter(|error| Words::about(error).tone == Tone::Red).map(Error::code).collect();

    let expected = [
        "account-of-another",
        "authorization-issuer-mismatch",
        "authorization-issuer-missing",
        "environment-insecure-context",
        "id-token-access-token-mismatch",
        "id-token-algorithm-refused",
        "id-token-audience-mismatch",
        "id-token-authorized-party-mismatch",
        "id-token-critical-header",
        "id-token-issuer-mismatch",
        "id-token-nonce-mismatch",
        "id-token-renewal-mismatch",
        "id-token-signature-invalid",
        "metadata-issuer-mismatch",
        "session-person-changed",
        "session-person-elsewhere",
        "userinfo-audience-mismatch",
        "userinfo-issuer-mismatch",
        "userinfo-signature-refused",
        "userinfo-subject-mismatch",
    ];
    assert_eq!(red, BTreeSet::from(expected));
}
