//! The search index: topics in, scripts out.
//!
//! In: what a reader may look for in each topic. Out: the files of `search/`, classic scripts that work from a server's
//! sub-folder and from disk alike. It reads no files and gives equal bytes for equal topics, whatever the number of threads
//! and whatever was gathered before.
//!
//! ```text
//! gather   each run of topics -> terms, weights (weight; token, operator, arabic, character, fold, spelling, stop; numbers, hash), in parallel
//! gathered what each run of the last index came to: only runs that changed are cut into words again
//! merge    runs -> one ordered list of terms
//! plan     how many files, where to cut
//! shard    terms-XX, homes-XX, places-XX      known     words
//! show     show-XX, heads-XX                  manifest  what there is and where
//! ```
//!
//! **Format 4.** Every file calls `studybookSearch(name, stamp, value)`, once or more. The client loads `manifest.js`, then
//! for a query only the `terms-XX` whose range holds its words (with a `core`, `terms-00`, and others for words that are not in it) and the `show-XX` that hold the topics it shows; once
//! they stand, `homes-XX` and `heads-XX` for the sections under them; `words.js` after a typing error; `places-XX.js` for a phrase in quotes; `facets.js` (large guides) for filters. The modules that
//! write a part describe it. A change of any of them raises [`FORMAT`]; a client meeting another number reloads the
//! manifest past the cache once, then says that search cannot be used.
//!
//! Terms are folded but not stemmed: the client groups the forms of a word when it asks. So an exact form outranks its
//! relatives, prefixes and corrections work on real words, and no stemmer needs to agree with another: the browser's is the only one
//! (Snowball's own, for nine languages beside English). Where folding hides what it reads, the terms' spellings come along (`spelling`).

mod arabic;
mod character;
mod compound;
mod digits;
mod facets;
mod fold;
mod gather;
mod gathered;
mod hash;
mod word_list;
mod directory;
mod merge;
mod term_numbers;
mod operator;
mod cuts;
mod script;
mod shard;
mod result_rows;
mod spelling;
mod stop;
pub mod token;
mod weight;

use crate::search::cuts::Inline;
use crate::search::directory::Contents;
use crate::search::facets::FacetLists;
pub use crate::search::facets::Facets;
pub use crate::search::gathered::Gathered;
use crate::search::script::Part;
pub use crate::search::spelling::Spelling;

/// Version of the files' format.
pub const FORMAT: u32 = 4;

/// Most topics that are gathered together. How many are, changes nothing in the result.
const RUN: usize = 256;
/// Runs into which a guide is parted where that makes none too long: after an edit one of them is gathered again.
const RUNS: usize = 32;

/// A topic as search sees it.
#[derive(Clone, Debug, Hash)]
pub struct SearchTopic<'a> {
    /// `python.concurrency.gil`
    pub id: &'a str,
    /// From the site's root: `python/concurrency/gil.html`
    pub url: &'a str,
    /// Plain text; code may stand between backticks.
    pub title: &'a str,
    /// The same; may equal the title.
    pub short: &'a str,
    /// The same; shown with each result.
    pub summary: &'a str,
    /// Other wordings of the title.
    pub asks: &'a [String],
    /// Ids of tags.
    pub tags: &'a [String],
    /// Id of the difficulty.
    pub difficulty: &'a str,
    /// Path of the chapter: `python/concurrency`
    pub chapter: &'a str,
    /// In order; the first may be the text before any heading.
    pub sections: Vec<SearchSection<'a>>,
}

/// A heading and what stands under it; also a follow-up question and its answer.
#[derive(Clone, Debug, Hash)]
pub struct SearchSection<'a> {
    /// The anchor; `None` for the text before any heading.
    pub id: Option<&'a str>,
    /// Plain text; code may stand between backticks.
    pub heading: &'a str,
    /// The same.
    pub text: &'a str,
    /// Code blocks.
    pub code: &'a str,
}

/// The index of an English guide: paths under `search/` and their bytes.
pub fn index(topics: &[SearchTopic], facets: &Facets) -> Vec<(String, Vec<u8>)> {
    index_in("en", topics, facets, &mut Gathered::default())
}

/// The index of a guide in any language: its stop words, and for some the spellings that its stemmer needs. What `gathered`
/// holds of the same topics is not gathered again.
pub fn index_in(
    language: &str,
    topics: &[SearchTopic],
    facets: &Facets,
    gathered: &mut Gathered,
) -> Vec<(String, Vec<u8>)> {
    let stop = stop::words(language);
    let spelling = Spelling::of(language);
    let runs = gathered.update(topics, (topics.len() / RUNS).clamp(16, RUN), facets, stop, spelling);
    let mut merged = merge::merge(&runs, gather::count(topics.len()));
    let lists = FacetLists::new(facets, topics);
    let plan = cuts::plan(topics.len());
    let core = if plan.has_core { merged.core_first() } else { 0 };
    // With a core the terms are few parts, and the client takes the words from them.
    let known = if core > 0 { &[] } else { &merged.terms[..] };
    let words = script::part("words".to_owned(), &word_list::words(known));
    let (terms, starts) = shard::terms(&merged, plan.terms, core);
    let places = shard::places(&merged, &starts, plan.places);
    let homes = shard::homes(&merged, &starts, plan.homes);
    let show = result_rows::show(topics, &lists, plan.show);
    let heads = result_rows::heads(topics, plan.heads);
    let facets = plan.facets_apart.then(|| script::part("facets".to_owned(), &directory::facets(topics, &lists)));
    let contents = Contents {
        language,
        stop,
        spelling,
        keywords: &merged.keywords(),
        lists: &lists,
        plan: &plan,
        has_core: core > 0,
        terms: &terms,
        show: &show,
        heads: &heads,
        homes: &homes,
        places: &places,
        words: &words,
        facets: facets.as_ref(),
    };
    let manifest = script::part("manifest".to_owned(), &directory::manifest(topics, &contents));
    let mut files = Files { first: manifest, others: Vec::new() };
    files.put(vec![words], plan.has_core || matches!(plan.inline, Inline::All | Inline::Index));
    files.put(terms.parts, matches!(plan.inline, Inline::All | Inline::Index));
    files.put(show.parts, plan.inline != Inline::Nothing);
    if plan.inline == Inline::Show {
        files.put(join(homes.parts, heads.parts), false);
    } else {
        files.put(homes.parts, plan.inline != Inline::Nothing);
        files.put(heads.parts, plan.inline != Inline::Nothing);
    }
    files.put(places.parts, plan.inline == Inline::All);
    files.put(facets.into_iter().collect(), false);
    files.finish()
}

/// The first parts, each with what follows it in the same file.
fn join(parts: Vec<Part>, follow: Vec<Part>) -> Vec<Part> {
    let add = |(mut part, next): (Part, Part)| {
        part.script.extend(next.script);
        part
    };
    parts.into_iter().zip(follow).map(add).collect()
}

/// Files in the making: the manifest's, and the others.
struct Files {
    first: Part,
    others: Vec<Part>,
}

impl Files {
    /// Adds parts, in files of their own or in the manifest's.
    fn put(&mut self, parts: Vec<Part>, inline: bool) {
        if inline {
            self.first.script.extend(parts.into_iter().flat_map(|part| part.script));
        } else {
            self.others.extend(parts);
        }
    }

    fn finish(self) -> Vec<(String, Vec<u8>)> {
        let all = std::iter::once(self.first).chain(self.others);
        all.map(|part| (format!("{}.js", part.name), part.script)).collect()
    }
}

/// The stop words of a language.
pub fn stop_words(language: &str) -> &'static [&'static str] {
    stop::words(language)
}
