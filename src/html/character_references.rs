//! Character references: `&amp;`, `&#38;`, `&copy` and the others of the WHATWG's list.
//!
//! In: a text or the value of an attribute, as written. Out: what it says. `html5gum` knows the list and the rules.

use std::borrow::Cow;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Where a text stands: in a value, `&copy=` is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Text,
    Attribute,
}

/// Text with its character references decoded.
pub fn text(written: &str) -> Cow<'_, str> {
    decoded(written, Where::Text)
}

/// The value of an attribute with its character references decoded.
pub fn value(written: &str) -> Cow<'_, str> {
    decoded(written, Where::Attribute)
}

fn decoded(written: &str, stands: Where) -> Cow<'_, str> {
    if !written.contains('&') {
        return Cow::Borrowed(written);
    }
    // A value can hold both quotes and a text can hold tags, so what ends either is kept out of the decoder's sight.
    let mut out = String::with_capacity(written.len());
    for part in written.split_inclusive(['"', '<']) {
        let (plain, mark) = match part.chars().next_back() {
            Some(mark @ ('"' | '<')) => (&part[..part.len() - 1], Some(mark)),
            _ => (part, None),
        };
        if plain.contains('&') {
            decode_part(plain, stands, &mut out);
        } else {
            out.push_str(plain);
        }
        out.extend(mark);
    }
    Cow::Owned(out)
}

fn decode_part(part: &str, stands: Where, out: &mut String) {
    let html = match stands {
        Where::Text => Cow::Borrowed(part),
        Where::Attribute => Cow::Owned(format!("<a b=\"{part}\">")),
    };
    let callback = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Vec<u8>> {
        match event {
            CallbackEvent::String { value } | CallbackEvent::AttributeValue { value } => Some(value.to_vec()),
            _ => None,
        }
    };
    let Ok(texts) = Tokenizer::new_with_emitter(&*html, CallbackEmitter::new(callback)).collect::<Result<Vec<_>, _>>();
    for text in texts {
        out.push_str(&String::from_utf8_lossy(&text));
    }
}
