//! `studybook serve`: a real process, asked over real sockets.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Instant;

use crate::guide::{TestGuide, stderr, studybook};
use crate::server::{DEADLINE, Events, Server, served, wait_for};

fn names(event: &serde_json::Value, path: &str) -> bool {
    event["changed"].as_array().is_some_and(|files| files.iter().any(|file| file == path))
}

fn guide() -> TestGuide {
    TestGuide::new()
        .topic("a", "One [b](b.md).\n")
        .topic("b", "Same.\n")
        .chapter("python", "Python")
        .topic("python/gil", "Lock.\n")
}

#[test]
fn a_save_is_rebuilt_and_told_to_the_page() {
    let (folder, server) = served(&guide());
    let page = server.get("/a.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("One ") && page.body.contains("<script src=\"/.studybook/reload.js\""), "{}", page.body);
    assert!(page.body.contains("data-page=\"a.html\"") && page.body.contains("data-version=\"1\""));
    let mut events = server.events();
    assert_eq!(events.next()["version"], 1);
    guide().topic("a", "Two [b](b.md).\n").on_disk(folder.path());
    let event = events.find(|event| event["version"] != 1);
    assert!(names(&event, "a.html") && names(&event, "a.md") && !names(&event, "b.html"), "{event}");
    assert!(server.get("/a.html").body.contains("Two "));
    wait_for(&server.lines, "rebuilt ");
    assert!(!folder.path().join("site").exists());
}

#[test]
fn lists_and_backlinks_follow() {
    let (folder, server) = served(&guide());
    let mut events = server.events();
    events.next();
    let text = "title = \"Renamed\"";
    guide().topic_with("a", text, "Now [it](python/gil.md).\n").on_disk(folder.path());
    let event = events.find(|event| names(event, "python/gil.html"));
    assert!(names(&event, "topics.html") && names(&event, "tags/threads.html"), "{event}");
    assert!(server.get("/python/gil.html").body.contains("Renamed"));
    assert!(server.get("/topics.html").body.contains("Renamed"));
}

#[test]
fn a_save_by_rename_and_an_editors_own_files_are_understood() {
    let (folder, server) = served(&guide());
    let mut events = server.events();
    events.next();
    let content = folder.path().join("content");
    let text = fs::read_to_string(content.join("a.md")).unwrap();
    for n in ["three", "four"] {
        fs::write(content.join(".a.md.swp"), "x").unwrap();
        fs::write(content.join("4913"), "x").unwrap();
        fs::remove_file(content.join("4913")).unwrap();
        fs::rename(content.join("a.md"), content.join("a.md~")).unwrap();
        fs::write(content.join("a.md.new"), text.replace("One", n)).unwrap();
        fs::rename(content.join("a.md.new"), content.join("a.md")).unwrap();
        let until = Instant::now() + DEADLINE;
        while !server.get("/a.html").body.contains(n) {
            assert!(Instant::now() < until, "{n} never came");
            events.next();
        }
    }
}

#[test]
fn problems_are_told_and_the_last_good_site_stays() {
    let (folder, server) = served(&guide());
    let mut events = server.events();
    events.next();
    guide().topic("a", "One [b](bb.md).\n").on_disk(folder.path());
    let event = events.find(|event| event["problems"] != "");
    assert!(event["problems"].as_str().unwrap().contains("no topic `bb.md`"), "{event}");
    assert_eq!(event["version"], 1);
    wait_for(&server.errors, "no topic `bb.md`");
    assert!(server.get("/a.html").body.contains("One "));
    // A page opened now is told as well.
    assert_ne!(server.events().next()["problems"], "");
    guide().on_disk(folder.path());
    assert_eq!(events.find(|event| event["problems"] == "")["version"], 1);
    wait_for(&server.lines, "the errors are gone");
}

#[test]
fn a_guide_with_errors_is_served_when_they_are_gone() {
    let (folder, server) = served(&guide().topic("a", "[b](bb.md)\n"));
    let page = server.get("/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("/.studybook/reload.js") && page.body.contains("data-version=\"0\""));
    let mut events = server.events();
    assert!(events.next()["problems"].as_str().unwrap().contains("bb.md"));
    guide().on_disk(folder.path());
    events.find(|event| event["problems"] == "" && event["version"] == 2);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_page_that_cannot_be_made_says_so_until_it_can() {
    let template = "themes/default/templates/tags.html";
    let (folder, server) = served(&guide().file(template, "<main>{{ page.tagz }}</main>\n"));
    // Templates with errors that only rendering shows are found when a page is asked for.
    let page = server.get("/tags/index.html");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("data-version=\"0\""), "{}", page.body);
    assert!(server.events().next()["problems"].as_str().unwrap().contains("tags.html"));
    fs::write(folder.path().join(template), "<main>{{ page.title }}</main>\n").unwrap();
    let mut events = server.events();
    events.find(|event| event["problems"] == "");
    assert_eq!(server.get("/tags/index.html").status, 200);
}

