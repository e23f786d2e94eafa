//! Markdown inside of HTML, as Python-Markdown's `md_in_html` reads it: `<div class="grid" markdown>` and `<figure markdown>`.
//!
//! In: Markdown of MkDocs. Out: Markdown in which such elements are gone and what stood in them begins at the margin; the caption
//! of a figure of one picture is the picture's title.

use crate::html::tokens;
use crate::import::found::{Losses, dedent, indent};
use crate::problem::report::Place;

/// An element that is open: its name, and the lines in it.
struct Element {
    name: String,
    lines: Vec<String>,
}

/// Takes the elements away, and tells each.
pub fn unwrapped(text: &str, place: Option<&Place>, losses: &mut Losses) -> String {
    let mut open = vec![Element { name: String::new(), lines: Vec::new() }];
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let bare = line.trim();
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) {
            fence = match fence {
                Some(opened) if opened == mark => None,
                Some(opened) => Some(opened),
                None => Some(mark),
            };
        }
        if fence.is_none() && opens(bare) {
            let name = tokens::tag(bare).map_or_else(String::new, |tag| tag.name().into_owned());
            if name != "figure" {
                losses.add(format!("the HTML element `<{name}>`"), "its text was kept", place);
            }
            open.push(Element { name, lines: Vec::new() });
        } else if fence.is_none() && open.len() > 1 && open.last().is_some_and(|it| bare == format!("</{}>", it.name)) {
            close(&mut open);
        } else if let Some(element) = open.last_mut() {
            element.lines.push(line.to_owned());
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let mut out = open.pop().map_or_else(String::new, |whole| whole.lines.join("\n"));
    out.push('\n');
    out
}

/// Whether a line is the start of an element that holds Markdown, and nothing else.
fn opens(line: &str) -> bool {
    let Some(tag) = line.strip_suffix('>').and_then(|_| tokens::tag(line)) else { return false };
    let is_alone = tokens::tokens(line).count() == 1;
    is_alone
        && !tag.closes()
        && ["div", "figure", "section", "article", "center", "p", "aside"].iter().any(|it| tag.is(it))
        && tag.attribute("markdown").is_some_and(|how| how != "0")
}

/// Puts what stands in the innermost element into the one around it.
fn close(open: &mut Vec<Element>) {
    let Some(element) = open.pop() else { return };
    let mut text = element.lines.join("\n");
    if element.name == "figure" {
        text = figure(&text);
    }
    // Four columns or more would be code.
    let text = dedent(&text, indent(&text));
    if let Some(around) = open.last_mut() {
        around.lines.push(String::new());
        around.lines.extend(text.lines().map(str::to_owned));
        around.lines.push(String::new());
    }
}

/// A figure: a picture with its caption as title, or else the caption as a paragraph below.
fn figure(text: &str) -> String {
    let Some((start, end)) = tokens::element(text, "figcaption") else { return text.to_owned() };
    let caption = text[start.end..end.start].split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = format!("{}{}", &text[..start.start], &text[end.end..]);
    let picture = rest.trim();
    let is_one = picture.starts_with("![") && picture.matches("](").count() == 1 && !picture.contains('\n');
    match picture.split_once(')').filter(|(before, _)| is_one && !before.contains('"')) {
        Some((before, after)) if !caption.is_empty() => {
            format!("{before} \"{}\"){after}", caption.replace('"', "\\\""))
        }
        _ => format!("{rest}\n\n{caption}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        unwrapped(text, None, &mut Losses::default())
    }

    #[test]
    fn what_stands_in_an_element_is_markdown() {
        assert_eq!(read("<div class=\"grid cards\" markdown>\n- **A** b\n</div>\n"), "\n- **A** b\n\n");
        assert_eq!(
            read("<div markdown=\"1\">\n    ## A\n\n    <div markdown>\n    b\n    </div>\n</div>\n").trim(),
            "## A\n\n\nb"
        );
        assert_eq!(read("a\n\n<div>\n*b*\n</div>\n"), "a\n\n<div>\n*b*\n</div>\n");
        assert_eq!(read("```html\n<div markdown>\n</div>\n```\n"), "```html\n<div markdown>\n</div>\n```\n");
        assert_eq!(read("<div markdown>\n*never closed*\n").trim(), "*never closed*");
    }

    #[test]
    fn a_caption_is_the_title_of_its_picture() {
        let figure = "<figure markdown>\n  ![x](../img/mill.svg){ width=\"300\" }\n  <figcaption>The \"old\"\n  mill</figcaption>\n</figure>\n";
        assert_eq!(read(figure).trim(), "![x](../img/mill.svg \"The \\\"old\\\" mill\"){ width=\"300\" }");
        let two = "<figure markdown>\n![a](a.svg)\n![b](b.svg)\n<figcaption>Both</figcaption>\n</figure>\n";
        assert!(read(two).contains("![b](b.svg)") && read(two).contains("\n\nBoth\n"), "{}", read(two));
    }
}
