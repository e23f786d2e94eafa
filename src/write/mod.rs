//! The only floor that writes a site: single files, the staged folder, and what the output knows of itself.

pub mod manifest;
pub mod files;
pub mod changes;
pub mod named_file;
pub mod last_site;
pub mod swap;
pub mod staging;
