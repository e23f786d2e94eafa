//! How a digest (XXH3-128) is added up of what a value is made from.

use xxhash_rust::xxh3::xxh3_128;

/// A digest under way. Every part has a fixed size or is preceded by it, so that no two lists of parts look the same.
#[derive(Clone, Debug)]
pub struct Digest(Vec<u8>);

impl Digest {
    /// Starts a digest.
    pub fn new(kind: &str) -> Self {
        let mut digest = Self(Vec::with_capacity(512));
        digest.text(kind);
        digest
    }

    /// A number.
    pub fn number(&mut self, number: u128) -> &mut Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    /// A count or an index.
    pub fn size(&mut self, size: usize) -> &mut Self {
        self.0.extend((size as u64).to_le_bytes());
        self
    }

    /// A text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// The bytes of a file.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        // Long ones are folded at once: the buffer stays short.
        self.size(bytes.len()).number(if bytes.len() > 16 { xxh3_128(bytes) } else { 0 });
        if bytes.len() <= 16 {
            self.0.extend(bytes);
        }
        self
    }

    /// The number.
    pub fn done(&self) -> u128 {
        xxh3_128(&self.0)
    }
}
