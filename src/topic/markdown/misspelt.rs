//! Tags of an author's HTML that say something else than was meant: attributes that are written like one of HTML and are none,
//! and pictures that name no file.
//!
//! In: a tag. Out: slips with their places in it. Attributes that are like none of HTML say nothing to a browser, and are left
//! to whoever reads them.

use crate::html::tokens::Tag;
use crate::problem::slip::Slip;
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;

/// The attributes of <https://html.spec.whatwg.org/multipage/indices.html#attributes-3>, older ones, and those of RDFa.
#[rustfmt::skip]
const KNOWN: [&str; 191] = [
    "abbr", "about", "accept", "accesskey", "action", "align", "alink", "allow", "allowfullscreen", "alt", "archive",
    "as", "async", "autocapitalize", "autocomplete", "autocorrect", "autofocus", "autoplay", "axis", "background",
    "bgcolor", "blocking", "border", "bordercolor", "cellpadding", "cellspacing", "char", "charoff", "charset",
    "checked", "cite", "class", "classid", "clear", "code", "codebase", "codetype", "color", "cols", "colspan",
    "command", "commandfor", "compact", "content", "contenteditable", "controls", "coords", "crossorigin", "data",
    "datatype", "datetime", "declare", "decoding", "default", "defer", "dir", "dirname", "disabled", "download",
    "draggable", "enctype", "enterkeyhint", "exportparts", "face", "fetchpriority", "for", "form", "formaction",
    "formenctype", "formmethod", "formnovalidate", "formtarget", "frame", "frameborder", "headers", "height", "hidden",
    "high", "href", "hreflang", "hspace", "id", "imagesizes", "imagesrcset", "inert", "inlist", "inputmode",
    "integrity", "is", "ismap", "itemid", "itemprop", "itemref", "itemscope", "itemtype", "kind", "label", "lang",
    "language", "link", "list", "loading", "longdesc", "loop", "low", "lowsrc", "marginheight", "marginwidth", "max",
    "maxlength", "media", "method", "min", "minlength", "multiple", "muted", "name", "nohref", "nomodule", "nonce",
    "noresize", "noshade", "novalidate", "nowrap", "object", "open", "optimum", "part", "pattern", "ping",
    "placeholder", "playsinline", "popover", "popovertarget", "popovertargetaction", "poster", "prefix", "preload",
    "profile", "prompt", "property", "readonly", "referrerpolicy", "rel", "required", "resource", "rev", "reversed",
    "role", "rows", "rowspan", "rules", "sandbox", "scheme", "scope", "scrolling", "selected", "shadowrootmode",
    "shape", "size", "sizes", "slot", "span", "spellcheck", "src", "srcdoc", "srclang", "srcset", "standby", "start",
    "step", "style", "summary", "tabindex", "target", "text", "title", "translate", "type", "typeof", "usemap",
    "valign", "value", "valuetype", "version", "vlink", "vocab", "vspace", "width", "wrap", "xmlns",
];

/// What is wrong in a tag, with its bytes in the HTML that the tag is of.
pub(super) fn slips(tag: &Tag<'_>) -> Vec<(Span, Slip)> {
    let element = tag.name().into_owned();
    if element.contains('-') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut has_source = false;
    for attribute in tag.attributes() {
        let name = attribute.name.to_ascii_lowercase();
        has_source |= matches!(&*name, "src" | "srcset");
        // `on…` is told as what does nothing; `x-show`, `:href` and `@click` are other programs'.
        let is_plain = name.len() > 2 && !name.starts_with("on") && name.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_plain
            && !KNOWN.contains(&&*name)
            && let Some(nearest) = nearest(&name, KNOWN)
            && (name.len() > 3 || letters(&name) == letters(nearest))
        {
            has_source |= nearest == "src" || nearest == "srcset";
            let place = Span::new(attribute.span.start, attribute.span.start + name.len());
            let (element, nearest) = (element.clone(), nearest.to_owned());
            found.push((place, Slip::UnknownHtmlAttribute { element, name, nearest }));
        }
    }
    if element == "img" && !has_source {
        found.push((tag.span, Slip::HtmlWithoutSource { element }));
    }
    found
}

/// The letters of a word in order: of short words only those are alike that have the same.
fn letters(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::tokens;

    fn told(html: &str) -> Vec<String> {
        let tag = tokens::tag(html).unwrap();
        slips(&tag).into_iter().map(|(place, slip)| format!("{}: {slip}", &html[place])).collect()
    }

    #[test]
    fn an_attribute_like_one_of_html_is_a_slip() {
        for (html, expected) in [
            ("<img scr='u.png' alt=x>", "scr: `<img>` has no attribute `scr`"),
            ("<A HERF=u.md>", "HERF: `<a>` has no attribute `herf`"),
            ("<p clas=x>", "clas: `<p>` has no attribute `clas`"),
            ("<td colpsan=2>", "colpsan: `<td>` has no attribute `colpsan`"),
            ("<img alt=x>", "<img alt=x>: `<img>` says no file, so nothing is shown"),
        ] {
            assert_eq!(told(html), [expected], "{html}");
        }
        for html in [
            "<img src=a.png alt=x loading=lazy>",
            "<img srcset='a.png 1x'>",
            "<p data-clas=x aria-lable=y :href=z @click=a x-show=b>",
            "<a href=x markdown=1 foo=2>",
            "<my-img clas=x>",
            "<details open>",
            "<button onclik=x>",
        ] {
            assert_eq!(told(html), [""; 0], "{html}");
        }
    }
}
