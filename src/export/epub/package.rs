//! What an e-book says of itself, and the frame of its files.
//!
//! In: the guide's words and the list of files. Out: `package.opf` as <https://www.w3.org/TR/epub-33/> has it.

use crate::export::epub::xhtml::{push_attribute, push_text};

/// What every file of the book says.
pub struct Frame<'a> {
    /// `en`.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'a str,
    /// What of each topic is in the book.
    pub view: &'a str,
}

/// A file in the list of files.
pub struct Item {
    /// From the package.
    pub path: String,
    /// `application/xhtml+xml`.
    pub media: &'static str,
    /// `nav`, `mathml svg`, …
    pub properties: Vec<&'static str>,
    /// Whether it is read in its turn.
    pub is_read: bool,
}

/// What the book says of itself.
pub struct About<'a> {
    /// `urn:uuid:…`, the same for every edition.
    pub identifier: String,
    /// The title, with what was selected.
    pub title: &'a str,
    /// The authors.
    pub authors: &'a [String],
    /// One sentence.
    pub description: Option<&'a str>,
    /// Where the site is.
    pub source: Option<&'a str>,
    /// The newest `updated`: `2026-11-22`.
    pub edition: Option<&'a str>,
    /// Labels of the tags.
    pub subjects: Vec<&'a str>,
    /// Whether it has pictures.
    pub has_pictures: bool,
    /// Whether it has formulas.
    pub has_formulas: bool,
}

/// A file with its frame; `up` leads to the folder of the package.
pub fn frame(book: &Frame<'_>, title: &str, up: &str, body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 600);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    push_attribute(&mut out, "lang", book.language);
    push_attribute(&mut out, "xml:lang", book.language);
    push_attribute(&mut out, "dir", book.direction);
    out.push_str(">\n<head>\n<title>");
    push_text(&mut out, if title.trim().is_empty() { "·" } else { title });
    out.push_str(&format!(
        "</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"{up}book.css\"/>\n</head>\n<body class=\"view-{}\">\n",
        book.view
    ));
    out.push_str(body);
    out.push_str("</body>\n</html>\n");
    out
}

/// The package.
pub fn package(about: &About<'_>, frame: &Frame<'_>, items: &[Item]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"book\"",
    );
    push_attribute(&mut out, "xml:lang", frame.language);
    push_attribute(&mut out, "dir", frame.direction);
    out.push_str(">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    metadata(&mut out, about, frame);
    out.push_str("</metadata>\n<manifest>\n");
    for (index, item) in items.iter().enumerate() {
        out.push_str("<item");
        push_attribute(&mut out, "id", &name(index));
        let mut address = String::new();
        crate::path::encode_path(&item.path, &mut address);
        push_attribute(&mut out, "href", &address);
        push_attribute(&mut out, "media-type", item.media);
        if !item.properties.is_empty() {
            push_attribute(&mut out, "properties", &item.properties.join(" "));
        }
        out.push_str("/>\n");
    }
    out.push_str("</manifest>\n<spine");
    push_attribute(&mut out, "page-progression-direction", frame.direction);
    out.push_str(">\n");
    for (index, _) in items.iter().enumerate().filter(|(_, item)| item.is_read) {
        out.push_str(&format!("<itemref idref=\"{}\"/>\n", name(index)));
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn name(index: usize) -> String {
    format!("f{}", index + 1)
}

fn metadata(out: &mut String, about: &About<'_>, frame: &Frame<'_>) {
    let mut element = |open: &str, text: &str, close: &str| {
        out.push_str(open);
        push_text(out, text);
        out.push_str(close);
    };
    element("<dc:identifier id=\"book\">", &about.identifier, "</dc:identifier>\n");
    element("<dc:title>", about.title, "</dc:title>\n");
    element("<dc:language>", frame.language, "</dc:language>\n");
    about.authors.iter().for_each(|author| element("<dc:creator>", author, "</dc:creator>\n"));
    about.subjects.iter().for_each(|subject| element("<dc:subject>", subject, "</dc:subject>\n"));
    about.description.iter().for_each(|it| element("<dc:description>", it, "</dc:description>\n"));
    about.source.iter().for_each(|it| element("<dc:source>", it, "</dc:source>\n"));
    about.edition.iter().for_each(|it| element("<dc:date>", it, "</dc:date>\n"));
    // No clock is asked: a book without any date carries the first that its container can name.
    let modified = format!("{}T00:00:00Z", about.edition.unwrap_or("1980-01-01"));
    element("<meta property=\"dcterms:modified\">", &modified, "</meta>\n");
    let mut schema = |name: &str, value: &str| {
        out.push_str(&format!("<meta property=\"schema:{name}\">{value}</meta>\n"));
    };
    schema("accessMode", "textual");
    if about.has_pictures {
        schema("accessMode", "visual");
    }
    schema("accessModeSufficient", if about.has_pictures { "textual,visual" } else { "textual" });
    for feature in ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"] {
        schema("accessibilityFeature", feature);
    }
    if about.has_formulas {
        schema("accessibilityFeature", "MathML");
    }
    schema("accessibilityHazard", "none");
}
