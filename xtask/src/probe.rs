//! Whether a port is free, and whether the server we started there answers.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

/// Whether nobody listens on `port` of this machine's own addresses.
pub fn is_free(port: u16) -> bool {
    let addresses =
        [SocketAddr::from((Ipv4Addr::LOCALHOST, port)), SocketAddr::from((Ipv6Addr::LOCALHOST, port))];
    addresses.iter().all(|address| match TcpListener::bind(address) {
        Ok(_) => true,
        // A machine without IPv6 refuses for another reason.
        Err(error) => error.kind() != ErrorKind::AddrInUse,
    })
}

/// The first free port after `port`.
pub fn next_free(port: u16) -> Option<u16> {
    (port..u16::MAX).skip(1).find(|port| is_free(*port))
}

/// The body of the page at `path`, if a server answers with one.
pub fn page(port: u16, path: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes())?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(ErrorKind::InvalidData)?;
    if head.split(' ').nth(1) == Some("200") { Ok(body.to_owned()) } else { Err(ErrorKind::NotFound.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_that_a_port_is_taken() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();

        assert!(!is_free(port));
        assert_ne!(next_free(port - 1), Some(port));
    }
}
