//! How bad each problem is.

use super::Message;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The site is built; `--strict` makes it an error.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

impl Message {
    /// How bad it is without `--strict`.
    pub fn severity(&self) -> Severity {
        use Message as M;
        match self {
            M::UnusedTag { .. }
            | M::EmptyChapter { .. }
            | M::NoChapterIndex { .. }
            | M::NoTopics
            | M::UnknownLanguage { .. }
            | M::UnclosedFence
            | M::OutputUnchecked { .. }
            | M::AssertsInVain { .. }
            | M::HtmlShownAsText { .. }
            | M::InertHtml { .. }
            | M::UnknownElement { .. }
            | M::UnclosedElement { .. }
            | M::StrayEnd { .. }
            | M::QuestionsWithoutList
            | M::ForeignMarkup { .. }
            | M::CellsLost { .. }
            | M::NoTable { .. }
            | M::BlankInAddress { .. }
            | M::LooseEmphasis { .. }
            | M::Slip(_)
            | M::OrderAgainstRequires { .. }
            | M::UndefinedReference { .. }
            | M::UnknownNote { .. }
            | M::SameButForCase { .. }
            | M::UndefinedFootnote { .. }
            | M::NoWords { .. }
            | M::UnusedFootnote { .. }
            | M::UnusedDefinition { .. }
            | M::RepeatedDefinition { .. }
            | M::EmptyHeading
            | M::EmptyLink
            | M::UnknownThemeFile { .. }
            | M::LateImport
            | M::CacheNotKept { .. }
            | M::NoInterpreter { .. }
            | M::SkippedBySetup { .. }
            | M::StderrUnwritten { .. }
            | M::NoSuchVersion { .. }
            | M::LockFormat
            | M::UnsettledPages
            | M::PortTaken { .. }
            | M::NotATopic
            | M::NotOnWindows { .. }
            | M::ActiveFile { .. }
            | M::ServedToOthers
            | M::NotWatched { .. }
            | M::NotOpened { .. }
            | M::PathAndId { .. }
            | M::MoveTakenBack { .. }
            | M::MoveLeft { .. }
            | M::CardGone { .. }
            | M::AddressGone { .. }
            | M::ImageWithoutText => Severity::Warning,
            M::Lint(lint) if !lint.is_error() => Severity::Warning,
            M::Deck(fault) if !fault.is_error() => Severity::Warning,
            M::Carry(carry) if !carry.is_error() => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether it is advice, which `--strict` leaves a warning.
    pub fn is_advice(&self) -> bool {
        matches!(
            self,
            Message::ImageWithoutText
                | Message::NoWords { .. }
                | Message::NotOnWindows { .. }
                | Message::StderrUnwritten { .. }
        ) || matches!(self, Message::Lint(lint) if !lint.is_error())
            || matches!(self, Message::Slip(slip) if slip.is_advice())
    }
}
