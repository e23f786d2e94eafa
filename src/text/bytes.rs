//! What stands in a text, byte by byte, asked of many bytes at once.

/// Bytes that are read without a branch, which compilers turn into one instruction for many bytes.
const BLOCK: usize = 16;

/// Whether a byte of a text `is` what is wanted, which is best asked by `|` and `&`: each `||` may become a branch.
pub fn any(text: &str, is: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let in_block = |block: &[u8; BLOCK]| block.iter().fold(0, |found, byte| found | u8::from(is(*byte))) != 0;
    match bytes.last_chunk() {
        // The last block may overlap the one before it.
        Some(last) => bytes.as_chunks().0.iter().any(in_block) || in_block(last),
        None => bytes.iter().any(|byte| is(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_is_asked(text in "a{0,70}x?[ab]{0,140}") {
            prop_assert_eq!(super::any(&text, |byte| byte == b'x'), text.contains('x'));
            prop_assert_eq!(super::any(&text, |byte| byte == b'b'), text.contains('b'));
        }
    }
}
