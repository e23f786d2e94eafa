//! Lines of a Markdown file and their bytes.
//!
//! In: the loaded text. Out: line numbers from 1 and byte ranges, for places of problems.

use crate::text::position::line_and_column;
use crate::text::span::Span;

/// The number of the line that holds a byte, from 1.
pub fn number(text: &str, byte: usize) -> usize {
    line_and_column(text, byte).0
}

/// The bytes of a line without the white space around it; the end of the text if there is no such line.
pub fn span(text: &str, number: usize) -> Span {
    let mut start = 0;
    for (index, line) in text.split('\n').enumerate() {
        if index + 1 == number {
            let lead = line.len() - line.trim_start().len();
            return Span::new(start + lead, (start + line.trim_end().len()).max(start + lead));
        }
        start += line.len() + 1;
    }
    Span::at(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_number() {
        let text = "a\n  bc \n";
        assert_eq!(&text[span(text, 2)], "bc");
        assert_eq!(span(text, 9), Span::at(8));
        assert_eq!(number(text, 4), 2);
    }
}
