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
    #[error("{} is never closed", code(.mark))]
    UnclosedMark { mark: &'static str },
    #[error("`{written}` is shown without its signs, as {what} text")]
    LostSigns { written: String, what: &'static str },
    #[error("no link: `{written}`")]
    NoLink { written: String, instead: &'static str },
    #[error("`{sign}` begins no {block}")]
    NoBlank { sign: String, block: &'static str },
    #[error("two backticks begin no block of code")]
    TwoTicks { language: String },
    #[error("no block of code begins here, since a backtick stands behind the {} of its line", code(.fence))]
    TickInFence { fence: String },
    #[error("no table: no line of hyphens follows")]
    NoRule,
    #[error("a line of text has become a row of the table")]
    TextInTable,
    #[error("the list {what}")]
    BrokenList { what: &'static str, instead: &'static str },
    #[error("the note has no text")]
    EmptyNote,
    #[error("a block of code begins inside of another one")]
    FenceInCode { fence: String },
    #[error("{} stands here, which {}", code_point(*.sign), does(*.sign))]
    HiddenSign { sign: char },
    #[error("`{address}` names no {what}")]
    BadAddress { address: String, what: &'static str },
    #[error("a `{key}` has no {what}: `{written}`")]
    NotInFrontMatter { key: &'static str, what: &'static str, written: String, instead: &'static str },
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
            Slip::UnclosedMark { mark: "[" } => "close it by `]`, as in `[!NOTE]`".into(),
            Slip::UnclosedMark { mark: "$$" } => "close it by `$$`; no blank line stands in a formula".into(),
            Slip::UnclosedMark { mark } => {
                format!("write {} where it ends; if it is text, a backslash before it", code(mark))
            }
            Slip::LostSigns { .. } => "put it between backticks, or a backslash before each sign".into(),
            Slip::NoLink { instead, .. } => (*instead).into(),
            Slip::NoBlank { .. } => {
                "an ordinary blank stands behind the sign: none is there, or one that does not break lines".into()
            }
            Slip::TwoTicks { language } => format!("three do: write ```` ```{language} ````, and three where it ends"),
            Slip::TickInFence { .. } => "take it out, or open and close the block by `~~~`".into(),
            Slip::NoRule => {
                "a table is a line of names, below it `|---|---|`, and its rows, without blank lines between them"
                    .into()
            }
            Slip::TextInTable => "a blank line ends a table, and each row is one line".into(),
            Slip::BrokenList { instead, .. } => (*instead).into(),
            Slip::EmptyNote => "each line of a note begins with `> `, and no blank line stands between them".into(),
            Slip::FenceInCode { fence } => format!(
                "close the one above it by a line {}; to show such a line, open and close the block by more signs than it has",
                code(fence)
            ),
            Slip::HiddenSign { sign } => format!("take it out; if it is meant, write `&#x{:x};`", u32::from(*sign)),
            Slip::BadAddress { what: "server", .. } => "write it as in `https://example.org/page`".into(),
            Slip::BadAddress { .. } => "write it as in `mailto:me@example.org`".into(),
            Slip::NotInFrontMatter { instead, .. } => (*instead).into(),
        })
    }

    /// Whether it is advice, which `--strict` leaves a warning: someone may write so on purpose.
    pub fn is_advice(&self) -> bool {
        matches!(
            self,
            Slip::UnclosedMark { .. }
                | Slip::LostSigns { .. }
                | Slip::NotInFrontMatter { .. }
                | Slip::TextInTable
                | Slip::FenceInCode { .. }
                | Slip::BrokenList { .. }
        )
    }
}

/// A mark between backticks, also one of backticks.
fn code(mark: &str) -> String {
    if mark.contains('`') { format!("``` {mark} ```") } else { format!("`{mark}`") }
}

fn code_point(sign: char) -> String {
    format!("U+{:04X}", u32::from(sign))
}

fn does(sign: char) -> &'static str {
    if sign.is_control() { "nobody sees" } else { "changes the direction of what follows" }
}
