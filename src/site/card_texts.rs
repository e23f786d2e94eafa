//! What a card shows, for scripts: its prompt, its answer, where it stands in full.
//!
//! In: a card and the scene. Out: [`Text`], whose HTML is as right on any page at the site's root.

use serde::Serialize;

use crate::cards::card::{Card, Kind};
use crate::examples::marks::Verified;
use crate::guide::made_pages;
use crate::path::encode_path;
use crate::site::context::Scene;
use crate::site::fill;
use crate::site::spot::Spot;
use crate::text::escape::{escape, escape_text_into};
use crate::topic::document::{CodeBlock, Heading};
use crate::topic::parse::Topic;
use crate::view::{BodyPart, QuizView};

/// The texts of a card.
#[derive(Debug, Default, Serialize)]
pub struct Text {
    /// The prompt; of an output card there is none but its code.
    #[serde(skip_serializing_if = "String::is_empty")]
    p: String,
    /// The answer.
    #[serde(skip_serializing_if = "String::is_empty")]
    a: String,
    /// The code of an output card.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// It ends with an exception.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    raises: bool,
    /// The anchor on the topic's page.
    e: String,
    /// Other wordings of a topic.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asks: Vec<String>,
    /// The topic's outline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    points: Vec<String>,
    /// The ids of a topic's questions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    follow: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quiz: Option<Asking>,
    /// What an example ran on.
    #[serde(skip_serializing_if = "String::is_empty")]
    v: String,
}

/// A quiz.
#[derive(Debug, Serialize)]
struct Asking {
    how: &'static str,
    choices: Vec<Choosing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    short: Vec<serde_json::Value>,
}

/// A choice.
#[derive(Debug, Serialize)]
struct Choosing {
    h: String,
    right: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<usize>,
}

impl Text {
    /// Characters of prompt and answer.
    pub fn length(&self) -> usize {
        self.p.len() + self.a.len() + self.code.as_ref().map_or(0, String::len)
    }
}

/// The id of the section that names where an answer comes from: nothing that a candidate says.
const SOURCES: &str = "sources";

/// The texts of the cards of a topic, in their order.
pub fn of_topic(scene: &Scene<'_>, index: usize) -> Vec<Text> {
    let cards = scene.deck.of_topic(index);
    let topic = &*scene.guide.topics[index].topic;
    let root = made_pages::STUDY.output();
    let url = topic.path.topic_page().url_from(&root);
    let spot = Spot { part_of: Some(&url), ..Spot::alone(&root) };
    let asked = topic.document.asked();
    let targets = &scene.links.topics[index];
    let text = |card: &Card| match card.kind {
        Kind::Topic => of_summary(scene, index),
        Kind::Question => {
            let part = |pieces| html(&fill::part(topic, pieces, targets, &spot, scene).parts);
            let (p, a) = asked.get(card.index).map_or_else(Default::default, |it| (part(it.question), part(it.answer)));
            Text { p, a, e: here(&topic.document.questions[card.index].anchor), ..Text::default() }
        }
        Kind::Output => of_example(&topic.document.code[card.index], topic, scene),
        Kind::Quiz => {
            let quiz = &topic.document.quizzes[card.index];
            let view = fill::quiz(topic, quiz, targets, &spot, scene);
            Text { p: html(&view.question), e: here(&quiz.anchor), quiz: Some(asking(view)), ..Text::default() }
        }
    };
    cards.iter().map(text).collect()
}

fn of_summary(scene: &Scene<'_>, index: usize) -> Text {
    let topic = &scene.guide.topics[index].topic;
    let questions = scene.deck.of_topic(index).iter().filter(|card| card.kind == Kind::Question);
    let is_point = |heading: &&Heading| heading.level == 2 && !heading.questions && heading.id != SOURCES;
    let points = topic.document.outline.iter().filter(is_point);
    Text {
        p: topic.title.html.clone(),
        a: topic.summary.as_ref().map_or_else(String::new, |summary| summary.html.clone()),
        asks: topic.front.asks.iter().map(|ask| escape(&ask.value)).collect(),
        points: points.map(|heading| heading.text.clone()).collect(),
        follow: questions.map(|card| card.id.clone()).collect(),
        ..Text::default()
    }
}

fn of_example(block: &CodeBlock, topic: &Topic, scene: &Scene<'_>) -> Text {
    let output = block.output.as_ref().map(|output| escape_text(output.text.trim_end_matches('\n')));
    let mut answer = output.map_or_else(String::new, |text| format!("<pre><samp>{text}</samp></pre>"));
    if let Some(error) = &block.fence.raises {
        answer.push_str(&format!("<p><code>{}</code></p>", escape_text(error)));
    }
    let ran = match scene.marks.of(&topic.source, block) {
        Some(Verified::On(versions)) => versions.join(" · "),
        _ => String::new(),
    };
    Text {
        a: answer,
        code: Some(scene.highlights.get(block.key, &block.code).html(&block.code)),
        title: block.fence.title.clone(),
        raises: block.fence.raises.is_some(),
        e: here(block.anchor.as_deref().unwrap_or_default()),
        v: ran,
        ..Text::default()
    }
}

fn asking(view: QuizView) -> Asking {
    let choosing =
        |it: crate::view::ChoiceView| Choosing { h: it.html, right: it.right, why: it.why_html, place: it.place };
    let short = view.answers.iter().map(|answer| match (&answer.text, &answer.pattern) {
        (Some(text), _) => serde_json::json!({ "text": text }),
        (None, pattern) => serde_json::json!({ "pattern": pattern }),
    });
    Asking { how: view.how, short: short.collect(), choices: view.choices.into_iter().map(choosing).collect() }
}

/// Parts as HTML: code with what it prints, without marks and buttons.
fn html(parts: &[BodyPart]) -> String {
    let mut html = String::new();
    for part in parts {
        html.push_str(part.html.as_deref().unwrap_or_default());
        let Some(example) = &part.example else { continue };
        html.push_str("<pre><code>");
        html.push_str(&example.code_html);
        html.push_str("</code></pre>\n");
        if let Some(output) = &example.output {
            html.push_str(&format!("<pre class=\"output\"><samp>{}</samp></pre>\n", escape_text(output)));
        }
    }
    html.truncate(html.trim_end().len());
    html
}

fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_text_into(&mut escaped, text);
    escaped
}

/// The anchor as part of a URL.
fn here(anchor: &str) -> String {
    let mut url = "#".to_owned();
    encode_path(anchor, &mut url);
    url
}
