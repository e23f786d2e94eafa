//! How large the pictures of a guide are, so that a page keeps their place free while they load.
//!
//! In: the files beside the topics. Out: width and height in CSS pixels by path. Read from the first bytes by `imagesize`; an SVG
//! says its size on its root, or the proportions of it by its `viewBox`. A picture that says nothing has none.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::html::tokens::{self, Token};
use crate::reading::inputs::AssetFile;

/// Width and height in CSS pixels.
pub type Size = (usize, usize);

/// Sizes by the path from `content/`.
#[derive(Clone, Debug, Default)]
pub struct PictureSizes(HashMap<String, Size>);

impl PictureSizes {
    /// Reads the sizes of all pictures among the files.
    pub fn of(assets: &[AssetFile]) -> Self {
        Self(assets.iter().filter_map(|asset| Some((asset.path.clone(), size(asset)?))).collect())
    }

    /// Of all of them; equal only where all are.
    pub fn digest(&self) -> u128 {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_unstable();
        xxh3_128(format!("{all:?}").as_bytes())
    }

    /// The size of a picture; `None` if it is none, or does not say.
    pub fn of_path(&self, path: &str) -> Option<Size> {
        self.0.get(path).copied()
    }
}

/// The size of a picture.
pub fn size(asset: &AssetFile) -> Option<Size> {
    let (_, ending) = asset.path.rsplit_once('.')?;
    let size = match ending.to_ascii_lowercase().as_str() {
        "svg" => svg_size(std::str::from_utf8(&asset.bytes).ok()?),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" | "jxl" | "heic" => {
            imagesize::blob_size(&asset.bytes).ok().map(|it| (it.width, it.height))
        }
        _ => None,
    };
    size.filter(|(width, height)| *width > 0 && *height > 0)
}

/// What the root of an SVG says: `width` and `height` without a unit or in `px`, else its `viewBox`.
fn svg_size(svg: &str) -> Option<Size> {
    let root = tokens::tokens(svg).find_map(|token| match token {
        Token::Start(tag) if tag.is("svg") => Some(tag),
        _ => None,
    })?;
    let length = |name: &str| {
        let value = root.attribute(name)?;
        rounded(value.trim().trim_end_matches("px"))
    };
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let view_box = root.attribute("viewBox")?;
    let numbers: Vec<&str> = view_box.split([' ', ',', '\n', '\t']).filter(|it| !it.is_empty()).collect();
    let [_, _, width, height] = numbers.as_slice() else { return None };
    Some((rounded(width)?, rounded(height)?))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a million")]
fn rounded(number: &str) -> Option<usize> {
    let number: f64 = number.parse().ok()?;
    (0.5..1e6).contains(&number).then(|| number.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_or_its_proportions() {
        for (svg, size) in [
            ("<svg width=\"20\" height='10.4px'/>", Some((20, 10))),
            (
                "<?xml version=\"1.0\"?><!-- <svg width='1' height='1'> --><svg viewBox=\"0 0 300 150.5\">",
                Some((300, 151)),
            ),
            ("<svg viewBox=\"-5,-5,10,10\" width=\"100%\" height=\"100%\">", Some((10, 10))),
            ("<svg width=\"3em\" height=\"2em\">", None),
            ("<svg viewBox=\"0 0 0 0\">", None),
            ("<svg width=\"1e99\" height=\"2\">", None),
            ("<p>none</p>", None),
        ] {
            assert_eq!(svg_size(svg), size, "{svg}");
        }
    }
}
