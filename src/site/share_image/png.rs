//! A picture of up to 16 colours as a PNG file, <https://www.w3.org/TR/png-3/>.
//!
//! In: a palette and a byte for each pixel. Out: the file's bytes.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Writes the file. `pixels` are rows of `width` places in the palette.
pub fn encode(width: u32, height: u32, palette: &[[u8; 3]], pixels: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    // Four bits a pixel, a palette, the one compression and the one filtering there is, not interlaced.
    header.extend_from_slice(&[4, 3, 0, 0, 0]);
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"PLTE", palette.as_flattened());
    chunk(&mut file, *b"IDAT", &compress(width, pixels));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn compress(width: u32, pixels: &[u8]) -> Vec<u8> {
    let width = usize::try_from(width).unwrap_or(usize::MAX);
    let mut rows = Vec::with_capacity(pixels.len() / 2 + pixels.len() / width + 1);
    for row in pixels.chunks(width) {
        rows.push(0);
        rows.extend(row.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)));
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    // A vector takes all that is written to it.
    encoder.write_all(&rows).and_then(|()| encoder.finish()).unwrap_or_else(|_| Vec::new())
}

/// Higher ones take longer than they save bytes.
const LEVEL: u32 = 3;

fn chunk(file: &mut Vec<u8>, name: [u8; 4], bytes: &[u8]) {
    file.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes());
    file.extend_from_slice(&name);
    file.extend_from_slice(bytes);
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(bytes);
    file.extend_from_slice(&sum.sum().to_be_bytes());
}
