//! From disk to values. Only `load` touches the disk.

pub mod inputs;
pub mod toml_keys;
pub mod check_settings;
pub mod limits;
pub mod schemas;
pub mod runner_setting;
pub mod settings;
pub mod root;
pub mod tree;
pub mod unsaved;
pub mod changed;
pub mod kept_notes;
pub mod example_inputs;
pub mod load;
pub mod reload;
