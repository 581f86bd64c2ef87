use std::{
    net::{Ipv4Addr, Ipv6Addr, TcpListener},
    process,
    sync::atomic::{AtomicU16, Ordering},
};

/// Below those that systems give to connections, which begin at 32 768 or later: none of the browser's takes the port of a
/// server that is yet to start, or that is away for a while.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

/// A port that nobody uses. This process gives each of them once, so what was sent to a server that is gone arrives nowhere.
pub(crate) fn free_port() -> u16 {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    // Another process that tests begins somewhere else.
    let begin = process::id().wrapping_mul(97);
    for _ in 0..COUNT {
        let given = GIVEN.fetch_add(1, Ordering::Relaxed);
        let place = (begin.wrapping_add(given.into()) % u32::from(COUNT)) as u16;
        let port = FIRST + place;
        let is_free = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        // A machine may be without the other kind of address.
        let is_taken = TcpListener::bind((Ipv6Addr::LOCALHOST, port))
            .is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse);
        if is_free && !is_taken {
            return port;
        }
    }
    panic!("no port from {FIRST} on is free");
}
