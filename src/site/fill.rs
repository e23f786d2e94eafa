//! A document for one page: the holes of its pieces filled.
//!
//! In: a document, its targets and the page it stands on. Out: the parts of its body. A topic's page and a print page
//! are the same document, filled twice.

use xxhash_rust::xxh3::xxh3_64;

use crate::cards::card::Kind;
use crate::guide::links::Target;
use crate::site::code_views::{card_of, example};
use crate::site::context::Scene;
use crate::site::players;
use crate::site::spot::{Notes, Spot, here, no_link, on_paper, title, url};
use crate::text::escape::escape_into;
use crate::topic::document::{CodeBlock, Fold, Media, Piece, Quiz};
use crate::topic::inline;
use crate::topic::parse::Topic;
use crate::topic::quiz::short_answer::ShortAnswer;
use crate::topic::quiz::written::How;
use crate::view::{BodyPart, ChoiceView, ProofView, QuizView, ShortAnswerView, TabView};

/// A document whose holes are filled.
#[derive(Debug, Default)]
pub struct Filled {
    /// Its body.
    pub parts: Vec<BodyPart>,
    /// On paper, the addresses its links lead to, in the order of their letters from `a`.
    pub notes: Notes,
    /// On paper, how many proofs were left out.
    pub proofs: usize,
}

