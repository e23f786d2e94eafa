//! Addresses on other servers, looked up for `check --external`: the only module that uses the network.
//!
//! In: a guide and its links, and what an earlier look kept. Out: problems, and what to keep. It is polite: an address
//! is asked once, by HEAD and only if that is refused by GET; a server gets one request at a time, with a pause
//! between them, and nothing more once it says that there were too many; an answer that was good is kept for a week. Only 404 and 410 say that a page is gone; everything
//! else that is not a page (too many requests, a broken server, no answer) is told as unsure.

#![expect(clippy::disallowed_methods, reason = "how old a kept answer is, only a clock can tell")]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::guide::links::{Links, Target};
use crate::guide::model::Guide;
use crate::problem::advice::Lint;
use crate::problem::report::{Place, Report};

/// Servers that are asked at the same time.
const SERVERS: usize = 8;
/// Rest between two requests to one server.
const PAUSE: Duration = Duration::from_millis(250);
/// How long an answer may take, redirects included.
const PATIENCE: Duration = Duration::from_secs(20);
/// For so many seconds a good answer is believed.
const WEEK: u64 = 7 * 24 * 60 * 60;
/// The first line of what is kept.
const FORMAT: &str = "studybook external 1";

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The page is there, or the server knows it but shows it to people only (401, 403).
    There,
    /// 404 or 410.
    Gone(u16),
    /// 429: the server wants to be left alone.
    TooMany,
    /// Anything else, in words.
    Unsure(String),
}

/// Every address with the places that link to it.
pub fn addresses(guide: &Guide, links: &Links) -> BTreeMap<String, Vec<Place>> {
    let mut found: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let topics = guide.topics.iter().map(|entry| Some(&entry.topic)).zip(&links.topics);
    let chapters = guide.chapters.iter().map(|chapter| chapter.introduction.as_ref()).zip(&links.chapters);
    let pages = guide.pages.iter().map(Some).zip(&links.pages);
    for (file, targets) in topics.chain(chapters).chain(pages) {
        let Some(file) = file else { continue };
        for (link, target) in file.document.links.iter().zip(targets) {
            if let Target::External(url) = target
                && (url.starts_with("http://") || url.starts_with("https://"))
            {
                let url = url.split('#').next().unwrap_or(url);
                found.entry(url.to_owned()).or_default().push(Place::span(&file.source, link.span));
            }
        }
    }
    found
}

/// Looks all addresses up and reports what is not there. Gives what to keep; `ask` is [`over_the_network`] but in tests.
pub fn check(
    addresses: &BTreeMap<String, Vec<Place>>,
    kept: Option<&str>,
    ask: &(dyn Fn(&str) -> Answer + Sync),
    report: &mut Report,
) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    let mut good = kept.map(|kept| read_kept(kept, now)).unwrap_or_default();
    let mut servers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for url in addresses.keys().filter(|url| !good.contains_key(*url)) {
        servers.entry(server(url)).or_default().push(url);
    }
    for (url, answer) in ask_all(servers, ask) {
        let lint = match answer {
            Answer::There => {
                good.insert(url.to_owned(), now);
                continue;
            }
            Answer::Gone(status) => Lint::DeadAddress { url: url.to_owned(), status },
            Answer::TooMany => Lint::UnsureAddress { url: url.to_owned(), reason: "too many requests (429)".into() },
            Answer::Unsure(reason) => Lint::UnsureAddress { url: url.to_owned(), reason },
        };
        for place in &addresses[url] {
            report.at(place.clone(), lint.clone().into());
        }
    }
    let lines = good.iter().map(|(url, when)| format!("{when} {url}\n"));
    format!("{FORMAT}\n{}", lines.collect::<String>())
}

/// Good answers that are young enough, with the second they were given.
fn read_kept(kept: &str, now: u64) -> BTreeMap<String, u64> {
    let mut lines = kept.lines();
    if lines.next() != Some(FORMAT) {
        return BTreeMap::new();
    }
    let read = |line: &str| {
        let (when, url) = line.split_once(' ')?;
        let when: u64 = when.parse().ok()?;
        (when <= now && now - when < WEEK).then(|| (url.to_owned(), when))
    };
    lines.filter_map(read).collect()
}

