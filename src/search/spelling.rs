//! Words as they are written, for languages whose stemmer tells letters apart that folding makes one.
//!
//! In: characters of a word. Out: the word in lower case. The index holds folded words, so that `etude` finds `étude`; but
//! Snowball's rules speak of `é`, `й` and `ı`. So each term comes with its spellings, and the client stems those. German
//! needs none (21 of the 35,033 words of Snowball's vocabulary have another stem when they are folded first), nor does
//! Arabic, whose signs for vowels its stemmer takes away itself.

/// Which spellings a language's stemmer needs beside the folded words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Spelling {
    /// None.
    Folded,
    /// The word in lower case.
    Lower,
    /// The same, by the rule of Turkish: `I` is `ı`, and `İ` is `i`.
    Turkish,
}

impl Spelling {
    /// That of a language (its primary subtag counts).
    pub fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some("es" | "fr" | "it" | "pl" | "pt" | "ru") => Self::Lower,
            Some("tr") => Self::Turkish,
            _ => Self::Folded,
        }
    }

    /// What the client calls it, if there are any.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Folded => None,
            Self::Lower => Some("lower"),
            Self::Turkish => Some("turkish"),
        }
    }

    /// Appends the spelling of `chars` to `out`; nothing if it is not asked for.
    pub fn spell_into(self, out: &mut String, chars: impl Iterator<Item = char>) {
        match self {
            Self::Folded => {}
            Self::Lower => out.extend(chars.flat_map(char::to_lowercase)),
            Self::Turkish => {
                let lower = chars.map(|c| match c {
                    'I' => 'ı',
                    'İ' => 'i',
                    other => other,
                });
                out.extend(lower.flat_map(char::to_lowercase));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_keeps_its_marks() {
        let spelled = |language: &str, word: &str| {
            let mut out = String::new();
            Spelling::of(language).spell_into(&mut out, word.chars());
            out
        };
        assert_eq!(spelled("fr", "Étude"), "étude");
        assert_eq!(spelled("tr", "ISININ"), "ısının");
        assert_eq!(spelled("tr-TR", "İLK"), "ilk");
        assert_eq!(spelled("de", "Häuser"), "");
    }
}
