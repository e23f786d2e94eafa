//! Bytes as a part of a value that lies in an archive.
//!
//! In: bytes, or a value as postcard wrote it. Out: the same bytes, written in one piece and read where they lie; as a list postcard would
//! take and give them one by one.

use std::borrow::Cow;

use serde::{Deserialize, Serialize, Serializer};

/// The bytes.
#[derive(Clone, Debug, Deserialize)]
pub struct RawBytes<'a>(#[serde(borrow)] pub Cow<'a, [u8]>);

impl Serialize for RawBytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}
