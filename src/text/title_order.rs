//! The order of titles: as words without their case, and numbers in them as numbers, so that "9 things" stands before "10 things".

/// A key by which titles sort.
pub fn key(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut key = String::with_capacity(lower.len() + 4);
    let mut rest = lower.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        key.push_str(&rest[..at]);
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |length| at + length);
        let digits = rest[at..end].trim_start_matches('0');
        // The longer number is the larger one: its length stands before it, in digits that grow with it (8, 90, 91, …, 990).
        key.push_str(&"9".repeat(digits.len() / 9));
        key.push_str(&format!("{}{digits}", digits.len() % 9));
        rest = &rest[end..];
    }
    key.push_str(rest);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_sort_as_numbers_and_words_without_their_case() {
        let titles =
            ["7 days", "9 things", "10 things", "apples", "Bears", "Python 2.7", "Python 3.9", "Python 3.12", "Über"];
        let mut sorted = titles;
        sorted.reverse();
        sorted.sort_by_cached_key(|title| key(title));
        assert_eq!(sorted, titles);
    }

    proptest! {
        #[test]
        fn any_two_numbers_sort_by_size(a in 0_u128.., b in 0_u128.., before in "[a-z ]{0,3}", after in "[a-z ]{0,3}") {
            let of = |number: u128| key(&format!("{before}{number}{after}"));
            prop_assert_eq!(of(a).cmp(&of(b)), a.cmp(&b));
        }
    }
}
