//! Text that a page brings in from a file: `{{#include code/main.rs:2:10}}` and its like in mdBook, `--8<-- "code/main.py:part"`
//! in MkDocs.
//!
//! In: a page, and the files of the source. Out: the page with the text in its place; what cannot be brought in stays as it is
//! written, and is told. Lines and anchors are those of <https://rust-lang.github.io/mdBook/format/mdbook.html> and of
//! <https://facelessuser.github.io/pymdown-extensions/extensions/snippets/>.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::import::clean;
use crate::import::found::{Edits, Losses};
use crate::import::maths;
use crate::import::wanted_lines::Wanted;
use crate::path::{folder_of, join};
use crate::problem::report::Place;

/// A file that is brought in may itself bring in others, so deep.
const DEEPEST: usize = 10;
/// So many bytes are brought in on one page.
const MOST_BYTES: usize = 4 << 20;
/// So many bytes of files are gone through for one page.
const MOST_READ: usize = 64 << 20;
/// What it costs to bring in a text, however short: as much as to go through so many bytes.
const COST: usize = 16 << 10;

/// How a page says what it brings in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// `{{#include file:lines}}`; paths start at the page.
    #[default]
    Mdbook,
    /// A line `--8<-- "file:lines"`; paths start at the folder that is imported, or at that of the pages.
    Snippets,
}

/// The texts of files that pages name, by path from the folder that is imported.
#[derive(Debug, Default)]
pub struct Files {
    syntax: Syntax,
    texts: BTreeMap<String, String>,
    /// The folder of the pages, from there.
    pages: String,
    /// Other folders that the settings name, from there.
    bases: Vec<String>,
}

impl Files {
    /// Reads what pages name, and what that names. `pages` gives the name of each page from the folder `inside`, and its text;
    /// `bases` are folders that paths may start at, beside those of the syntax; `read` reads a file by its path from the folder that is imported.
    pub fn gather<'a>(
        pages: impl Iterator<Item = (&'a str, String)>,
        inside: &str,
        (syntax, bases): (Syntax, &[String]),
        read: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut files = Files { syntax, texts: BTreeMap::new(), pages: inside.to_owned(), bases: bases.to_vec() };
        let of_page = |(name, text): (&str, String)| files.named(&text, folder_of(&files.page(name)));
        let mut wanted: Vec<String> = pages.flat_map(of_page).collect();
        for _ in 0..DEEPEST {
            let mut next = Vec::new();
            for path in wanted {
                if !files.texts.contains_key(&path)
                    && let Some(text) = read(&path)
                {
                    next.extend(files.named(&text, folder_of(&path)));
                    files.texts.insert(path, text);
                }
            }
            wanted = next;
        }
        files
    }

    /// Whether a page is brought into another.
    pub fn has_page(&self, name: &str) -> bool {
        self.texts.contains_key(&self.page(name))
    }

    /// The paths that a text names, which stands in `folder`.
    fn named(&self, text: &str, folder: &str) -> Vec<String> {
        let all = directives(text, self.syntax);
        let wanted = all.iter().flat_map(Directive::each).filter(|it| it.name != "title");
        wanted.flat_map(|it| self.paths(folder, it.wanted().file)).collect()
    }

    /// Where a file may lie that is named in `folder`.
    fn paths(&self, folder: &str, file: &str) -> Vec<String> {
        match self.syntax {
            Syntax::Mdbook => join(folder, file).into_iter().collect(),
            Syntax::Snippets => {
                let bases = self.bases.iter().map(String::as_str).chain(["", &self.pages]);
                bases.filter_map(|base| join(base, file)).collect()
            }
        }
    }

    fn page(&self, name: &str) -> String {
        join(&self.pages, name).unwrap_or_else(|| name.to_owned())
    }

    /// The text of a page with all that it brings in, and the title that it gives itself.
    pub fn expand(
        &self,
        name: &str,
        text: &str,
        place: Option<&Place>,
        losses: &mut Losses,
    ) -> (String, Option<String>) {
        let mut expansion = Expansion { files: self, left: MOST_BYTES, unread: MOST_READ, title: None, place, losses };
        let text = expansion.of(text, folder_of(&self.page(name)), DEEPEST);
        (text, expansion.title)
    }
}

struct Expansion<'a> {
    files: &'a Files,
    left: usize,
    unread: usize,
    title: Option<String>,
    place: Option<&'a Place>,
    losses: &'a mut Losses,
}

