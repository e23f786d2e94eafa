//! Text and Markdown turned into each other.
//!
//! In: text as people typed it. Out: Markdown that shows it, with a backslash before what would be markup; and the other way.

/// Text with what Markdown would read as markup escaped.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let escape = match c {
            '\\' | '`' | '*' | '[' | ']' | '$' => true,
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            '~' => next == '~' || previous == '~',
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        previous = c;
    }
    out
}

/// Inline Markdown without its backslashes, as a title stands in `asks`.
pub fn wording(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut letters = title.chars().peekable();
    let mut in_code = false;
    while let Some(c) = letters.next() {
        in_code ^= c == '`';
        let escaped = if c == '\\' && !in_code { letters.next_if(char::is_ascii_punctuation) } else { None };
        out.push(escaped.unwrap_or(c));
    }
    out
}

/// Lines of text as Markdown that shows them: none begins a heading, a list, a quote, code or a table.
pub fn escape_lines(text: &str) -> String {
    let line = |line: &str| escape_start(escape_markdown(line).trim_start());
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The text at the start of a line, with a backslash before what would begin a block there.
pub fn escape_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = &text[digits..];
    let is_number = (1..10).contains(&digits)
        && after.strip_prefix(['.', ')']).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']));
    let is_rule = text.contains('-') && text.chars().all(|c| matches!(c, ':' | '-' | '|' | ' '));
    match is_number {
        true => format!("{}\\{after}", &text[..digits]),
        false if is_rule || text.starts_with(['#', '>', '+', '-', '=']) => format!("\\{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_has_no_backslashes_of_markdown() {
        for (title, expected) in [
            (r"\$5 \* 2", "$5 * 2"),
            (r"a \\ b \c", r"a \ b \c"),
            (r"`\$` \` \*", "`\\$` ` *"),
            ("a\\", "a\\"),
            (r"\\\\", r"\\"),
        ] {
            assert_eq!(wording(title), expected);
        }
    }
}
