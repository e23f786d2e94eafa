//! What is shown on the terminal: results on stdout, everything else on stderr. With `cli`, the only module that prints.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::problem::message::Message;
use crate::problem::report::{Report, Texts};
use crate::reading::inputs::Inputs;
use crate::text::shown;
use crate::theme::load;

/// A path or a name as part of a line.
pub fn named(path: &Path) -> String {
    shown::line(&path.display().to_string()).into_owned()
}

/// News while a command goes on.
pub fn print_line(line: &str) {
    if !line.is_empty() {
        let _ = writeln!(io::stdout().lock(), "{}", shown::lines(line));
    }
}

/// A result, and the exit code: 1 if it could not be written. A closed pipe, as in `studybook stats | head`, is no error.
pub fn print_result(line: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    let written =
        if line.is_empty() { Ok(()) } else { writeln!(out, "{}", shown::lines(line)).and_then(|()| out.flush()) };
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => all_wrong(vec![Message::CannotWrite {
            action: "write to",
            path: "stdout".into(),
            reason: error.to_string(),
        }]),
        _ => ExitCode::SUCCESS,
    }
}

/// A result in which words of the program stand out: nothing that an author wrote.
pub fn print_styled(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// Problems, already laid out.
pub fn print_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether problems are coloured.
pub fn is_colored() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
}

/// All problems of a report as text, with the lines of the files they point into.
pub fn layout(report: &Report, inputs: &Inputs, color: bool) -> String {
    if report.sorted().is_empty() {
        return String::new();
    }
    let theme = theme_texts(inputs);
    report.render(&texts(inputs, &theme), color)
}

/// The texts of templates and words, built in and of the guide.
pub fn theme_texts(inputs: &Inputs) -> Vec<(String, String)> {
    let own = inputs
        .theme
        .iter()
        .filter_map(|file| Some((file.source.to_string(), std::str::from_utf8(&file.bytes).ok()?.to_owned())));
    load::built_in_texts().chain(own).collect()
}

/// The texts that places may point into.
pub fn texts<'a>(inputs: &'a Inputs, theme: &'a [(String, String)]) -> Texts<'a> {
    let mut texts: Texts<'a> = theme.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let files = inputs.topics.iter().map(|topic| &topic.file).chain(&inputs.book).chain(&inputs.examples_lock);
    texts.extend(files.map(|file| (file.source.as_str(), &*file.text)));
    texts
}

/// Ends a command that gave a result or said why not.
pub fn done(result: Result<String, Message>) -> ExitCode {
    match result {
        Ok(told) => print_result(&told),
        Err(message) => all_wrong(vec![message]),
    }
}

/// Ends a command that failed.
pub fn all_wrong(messages: Vec<Message>) -> ExitCode {
    tell(messages);
    ExitCode::from(1)
}

/// Says problems that belong to no file.
pub fn tell(messages: impl IntoIterator<Item = Message>) {
    let mut report = Report::new();
    messages.into_iter().for_each(|message| report.add(message));
    print_error(&layout(&report, &Inputs::default(), is_colored()));
}

/// `1 error, 2 warnings`.
pub fn count(errors: usize, warnings: usize) -> String {
    match (errors, warnings) {
        (0, warnings) => many(warnings, "warning"),
        (errors, 0) => many(errors, "error"),
        (errors, warnings) => format!("{}, {}", many(errors, "error"), many(warnings, "warning")),
    }
}

/// `1 topic`, `2 topics`.
pub fn many(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}
