//! The letters of pictures: Latin, Greek and Cyrillic in two weights, and in one of equal width for code, with kerning, set from left to right.
//!
//! In: text. Out: widths, lines, outlines. Scripts that need shaping are not covered, and [`Face::spells`] says so.

use std::sync::LazyLock;

use tiny_skia::PathBuilder;
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{GlyphId, OutlineBuilder};
use unicode_normalization::UnicodeNormalization;

/// A weight of the letters; `None` if the program was built with a broken file.
pub type Weight = LazyLock<Option<Face>>;

/// For titles.
pub static SEMIBOLD: Weight = LazyLock::new(|| Face::parse(include_bytes!("../../../fonts/card-semibold.ttf")));
/// For all else.
pub static REGULAR: Weight = LazyLock::new(|| Face::parse(include_bytes!("../../../fonts/card-regular.ttf")));

/// For code.
pub static MONO: Weight = LazyLock::new(|| Face::parse(include_bytes!("../../../fonts/card-mono.ttf")));

/// A weight, read.
pub struct Face {
    face: ttf_parser::Face<'static>,
    units: f32,
    pairs: Vec<PairAdjustment<'static>>,
}

impl Face {
    fn parse(bytes: &'static [u8]) -> Option<Self> {
        let face = ttf_parser::Face::parse(bytes, 0).ok()?;
        let lookups = face.tables().gpos.map(|gpos| gpos.lookups).into_iter().flatten();
        let pairs = lookups
            .flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable<'static>>())
            .filter_map(|table| if let PositioningSubtable::Pair(pair) = table { Some(pair) } else { None })
            .collect();
        Some(Self { units: f32::from(face.units_per_em()), face, pairs })
    }

    /// The text as it can be set: composed, spaces made one, signs that are neither letters nor known left out. `None`
    /// if a letter is missing, so that no word loses a part.
    pub fn spells(&self, text: &str) -> Option<String> {
        let mut spelled = String::with_capacity(text.len());
        for letter in text.nfc() {
            if letter.is_whitespace() {
                spelled.push(' ');
            } else if self.face.glyph_index(letter).is_some() {
                spelled.push(letter);
            } else if letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter) {
                return None;
            }
        }
        let words: Vec<&str> = spelled.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Whether each sign of a text has a letter, spaces too.
    pub fn has_all(&self, text: &str) -> bool {
        text.chars().all(|letter| self.face.glyph_index(letter).is_some())
    }

    /// How wide a line is, in pixels.
    pub fn width(&self, line: &str, size: f32) -> f32 {
        self.place(line, size, &mut |_, _| ())
    }

    /// Breaks text into lines no wider than `width`, as even in length as their number allows. A word that is too wide
    /// alone is broken.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let words: Vec<Word> = text.split(' ').flat_map(|word| self.pieces(word, size, width)).collect();
        let space = self.width(" ", size);
        let lines = fill(&words, space, width);
        let (mut low, mut high) = (words.iter().map(|word| word.width).fold(0.0, f32::max), width);
        while high - low > 8.0 {
            let middle = f32::midpoint(low, high);
            if fill(&words, space, middle).len() > lines.len() { low = middle } else { high = middle }
        }
        let line = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        fill(&words, space, high).into_iter().map(line).collect()
    }

    /// The word, or as many parts of it as it needs.
    fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<Word> {
        let whole = Word { width: self.width(word, size), text: word.to_owned() };
        if whole.width <= width {
            return vec![whole];
        }
        let mut pieces = vec![Word::default()];
        for letter in word.chars() {
            let text = letter.to_string();
            let wide = self.width(&text, size);
            match pieces.last_mut() {
                Some(piece) if piece.width + wide <= width => {
                    piece.text.push(letter);
                    piece.width += wide;
                }
                _ => pieces.push(Word { text, width: wide }),
            }
        }
        pieces
    }

    /// Adds the outlines of a line whose baseline begins at `x` and `y`. Returns where it ends.
    pub fn outline(&self, line: &str, size: f32, (x, y): (f32, f32), path: &mut PathBuilder) -> f32 {
        let scale = size / self.units;
        let width = self.place(line, size, &mut |glyph, offset| {
            self.face.outline_glyph(glyph, &mut Pen { path, scale, x: x + offset, y });
        });
        x + width
    }

    /// Calls `put` for each glyph with its distance from the line's beginning. Returns the line's width.
    fn place(&self, line: &str, size: f32, put: &mut dyn FnMut(GlyphId, f32)) -> f32 {
        let scale = size / self.units;
        let (mut x, mut before) = (0.0, None);
        for glyph in line.chars().filter_map(|letter| self.face.glyph_index(letter)) {
            x += before.map_or(0.0, |before| f32::from(self.kerning(before, glyph)) * scale);
            put(glyph, x);
            x += f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * scale;
            before = Some(glyph);
        }
        x
    }

    fn kerning(&self, left: GlyphId, right: GlyphId) -> i16 {
        let find = |pair: &PairAdjustment<'static>| match pair {
            PairAdjustment::Format1 { coverage, sets } => sets.get(coverage.get(left)?)?.get(right),
            PairAdjustment::Format2 { coverage, classes, matrix } => {
                coverage.get(left)?;
                matrix.get((classes.0.get(left), classes.1.get(right)))
            }
        };
        self.pairs.iter().find_map(find).map_or(0, |(first, _)| first.x_advance)
    }
}

/// A word, measured.
#[derive(Default)]
struct Word {
    text: String,
    width: f32,
}

/// The words of each line when none is wider than `width`.
fn fill(words: &[Word], space: f32, width: f32) -> Vec<&[Word]> {
    let (mut lines, mut start, mut wide) = (Vec::new(), 0, 0.0);
    for (at, word) in words.iter().enumerate() {
        if at > start && wide + space + word.width > width {
            lines.push(&words[start..at]);
            start = at;
        }
        wide = if at == start { word.width } else { wide + space + word.width };
    }
    lines.push(&words[start..]);
    lines
}

/// Draws outlines at a place and size; fonts count upwards, pictures downwards.
struct Pen<'a> {
    path: &'a mut PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face() -> &'static Face {
        SEMIBOLD.as_ref().unwrap()
    }

    #[test]
    fn letters_are_kerned() {
        assert!(face().width("AV", 100.0) + 3.0 < face().width("A", 100.0) + face().width("V", 100.0));
    }

    #[test]
    fn lines_are_even_and_none_is_too_wide() {
        let lines = face().lines("What is the GIL, and what does it mean for threads?", 80.0, 1000.0);
        assert_eq!(lines, ["What is the GIL, and what", "does it mean for threads?"]);
        let lines = face().lines(&"x".repeat(400), 80.0, 1000.0);
        assert!(lines.len() > 10 && lines.iter().all(|line| face().width(line, 80.0) <= 1000.0));
    }

    #[test]
    fn a_word_is_spelled_whole_or_not_at_all() {
        assert_eq!(face().spells(" Was  heißt\n„e\u{301}“? ").as_deref(), Some("Was heißt „é“?"));
        assert_eq!(face().spells("Γιατί; Почему?").as_deref(), Some("Γιατί; Почему?"));
        assert_eq!(face().spells("Why 🤔 threads? \u{202e}"), Some("Why threads?".into()));
        for title in ["全局解释器锁", "ما هو القفل؟", "🤔", ""] {
            assert_eq!(face().spells(title), None, "{title}");
        }
    }
}
