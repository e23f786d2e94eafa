//! What every template sees as `site`.

use std::sync::Arc;

use crate::cards::deck::Deck;
use crate::guide::made_pages::{MANIFEST, OFFLINE};
use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::reading::inputs::Download;
use crate::reading::settings::Level;
use crate::site::labels;
use crate::site::masthead::Masthead;
use crate::site::pages::study;
use crate::site::share_image::images::ShareImages;
use crate::text::language::{direction, file_size};
use crate::theme::load::Theme;
use crate::topic::parse::Topic;
use crate::view::{LevelView, SiteChapter, SiteDownload, SiteOffline, SitePage, SiteStudy, SiteView};

/// Makes it: the guide's settings and menu, the theme's words and assets, what can be studied and taken along.
pub fn of(
    guide: &Guide,
    theme: &Theme,
    share_images: &ShareImages,
    deck: &Deck,
    downloads: &[Download],
    masthead: Masthead,
) -> SiteView {
    let settings = &guide.settings;
    let level = |(index, level): (usize, &Level)| LevelView {
        id: level.id.clone(),
        label: level.label.clone(),
        rank: index + 1,
        of: settings.levels.len(),
        path: labels::level_page(guide, index).url(),
        topics: guide.topics.iter().filter(|entry| entry.level == index).count(),
    };
    let chapter = |&index: &usize| {
        let chapter = &guide.chapters[index];
        SiteChapter {
            short_html: chapter.short.html.clone(),
            path: chapter.path.chapter_page().url(),
            id: chapter.path.to_string(),
        }
    };
    SiteView {
        title: settings.title.clone(),
        description: settings.description.clone(),
        authors: settings.authors.clone(),
        language: settings.language.clone(),
        direction: direction(&settings.language),
        base_url: settings.base_url.clone(),
        repository: settings.repository.clone(),
        image: share_images.home(guide),
        logo: masthead.logo,
        banner: masthead.banner,
        footer: masthead.footer,
        words: theme.words.to_value(),
        assets: theme.assets.clone(),
        study: (!deck.is_empty()).then(|| SiteStudy { guide: settings.id.clone(), index: study::INDEX }),
        offline: (settings.offline == Some(true))
            .then_some(SiteOffline { page: OFFLINE.path, manifest: MANIFEST.path }),
        downloads: downloads.iter().map(|it| download(it, &settings.language)).collect(),
        levels: settings.levels.iter().enumerate().map(level).collect(),
        chapters: guide.chapters[0].children.iter().take(settings.limits.menu_chapters).map(chapter).collect(),
        more_chapters: guide.chapters[0].children.len().saturating_sub(settings.limits.menu_chapters),
        menu_pages: own_pages(guide, |page| page.front.menu),
        foot_pages: own_pages(guide, |page| !page.front.menu),
        topics: guide.topics.len(),
        tags: guide.tags.iter().filter(|tag| !tag.topics.is_empty()).count(),
        version: env!("CARGO_PKG_VERSION"),
    }
}

fn download(file: &Download, language: &str) -> SiteDownload {
    let path = OutputPath::new(&file.name).url();
    SiteDownload { kind: file.kind, path, size: file_size(file.bytes.len(), language) }
}

fn own_pages(guide: &Guide, is_wanted: impl Fn(&Topic) -> bool) -> Vec<SitePage> {
    let page = |page: &Arc<Topic>| SitePage {
        short_html: page.short.html.clone(),
        path: page.path.topic_page().url(),
        id: page.path.to_string(),
    };
    guide.pages.iter().filter(|page| is_wanted(page)).map(page).collect()
}
