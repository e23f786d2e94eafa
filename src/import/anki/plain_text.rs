//! Notes that Anki exports as text, with its `#key:value` lines at the top.
//!
//! In: the text (*Notes in Plain Text*, the settings as <https://docs.ankiweb.net/importing/text-files.html> lists
//! them). Out: [`Found`]: the first field is the question, the second the answer, others follow under their names.
//! Decks become chapters, `::` nests them. Gaps of cloze notes are shown as `[…]` in the question.

use crate::export::anki::identity::{FROM_ANKI, FROM_GAPS};
use crate::import::anki::cloze;
use crate::import::anki::fields::{from_html, from_text};
use crate::import::anki::media::Paths;
use crate::import::anki::short_note;
use crate::import::clean::clean_with;
use crate::import::escapes;
use crate::import::found::{Found, FoundTopic, Losses, Origin, file_name, line_place};
use crate::import::heading;
use crate::import::maths::Notation;
use crate::import::short_answer;
use crate::path::SourcePath;
use crate::problem::report::Place;

/// What the lines at the top say.
#[derive(Debug)]
struct Header {
    separator: char,
    html: bool,
    tags: Vec<String>,
    deck: Option<String>,
    names: Vec<String>,
    /// Columns from 0 that are no fields.
    guid_column: Option<usize>,
    type_column: Option<usize>,
    deck_column: Option<usize>,
    tags_column: Option<usize>,
}

/// Reads an export.
pub fn read(source: &SourcePath, text: &str) -> Found {
    let mut found = Found::default();
    let (mut header, start) = header(text, source, &mut found.losses);
    for (number, (at, fields)) in records(text, start, header.separator).into_iter().enumerate() {
        let place = line_place(source, text, at);
        if number == 0 && is_heading(&fields) {
            header.named(&fields);
            continue;
        }
        // As Anki reads it, unless it stands in quotes.
        if text[at..].starts_with('#') {
            comment(text, at, &place, &mut found.losses);
            continue;
        }
        if let Some(topic) = topic(&header, &fields, &place, source, &mut found.losses) {
            found.topics.push(topic);
        }
    }
    found
}

/// What spreadsheets and other programs write above the columns of a list of words.
const HEADINGS: [&str; 24] = [
    "front",
    "back",
    "question",
    "answer",
    "tags",
    "tag",
    "prompt",
    "word",
    "words",
    "term",
    "definition",
    "meaning",
    "translation",
    "expression",
    "note",
    "notes",
    "example",
    "examples",
    "hint",
    "extra",
    "comment",
    "reading",
    "source",
    "target",
];

/// Whether a line says what stands in the columns below it.
fn is_heading(fields: &[String]) -> bool {
    let name = |field: &String| field.trim().to_lowercase();
    fields.len() > 1 && fields.iter().map(name).all(|it| it.is_empty() || HEADINGS.contains(&it.as_str()))
}

impl Header {
    /// Takes the names that the first line gives to the columns.
    fn named(&mut self, fields: &[String]) {
        let is_tags = |field: &String| ["tags", "tag"].contains(&field.trim().to_lowercase().as_str());
        if self.tags_column.is_none() {
            self.tags_column = fields.iter().position(is_tags);
        }
        if self.names.is_empty() {
            self.names = fields.iter().map(|field| field.trim().to_owned()).collect();
        }
    }
}

/// The sign between the columns of a file without settings: the first that each of the first lines holds, else the first of all.
fn guessed(text: &str, signs: [char; 3]) -> char {
    let lines = || text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).take(20);
    let in_each = |sign: &char| lines().count() > 0 && lines().all(|line| line.contains(*sign));
    signs.into_iter().find(in_each).unwrap_or(signs[0])
}

fn comment(text: &str, at: usize, place: &Place, losses: &mut Losses) {
    let line = text[at..].lines().next().unwrap_or("").trim();
    losses.add_at(format!("the comment `{line}`"), "", place);
}

