//! A short answer of a quiz: what counts as right.
//!
//! In: what stands after `=`. Out: [`ShortAnswer`]. Case and outer space are ignored; between slashes stands a regular
//! expression that must fit all of the answer.

use serde::{Deserialize, Serialize};
use syntect::parsing::Regex;

/// What counts as right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShortAnswer {
    /// This text.
    Text(String),
    /// What this regular expression fits.
    Pattern(String),
}

impl ShortAnswer {
    /// As an author writes it.
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Pattern(pattern) => format!("/{pattern}/"),
        }
    }

    /// Reads what stands after `=`. An error is why a pattern is none.
    pub fn read(written: &str) -> Result<Self, (String, String)> {
        let written = written.trim();
        let inner = written.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|it| !it.is_empty());
        let Some(pattern) = inner else {
            let code = written.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
            return Ok(Self::Text(code.filter(|it| !it.contains('`')).unwrap_or(written).to_owned()));
        };
        match Regex::try_compile(&whole(pattern)) {
            None => Ok(Self::Pattern(pattern.to_owned())),
            Some(error) => {
                let reason = error.to_string();
                Err((pattern.to_owned(), reason.trim_start_matches("Oniguruma error: ").to_owned()))
            }
        }
    }

    /// Whether an answer counts.
    pub fn counts(&self, given: &str) -> bool {
        match self {
            Self::Text(text) => text.trim().to_lowercase() == given.trim().to_lowercase(),
            Self::Pattern(pattern) => Regex::new(whole(pattern)).is_match(given.trim()),
        }
    }
}

/// The pattern for all of a text.
fn whole(pattern: &str) -> String {
    format!("(?i)\\A(?:{pattern})\\z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_outer_space_do_not_count() {
        let answer = ShortAnswer::read(" `None` ").unwrap();
        assert_eq!(answer, ShortAnswer::Text("None".into()));
        assert!(answer.counts(" none "));
        assert!(!answer.counts("no one"));
    }

    #[test]
    fn a_pattern_fits_all_of_the_answer() {
        let answer = ShortAnswer::read("/lists?|arrays?/").unwrap();
        assert!(answer.counts("List") && answer.counts("arrays"));
        assert!(!answer.counts("a list"));
        assert!(ShortAnswer::read("/(/").is_err());
        assert_eq!(ShortAnswer::read("/").unwrap(), ShortAnswer::Text("/".into()));
    }
}
