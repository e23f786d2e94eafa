//! Pictures that a file shows and that may lie beside it.
//!
//! In: Markdown or HTML. Out: the paths it names; whether they are there is for the reader of the disk to see.

use std::collections::BTreeSet;

use crate::path::decode_percent;

/// What a picture's name ends in.
const ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico"];
/// What stands before an address.
const LEADS: [&str; 4] = ["](", "]: ", "src=\"", "src='"];

/// Relative paths of pictures below the file's folder.
pub fn pictures(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for lead in LEADS {
        for (at, _) in text.match_indices(lead) {
            let rest = text[at + lead.len()..].trim_start_matches('<');
            let end = rest.find([')', '"', '\'', '>', ' ', '\n', '?', '#']).unwrap_or(rest.len());
            let Some(path) = decode_percent(&rest[..end]) else { continue };
            let path = path.trim_start_matches("./");
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
            let is_below =
                !path.contains([':', '\\']) && !path.starts_with('/') && path.split('/').all(|it| it != "..");
            if is_below && ENDINGS.contains(&ending.as_str()) {
                found.insert(path.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_below_is_named() {
        let text = "![a](img/a.png) ![b](<./b%20c.SVG>) <img src='c.jpg' width=3> [d]: d.gif\n\
                    ![e](../e.png) ![f](https://x.y/f.png) ![g](/g.png) [h](h.md)";
        assert_eq!(pictures(text).into_iter().collect::<Vec<_>>(), ["b c.SVG", "c.jpg", "d.gif", "img/a.png"]);
    }
}