fn header(text: &str, source: &SourcePath, losses: &mut Losses) -> (Header, usize) {
    let mut header = Header {
        separator: match file_name(source).to_lowercase().ends_with(".csv") {
            true => guessed(text, [',', ';', '\t']),
            false => guessed(text, ['\t', ';', ',']),
        },
        html: true,
        tags: Vec::new(),
        deck: None,
        names: Vec::new(),
        guid_column: None,
        type_column: None,
        deck_column: None,
        tags_column: None,
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let Some((key, value)) = line.strip_prefix('#').and_then(|line| line.trim_end_matches('\n').split_once(':'))
        else {
            break;
        };
        let column = || value.trim().parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        match key.trim().to_ascii_lowercase().as_str() {
            "separator" => header.separator = separator(value),
            "html" => header.html = value.trim().eq_ignore_ascii_case("true"),
            "tags" => header.tags = value.split_whitespace().map(str::to_owned).collect(),
            "deck" => header.deck = Some(value.trim().to_owned()),
            "columns" => header.names = value.split(header.separator).map(|it| it.trim().to_owned()).collect(),
            "guid column" => header.guid_column = column(),
            "notetype column" => header.type_column = column(),
            "deck column" => header.deck_column = column(),
            "tags column" => header.tags_column = column(),
            "notetype" | "if matches" => {}
            other => losses.add(format!("the setting `#{other}`"), "", Some(&line_place(source, text, at))),
        }
        at += line.len();
    }
    (header, at)
}

fn separator(value: &str) -> char {
    match value.trim().to_ascii_lowercase().as_str() {
        "comma" => ',',
        "semicolon" => ';',
        "space" => ' ',
        "pipe" => '|',
        "colon" => ':',
        "tab" => '\t',
        _ => value.chars().next().unwrap_or('\t'),
    }
}

/// The records with where they start; fields in quotes may hold separators and line ends, `""` is a quote.
fn records(text: &str, start: usize, separator: char) -> Vec<(usize, Vec<String>)> {
    let mut records = Vec::new();
    let (mut fields, mut field, mut begin) = (Vec::new(), String::new(), start);
    let (mut quoted, mut was_quoted) = (false, false);
    let mut letters = text[start..].char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if quoted {
            if c != '"' {
                field.push(c);
            } else if letters.peek().is_some_and(|(_, next)| *next == '"') {
                letters.next();
                field.push('"');
            } else {
                quoted = false;
            }
        } else if c == '"' && field.is_empty() && !was_quoted {
            (quoted, was_quoted) = (true, true);
        } else if c == separator || c == '\n' {
            fields.push(std::mem::take(&mut field));
            was_quoted = false;
            if c == '\n' {
                records.push((begin, std::mem::take(&mut fields)));
                begin = start + at + 1;
            }
        } else {
            field.push(c);
        }
    }
    if !field.is_empty() || !fields.is_empty() {
        fields.push(field);
        records.push((begin, fields));
    }
    records.retain(|(_, fields)| fields.iter().any(|field| !field.trim().is_empty()));
    records
}

