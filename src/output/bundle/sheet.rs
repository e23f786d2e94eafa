//! A style sheet without comments and without blanks that say nothing.
//!
//! In: a sheet. Out: one that means the same to a browser. Comments go, but for `/*!`; blanks go beside `{`, `}`, `;` and `,`
//! and after the colon of a declaration; other runs of them become one space. Strings, URLs and the values of custom
//! properties stay letter for letter. What is left open at the end is closed as a browser would, so that a mistake
//! does not reach the next sheet. Values are never rewritten: a browser's support is nothing to guess at.

use crate::output::bundle::tokens::{Kind, Token, cut, spelled};

/// Shortens a sheet.
pub fn bare(sheet: &str) -> String {
    let sheet = sheet.trim_start_matches('\u{feff}');
    // A backslash at the very end escapes nothing, but would escape what comes after it.
    let backslashes = sheet.len() - sheet.trim_end_matches('\\').len();
    let (tokens, lacks) = cut(&sheet[..sheet.len() - backslashes % 2]);
    let mut writer = Writer::default();
    let mut rest = &tokens[..];
    while let Some((token, after)) = rest.split_first() {
        let taken = writer.declaration(rest);
        if taken == 0 {
            writer.token(token);
            rest = after;
        } else {
            rest = &rest[taken..];
        }
    }
    let is_left_out = tokens.last().is_some_and(|token| token.kind == Kind::Comment);
    writer.close(if is_left_out { "" } else { lacks })
}

