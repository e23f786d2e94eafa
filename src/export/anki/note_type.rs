//! The note type of a guide: its fields, its two sides, its look.
//!
//! In: the guide's title, language and words. Out: the JSON that Anki keeps. The fields never change: a note type with others
//! would be another one to Anki, and old notes would stay as they are.

use serde_json::{Value, json};

use crate::export::anki::faces::Face;
use crate::text::escape::escape;

/// The fields, in order.
pub const FIELDS: [&str; 7] = ["Prompt", "Answer", "Explanation", "Example", "Topic", "Source", "Id"];

/// When sides or look last changed, in seconds since 1970: Anki takes over a note type that is newer. Set it to the day on which
/// you change `card.css` or a side.
pub const CHANGED: i64 = 1_795_910_400;

/// The look, for both colour schemes and all programs.
pub const LOOK: &str = concat!(
    include_str!("card.css"),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/static/style/widths.css"))
);

/// What the sides say of the guide.
pub struct Words<'a> {
    /// The guide's title.
    pub title: &'a str,
    /// Its language.
    pub language: &'a str,
    /// The title of the folded explanation.
    pub explanation: &'a str,
}

/// The texts of a note, in the order of [`FIELDS`].
pub fn texts<'a>(face: &'a Face, id: &'a str) -> [&'a str; 7] {
    [&face.prompt, &face.answer, &face.explanation, &face.example, &face.topic, &face.source, id]
}

/// The note type as Anki keeps it.
pub fn json(number: i64, changed: i64, words: &Words<'_>) -> Value {
    let field = |(place, name): (usize, &&str)| json!({"name": name, "ord": place, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []});
    let template = json!({
        "name": "Card", "ord": 0, "qfmt": front(words), "afmt": back(words), "bqfmt": "", "bafmt": "", "did": null,
    });
    json!({
        "id": number,
        "name": format!("{} (studybook)", words.title),
        "type": 0,
        "mod": changed.max(CHANGED),
        "usn": -1,
        "sortf": 0,
        "did": null,
        "tmpls": [template],
        "flds": FIELDS.iter().enumerate().map(field).collect::<Vec<_>>(),
        "css": LOOK,
        "latexPre": "", "latexPost": "", "latexsvg": false,
        "req": [[0, "any", [0]]],
        "tags": [], "vers": [],
    })
}

/// MathJax leaves what stands in an element of this class alone: formulas are MathML, and a pattern such as `\(x\)` is text.
fn open(words: &Words<'_>) -> String {
    format!("<div class=\"studybook tex2jax_ignore\" lang=\"{}\">\n", escape(words.language))
}

/// What a reader sees first.
fn front(words: &Words<'_>) -> String {
    format!(
        "{}<p class=\"topic\">{{{{Topic}}}}</p>\n<div class=\"prompt\">{{{{Prompt}}}}</div>\n{{{{#Example}}}}{{{{Example}}}}{{{{/Example}}}}\n</div>",
        open(words)
    )
}

/// The same with the answer below.
fn back(words: &Words<'_>) -> String {
    format!(
        "{{{{FrontSide}}}}\n<hr id=\"answer\">\n{}<div class=\"answer\">{{{{Answer}}}}</div>\n\
         {{{{#Explanation}}}}<details><summary>{}</summary>\n{{{{Explanation}}}}\n</details>{{{{/Explanation}}}}\n\
         {{{{#Source}}}}<p class=\"source\">{{{{Source}}}}</p>{{{{/Source}}}}\n</div>",
        open(words),
        escape(words.explanation)
    )
}
