//! Dollars that are text: prices, variables of a shell, the number of a process.
//!
//! In: Markdown. Out: the places of dollars that begin no formula and end none. Code, addresses in `<…>` and destinations
//! of links are passed over: they hold no formula, and no formula reaches into them. A formula
//!
//! - begins at a dollar before neither a blank nor a sign that ends something, and ends at the next dollar of its paragraph,
//!   which stands behind no blank and before no letter or digit;
//! - behind a letter or digit, as in `5 US$` and `10$`, has a sign of LaTeX (`10$^6$`), or is one letter behind a number;
//! - from a number to a number or the sign of a currency has no word between them (`$20, or 10$`), and closes no bracket that it did not open;
//! - between two dollars at each end may have blanks inside if it fills its lines, or holds a sign of LaTeX.

use std::collections::HashMap;

/// Tells `cover` where each dollar stands that is text.
pub fn find(text: &str, cover: &mut impl FnMut(usize)) {
    if memchr::memchr(b'$', text.as_bytes()).is_some() {
        let reader = Reader { text, bytes: text.as_bytes(), ticks: ticks(text), open: None, paragraph_end: 0, cover };
        reader.all();
    }
}

/// Where runs of backticks begin, by their length.
fn ticks(text: &str) -> HashMap<usize, Vec<usize>> {
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('`').map(|found| at + found) {
        let length = run(text.as_bytes(), found);
        runs.entry(length).or_default().push(found);
        at = found + length;
    }
    runs
}

/// How often the byte at a place comes in a row.
fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count()
}

struct Reader<'a, F> {
    text: &'a str,
    bytes: &'a [u8],
    ticks: HashMap<usize, Vec<usize>>,
    /// A dollar that may begin a formula.
    open: Option<usize>,
    paragraph_end: usize,
    cover: &'a mut F,
}

