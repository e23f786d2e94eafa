//! Places in a text: bytes from one to another. Unlike a `Range` they are copied and ordered.

use std::ops::{Index, Range};

use serde::{Deserialize, Serialize};

/// Bytes of a text. A text is cut by them as by a range: `&text[span]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` to before `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// No bytes, at a place.
    pub const fn at(byte: usize) -> Self {
        Self::new(byte, byte)
    }

    /// As a range, for what takes one.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// How many bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte lies in it.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether a byte lies in it.
    pub const fn contains(self, byte: usize) -> bool {
        self.start <= byte && byte < self.end
    }

    /// The same bytes of a text that begins so many bytes earlier.
    #[must_use]
    pub const fn behind(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, end: self.end + bytes }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl Index<Span> for str {
    type Output = str;

    fn index(&self, span: Span) -> &str {
        &self[span.range()]
    }
}

impl Index<Span> for String {
    type Output = str;

    fn index(&self, span: Span) -> &str {
        &self.as_str()[span]
    }
}
