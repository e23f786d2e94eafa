//! A small editor: it starts `studybook lsp` as a real process and talks with it over pipes. For the tests of `lsp`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};

/// Longer than any answer takes on the slowest machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// An editor with a server.
pub struct Editor {
    child: Child,
    pub stdin: Option<ChildStdin>,
    messages: mpsc::Receiver<Value>,
    folder: PathBuf,
    next: i64,
    /// What is open: the text of each file, by path from the folder, and its version.
    pub open: BTreeMap<String, (String, i64)>,
    /// What the server last said of each file, by address.
    pub shown: BTreeMap<String, Vec<Value>>,
    /// What the server asked for: method and parameters.
    pub asked: Vec<(String, Value)>,
    /// Errors that answer no request.
    pub complaints: Vec<i64>,
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads messages until the stream ends; anything else on it is a panic of this thread, and so no message.
fn listen(stream: impl Read + Send + 'static) -> mpsc::Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        loop {
            let mut head = String::new();
            if stream.read_line(&mut head).unwrap() == 0 {
                return;
            }
            let size = head.strip_prefix("Content-Length: ").and_then(|it| it.trim_end().parse::<usize>().ok());
            let mut body = vec![0; size.unwrap_or_else(|| panic!("{head:?} on the standard output")) + 2];
            stream.read_exact(&mut body).unwrap();
            let _ = sender.send(serde_json::from_slice(&body).unwrap());
        }
    });
    receiver
}

/// Line and column of a byte, counted in another way than the server does.
pub fn position(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let line = before.rsplit('\n').next().unwrap();
    json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() })
}

/// The text without its `^`, and where that stood.
pub fn cursor(marked: &str) -> (String, Value) {
    let at = marked.find('^').unwrap();
    (marked.replacen('^', "", 1), position(marked, at))
}

impl Editor {
    /// Starts the server, and initializes it for a folder.
    pub fn start(folder: &Path) -> Self {
        Self::with(folder, json!({}))
    }

    /// The same with capabilities.
    pub fn with(folder: &Path, capabilities: Value) -> Self {
        let mut editor = Self::silent(folder);
        let folders = json!([{ "uri": editor.address(""), "name": "guide" }]);
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        assert!(editor.request("initialize", params)["capabilities"]["hoverProvider"].as_bool().unwrap());
        editor.notify("initialized", json!({}));
        editor
    }

