//! Lines that are no table in a file that a spreadsheet has saved: they end in the signs between empty cells, and one with a quotation
//! mark or such a sign in it stands in quotation marks as a whole.
//!
//! In: such lines. Out: what they said, each byte in its place.

use std::borrow::Cow;

/// A text without what a spreadsheet added, if its first line says that one has saved it: there `fence` would stand alone.
pub fn without_padding<'t>(text: &'t str, fence: &str) -> Cow<'t, str> {
    let is_padded = text.lines().next().is_some_and(|line| is_padded(line, fence));
    if is_padded { Cow::Owned(unpadded(text)) } else { Cow::Borrowed(text) }
}

/// Whether a line says the same as `text` and ends in signs between empty cells.
fn is_padded(line: &str, text: &str) -> bool {
    line.strip_prefix(text).is_some_and(|rest| {
        rest.contains([',', ';', '\t']) && rest.trim_matches([',', ';', '\t', ' ', '\r']).is_empty()
    })
}

/// The lines without what the spreadsheet added; spaces stand in its place.
fn unpadded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let said = line.trim_end_matches([',', ';', '\t', ' ', '\n', '\r']);
        let marked = said.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match marked {
            Some(inside) => {
                out.push(' ');
                let mut opens = true;
                let mut rest = inside;
                while let Some(at) = rest.find("\"\"") {
                    out.push_str(&rest[..at]);
                    out.push_str(if opens { " \"" } else { "\" " });
                    opens = !opens;
                    rest = &rest[at + 2..];
                }
                out.push_str(rest);
                out.push(' ');
            }
            None => out.push_str(said),
        }
        out.extend(line[said.len()..].chars().map(|c| if matches!(c, ',' | ';') { ' ' } else { c }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_added_is_blank() {
        let saved = "+++,,\n\"title = \"\"Food, drink\"\"\",,\nid = 'x',,\n\"aliases = ['a', 'b']\",,\n+++,,\n";
        let expected = "+++  \n title =  \"Food, drink\"    \nid = 'x'  \n aliases = ['a', 'b']   \n+++  \n";
        assert_eq!(unpadded(saved), expected);
        let plain = "title = \"Food\"\ntags = [\n  \"a\",\n]\n";
        assert_eq!(unpadded(plain).replace("\"a\" ", "\"a\","), plain);
    }

    proptest! {
        #[test]
        fn every_byte_keeps_its_place(text in "[a\",; \n']{0,40}") {
            let bare = unpadded(&text);
            prop_assert_eq!(bare.len(), text.len());
            for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, 'a' | '\n' | '\'')) {
                prop_assert!(bare[at..].starts_with(c));
            }
        }
    }
}
