//! Gaps of a text: `{{c1::answer::hint}}`, one in another too.
//!
//! In: a field. Out: the text with its gaps, the text as a whole, and what the gaps hide. What is no gap stays as it is.

use std::collections::BTreeSet;

/// A text with gaps.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cloze {
    /// As the first card asks: with `[…]`, or the hint, for each gap of the lowest number; the others are filled.
    pub asked: String,
    /// Without the marks.
    pub whole: String,
    /// What those gaps hide, in order.
    pub hidden: Vec<String>,
    /// The numbers of all gaps: Anki asks those of one number at once.
    pub numbers: BTreeSet<u16>,
}

/// A gap that is open: its mark, and where it begins in both texts.
struct Open<'t> {
    mark: &'t str,
    number: u16,
    asked: usize,
    whole: usize,
}

/// Reads a text.
pub fn read(text: &str) -> Cloze {
    let mut out = Cloze::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let first = text.match_indices("{{c").filter_map(|(at, _)| opening(&text[at..])).map(|(_, number)| number).min();
    let mut open_first = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        push(&mut out, before);
        if let Some((mark, number)) = opening(from) {
            open_first += usize::from(first == Some(number));
            open.push(Open { mark, number, asked: out.asked.len(), whole: out.whole.len() });
            rest = &from[mark.len()..];
        } else if from.starts_with("}}")
            && let Some(gap) = open.pop()
        {
            let asks = first == Some(gap.number);
            open_first -= usize::from(asks);
            out.numbers.insert(gap.number);
            match asks {
                true => hide(&mut out, &gap, open_first == 0),
                false => fill(&mut out, &gap),
            }
            rest = &from[2..];
        } else {
            push(&mut out, &from[..1]);
            rest = &from[1..];
        }
    }
    push(&mut out, rest);
    if !open.is_empty() {
        out.asked = with_marks(&out.asked, open.iter().map(|gap| (gap.asked, gap.mark)));
        out.whole = with_marks(&out.whole, open.iter().map(|gap| (gap.whole, gap.mark)));
    }
    out
}

fn push(out: &mut Cloze, text: &str) {
    out.asked.push_str(text);
    out.whole.push_str(text);
}

/// `{{c12::` at the start of a text, and its number.
fn opening(text: &str) -> Option<(&str, u16)> {
    let digits = text.strip_prefix("{{c")?;
    let length = digits.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let number = digits[..length].parse().ok()?;
    digits[length..].starts_with("::").then(|| (&text[..3 + length + 2], number))
}

/// Closes a gap that is asked for.
fn hide(out: &mut Cloze, gap: &Open<'_>, is_outer: bool) {
    let inside = out.whole.split_off(gap.whole);
    let (answer, hint) = inside.split_once("::").map_or((inside.as_str(), None), |(answer, hint)| (answer, Some(hint)));
    out.whole.push_str(answer);
    out.asked.truncate(gap.asked);
    match hint.filter(|hint| !hint.trim().is_empty()) {
        Some(hint) => out.asked.push_str(&format!("[{hint}]")),
        None => out.asked.push_str("[…]"),
    }
    if is_outer {
        out.hidden.push(answer.to_owned());
    }
}

/// Closes a gap that another card asks for.
fn fill(out: &mut Cloze, gap: &Open<'_>) {
    for (text, at) in [(&mut out.asked, gap.asked), (&mut out.whole, gap.whole)] {
        if let Some(hint) = text[at..].find("::") {
            text.truncate(at + hint);
        }
    }
}

/// A text with marks put back where they stood, in order.
fn with_marks<'t>(text: &str, marks: impl Iterator<Item = (usize, &'t str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, mark) in marks {
        out.push_str(&text[from..at]);
        out.push_str(mark);
        from = at;
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> (String, String, Vec<String>) {
        let cloze = read(text);
        (cloze.asked, cloze.whole, cloze.hidden)
    }

    #[test]
    fn gaps_ask_and_hide() {
        let (asked, whole, hidden) = all("{{c1::GIL}} locks {{c2::threads::what?}}.");
        assert_eq!((asked.as_str(), whole.as_str()), ("[…] locks threads.", "GIL locks threads."));
        assert_eq!(hidden, ["GIL"]);
        assert_eq!(all("{{c2::a}} {{c1::b::c}} {{c1::d}}").0, "a [c] […]");
    }

    #[test]
    fn a_gap_in_a_gap_is_hidden_with_it() {
        let (asked, whole, hidden) = all("a {{c1::b {{c2::c::d}} e}} f");
        assert_eq!((asked.as_str(), whole.as_str()), ("a […] f", "a b c e f"));
        assert_eq!(hidden, ["b c e"]);
        assert_eq!(all("a {{c2::b {{c1::c::d}} e::f}} g").0, "a b [d] e g");
    }

    #[test]
    fn what_is_no_gap_stays() {
        for text in ["{{x}} }} {{c::a}} {{c1:a}}", "a {{c1::b", "{{c1::a {{c2::b", "}}{{", "\\frac{1}{{2}}"] {
            assert_eq!(all(text), (text.to_owned(), text.to_owned(), Vec::new()));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[{}c1:aé]{0,60}") {
            let cloze = read(&text);
            prop_assert!(cloze.whole.len() <= text.len());
        }
    }
}
