//! The guide on paper: the print page as a PDF, by the reader's own Chromium or Chrome.

pub mod book_site;
pub mod chromium;
pub mod document;
pub mod pdf;
