//! Replacing some bytes of a text, and a loaded text as its file spells it.
//!
//! In: texts, byte ranges and what belongs there. Out: new texts. It knows no file.

use similar::TextDiff;

use crate::text::span::Span;

/// The text with each range replaced. Ranges that overlap an earlier one, or lie outside, are left for another time. Gives the
/// text and how many were made.
pub fn replaced<'e>(text: &str, edits: impl IntoIterator<Item = (Span, &'e str)>) -> (String, usize) {
    let mut edits: Vec<(Span, &str)> = edits.into_iter().collect();
    edits.sort_by(|a, b| (a.0.start, a.0.end, a.1).cmp(&(b.0.start, b.0.end, b.1)));
    let mut new = String::with_capacity(text.len());
    let (mut done, mut made) = (0, 0);
    for (range, instead) in edits {
        if range.start < done || range.end < range.start || text.get(range.range()).is_none() {
            continue;
        }
        new.push_str(&text[done..range.start]);
        new.push_str(instead);
        done = range.end;
        made += 1;
    }
    new.push_str(&text[done..]);
    (new, made)
}

/// The text `after` as a file holds it that was loaded as `before`: its byte-order mark and its line ends stay, line by line.
/// Both have as many lines. `None` if the file is no longer what was loaded.
pub fn as_on_disk(on_disk: &str, before: &str, after: &str) -> Option<String> {
    let body = on_disk.strip_prefix('\u{feff}');
    let mark = if body.is_some() { "\u{feff}" } else { "" };
    let body = body.unwrap_or(on_disk);
    if body.replace("\r\n", "\n") != before || before.matches('\n').count() != after.matches('\n').count() {
        return None;
    }
    let mut new = mark.to_owned();
    // A line of the file ends with what its own line end was; the last one has none.
    let mut lines = after.split('\n').peekable();
    for line in body.split('\n') {
        new.push_str(lines.next()?);
        if lines.peek().is_some() {
            new.push_str(if line.ends_with('\r') { "\r\n" } else { "\n" });
        }
    }
    Some(new)
}

/// The text of a file that was loaded as `loaded`, with ranges of that replaced: its byte-order mark and its line ends stay, and a new
/// line ends as its first one does. `None` if the file is no longer what was loaded, or if an edit cannot be made.
pub fn replaced_on_disk(on_disk: &str, loaded: &str, edits: &[(Span, String)]) -> Option<String> {
    let body = on_disk.strip_prefix('\u{feff}').unwrap_or(on_disk);
    if body.replace("\r\n", "\n") != loaded {
        return None;
    }
    let shift = on_disk.len() - body.len();
    // Where lines of the loaded text begin that end otherwise on disk: each of them moves what follows by one byte.
    let mut longer: Vec<usize> = Vec::new();
    for (at, _) in body.match_indices("\r\n") {
        longer.push(at - longer.len());
    }
    let on_disk_at = |at: usize| shift + at + longer.partition_point(|end| *end < at);
    let ends_with_return = body.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let spelled: Vec<(Span, String)> = edits
        .iter()
        .map(|(range, text)| {
            let text = if ends_with_return { text.replace('\n', "\r\n") } else { text.clone() };
            (Span::new(on_disk_at(range.start), on_disk_at(range.end)), text)
        })
        .collect();
    let (new, made) = replaced(on_disk, spelled.iter().map(|(range, text)| (*range, text.as_str())));
    (made == edits.len()).then_some(new)
}

/// A change of a file as a unified diff, which `patch -p1` and `git apply` read. `from` and `to` are what stands behind `---` and
/// `+++`, such as `a/book.toml`.
pub fn diff(from: &str, to: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().context_radius(3).header(from, to).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_overlaps_an_earlier_edit_waits() {
        let edits = [(4, 7, "C"), (0, 3, "A"), (2, 5, "B"), (90, 91, "D"), (2, 5, "B")];
        let edits = edits.map(|(start, end, text)| (Span::new(start, end), text));
        assert_eq!(replaced("abc def", edits), ("A C".to_owned(), 2));
    }

    proptest! {
        #[test]
        fn edits_of_the_loaded_text_are_those_of_the_file(mark in "\u{feff}?", lines in proptest::collection::vec(("[a\r]{0,3}", "\r?\n"), 0..8), last in "[a\r]{0,2}") {
            let body: String = lines.iter().map(|(text, end)| format!("{text}{end}")).chain([last]).collect();
            let (on_disk, loaded) = (format!("{mark}{body}"), body.replace("\r\n", "\n"));
            prop_assert_eq!(replaced_on_disk(&on_disk, &loaded, &[]), Some(on_disk.clone()));
            let edits: Vec<_> = loaded.match_indices('a').map(|(at, _)| (Span::new(at, at + 1), "bc".to_owned())).collect();
            prop_assert_eq!(replaced_on_disk(&on_disk, &loaded, &edits), Some(on_disk.replace('a', "bc")));
            let inserted = replaced_on_disk(&on_disk, &loaded, &[(Span::at(0), "x\n".to_owned())]).unwrap();
            prop_assert_eq!(inserted.trim_start_matches('\u{feff}').replace("\r\n", "\n"), format!("x\n{loaded}"));
            prop_assert_eq!(replaced_on_disk(&on_disk, "other", &[]), None);
        }

        #[test]
        fn a_file_keeps_its_mark_and_every_line_end(mark in "\u{feff}?", lines in proptest::collection::vec(("[a\r]{0,3}", "\r?\n"), 0..8), last in "[a\r]{0,2}") {
            let body: String = lines.iter().map(|(text, end)| format!("{text}{end}")).chain([last]).collect();
            let on_disk = format!("{mark}{body}");
            let before = body.replace("\r\n", "\n");
            prop_assert_eq!(as_on_disk(&on_disk, &before, &before), Some(on_disk.clone()));
            let wanted = on_disk.replace('a', "bc");
            prop_assert_eq!(as_on_disk(&on_disk, &before, &before.replace('a', "bc")), Some(wanted));
            prop_assert_eq!(as_on_disk(&on_disk, "other", "other"), None);
        }
    }
}
