//! Whether a file is the picture that its name says it is.
//!
//! In: a file beside the topics. Out: what is wrong with it, by its first bytes. It decodes none.

use crate::reading::inputs::AssetFile;

/// Endings of pictures that are known by their first bytes.
const KNOWN: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico"];

/// What a file is instead of a picture; nothing if it is one, or if its name does not say so.
pub fn fault(asset: &AssetFile) -> Option<&'static str> {
    let (_, ending) = asset.path.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let is_drawing = matches!(ending.as_str(), "svg" | "svgz");
    if !is_drawing && !KNOWN.contains(&ending.as_str()) {
        return None;
    }
    let bytes: &[u8] = &asset.bytes;
    let begin = bytes[..bytes.len().min(1000)].trim_ascii_start();
    let is_text = |start: &str| begin.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start.as_bytes()));
    match () {
        () if begin.is_empty() => Some("it is empty"),
        () if is_text("version https://git-lfs") => Some("it is a pointer of Git LFS"),
        () if is_text("<!doctype html") || is_text("<html") => Some("it is a page of HTML"),
        () if is_drawing => {
            let is_packed = bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(&[0xff, 0xfe]);
            let is_svg = bytes.windows(4).any(|it| it == b"<svg" || it == b":svg");
            (!is_packed && !is_svg).then_some("it holds no `<svg>`")
        }
        // A drawing or another kind of picture under this name is shown all the same.
        () if is_text("<svg") || is_text("<?xml") || is_text("<!--") => None,
        () => imagesize::image_type(bytes).is_err().then_some("its first bytes are those of no picture"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        let read = |path: &str, bytes: &[u8]| {
            let (source, path) = (SourcePath::new(path), path.to_owned());
            fault(&AssetFile { source, path, bytes: bytes.to_vec().into() })
        };
        for (path, bytes) in [
            ("a.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..]),
            ("a.png", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01"),
            ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0"),
            ("a.webp", b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0"),
            ("a.bmp", b"BM\0\0\0\0\0\0\0\0\0\0\0\0"),
            ("a.svg", b"<?xml version=\"1.0\"?><!-- x --><svg/>"),
            ("a.svg", b"<s:svg xmlns:s=\"x\"/>"),
            ("a.png", b"<svg/>"),
            ("a.txt", b"<html>"),
            ("a.heic", b"x"),
            ("png", b""),
        ] {
            assert_eq!(read(path, bytes), None, "{path}");
        }
        for (path, bytes, expected) in [
            ("a.png", &b""[..], "it is empty"),
            ("a.JPG", b"\n<!DOCTYPE html><title>404</title>", "it is a page of HTML"),
            ("a.svg", b"<html><svg></html>", "it is a page of HTML"),
            ("a.png", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "it is a pointer of Git LFS"),
            ("a.svg", b"Not found", "it holds no `<svg>`"),
            ("a.gif", b"Not found", "its first bytes are those of no picture"),
        ] {
            assert_eq!(read(path, bytes), Some(expected), "{path}");
        }
    }
}
