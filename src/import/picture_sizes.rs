//! Sizes of pictures in their address, as some programs have them: `![a](a.png =20x10)`.
//!
//! In: Markdown. Out: Markdown in which the width stands behind the picture: `![a](a.png){width=20}`.

use crate::import::found::Edits;
use crate::import::maths;

/// Rewrites the pictures of a text.
pub fn behind(text: &str) -> String {
    if !text.contains(" =") {
        return text.to_owned();
    }
    let code = maths::code(text);
    let mut edits = Edits::default();
    for (at, _) in text.match_indices("](").filter(|(at, _)| !maths::is_in(&code, *at)) {
        let line = text[at..].split('\n').next().unwrap_or("");
        let Some((address, size)) = line[2..].split_once(')').and_then(|(inside, _)| inside.rsplit_once(" =")) else {
            continue;
        };
        let opening = text[..at].rfind('[').filter(|open| text[..*open].ends_with('!'));
        let parts = size.trim_end().split_once('x');
        let is_size = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
        if let Some((width, _)) =
            parts.filter(|(width, height)| is_size(width) && is_size(height) && size.trim() != "x")
            && opening.is_some()
            && !address.trim().is_empty()
        {
            let end = at + 2 + address.len() + " =".len() + size.len() + 1;
            let behind = if width.is_empty() { String::new() } else { format!("{{width={width}}}") };
            edits.replace(at..end, format!("]({}){behind}", address.trim_end()));
        }
    }
    edits.apply(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_of_a_picture_stands_behind_it() {
        for (text, expected) in [
            ("![p](p.png =20x20) b", "![p](p.png){width=20} b"),
            ("![p](p.png =100x)", "![p](p.png){width=100}"),
            ("![p](p.png =x50)", "![p](p.png)"),
            ("![p](a b.png =x)", "![p](a b.png =x)"),
            ("[p](p.png =20x20)", "[p](p.png =20x20)"),
            ("`![p](p.png =20x20)`", "`![p](p.png =20x20)`"),
            ("![p](p.png) and x =2x3)", "![p](p.png) and x =2x3)"),
        ] {
            assert_eq!(behind(text), expected);
        }
    }
}
