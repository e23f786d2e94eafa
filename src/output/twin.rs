//! The plain Markdown twin of a topic's page: for readers of text, and for programs that read.
//!
//! In: a topic, its file and its targets. Out: Markdown with the title as its heading. Relative links are right as the
//! author wrote them, since twins keep the places of their sources; `[[wikilinks]]` become ordinary links.

use crate::guide::links::Target;
use crate::guide::model::Guide;
use crate::topic::document::LinkKind;
use crate::topic::parse::Topic;
use crate::words::path::OutputPath;

/// The text of the twin. `text` is the topic's whole file.
pub fn markdown(topic: &Topic, targets: &[Target], text: &str, guide: &Guide) -> String {
    let mut out = format!("# {}\n", topic.front.title.value);
    if let Some(summary) = &topic.front.summary {
        out.push_str("\n> ");
        out.push_str(&summary.value.trim().replace('\n', "\n> "));
        out.push('\n');
    }
    out.push('\n');
    let from = topic.path.topic_markdown();
    let mut at = topic.body_start;
    for (link, target) in topic.document.links.iter().zip(targets) {
        if !matches!(link.kind, LinkKind::WikiBare | LinkKind::WikiText) || link.whole.start < at {
            continue;
        }
        let Some((path, title)) = destination(target, guide) else { continue };
        out.push_str(&text[at..link.whole.start]);
        let shown = if link.kind == LinkKind::WikiBare { title } else { &link.text };
        let section = match target {
            Target::Topic(_, Some(section)) | Target::Chapter(_, Some(section)) => format!("#{section}"),
            _ => String::new(),
        };
        out.push_str(&format!("[{shown}]({}{section})", path.url_from(&from)));
        at = link.whole.end;
    }
    let rest = &text[at..];
    out.push_str(if at == topic.body_start { rest.trim_start_matches('\n') } else { rest });
    out
}

fn destination<'a>(target: &Target, guide: &'a Guide) -> Option<(OutputPath, &'a str)> {
    match target {
        Target::Topic(topic, _) => {
            let topic = &guide.topics[*topic].topic;
            Some((topic.path.topic_markdown(), &topic.title.text))
        }
        Target::Chapter(chapter, _) => {
            let chapter = &guide.chapters[*chapter];
            Some((chapter.path.chapter_page(), &chapter.title.text))
        }
        _ => None,
    }
}
