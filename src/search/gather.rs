//! Collects the terms of a run of topics: what each weighs, in which section it is at home, where it stands.
//!
//! In: topics. Out: one [`Chunk`] a run, with terms and topics numbered in order of appearance. Chunks do not know of each
//! other, so they can be made in parallel, and kept (`gathered`); `merge` puts them in order.

use serde::{Deserialize, Serialize};

use crate::search::spelling::Spelling;
use crate::search::term_numbers::Numbers;
use crate::search::token::{self, Kind, Role, Scratch};
use crate::search::weight::{Field, NAME, PART, level, repeated};
use crate::search::{Facets, SearchSection, SearchTopic, digits};

/// Sections beyond this many are found, but only the topic is linked.
const MOST_SECTIONS: usize = 63;

/// Positions left free between fields, so that no phrase spans two.
const GAP: u32 = 8;

/// A term in a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Number of the term in its chunk.
    pub term: u32,
    /// Number of the topic in its run.
    pub topic: u32,
    /// Saturated weight, 0 if only phrases need it.
    pub level: u8,
    /// The section where it weighs most: 0 is the topic itself, 1 its first section with an id.
    pub section: u8,
    /// Number of places.
    pub count: u32,
    /// Where its places begin in [`Chunk::places`].
    pub places: u32,
}

/// What a run of topics holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// Terms by number, with what the list of known words wants to know of them.
    pub terms: Vec<Term>,
    /// By topic.
    pub postings: Vec<Posting>,
    /// Gaps between places, as digits.
    pub places: Vec<u8>,
}

/// A term and what it looked like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub text: Box<str>,
    /// A word by itself somewhere, not only part of an identifier or an operator.
    pub is_word: bool,
    /// Stands in a title, question, tag, heading or summary.
    pub is_strong: bool,
    /// It is written as it is folded somewhere.
    pub is_plain: bool,
    /// Other ways in which it is written, where the language asks for them.
    pub spellings: Vec<Box<str>>,
}

/// Collects a run of topics.
pub fn gather(topics: &[SearchTopic], facets: &Facets, stop: &[&str], spelling: Spelling) -> Chunk {
    let mut gathering = Gathering::new(stop, spelling);
    for (number, topic) in (0..).zip(topics) {
        gathering.topic(topic, facets);
        gathering.finish(number);
    }
    let Gathering { mut chunk, numbers, terms, .. } = gathering;
    let term = |known: Known| {
        let Known { is_word, is_strong, is_plain, spellings, .. } = known;
        Term { text: Box::default(), is_word, is_strong, is_plain, spellings }
    };
    chunk.terms = terms.into_iter().map(term).collect();
    for (text, number) in numbers.into_texts() {
        chunk.terms[number as usize].text = text;
    }
    chunk
}

/// What is known of a term so far.
#[derive(Default)]
struct Known {
    /// Its slot in this topic plus 1, or 0.
    slot: u32,
    is_stop: bool,
    /// A single character or a number: nothing to find a code block by.
    is_slight: bool,
    is_word: bool,
    is_strong: bool,
    is_plain: bool,
    spellings: Vec<Box<str>>,
}

/// A term in the topic being read.
#[derive(Default)]
struct Slot {
    term: u32,
    is_stop: bool,
    is_slight: bool,
    /// The whole of the topic's name, but for stop words.
    is_name: bool,
    /// Occurrences in body and code, before their lengths are known.
    body: f32,
    code: f32,
    /// Weight in the other fields.
    sum: f32,
    best_ask: f32,
    best_heading: f32,
    /// Weight in the section being read, and the best so far.
    section: (u8, f32),
    best_section: (u8, f32),
    /// Number of places.
    count: u32,
}

struct Gathering<'a> {
    stop: &'a [&'a str],
    spelling: Spelling,
    chunk: Chunk,
    numbers: Numbers,
    /// By number.
    terms: Vec<Known>,
    slots: Vec<Slot>,
    /// Slot and position of every term of this topic, in order.
    stream: Vec<(u32, u32)>,
    /// The same for the field being read, with the weight of the role.
    field: Vec<(u32, f32)>,
    /// Buffers of `finish`: where each slot's places end, and all places by slot.
    ends: Vec<usize>,
    places: Vec<u32>,
    position: u32,
    /// Words in body and code so far.
    body: u32,
    code: u32,
    scratch: Scratch,
}