#[derive(Default)]
struct Writer {
    out: String,
    /// What closes the brackets that are open.
    open: Vec<char>,
    /// How many of them are not braces.
    round: usize,
    /// What was written last.
    last: Last,
    /// What was left out since.
    gap: Gap,
    /// Whether a statement, or the inside of a bracket, has begun.
    has_begun: bool,
    /// The statement outside of all blocks that has no end yet.
    statement: Statement,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// What needs no blank after it.
    #[default]
    Seam,
    /// What ends with its line: a string without a second quote, a backslash that escapes nothing.
    Line,
    /// What may end in an escape, which takes one blank with it.
    Escape,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Gap {
    #[default]
    None,
    /// Comments alone: what stands before and after them is apart, but by no blank.
    Comments,
    Blank,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Statement {
    #[default]
    None,
    /// Ends with a semicolon or a block.
    At,
    /// Ends with a block.
    Rule,
}

impl Writer {
    /// Writes a token.
    fn token(&mut self, token: &Token<'_>) {
        match token.kind {
            Kind::Blank => self.gap = Gap::Blank,
            Kind::Comment => self.gap = self.gap.max(Gap::Comments),
            Kind::Licence => self.push(token.text, self.last),
            kind => {
                let is_seam = matches!(kind, Kind::Sign('{' | '}' | ';' | ','));
                if is_seam && self.last != Last::Line {
                    self.gap = Gap::None;
                }
                self.follow(kind);
                self.push(token.text, if is_seam { Last::Seam } else { last(token) });
            }
        }
    }

    fn push(&mut self, text: &str, last: Last) {
        match (self.last, self.gap) {
            (Last::Seam, _) | (_, Gap::None) => {}
            (Last::Line, _) => self.out.push('\n'),
            (_, Gap::Comments) => self.out.push_str("/**/"),
            (Last::Escape, Gap::Blank) => self.out.push_str("  "),
            (Last::Other, Gap::Blank) => self.out.push(' '),
        }
        self.out.push_str(text);
        (self.last, self.gap) = (last, Gap::None);
    }

    /// Keeps count of brackets and statements.
    fn follow(&mut self, kind: Kind) {
        if self.open.is_empty() && self.statement == Statement::None {
            self.statement = if kind == Kind::At { Statement::At } else { Statement::Rule };
        }
        let Kind::Sign(sign) = kind else {
            self.has_begun = true;
            return;
        };
        let closed = self.nest(sign);
        self.has_begun = match sign {
            '{' | '(' => false,
            '}' => !closed,
            ';' => self.open.last().is_some_and(|&close| close != '}'),
            _ => true,
        };
        let is_end = sign == '}' && closed || sign == ';' && self.statement == Statement::At;
        if is_end && self.open.is_empty() {
            self.statement = Statement::None;
        }
    }

    /// Opens or closes a bracket; whether it closed one.
    fn nest(&mut self, sign: char) -> bool {
        let closed = self.open.last() == Some(&sign);
        if closed {
            self.open.pop();
            self.round -= usize::from(sign != '}');
        } else if let Some(close) = closing(sign) {
            self.open.push(close);
            self.round += usize::from(close != '}');
        }
        closed
    }

    /// Writes the name and the colon of the declaration that begins here, and the value of a custom property. Gives how many
    /// tokens it took, none if no declaration begins.
    fn declaration(&mut self, rest: &[Token<'_>]) -> usize {
        let may_begin = !self.has_begun && !self.open.is_empty();
        let Some(name) = rest.first().filter(|token| may_begin && token.kind == Kind::Word) else { return 0 };
        let colon = 1 + gap(&rest[1..]);
        if rest.get(colon).is_none_or(|token| token.kind != Kind::Sign(':')) {
            return 0;
        }
        let is_custom = spelled(name.text).starts_with("--");
        if !is_custom && (self.round > 0 || !is_declaration(&rest[colon..])) {
            return 0;
        }
        self.token(name);
        self.gap = Gap::None;
        self.push(":", Last::Seam);
        let value = colon + 1;
        value + if is_custom { self.custom(&rest[value..]) } else { gap(&rest[value..]) }
    }

    /// Writes the value of a custom property: scripts and queries of containers read it letter for letter.
    fn custom(&mut self, rest: &[Token<'_>]) -> usize {
        let depth = self.open.len();
        let mut length = 0;
        for token in rest {
            if let Kind::Sign(sign) = token.kind {
                let ends = match sign {
                    ';' => self.open.last().is_none_or(|&close| close == '}'),
                    _ => self.open.last() == Some(&sign),
                };
                if ends && self.open.len() == depth {
                    break;
                }
                self.nest(sign);
            }
            length += 1;
        }
        let value = &rest[..length];
        let from = gap(value);
        let after = value[from..].iter().rev().take_while(|token| is_gap(token)).count();
        let value = &value[from..length - after];
        // Old browsers know no custom property without a value.
        let text = value.iter().map(|token| token.text).collect::<String>();
        let last = value.last().map_or(Last::Other, last);
        self.push(if text.is_empty() { " " } else { &text }, last);
        self.gap = if after > 0 { Gap::Blank } else { Gap::None };
        length
    }

    /// Closes what is open, as the end of a sheet would.
    fn close(mut self, lacks: &str) -> String {
        self.out.push_str(lacks);
        if self.last == Last::Line {
            self.out.push('\n');
        }
        let in_block = self.open.first() == Some(&'}');
        self.out.extend(self.open.iter().rev());
        if self.statement != Statement::None && !in_block {
            // Ends a statement of either kind, and a rule without its block means nothing.
            self.out.push_str(";{}");
        }
        self.out
    }
}

fn last(token: &Token<'_>) -> Last {
    match token.kind {
        Kind::Broken | Kind::Sign('\\') => Last::Line,
        _ if token.text.contains('\\') && token.text.ends_with(|c: char| c.is_ascii_hexdigit()) => Last::Escape,
        _ => Last::Other,
    }
}

fn closing(sign: char) -> Option<char> {
    match sign {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

fn is_gap(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Blank | Kind::Comment)
}

/// How many blanks and comments `rest` begins with.
fn gap(rest: &[Token<'_>]) -> usize {
    rest.iter().take_while(|token| is_gap(token)).count()
}

/// Whether what begins with a name and this colon ends without a block: `a:hover {` is a selector.
fn is_declaration(rest: &[Token<'_>]) -> bool {
    let mut open: Vec<char> = Vec::new();
    for token in rest {
        let Kind::Sign(sign) = token.kind else { continue };
        match sign {
            '{' if open.is_empty() => return false,
            ';' | '}' if open.is_empty() => return true,
            _ if open.last() == Some(&sign) => {
                open.pop();
            }
            _ => open.extend(closing(sign)),
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shortened(pairs: &[(&str, &str)]) {
        for (sheet, short) in pairs {
            assert_eq!(bare(sheet), *short, "{sheet}");
        }
    }

    #[test]
    fn comments_and_blanks_beside_signs_go() {
        shortened(&[
            (
                "/* A. */\n@layer a, b;\n\n@layer a {\n  p { margin : 0 auto; color: red }\n}\n",
                "@layer a,b;@layer a{p{margin:0 auto;color:red}}",
            ),
            ("a{background:\n    url(x.png) ,\n    url( \"y z\" )}", "a{background:url(x.png),url( \"y z\" )}"),
            ("a { color: red /* why */ ; /* b */ }", "a{color:red;}"),
        ]);
    }

    #[test]
    fn blanks_that_say_something_stay() {
        shortened(&[
            ("a  .b :hover\n> c { }", "a .b :hover > c{}"),
            ("a/**/.b /* x */ .c{}", "a/**/.b .c{}"),
            (
                "@media (width >= 48rem) and (hover: none) { a:hover { x: calc( 1px + 2px ) } }",
                "@media (width >= 48rem) and (hover: none){a:hover{x:calc( 1px + 2px )}}",
            ),
            ("a{b: 1 + 2 !important}", "a{b:1 + 2 !important}"),
            (".\\31  .b{}", ".\\31  .b{}"),
            (".\\31/**/ .b{}", ".\\31  .b{}"),
            ("x{ a: hover { b: c } }", "x{a: hover{b:c}}"),
            ("a: hover, b{}", "a: hover,b{}"),
        ]);
    }

    #[test]
    fn strings_urls_and_custom_properties_stay_letter_for_letter() {
        for kept in [
            "a{content:\"/* no comment */  ;  }\"}",
            "a{content:'\\'  /*'}",
            "a{background:url(data:a/*b*/;c,  d)}",
            "a{--x:a ,  b /* c */ d;--y:{ d : e };--z: }",
            "@container style(--x:a , b){p{color:red}}",
            "@charset \"utf-8\";",
        ] {
            assert_eq!(bare(kept), kept);
        }
        shortened(&[("a { --x :  b  ; --y:/* c */; color: red }", "a{--x:b;--y: ;color:red}")]);
    }

    #[test]
    fn a_licence_stays() {
        shortened(&[("/*! MIT\n  someone */\n\na { /*! x */ b: c }", "/*! MIT\n  someone */a{/*! x */b:c}")]);
    }

    #[test]
    fn what_is_left_open_is_closed() {
        shortened(&[
            ("a { b: c", "a{b:c}"),
            ("a { b: url(c", "a{b:url(c)}"),
            ("a { b: f('c\\", "a{b:f('c')}"),
            ("a { b: c /* d", "a{b:c}"),
            ("a { b: /*! d", "a{b:/*! d*/}"),
            ("a { b: 'c\n}", "a{b:'c\n}"),
            ("a { b: 'c\n", "a{b:'c\n}"),
            ("@import 'x'", "@import 'x';{}"),
            ("@media (a", "@media (a);{}"),
            ("a, b", "a,b;{}"),
            ("} a { }", "}a{}"),
            ("a{}}", "a{}};{}"),
            ("a { --x: ( [ b", "a{--x:( [ b])}"),
            ("\\\n{ a", "\\\n{a}"),
        ]);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_selector() {
        assert_eq!(bare("\u{feff}a{}"), "a{}");
    }

    /// Pieces of CSS, broken ones among them.
    fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
        const PIECES: [&str; 40] = [
            "a",
            "--x",
            "b-1",
            "12px",
            "url(",
            "url(x y)",
            "URL( 'z' )",
            "calc(",
            "\"s /* \"",
            "'t",
            "\"",
            "\\",
            "\\31 ",
            "\\\"",
            "\n",
            " ",
            "\t",
            "\r\n",
            "/* c */",
            "/*",
            "*/",
            "/**/",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "{",
            "}",
            ";",
            ":",
            ": ",
            ",",
            ".",
            "#",
            "@",
            "@media ",
            ">",
            "!",
        ];
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

        #[test]
        fn shortening_twice_is_shortening_once(sheet in pieces()) {
            let short = bare(&sheet.concat());
            prop_assert_eq!(bare(&short), short);
        }

        #[test]
        fn what_is_wrong_in_one_sheet_does_not_reach_the_next(sheets in (pieces(), pieces())) {
            let (first, second) = (bare(&sheets.0.concat()), bare(&sheets.1.concat()));
            prop_assert_eq!(bare(&format!("{first}\n{second}")), format!("{first}{second}"));
        }

        #[test]
        fn strings_and_urls_come_through_in_order(sheet in pieces()) {
            let texts = |sheet: &str| -> Vec<String> {
                cut(sheet).0.iter().filter(|token| token.kind == Kind::Text).map(|token| token.text.to_owned()).collect()
            };
            // What the sheet leaves open is closed.
            let sheet = sheet.concat() + "/**/\n/**/";
            let (long, short) = (texts(&sheet), texts(&bare(&sheet)));
            prop_assert!(short.len() == long.len() && short.iter().zip(&long).all(|(a, b)| a.starts_with(b.trim_end_matches('\\'))), "{:?} {:?}", long, short);
        }

        #[test]
        fn how_much_blank_there_is_makes_no_difference(
            pieces in prop::collection::vec((prop::sample::select(&["a", "b-1", "12px", "url(x  y)", "'s  /*'", "calc(", ")", "{", "}", ";", ":", ",", ".c"][..]), 0..4_usize), 0..40),
        ) {
            let with = |blanks: [&str; 4]| pieces.iter().map(|(piece, at)| format!("{piece}{}", blanks[*at])).collect::<String>();
            prop_assert_eq!(bare(&with(["", " ", " ", "/**/"])), bare(&with(["", "\n  ", "\t/* x */ ", "/* ; */"])));
        }
    }
}
