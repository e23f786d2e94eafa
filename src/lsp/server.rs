//! The conversation with the editor: what it says, in order, and what it is answered.
//!
//! In: messages and changes of the disk. Out: answers and problems. Problems are told when the editor has paused for a moment; a
//! request about a place first brings the guide up to date. What this server does not know is refused, never guessed.

use std::io::{self, Stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use gen_lsp_types::{
    CodeActionKind, CodeActionParams, CompletionParams, DefinitionParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentSymbolParams, FoldingRangeParams, Hover, HoverParams, InitializeResult, Location, MarkupContent,
    MarkupKind, Position, PrepareRenameParams, ReferenceParams, RenameParams, ServerInfo, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::lsp::completion::{self, Asked};
use crate::lsp::open_guide::OpenGuide;
use crate::lsp::rename::{self, Abilities, Named};
use crate::lsp::transport::{self, Client, Code, Incoming, Refusal};
use crate::lsp::under_cursor::{self, File, Thing};
use crate::lsp::workspace::Workspace;
use crate::lsp::{actions, capabilities, definition, diagnostics, hover, open_file, outline, references, uri};
use crate::path::SourcePath;
use crate::serve::messages::Order;
use crate::serve::watcher::{self, Notice};
use crate::text::span::Span;
use crate::text::utf16::Lines;

/// Problems are told when nothing has come for so long.
const PAUSE: Duration = Duration::from_millis(12);
/// Pages that show many topics are made when nothing has come for so long.
const REST: Duration = Duration::from_millis(800);

/// What happens.
enum Event {
    /// The editor says something.
    Message(Incoming),
    /// It says something that cannot be understood.
    Broken(Refusal),
    /// These files changed on the disk.
    Disk(Vec<PathBuf>),
    /// The editor is gone.
    End,
}

/// Where the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing can be asked yet.
    Before,
    /// All can be asked.
    Open,
    /// Nothing but the end can come.
    ShutDown,
}

struct Server {
    client: Client<Stdout>,
    phase: Phase,
    drafts: bool,
    workspace: Workspace,
    events: mpsc::Sender<Event>,
    /// The editor knows snippets.
    snippets: bool,
    /// How the editor makes changes.
    abilities: Abilities,
    /// The editor tells of changes of the disk if it is asked to.
    tells_changes: bool,
}

/// Talks until the editor ends it. Exit code 0 if it said so before, as the protocol wants it.
pub fn serve(drafts: bool) -> ExitCode {
    let (sender, events) = mpsc::channel();
    let reader = sender.clone();
    std::thread::spawn(move || read(&reader));
    let mut server = Server {
        client: Client::new(io::stdout()),
        phase: Phase::Before,
        drafts,
        workspace: Workspace::new(drafts, Box::new(|_| None)),
        events: sender,
        snippets: false,
        abilities: Abilities::default(),
        tells_changes: false,
    };
    loop {
        let event = match server.patience() {
            Some(time) => events.recv_timeout(time),
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match event {
            Ok(Event::Message(message)) => {
                if let Some(code) = server.take(message) {
                    return code;
                }
            }
            Ok(Event::Broken(refusal)) => server.client.answer(None, Err(refusal)),
            Ok(Event::Disk(paths)) => server.workspace.changed(&paths),
            Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return server.end(),
            Err(RecvTimeoutError::Timeout) => server.build(),
        }
        if server.client.is_gone {
            return ExitCode::FAILURE;
        }
    }
}

/// Reads messages until there are no more.
fn read(events: &mpsc::Sender<Event>) {
    let mut input = io::stdin().lock();
    while let Ok(Some(message)) = transport::read(&mut input) {
        let event = message.map_or_else(Event::Broken, Event::Message);
        if events.send(event).is_err() {
            return;
        }
    }
    let _ = events.send(Event::End);
}

/// The parameters of a method.
fn typed<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal::new(Code::InvalidParams, error.to_string()))
}

fn value(result: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result).map_err(|error| Refusal::new(Code::InvalidParams, error.to_string()))
}

impl Server {
    /// How long to wait for the next message before something is built; for ever if nothing is to be.
    fn patience(&mut self) -> Option<Duration> {
        if self.phase != Phase::Open {
            return None;
        }
        let mut is_unsettled = false;
        for guide in self.workspace.guides() {
            if guide.is_stale() {
                return Some(PAUSE);
            }
            is_unsettled |= guide.is_unsettled();
        }
        is_unsettled.then_some(REST)
    }