impl Expansion<'_> {
    fn of(&mut self, text: &str, folder: &str, depth: usize) -> String {
        let mut edits = Edits::default();
        let code = maths::code(text);
        for directive in directives(text, self.files.syntax) {
            let range = directive.range.clone();
            let is_code = maths::is_in(&code, range.start);
            if text[..range.start].ends_with(['\\', ';']) {
                // Outside of code a guide needs the backslash as well.
                edits.replace(range.start - 1..range.start, if is_code { "" } else { "\\" });
                continue;
            }
            if directive.name == "title" {
                self.title.get_or_insert_with(|| directive.rest.to_owned());
                edits.replace(range, "");
                continue;
            }
            let each = directive.each();
            let brought: Option<Vec<String>> =
                each.iter().map(|one| self.brought(one, folder, is_code, depth)).collect();
            match brought.map(|all| all.join("\n\n")) {
                Some(brought) => edits.replace(range.clone(), indented(&brought, text, range.start)),
                None => {
                    let what = format!("`{}`", text[range].replace('\n', " "));
                    self.losses.add(what, "it stays as it is written: bring the text in by hand", self.place);
                }
            }
        }
        edits.apply(text)
    }

    /// What a directive brings in; nothing if there is no such directive, file, line or anchor.
    fn brought(&mut self, directive: &Directive<'_>, folder: &str, is_code: bool, depth: usize) -> Option<String> {
        let wanted = directive.wanted();
        let mut paths = self.files.paths(folder, wanted.file).into_iter();
        let path = paths.find(|path| self.files.texts.contains_key(path))?;
        let text = self.files.texts.get(&path).filter(|_| depth > 0)?;
        self.unread = self.unread.checked_sub(text.len() + COST)?;
        let lines = match directive.name {
            "include" | SNIPPET => wanted.lines(text)?,
            "rustdoc_include" => wanted.with_hidden(text)?,
            "playground" | "playpen" => format!("```rust\n{}\n```", text.trim_end_matches('\n')),
            _ => return None,
        };
        self.left = self.left.checked_sub(lines.len())?;
        if !is_code && !clean::comments(&lines).is_empty() {
            self.losses.add(format!("comments of `{path}`"), "", self.place);
        }
        Some(self.of(&lines, folder_of(&path), depth - 1))
    }
}

/// The name of a directive of [`Syntax::Snippets`].
const SNIPPET: &str = "--8<--";
/// That of several in a block.
const SNIPPETS: &str = "--8<-- block";

/// `{{#name rest}}`, or `--8<-- "rest"`.
struct Directive<'t> {
    range: Range<usize>,
    name: &'t str,
    rest: &'t str,
}

impl<'t> Directive<'t> {
    /// What it names.
    fn wanted(&self) -> Wanted<'t> {
        match self.name {
            SNIPPET => Wanted::of(self.rest, true),
            _ => Wanted::of(self.rest.split_whitespace().next().unwrap_or_default(), false),
        }
    }

    /// One for each file that it names. `; file` in a block is left out.
    fn each(&self) -> Vec<Directive<'t>> {
        let of = |name: &'t str, rest: &'t str| Directive { range: self.range.clone(), name, rest };
        match self.name {
            SNIPPETS => {
                let files = self.rest.lines().map(str::trim).filter(|file| !file.is_empty() && !file.starts_with(';'));
                files.map(|file| of(SNIPPET, file)).collect()
            }
            name => vec![of(name, self.rest)],
        }
    }
}

fn directives(text: &str, syntax: Syntax) -> Vec<Directive<'_>> {
    if syntax == Syntax::Snippets {
        return snippets(text);
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|found| found + at) {
        let Some(end) = text[start..].find("}}").map(|found| found + start + 2) else { break };
        let Some(inside) = text[start + 2..end - 2].trim().strip_prefix('#').map(str::trim_end) else {
            at = start + 2;
            continue;
        };
        let (name, rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        found.push(Directive { range: start..end, name, rest: rest.trim() });
        at = end;
    }
    found
}

/// Lines `--8<-- "file"`, and lines that name a file each between two lines `--8<--`.
fn snippets(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Where a block begins, and where its lines do.
    let mut open: Option<(usize, usize)> = None;
    for line in text.split_inclusive('\n') {
        let (start, end) =
            (at + line.len() - line.trim_start().trim_start_matches(';').len(), at + line.trim_end().len());
        let line_start = at;
        at += line.len();
        let Some(behind) = behind_mark(line.trim().trim_start_matches(';')) else { continue };
        match (quoted(behind.trim()), open) {
            (_, Some((block, lines))) if behind.is_empty() => {
                found.push(Directive { range: block..end, name: SNIPPETS, rest: &text[lines..line_start] });
                open = None;
            }
            (Some(file), None) if behind.starts_with([' ', '\t']) => {
                found.push(Directive { range: start..end, name: SNIPPET, rest: file });
            }
            (None, None) if behind.is_empty() => open = Some((start, at)),
            _ => {}
        }
    }
    found
}

