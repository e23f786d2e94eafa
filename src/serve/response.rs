//! What a request is answered with.
//!
//! In: what was asked and the state. Out: the answer, or word that something must happen first. No socket and no disk:
//! only what is in the site can be sent. Other `Host` names are refused, so that a page of another site cannot have its
//! name point here and read the guide (DNS rebinding).

use std::net::IpAddr;
use std::sync::Arc;

use hyper::StatusCode;
use hyper::body::Bytes;

use crate::path::{OutputPath, decode_percent, encode_path, split_topic};
use crate::serve::range::{self, Part};
use crate::serve::state::State;
use crate::serve::{media_types, served_page};
use crate::site::active_files;
use crate::site::site::File;

/// A request, as far as it matters.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET`.
    pub method: String,
    /// The header `Host`, or the host of an absolute address.
    pub hosts: Vec<String>,
    /// The path as sent, percent-encoded, without the query.
    pub path: String,
    /// The header `Range`; none if the browser makes it depend on a version of the file.
    pub range: Option<String>,
    /// Whom the server answers.
    pub welcome: Arc<Welcome>,
}

/// Names under which the server answers.
#[derive(Debug, Default)]
pub struct Welcome {
    /// Names beside `localhost` and its addresses: those of a tunnel.
    pub names: Vec<String>,
    /// Whether it listens beyond this machine: then any address of figures is one of its own.
    pub beyond: bool,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Headers of this answer; see `server` for those of all.
    pub headers: Vec<(&'static str, String)>,
    /// The body, also of an answer to `HEAD`.
    pub body: Bytes,
}

/// What is to be done.
#[derive(Debug)]
pub enum Reply {
    /// Send this.
    Send(Answer),
    /// Keep the connection and send every change of the state.
    Events,
    /// Make this file, which was left for later, then ask again.
    Later(OutputPath),
}

/// Answers a request.
pub fn answer(asked: &Asked, state: &State) -> Reply {
    if !asked.hosts.iter().all(|host| asked.welcome.has(host)) || asked.hosts.is_empty() {
        return Reply::Send(text(
            StatusCode::FORBIDDEN,
            "This server does not answer to this name: see `--allow-host`.\n",
        ));
    }
    if asked.method != "GET" && asked.method != "HEAD" {
        let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are allowed.\n");
        answer.headers.push(("allow", "GET, HEAD".to_owned()));
        return Reply::Send(answer);
    }
    let Some(path) = site_path(&asked.path) else {
        return Reply::Send(text(StatusCode::BAD_REQUEST, "There is no such path in any site.\n"));
    };
    match path.as_str() {
        served_page::EVENTS_PATH => return Reply::Events,
        served_page::SCRIPT_PATH => return own_file(served_page::SCRIPT_PATH, served_page::SCRIPT),
        served_page::STYLE_PATH => return own_file(served_page::STYLE_PATH, served_page::STYLE),
        _ => {}
    }
    let Some(site) = &state.site else {
        return Reply::Send(not_made(""));
    };
    let found = |path: &str| {
        let path = OutputPath::new(path);
        site.get(&path).map(|file| (path, file))
    };
    let wants_folder = path.is_empty() || path.ends_with('/');
    let index = format!("{path}index.html");
    let here = if wants_folder { found(&index) } else { found(&path).or_else(|| found(&format!("{path}.html"))) };
    match here {
        Some((path, file)) if file.is_later() => Reply::Later(path),
        Some((path, file)) => Reply::Send(file_answer(&path, file, asked, state)),
        None if !wants_folder && found(&format!("{path}/index.html")).is_some() => {
            let mut url = "/".to_owned();
            encode_path(&path, &mut url);
            url.push('/');
            let mut answer = text(StatusCode::PERMANENT_REDIRECT, "");
            answer.headers.push(("location", url));
            Reply::Send(answer)
        }
        None => Reply::Send(match found("404.html") {
            Some((path, file)) => html_answer(StatusCode::NOT_FOUND, &bytes_of(file), path.as_str(), state),
            None => text(StatusCode::NOT_FOUND, "Not found.\n"),
        }),
    }
}

impl Welcome {
    /// Whether a `Host` is one of this server's. Any port will do, since a port may be forwarded: a page of another site can
    /// have its name point here, but cannot call itself `localhost` or by figures.
    fn has(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') && port.parse::<u16>().is_ok() => name,
            Some((_, port)) if !port.ends_with(']') => return false,
            _ => host,
        };
        let figures = name.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(name);
        if let Ok(address) = figures.parse::<IpAddr>() {
            return address.is_loopback() || self.beyond;
        }
        // A name below `localhost` never leaves the machine either (RFC 6761), with or without the dot of the root.
        let plain = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        plain == "localhost"
            || plain.ends_with(".localhost")
            || self.names.iter().any(|it| it.eq_ignore_ascii_case(name))
    }
}

