//! The command line.

use std::process::{Command, Output};

use provider::Misbehaviour;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_provider")).args(arguments).output().unwrap()
}

#[test]
fn explains_itself() {
    let output = run(&["--help"]);

    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("--redirect-uri"));
}

#[test]
fn lists_what_it_can_do_wrong() {
    let output = run(&["--list-misbehaviours"]);

    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), Misbehaviour::ALL.len());
}

#[test]
fn refuses_an_option_it_does_not_know() {
    let output = run(&["--nonsense"]);

    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("--nonsense"));
}

#[test]
fn refuses_a_misbehaviour_it_does_not_know() {
    let output = run(&["--misbehaviour", "be-nice"]);

    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("be-nice"));
}

#[test]
fn refuses_an_algorithm_it_does_not_know() {
    let output = run(&["--signing-algorithm", "HS256"]);

    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("HS256"));
}
