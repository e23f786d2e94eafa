//! The file in which values lie between two runs of the program.
//!
//! In: values as bytes, each with its key. Out: the bytes of one file, or the values of such a file. The file is safe to
//! delete and is never trusted: a checksum covers it, and it belongs to the maker that it names.
//!
//! Format, little-endian: magic `SBMEMO1\n`, the maker (u128), for each value, sorted by key, the key (u128), the length
//! (u32) and the bytes; last the XXH3-64 of all before it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// Identifies a value: a digest (XXH3-128) of all that it was made from.
pub type Key = u128;

const MAGIC: &[u8; 8] = b"SBMEMO1\n";
const SUM: usize = 8;

/// What made the values, as a number: values of another maker are worthless.
pub fn maker(name: &str) -> u128 {
    xxh3_128(name.as_bytes())
}

/// The bytes of a file.
pub fn write<V: AsRef<[u8]>>(maker: u128, values: &BTreeMap<Key, V>) -> Vec<u8> {
    parts(maker, values).concat()
}

/// The same in parts, so that large values are not copied.
pub fn parts<V: AsRef<[u8]>>(maker: u128, values: &BTreeMap<Key, V>) -> Vec<Cow<'_, [u8]>> {
    let mut parts: Vec<Cow<'_, [u8]>> = vec![[&MAGIC[..], &maker.to_le_bytes()].concat().into()];
    for (key, value) in values {
        let value = value.as_ref();
        // A value of four gigabytes is none.
        let Ok(length) = u32::try_from(value.len()) else { continue };
        parts.push([&key.to_le_bytes()[..], &length.to_le_bytes()].concat().into());
        parts.push(value.into());
    }
    let mut sum = Xxh3::new();
    parts.iter().for_each(|part| sum.update(part));
    parts.push(sum.digest().to_le_bytes().to_vec().into());
    parts
}

/// The bytes of a value: some of a file that was read, or made by this run.
#[derive(Clone, Debug)]
pub struct Value {
    file: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Value {
    /// A value that was made.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { range: 0..bytes.len(), file: Arc::new(bytes) }
    }
}

impl AsRef<[u8]> for Value {
    /// Empty if the file is shorter than it should be.
    fn as_ref(&self) -> &[u8] {
        self.file.get(self.range.clone()).unwrap_or_default()
    }
}

/// The values of a file, which stay in it; none if anything about it is not as it should be.
pub fn values(maker: u128, file: Vec<u8>) -> HashMap<Key, Value> {
    let ranges = ranges(maker, &file);
    let file = Arc::new(file);
    ranges.into_iter().map(|(key, range)| (key, Value { file: file.clone(), range })).collect()
}

/// The values of a file; none if anything about it is not as it should be.
pub fn read(maker: u128, file: &[u8]) -> HashMap<Key, &[u8]> {
    let value = |(key, range): (Key, Range<usize>)| Some((key, file.get(range)?));
    ranges(maker, file).into_iter().filter_map(value).collect()
}

/// The place of each value in the file.
fn ranges(maker: u128, file: &[u8]) -> HashMap<Key, Range<usize>> {
    whole(maker, file).unwrap_or_default()
}

fn whole(maker: u128, file: &[u8]) -> Option<HashMap<Key, Range<usize>>> {
    let (body, sum) = file.split_at_checked(file.len().checked_sub(SUM)?)?;
    if xxh3_64(body).to_le_bytes() != sum {
        return None;
    }
    let mut rest = body.strip_prefix(MAGIC)?.strip_prefix(&maker.to_le_bytes())?;
    let mut found = HashMap::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_first_chunk()?;
        let (length, after) = after.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let at = body.len() - after.len();
        rest = after.get(length..)?;
        found.insert(Key::from_le_bytes(*key), at..at + length);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn values_come_back_unless_a_byte_was_changed(
            values in prop::collection::btree_map(any::<u128>(), prop::collection::vec(any::<u8>(), 0..20), 0..6),
            at: prop::sample::Index,
            byte: u8,
        ) {
            let mut file = write(7, &values);
            let expected: HashMap<Key, &[u8]> = values.iter().map(|(key, value)| (*key, value.as_slice())).collect();
            prop_assert_eq!(read(7, &file), expected.clone());
            prop_assert!(read(8, &file).is_empty());
            let at = at.index(file.len());
            let is_same = std::mem::replace(&mut file[at], byte) == byte;
            prop_assert_eq!(read(7, &file), if is_same { expected } else { HashMap::new() });
        }

        #[test]
        fn any_bytes_under_a_right_checksum_are_read_without_panic(body: Vec<u8>) {
            let mut file = [&MAGIC[..], &1_u128.to_le_bytes(), &body].concat();
            file.extend(xxh3_64(&file).to_le_bytes());
            read(1, &file);
        }
    }
}
