//! Addresses of files, as editors write them: `file:///home/me/guide/content/a%20b.md`.
//!
//! In: an address or an absolute path. Out: the other. No other kind of address has a path.

use std::path::{Path, PathBuf};

use crate::path::{decode_percent, encode_path};

/// The path of a file's address.
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let path = decode_percent(path)?;
    // `/c:/guide` where the system has drives.
    let drive = path.get(1..3).is_some_and(|it| it.ends_with(':') && it.starts_with(|c: char| c.is_ascii_alphabetic()));
    Some(PathBuf::from(if cfg!(windows) && drive { &path[1..] } else { &path }))
}

/// The address of a file.
pub fn of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    encode_path(&text, &mut uri);
    uri
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_of_files_have_paths_and_others_have_none() {
        assert_eq!(path("file:///a%20b/%C3%BC.md"), Some(PathBuf::from("/a b/ü.md")));
        assert_eq!(path("file://localhost/a#b.md"), Some(PathBuf::from("/a#b.md")));
        for other in ["untitled:Untitled-1", "https://example.org/a", "file:", "file://", "", "file:///%ff"] {
            assert_eq!(path(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_path_and_its_address_mean_each_other(text in "/[a-zü#%? ./🦀]{0,20}") {
            prop_assert_eq!(path(&of(Path::new(&text))), Some(PathBuf::from(text)));
        }
    }
}
