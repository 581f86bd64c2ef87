use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use crate::port::free_port;

/// A server that no token is meant for. It lets every page of every origin send it what it likes, and remembers all that
/// arrives: whatever keeps a token from it is the app.
pub struct Stranger {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Stranger {
    pub fn listens() -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a free port");
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&heard);
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                thread::spawn(move || answer(stream, &kept));
            }
        });
        Self { port, heard }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What came, one connection a text; where it was no plain HTTP, its octets as they can be read.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("nobody panicked").clone()
    }
}

fn answer(mut stream: TcpStream, heard: &Mutex<Vec<String>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut buffer = [0; 8192];
    let length = stream.read(&mut buffer).unwrap_or(0);
    let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
    heard.lock().expect("nobody panicked").push(text);
    let _ = stream.write_all(
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/fhir+json\r\ncontent-length: 2\r\n\
          access-control-allow-origin: *\r\naccess-control-allow-headers: authorization\r\n\
          access-control-allow-methods: GET\r\n\r\n{}",
    );
}
