//! What a card shows in Anki: its two sides as HTML.
//!
//! In: a card and the scene. Out: [`Face`]. Links lead to the site's address or are text; pictures have the names of the deck;
//! there is no id, no script and nothing that Anki would take for a sign of its own.

use crate::cards::card::{Card, Kind};
use crate::export::anki::pictures::Names;
use crate::path::OutputPath;
use crate::site::code_views;
use crate::site::context::Scene;
use crate::site::fill;
use crate::site::spot::{Away, Elsewhere, Spot};
use crate::text::escape::escape;
use crate::topic::document::{Asked, Piece, Quiz};
use crate::view::{BodyPart, ExampleView, QuizView};

/// The sides of a card.
#[derive(Debug, Default)]
pub struct Face {
    /// What it asks.
    pub prompt: String,
    /// The short answer.
    pub answer: String,
    /// The topic in full.
    pub explanation: String,
    /// The code it asks about.
    pub example: String,
    /// The topic's short name, and its level.
    pub topic: String,
    /// A link to where it stands in the site; empty without an address.
    pub source: String,
}

/// The faces of some cards of a topic.
pub fn of_topic(scene: &Scene<'_>, index: usize, cards: &[&Card], names: &Names) -> Vec<Face> {
    let entry = &scene.guide.topics[index];
    let page = entry.topic.path.topic_page();
    let address = scene.guide.settings.base_url.as_deref();
    let url = address.map(|address| format!("{address}{}", page.url()));
    let away = Away { elsewhere: address.map_or(Elsewhere::Nowhere, Elsewhere::Address), names };
    let root = OutputPath::new("card.html");
    let spot = Spot { part_of: Some(url.as_deref().unwrap_or_default()), away: Some(&away), ..Spot::alone(&root) };
    let making = Making { scene, index, spot: &spot, asked: entry.topic.document.asked() };
    cards.iter().map(|card| making.face(card, url.as_deref())).collect()
}

/// A topic whose cards are made.
struct Making<'a> {
    scene: &'a Scene<'a>,
    index: usize,
    spot: &'a Spot<'a>,
    asked: Vec<Asked<'a>>,
}

