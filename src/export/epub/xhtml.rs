//! HTML made well-formed, for readers that know only XHTML.
//!
//! In: HTML as templates and authors write it, and where ids stand in the book. Out: the same as XHTML: every element
//! closed, references decoded, links that lead to files of the book. It is the one place where finished HTML is read to be
//! changed, since an author's HTML may be of any kind and a reader of e-books shows nothing of a file that is not XML.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::export::epub::elements::{self, Treatment};
use crate::html::character_references;
use crate::html::tokens::{self, Tag, Token};
use crate::path::decode_percent;

/// Where things stand in the book.
pub struct Places<'a> {
    /// The file of each id.
    pub ids: &'a HashMap<String, String>,
    /// The name of the file that is made.
    pub own: &'a str,
    /// What leads from it to the other files.
    pub to_files: &'a str,
    /// Addresses of pictures that the book holds, as the pages spell them, with those that they have in the book.
    pub pictures: &'a HashMap<String, String>,
}

/// A file's text, and what its readers must know of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// Well-formed.
    pub text: String,
    /// Whether a formula stands in it.
    pub has_formulas: bool,
    /// Whether a drawing stands in it.
    pub has_drawings: bool,
    /// The pictures that it shows, by their addresses on the page.
    pub pictures: BTreeSet<String>,
}

/// Open elements that are looked through for one that ends by itself.
const LOOK: usize = 64;

/// The ids of some HTML.
pub fn ids(html: &str) -> impl Iterator<Item = String> {
    tokens::tags(html).filter(|tag| !tag.closes()).filter_map(|tag| tag.attribute("id").map(Cow::into_owned))
}

/// Makes HTML well-formed.
pub fn convert(html: &str, places: &Places<'_>) -> Converted {
    let mut writer = Writer {
        html,
        places,
        done: Converted::default(),
        open: Vec::new(),
        counts: HashMap::new(),
        hidden: 0,
        foreign: 0,
        ids: BTreeSet::new(),
    };
    writer.done.text.reserve(html.len() + html.len() / 8);
    for token in tokens::tokens(html) {
        match token {
            Token::Text(span) if writer.hidden == 0 => {
                push_text(&mut writer.done.text, &character_references::text(&html[span]))
            }
            Token::Start(tag) => writer.start(&tag),
            Token::End(tag) => writer.end(&tag),
            Token::Text(_) | Token::Comment { .. } => {}
        }
    }
    while writer.close() {}
    writer.done
}

/// An element that is not yet closed.
struct Open<'h> {
    name: Cow<'h, str>,
    how: Treatment,
    /// Whether drawings and formulas begin in it.
    foreign: bool,
}

struct Writer<'h, 'p> {
    html: &'h str,
    places: &'p Places<'p>,
    done: Converted,
    open: Vec<Open<'h>>,
    /// How many elements of each name are open, so that an end tag of none is known at once.
    counts: HashMap<String, usize>,
    /// How many open elements go with all that is in them.
    hidden: usize,
    /// How many drawings and formulas are open.
    foreign: usize,
    ids: BTreeSet<String>,
}

