//! "Did you mean": the candidate nearest to what was typed.

/// The candidate most like `typed`, or `None` if nothing is near enough to be worth saying.
/// Nearness is the Damerau-Levenshtein distance without regard to case; at most a third of the letters may differ.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > 300 {
        return None;
    }
    let wanted = typed.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 300 && candidate.len().abs_diff(wanted.len()) <= allowed * 4)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed && *distance < wanted.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        assert_eq!(nearest("dificulty", ["title", "difficulty", "tags"]), Some("difficulty"));
        assert_eq!(nearest("zebra", ["title", "difficulty", "tags"]), None);
    }
}