impl<F: FnMut(usize)> Reader<'_, F> {
    fn all(mut self) {
        let mut at = self.after_fence(0);
        while let Some(found) = self.bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'$' | b'\\' | b'\n' | b'`' | b'<' | b']'))
            .map(|found| at + found)
        {
            at = match self.bytes[found] {
                // What follows a backslash is text already, or part of a formula.
                b'\\' => (found + 2).min(self.bytes.len()),
                b'\n' => {
                    if is_blank_line(self.line(found + 1)) {
                        self.give_up();
                    }
                    self.after_fence(found + 1)
                }
                b'$' => self.dollar(found),
                _ => match self.passed_over(found) {
                    Some(end) => {
                        if self.text[found..end].contains('$') {
                            self.give_up();
                        }
                        end
                    }
                    None => found + run(self.bytes, found).max(1),
                },
            };
            while at < self.text.len() && !self.text.is_char_boundary(at) {
                at += 1;
            }
        }
        self.give_up();
    }

    fn line(&self, start: usize) -> &str {
        self.text[start..].split('\n').next().unwrap_or_default()
    }

    /// What stands before a place in its line, as far back as the label of a link may reach.
    fn before(&self, at: usize) -> &str {
        let mut from = at.saturating_sub(1000);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.text[from..at];
        before.rsplit('\n').next().unwrap_or(before)
    }

    /// No dollar ends what began at the open one.
    fn give_up(&mut self) {
        if let Some(open) = self.open.take() {
            (self.cover)(open);
        }
    }

    /// The end of the paragraph that a place lies in.
    fn end_of_paragraph(&mut self, at: usize) -> usize {
        while self.paragraph_end <= at {
            let from = self.paragraph_end.max(at);
            let Some(line_end) = self.text[from..].find('\n').map(|found| from + found) else {
                self.paragraph_end = self.text.len();
                break;
            };
            let mut end = line_end;
            loop {
                let next = self.line(end + 1);
                if is_blank_line(next) || end + 1 + next.len() >= self.text.len() {
                    end = if is_blank_line(next) { end } else { self.text.len() };
                    break;
                }
                end += 1 + next.len();
            }
            self.paragraph_end = end.max(at + 1);
        }
        self.paragraph_end
    }

    /// Where the text goes on behind the fenced code that begins in this line, if one does.
    fn after_fence(&mut self, start: usize) -> usize {
        let opening = inner(self.line(start));
        let sign = match opening.as_bytes() {
            [b'`', b'`', b'`', ..] => '`',
            [b'~', b'~', b'~', ..] => '~',
            _ => return start,
        };
        let length = run(opening.as_bytes(), 0);
        if sign == '`' && opening[length..].contains('`') {
            return start;
        }
        self.give_up();
        let mut at = start + self.line(start).len() + 1;
        while at < self.text.len() {
            let line = self.line(at);
            let closing = line.trim_matches([' ', '\t', '>', '\r']);
            at += line.len() + 1;
            if closing.len() >= length && closing.chars().all(|c| c == sign) {
                break;
            }
        }
        at.min(self.text.len())
    }

    /// The end of the code, the address or the destination that begins here.
    fn passed_over(&mut self, at: usize) -> Option<usize> {
        match self.bytes[at] {
            b'`' => {
                let length = run(self.bytes, at);
                let limit = self.end_of_paragraph(at);
                let runs = self.ticks.get(&length)?;
                let next = runs[runs.partition_point(|start| *start <= at)..].first()?;
                (*next < limit).then_some(next + length)
            }
            b'<' => {
                let inner = &self.text[at + 1..];
                let scheme = inner.find(|c: char| !c.is_ascii_alphanumeric() && !"+.-".contains(c))?;
                let is_address = inner.starts_with(|c: char| c.is_ascii_alphabetic())
                    && (2..=32).contains(&scheme)
                    && inner[scheme..].starts_with(':');
                let end = inner.find(|c: char| c == '>' || c == '<' || c.is_whitespace() || c.is_control())?;
                (is_address && inner[end..].starts_with('>')).then_some(at + 1 + end + 1)
            }
            _ => {
                let rest = self.text[at + 1..].strip_prefix('(');
                let is_definition = || inner(self.before(at)).starts_with('[');
                let rest = rest.or_else(|| self.text[at + 1..].strip_prefix(':').filter(|_| is_definition()))?;
                let rest = rest.trim_start_matches([' ', '\t']);
                let start = self.text.len() - rest.len();
                let mut depth = 0_i32;
                let end = rest.find(|c: char| {
                    depth += i32::from(c == '(') - i32::from(c == ')');
                    depth < 0 || c.is_whitespace()
                });
                Some(start + end.unwrap_or(rest.len()))
            }
        }
    }

    /// Reads the dollars at a place; gives the place behind them, or behind the formula.
    fn dollar(&mut self, at: usize) -> usize {
        let length = run(self.bytes, at);
        let end = at + length;
        match length {
            1 => self.single(at),
            2 => {
                self.give_up();
                if let Some(close) = self.close_of_two(at) {
                    return close + 2;
                }
                (at..end).for_each(&mut *self.cover);
                end
            }
            _ => {
                self.give_up();
                (at..end).for_each(&mut *self.cover);
                end
            }
        }
    }

    fn single(&mut self, at: usize) -> usize {
        let after = self.text[at + 1..].chars().next();
        match self.open {
            Some(open) if self.ends(open, at, after) => self.open = None,
            _ => {
                self.give_up();
                // As GitHub writes it: $`x^2`$.
                if after == Some('`') {
                    let limit = self.end_of_paragraph(at);
                    if let Some(length) = self.text[at + 2..limit.max(at + 2)].find(['`', '\n'])
                        && self.text[at + 2 + length..].starts_with("`$")
                        && length > 0
                    {
                        return at + 2 + length + 2;
                    }
                }
                if after.is_none_or(is_no_begin) {
                    (self.cover)(at);
                } else {
                    self.open = Some(at);
                }
            }
        }
        at + 1
    }

    /// Whether a dollar ends the formula that began at another.
    fn ends(&self, open: usize, at: usize, after: Option<char>) -> bool {
        let inside = &self.text[open + 1..at];
        let is_code = |c: char| matches!(c, '@' | '#') || (matches!(c, '{' | '(') && inside.starts_with(c));
        let is_marked = inside.starts_with(['*', '_']) && inside.contains(char::is_whitespace);
        !inside.is_empty()
            && !inside.ends_with(char::is_whitespace)
            && !after.is_some_and(|c| is_part_of_word(c) || is_code(c))
            && !is_marked
            && (inside.contains(['\\', '^', '_'])
                || !are_prices(inside) && self.begins_behind_word(open, inside).unwrap_or(true))
    }

    /// Of a dollar behind a letter or digit, whether it begins a formula all the same: `2$x$`.
    fn begins_behind_word(&self, open: usize, inside: &str) -> Option<bool> {
        let before = self.text[..open].chars().next_back().filter(|c| is_part_of_word(*c))?;
        Some(before.is_numeric() && inside.len() == 1 && inside.starts_with(|c: char| c.is_ascii_alphabetic()))
    }

    /// Where the two dollars stand that end the formula which begins with the two at a place.
    fn close_of_two(&mut self, at: usize) -> Option<usize> {
        let limit = self.end_of_paragraph(at);
        let mut close = at + 2;
        loop {
            close += self.text.get(close..limit)?.find(['$', '\\'])?;
            match (self.bytes[close], run(self.bytes, close)) {
                (b'$', 2) => break,
                (b'$', length) => close += length,
                _ => close = (close + 2).min(self.text.len()),
            }
            while !self.text.is_char_boundary(close) {
                close += 1;
            }
        }
        let inside = &self.text[at + 2..close];
        let is_tight = !inside.starts_with(|c: char| is_no_begin(c) || c == '*')
            && !inside.ends_with(char::is_whitespace)
            && !self.text[close + 2..].starts_with(is_part_of_word);
        let is_end = |rest: &str| rest.trim_matches(|c: char| c.is_whitespace() || ".,;:!?|".contains(c)).is_empty();
        let fills_lines = inner(self.before(at)).is_empty() && is_end(self.line(close + 2));
        let is_latex = inside.contains(['\\', '^', '_', '=', '{']);
        (is_tight || fills_lines || is_latex).then_some(close)
    }
}

