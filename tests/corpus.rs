#![cfg(not(target_arch = "wasm32"))]
//! What holds of everything a stranger can write holds of every input that fuzzing kept, on stable too.

use std::{collections::BTreeSet, fs, path::Path};

#[path = "../fuzz/src/lib.rs"]
mod properties;

use properties::{TARGETS, secrecy};

#[test]
fn every_kept_input_is_read_as_promised() {
    for (target, holds) in TARGETS {
        let inputs = files(&format!("corpus/{target}"));
        assert!(!inputs.is_empty(), "{target} has a corpus");
        for input in inputs {
            // Shown when the next line panics.
            println!("fuzz/corpus/{target}/{input}");
            let octets = fs::read(fuzz().join("corpus").join(target).join(&input)).unwrap();
            holds(&String::from_utf8_lossy(&octets));
        }
    }
}

#[test]
fn every_target_is_fuzzed_and_every_corpus_has_its_target() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(target, _)| (*target).to_owned()).collect();
    let programs = files("fuzz_targets").into_iter().map(|file| file.trim_end_matches(".rs").to_owned());

    assert_eq!(programs.collect::<BTreeSet<_>>(), targets);
    assert_eq!(files("corpus").into_iter().collect::<BTreeSet<_>>(), targets);
}

/// The search finds what is there.
#[test]
#[should_panic(expected = "a log shows a secret")]
fn a_secret_in_a_log_would_be_found() {
    let planted = secrecy::plant(r#"{"error" : "x", "access_token" : "abc"}"#, &["access_token"]).unwrap();

    secrecy::shows_nothing(&planted);
}

#[test]
fn a_secret_is_planted_into_its_own_member_only() {
    let planted = |json| secrecy::plant(json, &["token"]);

    assert_eq!(planted(r#"{"token":"a","b":"c"}"#).unwrap(), r#"{"token":"planted-6d0f2b7aa","b":"c"}"#);
    assert_eq!(planted(r#"{"b":"\"token\":\"a"}"#), None);
    assert_eq!(planted(r#"{"token":7,"token2":"planted-6d0f2b7a"}"#), None);
}

fn fuzz() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"))
}

/// The names of what lies in this directory, in their order.
fn files(directory: &str) -> Vec<String> {
    let entries = fs::read_dir(fuzz().join(directory)).unwrap_or_else(|error| panic!("{directory}: {error}"));
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
