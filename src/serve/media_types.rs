//! Content types, by the ending of a path.

use crate::path::OutputPath;

/// What is not listed is bytes to the browser, which offers to save it.
const KINDS: [(&[&str], &str); 35] = [
    (&["html", "htm"], "text/html; charset=utf-8"),
    (&["css"], "text/css; charset=utf-8"),
    (&["js", "mjs"], "text/javascript; charset=utf-8"),
    (&["json", "map"], "application/json"),
    (&["webmanifest"], "application/manifest+json"),
    (&["md"], "text/markdown; charset=utf-8"),
    (&["txt", "py", "rs", "sh", "sql", "toml", "yaml", "yml", "log"], "text/plain; charset=utf-8"),
    (&["csv"], "text/csv; charset=utf-8"),
    (&["tsv"], "text/tab-separated-values; charset=utf-8"),
    (&["xml"], "application/xml"),
    (&["svg"], "image/svg+xml"),
    (&["png"], "image/png"),
    (&["jpg", "jpeg"], "image/jpeg"),
    (&["gif"], "image/gif"),
    (&["webp"], "image/webp"),
    (&["avif"], "image/avif"),
    (&["ico"], "image/vnd.microsoft.icon"),
    (&["bmp"], "image/bmp"),
    (&["mp4", "m4v"], "video/mp4"),
    (&["webm"], "video/webm"),
    (&["mov"], "video/quicktime"),
    (&["ogv"], "video/ogg"),
    (&["mp3"], "audio/mpeg"),
    (&["m4a"], "audio/mp4"),
    (&["ogg", "oga", "opus"], "audio/ogg"),
    (&["wav"], "audio/wav"),
    (&["flac"], "audio/flac"),
    (&["vtt"], "text/vtt; charset=utf-8"),
    (&["woff2"], "font/woff2"),
    (&["woff"], "font/woff"),
    (&["ttf"], "font/ttf"),
    (&["otf"], "font/otf"),
    (&["pdf"], "application/pdf"),
    (&["wasm"], "application/wasm"),
    (&["zip"], "application/zip"),
];

/// The content type of a file.
pub fn of(path: &OutputPath) -> &'static str {
    let extension = path.extension().to_ascii_lowercase();
    let kind = KINDS.iter().find(|(endings, _)| endings.contains(&extension.as_str()));
    kind.map_or("application/octet-stream", |(_, kind)| kind)
}