/// The path from the site's root, decoded; `None` for what could only be meant to leave it.
fn site_path(sent: &str) -> Option<String> {
    let path = decode_percent(sent.strip_prefix('/')?)?;
    let is_fine = |part: &str| part != "." && part != ".." && !part.contains(['\\', '\0']);
    path.split('/').all(is_fine).then_some(path)
}

/// A page that an author wrote whole, or a picture opened by itself, may run its scripts, but as of no site: it reads nothing
/// that the browser keeps for this one.
const SANDBOX: &str = "sandbox allow-scripts";

/// Whether it is a file that lay beside the topics, and no page made of one.
fn is_asset(file: &File) -> bool {
    file.owner.place().is_some_and(|place| {
        let source = place.source.as_str();
        source.starts_with("content/") && split_topic(source).is_none()
    })
}

fn file_answer(path: &OutputPath, file: &File, asked: &Asked, state: &State) -> Answer {
    let is_asset = is_asset(file);
    if path.extension() == "html" && !is_asset {
        return html_answer(StatusCode::OK, &bytes_of(file), path.as_str(), state);
    }
    let body = Bytes::from_owner(bytes_of(file));
    let size = body.len();
    let mut headers = vec![("content-type", media_types::of(path).to_owned()), ("accept-ranges", "bytes".to_owned())];
    if is_asset && active_files::is_document(path.as_str()) {
        headers.push(("content-security-policy", SANDBOX.to_owned()));
    }
    match range::of(asked.range.as_deref(), size) {
        Part::Whole => Answer { status: StatusCode::OK, headers, body },
        Part::Bytes(range) => {
            headers.push(("content-range", format!("bytes {}-{}/{size}", range.start, range.end - 1)));
            Answer { status: StatusCode::PARTIAL_CONTENT, headers, body: body.slice(range) }
        }
        Part::Unsatisfiable => {
            headers.push(("content-range", format!("bytes */{size}")));
            Answer { status: StatusCode::RANGE_NOT_SATISFIABLE, headers, body: Bytes::new() }
        }
    }
}

/// The server keeps all that it serves in memory; what is left for later was asked for before.
fn bytes_of(file: &File) -> Arc<[u8]> {
    file.bytes().cloned().unwrap_or_default()
}

/// Stands for a page that cannot be made because of errors; its script shows them.
pub fn not_made(page: &str) -> Answer {
    let html = served_page::own("Not built yet", "The guide has errors. This page reloads when they are gone.");
    html_answer(StatusCode::SERVICE_UNAVAILABLE, html.as_bytes(), page, &State::default())
}

fn html_answer(status: StatusCode, html: &[u8], page: &str, state: &State) -> Answer {
    let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
    Answer { status, headers, body: served_page::with_script(html, page, state.version).into() }
}

fn own_file(path: &str, bytes: &'static str) -> Reply {
    let headers = vec![("content-type", media_types::of(&OutputPath::new(path)).to_owned())];
    Reply::Send(Answer { status: StatusCode::OK, headers, body: Bytes::from_static(bytes.as_bytes()) })
}

fn text(status: StatusCode, text: &'static str) -> Answer {
    let headers = vec![("content-type", "text/plain; charset=utf-8".to_owned())];
    Answer { status, headers, body: Bytes::from_static(text.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_names_of_this_machine_are_welcome() {
        let at_home = Welcome::default();
        for host in [
            "localhost:3000",
            "127.0.0.1:8080",
            "[::1]:3000",
            "LOCALHOST",
            "[::1]",
            "127.0.0.2",
            "app.localhost:3",
            "localhost.",
            "a.b.LocalHost",
        ] {
            assert!(at_home.has(host), "{host}");
        }
        for host in [
            "evil.example:3000",
            "evillocalhost",
            "localhost..",
            "localhost:x",
            "localhost:99999",
            "localhost.evil.example:3000",
            "",
            "10.0.0.7:80",
        ] {
            assert!(!at_home.has(host), "{host}");
        }
        let outside = Welcome { names: vec!["guide.example".to_owned()], beyond: true };
        assert!(outside.has("Guide.example") && outside.has("192.168.0.7:3000") && outside.has("[fe80::1]:3000"));
        assert!(
            !outside.has("evil.example") && !outside.has("x.guide.example") && !outside.has("10.0.0.7.evil.example")
        );
    }

    proptest! {
        #[test]
        fn no_path_climbs(path in "/[a./%25\\\\0-9A-Fa-f]{0,20}") {
            if let Some(path) = site_path(&path) {
                prop_assert!(!path.split('/').any(|part| part == ".."));
            }
        }
    }
}