/// A line without the signs of the quotes and lists that it stands in.
fn inner(line: &str) -> &str {
    line.trim_start_matches(|c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | ')' | '.') || c.is_ascii_digit())
}

fn is_blank_line(line: &str) -> bool {
    line.trim_matches([' ', '\t', '>', '\r']).is_empty()
}

/// Names of functions that may stand in a formula without a backslash.
const FUNCTIONS: [&str; 12] = ["mod", "log", "ln", "lg", "sin", "cos", "tan", "exp", "max", "min", "gcd", "div"];
/// What stands before the dollar of a country, where the sign comes behind the number.
const COUNTRIES: [&str; 14] = ["US", "U.S", "A", "AU", "C", "CA", "CAD", "NZ", "HK", "S", "SG", "R", "MX", "NT"];

/// Whether what stands between two dollars is text from one price to another.
fn are_prices(inside: &str) -> bool {
    let mut depth = 0_i32;
    let closes_too_much = inside.chars().any(|c| {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(c == ')');
        depth < 0
    });
    let words = || inside.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let is_word =
        |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic) && !FUNCTIONS.contains(word);
    let last = words().next_back().unwrap_or_default();
    let is_amount = inside.ends_with(|c: char| c.is_ascii_digit()) || COUNTRIES.contains(&last);
    let begins = inside.trim_start_matches(['-', '+', '~']).starts_with(|c: char| c.is_ascii_digit());
    closes_too_much || begins && is_amount && words().filter(|word| *word != last).any(|word| is_word(&word))
}

/// What no formula begins with.
fn is_no_begin(c: char) -> bool {
    c.is_whitespace() || ")]},;:!?\"'”’`".contains(c)
}

