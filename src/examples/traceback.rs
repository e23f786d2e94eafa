//! Reads what a Python that failed wrote to its standard error.
//!
//! In: that text. Out: the exception and the line it came from; the same text with files named as the author knows
//! them. It knows tracebacks of Python 2.7 to 3.14, exception groups, and syntax errors, which have no header.

/// The exception that ended a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The class without its module: `ImproperlyConfigured`.
    pub name: String,
    /// The first line of the exception as Python prints it: `ValueError: no such thing`.
    pub line: String,
    /// The name of the innermost file of the example in the traceback, and the line in it, from 1.
    pub place: Option<(String, usize)>,
}

/// What files of an example are called in its folder: `example.py`, or `example-2.py` in a session.
pub fn file_name(index: usize, of: usize, suffix: &str) -> String {
    if of == 1 { format!("example{suffix}") } else { format!("example-{}{suffix}", index + 1) }
}

/// Finds the last traceback of the text.
pub fn read(text: &str) -> Option<Raised> {
    let lines: Vec<&str> = text.lines().collect();
    let header = lines.iter().rposition(|line| {
        *line == "Traceback (most recent call last):"
            || *line == "  + Exception Group Traceback (most recent call last):"
    });
    let start = match header {
        Some(header) => header,
        None => lines.iter().rposition(|line| line.starts_with("  File \""))?,
    };
    let group = lines[start].starts_with("  + ");
    let mut place = None;
    let mut line = None;
    let from = start + usize::from(header.is_some());
    for each in &lines[from..] {
        let each = if group { each.strip_prefix("  | ").unwrap_or(each) } else { each };
        if !each.starts_with(' ') && !each.is_empty() {
            line = Some(each);
            break;
        }
        if let Some((file, number)) = frame(each)
            && is_example(file)
        {
            place = Some((file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(), number));
        }
    }
    let line = (*line?).to_owned();
    let class = line.split(':').next().unwrap_or("").split(' ').next().unwrap_or("");
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '<' || c == '>');
    if !class.split('.').all(is_name) {
        return None;
    }
    let name = class.rsplit('.').next().unwrap_or(class).to_owned();
    Some(Raised { name, line, place })
}

/// Names the example's files as the author knows them: `rename` takes a file's name and line and gives the new ones.
/// The example's own folder, `folder`, is taken away wherever it stands.
pub fn mapped(text: &str, folder: &str, rename: impl Fn(&str, usize) -> Option<(String, usize)>) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let renamed = frame(line).filter(|(file, _)| is_example(file)).and_then(|(file, number)| {
            let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
            let (new_file, new_number) = rename(name, number)?;
            let old = format!("File \"{file}\", line {number}");
            Some(line.replacen(&old, &format!("File \"{new_file}\", line {new_number}"), 1))
        });
        out.push_str(renamed.as_deref().unwrap_or(line));
        out.push('\n');
    }
    if folder.is_empty() { out } else { out.replace(&format!("{folder}/"), "").replace(folder, ".") }
}

fn frame(line: &str) -> Option<(&str, usize)> {
    let rest = &line[line.find("File \"")? + "File \"".len()..];
    let (file, rest) = rest.split_once("\", line ")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some((file, rest[..digits].parse().ok()?))
}

fn is_example(file: &str) -> bool {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_prefix("example").and_then(|rest| rest.strip_suffix(".py")).is_some_and(|number| {
        number.is_empty() || number.strip_prefix('-').is_some_and(|it| it.parse::<usize>().is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exception_and_the_innermost_line_of_the_example_are_found() {
        let text = "Traceback (most recent call last):\n  File \"/tmp/x/example.py\", line 7, in <module>\n    f()\n  \
                    File \"/tmp/x/example.py\", line 3, in f\n    json.loads('')\n  File \"/usr/lib/json/__init__.py\", line 9, in loads\n    \
                    raise\njson.decoder.JSONDecodeError: Expecting value\n\nmore of the message\n";
        let raised = read(text).unwrap();
        assert_eq!(raised.name, "JSONDecodeError");
        assert_eq!(raised.line, "json.decoder.JSONDecodeError: Expecting value");
        assert_eq!(raised.place, Some(("example.py".to_owned(), 3)));
        let mapped = mapped(text, "/tmp/x", |_, line| Some(("content/a.md".to_owned(), line + 20)));
        assert!(mapped.contains("File \"content/a.md\", line 23, in f"), "{mapped}");
    }

    #[test]
    fn the_last_of_chained_exceptions_counts() {
        let text = "Traceback (most recent call last):\n  File \"example.py\", line 2, in <module>\nKeyError: 'a'\n\n\
                    During handling of the above exception, another exception occurred:\n\n\
                    Traceback (most recent call last):\n  File \"example.py\", line 4, in <module>\nStop\n";
        assert_eq!(read(text).unwrap().line, "Stop");
        assert_eq!(read(text).unwrap().place, Some(("example.py".to_owned(), 4)));
    }

    #[test]
    fn syntax_errors_have_no_header_and_groups_have_a_margin() {
        let text = "  File \"/t/example-2.py\", line 1\n    if\n      ^\nSyntaxError: invalid syntax\n";
        assert_eq!(read(text).unwrap().place, Some(("example-2.py".to_owned(), 1)));
        let text = "  + Exception Group Traceback (most recent call last):\n  |   File \"/t/example.py\", line 5, in <module>\n  \
                    |     raise ExceptionGroup(\n  | ExceptionGroup: two (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    \
                    | ValueError: a\n";
        assert_eq!(read(text).unwrap().line, "ExceptionGroup: two (2 sub-exceptions)");
        assert_eq!(read("warning: nothing\n"), None);
    }
}