impl<'a> Gathering<'a> {
    fn new(stop: &'a [&'a str], spelling: Spelling) -> Self {
        Self {
            stop,
            spelling,
            chunk: Chunk::default(),
            numbers: Numbers::default(),
            terms: Vec::new(),
            slots: Vec::new(),
            stream: Vec::new(),
            field: Vec::new(),
            ends: Vec::new(),
            places: Vec::new(),
            position: 0,
            body: 0,
            code: 0,
            scratch: Scratch::default(),
        }
    }

    fn topic(&mut self, topic: &SearchTopic, facets: &Facets) {
        (self.position, self.body, self.code) = (0, 0, 0);
        self.read(Field::Title, topic.title, 0);
        self.read(Field::Short, topic.short, 0);
        for initials in initials(topic.short, self.stop) {
            self.read(Field::Tags, &initials, 0);
        }
        for ask in topic.asks {
            self.read(Field::Asks, ask, 0);
        }
        for tag in topic.tags {
            self.read(Field::Tags, facets.tag_label(tag), 0);
            self.read(Field::Tags, tag, 0);
        }
        for title in facets.chapter_titles(topic.chapter) {
            self.read(Field::Chapter, title, 0);
        }
        self.read(Field::Summary, topic.summary, 0);
        self.sections(&topic.sections);
    }

    fn sections(&mut self, sections: &[SearchSection]) {
        let mut number = 0;
        for section in sections {
            if section.id.is_some() {
                number += 1;
            }
            let place = if section.id.is_some() && number <= MOST_SECTIONS { number } else { 0 };
            let place = place as u8;
            self.read(Field::Heading, section.heading, place);
            self.read(Field::Body, section.text, place);
            self.read(Field::Code, section.code, place);
        }
    }

    /// Cuts one field and adds up its terms.
    fn read(&mut self, field: Field, text: &str, section: u8) {
        if text.is_empty() {
            return;
        }
        let kind = if field == Field::Code { Kind::Code } else { Kind::Prose };
        let start = self.position;
        let mut scratch = std::mem::take(&mut self.scratch);
        self.field.clear();
        let length = token::scan(text, kind, self.stop, self.spelling, &mut scratch, &mut |term, spelled, role, at| {
            let slot = self.slot(term, role, field);
            self.spell(slot, term, spelled);
            if role != Role::Whole {
                self.stream.push((slot, start + at));
                self.slots[slot as usize].count += 1;
            }
            self.field.push((slot, if role == Role::Part { PART } else { 1.0 }));
        });
        self.scratch = scratch;
        self.position = start + length + GAP;
        self.weigh(field, length, section);
    }

    fn weigh(&mut self, field: Field, mut length: u32, section: u8) {
        if field == Field::Short {
            // "The GIL" is as short a name as "GIL".
            let stop = self.field.iter().filter(|&&(slot, _)| self.slots[slot as usize].is_stop).count();
            length = length.saturating_sub(count(stop)).max(1);
            if length == 1 {
                // The letter of "C#" is no name of its topic.
                for &(slot, _) in self.field.iter().filter(|&&(_, worth)| worth > PART) {
                    self.slots[slot as usize].is_name = true;
                }
            }
        }
        match field {
            Field::Body => self.body += length,
            Field::Code => self.code += length,
            _ => {}
        }
        let (each, in_section) = (field.per_occurrence(length), field.in_section(length));
        for &(slot, part) in &self.field {
            let slot = &mut self.slots[slot as usize];
            if slot.is_stop && !field.keeps_stop_words() {
                continue;
            }
            match field {
                Field::Body => slot.body += part,
                Field::Code if slot.is_slight => {}
                Field::Code => slot.code += part,
                Field::Asks => slot.best_ask = slot.best_ask.max(each * part),
                Field::Heading => slot.best_heading = slot.best_heading.max(each * part),
                _ => slot.sum += each * part,
            }
            if section > 0 {
                let so_far = if slot.section.0 == section { slot.section.1 } else { 0.0 };
                slot.section = (section, so_far + in_section * part);
                if slot.section.1 > slot.best_section.1 {
                    slot.best_section = slot.section;
                }
            }
        }
    }

    /// The slot of a term in this topic.
    fn slot(&mut self, term: &str, role: Role, field: Field) -> u32 {
        let number = self.numbers.get(term).unwrap_or_else(|| self.add(term));
        let known = &mut self.terms[number as usize];
        known.is_word |= role != Role::Part;
        known.is_strong |= !matches!(field, Field::Body | Field::Code | Field::Chapter);
        if known.slot == 0 {
            self.slots.push(Slot {
                term: number,
                is_stop: known.is_stop,
                is_slight: known.is_slight,
                ..Slot::default()
            });
            known.slot = count(self.slots.len());
        }
        known.slot - 1
    }

    /// Notes how a term is written.
    fn spell(&mut self, slot: u32, term: &str, spelled: &str) {
        let known = &mut self.terms[self.slots[slot as usize].term as usize];
        if spelled.is_empty() || spelled == term {
            known.is_plain = true;
        } else if known.spellings.iter().all(|other| **other != *spelled) {
            known.spellings.push(spelled.into());
        }
    }

    fn add(&mut self, term: &str) -> u32 {
        let number = count(self.terms.len());
        self.numbers.insert(term, number);
        let is_slight = term.len() < 2 || term.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        self.terms.push(Known { is_stop: self.stop.binary_search(&term).is_ok(), is_slight, ..Known::default() });
        number
    }

    /// Turns the slots of a topic into postings.
    fn finish(&mut self, topic: u32) {
        let Self { ends, places, .. } = self;
        ends.clear();
        let mut total = 0;
        for slot in &self.slots {
            ends.push(total);
            total += slot.count as usize;
        }
        places.clear();
        places.resize(total, 0);
        for &(slot, position) in &self.stream {
            let end = &mut ends[slot as usize];
            places[*end] = position;
            *end += 1;
        }
        let (body, code) = (Field::Body.per_occurrence(self.body), Field::Code.per_occurrence(self.code));
        let mut from = 0;
        for (slot, &to) in self.slots.iter().zip(&*ends) {
            let fields = slot.sum + slot.best_ask + slot.best_heading;
            let weight = fields + repeated(slot.body) * body + repeated(slot.code) * code;
            self.chunk.postings.push(Posting {
                term: slot.term,
                topic,
                level: if slot.is_name && !slot.is_stop { NAME } else { level(weight) },
                section: slot.best_section.0,
                count: slot.count,
                places: count(self.chunk.places.len()),
            });
            let mut last = 0;
            for &place in &places[from..to] {
                digits::push(&mut self.chunk.places, place - last);
                last = place;
            }
            from = to;
            self.terms[slot.term as usize].slot = 0;
        }
        self.slots.clear();
        self.stream.clear();
    }
}

/// `bst` for "Binary search trees": what readers type for a name of three to five words, with and without its stop words.
fn initials(name: &str, stop: &[&str]) -> Vec<String> {
    let words: Vec<&str> =
        name.split([' ', '-']).filter(|w| w.starts_with(|c: char| c.is_ascii_alphabetic())).collect();
    let of = |words: &mut dyn Iterator<Item = &&str>| {
        words.filter_map(|w| w.chars().next()).collect::<String>().to_ascii_lowercase()
    };
    let mut found = vec![of(&mut words.iter())];
    let content = of(&mut words.iter().filter(|w| stop.binary_search(&w.to_ascii_lowercase().as_str()).is_err()));
    if content != found[0] {
        found.push(content);
    }
    found.retain(|letters| (3..=5).contains(&letters.len()));
    found
}

/// A count as it is stored. More than four thousand million of anything is out of reach for one guide.
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
