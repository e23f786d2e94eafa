//! The guide on a reader's device: what an installed guide shows, which files a copy has, and the worker that serves them.
//!
//! In: the guide, and the finished site. Out: files at the site's root. A manifest (<https://www.w3.org/TR/appmanifest/>) with icons;
//! `offline.json`, the list of all files that a copy holds, each with its address, the hash of its bytes and its size; and
//! `worker.js`, which names the build, so that browsers notice a new one. The page `offline.html` makes the copy
//! (`static/offline.js`), and only when it is asked to.

use serde::Serialize;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_128;

use crate::guide::made_pages::{self, MANIFEST, OFFLINE_LIST, Readers, SHARE_IMAGES, WORKER};
use crate::guide::model::Guide;
use crate::path::OutputPath;
use crate::problem::report::Report;
use crate::site::share_image::app_icon::{self, Shape};
use crate::site::site::{DOWNLOADS, Owner, Site};
use crate::text::language::direction;
use crate::theme::load::Theme;

const WORKER_SCRIPT: &str = include_str!("../../assets/offline/worker.js");
/// What stands in the worker's place once a guide says `offline = false`.
const END_SCRIPT: &str = include_str!("../../assets/offline/end.js");

/// Icons: file, pixels, shape.
const ICONS: [(&str, u32, Shape); 3] = [
    ("icon-192.png", 192, Shape::Square),
    ("icon-512.png", 512, Shape::Square),
    ("icon-maskable.png", 512, Shape::Maskable),
];

/// The manifest and its icons.
pub fn installed(guide: &Guide, theme: &Theme) -> Vec<(&'static str, Vec<u8>)> {
    let settings = &guide.settings;
    let mut icons = Vec::new();
    let mut files = Vec::new();
    for (name, pixels, shape) in ICONS {
        let Some(png) = app_icon::draw(&settings.title, pixels, shape) else { continue };
        let purpose = match shape {
            Shape::Square => "any",
            Shape::Maskable => "maskable",
        };
        icons
            .push(json!({"src": name, "sizes": format!("{pixels}x{pixels}"), "type": "image/png", "purpose": purpose}));
        files.push((name, png));
    }
    if let Some(icon) = theme.assets.get("icon.svg") {
        icons.push(json!({"src": icon, "sizes": "any", "type": "image/svg+xml"}));
    }
    let manifest = json!({
        "name": settings.title,
        "description": settings.description,
        "lang": settings.language,
        "dir": direction(&settings.language),
        "start_url": "index.html",
        "scope": "./",
        "id": "./",
        "display": "minimal-ui",
        "background_color": "#fdfcf9",
        "theme_color": "#fdfcf9",
        "icons": icons,
    });
    files.push((MANIFEST.path, manifest.to_string().into_bytes()));
    files
}

/// What `offline.json` holds.
#[derive(Serialize)]
struct List {
    /// A hash of all that follows.
    build: String,
    /// Address from the root, hash, bytes.
    files: Vec<(String, String, u64)>,
}

/// Adds the list of files and the worker to a finished site. A preview makes pages when they are asked for: there is no copy of it.
pub fn add(site: &mut Site, report: &mut Report) -> Result<(), serde_json::Error> {
    if site.files().any(|(_, file)| file.is_later()) {
        return Ok(());
    }
    let listed = site.files().filter(|(path, file)| is_read(path) && file.owner != Owner::Generator(DOWNLOADS));
    let files: Vec<(String, String, u64)> = listed
        .filter_map(|(path, file)| {
            let stamp = file.content.stamp()?;
            Some((path.url(), format!("{:032x}", stamp.hash), stamp.size))
        })
        .collect();
    let build = format!("{:032x}", xxh3_128(serde_json::to_string(&files)?.as_bytes()));
    let worker = format!("const BUILD = \"{build}\";\n{WORKER_SCRIPT}");
    let list = serde_json::to_string(&List { build, files })?;
    site.put(OFFLINE_LIST.output(), list.into_bytes(), Owner::Generator(OFFLINE_LIST.owner), report);
    site.put(WORKER.output(), worker.into_bytes(), Owner::Generator(OFFLINE_LIST.owner), report);
    Ok(())
}

/// Adds what removes the worker and the copy from the devices of readers who kept the guide.
pub fn end(site: &mut Site, report: &mut Report) {
    site.put(WORKER.output(), END_SCRIPT.as_bytes(), Owner::Generator(OFFLINE_LIST.owner), report);
}

/// Whether readers see a file. What is for other programs alone is left out: social pictures, maps of the site, rules for robots.
fn is_read(path: &OutputPath) -> bool {
    let is_for_programs = matches!(made_pages::readers(path.as_str()), Some(Readers::Programs | Readers::Guests));
    let is_share_image = path.as_str().split('/').next() == Some(SHARE_IMAGES);
    !is_for_programs && !is_share_image && !path.as_str().starts_with('.')
}
