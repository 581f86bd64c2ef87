#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| lifen_connect_fuzz::account::holds(&String::from_utf8_lossy(
    octets
)));
