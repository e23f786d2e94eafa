//! What every page has: titles, addresses, the way back.

use crate::guide::model::Guide;
use crate::path::{OutputPath, encode_path};
use crate::reading::settings::{EDITED_PATH, Settings};
use crate::text::escape::escape;
use crate::topic::document::Inline;
use crate::topic::parse::Topic;
use crate::view::{LinkView, PageHead};

/// The head of a page of `kind`.
pub fn head(
    guide: &Guide,
    kind: &'static str,
    page: &OutputPath,
    title: &Inline,
    description: Option<String>,
) -> PageHead {
    let home = page.as_str() == "index.html";
    PageHead {
        kind,
        title: title.text.clone(),
        title_html: title.html.clone(),
        description: description.or_else(|| guide.settings.description.clone()),
        root: page.root_prefix(),
        path: page.url(),
        canonical: guide
            .settings
            .base_url
            .as_ref()
            .map(|base| if home { base.clone() } else { format!("{base}{}", page.url()) }),
        image: None,
        edit_url: None,
        report_url: None,
        crumbs: Vec::new(),
        structured_html: None,
    }
}

/// Search engines show about so many characters of a description.
const DESCRIPTION: usize = 160;

/// What a page is about, in a line: the summary of its file, or else its first words.
pub fn description(topic: &Topic) -> Option<String> {
    if let Some(summary) = &topic.summary {
        return Some(summary.text.clone());
    }
    let text = topic.document.sections.iter().map(|section| section.text.trim()).find(|text| !text.is_empty())?;
    let mut line = String::new();
    for word in text.split_whitespace().map(|word| word.replace('`', "")) {
        if line.chars().count() + word.chars().count() >= DESCRIPTION {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    Some(line)
}

/// A title that is plain text.
pub fn plain_title(text: &str) -> Inline {
    Inline { html: escape(text), text: text.to_owned(), with_ticks: text.to_owned() }
}

/// Where a file is changed: as the guide says, or else on GitHub, on GitLab, and where the addresses are those of GitHub.
fn edit_url(settings: &Settings, file: &str) -> Option<String> {
    let mut path = String::new();
    encode_path(file, &mut path);
    if let Some(wanted) = &settings.edit_url {
        return Some(wanted.replace(EDITED_PATH, &path));
    }
    let repository = settings.repository.as_ref()?;
    let mut url = format!("{repository}{}/edit/", if is_gitlab(repository) { "/-" } else { "" });
    encode_path(&settings.branch, &mut url);
    Some(format!("{url}/{path}"))
}

fn is_gitlab(repository: &str) -> bool {
    repository.split('/').nth(2).is_some_and(|host| host.contains("gitlab"))
}

/// Where a new issue is written about a topic.
fn report_url(repository: &str, topic: &Topic) -> String {
    let (path, title) =
        if is_gitlab(repository) { ("/-/issues/new", "issue%5Btitle%5D") } else { ("/issues/new", "title") };
    let mut url = format!("{repository}{path}?{title}=");
    encode_path(&format!("{} ({})", topic.title.text, topic.source.as_str()), &mut url);
    url
}

impl PageHead {
    /// Adds the way to the source.
    #[must_use]
    pub fn with_source(mut self, topic: &Topic, guide: &Guide) -> Self {
        self.edit_url = edit_url(&guide.settings, topic.source.as_str());
        self.report_url = guide.settings.repository.as_ref().map(|repository| report_url(repository, topic));
        self
    }

    /// Adds what search engines read.
    #[must_use]
    pub fn with_structured(mut self, json: Option<String>) -> Self {
        self.structured_html = json;
        self
    }

    /// Adds the picture shown beside a link to the page.
    #[must_use]
    pub fn with_image(mut self, address: Option<String>) -> Self {
        self.image = address;
        self
    }

    /// Adds the chapters above.
    #[must_use]
    pub fn with_crumbs(mut self, crumbs: Vec<LinkView>) -> Self {
        self.crumbs = crumbs;
        self
    }
}
