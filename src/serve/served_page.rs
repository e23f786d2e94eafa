//! What the server adds to a page on its way out, and the pages it makes itself.

use crate::text::escape::escape;

/// Where the server's own files lie. No file of a guide can have such a path: names that start with a dot are passed over.
pub const SCRIPT_PATH: &str = ".studybook/reload.js";
/// The style sheet of the overlay.
pub const STYLE_PATH: &str = ".studybook/overlay.css";
/// The stream of events.
pub const EVENTS_PATH: &str = ".studybook/events";
/// Reloads the page, swaps style sheets, shows problems.
pub const SCRIPT: &str = include_str!("../../assets/serve/reload.js");
/// How problems look.
pub const STYLE: &str = include_str!("../../assets/serve/overlay.css");

/// The page with the script that reloads it. `version` is that of the site it belongs to.
pub fn with_script(html: &[u8], page: &str, version: u64) -> Vec<u8> {
    let script = format!(
        "<script src=\"/{SCRIPT_PATH}\" data-page=\"{}\" data-run=\"{}\" data-version=\"{version}\"></script>\n",
        escape(page),
        std::process::id()
    );
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// A page for when there is none of the guide's own.
pub fn own(title: &str, text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{0}</title></head>\n\
         <body>\n<h1>{0}</h1>\n<p>{1}</p>\n</body>\n</html>\n",
        escape(title),
        escape(text)
    )
}
