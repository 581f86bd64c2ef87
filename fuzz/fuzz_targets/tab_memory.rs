#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| lifen_connect_fuzz::tab_memory::holds(&String::from_utf8_lossy(
    octets
)));
