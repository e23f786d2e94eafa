//! Lints: what an author may want to look at again. `studybook check` runs them, `build` does not.
//!
//! In: a guide and its links. Out: advice in the report. Each lint is a function; which are on and from where on they
//! speak stands under `[check]` in `book.toml`. No clock is read: "out of date" is relative to the newest topic.

use std::collections::HashMap;

use crate::guide::absolutes::absolutes;
use crate::guide::false_pictures;
use crate::guide::links::{Links, Target};
use crate::guide::model::{Chapter, Entry, Guide};
use crate::guide::unanswered::Unanswered;
use crate::problem::advice::Lint;
use crate::problem::report::{Place, Report};
use crate::reading::inputs::{AssetFile, Inputs};
use crate::text::date::days_of;
use crate::text::likeness::{self, Wording};
use crate::text::span::Span;
use crate::topic::document::{LinkKind, Media, UnsetMark};
use crate::topic::parse::Topic;

/// Fewer topics than this are no crowd to stand out from.
const CROWD: usize = 10;
/// A chapter with fewer topics of its own cannot be uneven.
const CHAPTER_CROWD: usize = 8;
/// Texts with fewer words have no grade worth comparing.
const GRADED_WORDS: usize = 100;
/// From this modified z-score on a value is an outlier (Iglewicz and Hoaglin, *How to Detect and Handle Outliers*, 1993).
const OUTLIER: f64 = 3.5;
/// A median absolute deviation of zero would make outliers of all that differ at all.
const LEAST_DEVIATION: f64 = 1.0;

/// How a lint is run.
#[derive(Clone, Copy)]
enum Rule {
    /// By a function.
    Of(fn(&Guide, &Links, &Inputs, &mut Report)),
    /// By what it found the last time.
    Unanswered,
}

/// The lints by name.
const RULES: [(&str, Rule); 15] = [
    ("near-duplicate", Rule::Of(near_duplicates)),
    ("stub", Rule::Of(stubs)),
    ("no-example", Rule::Of(without_example)),
    ("orphan", Rule::Of(orphans)),
    ("tag-used-once", Rule::Of(tags_used_once)),
    ("long-summary", Rule::Of(long_summaries)),
    ("out-of-date", Rule::Of(out_of_date)),
    ("hard-to-read", Rule::Of(hard_to_read)),
    ("uneven-difficulty", Rule::Of(uneven_difficulty)),
    ("norun-without-reason", Rule::Of(norun_without_reason)),
    ("card-without-id", Rule::Of(cards_without_id)),
    ("unanswered-ask", Rule::Unanswered),
    ("large-picture", Rule::Of(large_pictures)),
    ("unset-mark", Rule::Of(unset_marks)),
    ("no-picture", Rule::Of(no_pictures)),
];

/// Runs every lint that is on.
pub fn lint(guide: &Guide, links: &Links, inputs: &Inputs, report: &mut Report) {
    lint_again(guide, links, inputs, &mut Unanswered::default(), report);
}

/// The same with what the last run found.
pub fn lint_again(guide: &Guide, links: &Links, inputs: &Inputs, last: &mut Unanswered, report: &mut Report) {
    for (_, rule) in RULES.iter().filter(|(name, _)| guide.settings.check.is_on(name)) {
        match rule {
            Rule::Of(rule) => rule(guide, links, inputs, report),
            Rule::Unanswered => last.update(guide, report),
        }
    }
    if guide.settings.check.is_on("absolute") {
        absolutes(guide, inputs, report);
    }
    if guide.settings.check.is_on("requires-ahead") {
        requires_ahead(guide, report);
    }
}

fn at_title(entry: &Entry) -> Place {
    Place::span(&entry.topic.source, entry.topic.front.title.span)
}

