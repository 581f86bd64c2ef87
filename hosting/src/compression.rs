//! What goes over the wire in place of a file. The same content always gives the same bytes.

use std::io::Write;

/// With a quality from 0 to 11.
pub fn brotli(content: &[u8], quality: u32) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4096, quality, 22);
    writer.write_all(content).expect("writing to memory succeeds");
    drop(writer);
    compressed
}

/// Without a name or a time in it.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(content).expect("writing to memory succeeds");
    writer.finish().expect("writing to memory succeeds")
}
