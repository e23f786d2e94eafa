//! The files of the last build, parsed: the next one parses only what changed.
//!
//! In: the Markdown files. Out: their topics and problems. A file counts as unchanged if its text is equal, byte for
//! byte, the settings of Markdown are, and the files are from which its code blocks take their code; nothing else goes into
//! parsing.
//!
//! Between two runs of the program topics lie in an archive, encoded (postcard), by a digest (XXH3-128) of the file's path and text and of
//! those settings. What was said of a file is not encoded: one with problems is parsed again, and so is one that takes code from others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use crate::memo::archive::{Key, Value};
use crate::path::{SourcePath, TopicPath};
use crate::problem::report::Report;
use crate::reading::inputs::{AssetFile, TopicFile};
use crate::reading::settings::MarkdownSettings;
use crate::topic::listing::{self, Wanted};
use crate::topic::parse::{self, Topic};

/// While one topic of so many is new, or gone, topics are not written anew.
const SMALL_PART: usize = 32;

/// Parsed files, in the order in which they were given.
#[derive(Debug, Default)]
pub struct Parsed {
    settings: MarkdownSettings,
    files: Vec<Kept>,
    /// Topics of an earlier run of the program, encoded.
    recalled: HashMap<Key, Value>,
}

#[derive(Debug)]
struct Kept {
    source: SourcePath,
    text: Arc<str>,
    topic: Option<Arc<Topic>>,
    listings: Wanted,
    problems: Report,
    /// The topic, if an earlier run of the program encoded it.
    encoded: Option<Value>,
}

impl Kept {
    fn parse(file: &TopicFile, settings: MarkdownSettings, assets: &[AssetFile]) -> Self {
        let mut problems = Report::new();
        let topic = parse::parse(file, settings, assets, &mut problems).map(Arc::new);
        let listings = topic.as_ref().map(|topic| topic.document.listings.clone()).unwrap_or_default();
        let (source, text) = (file.file.source.clone(), file.file.text.clone());
        Self { source, text, topic, listings, problems, encoded: None }
    }

    /// As an earlier run of the program parsed it.
    fn decode(file: &TopicFile, settings: MarkdownSettings, recalled: &HashMap<Key, Value>) -> Option<Self> {
        if recalled.is_empty() {
            return None;
        }
        let (source, text) = (file.file.source.clone(), file.file.text.clone());
        let encoded = recalled.get(&key(&source, &text, settings))?;
        let topic = Some(Arc::new(postcard::from_bytes(encoded.as_ref()).ok()?));
        let (listings, problems) = (Wanted::new(), Report::new());
        Some(Self { source, text, topic, listings, problems, encoded: Some(encoded.clone()) })
    }

    /// Whether the next run of the program is to recall it.
    fn is_to_keep(&self) -> bool {
        self.topic.is_some() && self.listings.is_empty() && self.problems.is_empty()
    }

    /// The topic, encoded.
    fn encode(&self) -> Option<Value> {
        let topic = self.topic.as_deref().filter(|_| self.is_to_keep())?;
        let encode = || Some(Value::new(postcard::to_extend(topic, Vec::new()).ok()?));
        self.encoded.clone().or_else(encode)
    }

    /// Whether the files whose code stands in this one are as they were.
    fn listings_are(&self, assets: &[AssetFile]) -> bool {
        let is_same = |was: &Option<Arc<[u8]>>, is: Option<&AssetFile>| match (was, is) {
            (Some(was), Some(is)) => Arc::ptr_eq(was, &is.bytes) || *was == is.bytes,
            (was, is) => was.is_none() && is.is_none(),
        };
        self.listings.iter().all(|(path, bytes)| is_same(bytes, listing::find(path, assets)))
    }
}

/// Of all that [`parse::parse`] reads of a file that names no other.
fn key(source: &SourcePath, text: &str, settings: MarkdownSettings) -> Key {
    let mut hash = Xxh3::new();
    (source, settings).hash(&mut hash);
    hash.update(text.as_bytes());
    hash.digest128()
}

impl Parsed {
    /// With what [`Parsed::news`] gave in an earlier run of the program.
    pub fn recalled(values: HashMap<Key, Value>) -> Self {
        Self { recalled: values, ..Self::default() }
    }

    /// What the next run is to recall; none while this one recalled nearly all of it: to parse a few files again costs less than to
    /// write all topics after each edit.
    pub fn news(&self) -> Option<BTreeMap<Key, Value>> {
        let new = self.files.iter().filter(|kept| kept.encoded.is_none() && kept.is_to_keep()).count();
        let gone = self.recalled.len().saturating_sub(self.files.len());
        if new.max(gone) * SMALL_PART <= self.recalled.len() {
            return None;
        }
        let encode = |kept: &Kept| Some((key(&kept.source, &kept.text, self.settings), kept.encode()?));
        Some(self.files.par_iter().filter_map(encode).collect())
    }

