//! Films and sounds of a text, as each page shows them: a player on the screen, a line with the name on paper.
//!
//! In: the file, what is said of it and the page. Out: HTML. Nothing is fetched before a reader plays it, but of a film what says
//! how large and how long it is.

use crate::path::OutputPath;
use crate::site::spot::{Elsewhere, Spot};
use crate::text::escape::escape;
use crate::topic::document::{Media, Width};

/// Adds a player, or what stands in its place.
pub fn push(html: &mut String, media: Media, path: &OutputPath, text: &str, width: Option<Width>, spot: &Spot<'_>) {
    let file = path.as_str().rsplit('/').next().unwrap_or_default();
    let text = if text.trim().is_empty() { file } else { text.trim() };
    let name = if text == file { escape(file) } else { format!("{} ({})", escape(text), escape(file)) };
    if let Some(paper) = spot.paper {
        let url = match paper.elsewhere {
            Elsewhere::Site => path.url_from(spot.page),
            Elsewhere::Address(address) => format!("{address}{}", path.url()),
            Elsewhere::Nowhere => String::new(),
        };
        let shown = if url.is_empty() { name } else { format!("<a href=\"{}\">{name}</a>", escape(&url)) };
        return html.push_str(&format!("<span class=\"media-name\">{shown}</span>"));
    }
    let named = spot.away.and_then(|away| away.names.get(path.as_str()));
    let url = escape(&named.cloned().unwrap_or_else(|| path.url_from(spot.page)));
    let (element, preload) = match media {
        Media::Audio => ("audio", "none"),
        Media::Video => ("video", "metadata"),
    };
    // An element of sound has no width of its own.
    let (class, own) = match width.filter(|_| media == Media::Video) {
        Some(Width::Pixels(pixels)) => (String::new(), format!(" width=\"{pixels}\"")),
        Some(Width::Percent(percent)) => (format!(" wide wide-{percent}"), String::new()),
        None => Default::default(),
    };
    let label = escape(text);
    html.push_str(&format!(
        "<span class=\"media{class}\"><{element} controls preload=\"{preload}\" src=\"{url}\"{own}"
    ));
    html.push_str(&format!(" aria-label=\"{label}\"><a href=\"{url}\">{label}</a></{element}>"));
    if spot.away.is_none() {
        html.push_str(&format!("<span class=\"media-name\">{name}</span>"));
    }
    html.push_str("</span>");
}