impl<'h> Writer<'h, '_> {
    fn start(&mut self, tag: &Tag<'h>) {
        if self.foreign > 0 {
            return self.start_foreign(tag);
        }
        let name = tag.name();
        let how = elements::treatment(&name);
        if let Some((ended, walls)) = elements::ends(&name).filter(|_| self.hidden == 0) {
            self.end_implied(ended, walls);
        }
        if elements::has_no_end(&name) {
            if self.hidden == 0 {
                self.void(tag, &name, how);
            }
            return;
        }
        let foreign = matches!(&*name, "svg" | "math");
        if self.hidden == 0 && how == Treatment::Kept {
            self.done.has_formulas |= name == "math";
            self.done.has_drawings |= name == "svg";
            self.done.text.push('<');
            self.done.text.push_str(&name);
            match &*name {
                "svg" => self.done.text.push_str(" xmlns=\"http://www.w3.org/2000/svg\""),
                "math" => self.done.text.push_str(" xmlns=\"http://www.w3.org/1998/Math/MathML\""),
                "a" => self.link(tag),
                // Style sheets of e-books may not say it.
                "pre" if tag.attribute("dir").is_none() => self.done.text.push_str(" dir=\"ltr\""),
                _ => {}
            }
            if foreign {
                self.foreign_attributes(tag)
            } else {
                self.attributes(tag, &name)
            }
            if foreign && self.is_self_closing(tag) {
                return self.done.text.push_str("/>");
            }
            self.done.text.push('>');
        }
        self.push(Open { name, how, foreign });
    }

    /// Inside a drawing or a formula, names keep their case and elements may close themselves.
    fn start_foreign(&mut self, tag: &Tag<'h>) {
        let html: &'h str = self.html;
        let name = Cow::Borrowed(&html[tag.name_span()]);
        let is_sound = is_xml_name(&name) && !matches!(&*name, "script" | "foreignObject" | "annotation-xml");
        let how = if is_sound { Treatment::Kept } else { Treatment::Left };
        let closes_itself = self.is_self_closing(tag);
        if self.hidden == 0 && is_sound {
            self.done.text.push('<');
            self.done.text.push_str(&name);
            self.foreign_attributes(tag);
            self.done.text.push_str(if closes_itself { "/>" } else { ">" });
        }
        if !closes_itself {
            self.push(Open { name, how, foreign: false });
        }
    }

    fn is_self_closing(&self, tag: &Tag<'h>) -> bool {
        self.html[tag.span].ends_with("/>")
    }

    fn push(&mut self, open: Open<'h>) {
        self.hidden += usize::from(open.how == Treatment::Left);
        self.foreign += usize::from(open.foreign);
        *self.counts.entry(open.name.to_string()).or_default() += 1;
        self.open.push(open);
    }

    /// Closes the innermost element; `false` if none is open.
    fn close(&mut self) -> bool {
        let Some(open) = self.open.pop() else { return false };
        self.foreign -= usize::from(open.foreign);
        self.hidden -= usize::from(open.how == Treatment::Left);
        if let Some(count) = self.counts.get_mut(&*open.name) {
            *count -= 1;
        }
        if self.hidden == 0 && open.how == Treatment::Kept {
            self.done.text.push_str("</");
            self.done.text.push_str(&open.name);
            self.done.text.push('>');
        }
        true
    }

    fn end(&mut self, tag: &Tag<'h>) {
        let name = if self.foreign > 0 { Cow::Borrowed(&self.html[tag.name_span()]) } else { tag.name() };
        if self.counts.get(&*name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(last) = self.open.last().map(|open| open.name == name) {
            self.close();
            if last {
                break;
            }
        }
    }

    fn end_implied(&mut self, ended: &[&str], walls: &[&str]) {
        if ended.iter().all(|name| self.counts.get(*name).is_none_or(|count| *count == 0)) {
            return;
        }
        let near = self.open.iter().rev().take(LOOK).take_while(|open| !walls.contains(&&*open.name));
        let found = near.enumerate().filter(|(_, open)| ended.contains(&&*open.name)).map(|(at, _)| at).last();
        for _ in 0..found.map_or(0, |at| at + 1) {
            self.close();
        }
    }

    fn void(&mut self, tag: &Tag<'h>, name: &str, how: Treatment) {
        match name {
            "img" => self.picture(tag),
            // A box of a task list.
            "input" if tag.attribute("type").as_deref() == Some("checkbox") => {
                let is_done = tag.attributes().any(|attribute| attribute.is("checked"));
                self.done.text.push_str(if is_done { "☑" } else { "☐" });
            }
            _ if how == Treatment::Void => {
                self.done.text.push('<');
                self.done.text.push_str(name);
                self.attributes(tag, name);
                self.done.text.push_str("/>");
            }
            _ => {}
        }
    }

    /// A picture of the book; of one that it does not hold, the words.
    fn picture(&mut self, tag: &Tag<'h>) {
        let source = tag.attribute("src").unwrap_or_default();
        let inside = self.places.pictures.get(source.as_ref()).cloned();
        if inside.is_some() {
            self.done.pictures.insert(source.to_string());
        }
        let text = tag.attribute("alt").unwrap_or_default();
        match inside.or_else(|| source.starts_with("data:image/").then(|| source.to_string())) {
            Some(address) => {
                self.done.text.push_str("<img");
                push_attribute(&mut self.done.text, "src", &address);
                if text.is_empty() {
                    self.done.text.push_str(" alt=\"\"");
                }
                self.attributes(tag, "img");
                self.done.text.push_str("/>");
            }
            None => push_text(&mut self.done.text, &text),
        }
    }

    /// The address of a link; none where it leads to nothing that is in the book or on the web.
    fn link(&mut self, tag: &Tag<'h>) {
        let Some(written) = tag.attribute("href") else { return };
        let address = match written.strip_prefix('#') {
            Some(fragment) => self.inside(fragment),
            None => is_web(&written).then(|| sound(&written)),
        };
        if let Some(address) = address {
            push_attribute(&mut self.done.text, "href", &address);
        }
    }

    fn inside(&self, fragment: &str) -> Option<String> {
        let id = decode_percent(fragment)?;
        let file = self.places.ids.get(&id)?;
        let is_own = file == self.places.own;
        Some(if is_own { format!("#{fragment}") } else { format!("{}{file}#{fragment}", self.places.to_files) })
    }

    fn attributes(&mut self, tag: &Tag<'h>, element: &str) {
        let mut seen: BTreeSet<Cow<'_, str>> = BTreeSet::new();
        for attribute in tag.attributes() {
            let name = Cow::Owned(attribute.name.to_ascii_lowercase());
            let value = attribute.value();
            let is_kept = elements::is_attribute_kept(element, &name)
                && (name != "id" || is_new_id(&mut self.ids, &value))
                // An empty one says nothing, and a checker would refuse it.
                && (!value.is_empty() || matches!(&*name, "hidden" | "open" | "reversed"));
            if is_kept && seen.insert(name.clone()) {
                push_attribute(&mut self.done.text, &name, &value);
            }
        }
    }

    fn foreign_attributes(&mut self, tag: &Tag<'h>) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for attribute in tag.attributes() {
            let name = attribute.name.strip_prefix("xlink:").filter(|name| *name == "href").unwrap_or(attribute.name);
            let value = attribute.value();
            let is_kept = is_xml_name(name)
                && name != "xmlns"
                && !name.starts_with("on")
                && !name.starts_with("data-")
                && (name != "href" || value.starts_with('#'))
                && (name != "id" || is_new_id(&mut self.ids, &value));
            if is_kept && seen.insert(name) {
                push_attribute(&mut self.done.text, name, &value);
            }
        }
    }
}