#[test]
fn style_sheets_are_swapped_and_templates_reload_all() {
    let sheet = "themes/default/static/style.css";
    let (folder, server) = served(&guide().file(sheet, "p { color: red }"));
    let mut events = server.events();
    events.next();
    fs::write(folder.path().join(sheet), "p { color: blue }").unwrap();
    let event = events.find(|event| event["version"] != 1);
    let swaps = event["styles"].as_array().unwrap();
    let (old, new) = (swaps[0][0].as_str().unwrap(), swaps[0][1].as_str().unwrap());
    assert!(old.starts_with("assets/style.") && new.starts_with("assets/style.") && old != new, "{event}");
    assert_eq!(server.get(&format!("/{new}")).body, "p { color: blue }");
    // A folder that was not there when the server started.
    fs::create_dir_all(folder.path().join("themes/default/templates")).unwrap();
    fs::write(folder.path().join("themes/default/templates/search.html"), "<main>SEARCH</main>\n").unwrap();
    events.find(|event| names(event, "search.html"));
    assert!(server.get("/search.html").body.contains("SEARCH"));
}

#[test]
fn themes_and_chapters_may_come_go_and_move() {
    let (folder, server) = served(&guide());
    let mut events = server.events();
    events.next();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("themes/default/templates")).unwrap();
    fs::write(at("themes/default/templates/search.html"), "<main>SEARCH</main>\n").unwrap();
    events.find(|event| names(event, "search.html"));
    fs::rename(at("content/python"), at("content/snakes")).unwrap();
    events.find(|event| names(event, "snakes/gil.html"));
    assert_eq!(server.get("/python/gil.html").status, 404);
    assert_eq!(server.get("/snakes/gil.html").status, 200);
    // What is written into the moved folder is seen as well.
    let text = fs::read_to_string(at("content/snakes/gil.md")).unwrap();
    fs::write(at("content/snakes/gil.md"), format!("{text}Moved.\n")).unwrap();
    events.find(|event| names(event, "snakes/gil.html"));
    fs::remove_dir_all(at("content/snakes")).unwrap();
    events.find(|event| names(event, "snakes/gil.html"));
    assert_eq!(server.get("/snakes/gil.html").status, 404);
    let book = fs::read_to_string(at("book.toml")).unwrap();
    fs::write(at("book.toml"), book.replace("title = \"Guide\"", "title = \"Other\"")).unwrap();
    events.find(|event| names(event, "topics.html"));
    assert!(server.get("/topics.html").body.contains("Other"));
}

#[test]
fn other_host_names_are_refused() {
    let (_folder, server) = served(&guide());
    let port = server.port;
    let status = |head: &str| server.send(&format!("GET {head}Connection: close\r\n\r\n")).status;
    for host in ["localhost", "127.0.0.1", "[::1]", "LocalHost"] {
        assert_eq!(status(&format!("/ HTTP/1.1\r\nHost: {host}:{port}\r\n")), 200, "{host}");
    }
    // A port may be forwarded under another number.
    for host in ["localhost", "localhost:8080", "127.0.0.1:80", "[::1]:9"] {
        assert_eq!(status(&format!("/ HTTP/1.1\r\nHost: {host}\r\n")), 200, "{host}");
    }
    let named = format!("localhost.evil.example:{port}");
    for host in ["evil.example", &format!("evil.example:{port}"), "192.168.0.7", &named] {
        assert_eq!(status(&format!("/ HTTP/1.1\r\nHost: {host}\r\n")), 403, "{host}");
        assert_eq!(status(&format!("/.studybook/events HTTP/1.1\r\nHost: {host}\r\n")), 403, "{host}");
    }
    assert_eq!(status("/ HTTP/1.1\r\n"), 403);
    assert_eq!(status(&format!("http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\n")), 403);
}

