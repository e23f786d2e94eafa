//! Which lines of a file a page asks for: `main.rs:2:10`, `main.rs:anchor`.
//!
//! In: what a page wrote, and the text of the file. Out: those lines, or all with the others hidden.

/// What a directive names: a file, and which of its lines.
pub struct Wanted<'a> {
    /// The file's path, as written.
    pub file: &'a str,
    /// Lines from 0, to the one before the end.
    from: Option<usize>,
    to: Option<usize>,
    anchor: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    /// Reads `file`, `file:2`, `file:2:`, `file::10`, `file:2:10` or `file:anchor`. One number alone is a line in mdBook, and the
    /// first of all that follow in a snippet.
    pub fn of(written: &'a str, is_snippet: bool) -> Self {
        let mut parts = written.splitn(4, ':');
        let file = parts.next().unwrap_or_default();
        let (first, last) = (parts.next().unwrap_or_default(), parts.next());
        let from = first.parse::<usize>().ok();
        let anchor = Some(first).filter(|it| !it.is_empty() && from.is_none());
        let start = from.map(|line| line.saturating_sub(1));
        let to = match last {
            Some(last) => last.parse().ok(),
            None if is_snippet => None,
            None => start.map(|line| line + 1),
        };
        Self { file, from: start, to, anchor }
    }

    /// The lines that are wanted; nothing if the file has none of them.
    pub fn lines(&self, text: &str) -> Option<String> {
        let wanted = self.marked(text)?;
        Some(
            wanted.into_iter().filter(|(_, is_wanted)| *is_wanted).map(|(line, _)| line).collect::<Vec<_>>().join("\n"),
        )
    }

    /// All lines, those that are not wanted hidden as rustdoc does it: behind `# `.
    pub fn with_hidden(&self, text: &str) -> Option<String> {
        let line = |(line, is_wanted): (&str, bool)| match (is_wanted, line) {
            (true, line) => line.to_owned(),
            (false, "") => "#".to_owned(),
            (false, line) => format!("# {line}"),
        };
        Some(self.marked(text)?.into_iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    /// The lines of a text, each with whether it is wanted. Lines that mark anchors are left out where an anchor is wanted.
    fn marked<'t>(&self, text: &'t str) -> Option<Vec<(&'t str, bool)>> {
        let Some(anchor) = self.anchor else {
            let (from, to) = (self.from.unwrap_or(0), self.to.unwrap_or(usize::MAX));
            let lines: Vec<_> = text.lines().enumerate().map(|(at, line)| (line, (from..to).contains(&at))).collect();
            let is_there = lines.iter().any(|(_, is_wanted)| *is_wanted) || lines.is_empty() && self.from.is_none();
            return is_there.then_some(lines);
        };
        let (mut is_open, mut is_there) = (false, false);
        let mut lines = Vec::new();
        for line in text.lines() {
            if let Some(name) = after(line, "ANCHOR_END:").or_else(|| after(line, "--8<-- [end:")) {
                is_open &= name != anchor;
            } else if let Some(name) = after(line, "ANCHOR:").or_else(|| after(line, "--8<-- [start:")) {
                is_open |= name == anchor;
                is_there |= name == anchor;
            } else {
                lines.push((line, is_open));
            }
        }
        is_there.then_some(lines)
    }
}

/// The name behind a mark on a line.
fn after<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    let rest = line.split_once(mark)?.1.trim_start();
    rest.split(|c: char| c.is_whitespace() || c == ']').next().filter(|name| !name.is_empty())
}
