//! Joins scripts or style sheets of the theme, so that a page asks for one file where the author keeps twelve.
//!
//! In: the theme's static files. `static/NAME.bundle` lists files, one a line; `#` begins a comment, and a file that only guides in
//! some languages need is followed by them: `search/snowball/de.js [de]`. Out: the same with
//! `NAME` made of them, in that order, and without the files it took and the list itself. The default theme's
//! parts lose their comments on the way; a guide's own are joined as they stand.

use std::collections::BTreeSet;

use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::nearest;
use crate::theme::sheets;

/// A static file of a theme.
#[derive(Clone, Debug)]
pub struct Static {
    /// Below `static/`: `search/words.js`
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Where it came from.
    pub source: SourcePath,
    /// Whether it is the guide's own, and not as the default theme has it.
    pub is_own: bool,
}

/// Puts together what the lists among `files` name. A file that has a bundle's own name and is no part of it stands in its
/// place, unless the list is nearer to the guide than the file.
pub fn join(files: Vec<Static>, language: &str, report: &mut Report) -> Vec<Static> {
    let mut made: Vec<Static> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for list in &files {
        let Some(name) = list.name.strip_suffix(".bundle") else { continue };
        let parts = parts(list, &files, report);
        taken.insert(list.name.clone());
        taken.extend(parts.iter().map(|(part, _)| part.name.clone()));
        let is_replaced = |file: &Static| file.name == name && !taken.contains(name) && file.is_own >= list.is_own;
        if files.iter().any(is_replaced) {
            continue;
        }
        taken.insert(name.to_owned());
        let wanted = parts.iter().filter(|(_, languages)| languages.speaks(language));
        let joined: Vec<String> = wanted.map(|(part, _)| joined(part, name)).collect();
        let joined = if name.ends_with(".css") { sheets::one_sheet(&joined) } else { joined.concat() };
        made.push(Static { name: name.to_owned(), bytes: joined.into_bytes(), ..list.clone() });
    }
    for file in files.iter().filter(|file| file.is_own && !taken.contains(&file.name)) {
        tell_slip(file, &taken, report);
    }
    let mut all: Vec<Static> = files.into_iter().filter(|file| !taken.contains(&file.name)).collect();
    all.extend(made);
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// A part as it stands in the bundle `name`.
fn joined(part: &Static, name: &str) -> String {
    let text = String::from_utf8_lossy(&part.bytes);
    if name.ends_with(".css") {
        let text = sheets::moved(&sheets::without_comments(&text), &part.name, name);
        return format!("{}\n", text.trim_end());
    }
    // Two scripts that each may lack a last semicolon.
    if part.is_own { format!("{text}\n;\n") } else { format!("{};\n", without_comment_lines(&text)) }
}

/// A script of the default theme without its lines of comment, its types and its indentation. In another script such a line may be
/// part of a template literal; the default theme's scripts have none that goes on over lines, and a test keeps it so.
fn without_comment_lines(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines() {
        let start = line.trim_start();
        let begins =
            start.starts_with("/*") && !start.starts_with("/*!") && (start.ends_with("*/") || !start.contains("*/"));
        if is_comment || begins {
            is_comment = !start.ends_with("*/");
        } else if !start.is_empty() && !start.starts_with("//") {
            push_without_types(start, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Appends a line of a script without what only a checker of types reads: `/** @type {number} */`.
fn push_without_types(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("/** @type ") {
        let Some((_, after)) = after.split_once("*/") else { break };
        out.push_str(before);
        rest = after.trim_start();
    }
    out.push_str(rest);
}

/// A file beside the parts of a bundle whose name is nearly one of theirs would be a file of its own that no page asks for.
fn tell_slip(file: &Static, taken: &BTreeSet<String>, report: &mut Report) {
    let Some((folder, name)) = file.name.rsplit_once('/') else { return };
    let Some((stem, ending)) = name.rsplit_once('.') else { return };
    let stem_beside = |part: &String| {
        part.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(ending)?.strip_suffix('.').map(str::to_owned)
    };
    let beside: Vec<String> = taken.iter().filter_map(stem_beside).collect();
    if let Some(near) = nearest(stem, beside.iter().map(String::as_str)) {
        let near = format!("static/{folder}/{near}.{ending}");
        let message = Message::UnknownThemeFile { name: format!("static/{}", file.name), nearest: Some(near) };
        report.at(Place::file(&file.source), message);
    }
}

/// The languages of the guides that need a part: those named, or all.
struct Languages(Option<Vec<String>>);

impl Languages {
    fn speaks(&self, language: &str) -> bool {
        let primary = language.split('-').next().unwrap_or(language);
        self.0.as_ref().is_none_or(|named| named.iter().any(|one| one.eq_ignore_ascii_case(primary)))
    }
}

/// The files that a list names.
fn parts<'a>(list: &Static, files: &'a [Static], report: &mut Report) -> Vec<(&'a Static, Languages)> {
    let mut parts = Vec::new();
    for line in String::from_utf8_lossy(&list.bytes).lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let named = line.strip_suffix(']').and_then(|line| line.split_once(" ["));
        let (wanted, languages) = named.map_or((line, None), |(name, languages)| (name.trim_end(), Some(languages)));
        if let Some(file) = files.iter().find(|file| file.name == wanted) {
            let languages = languages.map(|names| names.split_whitespace().map(str::to_owned).collect());
            parts.push((file, Languages(languages)));
        } else {
            let near = nearest(wanted, files.iter().map(|file| file.name.as_str())).map(str::to_owned);
            report.at(Place::file(&list.source), Message::NotInBundle { name: wanted.to_owned(), nearest: near });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_for_some_languages_stands_in_their_guides_alone() {
        let file = |name: &str, text: &str| Static {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
            source: SourcePath::new(name),
            is_own: false,
        };
        let files = || vec![file("a.js", "a()"), file("b.js", "b()"), file("all.js.bundle", "a.js\nb.js [de pt]\n")];
        let made = |language: &str| {
            let made = join(files(), language, &mut Report::default());
            assert_eq!(made.len(), 1, "a part that is left out is no file of its own");
            String::from_utf8_lossy(&made[0].bytes).into_owned()
        };
        assert_eq!(made("pt-BR"), "a()\n;\nb()\n;\n");
        assert_eq!(made("en"), "a()\n;\n");
    }

    #[test]
    fn comments_and_indentation_go() {
        let script =
            "/** Says\n  * more. */\nfunction a() {\n    // why\n    return `x`; // kept\n}\n/* one */\n/*! MIT */\n";
        assert_eq!(without_comment_lines(script), "function a() {\nreturn `x`; // kept\n}\n/*! MIT */\n");
        let typed = "const a = (/** @type {number} */ b, /** @type {any} */ c) => /** @type {A} */ (b)/** x */;\n";
        assert_eq!(without_comment_lines(typed), "const a = (b, c) => (b)/** x */;\n");
    }
}
