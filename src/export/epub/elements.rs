//! What of HTML may stand in an e-book.
//!
//! In: the name of an element or attribute. Out: how it is treated. An e-book runs no script and asks no server.

/// How an element is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// As it is.
    Kept,
    /// Without an end tag.
    Void,
    /// What is in it stays, itself goes.
    Unwrapped,
    /// It goes with all that is in it.
    Left,
}

const KEPT: [&str; 70] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "caption",
    "cite",
    "code",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "i",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "math",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];
const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];
const LEFT: [&str; 12] = [
    "script", "style", "template", "iframe", "noembed", "noframes", "xmp", "title", "textarea", "select", "datalist",
    "canvas",
];

/// How an element of HTML is written; `name` in lower case.
pub fn treatment(name: &str) -> Treatment {
    if VOID.contains(&name) {
        Treatment::Void
    } else if LEFT.contains(&name) {
        Treatment::Left
    } else if KEPT.contains(&name) {
        Treatment::Kept
    } else {
        Treatment::Unwrapped
    }
}

/// Elements that HTML leaves without an end tag even where they are not kept.
pub fn has_no_end(name: &str) -> bool {
    VOID.contains(&name)
        || matches!(name, "area" | "base" | "embed" | "input" | "link" | "meta" | "param" | "source" | "track")
}

/// Whether an attribute of an element of HTML is kept; both names in lower case. Addresses are no matter of this.
pub fn is_attribute_kept(element: &str, attribute: &str) -> bool {
    let anywhere = matches!(attribute, "id" | "class" | "lang" | "dir" | "title" | "role" | "hidden" | "style");
    anywhere
        || attribute.strip_prefix("aria-").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase()))
        || match element {
            "ol" => matches!(attribute, "start" | "reversed" | "type"),
            "li" | "data" => attribute == "value",
            "td" => matches!(attribute, "colspan" | "rowspan" | "headers"),
            "th" => matches!(attribute, "colspan" | "rowspan" | "headers" | "scope" | "abbr"),
            "col" | "colgroup" => attribute == "span",
            "img" => matches!(attribute, "alt" | "width" | "height"),
            "time" => attribute == "datetime",
            "ins" | "del" => matches!(attribute, "cite" | "datetime"),
            "blockquote" | "q" => attribute == "cite",
            "details" => attribute == "open",
            _ => false,
        }
}

/// Whether the start of an element ends a paragraph that is open.
pub fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "details"
            | "div"
            | "dl"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "ul"
    )
}

/// Which open elements the start of an element ends, and which keep it from looking further out.
pub fn ends(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    match name {
        "li" => Some((&["li"], &["ul", "ol", "menu"])),
        "dt" | "dd" => Some((&["dt", "dd"], &["dl"])),
        "td" | "th" => Some((&["td", "th"], &["tr", "table"])),
        "tr" => Some((&["tr"], &["table"])),
        "thead" | "tbody" | "tfoot" => Some((&["thead", "tbody", "tfoot"], &["table"])),
        "rt" | "rp" => Some((&["rt", "rp"], &["ruby"])),
        name if ends_paragraph(name) => Some((
            &["p"],
            &[
                "li",
                "dd",
                "dt",
                "td",
                "th",
                "caption",
                "figcaption",
                "div",
                "section",
                "article",
                "blockquote",
                "table",
                "details",
                "summary",
            ],
        )),
        _ => None,
    }
}
