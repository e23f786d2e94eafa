//! The contents of an e-book, which its reader shows as a menu.
//!
//! In: the lines of the contents and where ids stand. Out: `nav.xhtml`.

use std::collections::HashMap;

use crate::export::epub::package::{Frame, frame};
use crate::export::epub::xhtml::{Places, convert};
use crate::path::encode_path;
use crate::view::PrintLine;

/// Where the contents stand.
pub const PATH: &str = "nav.xhtml";

/// The names that the contents have for themselves and for where the text begins.
pub struct Names<'a> {
    /// "Contents".
    pub contents: &'a str,
    /// "Introduction" or the like: the first file behind the title page.
    pub begins: &'a str,
}

/// Makes the contents; `first` is the file with which the text begins.
pub fn nav(
    lines: &[PrintLine],
    ids: &HashMap<String, String>,
    first: &str,
    names: &Names<'_>,
    book: &Frame<'_>,
) -> String {
    let places = Places { ids, own: PATH, to_files: "text/", pictures: &HashMap::new() };
    let mut body = String::from("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n");
    body.push_str(&format!("<h1>{}</h1>\n", convert(&crate::text::escape::escape(names.contents), &places).text));
    // The depths of the lists that are open, each with an entry that is not closed yet.
    let mut open: Vec<usize> = Vec::new();
    for line in lines {
        let Some(file) = ids.get(&line.id) else { continue };
        while open.len() > 1 && open.last().is_some_and(|depth| *depth > line.depth) {
            open.pop();
            body.push_str("</li></ol>");
        }
        match open.last() {
            Some(depth) if *depth >= line.depth => body.push_str("</li>\n"),
            _ => {
                open.push(line.depth);
                body.push_str("<ol>\n");
            }
        }
        let mut url = format!("text/{file}#");
        encode_path(&line.id, &mut url);
        body.push_str(&format!("<li><a href=\"{url}\">{}</a>", convert(&line.html, &places).text));
    }
    if open.is_empty() {
        body.push_str(&format!("<ol><li><a href=\"text/{first}\">{}</a>", convert(names.begins, &places).text));
        open.push(0);
    }
    open.iter().for_each(|_| body.push_str("</li></ol>"));
    let begins = convert(&crate::text::escape::escape(names.begins), &places).text;
    body.push_str(&format!(
        "\n</nav>\n<nav epub:type=\"landmarks\" hidden=\"hidden\"><ol><li><a epub:type=\"bodymatter\" href=\"text/{first}\">{begins}</a></li></ol></nav>\n"
    ));
    frame(book, names.contents, "", &body)
}
