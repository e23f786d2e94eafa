//! Which cells of a table hold a word too long for their column on paper.
//!
//! In: a table as it was written. Out: for each of its cells, in order, whether a word in it must be able to break. A browser knows
//! two rules for words in cells: those that may break anywhere count for nothing when it deals out the width, so that a column of short words
//! is set too narrow for them; those that may not, make a table wider than the paper. So words that fit keep together, and only
//! cells with others break theirs. Widths are estimated for the narrower of both kinds of paper, that of the print pages.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthChar;

/// Half an em of a table's letters, in tenths: the unit of what follows.
const UNIT: usize = 10;

/// What the column of a topic on A4 holds, by how many columns a table has at least: smaller letters from six and from nine on (`print.css`).
const ROOM: [(usize, usize); 3] = [(9, 122 * UNIT), (6, 102 * UNIT), (0, 86 * UNIT)];

/// What stands between two columns.
const GAP: usize = 2 * UNIT;

/// What a quote or a list around the table takes.
const STEP: usize = 6 * UNIT;

/// For each cell, whether it has a word that its column cannot hold; `depth` counts the lists and quotes around the table. Empty if this is
/// no table by itself.
pub(super) fn long_cells(table: &str, depth: usize, options: Options) -> Vec<bool> {
    // In a quote or a list its lines begin with what opens them.
    let alone: String = table.lines().map(|line| line.trim_start_matches(['>', ' ', '\t']).to_owned() + "\n").collect();
    let (columns, words) = longest_words(&alone, options);
    if columns == 0 {
        return Vec::new();
    }
    let in_column = |column: usize| words.iter().skip(column).step_by(columns).copied().max().unwrap_or(0);
    let widest: Vec<usize> = (0..columns).map(in_column).collect();
    let room = ROOM.iter().find(|(least, _)| columns >= *least).map_or(0, |(_, room)| *room);
    let limit = limit(&widest, room.saturating_sub(columns * GAP + depth * STEP));
    words.iter().map(|word| *word > limit).collect()
}

/// The longest word that may stay whole, so that all columns have room: what short columns leave, long ones share.
fn limit(widest: &[usize], room: usize) -> usize {
    let mut sorted = widest.to_vec();
    sorted.sort_unstable();
    let (mut left, mut columns) = (room, sorted.len());
    for width in sorted {
        if width * columns > left {
            return left / columns;
        }
        left -= width;
        columns -= 1;
    }
    usize::MAX
}

/// How many columns a table has, and the width of the longest word of each cell.
fn longest_words(table: &str, options: Options) -> (usize, Vec<usize>) {
    let (mut columns, mut cells) = (0, Vec::new());
    // The width of the word that is being read, which may go on behind a mark: `**a**b`.
    let mut word = 0;
    for event in Parser::new_ext(table, options) {
        match event {
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableCell) => {
                word = 0;
                cells.push(0);
            }
            Event::End(TagEnd::Table) => break,
            Event::Text(text) | Event::Code(text) => read(&text, &mut word, &mut cells),
            // A formula is one word: its commands are signs, its braces none.
            Event::InlineMath(latex) | Event::DisplayMath(latex) => read(&signs(&latex), &mut word, &mut cells),
            Event::SoftBreak | Event::HardBreak => word = 0,
            _ => {}
        }
    }
    (columns, cells)
}

/// Notes the words of a text in the last cell.
fn read(text: &str, word: &mut usize, cells: &mut [usize]) {
    let Some(longest) = cells.last_mut() else { return };
    for letter in text.chars() {
        *word = if letter.is_whitespace() { 0 } else { *word + width(letter) };
        *longest = (*longest).max(*word);
        // Here a line may end. So it may between two signs of Chinese, Japanese and Korean.
        if letter == '-' || is_wide(letter) {
            *word = 0;
        }
    }
}

/// How wide a sign is: rather too wide than too narrow, since faces differ.
fn width(letter: char) -> usize {
    match letter {
        _ if is_wide(letter) => 2 * UNIT,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 19 * UNIT / 10,
        _ if letter.is_uppercase() => 15 * UNIT / 10,
        _ if letter.is_ascii_digit() => 13 * UNIT / 10,
        _ => 12 * UNIT / 10,
    }
}

/// Whether a sign takes the place of two letters, as those of Chinese, Japanese and Korean do.
fn is_wide(letter: char) -> bool {
    letter.width() == Some(2)
}

/// LaTeX as about so many signs as it shows.
fn signs(latex: &str) -> String {
    let mut signs = String::new();
    let mut letters = latex.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                while letters.next_if(char::is_ascii_alphabetic).is_some() {}
                signs.push('m');
            }
            '{' | '}' | '^' | '_' => {}
            _ if letter.is_whitespace() => {}
            _ => signs.push(letter),
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(table: &str) -> Vec<bool> {
        long_cells(table, 0, Options::ENABLE_TABLES | Options::ENABLE_MATH)
    }

    #[test]
    fn words_of_ordinary_length_stay_whole_and_one_of_a_hundred_letters_breaks() {
        let word = "x".repeat(100);
        assert_eq!(
            long(&format!("| Change | Effect |\n|---|---|\n| remove | {word} |\n| add | a **b** |")),
            [false, false, false, true, false, false]
        );
        assert!(!long("| a | b |\n|---|---|\n| `on_delete=models.SET_NULL` | `select_related()` |").contains(&true));
    }

    #[test]
    fn eight_columns_of_settings_break() {
        let row = "| `SESSION_COOKIE_AGE` ".repeat(8);
        let table = format!("{row}|\n{}|\n{row}|\n", "|---".repeat(8));
        assert_eq!(long(&table), [true; 16]);
    }

    #[test]
    fn what_short_columns_leave_goes_to_the_long_one() {
        assert_eq!(limit(&[10, 10, 60], 90), usize::MAX);
        assert_eq!(limit(&[10, 10, 80], 90), 70);
        assert_eq!(limit(&[40, 40, 40], 90), 30);
    }

    #[test]
    fn marks_within_a_word_do_not_part_it_and_blanks_and_hyphens_do() {
        let (_, cells) = longest_words("|aa**bb**|aa-bb|aa bb|検索検索|\n|-|-|-|-|", Options::ENABLE_TABLES);
        assert_eq!(cells, [48, 36, 24, 20]);
    }

    #[test]
    fn a_table_in_a_quote_or_a_list_is_read_and_has_less_room() {
        let word = "x".repeat(30);
        let table = format!("| {word} | {word} |\n> |---|---|\n> | a | b |\n");
        assert_eq!(long(&table).len(), 4);
        let (outside, inside) =
            (long_cells(&table, 0, Options::ENABLE_TABLES), long_cells(&table, 3, Options::ENABLE_TABLES));
        assert!(!outside[0] && inside[0], "{outside:?} {inside:?}");
    }

    #[test]
    fn commands_of_a_formula_are_signs() {
        assert_eq!(signs("\\frac{a}{b} + \\alpha"), "mab+m");
    }
}