/// Questions, and other wordings of them, that are nearly those of another topic.
fn near_duplicates(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    let mut wordings: Vec<Wording> = Vec::new();
    let mut of: Vec<(usize, Place, &str)> = Vec::new();
    // A table of words asks in its rows; many are called the same.
    let asking = guide.topics.iter().enumerate().filter(|(_, entry)| entry.topic.table().is_none());
    for (index, entry) in asking {
        let code = leading_code(&entry.topic);
        wordings.push(Wording::about(&entry.topic.front.title.value, code));
        of.push((index, at_title(entry), &entry.topic.title.text));
        for ask in &entry.topic.front.asks {
            wordings.push(Wording::about(&ask.value, code));
            of.push((index, Place::span(&entry.topic.source, ask.span), &ask.value));
        }
    }
    // Topics that are alike, by way of others too, have one number: what is told binds two groups.
    let mut group: Vec<usize> = (0..guide.topics.len()).collect();
    for pair in likeness::pairs(&wordings, f64::from(guide.settings.check.alike_percent) / 100.0) {
        let ((first, _, question), (second, place, _)) = (&of[pair.first], &of[pair.second]);
        let (one, other) = (number(&mut group, *first), number(&mut group, *second));
        if one == other {
            continue;
        }
        group[other] = one;
        let other = guide.topics[*first].topic.source.to_string();
        let lint = Lint::NearDuplicate { percent: percent(pair.likeness), other, question: (*question).to_owned() };
        report.at(place.clone(), lint.into());
    }
}

