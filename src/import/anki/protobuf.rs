//! The fields of a message of Protocol Buffers, as far as packages of Anki need them.
//!
//! In: bytes. Out: numbers and bytes by the number of their field; a message in a message is bytes, read by another call.
//! Three messages with five fields in all are read (media, note types, templates): a library would bring a generator of
//! code and descriptions of messages that are not ours.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held<'b> {
    /// A number, or whether something is so.
    Number(u64),
    /// A text, bytes or another message.
    Bytes(&'b [u8]),
}

/// The fields in order. Ends where the bytes are no message any more.
pub struct Message<'b> {
    rest: &'b [u8],
    /// Whether bytes were met that are no field.
    pub is_damaged: bool,
}

/// Reads a message.
pub fn message(bytes: &[u8]) -> Message<'_> {
    Message { rest: bytes, is_damaged: false }
}

impl<'b> Message<'b> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for place in 0..10 {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f).checked_shl(place * 7).unwrap_or(0);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self, length: u64) -> Option<&'b [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(bytes)
    }

    fn field(&mut self) -> Option<(u64, Held<'b>)> {
        let key = self.number()?;
        let held = match key & 7 {
            0 => Held::Number(self.number()?),
            1 => Held::Bytes(self.bytes(8)?),
            2 => {
                let length = self.number()?;
                Held::Bytes(self.bytes(length)?)
            }
            5 => Held::Bytes(self.bytes(4)?),
            _ => return None,
        };
        Some((key >> 3, held))
    }
}

impl<'b> Iterator for Message<'b> {
    type Item = (u64, Held<'b>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.rest = &[];
            self.is_damaged = true;
        }
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_texts_are_read_and_a_cut_message_is_damaged() {
        let bytes = b"\x08\x96\x01\x12\x02hi\x1d\0\0\0\0";
        let fields: Vec<_> = message(bytes).collect();
        assert_eq!(fields, [(1, Held::Number(150)), (2, Held::Bytes(b"hi")), (3, Held::Bytes(&[0; 4]))]);
        let mut cut = message(&bytes[..6]);
        assert_eq!(cut.by_ref().count(), 1);
        assert!(cut.is_damaged);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(message(&bytes).count() <= bytes.len());
        }
    }
}
