//! Bytes as lines and columns of the Language Server Protocol: both from 0, the column in units of UTF-16.
//!
//! In: a text. Out: positions of its bytes, and bytes of positions. What lies outside of the text means its nearest place in it.

/// A text by its lines. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// The first byte of each line.
    starts: Vec<usize>,
}

/// Line and column, both from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The units of UTF-16 before it on the line.
    pub column: u32,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        };
        let starts = std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect();
        Self { text, starts }
    }

    /// The text of a line without what ends it, and its first byte.
    pub fn line(&self, line: usize) -> (usize, &'t str) {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        (start, self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']))
    }

    /// The number of the line that holds a byte.
    pub fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The position of a byte.
    pub fn position(&self, byte: usize) -> Position {
        let number = self.line_of(byte.min(self.text.len()));
        let (start, line) = self.line(number);
        let mut inside = byte.saturating_sub(start).min(line.len());
        while !line.is_char_boundary(inside) {
            inside -= 1;
        }
        let column = line[..inside].chars().map(char::len_utf16).sum();
        Position { line: small(number), column: small(column) }
    }

    /// The byte of a position; of the end of the line for a column beyond it.
    pub fn byte(&self, position: Position) -> usize {
        let (start, line) = self.line(usize::try_from(position.line).unwrap_or(usize::MAX - 1));
        let wanted = usize::try_from(position.column).unwrap_or(usize::MAX);
        let mut units = 0;
        for (at, c) in line.char_indices() {
            units += c.len_utf16();
            if units > wanted {
                return start + at;
            }
        }
        start + line.len()
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn columns_count_units_of_utf_16() {
        let text = "a🦀b\r\nü\rx\n";
        let lines = Lines::new(text);
        let places: Vec<Position> = text.char_indices().map(|(byte, _)| lines.position(byte)).collect();
        let ends = [at(0, 4), at(0, 4)];
        assert_eq!(places[..3], [at(0, 0), at(0, 1), at(0, 3)]);
        assert_eq!(places[3..5], ends);
        assert_eq!(places[5..], [at(1, 0), at(1, 1), at(2, 0), at(2, 1)]);
        assert_eq!(lines.position(99), at(3, 0));
        assert_eq!((lines.byte(at(0, 2)), lines.byte(at(0, 3)), lines.byte(at(0, 99))), (1, 5, 6));
        assert_eq!((lines.byte(at(1, 1)), lines.byte(at(9, 9))), (10, text.len()));
    }

    proptest! {
        #[test]
        fn a_byte_and_its_position_mean_each_other(text in "[a🦀ü\r\n]{0,40}") {
            let lines = Lines::new(&text);
            for (byte, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
                prop_assert_eq!(lines.byte(lines.position(byte)), byte, "{}", c);
            }
        }

        #[test]
        fn no_number_is_too_large(text in "[a🦀\r\n]{0,20}", line in 0_u32.., column in 0_u32.., byte in 0_usize..) {
            let lines = Lines::new(&text);
            prop_assert!(text.is_char_boundary(lines.byte(at(line, column))));
            prop_assert!(lines.byte(lines.position(byte)) <= text.len());
        }
    }
}