/// The number of a topic's group; the way there is made shorter for the next time.
fn number(group: &mut [usize], topic: usize) -> usize {
    let mut at = topic;
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// The code a body begins with, which a question such as "What does this print?" is about.
pub fn leading_code(topic: &Topic) -> Option<&str> {
    // Nothing but an empty line may stand before it.
    let first = topic.document.code.first().filter(|block| block.span.start <= topic.body_start + 2);
    first.map(|block| block.code.trim())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a likeness is from 0 to 1")]
fn percent(likeness: f64) -> u32 {
    (likeness * 100.0).round() as u32
}

fn stubs(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    let least = guide.settings.check.stub_words;
    let is_stub = |entry: &&Entry| entry.topic.document.words < least && !entry.topic.front.draft;
    // A table is as long as its words are many.
    for entry in guide.topics.iter().filter(|entry| entry.topic.table().is_none()).filter(is_stub) {
        report.at(at_title(entry), Lint::Stub { words: entry.topic.document.words, least }.into());
    }
}

/// Topics without code, in a guide most of whose topics have some.
fn without_example(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    let has = |entry: &&Entry| entry.topic.document.code.iter().any(|block| block.fence.proof.is_none());
    let texts = || guide.topics.iter().filter(|entry| entry.topic.table().is_none());
    let (topics, with) = (texts().count(), texts().filter(has).count());
    if topics < CROWD || with * 2 < topics {
        return;
    }
    for entry in texts().filter(|entry| !has(entry)) {
        report.at(at_title(entry), Lint::NoExample { topics, with }.into());
    }
}

/// Topics that no other topic, no introduction and no page links to or requires.
fn orphans(guide: &Guide, links: &Links, _: &Inputs, report: &mut Report) {
    let mut named = vec![false; guide.topics.len()];
    for target in links.chapters.iter().chain(&links.pages).flatten() {
        if let Target::Topic(topic, _) = target {
            named[*topic] = true;
        }
    }
    // One topic alone has nobody to link to it.
    if guide.topics.len() < 2 {
        return;
    }
    for (index, entry) in guide.topics.iter().enumerate() {
        // Nobody writes a text about a list of words.
        let is_text = entry.topic.table().is_none();
        if is_text && !named[index] && links.backlinks[index].is_empty() && entry.unlocks.is_empty() {
            report.at(at_title(entry), Lint::Orphan.into());
        }
    }
}

fn tags_used_once(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    if guide.topics.len() < CROWD {
        return;
    }
    for (tag, declared) in guide.tags.iter().zip(&guide.settings.tags) {
        if let [topic] = tag.topics.as_slice() {
            let topic = guide.topics[*topic].topic.path.to_string();
            let place = Place::span(&guide.settings.source, declared.id.span);
            report.at(place, Lint::TagUsedOnce { tag: tag.id.clone(), topic }.into());
        }
    }
}

fn long_summaries(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    let most = guide.settings.check.summary_words;
    for file in guide.files() {
        let Some(summary) = &file.summary else { continue };
        let words = summary.text.split_whitespace().count();
        if words > most {
            let span = file.front.summary.as_ref().map_or(Span::default(), |it| it.span);
            report.at(Place::span(&file.source, span), Lint::LongSummary { words, most }.into());
        }
    }
}

fn out_of_date(guide: &Guide, _: &Links, inputs: &Inputs, report: &mut Report) {
    let updated = |entry: &Entry| entry.topic.front.updated.as_deref().and_then(days_of);
    // A day more, for clocks east of here. What lies behind it is a slip, and makes no other topic old.
    let last = inputs.today.and_then(|today| i64::try_from(today).ok()).map(|today| today + 1);
    let is_ahead = |day: i64| last.is_some_and(|last| day > last);
    let dated: Vec<(&Entry, i64)> = guide.topics.iter().filter_map(|entry| Some((entry, updated(entry)?))).collect();
    let newest = dated.iter().filter(|(_, day)| !is_ahead(*day)).max_by_key(|(_, day)| *day);
    for (entry, day) in &dated {
        if let Some(last) = last.filter(|last| day > last) {
            report.at(at_date(entry), Lint::OutOfDate { days: last - 1 - day, newest: String::new() }.into());
        } else if let Some((other, newest)) = newest
            && newest - day > guide.settings.check.stale_days
        {
            let text = other.topic.front.updated.clone().unwrap_or_default();
            report.at(at_date(entry), Lint::OutOfDate { days: newest - day, newest: text }.into());
        }
    }
}

fn at_date(entry: &Entry) -> Place {
    Place::span(&entry.topic.source, entry.topic.front.updated_span)
}

/// The Automated Readability Index (Senter and Smith, 1967) as a school grade: it needs no syllables, so it compares
/// texts of one language whatever it is.
struct Grade {
    grade: f64,
    longest: usize,
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^52")]
fn grade(entry: &Entry) -> Option<Grade> {
    // Words are no sentences.
    if entry.topic.table().is_some() {
        return None;
    }
    let (mut letters, mut words, mut sentences, mut longest) = (0, 0, 0, 0);
    for section in &entry.topic.document.sections {
        let mut in_sentence = 0;
        for word in section.text.split_whitespace() {
            words += 1;
            in_sentence += 1;
            letters += word.chars().filter(|c| c.is_alphanumeric()).count();
            if word.trim_end_matches(['"', ')', '”', '’', '\'']).ends_with(['.', '!', '?', ':', '。']) {
                sentences += 1;
                longest = longest.max(in_sentence);
                in_sentence = 0;
            }
        }
        if in_sentence > 0 {
            sentences += 1;
            longest = longest.max(in_sentence);
        }
    }
    let (letters, all, sentences) = (letters as f64, words as f64, f64::max(1.0, f64::from(sentences)));
    (words >= GRADED_WORDS).then(|| Grade { grade: 4.71 * letters / all + 0.5 * all / sentences - 21.43, longest })
}

#[expect(clippy::cast_possible_truncation, reason = "grades are small")]
fn hard_to_read(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    let graded: Vec<(&Entry, Grade)> = guide.topics.iter().filter_map(|entry| Some((entry, grade(entry)?))).collect();
    if graded.len() < CROWD {
        return;
    }
    let middle = median(graded.iter().map(|(_, it)| it.grade).collect());
    let deviation = median(graded.iter().map(|(_, it)| (it.grade - middle).abs()).collect()).max(LEAST_DEVIATION);
    for (entry, it) in &graded {
        // 0.6745 makes the deviation comparable to a standard deviation.
        if 0.6745 * (it.grade - middle) / deviation > OUTLIER {
            let (grade, median) = (it.grade.round() as i64, middle.round() as i64);
            report.at(at_title(entry), Lint::HardToRead { grade, median, longest: it.longest }.into());
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Chapters most of whose own topics are of one level.
fn uneven_difficulty(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    for chapter in guide.chapters.iter().filter(|chapter| chapter.topics.len() >= CHAPTER_CROWD) {
        let topics = chapter.topics.len();
        for (index, level) in guide.settings.levels.iter().enumerate() {
            let count = chapter.topics.iter().filter(|&&topic| guide.topics[topic].level == index).count();
            if guide.settings.levels.len() > 1 && count * 100 > topics * guide.settings.check.level_percent {
                let lint = Lint::UnevenDifficulty {
                    chapter: chapter.path.to_string(),
                    level: level.id.clone(),
                    count,
                    topics,
                };
                match &chapter.introduction {
                    Some(it) => report.at(Place::span(&it.source, it.front.title.span), lint.into()),
                    None => report.add(lint.into()),
                }
            }
        }
    }
}

/// What a topic requires of a chapter that a reader comes to later. Within a chapter what is required comes first.
fn requires_ahead(guide: &Guide, report: &mut Report) {
    for (index, entry) in guide.topics.iter().enumerate() {
        for written in &entry.topic.front.requires {
            let Some(required) = guide.topic_named(&written.value) else { continue };
            if required > index && guide.topics[required].chapter != entry.chapter {
                let path = guide.topics[required].topic.source.to_string();
                report.at(Place::span(&entry.topic.source, written.span), Lint::RequiresAhead { path }.into());
            }
        }
    }
}

fn norun_without_reason(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    for file in guide.files() {
        for block in file.document.code.iter().filter(|block| block.fence.no_run.as_deref() == Some("")) {
            report.at(Place::span(&file.source, block.opening), Lint::NorunWithoutReason.into());
        }
    }
}

/// Pictures that take long to load, each told where it is first shown.
fn large_pictures(guide: &Guide, links: &Links, inputs: &Inputs, report: &mut Report) {
    let most = guide.settings.check.picture_kilobytes;
    let kilobytes = |asset: &AssetFile| Some(asset.bytes.len().div_ceil(1000)).filter(|kilobytes| *kilobytes > most);
    where_shown(guide, links, inputs, kilobytes, |path, kilobytes, place| {
        report.at(place, Lint::LargePicture { path: path.to_owned(), kilobytes, most }.into());
    });
}

/// Files that are shown as pictures and are none, each told where it is first shown.
fn no_pictures(guide: &Guide, links: &Links, inputs: &Inputs, report: &mut Report) {
    where_shown(guide, links, inputs, false_pictures::fault, |path, reason, place| {
        report.at(place, Lint::NoPicture { path: path.to_owned(), reason }.into());
    });
}

/// Tells what is found of pictures, where each is first shown.
fn where_shown<T>(
    guide: &Guide,
    links: &Links,
    inputs: &Inputs,
    find: impl Fn(&AssetFile) -> Option<T>,
    mut tell: impl FnMut(&str, T, Place),
) {
    let pictures = inputs.assets.iter().filter(|asset| Media::of(&asset.path).is_none());
    let mut found: HashMap<&str, T> = pictures.filter_map(|asset| Some((asset.path.as_str(), find(asset)?))).collect();
    let targets = links.topics.iter().chain(introduced(guide, links)).chain(&links.pages);
    for (file, targets) in guide.files().zip(targets) {
        for (link, target) in file.document.links.iter().zip(targets) {
            if let (LinkKind::Image, Target::Asset(path, _)) = (link.kind, target)
                && let Some(it) = found.remove(path.as_str())
            {
                tell(path.as_str(), it, Place::span(&file.source, link.span));
            }
        }
    }
}

/// The targets of introductions, in the order of `Guide::files`.
fn introduced<'l>(guide: &Guide, links: &'l Links) -> impl Iterator<Item = &'l Vec<Target>> {
    let has = |(chapter, targets): (&Chapter, &'l Vec<Target>)| chapter.introduction.is_some().then_some(targets);
    guide.chapters.iter().zip(&links.chapters).filter_map(has)
}

/// Text that would clearly be a mark if the guide allowed it, once a file.
fn unset_marks(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    for file in guide.files() {
        let Some(UnsetMark { mark, written, span }) = &file.document.unset_mark else { continue };
        let lint = Lint::UnsetMark { written: written.clone(), key: mark.key() };
        report.at(Place::span(&file.source, *span), lint.into());
    }
}

/// Cards whose ids would change with their wording, in a guide that says it is for studying.
fn cards_without_id(guide: &Guide, _: &Links, _: &Inputs, report: &mut Report) {
    let study = guide.settings.study;
    if !study.is_declared || !study.enabled {
        return;
    }
    for entry in &guide.topics {
        let document = &entry.topic.document;
        let questions = document.questions.iter().filter(|it| it.id.is_none()).map(|it| &it.span);
        let quizzes = document.quizzes.iter().filter(|it| it.is_card && it.id.is_none()).map(|it| &it.opening);
        let examples = document.code.iter().filter(|it| study.output && document.asks(it) && it.fence.id.is_none());
        let mut places: Vec<_> = questions.chain(quizzes).chain(examples.map(|it| &it.opening)).collect();
        places.sort_by_key(|place| place.start);
        if let Some(first) = places.first() {
            let lint = Lint::CardWithoutId { cards: places.len() };
            report.at(Place::span(&entry.topic.source, **first), lint.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::advice::NAMES;

    #[test]
    fn every_lint_that_can_be_switched_off_is_run() {
        assert_eq!(RULES.map(|(name, _)| name), NAMES);
    }
}
