//! `check --external`, against a server of our own.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::guide::{TestGuide, stderr};

/// What was asked of the server, and how many connections were open at most.
#[derive(Default)]
struct Seen {
    asked: Mutex<Vec<String>>,
    open: AtomicUsize,
    most: AtomicUsize,
}

fn answer(mut stream: TcpStream, seen: &Seen) {
    seen.most.fetch_max(seen.open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let first = lines.next().and_then(Result::ok).unwrap_or_default();
    while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
    let asked = first.trim_end_matches(" HTTP/1.1").to_owned();
    let status = match asked.as_str() {
        "HEAD /refused" => "405 Method Not Allowed",
        "HEAD /busy" => "429 Too Many Requests",
        _ if asked.ends_with("/broken") => "503 Service Unavailable",
        _ if asked.ends_with("/gone") => "404 Not Found",
        _ if asked.ends_with("/members") => "403 Forbidden",
        _ => "200 OK",
    };
    seen.asked.lock().unwrap().push(asked);
    seen.open.fetch_sub(1, Ordering::SeqCst);
    let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

fn server() -> (String, Arc<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Seen::default());
    let inside = Arc::clone(&seen);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let seen = Arc::clone(&inside);
            thread::spawn(move || answer(stream, &seen));
        }
    });
    (address, seen)
}

#[test]
fn addresses_are_asked_politely_and_good_answers_kept() {
    let (address, seen) = server();
    let (tired, pestered) = server();
    let links: String = ["ok#part", "ok", "refused", "broken", "gone", "members"]
        .map(|path| format!("[{path}]({address}/{path}) "))
        .concat()
        + &format!("[busy]({tired}/busy) [later]({tired}/later)");
    let folder = tempfile::tempdir().unwrap();
    TestGuide::new().topic("a", &format!("{links}\n")).on_disk(folder.path());
    let check = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        command.arg("check").args(arguments).current_dir(folder.path()).output().unwrap()
    };
    assert!(check(&[]).status.success());
    assert!(seen.asked.lock().unwrap().is_empty(), "nothing is asked unless one says so");

    let output = check(&["--external"]);
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains(&format!("error[dead-address]: `{address}/gone` is gone: the server answers 404")), "{text}");
    assert!(
        text.contains(&format!(
            "warning[unsure-address]: `{tired}/busy` could not be checked: too many requests (429)"
        )),
        "{text}"
    );
    assert!(
        text.contains(&format!(
            "warning[unsure-address]: `{address}/broken` could not be checked: the server answers 503"
        )),
        "{text}"
    );
    for fine in ["ok", "refused", "members"] {
        assert!(!text.contains(&format!("{address}/{fine}` ")), "{text}");
    }
    let asked = std::mem::take(&mut *seen.asked.lock().unwrap());
    assert_eq!(asked.iter().filter(|it| it.ends_with("/ok")).count(), 1, "{asked:?}");
    let asked = std::mem::take(&mut *pestered.asked.lock().unwrap());
    assert_eq!(asked, ["HEAD /busy"], "a server that had too many requests is left alone");
    assert!(
        text.contains(&format!("warning[unsure-address]: `{tired}/later` could not be checked: not asked")),
        "{text}"
    );
    assert_eq!(seen.most.load(Ordering::SeqCst), 1, "one request at a time");

    // The codes, and what is asked again.
    let json = String::from_utf8(check(&["--external", "--json"]).stdout).unwrap();
    assert!(json.contains("\"dead-address\"") && json.contains("\"unsure-address\""), "{json}");
    let again = seen.asked.lock().unwrap();
    assert!(!again.iter().any(|it| it.ends_with("/ok") || it.ends_with("/members")), "{again:?}");
}
