//! How wide a formula is about, for paper, where nothing scrolls.
//!
//! In: MathML as `math-core` writes it. Out: its width in em, rather too wide than too narrow, since faces differ; and from that the
//! class by which the style sheets set a formula as small as it must be. No browser breaks the lines of a formula.

use crate::html::tokens::{Tag, Token, tokens};

/// Hundredths of an em.
type Width = usize;

/// What fits a narrow page, in em.
const NARROW: usize = 20;

/// The widths that have a class, `em-23`: each a sixth or so more than the one before (`static/style/formulas.css`).
const STEPS: [usize; 21] =
    [23, 27, 32, 38, 45, 53, 62, 72, 84, 98, 114, 133, 155, 180, 210, 245, 285, 332, 387, 450, 1000];

/// The classes of a formula that may be wider than a page: `fit em-38`.
pub fn class(mathml: &str) -> Option<String> {
    let width = of(mathml).div_ceil(100);
    let step = || STEPS.into_iter().find(|step| *step >= width).unwrap_or(STEPS[STEPS.len() - 1]);
    (width > NARROW).then(|| format!("fit em-{}", step()))
}

/// An element that is open, with the widths of what it holds.
struct Open {
    name: String,
    parts: Vec<Width>,
}

/// The width of a formula.
fn of(mathml: &str) -> Width {
    let mut open = vec![Open { name: String::new(), parts: Vec::new() }];
    let mut is_operator = false;
    for token in tokens(mathml) {
        match token {
            Token::Start(tag) => {
                is_operator = tag.is("mo");
                if tag.is("mspace") {
                    add(&mut open, space(&tag));
                } else {
                    open.push(Open { name: tag.name().into_owned(), parts: Vec::new() });
                }
            }
            Token::Text(span) => {
                let gap = if is_operator { 60 } else { 0 };
                add(&mut open, gap + letters(&mathml[span]));
            }
            Token::End(_) if open.len() > 1 => {
                if let Some(done) = open.pop() {
                    close(&mut open, &done);
                }
            }
            Token::End(_) | Token::Comment { .. } => {}
        }
    }
    open.iter().map(|it| it.parts.iter().sum::<Width>()).sum()
}

fn add(open: &mut [Open], width: Width) {
    if let Some(last) = open.last_mut() {
        last.parts.push(width);
    }
}

/// Gives the width of an element to the one around it.
fn close(open: &mut [Open], done: &Open) {
    let parts = &done.parts;
    let base = parts.first().copied().unwrap_or(0);
    let small = |width: &Width| width * 3 / 4;
    let widest = parts.iter().copied().max().unwrap_or(0);
    let width = match done.name.as_str() {
        "mfrac" => widest + 20,
        "msqrt" => parts.iter().sum::<Width>() + 100,
        "mroot" => parts.iter().sum::<Width>() + 100,
        "msub" | "msup" => base + parts.iter().skip(1).map(small).sum::<Width>() + 10,
        "msubsup" | "mmultiscripts" => base + parts.iter().skip(1).map(small).max().unwrap_or(0) + 10,
        // Beside a sign of text its limits stand behind it.
        "munder" | "mover" | "munderover" => base + parts.iter().skip(1).map(small).max().unwrap_or(0),
        // The rows of a table hold its columns, each as wide as its widest cell.
        "mtr" => {
            let cells = parts.clone();
            return keep_row(open, cells);
        }
        "mtable" => return close_table(open, parts),
        "mtd" => parts.iter().sum::<Width>() + 80,
        "annotation" | "annotation-xml" => 0,
        _ => parts.iter().sum(),
    };
    add(open, width);
}

/// Widens the columns of the open table by a row of it.
fn keep_row(open: &mut [Open], cells: Vec<Width>) {
    let Some(table) = open.last_mut() else { return };
    for (column, width) in cells.into_iter().enumerate() {
        match table.parts.get_mut(column) {
            Some(known) => *known = (*known).max(width),
            None => table.parts.push(width),
        }
    }
}

fn close_table(open: &mut [Open], columns: &[Width]) {
    add(open, columns.iter().sum());
}

/// The width that a blank says it has: `<mspace width="0.1667em"/>`.
fn space(tag: &Tag<'_>) -> Width {
    let written = tag.attribute("width");
    let em = written.as_deref().and_then(|it| it.strip_suffix("em")).and_then(|it| it.parse::<f32>().ok());
    // At least nothing: a blank may also take away.
    em.map_or(0, |em| (em.clamp(0.0, 1000.0) * 100.0) as Width)
}

/// The width of letters and signs. A reference such as `&lt;` counts as what it is written with, which is more.
fn letters(text: &str) -> Width {
    text.trim().chars().map(letter).sum()
}

fn letter(letter: char) -> Width {
    match letter {
        '∑' | '∏' | '→' | '←' | '↔' | '⇒' | '⇐' | '⇔' | '⟶' | '⟹' => 130,
        'm' | 'w' | 'M' | 'W' => 115,
        '(' | ')' | '[' | ']' | '|' | ',' | '.' | ';' | ':' | 'i' | 'j' | 'l' | '!' | '\'' => 42,
        '\u{2061}'..='\u{2064}' => 0,
        _ if letter.is_ascii_digit() => 62,
        _ if letter.is_uppercase() => 88,
        _ if letter.is_ascii_lowercase() => 65,
        _ if letter.is_alphabetic() && letter < '\u{2e80}' => 80,
        '\u{2e80}'.. => 105,
        _ => 80,
    }
}

#[cfg(test)]
mod tests {
    use math_core::MathDisplay;

    use super::*;
    use crate::topic::formulas::to_mathml;

    fn em(latex: &str) -> usize {
        of(&to_mathml(latex, MathDisplay::Block).unwrap()).div_ceil(100)
    }

    #[test]
    fn a_sum_is_as_wide_as_its_terms() {
        let terms = |n: usize| (1..=n).map(|i| format!("a_{{{i}}}")).collect::<Vec<_>>().join(" + ");
        assert!((5..=9).contains(&em(&terms(3))), "{}", em(&terms(3)));
        assert!((80..=100).contains(&em(&terms(30))), "{}", em(&terms(30)));
    }

    #[test]
    fn a_fraction_is_as_wide_as_its_wider_part_and_a_table_as_its_columns() {
        let long = "x + y + z + x + y + z";
        assert!(em(&format!("\\frac{{{long}}}{{{long}}}")) <= em(long) + 1);
        let table = format!("\\begin{{pmatrix}} {long} & 1 \\\\ 1 & {long} \\end{{pmatrix}}");
        assert!(em(&table) >= 2 * em(long));
        let rows = format!("\\begin{{pmatrix}} {long} \\\\ {long} \\\\ {long} \\end{{pmatrix}}");
        assert!(em(&rows) < 2 * em(long), "{} {}", em(&rows), em(long));
    }

    #[test]
    fn what_fits_has_no_class_and_what_does_not_has_the_next() {
        let of_terms = |n: usize| class(&to_mathml(&vec!["x"; n].join(" + "), MathDisplay::Inline).unwrap());
        assert_eq!(of_terms(5), None);
        assert_eq!(of_terms(2000).as_deref(), Some("fit em-1000"));
        assert!(of_terms(20).unwrap().starts_with("fit em-"));
    }
    #[test]
    fn the_style_sheet_knows_each_step() {
        let sheet = include_str!("../../themes/default/static/style/formulas.css");
        let known: Vec<usize> =
            STEPS.into_iter().filter(|it| sheet.contains(&format!(".em-{it} {{ --em: {it} }}"))).collect();
        assert_eq!(known, STEPS);
    }
}
