//! Files of the guide that a browser runs: pages, scripts and pictures with scripts of their own.
//!
//! In: the files beside the topics. Out: a warning for each that could do what a topic cannot, unless the author says
//! `active_files = true`. Such a file has the address of the site: it can read what the reader's browser keeps of it.

use crate::html::tokens::tags;
use crate::problem::message::Message;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::AssetFile;
use crate::reading::settings::Settings;

/// Reports them.
pub fn check(assets: &[AssetFile], settings: &Settings, report: &mut Report) {
    if settings.active_files {
        return;
    }
    for asset in assets {
        if let Some(what) = acts(&asset.path, &asset.bytes) {
            report.at(Place::file(&asset.source), Message::ActiveFile { what });
        }
    }
}

/// What a browser would make of a file; nothing if it only shows it.
pub fn acts(path: &str, bytes: &[u8]) -> Option<&'static str> {
    match extension(path).as_str() {
        // A file by which a search engine knows its owner holds a name and no markup.
        "html" | "htm" if bytes.is_ascii() && !bytes.contains(&b'<') => None,
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Some("is a page of its own, with any script it likes"),
        "js" | "mjs" | "cjs" | "wasm" => Some("is a script, which a page can run"),
        "svg" | "xml" | "xsl" | "xslt" => {
            has_script(bytes).then_some("holds a script, which runs when it is opened by itself")
        }
        _ => None,
    }
}

/// Whether a page that an author wrote is no page to list: it has no title, as the files have by which a search engine knows a
/// site's owner.
pub fn is_untitled(asset: &AssetFile) -> bool {
    matches!(extension(&asset.path).as_str(), "html" | "htm")
        && !tags(&String::from_utf8_lossy(&asset.bytes)).any(|tag| tag.name().eq_ignore_ascii_case("title"))
}

/// Whether an answer with this file gets a policy that lets it do nothing to the site.
pub fn is_document(path: &str) -> bool {
    matches!(extension(path).as_str(), "html" | "htm" | "xhtml" | "xht" | "shtml" | "svg" | "xml" | "xsl" | "xslt")
}

fn extension(path: &str) -> String {
    path.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_lowercase())
}

/// A script element, in any namespace, a handler of events, or an address that is a script.
fn has_script(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    // An entity of the document's own can hold anything.
    if text.contains("<!ENTITY") || text.contains("<?xml-stylesheet") {
        return true;
    }
    tags(&text).any(|tag| {
        let name = tag.name().to_lowercase();
        let local = name.rsplit(':').next().unwrap_or(&name);
        matches!(local, "script" | "foreignobject" | "iframe" | "handler" | "listener")
            || tag.attributes().any(|attribute| {
                let name = attribute.name.to_lowercase();
                let value: String =
                    attribute.value().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                let value = value.to_lowercase();
                (name.starts_with("on") && name.len() > 2)
                    || value.starts_with("javascript:")
                    || value.starts_with("data:text/html")
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_a_script_acts_and_one_without_does_not() {
        for text in [
            "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
            "<svg:svg><svg:SCRIPT href='x.js'/></svg:svg>",
            "<svg onload='x()'/>",
            "<svg><a href=' java\nscript:x()'>y</a></svg>",
            "<svg><foreignObject><p>x</p></foreignObject></svg>",
            "<?xml-stylesheet href='x.xsl'?><svg/>",
            "<!DOCTYPE svg [<!ENTITY x '<script/>'>]><svg>&x;</svg>",
        ] {
            assert!(acts("a.SVG", text.as_bytes()).is_some(), "{text}");
        }
        for text in ["<svg><title>on load</title><a href='#x'/></svg>", "<svg><path d='M0 0'/></svg>", "no markup"] {
            assert!(acts("a.svg", text.as_bytes()).is_none(), "{text}");
        }
        assert!(
            acts("a.html", b"<p>").is_some()
                && acts("google1.html", b"google-site-verification: google1.html").is_none()
                && acts("a.html", &[0xff, 0xfe, b'<', 0]).is_some()
                && acts("b/a.MJS", b"").is_some()
                && acts("a.png", b"<script>").is_none()
        );
    }
}
