//! The table of the pages and files that a build makes and for which no file of the guide stands.
//!
//! In: a path, or what a page is about. Out: which page it is, its template, its owner and its readers. Rendering asks where a
//! page lies and who made it; links ask what an author may link to; the sitemap and the offline copy ask who reads it; `mv` asks
//! what a page is about; `import` asks which names are taken.

#![expect(missing_docs, reason = "a row of the table says what it is")]

use crate::path::OutputPath;

/// Who reads a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Everybody, also a reader who comes from a search engine.
    Everybody,
    /// Readers who are on the site: the sitemap leaves it out, since scripts fill it or another page says the same.
    Visitors,
    /// Who follows a link to one question: neither the sitemap nor a copy on a reader's device has it, since a topic says the same.
    Guests,
    /// Programs that are not a browser: a copy on a reader's device leaves it out.
    Programs,
    /// The browser or the host, on its own: there is nothing to link to.
    Machinery,
}

/// One file. `template` is empty where no template makes it.
#[derive(Clone, Copy, Debug)]
pub struct MadeFile {
    /// From the site's root.
    pub path: &'static str,
    pub template: &'static str,
    /// What made it, as messages name it.
    pub owner: &'static str,
    pub readers: Readers,
}

const STUDY_PAGES: &str = "the study pages";
const PRINT_PAGES: &str = "the print pages";
const FOR_PROGRAMS: &str = "the files for programs";
const OFFLINE_COPY: &str = "the offline copy";

pub const SEARCH: MadeFile = file("search.html", "search.html", "the search page", Readers::Everybody);
pub const TOPICS: MadeFile = file("topics.html", "topics.html", "the page of all topics", Readers::Everybody);
pub const MAP: MadeFile = file("map.html", "map.html", "the map", Readers::Everybody);
pub const TAGS: MadeFile = file("tags/index.html", "tags.html", "the tag pages", Readers::Everybody);
pub const NOT_FOUND: MadeFile = file("404.html", "404.html", "the 404 page", Readers::Visitors);
/// The whole guide on paper.
pub const PRINT: MadeFile = file("print.html", "print.html", PRINT_PAGES, Readers::Visitors);
pub const STUDY: MadeFile = file("study.html", "study.html", STUDY_PAGES, Readers::Visitors);
pub const INTERVIEW: MadeFile = file("interview.html", "interview.html", STUDY_PAGES, Readers::Visitors);
pub const PROGRESS: MadeFile = file("progress.html", "progress.html", STUDY_PAGES, Readers::Visitors);
pub const CHEAT_SHEET: MadeFile = file("cheatsheet.html", "cheatsheet.html", STUDY_PAGES, Readers::Visitors);
/// The page that keeps the guide on a device.
pub const OFFLINE: MadeFile = file("offline.html", "offline.html", OFFLINE_COPY, Readers::Everybody);
pub const CATALOGUE: MadeFile = file("topics.json", "", FOR_PROGRAMS, Readers::Programs);
pub const FEED: MadeFile = file("feed.xml", "", FOR_PROGRAMS, Readers::Programs);
pub const SITEMAP: MadeFile = file("sitemap.xml", "", FOR_PROGRAMS, Readers::Programs);
pub const ROBOTS: MadeFile = file("robots.txt", "", FOR_PROGRAMS, Readers::Programs);
pub const LLMS: MadeFile = file("llms.txt", "", FOR_PROGRAMS, Readers::Programs);
/// Tells GitHub Pages to publish the files as they are.
pub const NO_JEKYLL: MadeFile = file(".nojekyll", "", FOR_PROGRAMS, Readers::Machinery);
/// What an installed guide is called and shows.
pub const MANIFEST: MadeFile = file("manifest.webmanifest", "", OFFLINE_COPY, Readers::Machinery);
/// The list of the files that a copy on a device holds.
pub const OFFLINE_LIST: MadeFile = file("offline.json", "", OFFLINE_COPY, Readers::Machinery);
pub const WORKER: MadeFile = file("worker.js", "", OFFLINE_COPY, Readers::Machinery);

/// All of them. Some need `base_url`, cards or `offline`; whether this build makes one is told when the finished site is looked through.
pub const FILES: [&MadeFile; 20] = [
    &SEARCH,
    &TOPICS,
    &MAP,
    &TAGS,
    &NOT_FOUND,
    &PRINT,
    &STUDY,
    &INTERVIEW,
    &PROGRESS,
    &CHEAT_SHEET,
    &OFFLINE,
    &CATALOGUE,
    &FEED,
    &SITEMAP,
    &ROBOTS,
    &LLMS,
    &NO_JEKYLL,
    &MANIFEST,
    &OFFLINE_LIST,
    &WORKER,
];