    /// Builds what changed, or else what was left, and tells the problems.
    fn build(&mut self) {
        let any_stale = self.workspace.guides().any(|guide| guide.is_stale());
        for guide in self.workspace.guides() {
            if any_stale { guide.follow() } else { guide.settle() }
        }
        self.tell();
    }

    fn tell(&mut self) {
        for news in self.workspace.news() {
            self.client.notify("textDocument/publishDiagnostics", &news);
        }
    }

    fn end(&self) -> ExitCode {
        if self.phase == Phase::ShutDown { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Does what a message says. Gives the exit code if it ends the program.
    fn take(&mut self, message: Incoming) -> Option<ExitCode> {
        let Incoming { id, method, params } = message;
        match (id, method) {
            (Some(id), Some(method)) => {
                let result = self.request(&method, params);
                self.client.answer(Some(id), result);
            }
            (None, Some(method)) if method == "exit" => return Some(self.end()),
            (None, Some(method)) if self.phase == Phase::Open => {
                // A notification that cannot be read changes nothing, and there is nobody to tell.
                let _ = self.notification(&method, params);
            }
            // Answers to what was asked of the editor, and what comes too early or too late.
            _ => {}
        }
        None
    }

    fn request(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        match (self.phase, method) {
            (Phase::Before, "initialize") => self.initialize(&params),
            (Phase::Before, _) => Err(Refusal::new(Code::ServerNotInitialized, "`initialize` comes first")),
            (Phase::ShutDown, _) => Err(Refusal::new(Code::InvalidRequest, "the server is shut down")),
            (Phase::Open, "initialize") => Err(Refusal::new(Code::InvalidRequest, "`initialize` comes once")),
            (Phase::Open, "shutdown") => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            (Phase::Open, "textDocument/completion") => self.completion(&typed(params)?),
            (Phase::Open, "textDocument/hover") => self.hover(&typed(params)?),
            (Phase::Open, "textDocument/definition") => self.definition(&typed(params)?),
            (Phase::Open, "textDocument/references") => self.references(&typed(params)?),
            (Phase::Open, "textDocument/codeAction") => self.actions(&typed(params)?),
            (Phase::Open, "textDocument/documentSymbol") => self.symbols(&typed(params)?),
            (Phase::Open, "textDocument/prepareRename") => self.prepare_rename(&typed(params)?),
            (Phase::Open, "textDocument/rename") => self.rename(&typed(params)?),
            (Phase::Open, "textDocument/foldingRange") => self.folds(&typed(params)?),
            (Phase::Open, _) => Err(Refusal::new(Code::MethodNotFound, format!("no method `{method}`"))),
        }
    }

    fn notification(&mut self, method: &str, params: Value) -> Result<(), Refusal> {
        match method {
            "initialized" => self.ask_for_changes(),
            "textDocument/didOpen" => {
                let opened = typed::<DidOpenTextDocumentParams>(params)?.text_document;
                self.workspace.open(opened.uri.0, opened.version, &opened.text);
            }
            "textDocument/didChange" => {
                let changed: DidChangeTextDocumentParams = typed(params)?;
                let file = changed.text_document;
                let address = file.text_document_identifier.uri.0;
                self.workspace.change(&address, file.version, &changed.content_changes);
            }
            "textDocument/didSave" => {
                let saved: DidSaveTextDocumentParams = typed(params)?;
                self.workspace.changed(&uri::path(&saved.text_document.uri.0).into_iter().collect::<Vec<_>>());
                for guide in self.workspace.guides() {
                    guide.settle();
                }
                self.tell();
            }
            "textDocument/didClose" => {
                let closed: DidCloseTextDocumentParams = typed(params)?;
                self.workspace.close(&closed.text_document.uri.0);
            }
            "workspace/didChangeWatchedFiles" => {
                let changed: DidChangeWatchedFilesParams = typed(params)?;
                let paths: Vec<PathBuf> = changed.changes.iter().filter_map(|it| uri::path(&it.uri.0)).collect();
                self.workspace.changed(&paths);
            }
            _ => {}
        }
        Ok(())
    }

    // The beginning.

    fn initialize(&mut self, params: &Value) -> Result<Value, Refusal> {
        let is = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        self.snippets = is("/capabilities/textDocument/completion/completionItem/snippetSupport");
        self.tells_changes = is("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration");
        self.abilities = Abilities::of(params);
        let drafts = self.drafts || is("/initializationOptions/drafts");
        let events = self.events.clone();
        let watch: Box<dyn FnMut(&Path) -> _> = match self.tells_changes {
            true => Box::new(|_: &Path| None),
            false => Box::new(move |root: &Path| watched(root, events.clone())),
        };
        self.workspace = Workspace::new(drafts, watch);
        self.phase = Phase::Open;
        let text = |pointer: &str| params.pointer(pointer).and_then(Value::as_str);
        let folders = params.pointer("/workspaceFolders").and_then(Value::as_array);
        let folders = folders.into_iter().flatten().filter_map(|folder| uri::path(folder["uri"].as_str()?));
        let mut folders: Vec<PathBuf> = folders.collect();
        if folders.is_empty() {
            folders.extend(text("/rootUri").and_then(uri::path).or_else(|| text("/rootPath").map(PathBuf::from)));
        }
        for folder in folders {
            self.workspace.open_folder(&folder);
        }
        value(&InitializeResult {
            capabilities: capabilities::all(),
            server_info: Some(ServerInfo {
                name: "studybook".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    /// Asks the editor to tell of changes of the disk, if it can.
    fn ask_for_changes(&mut self) {
        if !self.tells_changes {
            return;
        }
        let watchers = ["**/book.toml", "**/examples.lock", "**/content/**", "**/themes/**", "**/site/topics.json"];
        let watchers = watchers.map(|pattern| json!({ "globPattern": pattern }));
        let method = "workspace/didChangeWatchedFiles";
        let registration = json!({ "id": "files", "method": method, "registerOptions": { "watchers": watchers } });
        let params = json!({ "registrations": [registration] });
        self.client.request("files", "client/registerCapability", &params);
    }

    // Requests about a file.

    /// The open file, with its guide as it is now.
    fn fresh(&mut self, address: &str) -> Option<(&OpenGuide, &SourcePath, &str)> {
        self.workspace.follow(address);
        self.tell();
        self.workspace.of(address).map(|(document, guide, source)| (guide, source, &*document.text))
    }

    /// What stands at a position, with its place.
    fn thing(&mut self, address: &str, at: Position) -> Option<(Thing, gen_lsp_types::Range)> {
        let (guide, source, text) = self.fresh(address)?;
        let lines = Lines::new(text);
        let byte = lines.byte(open_file::position(at));
        let (thing, span) = under_cursor::at(guide.snapshot(), File { source, text }, byte)?;
        Some((thing, open_file::range(&lines, span.start, span.end)))
    }

    fn completion(&mut self, params: &CompletionParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let address = &at.text_document.uri.0;
        let is_unbuilt = self.workspace.of(address).is_some_and(|(_, guide, _)| guide.snapshot().is_none());
        if is_unbuilt {
            self.fresh(address);
        }
        let Some((document, guide, source)) = self.workspace.of(address) else { return Ok(Value::Null) };
        let lines = Lines::new(&document.text);
        let byte = lines.byte(open_file::position(at.position));
        let file = File { source, text: &document.text };
        let (snapshot, inputs, snippets) = (guide.snapshot(), guide.inputs(), self.snippets);
        value(&completion::of(Asked { snapshot, inputs, file, byte, snippets }, &lines))
    }

    fn hover(&mut self, params: &HoverParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let address = &at.text_document.uri.0;
        let Some((thing, range)) = self.thing(address, at.position) else { return Ok(Value::Null) };
        let Some((document, guide, source)) = self.workspace.of(address) else { return Ok(Value::Null) };
        let text = hover::of(guide.snapshot(), File { source, text: &document.text }, &thing);
        let shown = |value| MarkupContent { kind: MarkupKind::Markdown, value };
        value(&text.map(|text| Hover { contents: shown(text).into(), range: Some(range) }))
    }

    fn definition(&mut self, params: &DefinitionParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let address = &at.text_document.uri.0;
        let Some((thing, _)) = self.thing(address, at.position) else { return Ok(Value::Null) };
        let Some((document, guide, source)) = self.workspace.of(address) else { return Ok(Value::Null) };
        let file = File { source, text: &document.text };
        let place = guide.snapshot().and_then(|it| definition::of(it, guide.inputs(), file, &thing));
        value(&place.map(|place| self.locations(guide, &[place])))
    }

    fn references(&mut self, params: &ReferenceParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let address = &at.text_document.uri.0;
        let thing = self.thing(address, at.position).map(|(thing, _)| thing);
        let Some((document, guide, source)) = self.workspace.of(address) else { return Ok(Value::Null) };
        let Some(snapshot) = guide.snapshot() else { return Ok(Value::Null) };
        let file = File { source, text: &document.text };
        let mut places = references::of(snapshot, file, thing.as_ref());
        if params.context.include_declaration {
            places.extend(thing.and_then(|thing| definition::of(snapshot, guide.inputs(), file, &thing)));
        }
        value(&self.locations(guide, &places))
    }

    /// Places of a guide as the protocol writes them. The span of a heading is shown without its line end.
    fn locations(&self, guide: &OpenGuide, places: &[(SourcePath, Span)]) -> Vec<Location> {
        let texts = diagnostics::texts(guide.inputs());
        let location = |(source, span): &(SourcePath, Span)| {
            let text = texts.get(source.as_str()).copied().unwrap_or_default();
            let written = text.get(span.range()).unwrap_or_default().trim_end();
            let range = open_file::range(&Lines::new(text), span.start, span.start + written.len());
            Location { uri: self.workspace.address(guide.root(), source), range }
        };
        places.iter().map(location).collect()
    }

    /// What would be renamed at a position, with its place.
    fn renamed(&mut self, address: &str, at: Position) -> Option<(Named, gen_lsp_types::Range)> {
        let (thing, range) = self.thing(address, at)?;
        let (_, guide, _) = self.workspace.of(address)?;
        Some((rename::named(&guide.snapshot()?.guide, guide.inputs(), &thing)?, range))
    }

    fn prepare_rename(&mut self, params: &PrepareRenameParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let found = self.renamed(&at.text_document.uri.0, at.position);
        value(&found.map(|(named, range)| json!({ "range": range, "placeholder": named.shown })))
    }

    fn rename(&mut self, params: &RenameParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let failed = |reason: String| Refusal::new(Code::RequestFailed, reason);
        let found = self.renamed(&at.text_document.uri.0, at.position);
        let nothing = || failed("nothing that has a name for `studybook mv` stands here".to_owned());
        let (named, _) = found.ok_or_else(nothing)?;
        let (_, guide, _) = self.workspace.of(&at.text_document.uri.0).ok_or_else(nothing)?;
        let address = |source: &SourcePath| {
            let uri = self.workspace.address(guide.root(), source);
            let version = self.workspace.document(&uri.0).map(|document| document.version);
            (uri, version)
        };
        rename::edits(guide, &named, &params.new_name, self.abilities, &address).map_err(failed)
    }

    fn actions(&mut self, params: &CodeActionParams) -> Result<Value, Refusal> {
        let uri: &Uri = &params.text_document.uri;
        let Some((guide, source, text)) = self.fresh(&uri.0) else { return Ok(Value::Null) };
        let lines = Lines::new(text);
        let (start, end) = open_file::bytes(&lines, params.range);
        let mut actions = actions::of(guide.problems(), File { source, text }, &lines, start, end, uri);
        if let Some(only) = &params.context.only {
            // `source` stands for `source.fixAll`, too.
            let fits = |kind: &CodeActionKind| {
                let is_within = |wide: &str| {
                    kind.as_str().strip_prefix(wide).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                };
                only.iter().any(|wide| wide.as_str().is_empty() || is_within(wide.as_str()))
            };
            actions.retain(|action| action.kind.as_ref().is_some_and(fits));
        }
        value(&actions)
    }

    fn symbols(&mut self, params: &DocumentSymbolParams) -> Result<Value, Refusal> {
        let Some((guide, source, text)) = self.fresh(&params.text_document.uri.0) else { return Ok(Value::Null) };
        let parsed = guide.snapshot().and_then(|it| under_cursor::parsed(it, source));
        value(&parsed.map_or_else(Vec::new, |it| outline::symbols(it.topic, &Lines::new(text), text.len())))
    }

    fn folds(&mut self, params: &FoldingRangeParams) -> Result<Value, Refusal> {
        let Some((guide, source, text)) = self.fresh(&params.text_document.uri.0) else { return Ok(Value::Null) };
        let parsed = guide.snapshot().and_then(|it| under_cursor::parsed(it, source));
        value(&outline::folds(parsed.map(|it| it.topic), text, &Lines::new(text)))
    }
}

/// A watch of this program's own, for editors that do not tell of changes.
fn watched(root: &Path, events: mpsc::Sender<Event>) -> Option<watcher::Watch> {
    let (orders, heard) = mpsc::channel();
    // Of what the system tells, paths have no links in them.
    let watch = watcher::watch(&root.canonicalize().ok()?, Notice::Events, orders).ok()?;
    let root = root.to_path_buf();
    std::thread::spawn(move || {
        for order in heard {
            if let Order::Changed(paths) = order {
                let paths = paths.iter().map(|path| root.join(path)).collect();
                if events.send(Event::Disk(paths)).is_err() {
                    return;
                }
            }
        }
    });
    Some(watch)
}
