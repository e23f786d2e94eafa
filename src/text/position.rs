//! Bytes as lines and columns, as editors and messages name them.
//!
//! In: a text and a byte of it. Out: line and column, both from 1, the column in characters.

/// Line and column of a byte.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    Cursor::default().move_to(text, byte)
}

/// Goes through texts forwards: each place costs only the way from the last one, so that many problems in a large file
/// cost one reading of it.
#[derive(Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    byte: usize,
    line: usize,
    column: usize,
}

impl Default for Cursor<'_> {
    fn default() -> Self {
        Self { text: "", byte: 0, line: 1, column: 1 }
    }
}

impl<'a> Cursor<'a> {
    /// Line and column of a byte; of the end for a byte that is none.
    pub fn move_to(&mut self, text: &'a str, byte: usize) -> (usize, usize) {
        if !std::ptr::eq(self.text, text) || byte < self.byte {
            *self = Self { text, ..Self::default() };
        }
        let byte = if text.is_char_boundary(byte) { byte } else { text.len() };
        let way = &text[self.byte..byte];
        match way.rfind('\n') {
            Some(at) => {
                self.line += way.matches('\n').count();
                self.column = way[at + 1..].chars().count() + 1;
            }
            None => self.column += way.chars().count(),
        }
        self.byte = byte;
        (self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_count_characters_from_one() {
        assert_eq!(line_and_column("a\nüb", 4), (2, 2));
    }

    proptest! {
        #[test]
        fn the_way_there_does_not_matter(text in "[aü\n]{0,30}", bytes in prop::collection::vec(0_usize..70, 0..6)) {
            let mut cursor = Cursor::default();
            for byte in bytes {
                prop_assert_eq!(cursor.move_to(&text, byte), line_and_column(&text, byte));
            }
        }
    }
}