/// Folders of made files beside those of the families.
const FOLDERS: [&str; 2] = ["assets", SHARE_IMAGES];
/// Where the social pictures lie.
pub const SHARE_IMAGES: &str = "cards";

const fn file(path: &'static str, template: &'static str, owner: &'static str, readers: Readers) -> MadeFile {
    MadeFile { path, template, owner, readers }
}

impl MadeFile {
    /// Where it lies.
    pub fn output(&self) -> OutputPath {
        OutputPath::new(self.path)
    }

    /// Whether a page of the guide may link to it.
    pub fn may_be_linked(&self) -> bool {
        self.readers != Readers::Machinery
    }
}

/// The file at a path, if it is one of the table.
pub fn file_at(path: &str) -> Option<&'static MadeFile> {
    FILES.into_iter().find(|file| file.path == path)
}

/// Pages of which there is one for each tag, level, chapter or example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Named by the tag's id.
    Tag,
    /// Named by the level's id.
    Level,
    /// A chapter on paper, named by the chapter's path.
    Print,
    /// An example and what it prints, named by its topic's id and its anchor.
    Output,
}

impl Family {
    const ALL: [Self; 4] = [Self::Tag, Self::Level, Self::Print, Self::Output];

    fn folder(self) -> &'static str {
        match self {
            Self::Tag => "tags",
            Self::Level => "difficulty",
            Self::Print => "print",
            Self::Output => "study",
        }
    }

    /// The template of all its pages.
    pub fn template(self) -> &'static str {
        match self {
            Self::Tag => "tag.html",
            Self::Level => "difficulty.html",
            Self::Print => PRINT.template,
            Self::Output => "output.html",
        }
    }

    /// What made its pages, as messages name it.
    pub fn owner(self) -> &'static str {
        match self {
            Self::Tag => TAGS.owner,
            Self::Level => "the difficulty pages",
            Self::Print => PRINT.owner,
            Self::Output => STUDY.owner,
        }
    }

    /// Who reads its pages.
    pub fn readers(self) -> Readers {
        match self {
            Self::Tag | Self::Level => Readers::Everybody,
            Self::Print => PRINT.readers,
            Self::Output => Readers::Guests,
        }
    }

    /// The page of one name.
    pub fn page(self, name: &str) -> OutputPath {
        OutputPath::new(&format!("{}/{name}.html", self.folder()))
    }

    /// What a page is named by: `gil` for `tags/gil.html`.
    pub fn name(self, path: &str) -> Option<&str> {
        path.strip_prefix(self.folder())?.strip_prefix('/')?.strip_suffix(".html")
    }

    /// The family of a path, and what the page is named by.
    pub fn of(path: &str) -> Option<(Self, &str)> {
        // `tags/index.html` is a page of its own.
        let mut found = Self::ALL.into_iter().filter_map(|family| Some((family, family.name(path)?)));
        found.next().filter(|_| file_at(path).is_none())
    }
}

/// Who reads what a build makes at a path, if the table has it.
pub fn readers(path: &str) -> Option<Readers> {
    file_at(path).map(|file| file.readers).or_else(|| Family::of(path).map(|(family, _)| family.readers()))
}

/// Names at the top of a site that are not an author's to give to a topic or chapter.
pub fn reserved_names() -> impl Iterator<Item = &'static str> {
    let files = FILES.into_iter().filter(|file| file.may_be_linked());
    let files = files.filter_map(|file| file.path.split(['/', '.']).next());
    files.chain(Family::ALL.map(Family::folder)).chain(FOLDERS).chain(["index"])
}

/// Whether a name is one of [`reserved_names`].
pub fn is_reserved(name: &str) -> bool {
    reserved_names().any(|reserved| reserved == name)
}

#[cfg(test)]
mod tests {
    use super::{FILES, Family, file_at, is_reserved};

    #[test]
    fn a_path_has_one_entry() {
        for file in FILES {
            assert_eq!(FILES.iter().filter(|other| other.path == file.path).count(), 1, "{}", file.path);
            assert!(file_at(file.path).is_some());
        }
    }

    #[test]
    fn a_page_is_named_by_what_it_is_about() {
        for family in Family::ALL {
            let page = family.page("a/b");
            assert_eq!(Family::of(page.as_str()), Some((family, "a/b")));
        }
        assert_eq!(Family::of("tags/index.html"), None);
        assert_eq!(Family::of("tagsgil.html"), None);
        assert_eq!(Family::of("print.html"), None);
    }

    #[test]
    fn names_of_made_pages_and_folders_are_taken() {
        for name in ["index", "search", "tags", "print", "404", "cards", "assets", "feed", "cheatsheet"] {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["worker", "printing", "tag", ""] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
