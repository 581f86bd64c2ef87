//! A provider on a real port, which can go down and come back.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use provider::{Clock, Provider, Settings};

fn provider() -> Provider {
    Provider::new(
        Settings { issuer: "http://127.0.0.1:0/".into(), ..Settings::default() },
        Clock::virtual_at(1_800_000_000),
    )
}

/// Asks for the metadata on a connection that is kept alive.
fn ask(address: SocketAddr) -> (TcpStream, String) {
    let mut connection = TcpStream::connect(address).unwrap();
    write!(connection, "GET /.well-known/openid-configuration HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while !answer.ends_with(b"}") {
        let read = connection.read(&mut buffer).unwrap();
        assert_ne!(read, 0, "the connection is kept");
        answer.extend_from_slice(&buffer[..read]);
    }
    (connection, String::from_utf8(answer).unwrap())
}

#[test]
fn takes_the_issuers_port_from_the_one_it_was_given() {
    let provider = provider();

    let running = provider.start(0).unwrap();

    let issuer = format!("http://{}/", running.address());
    assert_eq!(provider.issuer(), issuer);
    assert!(ask(running.address()).1.contains(&format!("\"issuer\":\"{issuer}\"")));
}

#[test]
fn goes_down_with_every_connection_and_comes_back_on_the_same_port() {
    let provider = provider();
    let running = provider.start(0).unwrap();
    let address = running.address();
    let (mut kept, _) = ask(address);

    running.stop();

    assert!(matches!(kept.read(&mut [0]), Ok(0) | Err(_)), "a connection that was kept is closed");
    assert!(TcpStream::connect(address).is_err());
    let running = provider.start(address.port()).unwrap();
    assert_eq!(running.address(), address);
    ask(address);
}

#[test]
fn refuses_a_port_that_is_taken() {
    let running = provider().start(0).unwrap();

    assert!(provider().start(running.address().port()).is_err());
}

#[tokio::test]
async fn serves_on_a_listener_of_the_callers() {
    let provider = provider();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { provider.serve(listener).await });

    let (_, answer) = tokio::task::spawn_blocking(move || ask(address)).await.unwrap();

    assert!(answer.starts_with("HTTP/1.1 200"));
    server.abort();
}