    /// Parses what is new or changed. Gives all topics, and the paths of the files that could not be parsed.
    pub fn update(
        &mut self,
        files: &[TopicFile],
        settings: MarkdownSettings,
        assets: &[AssetFile],
        report: &mut Report,
    ) -> (Vec<Arc<Topic>>, BTreeSet<TopicPath>) {
        if self.settings != settings {
            (self.settings, self.files) = (settings, Vec::new());
        }
        let mut known = self.in_order_of(files, assets);
        let changed: Vec<usize> = (0..files.len()).filter(|&at| known[at].is_none()).collect();
        let recalled = &self.recalled;
        let parse = |&at: &usize| {
            let file = &files[at];
            Kept::decode(file, settings, recalled).unwrap_or_else(|| Kept::parse(file, settings, assets))
        };
        let new: Vec<Kept> = changed.par_iter().map(parse).collect();
        for (at, kept) in changed.into_iter().zip(new) {
            known[at] = Some(kept);
        }
        self.files = known.into_iter().flatten().collect();
        let mut topics = Vec::with_capacity(files.len());
        let mut unread = BTreeSet::new();
        for (file, kept) in files.iter().zip(&self.files) {
            report.merge(kept.problems.clone());
            match &kept.topic {
                Some(topic) => topics.push(topic.clone()),
                None => {
                    unread.insert(file.path.clone());
                }
            }
        }
        (topics, unread)
    }

    /// Of each file what is known of it; nothing if its text is another.
    fn in_order_of(&mut self, files: &[TopicFile], assets: &[AssetFile]) -> Vec<Option<Kept>> {
        let last = std::mem::take(&mut self.files);
        let is_same = |kept: &Kept, file: &TopicFile| {
            (Arc::ptr_eq(&kept.text, &file.file.text) || kept.text == file.file.text) && kept.listings_are(assets)
        };
        // Mostly no file has come or gone.
        if last.iter().map(|kept| &kept.source).eq(files.iter().map(|file| &file.file.source)) {
            return last.into_iter().zip(files).map(|(kept, file)| is_same(&kept, file).then_some(kept)).collect();
        }
        let mut last: HashMap<SourcePath, Kept> = last.into_iter().map(|kept| (kept.source.clone(), kept)).collect();
        files.iter().map(|file| last.remove(&file.file.source).filter(|kept| is_same(kept, file))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::inputs::TextFile;

    fn file(source: &str, text: &str) -> TopicFile {
        let file = TextFile { source: SourcePath::new(source), text: text.into() };
        TopicFile { path: TopicPath::new("a"), is_index: false, file }
    }

    const TOPIC: &str = r##"+++
title = "What is `a`?"
difficulty = "basic"
summary = "A *letter*."
tags = ["letters"]
asks = ["Why?"]
answers = { "Why?" = "#" }
order = -3
+++

A [link](b.md#c), ![a picture](p.svg){width=60%}, ![a film](f.mp4), [[b]] and a note[^1].

> [!TIP]
> - [x] Done

## Code {#code}

```python hl="1" title="a.py" session=s mask="time"
print(1)
```

```output
1
```

```quiz id="q"
Which one?

- [x] This. -- It is right.
- [ ] `That`.
```

## Questions

- **What?**

  This.

[^1]: A note.
"##;

    #[test]
    fn a_topic_comes_back_as_it_was_and_counts_while_its_text_is_the_same() {
        let settings = MarkdownSettings::default();
        let words = "prompt,answer,audio\nhund,*dog*,dog.mp3\nkat,[[a]],\n";
        for file in [file("content/a.md", TOPIC), file("content/a.words.csv", words)] {
            let mut first = Parsed::default();
            let mut report = Report::new();
            let (topics, _) = first.update(std::slice::from_ref(&file), settings, &[], &mut report);
            assert!(report.is_empty(), "{report:?}");
            let recalled = first.news().unwrap().into_iter().collect();
            let kept = Kept::decode(&file, settings, &recalled).unwrap();
            assert_eq!(format!("{:?}", kept.topic.unwrap()), format!("{:?}", topics[0]));
            let other = MarkdownSettings { mark: true, ..settings };
            assert!(Kept::decode(&file, other, &recalled).is_none());
        }
    }

    #[test]
    fn a_few_new_topics_are_not_worth_a_file() {
        let text = |number: usize, word: &str| TOPIC.replace("A note.", &format!("{word} {number}."));
        let files = |edited: usize| -> Vec<TopicFile> {
            let word = |number| if number < edited { "Edited" } else { "Note" };
            (0..100).map(|number| file(&format!("content/{number}.md"), &text(number, word(number)))).collect()
        };
        let update = |parsed: &mut Parsed, edited| {
            parsed.update(&files(edited), MarkdownSettings::default(), &[], &mut Report::new());
            parsed.news().map(|topics| topics.len())
        };
        let mut first = Parsed::default();
        assert_eq!(update(&mut first, 0), Some(100));
        let recalled: HashMap<Key, Value> = first.news().unwrap().into_iter().collect();
        for (edited, topics) in [(0, None), (3, None), (4, Some(100))] {
            assert_eq!(update(&mut Parsed::recalled(recalled.clone()), edited), topics, "{edited}");
        }
        let mut fewer = Parsed::recalled(recalled);
        fewer.update(&files(0)[..90], MarkdownSettings::default(), &[], &mut Report::new());
        assert_eq!(fewer.news().map(|topics| topics.len()), Some(90));
    }

    #[test]
    fn a_file_with_problems_is_left_out() {
        let mut parsed = Parsed::default();
        let text = TOPIC.replace("print(1)\n```", "print(1)\n");
        parsed.update(&[file("content/a.md", &text)], MarkdownSettings::default(), &[], &mut Report::new());
        assert!(parsed.news().is_none());
    }
}
