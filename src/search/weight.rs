//! How much an occurrence counts: BM25F.
//!
//! S. Robertson, H. Zaragoza, M. Taylor: *Simple BM25 extension to multiple weighted fields* (CIKM 2004), with a length
//! normalisation of its own for each field (H. Zaragoza et al., *Microsoft Cambridge at TREC-13*, 2004):
//!
//! ```text
//! w(t, d)     = Σ_field  boost · tf(t, d, field) / (1 − b + b · length(d, field) / pivot)
//! s(t, d)     = w / (K1 + w)                                    stored, in LEVELS steps
//! score(q, d) = Σ_t  idf(t) · s(t, d)                           in the client
//! ```
//!
//! The pivot of a field is a constant, not the guide's average: a topic's weights then depend on that topic alone.
//! Of several `asks` the best counts, not their sum, so that a topic asked in five ways does not outweigh others; so it is
//! with headings.

/// Saturation: an occurrence of weight `K1` is worth half of the most.
pub const K1: f32 = 2.5;

/// Steps of the stored saturated weight.
pub const LEVELS: u8 = 15;

/// Words in a section of middling length.
const SECTION: f32 = 80.0;

/// A field of a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Title,
    Short,
    Asks,
    Tags,
    Chapter,
    Heading,
    Summary,
    Body,
    Code,
}

/// The constants of a field.
pub struct Weights {
    pub boost: f32,
    pub b: f32,
    pub pivot: f32,
}

impl Field {
    pub const fn weights(self) -> Weights {
        let (boost, b, pivot) = match self {
            Self::Title => (6.0, 0.4, 10.0),
            Self::Short => (5.0, 0.6, 2.5),
            Self::Asks => (5.0, 0.3, 10.0),
            Self::Tags => (1.5, 0.4, 5.0),
            Self::Chapter => (0.6, 0.3, 4.0),
            Self::Heading => (2.5, 0.4, 6.0),
            Self::Summary => (2.5, 0.4, 45.0),
            Self::Body => (1.0, 0.6, 450.0),
            Self::Code => (0.6, 0.6, 250.0),
        };
        Weights { boost, b, pivot }
    }

    /// What one occurrence adds in a field of `length` words.
    pub fn per_occurrence(self, length: u32) -> f32 {
        let Weights { boost, b, pivot } = self.weights();
        let length = length as f32;
        boost / (1.0 - b + b * length / pivot)
    }

    /// The same where sections of one topic are compared: a long section has more of every word.
    pub fn in_section(self, length: u32) -> f32 {
        match self {
            Self::Body | Self::Code => self.weights().boost / (0.4 + 0.6 * length as f32 / SECTION),
            _ => self.per_occurrence(length),
        }
    }

    /// Whether stop words count here: not where they are only grammar.
    pub const fn keeps_stop_words(self) -> bool {
        !matches!(self, Self::Chapter | Self::Body | Self::Code)
    }
}

/// Occurrences in running text and code count ever less: the tenth mention of `self` says little about a topic.
/// `n` becomes `n / (1 + REPEATS · (n − 1))`, at most `1 / REPEATS`.
const REPEATS: f32 = 0.3;

/// The worth of `n` occurrences in one long field.
pub fn repeated(n: f32) -> f32 {
    if n <= 1.0 { n } else { n / (1.0 + REPEATS * (n - 1.0)) }
}

/// A word inside an identifier counts less than the word by itself.
pub const PART: f32 = 0.6;

/// The level of a word that is the whole name of a topic: "The GIL" comes before all that only speak of the GIL.
pub const NAME: u8 = LEVELS;

/// The stored level of a summed weight: 1 to below [`NAME`], or 0 for none.
pub fn level(weight: f32) -> u8 {
    if weight <= 0.0 {
        return 0;
    }
    let level = weight / (K1 + weight) * f32::from(LEVELS);
    let level = level.round() as u8;
    level.clamp(1, NAME - 1)
}