/// The name and port of an address.
fn server(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

/// Asks, one request at a time for each server.
fn ask_all<'a>(
    servers: BTreeMap<&str, Vec<&'a str>>,
    ask: &(dyn Fn(&str) -> Answer + Sync),
) -> BTreeMap<&'a str, Answer> {
    let waiting: Mutex<Vec<Vec<&'a str>>> = Mutex::new(servers.into_values().collect());
    let answers: Mutex<BTreeMap<&'a str, Answer>> = Mutex::new(BTreeMap::new());
    let next = || waiting.lock().ok()?.pop();
    let work = || {
        while let Some(urls) = next() {
            let mut is_tired = false;
            for (number, url) in urls.into_iter().enumerate() {
                let answer = if is_tired {
                    Answer::Unsure("not asked, since the server had too many requests (429)".into())
                } else {
                    if number > 0 {
                        thread::sleep(PAUSE);
                    }
                    ask(url)
                };
                is_tired |= answer == Answer::TooMany;
                if let Ok(mut answers) = answers.lock() {
                    answers.insert(url, answer);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..SERVERS {
            scope.spawn(work);
        }
    });
    answers.into_inner().unwrap_or_default()
}

/// Asks a server over the network.
pub fn over_the_network(url: &str) -> Answer {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(5)
        .user_agent(concat!("studybook/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .build()
        .into();
    let head = agent.head(url).call().map(|answer| answer.status().as_u16());
    // Many servers answer HEAD by 403, 404 or 405 for pages they would show.
    let status = match head {
        Ok(status) if (200..400).contains(&status) || status == 429 => Ok(status),
        _ => agent.get(url).call().map(|answer| answer.status().as_u16()),
    };
    match status {
        Ok(200..=399 | 401 | 403) => Answer::There,
        Ok(status @ (404 | 410)) => Answer::Gone(status),
        Ok(429) => Answer::TooMany,
        Ok(status) => Answer::Unsure(format!("the server answers {status}")),
        Err(error) => Answer::Unsure(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn addresses_of(urls: &[&str]) -> BTreeMap<String, Vec<Place>> {
        urls.iter().map(|url| ((*url).to_owned(), vec![Place::file(&SourcePath::new("content/a.md"))])).collect()
    }

    #[test]
    fn a_good_answer_is_kept_and_a_bad_one_asked_again() {
        let asked = AtomicUsize::new(0);
        let ask = |url: &str| {
            asked.fetch_add(1, Ordering::Relaxed);
            if url.ends_with("gone") { Answer::Gone(404) } else { Answer::There }
        };
        let all = addresses_of(&["https://a.example/x", "https://b.example/gone"]);
        let mut report = Report::new();
        let kept = check(&all, None, &ask, &mut report);
        assert_eq!((asked.load(Ordering::Relaxed), report.errors()), (2, 1));
        check(&all, Some(&kept), &ask, &mut report);
        assert_eq!(asked.load(Ordering::Relaxed), 3);
        let old = kept.replace(kept.lines().nth(1).unwrap_or("").split(' ').next().unwrap_or(""), "1");
        check(&all, Some(&old), &ask, &mut report);
        assert_eq!(asked.load(Ordering::Relaxed), 5);
    }

    #[test]
    fn a_server_is_asked_one_thing_at_a_time() {
        let (open, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let ask = |_: &str| {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            open.fetch_sub(1, Ordering::SeqCst);
            Answer::Unsure("no".into())
        };
        let mut report = Report::strict();
        check(&addresses_of(&["https://a.example/1", "https://a.example/2"]), None, &ask, &mut report);
        assert_eq!(most.load(Ordering::SeqCst), 1);
        assert_eq!((report.errors(), report.warnings()), (0, 2));
    }
}
