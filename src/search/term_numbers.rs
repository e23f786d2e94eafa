//! Numbers terms while they are collected.

use crate::search::hash::Mix;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Numbers of terms. Most terms are short; these are kept as a number themselves, which is found sooner.
#[derive(Default)]
pub struct Numbers {
    short: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    long: HashMap<Box<str>, u32, BuildHasherDefault<Mix>>,
}

impl Numbers {
    /// The number of a term, if it has one.
    pub fn get(&self, term: &str) -> Option<u32> {
        if term.len() <= 8 { self.short.get(&first_bytes(term)).copied() } else { self.long.get(term).copied() }
    }

    /// Gives a term a number.
    pub fn insert(&mut self, term: &str, number: u32) {
        if term.len() <= 8 {
            self.short.insert(first_bytes(term), number);
        } else {
            self.long.insert(term.into(), number);
        }
    }

    /// The terms as text, in no order.
    pub fn into_texts(self) -> impl Iterator<Item = (Box<str>, u32)> {
        let short = self.short.into_iter().map(|(bytes, number)| {
            let bytes = bytes.to_be_bytes();
            let text = bytes.split(|&b| b == 0).next().unwrap_or(&bytes);
            (String::from_utf8_lossy(text).into_owned().into_boxed_str(), number)
        });
        short.chain(self.long)
    }
}

/// The first eight bytes of a term as a number: compares as the bytes do, and is the whole term if that is not longer. No
/// term holds a NUL.
pub fn first_bytes(term: &str) -> u64 {
    let mut first = [0; 8];
    let bytes = term.as_bytes();
    let length = bytes.len().min(8);
    first[..length].copy_from_slice(&bytes[..length]);
    u64::from_be_bytes(first)
}