fn is_new_id(ids: &mut BTreeSet<String>, id: &str) -> bool {
    !id.is_empty() && !id.contains(char::is_whitespace) && ids.insert(id.to_owned())
}

fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// An address in which what browsers bear and the rules do not is percent-encoded.
fn sound(address: &str) -> String {
    let host = address.find("://").map_or(0, |at| at + 3);
    let path = address[host..].find(['/', '?', '#']).map_or(address.len(), |at| host + at);
    let mut sound = address[..path].to_owned();
    for letter in address[path..].chars() {
        match letter {
            ' ' | '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                sound.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            letter => sound.push(letter),
        }
    }
    sound
}

fn is_xml_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Adds an attribute.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_text(out, value);
    out.push('"');
}

/// Adds text; what XML cannot hold at all is shown as a sign for it.
pub fn push_text(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(letter),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn converted(html: &str) -> Converted {
        let ids = HashMap::from([("b".to_owned(), "0002.xhtml".to_owned()), ("a".to_owned(), "0001.xhtml".to_owned())]);
        let pictures = HashMap::from([("../p.png".to_owned(), "../files/p.png".to_owned())]);
        convert(html, &Places { ids: &ids, own: "0001.xhtml", to_files: "", pictures: &pictures })
    }

    fn text(html: &str) -> String {
        converted(html).text
    }

    #[test]
    fn what_html_leaves_open_is_closed() {
        assert_eq!(text("<p>a<p>b<br>c"), "<p>a</p><p>b<br/>c</p>");
        assert_eq!(text("<ul><li>a<ul><li>b</ul><li>c</ul>"), "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>");
        assert_eq!(
            text("<table><tr><td>a<td>b<tr><td>c</table>"),
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
        );
        assert_eq!(text("<p><b>a</p>b</b>"), "<p><b>a</b></p>b");
        assert_eq!(text("a</div><DIV Class=x ID=y id=z>&nbsp;&amp;"), "a<div class=\"x\" id=\"y\">\u{a0}&amp;</div>");
    }

    #[test]
    fn what_runs_or_asks_is_left_out() {
        assert_eq!(text("a<script>b('<p>')</script><iframe src=x>c</iframe>d"), "ad");
        assert_eq!(text("<video src=\"x.mp4\">Words</video><p onclick=x data-y=1>z</p>"), "Words<p>z</p>");
        assert_eq!(text("<input type=checkbox checked> a <input type=checkbox> b"), "☑ a ☐ b");
    }

    #[test]
    fn links_lead_into_the_files_of_the_book() {
        assert_eq!(text("<a href=\"#b\">b</a>"), "<a href=\"0002.xhtml#b\">b</a>");
        assert_eq!(text("<a href=\"#a\">a</a>"), "<a href=\"#a\">a</a>");
        assert_eq!(text("<a href=\"#none\">c</a><a href=\"d.html\">d</a>"), "<a>c</a><a>d</a>");
        assert_eq!(text("<a href=\"https://x.org/?a=1&amp;b\">x</a>"), "<a href=\"https://x.org/?a=1&amp;b\">x</a>");
    }

    #[test]
    fn an_address_is_written_as_the_rules_have_it() {
        assert_eq!(sound("http://[::1]:8/a|b?c=[1]"), "http://[::1]:8/a%7Cb?c=%5B1%5D");
        assert_eq!(sound("https://example.org"), "https://example.org");
        assert_eq!(sound("mailto:a b@example.org"), "mailto:a b@example.org");
    }

    #[test]
    fn a_picture_that_the_book_holds_is_shown_and_of_others_the_words_stay() {
        let held = converted("<img src=\"../p.png\" loading=lazy>");
        assert_eq!(held.text, "<img src=\"../files/p.png\" alt=\"\"/>");
        assert!(held.pictures.contains("../p.png"));
        assert_eq!(text("<img src=\"https://x.org/q.png\" alt=\"A plan\">"), "A plan");
    }

    #[test]
    fn drawings_and_formulas_keep_their_names() {
        let drawn = converted("<svg viewBox=\"0 0 1 1\"><linearGradient id=g /><path d=M0 onload=x></path></svg>");
        assert_eq!(
            drawn.text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><linearGradient id=\"g\"/><path d=\"M0\"></path></svg>"
        );
        assert!(drawn.has_drawings && converted("<math><mi>x</mi></math>").has_formulas);
    }

    proptest! {
        #[test]
        fn whatever_comes_in_the_tags_fit_each_other(html in "(<(p|li|ul|td|tr|b|svg|math|a|br|script)( id=x)?/?>|</(p|li|ul|b|svg|a|table)>|[a-z&<\"]){0,40}") {
            let text = text(&html);
            let mut open = Vec::new();
            for tag in tokens::tags(&text) {
                if tag.closes() {
                    prop_assert_eq!(open.pop(), Some(tag.name().into_owned()));
                } else if !text[tag.span].ends_with("/>") {
                    open.push(tag.name().into_owned());
                }
            }
            prop_assert!(open.is_empty(), "{}", text);
        }
    }
}
