//! From disk to values. Only `load` touches the disk.

pub mod fields;
pub mod inputs;
pub mod check;
pub mod settings;
pub mod load;
pub mod refresh;
pub mod foreign;
