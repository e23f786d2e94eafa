//! The letters and the punctuation of Chinese, Japanese and Korean, between which no blanks stand.

/// Whether a sign is one of them.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff00..=0xffef | 0x2_0000..=0x3_ffff)
}
