//! Slips in Markdown and HTML: what was written is shown otherwise than it was meant, or not at all.

use strum::{IntoStaticStr, VariantNames};
use thiserror::Error;

/// One slip. The page is made all the same, so each is a warning.
#[derive(Clone, Debug, Error, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the text beside each variant is its documentation")]
pub enum Slip {
    #[error("the link has no words, so nobody sees it")]
    LinkWithoutText,
    #[error("a browser hides `{written}`")]
    HiddenHtml { written: String },
    #[error("`<{element}>` has no attribute `{name}`")]
    UnknownHtmlAttribute { element: String, name: String, nearest: String },
    #[error("`<{element}>` says no file, so nothing is shown")]
    HtmlWithoutSource { element: String },
}

impl Slip {
    /// The stable name: `link-without-text`.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// What the author can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Slip::LinkWithoutText => "write words between `[` and `]`; `[[path]]` shows the title of the topic".into(),
            Slip::HiddenHtml { .. } => "if it is text, put it between backticks, or write `&lt;` for its `<`".into(),
            Slip::UnknownHtmlAttribute { nearest, .. } => format!("did you mean `{nearest}`?"),
            Slip::HtmlWithoutSource { .. } => "name the file by `src=\"…\"`".into(),
        })
    }
}
