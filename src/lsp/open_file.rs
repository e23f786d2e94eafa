//! A file that is open in the editor, as it stands there.
//!
//! In: its text, then the changes that the editor tells. Out: its text with `\n` at the ends of its lines, as files are read.

use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::{Position as LspPosition, Range as LspRange, TextDocumentContentChangeEvent};

use crate::path::SourcePath;
use crate::reading::load::normalised;
use crate::text::utf16::{Lines, Position};

/// An open file.
#[derive(Debug)]
pub struct Document {
    /// Its address, as the editor writes it.
    pub uri: String,
    /// Its path.
    pub path: PathBuf,
    /// The number that the editor gave this text.
    pub version: i32,
    /// Its text.
    pub text: Arc<str>,
    /// The guide that it is part of, if any.
    pub home: Option<Home>,
}

/// Where in which guide a file lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The guide's folder.
    pub root: PathBuf,
    /// The file from there.
    pub source: SourcePath,
}

impl Document {
    /// A file as it is opened.
    pub fn new(uri: String, path: PathBuf, version: i32, text: &str) -> Self {
        Self { uri, path, version, text: normalised(text).into(), home: None }
    }

    /// Makes changes in their order; each is told of the text that the one before left.
    pub fn change(&mut self, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        self.version = version;
        for change in changes {
            self.text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(all) => {
                    normalised(&all.text).into()
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let (start, end) = bytes(&Lines::new(&self.text), part.range);
                    let text = &self.text;
                    format!("{}{}{}", &text[..start], part.text.replace("\r\n", "\n"), &text[end..]).into()
                }
            };
        }
    }
}

/// The bytes of a range; of none for one that ends before it starts.
pub fn bytes(lines: &Lines<'_>, range: LspRange) -> (usize, usize) {
    let start = lines.byte(position(range.start));
    (start, lines.byte(position(range.end)).max(start))
}

/// A position as the text's lines know it.
pub fn position(position: LspPosition) -> Position {
    Position { line: position.line, column: position.character }
}

/// A range of bytes as the protocol writes it.
pub fn range(lines: &Lines<'_>, start: usize, end: usize) -> LspRange {
    let at = |byte| {
        let Position { line, column } = lines.position(byte);
        LspPosition { line, character: column }
    };
    LspRange { start: at(start), end: at(end.max(start)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::{TextDocumentContentChangePartial, TextDocumentContentChangeWholeDocument};
    use proptest::prelude::*;

    fn document(text: &str) -> Document {
        Document::new(String::new(), PathBuf::new(), 1, text)
    }

    fn part(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let at = |(line, character)| LspPosition { line, character };
        let range = LspRange { start: at(from), end: at(to) };
        #[expect(deprecated, reason = "a field of the protocol that is read nowhere")]
        TextDocumentContentChangePartial { range, range_length: None, text: text.to_owned() }.into()
    }

    #[test]
    fn changes_are_made_one_after_the_other_in_units_of_utf_16() {
        let mut document = document("\u{feff}a🦀b\r\nc\r\n");
        document.change(2, &[part((0, 3), (0, 4), "B\r\n"), part((1, 0), (2, 1), "x"), part((9, 9), (9, 0), "!")]);
        assert_eq!((&*document.text, document.version), ("a🦀B\nx\n!", 2));
        let all = TextDocumentContentChangeWholeDocument { text: "new\r\n".to_owned() };
        document.change(3, &[all.into(), part((0, 0), (0, 1), "N")]);
        assert_eq!(&*document.text, "New\n");
    }

    proptest! {
        #[test]
        fn any_change_is_made_to_any_text(text in "[a🦀\n]{0,20}", line in 0_u32..9, column in 0_u32..9, lines in 0_u32..3, new in "[b🦀\r\n]{0,5}") {
            let mut document = document(&text);
            document.change(2, &[part((line, column), (line + lines, column), &new)]);
            prop_assert!(document.text.contains(&new.replace("\r\n", "\n")));
        }
    }
}
