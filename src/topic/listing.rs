//! The code of a fence that stands in a file of its own: `from="listings/app.py" part="view"`.
//!
//! In: what a fence names, and the files beside the topics as they were read. Out: the lines of the file, or of one part of
//! it, without the comment lines that mark parts. Nothing is read from disk here, so nothing outside of `content/` is found.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::path::{SourcePath, folder_of, join, relative};
use crate::problem::message::{Message, PathsFrom};
use crate::reading::inputs::AssetFile;
use crate::reading::tree::MOST_TOPIC;
use crate::text::did_you_mean::nearest;
use crate::topic::fence::From;

/// The files that a topic's fences may name.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// Where the topic lies, from `content/`; empty at the top.
    folder: &'a str,
    /// Everything under `content/` that is not Markdown, sorted by path.
    assets: &'a [AssetFile],
}

/// Files that were looked for, by path from `content/`; `None` for one that was not there.
pub type Wanted = BTreeMap<String, Option<Arc<[u8]>>>;

/// Code of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The file, from the guide's root.
    pub source: SourcePath,
    /// The lines that are shown, each with its line end.
    pub code: String,
    /// Of each line its number in the file, from 1.
    pub numbers: Vec<usize>,
}

/// The bytes of the file with a path from `content/`.
pub fn find<'a>(path: &str, assets: &'a [AssetFile]) -> Option<&'a AssetFile> {
    assets.binary_search_by(|asset| asset.path.as_str().cmp(path)).ok().map(|at| &assets[at])
}

impl<'a> Shelf<'a> {
    /// A topic's own: `source` is its file.
    pub fn new(source: &'a SourcePath, assets: &'a [AssetFile]) -> Self {
        let path = source.as_str().strip_prefix("content/").unwrap_or(source.as_str());
        Self { folder: folder_of(path), assets }
    }

    /// Finds the code, and notes in `wanted` which file it was looked for in.
    pub fn code(&self, from: &From, wanted: &mut Wanted) -> Result<Listing, Message> {
        let Some(path) = join(self.folder, &from.file).filter(|_| !from.file.starts_with('/')) else {
            return Err(Message::LinkLeavesGuide { path: from.file.clone() });
        };
        let file = find(&path, self.assets);
        wanted.insert(path.clone(), file.map(|file| file.bytes.clone()));
        let file = file.ok_or_else(|| self.no_file(&from.file, &path))?;
        let bad = |reason: String, advice| Message::BadAttribute { name: "from".to_owned(), reason, advice };
        if file.bytes.len() as u64 > MOST_TOPIC {
            let reason = format!("`{}` is larger than {} MiB", from.file, MOST_TOPIC >> 20);
            return Err(bad(reason, Some("name a file of code")));
        }
        let text = std::str::from_utf8(&file.bytes)
            .map_err(|_| bad(format!("`{}` is not a text in UTF-8", from.file), Some("name a file of code")))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let (code, numbers) = lines(&text, from)?;
        if code.trim().is_empty() {
            return Err(bad(format!("`{}` holds no code there", from.file), Some("write the code into the file")));
        }
        Ok(Listing { source: file.source.clone(), code, numbers })
    }

    fn no_file(&self, typed: &str, path: &str) -> Message {
        let known = self.assets.iter().map(|asset| asset.path.as_str());
        let near = nearest(path, known).map(|path| relative(path, self.folder));
        Message::NoSuchFile { path: typed.to_owned(), nearest: near, from: PathsFrom::ItsFile }
    }
}

/// The names of the parts that a file marks, in order.
pub fn part_names(text: &str) -> Vec<&str> {
    let name = |line| match mark(line) {
        Some(Mark::Part(name)) => Some(name),
        _ => None,
    };
    text.lines().filter_map(name).collect()
}

/// A comment line that opens or ends a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark<'a> {
    Part(&'a str),
    End(&'a str),
}

/// `# part: view`, `// end: view`, `<!-- part: form -->`, `/* part: a */`, `-- part: all`.
fn mark(line: &str) -> Option<Mark<'_>> {
    let line = line.trim();
    let text = line.trim_start_matches(|c: char| c.is_ascii_punctuation());
    if text.len() == line.len() || line.starts_with(['"', '\'', '(', '[', '@']) {
        return None;
    }
    let text = text.trim_end_matches(['*', '/', '-', '>', '#', '}', '%', ')']).trim();
    let (word, name) = text.split_once(':')?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    match word {
        "part" if is_name => Some(Mark::Part(name)),
        "end" if is_name => Some(Mark::End(name)),
        _ => None,
    }
}