    /// Starts the server and says nothing.
    pub fn silent(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdin, messages) = (child.stdin.take(), listen(child.stdout.take().unwrap()));
        Self {
            child,
            stdin,
            messages,
            folder: folder.to_path_buf(),
            next: 0,
            open: BTreeMap::new(),
            shown: BTreeMap::new(),
            asked: Vec::new(),
            complaints: Vec::new(),
        }
    }

    pub fn address(&self, path: &str) -> String {
        format!("file://{}", self.folder.join(path).display()).trim_end_matches('/').to_owned()
    }

    pub fn send(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(bytes).unwrap();
        stdin.flush().unwrap();
    }

    fn say(&mut self, message: &Value) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.say(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// What the server answers: the result, or the error as it is.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.hear();
            if message["id"] == id {
                return message.get("result").or(message.get("error")).unwrap().clone();
            }
        }
    }

    /// The next message, noted.
    fn hear(&mut self) -> Value {
        let message = self.messages.recv_timeout(DEADLINE).expect("the server says something");
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let params = &message["params"];
                let found = params["diagnostics"].as_array().unwrap().clone();
                self.shown.insert(params["uri"].as_str().unwrap().to_owned(), found);
            }
            Some(method) => self.asked.push((method.to_owned(), message["params"].clone())),
            None if message["id"].is_null() => self.complaints.push(message["error"]["code"].as_i64().unwrap()),
            None => {}
        }
        message
    }

    /// Waits until a file's problems are as wanted.
    pub fn wait(&mut self, path: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let address = self.address(path);
        loop {
            if let Some(shown) = self.shown.get(&address).filter(|shown| wanted(shown)) {
                return shown.clone();
            }
            self.hear();
        }
    }

    /// Waits until the server has no more to say of all that was told it.
    pub fn settle(&mut self) {
        // A save makes it check all; what it answers then comes after.
        let uri = self.address("README.md");
        self.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
        self.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn open(&mut self, path: &str, text: &str) {
        self.open.insert(path.to_owned(), (text.to_owned(), 1));
        let document = json!({ "uri": self.address(path), "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close(&mut self, path: &str) {
        self.open.remove(path);
        let uri = self.address(path);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Replaces bytes of an open file, told as a range.
    pub fn edit(&mut self, path: &str, bytes: std::ops::Range<usize>, new: &str) {
        let (text, version) = self.open.get_mut(path).unwrap();
        let range = json!({ "start": position(text, bytes.start), "end": position(text, bytes.end) });
        text.replace_range(bytes, new);
        *version += 1;
        let version = *version;
        let file = json!({ "uri": self.address(path), "version": version });
        let change = json!({ "range": range, "text": new });
        self.notify("textDocument/didChange", json!({ "textDocument": file, "contentChanges": [change] }));
    }

    /// Replaces the whole text of an open file.
    pub fn rewrite(&mut self, path: &str, new: &str) {
        let (text, version) = self.open.get_mut(path).unwrap();
        *text = new.to_owned();
        *version += 1;
        let version = *version;
        let file = json!({ "uri": self.address(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": file, "contentChanges": [{ "text": new }] }));
    }

    /// Opens or rewrites a file as marked, and asks something at its `^`.
    pub fn ask(&mut self, method: &str, path: &str, marked: &str) -> Value {
        let (text, position) = cursor(marked);
        if self.open.contains_key(path) {
            self.rewrite(path, &text)
        } else {
            self.open(path, &text)
        }
        let uri = self.address(path);
        let mut params = json!({ "textDocument": { "uri": uri }, "position": position });
        if method == "references" {
            params["context"] = json!({ "includeDeclaration": false });
        }
        self.request(&format!("textDocument/{method}"), params)
    }

    /// The labels of the completions at `^`.
    pub fn labels(&mut self, path: &str, marked: &str) -> Vec<String> {
        let list = self.ask("completion", path, marked);
        let items = list["items"].as_array().unwrap_or_else(|| panic!("{list}")).iter();
        items.map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// The text after choosing a completion at `^`.
    pub fn choose(&mut self, path: &str, marked: &str, label: &str) -> String {
        let list = self.ask("completion", path, marked);
        let items = list["items"].as_array().unwrap();
        let item = items.iter().find(|it| it["label"] == label).unwrap_or_else(|| panic!("no {label} in {list}"));
        let text = self.open[path].0.clone();
        with_edits(&text, &[&item["textEdit"]])
    }

    /// Ends the stream.
    pub fn hang_up(&mut self) -> ExitStatus {
        self.stdin = None;
        self.child.wait().unwrap()
    }

    pub fn ended(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

/// The byte of a position, counted in another way than the server does.
pub fn byte(text: &str, position: &Value) -> usize {
    let (line, column) = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
    let start: usize = text.split_inclusive('\n').take(usize::try_from(line).unwrap()).map(str::len).sum();
    let mut units = 0;
    let inside = text[start..].chars().take_while(|c| {
        units += c.len_utf16() as u64;
        units <= column
    });
    start + inside.map(char::len_utf8).sum::<usize>()
}

/// The text with edits of the protocol made.
pub fn with_edits(text: &str, edits: &[&Value]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| std::cmp::Reverse(byte(text, &edit["range"]["start"])));
    edits.iter().fold(text.to_owned(), |text, edit| {
        let range = &edit["range"];
        let (start, end) = (byte(&text, &range["start"]), byte(&text, &range["end"]));
        format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
    })
}
