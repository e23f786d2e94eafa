//! What a terminal printed, with its colours: escape sequences become classes and are not shown.
//!
//! In: a text with escape sequences (ECMA-48, <https://ecma-international.org/publications-and-standards/standards/ecma-48/>),
//! begun by the control character itself or as people write it: `\x1b`, `\033`, `\e`, `\u001b`, `␛`. Out: [`Tokens`]. Colours beyond the eight
//! of a terminal become the nearest of these.

use crate::topic::highlight::classes::Class;
use crate::topic::highlight::runs::Tokens;

/// How the control character may be written.
const ESCAPES: [&str; 8] = ["\u{1b}", "\\x1b", "\\x1B", "\\033", "\\e", "\\u001b", "\\u001B", "␛"];

/// Red, green and blue of the eight colours, in their order.
const COLORS: [[i32; 3]; 8] = [
    [0, 0, 0],
    [205, 49, 49],
    [13, 188, 121],
    [229, 229, 16],
    [36, 114, 200],
    [188, 63, 188],
    [17, 168, 205],
    [229, 229, 229],
];

/// What the next text looks like.
#[derive(Clone, Copy, Default)]
struct Style {
    color: Option<usize>,
    bold: bool,
}

/// The runs of a text.
pub fn tokens(code: &str) -> Tokens {
    let mut tokens = Tokens::default();
    let mut style = Style::default();
    for (length, parameters) in parts(code) {
        match parameters {
            None => tokens.add(style.class(), length),
            Some(parameters) => {
                style.set(parameters);
                tokens.add(Class::Control, length);
            }
        }
    }
    tokens
}

/// The text without its escape sequences, as it is seen.
pub fn text(code: &str) -> String {
    let mut at = 0;
    let mut text = String::with_capacity(code.len());
    for (length, parameters) in parts(code) {
        if parameters.is_none() {
            text.push_str(&code[at..at + length]);
        }
        at += length;
    }
    text
}

/// Text, or a sequence with the parameters it has if it sets a style; each with its length in bytes.
fn parts(code: &str) -> Vec<(usize, Option<&str>)> {
    let mut found = Vec::new();
    let (mut at, mut plain) = (0, 0);
    while at < code.len() {
        match sequence(&code[at..]) {
            Some((length, parameters)) => {
                if at > plain {
                    found.push((at - plain, None));
                }
                found.push((length, Some(parameters)));
                at += length;
                plain = at;
            }
            None => at += code[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if at > plain {
        found.push((at - plain, None));
    }
    found
}

/// The escape sequence that a text begins with: its length, and what it sets.
fn sequence(text: &str) -> Option<(usize, &str)> {
    let escape = ESCAPES.iter().find(|escape| text.starts_with(**escape))?;
    let rest = &text[escape.len()..];
    if let Some(body) = rest.strip_prefix('[') {
        // Parameters, intermediate signs, and one sign that ends it.
        let length = body.find(|c: char| !matches!(c, ' '..='?'))?;
        let last = body[length..].chars().next().filter(|c| matches!(c, '@'..='~'))?;
        let parameters = if last == 'm' { &body[..length] } else { "-" };
        return Some((escape.len() + 1 + length + last.len_utf8(), parameters));
    }
    if let Some(body) = rest.strip_prefix(']') {
        // Up to a bell or a string terminator: titles and links.
        let line = &body[..body.find('\n').unwrap_or(body.len())];
        let bell = line.find('\u{7}').map(|at| at + 1);
        let ends =
            ESCAPES.iter().filter_map(|escape| line.find(&format!("{escape}\\")).map(|at| at + escape.len() + 1));
        let length = bell.into_iter().chain(ends).min()?;
        return Some((escape.len() + 1 + length, "-"));
    }
    // One sign alone: only behind the control character itself, for `\e` may be a path.
    let next = rest.chars().next().filter(|c| *escape == ESCAPES[0] && matches!(c, '('..='~'))?;
    Some((escape.len() + next.len_utf8(), "-"))
}

impl Style {
    fn set(&mut self, parameters: &str) {
        if parameters == "-" {
            return;
        }
        let mut numbers = parameters.split([';', ':']).map(|number| number.parse::<usize>().unwrap_or(0));
        while let Some(number) = numbers.next() {
            match number {
                0 => *self = Style::default(),
                1 => self.bold = true,
                22 => self.bold = false,
                30..=37 => self.color = Some(number - 30),
                90..=97 => self.color = Some(number - 90),
                39 => self.color = None,
                38 => self.color = extended(&mut numbers).or(self.color),
                48 | 58 => drop(extended(&mut numbers)),
                _ => {}
            }
        }
    }

    fn class(self) -> Class {
        Class::of_terminal(self.color, self.bold)
    }
}

/// What follows 38: `5;N` of the 256 colours, or `2;R;G;B`.
fn extended(numbers: &mut impl Iterator<Item = usize>) -> Option<usize> {
    let level = |number: usize| i32::try_from(number.min(255)).unwrap_or(255);
    let rgb = match numbers.next()? {
        2 => [level(numbers.next()?), level(numbers.next()?), level(numbers.next()?)],
        5 => match numbers.next()? {
            number @ 0..=15 => return Some(number % 8),
            number @ 16..=231 => {
                let cube = |step: usize| level(if step == 0 { 0 } else { 55 + 40 * step });
                let number = number - 16;
                [cube(number / 36), cube(number / 6 % 6), cube(number % 6)]
            }
            number => [level(8 + 10 * number.saturating_sub(232)); 3],
        },
        _ => return None,
    };
    let distance = |color: &[i32; 3]| color.iter().zip(rgb).map(|(a, b)| (a - b).pow(2)).sum::<i32>();
    (0..COLORS.len()).min_by_key(|&index| distance(&COLORS[index]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sequences_become_classes_and_are_not_shown() {
        for escape in ESCAPES {
            let code = format!("a {escape}[1;31mred{escape}[0m b{escape}[2K\n");
            assert_eq!(tokens(&code).html(&code), "a <i class=ab1>red</i> b\n", "{escape}");
            assert_eq!(text(&code), "a red b\n");
        }
        let code = "\\e[38;5;196mred\\e[38;2;10;180;120mgreen\\e[39mplain \\x1b]8;;https://x.org\\x1b\\link";
        assert_eq!(tokens(code).html(code), "<i class=an1>red</i><i class=an2>green</i>plain link");
    }

    #[test]
    fn what_is_no_sequence_is_text() {
        for code in ["\\e", "C:\\e\\f", "\\x1b[", "\\033[31", "[31m", "\u{1b}"] {
            assert_eq!(text(code), code);
        }
    }

    proptest! {
        #[test]
        fn the_runs_cover_any_text(code in "(\\\\e|\u{1b}|\\[|\\]|[0-9;m\\n\u{7}\\\\]|é){0,40}") {
            let mut bytes = Vec::new();
            tokens(&code).encode(&mut bytes);
            prop_assert!(Tokens::decode(&bytes, &code).is_some() || code.is_empty());
        }
    }
}