/// The lines that are wanted, with their numbers; the indentation that all of them share goes.
fn lines(text: &str, from: &From) -> Result<(String, Vec<usize>), Message> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let (mut inside, mut ended) = (from.part.is_none(), false);
    for (index, line) in text.lines().enumerate() {
        match mark(line) {
            Some(Mark::Part(name)) => {
                names.push(name);
                inside |= !ended && from.part.as_deref() == Some(name);
            }
            Some(Mark::End(name)) if inside && from.part.as_deref() == Some(name) => (inside, ended) = (false, true),
            Some(Mark::End(_)) => {}
            None if inside => found.push((index + 1, line)),
            None => {}
        }
    }
    if let Some(part) = &from.part {
        if !names.contains(&part.as_str()) {
            let nearest = nearest(part, names).map(str::to_owned);
            return Err(Message::NoSuchPart { part: part.clone(), file: from.file.clone(), nearest });
        }
        let bad = |reason: String, advice| Message::BadAttribute { name: "part".to_owned(), reason, advice };
        if !ended {
            let reason = format!("`{part}` of `{}` never ends", from.file);
            return Err(bad(reason, Some("end it in the file with a comment line `end: NAME`")));
        }
        if names.iter().filter(|name| *name == part).count() > 1 {
            let reason = format!("`{part}` stands twice in `{}`", from.file);
            return Err(bad(reason, Some("give one of the parts another name")));
        }
    }
    // A part is often set apart by empty lines.
    let is_blank = |(_, line): &&(usize, &str)| line.trim().is_empty();
    let lead = found.iter().take_while(is_blank).count();
    let end = found.len() - found.iter().rev().take_while(is_blank).count();
    let found = found.get(lead..end).unwrap_or_default();
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let written = found.iter().filter(|(_, line)| !line.trim().is_empty());
    let shared = written.map(|(_, line)| indentation(line)).min().unwrap_or(0);
    let code = found.iter().map(|(_, line)| format!("{}\n", line.get(shared..).unwrap_or("").trim_end())).collect();
    Ok((code, found.iter().map(|(number, _)| *number).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;
    use proptest::prelude::*;

    const FILE: &str = "import a\n\n# part: view\nclass V:\n    # part: get\n    def get(self):\n        return 1\n    # end: get\n# end: view\nlast = 1\n";

    fn part(text: &str, name: Option<&str>) -> Result<(String, Vec<usize>), Message> {
        lines(
            text,
            &From { file: "x.py".into(), part: name.map(str::to_owned), span: Span::at(0), part_span: Span::at(0) },
        )
    }

    #[test]
    fn a_part_is_what_stands_between_its_marks_without_the_indentation_that_all_share() {
        assert_eq!(part(FILE, Some("get")).unwrap(), ("def get(self):\n    return 1\n".into(), vec![6, 7]));
        assert_eq!(part(FILE, Some("view")).unwrap().0, "class V:\n    def get(self):\n        return 1\n");
        assert_eq!(part(FILE, None).unwrap().1, [1, 2, 4, 6, 7, 10]);
    }

    #[test]
    fn marks_are_comments_of_any_language() {
        for (open, close) in [("// ", ""), ("<!-- ", " -->"), ("/* ", " */"), ("-- ", ""), ("; ", ""), ("{# ", " #}")] {
            let text = format!("a\n{open}part: x{close}\nb\n{open}end: x{close}\nc\n");
            assert_eq!(part(&text, Some("x")).unwrap().0, "b\n", "{open}");
        }
        assert_eq!(mark("part: x"), None);
        assert_eq!(mark("\"part: x\""), None);
        assert_eq!(mark("# part: two words"), None);
    }

    #[test]
    fn what_is_wrong_with_a_part_is_told() {
        let told = |text: &str, name: &str| part(text, Some(name)).unwrap_err().to_string();
        assert_eq!(told(FILE, "veiw"), "`x.py` has no part `veiw`");
        assert_eq!(told("# part: a\nx\n", "a"), "attribute `part`: `a` of `x.py` never ends");
        let twice = "# part: a\nx\n# end: a\n# part: a\ny\n# end: a\n";
        assert_eq!(told(twice, "a"), "attribute `part`: `a` stands twice in `x.py`");
    }

    proptest! {
        #[test]
        fn each_line_keeps_its_number(text in "([ \t]{0,3}(# part: a|# end: a|é|x = 1)?\n){0,12}") {
            let Ok((code, numbers)) = part(&text, None) else { return Ok(()) };
            prop_assert_eq!(code.lines().count(), numbers.len());
            for (line, number) in code.lines().zip(numbers) {
                prop_assert_eq!(line.trim(), text.lines().nth(number - 1).unwrap_or("").trim());
            }
        }
    }
}
