//! Files for crawlers and programs: sitemap, robots, feed, `llms.txt`.
//!
//! Formats: <https://www.sitemaps.org/protocol.html>, RFC 9309, RFC 4287 (Atom), <https://llmstxt.org>. The first and
//! the third need full addresses and are written only with `base_url`.

use crate::guide::model::{Entry, Guide};
use crate::path::OutputPath;
use crate::site::daily_question::Question;
use crate::text::escape::escape;

/// The newest entries of the feed.
const FEED: usize = 30;

/// `sitemap.xml` of the given pages.
pub fn sitemap<'a>(guide: &Guide, base: &str, pages: impl Iterator<Item = &'a OutputPath>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        let url = if page.as_str() == "index.html" { String::new() } else { page.url() };
        xml.push_str(&format!("<url><loc>{}</loc>", escape(&format!("{base}{url}"))));
        if let Some(updated) = updated(guide, page) {
            xml.push_str(&format!("<lastmod>{updated}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

fn updated<'a>(guide: &'a Guide, page: &OutputPath) -> Option<&'a str> {
    let path = page.as_str().strip_suffix(".html")?;
    let path = crate::path::TopicPath::new(path);
    let topic = guide.by_path.get(&path).map(|&topic| &guide.topics[topic].topic);
    let file = topic.or_else(|| guide.page_by_path.get(&path).map(|&page| &guide.pages[page]));
    file?.front.updated.as_deref()
}

/// `robots.txt`: everything may be read.
pub fn robots(base: Option<&str>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = base {
        text.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
    }
    text
}

/// `feed.xml`: the topics brought up to date last, by their `updated`, after the questions of the last days. Atom wants a date, so topics without one are left out.
pub fn feed(guide: &Guide, base: &str, daily: &[Question]) -> String {
    let mut dated: Vec<(&str, &Entry)> =
        guide.topics.iter().filter_map(|entry| Some((entry.topic.front.updated.as_deref()?, entry))).collect();
    dated.sort_by(|a, b| b.0.cmp(a.0).then_with(|| a.1.topic.path.cmp(&b.1.topic.path)));
    dated.truncate(FEED);
    let base = &escape(base);
    let dates =
        dated.first().map(|(date, _)| *date).into_iter().chain(daily.first().map(|question| question.date.as_str()));
    let newest = dates.max().unwrap_or("1970-01-01");
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{}</title>\n<id>{base}</id>\n\
         <link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}feed.xml\"/>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{}</name></author>\n",
        escape(&without_controls(&guide.settings.title)),
        escape(&without_controls(&authors(guide))),
    );
    for Question { date, title, url, html } in daily {
        xml.push_str(&format!(
            "<entry><title>{}</title><id>{base}feed.xml#{date}</id><link href=\"{}\"/><updated>{date}T00:00:00Z</updated><content type=\"html\">{}</content></entry>\n",
            escape(&without_controls(title)),
            escape(url),
            escape(&without_controls(html)),
        ));
    }
    for (date, entry) in dated {
        let url = format!("{base}{}", entry.topic.path.topic_page().url());
        xml.push_str(&format!(
            "<entry><title>{}</title><id>{url}</id><link href=\"{url}\"/><updated>{date}T00:00:00Z</updated><summary>{}</summary></entry>\n",
            escape(&without_controls(&entry.topic.title.text)),
            escape(&without_controls(entry.topic.summary.as_ref().map_or("", |summary| &summary.text))),
        ));
    }
    xml.push_str("</feed>\n");
    xml
}

fn authors(guide: &Guide) -> String {
    if guide.settings.authors.is_empty() { guide.settings.title.clone() } else { guide.settings.authors.join(", ") }
}

/// XML 1.0 has no way to write most control characters.
fn without_controls(text: &str) -> String {
    text.chars()
        .filter(|c| (!c.is_control() || matches!(c, '\n' | '\t')) && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// `llms.txt`: the guide as a list of Markdown files.
pub fn llms(guide: &Guide) -> String {
    let base = guide.settings.base_url.as_deref().unwrap_or("");
    let mut text = format!("# {}\n", one_line(&guide.settings.title));
    if let Some(description) = &guide.settings.description {
        text.push_str(&format!("\n> {}\n", one_line(description)));
    }
    for chapter in &guide.chapters {
        if chapter.topics.is_empty() {
            continue;
        }
        let title = if chapter.path.is_home() { &guide.settings.title } else { &chapter.title.text };
        text.push_str(&format!("\n## {}\n\n", one_line(title)));
        for entry in chapter.topics.iter().map(|&topic| &guide.topics[topic]) {
            let title = one_line(&entry.topic.title.text.replace(['[', ']'], ""));
            text.push_str(&format!("- [{title}]({base}{})", entry.topic.path.topic_markdown().url()));
            if let Some(summary) = &entry.topic.summary {
                text.push_str(&format!(": {}", one_line(&summary.text)));
            }
            text.push('\n');
        }
    }
    text
}

/// A line break in a title would end the list it stands in.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