#[test]
fn files_that_act_are_sent_as_of_no_site() {
    let book = crate::guide::BOOK.replacen("[book]\n", "[book]\nactive_files = true\n", 1);
    let guide = guide()
        .book(&book)
        .file("content/demo.html", "<p>x</p><script>1</script>")
        .file("content/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let (_folder, server) = served(&guide);
    for (path, is_held) in [("/demo.html", true), ("/x.svg", true), ("/a.html", false), ("/topics.html", false)] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let head = answer.head.to_lowercase();
        assert_eq!(head.contains("content-security-policy: sandbox allow-scripts"), is_held, "{path}: {head}");
    }
}

#[test]
fn other_names_and_addresses_are_answered_where_one_says_so() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let server = Server::start(folder.path(), &["--port", "0", "--host", "0.0.0.0", "--allow-host", "tunnel.example"]);
    let status =
        |host: &str| server.send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).status;
    assert_eq!(["tunnel.example", "10.0.0.7:3000", "localhost"].map(status), [200, 200, 200]);
    assert_eq!(["evil.example", "x.tunnel.example", "10.0.0.7.evil.example"].map(status), [403, 403, 403]);
    // `served-to-others`.
    wait_for(&server.errors, "whoever reaches this machine");
}

#[test]
fn only_get_and_head_are_allowed() {
    let (_folder, server) = served(&guide());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let answer = server.ask(method, "/", "Content-Length: 0\r\n");
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head.contains("allow: get, head"));
    }
    let (get, head) = (server.get("/a.html"), server.ask("HEAD", "/a.html", ""));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert!(head.head.contains(&format!("content-length: {}", get.body.len())), "{}", head.head);
}

#[test]
fn no_path_leaves_the_site() {
    let (_folder, server) = served(&guide());
    for path in ["/../book.toml", "/%2e%2e/book.toml", "/a/..%2f..%2fbook.toml", "/..\\book.toml", "/%00", "/%ff"] {
        assert_eq!(server.get(path).status, 400, "{path}");
    }
    for path in ["/book.toml", "/content/a.md", "//etc/passwd", "/.git/config", "/%2fetc/passwd"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn what_is_not_there_gets_the_404_page() {
    let (_folder, server) = served(&guide());
    let answer = server.get("/deep/down/gone.html");
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("Page not found"));
    // The page stands at any depth and under any name, such as localhost: its links start at the server's root.
    assert!(answer.body.contains("href=\"/index.html\"") && !answer.body.contains("127.0.0.1"), "{}", answer.body);
}

#[test]
fn folders_and_names_without_ending_lead_to_pages() {
    let (_folder, server) = served(&guide());
    assert!(server.get("/python/").body.contains("Python"));
    assert!(server.get("/python/gil").body.contains("Lock."));
    let moved = server.get("/python");
    assert_eq!(moved.status, 308);
    assert!(moved.head.contains("location: /python/"), "{}", moved.head);
    assert_eq!(server.get("/a.html?q=1").status, 200);
}

#[test]
fn files_have_their_type_and_media_come_in_parts() {
    let guide = guide().file("content/v.mp4", "0123456789").file("content/x.svg", "<svg/>").file("content/é.bin", "x");
    let (_folder, server) = served(&guide);
    for (path, kind) in [
        ("/a.html", "text/html; charset=utf-8"),
        ("/a.md", "text/markdown; charset=utf-8"),
        ("/topics.json", "application/json"),
        ("/sitemap.xml", "application/xml"),
        ("/v.mp4", "video/mp4"),
        ("/x.svg", "image/svg+xml"),
        ("/%C3%A9.bin", "application/octet-stream"),
        ("/.studybook/reload.js", "text/javascript; charset=utf-8"),
        ("/.studybook/overlay.css", "text/css; charset=utf-8"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.head.contains(&format!("content-type: {kind}\r\n")), "{path}: {}", answer.head);
        assert!(answer.head.contains("x-content-type-options: nosniff"));
    }
    let part = |range: &str| server.ask("GET", "/v.mp4", &format!("Range: {range}\r\n"));
    let answer = part("bytes=2-4");
    assert_eq!((answer.status, answer.body.as_str()), (206, "234"));
    assert!(answer.head.contains("content-range: bytes 2-4/10"), "{}", answer.head);
    assert_eq!(part("bytes=-3").body, "789");
    assert_eq!(part("bytes=8-").body, "89");
    let answer = part("bytes=10-");
    assert_eq!(answer.status, 416);
    assert!(answer.head.contains("content-range: bytes */10"));
    assert_eq!(part("bytes=0-1,3-4").body, "0123456789");
    let whole = server.ask("GET", "/v.mp4", "Range: bytes=2-4\r\nIf-Range: \"x\"\r\n");
    assert_eq!((whole.status, whole.body.as_str()), (200, "0123456789"));
}

#[test]
fn print_pages_and_search_are_made_when_asked_for_and_follow() {
    let (folder, server) = served(&guide());
    let mut events = server.events();
    events.next();
    assert!(server.get("/print.html").body.contains("One "));
    assert!(!server.get("/search/manifest.js").body.contains("heliotrope"));
    guide().topic("a", "Heliotrope [b](b.md).\n").on_disk(folder.path());
    let event = events.find(|event| names(event, "print.html"));
    assert!(names(&event, "search/manifest.js"), "{event}");
    assert!(server.get("/print.html").body.contains("Heliotrope "));
    assert!(server.get("/search/manifest.js").body.contains("heliotrope"));
    assert!(server.get("/print/python.html").body.contains("Lock."));
}

#[test]
fn a_taken_port_gives_way_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::start(folder.path(), &["--port", &port.to_string()]);
    assert_ne!(server.port, port);
    // Code: port-taken.
    wait_for(&server.errors, &format!("port {port} is taken: serving on {}", server.port));
    assert_eq!(server.get("/a.html").status, 200);
}

