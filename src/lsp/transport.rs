//! Messages of JSON-RPC as the Language Server Protocol frames them: `Content-Length`, an empty line, JSON.
//!
//! In: bytes. Out: messages, or what is wrong with one. A message that cannot be read is told and the next one is read; nothing
//! that a client sends is taken at its word: not a length, not the form of an id.

use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A longer message is passed over.
const MOST_BYTES: u64 = 256 << 20;
/// A longer line is no header.
const LONGEST_HEADER: u64 = 8 << 10;

/// The id of a request, as the client wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A number of any size.
    Number(serde_json::Number),
    /// A text.
    Text(String),
}

/// A message: a request has an id and a method, a notification only a method, an answer only an id.
#[derive(Debug, Deserialize)]
pub struct Incoming {
    /// The id.
    pub id: Option<Id>,
    /// The method.
    pub method: Option<String>,
    /// What belongs to it.
    #[serde(default)]
    pub params: Value,
}

/// An error as it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What kind.
    pub code: Code,
    /// In words.
    pub reason: String,
}

/// Kinds of errors, by the numbers of JSON-RPC and of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// No JSON.
    ParseError = -32700,
    /// JSON, but no request that may come now.
    InvalidRequest = -32600,
    /// A method that this server does not have.
    MethodNotFound = -32601,
    /// The method is known; its parameters are not as they must be.
    InvalidParams = -32602,
    /// Nothing can be asked before `initialize`.
    ServerNotInitialized = -32002,
    /// All is as it must be, and what is asked for cannot be done.
    RequestFailed = -32803,
}

impl Refusal {
    /// An error of a kind.
    pub fn new(code: Code, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }
}

/// Reads the next message; nothing at the end of the stream.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Result<Incoming, Refusal>>> {
    let Some(size) = read_head(input)? else { return Ok(None) };
    let mut body = input.by_ref().take(size);
    if size > MOST_BYTES {
        io::copy(&mut body, &mut io::sink())?;
        let reason = format!("the message is longer than {} MiB", MOST_BYTES >> 20);
        return Ok(Some(Err(Refusal::new(Code::InvalidRequest, reason))));
    }
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < size {
        return Ok(None);
    }
    let told = |code, error: serde_json::Error| Refusal::new(code, error.to_string());
    let value: Result<Value, Refusal> = serde_json::from_slice(&bytes).map_err(|error| told(Code::ParseError, error));
    let message = value
        .and_then(|value| serde_json::from_value::<Incoming>(value).map_err(|error| told(Code::InvalidRequest, error)));
    Ok(Some(message.and_then(|message| match (&message.id, &message.method) {
        (None, None) => Err(Refusal::new(Code::InvalidRequest, "neither `method` nor `id`")),
        _ => Ok(message),
    })))
}

/// The length of the message that follows. Lines that are no header are passed over, so that a broken head costs no more
/// than its own message.
fn read_head(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut size = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        match (text.split_once(':'), size) {
            (Some((name, value)), _) if name.eq_ignore_ascii_case("content-length") => size = value.trim().parse().ok(),
            (None, Some(size)) if text.is_empty() => return Ok(Some(size)),
            _ => {}
        }
    }
}

/// Writes a message.
fn write(out: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}

/// The editor, to which messages are written.
pub struct Client<W: Write> {
    out: W,
    /// A message could not be written: nobody reads them any more.
    pub is_gone: bool,
}

impl<W: Write> Client<W> {
    /// Writes to a stream.
    pub fn new(out: W) -> Self {
        Self { out, is_gone: false }
    }

    /// Answers a request; an error of a message that has no id answers `null`.
    pub fn answer(&mut self, id: Option<Id>, result: Result<Value, Refusal>) {
        self.send(&match result {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(Refusal { code, reason }) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": reason } })
            }
        });
    }

    /// Tells something.
    pub fn notify(&mut self, method: &str, params: &impl Serialize) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks for something; what the editor answers is not waited for.
    pub fn request(&mut self, id: &str, method: &str, params: &impl Serialize) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        self.is_gone |= write(&mut self.out, message).is_err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(mut bytes: &[u8]) -> Vec<Result<Option<String>, Code>> {
        let mut found = Vec::new();
        while let Ok(Some(message)) = read(&mut bytes) {
            found.push(message.map(|it| it.method).map_err(|refusal| refusal.code));
        }
        found
    }

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn what_is_broken_is_told_and_the_next_message_is_read() {
        let good = || Ok(Some("a".to_owned()));
        let fine = framed(r#"{"method":"a","id":5000000000}"#);
        for (broken, expected) in [
            (framed("{no json"), vec![Err(Code::ParseError)]),
            (framed("\u{fffd}"), vec![Err(Code::ParseError)]),
            (framed("[1]"), vec![Err(Code::InvalidRequest)]),
            (framed(r#"{"id":{}}"#), vec![Err(Code::InvalidRequest)]),
            (framed("{}"), vec![Err(Code::InvalidRequest)]),
            (framed(&"[".repeat(100_000)), vec![Err(Code::ParseError)]),
            ("no header\r\n\r\nContent-Length: x\r\n\r\n".to_owned(), vec![]),
            ("\r\n\r\nContent-Type: a; charset=b\r\n".to_owned(), vec![]),
        ] {
            let text = format!("{fine}{broken}{fine}Content-Length: 99\r\n\r\n{{");
            let expected: Vec<_> = std::iter::once(good()).chain(expected).chain([good()]).collect();
            assert_eq!(all(text.as_bytes()), expected, "{broken:.80}");
        }
        let endless = format!("Content-Length: {}\r\n\r\n{{", u64::MAX);
        assert_eq!(all(endless.as_bytes()), [Err(Code::InvalidRequest)]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut found = all(&bytes);
            found.truncate(0);
        }

        #[test]
        fn what_is_written_is_read(method in ".{0,40}", id in any::<i64>()) {
            let mut bytes = Vec::new();
            write(&mut bytes, &json!({ "method": method.clone(), "id": id })).unwrap();
            prop_assert_eq!(all(&bytes), [Ok(Some(method))]);
        }
    }
}
