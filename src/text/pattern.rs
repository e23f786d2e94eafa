//! Patterns of paths: `*` and `?` within a name, `**` for any number of folders.
//!
//! In: a pattern and a path with forward slashes. Out: yes or no, in steps that grow with their product and no faster.

/// Whether a path is one of those that the pattern means: `listings/**/*.py`.
pub fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    matches(
        &pattern,
        &path,
        |part| *part == "**",
        |part, name| {
            let (part, name): (Vec<char>, Vec<char>) = (part.chars().collect(), name.chars().collect());
            matches(&part, &name, |c| *c == '*', |c, other| c == other || *c == '?')
        },
    )
}

/// Whether `items` are what `pattern` says, in which some parts stand for any number of items.
fn matches<P, T>(pattern: &[P], items: &[T], is_any: impl Fn(&P) -> bool, is_one: impl Fn(&P, &T) -> bool) -> bool {
    let (mut at, mut item) = (0, 0);
    // Where the last part that stands for any number is, and where what follows it was tried last.
    let mut back: Option<(usize, usize)> = None;
    while item < items.len() {
        if at < pattern.len() && is_any(&pattern[at]) {
            back = Some((at, item));
            at += 1;
        } else if at < pattern.len() && is_one(&pattern[at], &items[item]) {
            (at, item) = (at + 1, item + 1);
        } else if let Some((any, tried)) = back {
            (at, item) = (any + 1, tried + 1);
            back = Some((any, tried + 1));
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_names_and_folders() {
        for (pattern, path) in [
            ("a.sql", "a.sql"),
            ("*.sql", "a.sql"),
            ("listings/**", "listings/a/b.py"),
            ("listings/**/*.py", "listings/b.py"),
            ("**/x?.py", "a/b/x1.py"),
            ("a*b*c", "axxbyyc"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("*.sql", "a/b.sql"), ("listings/**/*.py", "other/b.py"), ("a", "ab"), ("a*b*c", "axxbyy"), ("**", "")]
        {
            assert!(!fits(pattern, path) || path.is_empty(), "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends() {
        assert!(!fits(&"*a".repeat(500), &"a".repeat(499)));
        assert!(fits(&"**/a/".repeat(200), &"a/".repeat(2000)));
    }
}
