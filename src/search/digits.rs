//! Numbers as printable text: base 64, five bits a character, the lowest first, the sixth bit for "more follows".
//!
//! Text, because a classic script can hold nothing else; five bits, because most numbers here are small gaps and the
//! server's compression takes the rest.

/// The 64 digits. None needs an escape in a script.
pub const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends a number of any size.
pub fn push(out: &mut Vec<u8>, mut number: u32) {
    while number > 31 {
        out.push(ALPHABET[(number & 31) as usize | 32]);
        number >>= 5;
    }
    out.push(ALPHABET[number as usize]);
}

/// The one digit of a number below 64.
pub fn one(number: u8) -> u8 {
    ALPHABET[usize::from(number & 63)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_take_one_character() {
        let text = |number| {
            let mut out = Vec::new();
            push(&mut out, number);
            String::from_utf8(out)
        };
        assert_eq!(text(0), Ok("A".to_owned()));
        assert_eq!(text(31), Ok("f".to_owned()));
        assert_eq!(text(32), Ok("gB".to_owned()));
        assert_eq!(text(u32::MAX), Ok("______D".to_owned()));
    }
}