fn topic(
    header: &Header,
    fields: &[String],
    place: &Place,
    source: &SourcePath,
    losses: &mut Losses,
) -> Option<FoundTopic> {
    let special = [header.guid_column, header.type_column, header.deck_column, header.tags_column];
    let cell =
        |column: Option<usize>| column.and_then(|it| fields.get(it)).map(|it| it.trim()).filter(|it| !it.is_empty());
    let mut texts = (0..fields.len()).filter(|column| !special.contains(&Some(*column)));
    let (front, back) = (texts.next()?, texts.next());
    let gaps = cloze::read(&fields[front]);
    let asked = field(header, &gaps.asked, place, losses);
    let question = heading::inline_with(&asked.replace('\n', " "), Notation::Dollars);
    if question.is_empty() {
        let said = fields.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        losses.add_at(format!("the note `{said}`, which has no question"), "", place);
        return None;
    }
    let mut answer = String::new();
    if !gaps.hidden.is_empty() {
        let silent = &mut Losses::default();
        let hidden: Vec<String> = gaps.hidden.iter().map(|it| field(header, it, place, silent)).collect();
        answer = format!("{}\n\n{}\n\n", hidden.join("; "), field(header, &gaps.whole, place, silent));
    }
    if let Some(back) = back {
        answer.push_str(&field(header, &fields[back], place, losses));
    }
    let answer = clean_with(&answer, Notation::Dollars, Some(place), losses);
    let mut rest = Vec::new();
    for column in texts {
        let text = field(header, &fields[column], place, losses);
        if !text.trim().is_empty() {
            let name = header.names.get(column).cloned().unwrap_or_else(|| format!("Field {}", column + 1));
            rest.push((name, clean_with(&text, Notation::Dollars, Some(place), losses)));
        }
    }
    let row =
        || short_note::row(&clean_with(&asked, Notation::Dollars, Some(place), &mut Losses::default()), &answer, &rest);
    let row = if gaps.hidden.is_empty() { row() } else { None };
    let (summary, mut body) = short_answer::split(&answer);
    for (name, text) in &rest {
        body.push_str(&format!("\n\n## {}\n\n{text}\n", escapes::escape_markdown(name)));
    }
    let deck = cell(header.deck_column).map(str::to_owned).or_else(|| header.deck.clone());
    let tags = cell(header.tags_column).unwrap_or("").split_whitespace().map(str::to_owned);
    Some(FoundTopic {
        title: question,
        trail: deck.map(|deck| deck.split("::").map(|it| heading::title(it.trim())).collect()).unwrap_or_default(),
        body: clean_with(&body, Notation::Dollars, Some(place), &mut Losses::default()),
        summary,
        row,
        tags: tags.chain(header.tags.iter().cloned()).collect(),
        id: cell(header.guid_column)
            .map(|guid| format!("{}{guid}", if gaps.hidden.is_empty() { FROM_ANKI } else { FROM_GAPS })),
        origin: Origin { file: file_name(source).to_owned(), anchor: None },
        place: Some(place.clone()),
        ..FoundTopic::default()
    })
}

/// A field as Markdown.
fn field(header: &Header, text: &str, place: &Place, losses: &mut Losses) -> String {
    if header.html { from_html(text, &Paths::new(), place, losses) } else { from_text(text, place, losses) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_of_words_is_read_as_a_spreadsheet_saves_it() {
        let read = |name: &str, text: &str| read(&SourcePath::new(name), text).topics;
        for (name, text) in [
            ("a.csv", "pan;bread\nagua;water, cold\n"),
            ("a.csv", "Word;Translation\npan;bread\nagua;water, cold\n"),
            ("a.csv", "pan,bread\nagua,\"water, cold\"\n"),
            ("a.tsv", "term\tdefinition\npan\tbread\nagua\twater, cold\n"),
        ] {
            let found = read(name, text);
            let found: Vec<_> =
                found.iter().map(|it| (it.title.as_str(), it.summary.as_deref().unwrap_or(""))).collect();
            assert_eq!(found, [("pan", "bread"), ("agua", "water, cold")], "{text}");
        }
        let found = read("a.csv", "Word,Translation,Tags,Note\npan,bread,food basic,As in *pan dulce*.\n");
        assert_eq!(found[0].tags, ["food", "basic"]);
        assert!(found[0].body.contains("## Note"), "{}", found[0].body);
        // Words that are asked for are no names of columns.
        assert_eq!(read("a.csv", "front,la frente\nback,la espalda\n").len(), 2);
    }

    #[test]
    fn fields_in_quotes_hold_lines_and_separators() {
        let found = records("a\t\"b\tc\nd \"\"e\"\"\"\nf\tg\n", 0, '\t');
        assert_eq!(found, [(0, vec!["a".to_owned(), "b\tc\nd \"e\"".to_owned()]), (16, vec!["f".into(), "g".into()])]);
    }

    proptest! {
        #[test]
        fn any_export_is_read_without_panic(text in "[#a-z:\t\n\"{}c1<>é]{0,80}") {
            let _ = read(&SourcePath::new("x.txt"), &text);
        }
    }
}