impl Making<'_> {
    fn face(&self, card: &Card, url: Option<&str>) -> Face {
        let Self { scene, index, spot, .. } = *self;
        let entry = &scene.guide.topics[index];
        let topic = &*entry.topic;
        let document = &topic.document;
        let mut face = match card.kind {
            Kind::Topic => Face {
                prompt: topic.title.html.clone(),
                answer: topic.summary.as_ref().map_or_else(String::new, |summary| summary.html.clone()),
                explanation: self.html(&fill::body(topic, &scene.links.topics[index], spot, scene)),
                ..Face::default()
            },
            Kind::Question => {
                let (question, answer) =
                    self.asked.get(card.index).map_or((&[][..], &[][..]), |asked| (asked.question, asked.answer));
                Face { prompt: self.part(question), answer: self.part(answer), ..Face::default() }
            }
            Kind::Output => self.output(card),
            Kind::Quiz => {
                let quiz = &document.quizzes[card.index];
                let view = fill::quiz(topic, quiz, &scene.links.topics[index], spot, scene);
                self.quiz(quiz, &view)
            }
        };
        let settings = &scene.guide.settings;
        let of_row = card.row(topic).and_then(|row| settings.level(&row.difficulty.as_ref()?.value));
        let level = &settings.levels[of_row.unwrap_or(entry.level)].label;
        face.topic = format!("{} · {}", topic.short.html, escape(level));
        if let Some(url) = url {
            let section = card.suffix(&entry.id);
            let mut whole = url.to_owned();
            if let Some(anchor) = section.strip_prefix('#') {
                whole.push('#');
                crate::path::encode_path(anchor, &mut whole);
            }
            face.source = format!("<a href=\"{}\">{}</a>", escape(&whole), escape(&scene.guide.settings.title));
        }
        for field in [&mut face.prompt, &mut face.answer, &mut face.explanation, &mut face.example] {
            *field = guarded(field);
        }
        face
    }

    fn part(&self, pieces: &[Piece]) -> String {
        let Self { scene, index, spot, .. } = *self;
        let topic = &scene.guide.topics[index].topic;
        self.html(&fill::part(topic, pieces, &scene.links.topics[index], spot, scene).parts)
    }

    fn word<'b>(&'b self, key: &'b str) -> &'b str {
        self.scene.theme.words.get(key)
    }

    fn output(&self, card: &Card) -> Face {
        let topic = &self.scene.guide.topics[self.index].topic;
        let block = &topic.document.code[card.index];
        let view = code_views::example(block, topic, self.spot, self.scene);
        let asks = if view.raises.is_some() { "study.what_happens" } else { "study.what_prints" };
        let mut said = view.output.as_ref().map_or_else(String::new, |output| self.printed(output));
        if let Some(error) = &view.raises {
            said.push_str(&format!("<p><code>{}</code></p>", escape(error)));
        }
        Face {
            prompt: format!("{} <span class=\"which\">{}</span>", escape(self.word(asks)), escape(&card.prompt)),
            answer: format!("{said}{}", self.ran_on(&view)),
            example: format!("<figure class=\"example\">{}</figure>", code(&view)),
            ..Face::default()
        }
    }

    /// The question with its choices; the answer says of each why it is right or wrong.
    fn quiz(&self, quiz: &Quiz, view: &QuizView) -> Face {
        let mut prompt = self.html(&view.question);
        let row = |html: &str, class: &str| format!("<li class=\"{class}\">{html}</li>");
        if !view.choices.is_empty() {
            if view.how == "many" {
                prompt.push_str(&format!("<p>{}</p>", escape(self.word("study.choose_all"))));
            }
            let rows: String = view.choices.iter().map(|choice| row(&choice.html, "choice")).collect();
            prompt.push_str(&format!("<ol class=\"choices\">{rows}</ol>"));
        }
        let mut answer = String::new();
        if !view.order.is_empty() {
            let mut placed: Vec<_> = view.choices.iter().collect();
            placed.sort_by_key(|choice| choice.place);
            let rows: String = placed.iter().map(|choice| row(&choice.html, "right")).collect();
            answer.push_str(&format!("<ol>{rows}</ol>"));
        } else if !view.choices.is_empty() {
            let rows = view.choices.iter().map(|choice| {
                let (class, mark) = if choice.right { ("right", "✓") } else { ("wrong", "✗") };
                let why = choice
                    .why_html
                    .as_deref()
                    .map_or_else(String::new, |why| format!(" <span class=\"why\">{why}</span>"));
                row(&format!("<span class=\"sign\">{mark}</span> {}{why}", choice.html), class)
            });
            answer.push_str(&format!("<ol class=\"choices\">{}</ol>", rows.collect::<String>()));
        }
        for counted in &quiz.answers {
            answer.push_str(&format!("<p><code>{}</code></p>", escape(&counted.written())));
        }
        Face { prompt, answer, ..Face::default() }
    }

    /// Parts as HTML: code with what it prints and on what it ran.
    fn html(&self, parts: &[BodyPart]) -> String {
        let mut html = String::new();
        for part in parts {
            html.push_str(part.html.as_deref().unwrap_or_default());
            if let Some(view) = &part.example {
                html.push_str("<figure class=\"example\">");
                html.push_str(&code(view));
                html.push_str(&view.output.as_deref().map_or_else(String::new, |text| self.printed(text)));
                html.push_str(&view.stderr.as_deref().map_or_else(String::new, |text| self.printed(text)));
                html.push_str(&self.ran_on(view));
                html.push_str("</figure>\n");
            }
        }
        html.truncate(html.trim_end().len());
        html
    }

    fn printed(&self, text: &str) -> String {
        format!("<pre class=\"output\"><samp>{}</samp></pre>", escape(text.trim_end_matches('\n')))
    }

    fn ran_on(&self, view: &ExampleView) -> String {
        match view.run.as_ref().filter(|run| run.state == "verified") {
            Some(run) => {
                format!(
                    "<p class=\"run\">✓ {}</p>",
                    escape(&self.word("study.ran_on").replace("{on}", &run.on.join(" · ")))
                )
            }
            None => String::new(),
        }
    }
}

fn code(view: &ExampleView) -> String {
    let title = view.title.as_deref().map_or_else(String::new, |it| format!("<figcaption>{}</figcaption>", escape(it)));
    format!("{title}<pre><code>{}</code></pre>", view.code_html.trim_end_matches('\n'))
}

/// HTML in which nothing is a sign of Anki: it plays `[sound:…]`, typesets `[latex]` and `[$]`, and reads `[anki:…]` aloud,
/// wherever they stand. A byte that separates fields is shown as its symbol.
fn guarded(html: &str) -> String {
    let mut out = html.replace('\u{1f}', "\u{241f}");
    for sign in ["[sound:", "[latex]", "[/latex]", "[$]", "[/$]", "[$$]", "[/$$]", "[anki:"] {
        if out.contains(sign) {
            out = out.replace(sign, &format!("&#91;{}", &sign[1..]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anki_would_play_or_typeset_is_text() {
        assert_eq!(guarded("a [sound:x.mp3] [$]x[/$] [1]"), "a &#91;sound:x.mp3] &#91;$]x&#91;/$] [1]");
    }
}
