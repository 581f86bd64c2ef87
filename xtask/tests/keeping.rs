//! What xtask starts ends with it.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

/// A keeper, as `cargo xtask demo` starts it, of a program that would run for ever.
fn keeper_of(script: &str) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["keep", "--", "sh", "-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn kills_its_program_when_the_pipe_closes() {
    let mut keeper = keeper_of("echo started; exec tail -f /dev/null");
    let mut output = BufReader::new(keeper.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();

    drop(keeper.stdin.take());

    // The program holds the output open until it is dead.
    output.read_to_string(&mut line).unwrap();
    assert_eq!(line, "started\n");
    assert!(keeper.wait().unwrap().success());
}

#[test]
fn ends_when_its_program_does() {
    let mut keeper = keeper_of("exit 3");
    let _held_open = keeper.stdin.take();

    assert!(!keeper.wait().unwrap().success());
}
