//! Versions of Python, and what a block's `python="…"` says about them.
//!
//! In: text that `topic::fence` has checked. Out: yes or no. It never looks for interpreters.

use std::fmt;

/// A version such as 3.12.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub [u32; 3]);

impl Version {
    /// Reads `3.12` or `3.12.1`, also with a tail such as `rc1`.
    pub fn read(text: &str) -> Option<Self> {
        let mut numbers = [0_u32; 3];
        let mut count = 0;
        for (slot, part) in numbers.iter_mut().zip(text.trim().split('.')) {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            *slot = part[..digits].parse().ok()?;
            count += 1;
        }
        (count >= 2).then_some(Self(numbers))
    }

    /// `3.12`.
    pub fn short(self) -> String {
        format!("{}.{}", self.0[0], self.0[1])
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0[0], self.0[1], self.0[2])
    }
}

/// Whether a block with this `python` attribute runs on this version. Python 2 runs only what names it: `python=2.7`.
pub fn allows(wanted: Option<&str>, version: Version) -> bool {
    let Some(wanted) = wanted else { return version.0[0] >= 3 };
    let mut named = false;
    let all = wanted.split(',').all(|part| {
        let part = part.trim();
        let number = part.trim_start_matches(['<', '>', '=']);
        let operator = &part[..part.len() - number.len()];
        let number: Vec<u32> = number.trim().split('.').filter_map(|digits| digits.parse().ok()).collect();
        // `>=3.12` says nothing about the third number, so it is left out of the comparison.
        let version = &version.0[..number.len().min(3)];
        let order = version.cmp(&number[..number.len().min(3)]);
        named |= matches!(operator, "" | "==");
        match operator {
            ">=" => order.is_ge(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            "<" => order.is_lt(),
            _ => order.is_eq(),
        }
    });
    all && (version.0[0] >= 3 || named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(wanted: &str, version: &str) -> bool {
        allows(Some(wanted), Version::read(version).unwrap())
    }

    #[test]
    fn a_range_is_compared_by_the_numbers_it_names() {
        assert!(on(">=3.12", "3.12.0") && on(">=3.12", "3.13.1") && !on(">=3.12", "3.11.9"));
        assert!(on(">=3.11,<3.14", "3.13.9") && !on(">=3.11,<3.14", "3.14.0"));
        assert!(on("<=3.12", "3.12.7") && !on(">3.12", "3.12.7") && on("3.12", "3.12.7") && on("==3.12.7", "3.12.7"));
        assert!(!on("3.1", "3.12.0"));
    }

    #[test]
    fn python_2_runs_only_what_names_it() {
        let old = Version::read("2.7.18").unwrap();
        assert!(on("2.7", "2.7.18") && !allows(None, old) && !on("<3.12", "2.7.18"));
    }
}