/// Fills the body of a topic or an introduction.
pub fn body(topic: &Topic, targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> Vec<BodyPart> {
    fill(topic, targets, spot, scene).parts
}

/// Fills the body of a topic or an introduction, and collects its notes.
pub fn fill(topic: &Topic, targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> Filled {
    let mut filling =
        Filling { topic, targets, spot, scene, filled: Filled::default(), html: String::new(), tab_sets: 0 };
    filling.pieces(&topic.document.pieces);
    filling.end_html();
    filling.filled
}

/// Fills some pieces of a topic, and collects their notes.
pub fn part(topic: &Topic, pieces: &[Piece], targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> Filled {
    let mut filling =
        Filling { topic, targets, spot, scene, filled: Filled::default(), html: String::new(), tab_sets: 0 };
    filling.pieces(pieces);
    filling.end_html();
    filling.filled
}

/// Fills a quiz of a topic.
pub fn quiz(topic: &Topic, quiz: &Quiz, targets: &[Target], spot: &Spot<'_>, scene: &Scene<'_>) -> QuizView {
    Filling { topic, targets, spot, scene, filled: Filled::default(), html: String::new(), tab_sets: 0 }.quiz(quiz)
}

/// A document being filled.
struct Filling<'a> {
    topic: &'a Topic,
    targets: &'a [Target],
    spot: &'a Spot<'a>,
    scene: &'a Scene<'a>,
    filled: Filled,
    html: String,
    /// How many groups of code blocks there are so far.
    tab_sets: usize,
}

impl Filling<'_> {
    fn pieces(&mut self, pieces: &[Piece]) {
        let Self { topic, targets, spot, scene, .. } = *self;
        let document = &topic.document;
        for (at, piece) in pieces.iter().enumerate() {
            let html = &mut self.html;
            match piece {
                Piece::Html(text) => html.push_str(text),
                Piece::Id(_) if spot.part_of.is_some() => {}
                Piece::Id(id) => {
                    html.push_str(" id=\"");
                    escape_into(html, spot.prefix);
                    escape_into(html, id);
                    html.push('"');
                }
                Piece::Name(id) => {
                    escape_into(html, spot.prefix);
                    escape_into(html, id);
                }
                Piece::Here(_) if spot.away.is_some() && spot.part_of == Some("") => no_link(html),
                Piece::Here(id) => here(html, id, spot),
                Piece::Href(index) => self.href(*index),
                Piece::Src(index) => {
                    if let Some(target) = targets.get(*index) {
                        let named = match target {
                            Target::Asset(path, _) => spot.away.and_then(|away| away.names.get(path.as_str())),
                            _ => None,
                        };
                        if let Some(name) = named {
                            escape_into(html, name);
                            continue;
                        }
                        let url = match target {
                            // Even where links lead to the site's address, an image is shown from beside the page.
                            Target::Asset(path, _) => path.url_from(spot.page),
                            target => url(target, spot, scene),
                        };
                        escape_into(html, &url);
                    }
                }
                Piece::Size(index) => {
                    if let Some(Target::Asset(path, _)) = targets.get(*index)
                        && let Some((width, height)) = scene.digests.pictures.of_path(path.as_str())
                    {
                        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                }
                Piece::SizedTo(index, width) => {
                    let target = targets.get(*index);
                    let size = match target {
                        Some(Target::Asset(path, _)) => scene.digests.pictures.of_path(path.as_str()),
                        _ => None,
                    };
                    html.push_str(&format!(" width=\"{width}\""));
                    if let Some((own_width, own_height)) = size {
                        let height = (own_height * usize::from(*width)).div_ceil(own_width);
                        html.push_str(&format!(" height=\"{height}\""));
                    }
                }
                Piece::Media(index, width) => {
                    let link = &document.links[*index];
                    if let (Some(Target::Asset(path, _)), Some(media)) =
                        (targets.get(*index), Media::of(&link.destination))
                    {
                        players::push(html, media, path, &link.text, *width, spot);
                    }
                }
                Piece::Title(index) => title(html, targets.get(*index), &document.links[*index].destination, scene),
                Piece::Word(word) => escape_into(html, scene.theme.words.of(*word)),
                Piece::Level(level) => html.push(char::from(b'0' + (level + spot.deeper).min(6))),
                Piece::Fold(fold) => {
                    html.push_str(seam(*fold, spot));
                    if let (Fold::Open, Some(Piece::Id(id))) = (fold, pieces.get(at + 1)) {
                        self.mark_question(id);
                    }
                }
                Piece::Code(index) => self.code(&document.code[*index]),
                Piece::Quiz(index) => {
                    self.end_html();
                    let quiz = self.quiz(&document.quizzes[*index]);
                    self.filled.parts.push(BodyPart { quiz: Some(quiz), ..BodyPart::default() });
                }
            }
        }
    }

    /// Names the card of a question on its page.
    fn mark_question(&mut self, anchor: &str) {
        if let Some(card) = card_of(self.topic, Kind::Question, anchor, self.spot, self.scene) {
            self.html.push_str(" data-card=\"");
            escape_into(&mut self.html, &card.id);
            self.html.push('"');
        }
    }

    fn href(&mut self, index: usize) {
        let Self { topic, targets, spot, scene, .. } = *self;
        let Some(target) = targets.get(index) else { return };
        let url = url(target, spot, scene);
        if url.is_empty() && (spot.away.is_some() || spot.paper.is_some()) {
            return no_link(&mut self.html);
        }
        escape_into(&mut self.html, &url);
        if let Some(paper) = spot.paper {
            let text = &topic.document.links[index].text;
            on_paper(&mut self.html, &mut self.filled.notes, target, (&url, text), paper, scene);
        }
    }

    /// Ends the part that is being written.
    fn end_html(&mut self) {
        if !self.html.is_empty() {
            let html = Some(std::mem::take(&mut self.html));
            self.filled.parts.push(BodyPart { html, ..BodyPart::default() });
        }
    }

    /// A block of code of a group, of which a page that is looked at shows one.
    fn tab(&mut self, block: &CodeBlock) {
        let example = example(block, self.topic, self.spot, self.scene);
        let label = example.title.clone().unwrap_or_else(|| example.language_label.clone());
        let prefix = self.spot.prefix;
        let last = self.filled.parts.last_mut().filter(|part| block.in_turn && !part.tabs.is_empty());
        if let Some(part) = last.filter(|_| self.html.trim().is_empty()) {
            let (set, number) = (self.tab_sets, part.tabs.len() + 1);
            let (id, set) = (format!("{prefix}page.tab-{set}-{number}"), format!("{prefix}page.tabs-{set}"));
            self.html.clear();
            return part.tabs.push(TabView { id, set, label, example });
        }
        self.end_html();
        self.tab_sets += 1;
        let set = self.tab_sets;
        let (id, set) = (format!("{prefix}page.tab-{set}-1"), format!("{prefix}page.tabs-{set}"));
        let tabs = vec![TabView { id, set, label, example }];
        self.filled.parts.push(BodyPart { tabs, ..BodyPart::default() });
    }

    /// A block of code. Proofs that follow each other share a fold; paper leaves them out.
    fn code(&mut self, block: &CodeBlock) {
        let is_page = self.spot.paper.is_none() && self.spot.away.is_none() && self.spot.part_of.is_none();
        let Some(claim) = &block.fence.proof else {
            if block.fence.group.is_some() && is_page {
                return self.tab(block);
            }
            self.end_html();
            let example = Some(example(block, self.topic, self.spot, self.scene));
            return self.filled.parts.push(BodyPart { example, ..BodyPart::default() });
        };
        if self.spot.paper.is_some() {
            self.filled.proofs += 1;
            return;
        }
        let proof = ProofView {
            claim_html: inline::read_with(claim, self.scene.guide.settings.markdown).html,
            example: example(block, self.topic, self.spot, self.scene),
        };
        let follows = self.html.trim().is_empty();
        match self.filled.parts.last_mut() {
            Some(part) if follows && !part.proofs.is_empty() => part.proofs.push(proof),
            _ => {
                self.end_html();
                self.filled.parts.push(BodyPart { proofs: vec![proof], ..BodyPart::default() });
            }
        }
    }

    fn quiz(&mut self, quiz: &Quiz) -> QuizView {
        let outer = std::mem::take(&mut self.filled.parts);
        self.pieces(&quiz.question);
        self.end_html();
        let question = std::mem::replace(&mut self.filled.parts, outer);
        let shown = shown_order(quiz);
        let mut choices = Vec::with_capacity(shown.len());
        for (row, &index) in shown.iter().enumerate() {
            let choice = &quiz.choices[index];
            choices.push(ChoiceView {
                letter: letter(row),
                html: self.line(&choice.pieces),
                right: choice.right,
                why_html: choice.why.as_ref().map(|why| self.line(why)),
                place: (quiz.how == How::Order).then_some(index + 1),
            });
        }
        let answers: Vec<ShortAnswerView> = quiz.answers.iter().map(short_answer).collect();
        let place = |index: usize| shown.iter().position(|&it| it == index).map(letter);
        QuizView {
            anchor: format!("{}{}", self.spot.prefix, quiz.anchor),
            how: quiz.how.word(),
            question,
            order: if quiz.how == How::Order { (0..shown.len()).filter_map(place).collect() } else { Vec::new() },
            choices,
            answers_json: answers_json(&quiz.answers),
            answers,
            number: None,
            card: card_of(self.topic, Kind::Quiz, &quiz.anchor, self.spot, self.scene).map(|card| card.id.clone()),
        }
    }

    /// Pieces that hold no block.
    fn line(&mut self, pieces: &[Piece]) -> String {
        let outer = std::mem::take(&mut self.html);
        self.pieces(pieces);
        std::mem::replace(&mut self.html, outer)
    }
}

/// Choices are shown as they are written; what is to be put in order is mixed, and always in the same way.
fn shown_order(quiz: &Quiz) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..quiz.choices.len()).collect();
    if quiz.how == How::Order {
        shown.sort_by_cached_key(|&index| xxh3_64(format!("{} {}", quiz.anchor, quiz.choices[index].text).as_bytes()));
        if shown.is_sorted() {
            shown.reverse();
        }
    }
    shown
}

