//! The command line.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

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

/// A program that is running, until the test is over.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The metadata of a provider that was started like this.
fn metadata_under(arguments: &[&str]) -> serde_json::Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_provider"));
    command.args(["--port", "0"]).args(arguments).stdout(Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let mut line = String::new();
    // Kept open until the end: the program has more to say.
    let mut said = BufReader::new(running.0.stdout.take().unwrap());
    said.read_line(&mut line).unwrap();
    let address = line.split_once("http://").unwrap().1.split_once('/').unwrap().0;
    let mut connection = TcpStream::connect(address).unwrap();
    let path = "/.well-known/openid-configuration";
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn plays_lifen_unless_it_is_told_to_do_more() {
    let as_lifen = metadata_under(&[]);
    let more = metadata_under(&[
        "--refresh-tokens",
        "--dpop",
        "--pushed-requests",
        "--frontchannel-logout-uri",
        "http://localhost:8080/signed-out-elsewhere",
    ]);

    assert_eq!(as_lifen["grant_types_supported"].as_array().unwrap().len(), 1);
    assert_eq!(more["grant_types_supported"].as_array().unwrap().len(), 2);
    for member in ["dpop_signing_alg_values_supported", "frontchannel_logout_supported"] {
        assert!(as_lifen.get(member).is_none() && more.get(member).is_some(), "{member}");
    }
}
