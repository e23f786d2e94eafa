//! Names that Windows cannot give to a file, so that a guide that has one cannot be checked out there.
//!
//! In: names and paths. Out: what is wrong with them, by
//! <https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions>.

/// Whether Windows takes a name for one of a device, whatever ending it has.
pub fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|it| name.strip_prefix(it));
    ["con", "prn", "aux", "nul"].contains(&name.as_str())
        || numbered.is_some_and(|rest| rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The first part of a path that Windows refuses, and why.
pub fn refused(path: &str) -> Option<(&str, &'static str)> {
    path.split('/').find_map(|part| {
        let stem = part.split('.').next().unwrap_or(part);
        let why = if is_device(stem.trim_end()) {
            "is the name of a device"
        } else if part.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) {
            "holds one of the signs `< > : \" | ? * \\`"
        } else if part.ends_with(['.', ' ']) {
            "ends in a dot or a blank"
        } else {
            return None;
        };
        Some((part, why))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_refuses_are_known() {
        for path in [
            "a/con.md", "AUX/x.md", "nul", "Com1.txt", "lpt9", "con.x.md", "a:b.md", "x/a?b.md", "what*.md", "a./b.md",
            "b ", "a\\b",
        ] {
            assert!(refused(path).is_some(), "{path}");
        }
        for path in
            ["a/connect.md", "com.md", "com10.md", "a.b.md", "ä ö/ü.md", ".gitkeep", "lpt/x", "it's (1) [2] & 3.md"]
        {
            assert_eq!(refused(path), None, "{path}");
        }
    }
}
