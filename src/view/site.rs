//! Views: what every page is given.

use serde::Serialize;

use crate::view::parts::LinkView;

/// The site: `site` in every template.
#[derive(Debug, Serialize)]
pub struct SiteView {
    /// The guide's title.
    pub title: String,
    /// One sentence about the guide.
    pub description: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// `en`.
    pub language: String,
    /// `ltr` or `rtl`, from the language.
    pub direction: &'static str,
    /// The address the site will have, ending in `/`.
    pub base_url: Option<String>,
    /// The repository's address.
    pub repository: Option<String>,
    /// The whole address of the guide's social picture, 1200 by 630 pixels; none without `base_url` or with `cards = false`.
    pub image: Option<String>,
    /// The picture that stands for the guide in the bar.
    pub logo: Option<SiteLogo>,
    /// The line above all pages, in parts; empty without one.
    pub banner: Vec<LinePart>,
    /// The line at the foot of all pages, in parts; empty without one.
    pub footer: Vec<LinePart>,
    /// The words of the interface, from the theme's `words/LANGUAGE.toml`.
    pub words: serde_json::Value,
    /// The theme's static files: name to path from the root, as `assets/style.1a2b3c4d.css`.
    pub assets: std::collections::BTreeMap<String, String>,
    /// What pages know of those that ask; none where nothing is asked.
    pub study: Option<SiteStudy>,
    /// Where readers keep the guide on their devices; only with `offline = true`.
    pub offline: Option<SiteOffline>,
    /// Files of the whole guide that readers may take along; only after `build --with`.
    pub downloads: Vec<SiteDownload>,
    /// The levels of difficulty, from the easiest.
    pub levels: Vec<LevelView>,
    /// The chapters of the first level, in order; the first 60 of them.
    pub chapters: Vec<SiteChapter>,
    /// How many chapters of the first level are not listed.
    pub more_chapters: usize,
    /// Pages that are no topics and are linked in the menu, in order.
    pub menu_pages: Vec<SitePage>,
    /// Pages that are no topics and are linked at the foot of all pages, in order.
    pub foot_pages: Vec<SitePage>,
    /// How many topics there are.
    pub topics: usize,
    /// How many tags are used.
    pub tags: usize,
    /// studybook's version.
    pub version: &'static str,
}

/// What every page knows of the study pages: `site.study`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteStudy {
    /// Names what a reader's browser keeps: `python-django`.
    pub guide: String,
    /// The index of cards, from the root.
    pub index: &'static str,
}

/// What pages know of the guide on a device: `site.offline`. All paths are from the root.
#[derive(Clone, Debug, Serialize)]
pub struct SiteOffline {
    /// The page that keeps the guide: `offline.html`.
    pub page: &'static str,
    /// What an installed guide is called and shows: `manifest.webmanifest`.
    pub manifest: &'static str,
}

/// A file of the whole guide in [`SiteView`].
#[derive(Clone, Debug, Serialize)]
pub struct SiteDownload {
    /// What it is for, a key of `words.downloads`: `anki`, `epub` or `pdf`.
    pub kind: &'static str,
    /// From the root: `guide.epub`.
    pub path: String,
    /// How large it is, in the guide's language: `1.4 MB`.
    pub size: String,
}

/// A level of difficulty with its page.
#[derive(Clone, Debug, Serialize)]
pub struct LevelView {
    /// `basic`.
    pub id: String,
    /// `Basic`.
    pub label: String,
    /// From 1.
    pub rank: usize,
    /// How many levels there are.
    pub of: usize,
    /// From the root: `difficulty/basic.html`.
    pub path: String,
    /// Topics of this level.
    pub topics: usize,
}

/// A chapter of the first level in [`SiteView`].
#[derive(Clone, Debug, Serialize)]
pub struct SiteChapter {
    /// The short name.
    pub short_html: String,
    /// From the root: `python/index.html`.
    pub path: String,
    /// From `content/`: `python`.
    pub id: String,
}

/// The picture that stands for the guide: `site.logo`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteLogo {
    /// From the root: `logo.svg`.
    pub path: String,
    /// In CSS pixels, if the file says so.
    pub width: Option<usize>,
    /// In CSS pixels, if the file says so.
    pub height: Option<usize>,
    /// Whether the title stands beside it. A picture twice as wide as high, or wider, stands in the title's place.
    pub beside: bool,
}

/// A part of a line that stands on every page: the HTML, and behind it an address.
#[derive(Clone, Debug, Serialize)]
pub struct LinePart {
    /// Finished HTML; it may end inside an attribute.
    pub html: String,
    /// The value of that attribute, from the root.
    pub path: Option<String>,
}

/// A page that is no topic, in [`SiteView`].
#[derive(Clone, Debug, Serialize)]
pub struct SitePage {
    /// The short name.
    pub short_html: String,
    /// From the root: `about.html`.
    pub path: String,
    /// From `content/`: `about`.
    pub id: String,
}

/// What every page has: flattened into each page type.
#[derive(Clone, Debug, Serialize)]
pub struct PageHead {
    /// The template's name without `.html`: `topic`.
    pub kind: &'static str,
    /// Plain text for `<title>`.
    pub title: String,
    /// The heading.
    pub title_html: String,
    /// Plain text for the meta description.
    pub description: Option<String>,
    /// What leads to the site's root: `../../` or nothing; on the 404 page, the path of `base_url`.
    pub root: String,
    /// The page's path from the root, percent-encoded.
    pub path: String,
    /// The page's full address; only with `base_url`.
    pub canonical: Option<String>,
    /// The whole address of the page's own social picture; without one, `site.image` serves.
    pub image: Option<String>,
    /// Where the source can be edited; only with `repository`.
    pub edit_url: Option<String>,
    /// Where readers can report what is wrong on the page; only with `repository`.
    pub report_url: Option<String>,
    /// The chapters above, from the top.
    pub crumbs: Vec<LinkView>,
    /// What search engines read about the page: JSON-LD with every `<` escaped, ready for a data block.
    pub structured_html: Option<String>,
}
