//! A topic, a chapter, a file, a tag or a level gets another name, and all that names it follows: what `studybook mv` does, as a
//! change that the editor makes.
//!
//! In: a thing of a guide and its new name. Out: the edits, or why they are not made. Texts that are not saved count.

use gen_lsp_types::Uri;
use serde_json::{Value, json};

use crate::build::pipeline::Options;
use crate::guide::links::Target;
use crate::guide::model::Guide;
use crate::lsp::open_file;
use crate::lsp::open_guide::OpenGuide;
use crate::lsp::under_cursor::Thing;
use crate::lsp::uri;
use crate::moving::names::Typed;
use crate::moving::plan;
use crate::moving::prepared_move::{PreparedMove, prepare};
use crate::moving::proof;
use crate::path::SourcePath;
use crate::problem::message::Message;
use crate::reading::inputs::Inputs;
use crate::text::span::Span;
use crate::text::utf16::Lines;

/// What can be renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// As `studybook mv` takes it: `food/bread.md`, `food/`, `tag:nouns`.
    from: String,
    /// What stands before the new name, if that names no path.
    prefix: &'static str,
    /// What the editor shows to be changed: `food/bread`.
    pub shown: String,
}

/// How the editor makes changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Abilities {
    /// It takes edits of several files in an order.
    pub in_order: bool,
    /// It makes files and renames them.
    pub files: bool,
}

impl Abilities {
    /// What the editor said when it began.
    pub fn of(params: &Value) -> Self {
        let edits = &params["capabilities"]["workspace"]["workspaceEdit"];
        let operations = edits["resourceOperations"].as_array();
        let can = |name: &str| operations.is_some_and(|all| all.iter().any(|it| it == name));
        let in_order = edits["documentChanges"].as_bool().unwrap_or(false);
        Self { in_order, files: in_order && can("create") && can("rename") }
    }
}

/// The thing under its name; none for what has none that can be changed here.
pub fn named(guide: &Guide, inputs: &Inputs, thing: &Thing) -> Option<Named> {
    let inside = |source: &SourcePath| source.as_str().strip_prefix("content/").map(str::to_owned);
    let path = |from: String, shown: &str| Some(Named { from, prefix: "", shown: shown.to_owned() });
    match thing {
        Thing::Target(Target::Topic(index, _)) => {
            let topic = &guide.topics[*index].topic;
            path(inside(&topic.source)?, topic.path.as_str())
        }
        Thing::Target(Target::Page(index, _)) => {
            let page = &guide.pages[*index];
            path(inside(&page.source)?, page.path.as_str())
        }
        Thing::Target(Target::Chapter(index, _)) => {
            let chapter = &guide.chapters[*index].path;
            (!chapter.is_home()).then(|| path(format!("{chapter}/"), chapter.as_str()))?
        }
        Thing::Target(Target::Asset(asset, _)) => {
            let file = inputs.assets.iter().find(|file| file.path == asset.as_str())?;
            path(file.path.clone(), &file.path)
        }
        Thing::Tag(index) => {
            let shown = guide.tags[*index].id.clone();
            Some(Named { from: format!("tag:{shown}"), prefix: "tag:", shown })
        }
        Thing::Level(index) => {
            let shown = guide.settings.levels[*index].id.clone();
            Some(Named { from: format!("level:{shown}"), prefix: "level:", shown })
        }
        Thing::Target(Target::Here(_) | Target::External(_) | Target::Nowhere) | Thing::Key(..) | Thing::Section(_) => {
            None
        }
    }
}

/// The changes. `address` tells the address of a file and the number that the editor gave its text, if it is open.
pub fn edits(
    guide: &OpenGuide,
    named: &Named,
    new_name: &str,
    abilities: Abilities,
    address: &dyn Fn(&SourcePath) -> (Uri, Option<i32>),
) -> Result<Value, String> {
    let inputs = guide.inputs();
    let before = proof::read(inputs, &Options { drafts: true, ..Options::default() });
    let before = match before {
        Ok(before) if before.guide.unread.is_empty() && guide.is_read_whole() => before,
        _ => return Err("files of the guide cannot be read, and what cannot be read cannot be changed along".into()),
    };
    let prefix = if new_name.starts_with(named.prefix) { "" } else { named.prefix };
    let to = format!("{prefix}{}", new_name.trim());
    let PreparedMove { plan, .. } =
        prepare(Typed { from: &named.from, to: &to }, inputs, &before).map_err(|it| said(&it))?;
    let moves_files = plan.rename.is_some() || !plan.created.is_empty();
    if moves_files && !abilities.files {
        return Err(format!("this editor renames no files: `studybook mv {} {to}` does it", named.from));
    }
    let mut changes: Vec<Value> = Vec::new();
    for file in plan::texts(inputs) {
        let Some(edits) = plan.edits.get(&file.source) else { continue };
        let lines = Lines::new(&file.text);
        let edit = |(span, text): &(Span, String)| json!({ "range": open_file::range(&lines, span.start, span.end), "newText": text });
        let (uri, version) = address(&file.source);
        let edits: Vec<Value> = edits.iter().map(edit).collect();
        changes.push(json!({ "textDocument": { "uri": uri.0, "version": version }, "edits": edits }));
    }
    if !abilities.in_order {
        let by_file = changes
            .iter()
            .filter_map(|change| Some((change["textDocument"]["uri"].as_str()?.to_owned(), change["edits"].clone())));
        return Ok(json!({ "changes": by_file.collect::<serde_json::Map<String, Value>>() }));
    }
    let of = |path: &str| uri::of(&guide.root().join(path));
    for (path, text) in &plan.created {
        let start = json!({ "line": 0, "character": 0 });
        let edits = [json!({ "range": { "start": start, "end": start }, "newText": text })];
        changes.push(json!({ "kind": "create", "uri": of(path) }));
        changes.push(json!({ "textDocument": { "uri": of(path), "version": null }, "edits": edits }));
    }
    if let Some((from, to)) = &plan.rename {
        changes.push(json!({ "kind": "rename", "oldUri": address(&SourcePath::new(from)).0.0, "newUri": of(to) }));
    }
    Ok(json!({ "documentChanges": changes }))
}

/// A message with its hint.
fn said(message: &Message) -> String {
    message.hint().map_or_else(|| message.to_string(), |hint| format!("{message}: {hint}"))
}