/// What stands behind `--8<--`, of which the dashes may be more or fewer.
fn behind_mark(line: &str) -> Option<&str> {
    let dashes = |text: &'_ str| text.len() - text.trim_start_matches('-').len();
    let before = dashes(line);
    let rest = line[before..].strip_prefix("8<").filter(|_| before > 0)?;
    let after = dashes(rest);
    (after > 0).then(|| &rest[after..])
}

/// A text without its quotation marks.
fn quoted(text: &str) -> Option<&str> {
    let inside = |mark: char| text.strip_prefix(mark).and_then(|it| it.strip_suffix(mark));
    inside('"').or_else(|| inside('\'')).map(str::trim)
}

/// Lines that come in at a place, each behind the blanks that the first one stands behind.
fn indented(lines: &str, text: &str, at: usize) -> String {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    if line.is_empty() || !line.trim().is_empty() {
        return lines.to_owned();
    }
    let behind = |it: &str| if it.is_empty() { String::new() } else { format!("{line}{it}") };
    let (first, rest) = lines.split_once('\n').map_or((lines, None), |(first, rest)| (first, Some(rest)));
    let rest = rest.into_iter().flat_map(|rest| rest.split('\n')).map(behind);
    [first.to_owned()].into_iter().chain(rest).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: &str = "use a;\n// ANCHOR: all\nfn main() {\n    // ANCHOR: one\n    one();\n    // ANCHOR_END: one\n}\n// ANCHOR_END: all\n";

    fn expanded(page: &str) -> String {
        let read = |path: &str| match path {
            "code/main.rs" => Some(MAIN.to_owned()),
            "book/parts/note.md" => Some("A *note*.\n\n{{#include more.md}}\n".to_owned()),
            "book/parts/more.md" => Some("More.\n".to_owned()),
            "book/parts/circle.md" => Some("o {{#include circle.md}}\n".to_owned()),
            _ => None,
        };
        let files = Files::gather([("ch/a.md", page.to_owned())].into_iter(), "book", (Syntax::Mdbook, &[]), read);
        files.expand("ch/a.md", page, None, &mut Losses::default()).0
    }

    #[test]
    fn lines_ranges_and_anchors_are_those_of_mdbook() {
        let of = |wanted: &str| expanded(&format!("{{{{#include ../../code/main.rs{wanted}}}}}"));
        assert_eq!(of(""), MAIN.trim_end());
        assert_eq!(of(":1"), "use a;");
        assert_eq!(of(":7:"), "}\n// ANCHOR_END: all");
        assert_eq!(of("::2"), "use a;\n// ANCHOR: all");
        assert_eq!(of(":3:5"), "fn main() {\n    // ANCHOR: one\n    one();");
        assert_eq!(of(":one"), "    one();");
        for page in [
            "{{ #include ../../code/main.rs:1 }}",
            "{{\t#include ../../code/main.rs:1}}",
            "{{x}} {{#include ../../code/main.rs:1}}",
        ] {
            assert!(expanded(page).ends_with("use a;"), "{page}");
        }
        assert_eq!(of(":all"), "fn main() {\n    one();\n}");
        let hidden = expanded("{{#rustdoc_include ../../code/main.rs:one}}");
        assert_eq!(hidden, "# use a;\n# fn main() {\n    one();\n# }");
        assert!(expanded("{{#playground ../../code/main.rs editable}}").starts_with("```rust\nuse a;\n"));
    }

    #[test]
    fn a_text_that_is_brought_in_may_bring_in_others() {
        assert_eq!(expanded("- {{#include ../parts/note.md}}\n"), "- A *note*.\n\nMore.\n");
        assert_eq!(expanded("1. a\n\n   {{#include ../parts/note.md}}\n"), "1. a\n\n   A *note*.\n\n   More.\n");
        assert!(expanded("{{#include ../parts/circle.md}}").starts_with("o o o "));
    }

    #[test]
    fn so_much_is_gone_through_for_a_page_and_no_more() {
        let anchors = |count: usize| -> String {
            (0..count).map(|n| format!("// ANCHOR: x{n}\nfn f{n}() {{}}\n// ANCHOR_END: x{n}\n")).collect()
        };
        let gone_through = |page: &str, count: usize| {
            let read =
                |path: &str| (path == "b.rs").then(|| anchors(count)).or((path == "a.md").then(|| page.to_owned()));
            let files = Files::gather([("a.md", page.to_owned())].into_iter(), "", (Syntax::Mdbook, &[]), read);
            let mut losses = Losses::default();
            let mut expansion = Expansion {
                files: &files,
                left: MOST_BYTES,
                unread: MOST_READ,
                title: None,
                place: None,
                losses: &mut losses,
            };
            let text = expansion.of(page, "", DEEPEST);
            (MOST_READ - expansion.unread, text)
        };
        let page = |count: usize| (0..count).map(|n| format!("{{{{#include b.rs:x{n}}}}}\n")).collect::<String>();
        let (few, text) = gone_through(&page(100), 100);
        assert!(few > 100 * COST && !text.contains("#include"));
        let (many, text) = gone_through(&page(2_000), 2_000);
        assert!(many <= MOST_READ && text.contains("fn f0()") && text.contains("{{#include b.rs:x1999}}"));
        for times in [2, 5, 50] {
            let (circle, text) = gone_through(&"{{#include a.md}}\n".repeat(times), 1);
            assert!(circle <= MOST_READ && text.matches("#include").count() <= times * MOST_READ / COST, "{times}");
        }
    }

    #[test]
    fn snippets_are_those_of_pymdown() {
        let code = "a\n# --8<-- [start:one]\nb\n# --8<-- [end:one]\nc\n";
        let read = |path: &str| match path {
            "code.py" => Some(code.to_owned()),
            "docs/note.md" => Some("Note.\n".to_owned()),
            "inc/more.md" => Some("More.\n".to_owned()),
            _ => None,
        };
        let expanded = |page: &str| {
            let files = Files::gather(
                [("a.md", page.to_owned())].into_iter(),
                "docs",
                (Syntax::Snippets, &["inc".to_owned()]),
                read,
            );
            files.expand("a.md", page, None, &mut Losses::default()).0
        };
        assert_eq!(expanded("```py\n--8<-- \"code.py:one\"\n```\n"), "```py\nb\n```\n");
        assert_eq!(expanded("--8<-- \"code.py:5\"\n"), "c\n");
        assert_eq!(expanded("--8<-- \"code.py:1:1\"\n"), "a\n");
        assert_eq!(expanded("!!! note\n    --8<-- \"note.md\"\n"), "!!! note\n    Note.\n");
        assert_eq!(expanded("--8<-- \"more.md\"\n---8<--- 'note.md'\n"), "More.\nNote.\n");
        assert_eq!(expanded("--8<--\nmore.md\n\n; nope.md\nnote.md\n--8<--\n\nx\n"), "More.\n\nNote.\n\nx\n");
        assert_eq!(expanded("!!! note\n    --8<--\n    note.md\n    --8<--\n"), "!!! note\n    Note.\n");
        for kept in [
            "--8<--\nnope.md\n--8<--\n",
            "--8<--\nnote.md\n",
            "--8<-- note.md\n",
            "--8<-- \"nope.md\"\n",
            "--8<-- \"https://example.org/a.md\"\n",
            "a --8<-- b\n",
            "--8<-- \"code.py:two\"\n",
        ] {
            assert_eq!(expanded(kept), kept);
        }
        assert_eq!(expanded(";--8<-- \"note.md\"\n"), "\\--8<-- \"note.md\"\n");
        assert_eq!(expanded("```\n;--8<-- \"note.md\"\n```\n"), "```\n--8<-- \"note.md\"\n```\n");
    }

    #[test]
    fn what_cannot_be_brought_in_stays() {
        let missing =
            ["nope.rs", "../../code/main.rs:nope", "../../code/main.rs:99", "../../../code/main.rs", "/etc/passwd"];
        for page in missing.map(|path| format!("a {{{{#include {path}}}}} b")) {
            assert_eq!(expanded(&page), page);
        }
        assert_eq!(expanded("{{#quiz ../quizzes/a.toml}}"), "{{#quiz ../quizzes/a.toml}}");
        assert_eq!(
            expanded("\\{{#include ../../code/main.rs}} {{#include"),
            "\\{{#include ../../code/main.rs}} {{#include"
        );
        assert_eq!(expanded("`\\{{#include a.rs}}`\n"), "`{{#include a.rs}}`\n");
        assert_eq!(expanded("```\n\\{{#include a.rs}}\n```\n"), "```\n{{#include a.rs}}\n```\n");
    }
}
