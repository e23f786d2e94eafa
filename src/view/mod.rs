//! What templates see: the theme's API. Nothing else reaches a template.
//!
//! Every page is given `site` ([`SiteView`], the same on all pages) and `page` (the type named after the template).
//! URLs called `url` are relative to the page they stand on and ready for `href`. Paths in [`SiteView`] start at the
//! site's root: write `{{ page.root }}` before them. Fields named `…_html` are finished HTML, to be passed through
//! `| safe`; all other strings are text that the template escapes.

pub mod parts;
pub mod site;
pub mod topic;
pub mod study;
pub mod chapter;
pub mod lists;
pub mod map;
pub mod plain;
pub mod print;
pub mod book;

pub use crate::view::book::*;
pub use crate::view::chapter::*;
pub use crate::view::lists::*;
pub use crate::view::map::*;
pub use crate::view::parts::*;
pub use crate::view::plain::*;
pub use crate::view::print::*;
pub use crate::view::site::*;
pub use crate::view::study::*;
pub use crate::view::topic::*;
