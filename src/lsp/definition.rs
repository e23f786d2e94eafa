//! Where the thing under the cursor stands: the file of a topic, the heading of a section, the line that declares a tag.
//!
//! In: a thing of a guide. Out: a file and bytes of it.

use crate::guide::links::Target;
use crate::lsp::open_guide::Snapshot;
use crate::lsp::under_cursor::{self, File, Thing};
use crate::path::SourcePath;
use crate::reading::inputs::Inputs;
use crate::text::span::Span;
use crate::topic::parse::Topic;

/// The place; none for what stands in no file of the guide.
pub fn of(snapshot: &Snapshot, inputs: &Inputs, file: File<'_>, thing: &Thing) -> Option<(SourcePath, Span)> {
    let guide = &*snapshot.guide;
    let in_topic = |topic: &Topic, section: Option<&str>| {
        let span = section.and_then(|id| anchor(topic, id));
        (topic.source.clone(), span.unwrap_or(Span::at(0)))
    };
    match thing {
        Thing::Target(Target::Topic(index, section)) => Some(in_topic(&guide.topics[*index].topic, section.as_deref())),
        Thing::Target(Target::Chapter(index, section)) => {
            Some(in_topic(guide.chapters[*index].introduction.as_deref()?, section.as_deref()))
        }
        Thing::Target(Target::Page(index, section)) => Some(in_topic(&guide.pages[*index], section.as_deref())),
        Thing::Target(Target::Here(id)) | Thing::Section(id) => {
            Some(in_topic(under_cursor::parsed(snapshot, file.source)?.topic, Some(id)))
        }
        Thing::Target(Target::Asset(path, _)) => {
            let asset = inputs.assets.iter().find(|asset| asset.path == path.as_str())?;
            Some((asset.source.clone(), Span::at(0)))
        }
        Thing::Tag(index) => {
            let id = &guide.tags[*index].id;
            let declared = guide.settings.tags.iter().find(|tag| tag.id.value == *id)?;
            Some((guide.settings.source.clone(), declared.id.span))
        }
        Thing::Target(Target::External(_) | Target::Nowhere) | Thing::Level(_) | Thing::Key(..) => None,
    }
}

/// What has an id on a topic's page: a heading, a question, a quiz, an example.
pub fn anchor(topic: &Topic, id: &str) -> Option<Span> {
    let document = &topic.document;
    let heading = document.outline.iter().find(|it| it.id == id).map(|it| it.span);
    let question = || document.questions.iter().find(|it| it.anchor == id).map(|it| it.span);
    let quiz = || document.quizzes.iter().find(|it| it.anchor == id).map(|it| it.opening);
    let code = || document.code.iter().find(|it| it.anchor.as_deref() == Some(id)).map(|it| it.opening);
    heading.or_else(question).or_else(quiz).or_else(code)
}
