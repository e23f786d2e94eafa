//! A deck as text, for Anki's *Import File*: a line for each note, with its name, deck, two sides and tags.
//!
//! In: notes. Out: text as <https://docs.ankiweb.net/importing/text-files.html> describes it. It holds no pictures and no look.

use crate::export::anki::notes::{Note, Notes};

/// How such a text begins.
pub const START: &[u8] = b"#separator:tab\n";

/// Writes the text.
pub fn make(notes: &Notes) -> String {
    let mut out = String::from("#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n");
    out.push_str("#columns:GUID\tDeck\tFront\tBack\tTags\n");
    for note in &notes.notes {
        let deck = notes.decks.get(&note.deck).map_or("", String::as_str);
        let row = [note.guid.as_str(), deck, &front(note), &back(note), &note.tags.join(" ")];
        out.push_str(&row.map(quoted).join("\t"));
        out.push('\n');
    }
    out
}

fn front(note: &Note) -> String {
    let face = &note.face;
    format!("<div class=\"tex2jax_ignore\"><p><small>{}</small></p>{}{}</div>", face.topic, face.prompt, face.example)
}

fn back(note: &Note) -> String {
    let face = &note.face;
    let source = if face.source.is_empty() { String::new() } else { format!("<p>{}</p>", face.source) };
    format!("<div class=\"tex2jax_ignore\">{}{source}</div>", face.answer)
}

/// A field; one that holds a tab, a line end or a quote, or begins like a comment, stands in quotes.
fn quoted(field: &str) -> String {
    if field.contains(['\t', '\n', '\r', '"']) || field.starts_with('#') {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_part_a_line_stands_in_quotes() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a\t\"b\"\n"), "\"a\t\"\"b\"\"\n\"");
        assert_eq!(quoted("#x"), "\"#x\"");
    }
}
