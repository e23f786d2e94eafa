//! Highlighted code as runs of bytes with a class each, and the markup made from them.
//!
//! In: runs, or bytes of the cache. Out: HTML such as `<i class=k>def</i>`, made anew from the code each time, so that no
//! cache can add markup.

use crate::text::escape::escape_text_into;
use crate::topic::highlight::classes::Class;

/// How a line of code is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Like any other.
    Plain,
    /// Highlighted by the author.
    Marked,
    /// New in a diff.
    Added,
    /// Gone in a diff.
    Removed,
    /// On demand.
    Folded,
    /// Not at all; it counts where lines are numbered.
    LeftOut,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Look::Plain => "line",
            Look::Marked => "line marked",
            Look::Added => "line added",
            Look::Removed => "line removed",
            Look::Folded | Look::LeftOut => "line folded",
        }
    }
}

/// Highlighted code: runs of bytes that follow each other, each with a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens(Vec<(Class, usize)>);

impl Tokens {
    /// Code without colour.
    pub fn plain(code: &str) -> Self {
        let mut tokens = Self::default();
        tokens.add(Class::Plain, code.len());
        tokens
    }

    /// Adds a run.
    pub fn add(&mut self, class: Class, length: usize) {
        if length == 0 {
            return;
        }
        match self.0.last_mut() {
            Some((last, bytes)) if *last == class => *bytes += length,
            _ => self.0.push((class, length)),
        }
    }

    /// Adds a prompt. An empty one shows nothing, and says that what stands behind it was typed.
    pub fn add_prompt(&mut self, length: usize) {
        match length {
            0 => self.0.push((Class::Prompt, 0)),
            _ => self.add(Class::Prompt, length),
        }
    }

    /// Adds white space, which has no colour: it stays with what came before, so that neighbours merge.
    pub fn add_space(&mut self, length: usize) {
        match self.0.last_mut() {
            Some((_, bytes)) if *bytes > 0 => *bytes += length,
            _ => self.add(Class::Plain, length),
        }
    }

    /// As bytes for the cache: a class and a LEB128 length for each run.
    pub fn encode(&self, out: &mut Vec<u8>) {
        for (class, length) in &self.0 {
            out.push(*class as u8);
            let mut rest = *length;
            loop {
                let low = u8::try_from(rest & 0x7f).unwrap_or(0);
                rest >>= 7;
                out.push(if rest > 0 { low | 0x80 } else { low });
                if rest == 0 {
                    break;
                }
            }
        }
    }

    /// Reads what [`Tokens::encode`] wrote. `None` unless the runs cover `code` exactly, between characters.
    pub fn decode(bytes: &[u8], code: &str) -> Option<Self> {
        let mut runs = Vec::with_capacity(bytes.len() / 2);
        let mut bytes = bytes.iter();
        let mut at = 0_usize;
        while let Some(class) = bytes.next() {
            let class = Class::from_byte(*class)?;
            let mut length = 0_usize;
            let mut shift = 0;
            loop {
                let byte = bytes.next()?;
                length |= usize::from(byte & 0x7f).checked_shl(shift)?;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
                if shift > 28 {
                    return None;
                }
            }
            at = at.checked_add(length)?;
            if !code.is_char_boundary(at) {
                return None;
            }
            runs.push((class, length));
        }
        (at == code.len()).then_some(Self(runs))
    }

    /// What is not shown of the code.
    pub fn hidden<'a>(&self, code: &'a str) -> Vec<&'a str> {
        let mut hidden = Vec::new();
        let mut at = 0;
        for (class, length) in &self.0 {
            if *class == Class::Control {
                hidden.extend(code.get(at..at + length));
            }
            at += length;
        }
        hidden
    }

    /// The code as HTML: `<i class=k>def</i>`. `code` must be the code the tokens were made from.
    pub fn html(&self, code: &str) -> String {
        let mut html = String::with_capacity(code.len() * 2);
        let mut at = 0;
        for (class, length) in &self.0 {
            let end = (at + length).min(code.len());
            if (*class, *length) == (Class::Prompt, 0) {
                html.push_str(EMPTY_PROMPT);
            }
            paint(&mut html, *class, code.get(at..end).unwrap_or(""));
            at = end;
        }
        html
    }

    /// The code as HTML, each line in `<span class="line">`; `look` says how each line, from 1, is shown. A class `in-N`
    /// says how far a line is indented, in twos, so that what goes on in a next line can stand further in. Before lines that
    /// are folded stands an empty `<span class="gap">`.
    pub fn html_by_line(&self, code: &str, look: impl Fn(usize) -> Look) -> String {
        let mut html = String::with_capacity(code.len() * 3);
        let mut number = 0;
        let mut last = Look::Plain;
        let mut open = false;
        let mut at = 0;
        for (class, length) in &self.0 {
            let end = (at + length).min(code.len());
            let mut read = 0;
            let empty = ((*class, *length) == (Class::Prompt, 0)).then_some("");
            for part in code.get(at..end).unwrap_or("").split_inclusive('\n').chain(empty) {
                if !open {
                    number += 1;
                    let (before, now) = (last, look(number));
                    last = now;
                    if matches!(now, Look::Folded | Look::LeftOut) && now != before {
                        html.push_str("<span class=\"gap\"></span>");
                    }
                    open_line(&mut html, now.class(), line_at(code, at + read));
                    open = true;
                }
                let line = part.strip_suffix('\n');
                if last != Look::LeftOut {
                    html.push_str(if empty.is_some() { EMPTY_PROMPT } else { "" });
                    paint(&mut html, *class, line.unwrap_or(part));
                }
                if line.is_some() {
                    html.push_str(if last == Look::LeftOut { "</span>" } else { "\n</span>" });
                    open = false;
                }
                read += part.len();
            }
            at = end;
        }
        if open {
            html.push_str("</span>");
        }
        html
    }
}

/// Before what was typed without a prompt.
const EMPTY_PROMPT: &str = "<i class=gp></i>";

/// More indentation than this many twos says no more.
const DEEPEST: usize = 8;

/// The line that begins at a byte.
fn line_at(code: &str, at: usize) -> &str {
    code.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("")
}

fn open_line(html: &mut String, class: &str, line: &str) {
    let blanks = line.chars().take_while(|it| matches!(it, ' ' | '\t'));
    let columns: usize = blanks.map(|it| if it == '\t' { 4 } else { 1 }).sum();
    html.push_str("<span class=\"");
    html.push_str(class);
    // A blank line has nothing to wrap.
    if columns > 1 && !line.trim().is_empty() {
        html.push_str(" in-");
        html.push_str(&(columns / 2).min(DEEPEST).to_string());
    }
    html.push_str("\">");
}

fn paint(html: &mut String, class: Class, text: &str) {
    if class == Class::Control {
        return;
    }
    // Space at the ends needs no colour.
    let is_colour = |byte: u8| !matches!(byte, b' ' | b'\n');
    let first = text.bytes().position(is_colour).filter(|_| !class.name().is_empty());
    let (Some(start), Some(last)) = (first, text.bytes().rposition(is_colour)) else {
        return escape_text_into(html, text);
    };
    html.push_str(&text[..start]);
    html.push_str("<i class=");
    html.push_str(class.name());
    html.push('>');
    escape_text_into(html, &text[start..=last]);
    html.push_str("</i>");
    html.push_str(&text[last + 1..]);
}
