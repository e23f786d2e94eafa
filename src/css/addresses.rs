//! The addresses in a style sheet: in `url(…)`, and as strings after `@import` and in `image-set(…)`.
//!
//! In: a sheet. Out: each address with its place, decoded; or the sheet with other addresses in their places. An address is
//! relative to the sheet that it stands in. What stands in other strings and in comments is no address, nor is the name of a
//! namespace: nothing is loaded from it.

use crate::css::tokens::{Kind, Token, spelled, tokens};
use crate::text::span::Span;

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// As it is meant: without quotes and escapes.
    pub url: String,
    /// Where it stands, quotes included.
    pub span: Span,
    /// Whether it is another sheet that the browser joins with this one.
    pub is_import: bool,
}

/// The addresses of a sheet in order.
pub fn addresses(sheet: &str) -> Vec<Address> {
    let mut found = Vec::new();
    if !may_hold_addresses(sheet) {
        return found;
    }
    let mut at = 0;
    // What is open: an `@import` that has no address yet, and a `url(` before a string.
    let (mut is_import, mut is_url, mut is_namespace) = (false, false, false);
    // The word that stands before the next token.
    let mut name = "";
    // Of the parentheses that are open, which are those of an `image-set(`.
    let mut open: Vec<bool> = Vec::new();
    for Token { kind, text } in tokens(sheet) {
        let span = Span::new(at, at + text.len());
        at = span.end;
        match kind {
            Kind::Blank | Kind::Comment | Kind::Licence => continue,
            Kind::At => {
                let name = spelled(&text[1..]);
                is_import = name.eq_ignore_ascii_case("import");
                is_namespace = name.eq_ignore_ascii_case("namespace");
            }
            Kind::Word => {
                (name, is_url) = (text, false);
                continue;
            }
            Kind::Sign('(') => {
                open.push(is_image_set_name(name));
                is_url = is_url_name(name);
                name = "";
                if is_url {
                    continue;
                }
                is_import = false;
            }
            Kind::Text if is_namespace => {}
            Kind::Text if text.starts_with(['"', '\'']) && (is_import || is_url || open.last() == Some(&true)) => {
                found.push(Address { url: string(text), span, is_import });
                is_import = false;
            }
            Kind::Text => {
                if let Some(inner) = unquoted(text) {
                    let start = span.start + inner.start;
                    let url = spelled(&text[inner]);
                    found.push(Address { url, span: Span::new(start, start + inner.len()), is_import });
                    is_import = false;
                }
            }
            Kind::Sign(sign) => {
                is_import = false;
                match sign {
                    ')' => drop(open.pop()),
                    ';' | '{' | '}' => {
                        open.clear();
                        is_namespace = false;
                    }
                    _ => {}
                }
            }
            Kind::Broken => is_import = false,
        }
        (is_url, name) = (false, "");
    }
    found
}

/// The sheet with each address replaced by what `new` gives for it; `None` leaves it as it is.
pub fn rewritten(sheet: &str, new: impl FnMut(&Address) -> Option<String>) -> String {
    rewritten_at(&addresses(sheet), sheet, new)
}

/// The same, where the addresses of the sheet are known.
pub fn rewritten_at(addresses: &[Address], sheet: &str, mut new: impl FnMut(&Address) -> Option<String>) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut done = 0;
    for address in addresses {
        if let Some(url) = new(address) {
            out.push_str(&sheet[done..address.span.start]);
            out.push_str(&quoted(&url));
            done = address.span.end;
        }
    }
    out.push_str(&sheet[done..]);
    out
}

/// Whether the letters stand in a sheet with which an address begins, or an escape that may mean one of them.
fn may_hold_addresses(sheet: &str) -> bool {
    let lower = sheet.to_ascii_lowercase();
    ["\\", "url", "src", "@import", "image-set"]
        .iter()
        .any(|begin| memchr::memmem::find(lower.as_bytes(), begin.as_bytes()).is_some())
}

/// Whether a word is `image-set`, in which a string is an address too (CSS Images 4).
fn is_image_set_name(word: &str) -> bool {
    let is_name = |name: &str| ["image-set", "-webkit-image-set"].iter().any(|it| it.eq_ignore_ascii_case(name));
    if word.contains('\\') { is_name(&spelled(word)) } else { is_name(word) }
}

/// Whether a word is `url`, or `src` as CSS Values 5 has it.
fn is_url_name(word: &str) -> bool {
    let is_name = |name: &str| name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("src");
    if word.contains('\\') { is_name(&spelled(word)) } else { is_name(word) }
}

