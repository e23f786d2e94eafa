//! `Range: bytes=…` of a request, as players of video ask for it (RFC 9110, section 14).
//!
//! In: the header and the size of the file. Out: which bytes to send. Several ranges at once are answered with the
//! whole file, which the standard allows.

use std::ops::Range;

/// What to send.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole file.
    Whole,
    /// These bytes.
    Bytes(Range<usize>),
    /// Nothing: the file has no such bytes.
    Unsatisfiable,
}

/// Reads the header. What it cannot read counts as absent.
pub fn of(header: Option<&str>, size: usize) -> Part {
    let spec = header.and_then(|it| it.trim().strip_prefix("bytes=")).map(str::trim);
    let Some((first, last)) = spec.and_then(|spec| spec.split_once('-')) else { return Part::Whole };
    let number = |text: &str| -> Option<usize> {
        let digits = !text.is_empty() && text.len() < 19 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    match (first.is_empty(), number(first), last.is_empty(), number(last)) {
        (false, Some(first), true, _) if first < size => Part::Bytes(first..size),
        (false, Some(first), false, Some(last)) if first <= last && first < size => {
            Part::Bytes(first..size.min(last + 1))
        }
        (true, _, false, Some(count)) if count > 0 && size > 0 => Part::Bytes(size - count.min(size)..size),
        (false, Some(first), false, Some(last)) if first > last => Part::Whole,
        (false, Some(_), true, _) | (false, Some(_), false, Some(_)) | (true, _, false, Some(_)) => Part::Unsatisfiable,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_three_forms_are_read() {
        assert_eq!(of(Some("bytes=0-0"), 10), Part::Bytes(0..1));
        assert_eq!(of(Some("bytes=4-"), 10), Part::Bytes(4..10));
        assert_eq!(of(Some("bytes=-3"), 10), Part::Bytes(7..10));
        assert_eq!(of(Some("bytes=-30"), 10), Part::Bytes(0..10));
        assert_eq!(of(Some("bytes=2-99"), 10), Part::Bytes(2..10));
    }

    #[test]
    fn what_is_not_there_is_unsatisfiable_and_what_is_not_read_is_absent() {
        assert_eq!(of(Some("bytes=10-"), 10), Part::Unsatisfiable);
        assert_eq!(of(Some("bytes=-0"), 10), Part::Unsatisfiable);
        assert_eq!(of(Some("bytes=0-"), 0), Part::Unsatisfiable);
        for whole in [None, Some("bytes=5-2"), Some("bytes=1-2,4-5"), Some("lines=1-2"), Some("bytes=x-")] {
            assert_eq!(of(whole, 10), Part::Whole, "{whole:?}");
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_inside_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", size in 0_usize..50) {
            if let Part::Bytes(range) = of(Some(&header), size) {
                prop_assert!(range.start < range.end && range.end <= size);
            }
        }
    }
}
