//! A script without indentation and without lines that hold only a comment.
//!
//! In: JavaScript. Out: the same. Code is never touched, nor what stands in template literals: where a line begins inside
//! one is found by reading strings, comments and regular expressions as JavaScript does.

/// A script without indentation and without lines that hold only a comment. `/*!` comments, where licences stand, stay.
pub fn bare(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut reader = Reader::default();
    for line in script.lines() {
        let before = reader.within.clone();
        reader.line(line);
        let text = line.trim();
        match before {
            Within::Template => out.push_str(line),
            Within::Comment { kept: true } => out.push_str(line),
            Within::Comment { kept: false } => match text.split_once("*/") {
                // What follows the comment on its last line is code.
                Some((_, rest)) if reader.within == Within::Code && !rest.trim().is_empty() => {
                    out.push_str(rest.trim())
                }
                _ => continue,
            },
            Within::Code => {
                let is_comment = text.starts_with("//")
                    || text.starts_with("/*")
                        && !text.starts_with("/*!")
                        && text.find("*/").is_none_or(|end| end + 2 == text.len());
                if text.is_empty() || is_comment {
                    continue;
                }
                // A template literal that begins here may end in spaces that count.
                out.push_str(if reader.within == Within::Template { line.trim_start() } else { text });
            }
        }
        out.push('\n');
    }
    // Two scripts that each may lack a last semicolon.
    out.push_str(";\n");
    out
}

/// Where a line begins.
#[derive(Clone, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Code,
    Comment {
        kept: bool,
    },
    Template,
}

/// Reads JavaScript as far as to know where literals and comments begin and end.
#[derive(Default)]
struct Reader {
    within: Within,
    /// For each `${` that is open: how many braces are open in it.
    holes: Vec<usize>,
    /// The last character of code, by which a slash divides or begins a regular expression.
    last: char,
    /// The last word of code.
    word: String,
}

/// After these words a slash begins a regular expression.
const BEFORE_REGEX: [&str; 10] = ["return", "typeof", "case", "in", "of", "delete", "void", "do", "else", "await"];

impl Reader {
    /// Reads a line.
    fn line(&mut self, line: &str) {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let length = match self.within {
                Within::Comment { .. } => match rest.find("*/") {
                    Some(end) => {
                        self.within = Within::Code;
                        end + 2
                    }
                    None => return,
                },
                Within::Template => self.template(rest, c),
                Within::Code if rest.starts_with("//") => return,
                Within::Code if rest.starts_with("/*") => {
                    self.within = Within::Comment { kept: rest.starts_with("/*!") };
                    2
                }
                Within::Code => self.code(rest, c),
            };
            rest = rest.get(length..).unwrap_or("");
        }
    }

    /// One step in a template literal.
    fn template(&mut self, rest: &str, c: char) -> usize {
        match c {
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                self.within = Within::Code;
                self.last = '`';
                1
            }
            '$' if rest.starts_with("${") => {
                self.within = Within::Code;
                self.holes.push(0);
                self.last = '{';
                2
            }
            _ => c.len_utf8(),
        }
    }

    /// One step in code.
    fn code(&mut self, rest: &str, c: char) -> usize {
        let length = match c {
            '"' | '\'' => literal(rest, c),
            '/' if self.begins_regex() => literal(rest, '/'),
            '`' => {
                self.within = Within::Template;
                1
            }
            '{' => {
                if let Some(open) = self.holes.last_mut() {
                    *open += 1;
                }
                1
            }
            '}' => {
                match self.holes.last_mut() {
                    Some(0) => {
                        self.holes.pop();
                        self.within = Within::Template;
                    }
                    Some(open) => *open -= 1,
                    None => {}
                }
                1
            }
            _ => c.len_utf8(),
        };
        if c.is_alphanumeric() || matches!(c, '_' | '$') {
            if !(self.last.is_alphanumeric() || matches!(self.last, '_' | '$')) {
                self.word.clear();
            }
            self.word.push(c);
        } else if !c.is_whitespace() {
            self.word.clear();
        }
        // A space ends a word, but a slash after it is still judged by what stands before.
        if !c.is_whitespace() {
            self.last = c;
        } else if !self.word.is_empty() {
            self.last = ' ';
        }
        length
    }

    fn begins_regex(&self) -> bool {
        if self.word.is_empty() {
            !matches!(self.last, ')' | ']' | '}' | '`' | '"' | '\'')
        } else {
            BEFORE_REGEX.contains(&self.word.as_str())
        }
    }
}

/// The length of a string or regular expression that begins `text`; in a class, a slash does not end it.
fn literal(text: &str, end: char) -> usize {
    let (mut escaped, mut in_class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if end == '/' => in_class = true,
            ']' => in_class = false,
            _ if c == end && !in_class => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let script = "// What it is.\n(() => {\n    /** A doc.\n     * More. */\n    const a = 1; // why\n\n    /* b */ go(a);\n})()\n";
        assert_eq!(bare(script), "(() => {\nconst a = 1; // why\n/* b */ go(a);\n})()\n;\n");
    }

    #[test]
    fn template_literals_stay_as_they_are() {
        let script =
            "const a = `x  \n    // no comment\n  ${b({ c: `\n    /* nor this */` })}\n   `;\n    // a comment\n";
        assert_eq!(
            bare(script),
            "const a = `x  \n    // no comment\n  ${b({ c: `\n    /* nor this */` })}\n   `;\n;\n"
        );
    }

    #[test]
    fn signs_in_strings_and_regular_expressions_begin_nothing() {
        for line in [
            "s.split(\"`\");",
            "x = /[`/*]`/.test(y);",
            "a = b / c; d = '/*';",
            "return /`/;",
            "f(/\\/`/, \"'\");",
            "z = (1) / 2 / `q`;",
        ] {
            let script = format!("{line}\n    // a comment\n    go();\n");
            assert_eq!(bare(&script), format!("{line}\ngo();\n;\n"));
        }
    }

    #[test]
    fn a_licence_stays() {
        assert_eq!(bare("/*! MIT\n   someone */\n  go();\n"), "/*! MIT\n   someone */\ngo();\n;\n");
    }
}