/// A letter or digit that a dollar before it belongs to. Scripts without blanks between words go on right behind a formula.
fn is_part_of_word(c: char) -> bool {
    let is_without_blanks = matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff
        | 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x2_0000..=0x3_ffff);
    c.is_alphanumeric() && !is_without_blanks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with each dollar that is text between angle quotes.
    fn shown(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        find(text, &mut |at| {
            assert_eq!(bytes[at], b'$', "{text}");
            bytes[at] = 1;
        });
        String::from_utf8(bytes).unwrap().replace('\u{1}', "¤")
    }

    #[test]
    fn dollars_of_prices_and_shells_are_text() {
        for (text, expected) in [
            ("Set $HOME/$PATH first.", "Set ¤HOME/¤PATH first."),
            ("It costs $5 and then *$6* maybe. $x$", "It costs ¤5 and then *¤6* maybe. $x$"),
            ("$x$ and $y + 1$, then $2", "$x$ and $y + 1$, then ¤2"),
            ("a $ b $ c", "a ¤ b ¤ c"),
            ("$5,000-$10,000 a year", "¤5,000-¤10,000 a year"),
            ("US$ 5 or $x $", "US¤ 5 or ¤x ¤"),
            ("\\$x and $y$", "\\$x and $y$"),
            ("$a\n\nb$", "¤a\n\nb¤"),
            ("$a\n> \nb$", "¤a\n> \nb¤"),
            ("$a\nb$", "$a\nb$"),
            ("$$x^2$$ and $5", "$$x^2$$ and ¤5"),
            ("$O(n)$-time", "$O(n)$-time"),
            ("${HOME}/${PATH} $(pwd)/$(date)", "¤{HOME}/¤{PATH} ¤(pwd)/¤(date)"),
            ("$('a').on($('b'))", "¤('a').on(¤('b'))"),
            ("Perl's $@,$# and $!, $?, $: too", "Perl's ¤@,¤# and ¤!, ¤?, ¤: too"),
            ("(a ($) or ($$))", "(a (¤) or (¤¤))"),
            ("'$' and '$', *$* and *$*", "'¤' and '¤', *¤* and *¤*"),
            ("5 US$. And 7 A$. Or", "5 US¤. And 7 A¤. Or"),
            ("10$ (about $8), 20$ (about $16)", "10¤ (about ¤8), 20¤ (about ¤16)"),
            ("5$-6$ and 7$", "5¤-6¤ and 7¤"),
            ("Between $10 and $20, or 10$ and 20$", "Between ¤10 and ¤20, or 10¤ and 20¤"),
            ("From $10 to 20$, or US$5 (7 A$)", "From ¤10 to 20¤, or US¤5 (7 A¤)"),
            ("10$/20$, 5$+VAT, 30$: $x$", "10¤/20¤, 5¤+VAT, 30¤: $x$"),
            ("$5 are about 7 CA$ or C$7. $y$", "¤5 are about 7 CA¤ or C¤7. $y$"),
            ("A5$x and B6$", "A5¤x and B6¤"),
            ("H$_2$, 10$^6$, 3$\\times$ 4, 2$x$, the 5$^{th}$", "H$_2$, 10$^6$, 3$\\times$ 4, 2$x$, the 5$^{th}$"),
            ("$2 mod 3$, $5 + 1$, $[0, 1)$, $10 km$, $f(2)$", "$2 mod 3$, $5 + 1$, $[0, 1)$, $10 km$, $f(2)$"),
            ("$x = 5$ and $n$ and $a_1, 2$", "$x = 5$ and $n$ and $a_1, 2$"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn two_dollars_are_a_formula_or_a_price_or_a_process() {
        for (text, expected) in [
            ("kill $$ and echo $$ now", "kill ¤¤ and echo ¤¤ now"),
            ("Prices: $, $$, $$$.", "Prices: ¤, ¤¤, ¤¤¤."),
            ("Cheap ($$) to dear ($$)", "Cheap (¤¤) to dear (¤¤)"),
            ("$$ to $$ here", "¤¤ to ¤¤ here"),
            ("$$\na b\n$$", "$$\na b\n$$"),
            ("> $$\n> a b\n> $$ .", "> $$\n> a b\n> $$ ."),
            ("- $$ a b $$", "- $$ a b $$"),
            ("so $$ x^2 $$ holds", "so $$ x^2 $$ holds"),
            ("so $$a b$$, and \\$$x$", "so $$a b$$, and \\$$x$"),
            ("$$\na\n\nb\n$$", "¤¤\na\n\nb\n¤¤"),
            ("$$ \\text{$x$} $$", "$$ \\text{$x$} $$"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn code_and_addresses_hold_no_formula_and_end_none() {
        for (text, expected) in [
            ("It is $5 and `a$` here", "It is ¤5 and `a$` here"),
            ("`$` is 5$ and `x$`", "`$` is 5¤ and `x$`"),
            ("$x `a` y$", "$x `a` y$"),
            ("$`x_1`$ and $`$", "$`x_1`$ and ¤`¤"),
            ("see <https://x.com/$a/$b> or $x$", "see <https://x.com/$a/$b> or $x$"),
            ("[t](https://x.com/$a) [u](<$b>) $", "[t](https://x.com/$a) [u](<$b>) ¤"),
            ("[b]: https://x.com/$a-$b\n", "[b]: https://x.com/$a-$b\n"),
            ("see [1]: $5-$6", "see [1]: ¤5-¤6"),
            ("```sh\necho $$ $5\n```\n$5 and $6", "```sh\necho $$ $5\n```\n¤5 and ¤6"),
            ("> ~~~\n> $$\n> ~~~\n> $5-$6", "> ~~~\n> $$\n> ~~~\n> ¤5-¤6"),
            ("数式$x$は、價格$5至$6", "数式$x$は、價格¤5至¤6"),
            ("수식$x$는 $y$이다", "수식$x$는 $y$이다"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "[$`\\\\<>\\]\\[(): a1é=\n~-]{0,60}") {
            prop_assert_eq!(shown(&text).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn work_grows_with_the_text() {
        for piece in
            ["$", "$$ ", "$a ", "`$", "``$` ", "](", "<a:$", "$$ \\", "$$ $ ", "\n$$a", "[a]: $ ", "$`", "> $\n"]
        {
            let text = piece.repeat(200_000 / piece.len());
            assert_eq!(shown(&text).chars().count(), text.chars().count(), "{piece}");
        }
    }
}