/// `A` for the first choice; after `Z` come numbers.
fn letter(index: usize) -> String {
    match u8::try_from(index) {
        Ok(index @ 0..26) => char::from(b'A' + index).to_string(),
        _ => (index + 1).to_string(),
    }
}

/// Short answers for scripts: each has either a text or a pattern.
fn answers_json(answers: &[ShortAnswer]) -> String {
    let json = |answer: &ShortAnswer| match answer {
        ShortAnswer::Text(text) => serde_json::json!({ "text": text }),
        ShortAnswer::Pattern(pattern) => serde_json::json!({ "pattern": pattern }),
    };
    serde_json::Value::Array(answers.iter().map(json).collect()).to_string()
}

fn short_answer(answer: &ShortAnswer) -> ShortAnswerView {
    match answer {
        ShortAnswer::Text(text) => ShortAnswerView { text: Some(text.clone()), pattern: None },
        ShortAnswer::Pattern(pattern) => ShortAnswerView { text: None, pattern: Some(pattern.clone()) },
    }
}

/// The markup of a question: folded on the screen, open on paper.
fn seam(fold: Fold, spot: &Spot<'_>) -> &'static str {
    match (fold, spot.paper) {
        (Fold::Open, None) => "<details class=\"question\"",
        (Fold::Question, None) => "><summary>",
        (Fold::Answer, None) => "</summary>\n",
        (Fold::Close, None) => "</details>\n",
        (Fold::Open, Some(_)) => "<div class=\"question\"",
        (Fold::Question, Some(_)) => "><p class=\"ask\">",
        (Fold::Answer, Some(_)) => "</p>\n",
        (Fold::Close, Some(_)) => "</div>\n",
    }
}
