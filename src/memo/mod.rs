//! What was made before and need not be made again: values by the digest of what they were made from, in memory and in one
//! kind of file.

pub mod archive;
pub mod digest;
pub mod raw_bytes;
