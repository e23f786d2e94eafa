//! The files that cards show, under the names that they have in a deck.
//!
//! In: the guide's files and the pieces of its texts. Out: names without folders, since Anki keeps all files in one folder; a
//! name holds a digest of the bytes, so that two files never share one and a new picture is never taken for the old.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::guide::links::Target;
use crate::reading::inputs::{AssetFile, Inputs};
use crate::topic::document::Piece;

/// Names by path in the site.
pub type Names = BTreeMap<String, String>;

/// The names of all files that some text of the guide shows.
pub fn names(inputs: &Inputs, shown: &BTreeSet<String>) -> Names {
    let shown = |asset: &&AssetFile| shown.contains(&asset.path);
    inputs.assets.iter().filter(shown).map(|asset| (asset.path.clone(), name(asset))).collect()
}

/// `python/point.png` as `point-0123456789abcdef.png`.
fn name(asset: &AssetFile) -> String {
    let file = asset.path.rsplit('/').next().unwrap_or("");
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(40).collect()
    };
    let (stem, ending) = (plain(stem), plain(ending).to_ascii_lowercase());
    let stem = stem.trim_start_matches('_');
    let dot = if ending.is_empty() { "" } else { "." };
    format!("{}-{:016x}{dot}{ending}", if stem.is_empty() { "file" } else { stem }, xxh3_64(&asset.bytes))
}

/// The paths of the files that pieces show.
pub fn shown_by(pieces: &[Piece], targets: &[Target], shown: &mut BTreeSet<String>) {
    for piece in pieces {
        let (Piece::Src(index) | Piece::Media(index, _)) = piece else { continue };
        if let Some(Target::Asset(path, _)) = targets.get(*index) {
            shown.insert(path.as_str().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    #[test]
    fn files_of_one_name_are_told_apart_by_their_bytes() {
        let asset = |path: &str, bytes: &[u8]| AssetFile {
            source: SourcePath::new(path),
            path: path.to_owned(),
            bytes: bytes.to_vec().into(),
        };
        let (one, two) = (name(&asset("a/p.PNG", b"1")), name(&asset("b/p.PNG", b"2")));
        assert!(one.starts_with("p-") && one.ends_with(".png") && one != two, "{one} {two}");
        assert_eq!(one, name(&asset("c/p.PNG", b"1")));
        assert!(name(&asset("_ü.png", b"1")).starts_with("file-"));
    }
}
