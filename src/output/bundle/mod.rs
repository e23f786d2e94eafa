//! Joins scripts or style sheets of the theme, so that a page asks for one file where the author keeps twelve.
//!
//! In: the theme's static files. `static/NAME.bundle` lists files, one a line; `#` begins a comment. Out: the same with
//! `NAME` made of them, in that order, and without the files it took and the list itself. Scripts and sheets lose their
//! comments and what blanks they can spare, but for `/*!` comments, where licences stand.

pub mod script;
pub mod tokens;
pub mod sheet;

use std::collections::BTreeSet;

use crate::words::message::Message;
use crate::words::nearest::nearest;
use crate::words::path::SourcePath;
use crate::words::report::{Place, Report};

/// A static file of a theme.
#[derive(Clone, Debug)]
pub struct Static {
    /// Below `static/`: `search/words.js`
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Where it came from.
    pub source: SourcePath,
    /// Whether it is the guide's own, not the default theme's.
    pub is_own: bool,
}

/// Puts together what the lists among `files` name. A file that has a bundle's own name and is no part of it stands in its
/// place, unless the list is nearer to the guide than the file.
pub fn join(files: Vec<Static>, report: &mut Report) -> Vec<Static> {
    let mut made: Vec<Static> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for list in &files {
        let Some(name) = list.name.strip_suffix(".bundle") else { continue };
        let parts = parts(list, &files, report);
        taken.insert(list.name.clone());
        taken.extend(parts.iter().map(|part| part.name.clone()));
        let is_replaced = |file: &Static| file.name == name && !taken.contains(name) && file.is_own >= list.is_own;
        if files.iter().any(is_replaced) {
            continue;
        }
        taken.insert(name.to_owned());
        let texts = parts.iter().map(|part| String::from_utf8_lossy(&part.bytes));
        let joined: String = match name.rsplit_once('.') {
            Some((_, "css")) => texts.map(|text| sheet::bare(&text) + "\n").collect(),
            _ => texts.map(|text| script::bare(&text)).collect(),
        };
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

/// The files that a list names.
fn parts<'a>(list: &Static, files: &'a [Static], report: &mut Report) -> Vec<&'a Static> {
    let mut parts = Vec::new();
    for wanted in String::from_utf8_lossy(&list.bytes).lines().map(str::trim) {
        if wanted.is_empty() || wanted.starts_with('#') {
            continue;
        }
        if let Some(file) = files.iter().find(|file| file.name == wanted) {
            parts.push(file);
        } else {
            let near = nearest(wanted, files.iter().map(|file| file.name.as_str())).map(str::to_owned);
            report.at(Place::file(&list.source), Message::NotInBundle { name: wanted.to_owned(), nearest: near });
        }
    }
    parts
}