#[test]
fn where_no_port_is_free_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    // The last port has no next. If another program holds it, so much the better.
    let _taken = TcpListener::bind("127.0.0.1:65535");
    let output = studybook(folder.path(), &["serve", "--port", "65535"]);
    assert_eq!(output.status.code(), Some(1));
    // Code: cannot-listen.
    assert!(stderr(&output).contains("cannot listen on port 65535"), "{}", stderr(&output));
    let elsewhere = tempfile::tempdir().unwrap();
    let output = studybook(elsewhere.path(), &["serve"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no `book.toml`"));
}

#[test]
fn without_a_browser_the_address_is_there() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_studybook"));
    command.args(["serve", "--port", "0", "--open"]).current_dir(folder.path()).env("PATH", folder.path());
    let server = Server::of(&mut command);
    // Code: not-opened.
    wait_for(&server.errors, "no browser could be opened");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_folder_that_cannot_be_watched_is_named() {
    let (orders, _) = mpsc::channel();
    let result = studybook::serve::watcher::watch(
        Path::new("/no/such/guide"),
        studybook::serve::watcher::Notice::Events,
        orders,
    );
    assert_eq!(result.err().map(|message| message.code()), Some("not-watched"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_a_request_to_end_are_obeyed() {
    for signal in ["-INT", "-TERM"] {
        let (_folder, server) = served(&guide());
        let mut events = server.events();
        events.next();
        assert_eq!(server.signal(signal).code(), Some(0), "{signal}");
    }
}

#[test]
fn drafts_are_served_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    guide().topic_with("draft", "draft = true", "Soon.\n").on_disk(folder.path());
    assert_eq!(Server::on_any_port(folder.path()).get("/draft.html").status, 404);
    assert_eq!(Server::start(folder.path(), &["--port", "0", "--drafts"]).get("/draft.html").status, 200);
}

#[test]
fn a_burst_of_saves_ends_with_the_last() {
    let (folder, server) = served(&guide());
    let mut events = server.events();
    events.next();
    for n in 0..40 {
        guide().topic("a", &format!("Save {n}. [b](b.md)\n")).on_disk(folder.path());
    }
    let until = Instant::now() + DEADLINE;
    while !server.get("/a.html").body.contains("Save 39.") {
        assert!(Instant::now() < until);
        events.next();
    }
}

#[test]
fn files_are_looked_at_again_and_again_where_nobody_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    guide().on_disk(folder.path());
    let server = Server::start(folder.path(), &["--port", "0", "--poll"]);
    let mut events = server.events();
    assert_eq!(events.next()["version"], 1);
    let edited = folder.path().join("content/a.md");
    let text = fs::read_to_string(&edited).unwrap().replace("One", "Two");
    fs::write(&edited, text).unwrap();
    let event = events.find(|event| event["version"] != 1);
    assert!(names(&event, "a.html"), "{event}");
    assert!(server.get("/a.html").body.contains("Two "));
    fs::remove_file(folder.path().join("content/b.md")).unwrap();
    assert!(events.find(|event| event["problems"] != "")["problems"].as_str().unwrap().contains("b.md"));
}

#[cfg(unix)]
#[test]
fn a_save_of_what_a_link_leads_to_is_a_save_of_the_link() {
    use std::os::unix::fs::symlink;
    let topic = |text: &str| format!("+++\ntitle = \"Linked\"\ndifficulty = \"basic\"\n+++\n{text}\n");
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    guide().on_disk(folder.path());
    fs::create_dir_all(at("shared/deep")).unwrap();
    for (target, link) in
        [("README.md", "readme"), ("shared/deep/one.md", "one"), ("shared/two.md", "two"), ("content/b.md", "three")]
    {
        fs::write(at(target), topic("Before.")).unwrap();
        symlink(Path::new("..").join(target), at(&format!("content/{link}.md"))).unwrap();
    }
    for mode in [&[][..], &["--poll"][..]] {
        let server = Server::start(folder.path(), &[&["--port", "0"], mode].concat());
        let mut events = server.events();
        events.next();
        let mut seen = |page: &str, text: &str| {
            let until = Instant::now() + DEADLINE;
            while !server.get(page).body.contains(text) {
                assert!(Instant::now() < until, "{page} {text} {mode:?}");
                events.next();
            }
        };
        fs::write(at("README.md"), topic(&format!("Saved{}.", mode.len()))).unwrap();
        seen("/readme.html", &format!("Saved{}.", mode.len()));
        fs::write(at("shared/deep/one.md"), topic(&format!("Saved{}.", mode.len()))).unwrap();
        seen("/one.html", &format!("Saved{}.", mode.len()));
        // Most editors save by renaming.
        fs::write(at("shared/.new"), topic(&format!("Renamed{}.", mode.len()))).unwrap();
        fs::rename(at("shared/.new"), at("shared/two.md")).unwrap();
        seen("/two.html", &format!("Renamed{}.", mode.len()));
        fs::write(at("content/b.md"), topic(&format!("Saved{}.", mode.len()))).unwrap();
        seen("/three.html", &format!("Saved{}.", mode.len()));
        seen("/b.html", &format!("Saved{}.", mode.len()));
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_may_go_and_come_again() {
    use std::os::unix::fs::symlink;
    let topic = |text: &str| format!("+++\ntitle = \"Linked\"\ndifficulty = \"basic\"\n+++\n{text}\n");
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    guide().on_disk(folder.path());
    fs::create_dir_all(at("shared/deep")).unwrap();
    let links = [("README.md", "readme"), ("shared/deep/one.md", "one"), ("later/two.md", "two")];
    for (target, link) in links {
        symlink(Path::new("..").join(target), at(&format!("content/{link}.md"))).unwrap();
    }
    fs::write(at("README.md"), topic("Before.")).unwrap();
    fs::write(at("shared/deep/one.md"), topic("Before.")).unwrap();
    let server = Server::start(folder.path(), &["--port", "0"]);
    let mut events = server.events();
    let wait = |events: &mut Events, is_so: &dyn Fn() -> bool, what: &str| {
        let until = Instant::now() + DEADLINE;
        while !is_so() {
            assert!(Instant::now() < until, "{what}");
            events.next();
        }
    };
    // It led nowhere from the start.
    events.find(|event| event["problems"].as_str().is_some_and(|it| it.contains("two.md")));
    fs::create_dir(at("later")).unwrap();
    fs::write(at("later/two.md"), topic("Made.")).unwrap();
    wait(&mut events, &|| server.get("/two.html").body.contains("Made."), "a folder that was not there");
    fs::remove_file(at("README.md")).unwrap();
    events.find(|event| event["problems"].as_str().is_some_and(|it| it.contains("readme.md")));
    fs::write(at("README.md"), topic("Again.")).unwrap();
    wait(&mut events, &|| server.get("/readme.html").body.contains("Again."), "a file");
    fs::rename(at("shared"), at("aside")).unwrap();
    events.find(|event| event["problems"].as_str().is_some_and(|it| it.contains("one.md")));
    fs::create_dir_all(at("shared/deep")).unwrap();
    fs::write(at("shared/deep/one.md"), topic("Again.")).unwrap();
    wait(&mut events, &|| server.get("/one.html").body.contains("Again."), "a folder");
}