/// Where the address of `url(address)` stands in it; `None` for any other text.
fn unquoted(text: &str) -> Option<Span> {
    let open = text.find('(').filter(|_| !text.starts_with(['"', '\'', '#', '<']))?;
    let inner = text[open + 1..].strip_suffix(')').unwrap_or(&text[open + 1..]);
    let blank = |c: char| c.is_ascii_whitespace();
    let start = open + 1 + (inner.len() - inner.trim_start_matches(blank).len());
    Some(Span::new(start, start + inner.trim_matches(blank).len()))
}

/// What a string says.
fn string(text: &str) -> String {
    let quote = text.chars().next().unwrap_or('"');
    let inner = &text[1..];
    // A backslash before the end of a line joins the two lines.
    let joined = inner.strip_suffix(quote).unwrap_or(inner).replace("\\\r\n", "").replace("\\\n", "");
    spelled(&joined)
}

fn quoted(url: &str) -> String {
    let mut out = String::with_capacity(url.len() + 2);
    out.push('"');
    for c in url.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' | '\x0c' => out.push_str(&format!("\\{:x} ", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_found_where_browsers_find_them() {
        let sheet = "/* url(no) */ @import 'a.css'; @IMPORT url( b.css ) print; c { d: url(\"e.svg#f\") url('g h.png')\n\
                     content: \"see url(nothing.png)\"; e: url(\\66.png) URL(i\\).png) image(\"no\") } @media x { \"no\" } /* @import 'no'";
        let found: Vec<(String, bool)> = addresses(sheet).into_iter().map(|it| (it.url, it.is_import)).collect();
        let expected = [
            ("a.css", true),
            ("b.css", true),
            ("e.svg#f", false),
            ("g h.png", false),
            ("f.png", false),
            ("i).png", false),
        ];
        assert_eq!(found, expected.map(|(url, is_import)| (url.to_owned(), is_import)));
    }

    #[test]
    fn strings_of_image_sets_are_addresses_and_names_of_namespaces_are_none() {
        let sheet = "@namespace url(http://www.w3.org/1999/xhtml); @namespace svg \"http://www.w3.org/2000/svg\"; @import 'a.css' layer(x);\n\
                     b { c: image-set(\"d.png\" 1x, url(e.png) 2x, 'f.avif' type(\"image/avif\")), \"no\" }\n\
                     g { h: -webkit-IMAGE-set(linear-gradient(red, blue) 1x, \"i.png\" 2x); content: \"no\" } j { k: imageset(\"no\") url(l.png) }";
        let found: Vec<String> = addresses(sheet).into_iter().map(|it| it.url).collect();
        assert_eq!(found, ["a.css", "d.png", "e.png", "f.avif", "i.png", "l.png"]);
        let new = rewritten(sheet, |address| Some(address.url.to_uppercase()));
        assert!(new.contains("image-set(\"D.PNG\" 1x, url(\"E.PNG\") 2x, \"F.AVIF\" type(\"image/avif\"))"), "{new}");
        assert!(new.contains("url(http://www.w3.org/1999/xhtml)"), "{new}");
    }

    #[test]
    fn what_is_found_is_what_is_rewritten() {
        let sheet = "@import \"b.css\"; a { b: url( bg.png ) url('bg.png#x') } /* url(bg.png) */";
        let new = rewritten(sheet, |address| Some(address.url.to_uppercase()));
        assert_eq!(new, "@import \"B.CSS\"; a { b: url( \"BG.PNG\" ) url(\"BG.PNG#X\") } /* url(bg.png) */");
        assert_eq!(rewritten(sheet, |_| None), sheet);
    }

    proptest! {
        #[test]
        fn an_address_written_anew_is_read_back(url in "[a-z \"'()\\\\\n;é#/.]{0,12}", sheet in "(@import |a \\{ b: url\\()") {
            let sheet = format!("{sheet}\"x\"");
            let found = addresses(&rewritten(&sheet, |_| Some(url.clone())));
            prop_assert_eq!(&found[0].url, &url);
        }

        #[test]
        fn any_text_can_be_read(sheet in "(url\\(|@import|/\\*|\\*/|[\"'() é;\\\\\n]){0,12}") {
            prop_assert!(addresses(&sheet).iter().all(|it| sheet.get(it.span.range()).is_some()));
        }
    }
}
