//! `studybook explain`: what the code of a problem means.
//!
//! In: a code, or none. Out: its text with a wrong and a right example, or the list of all codes.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Args;

use crate::problem::explained::{self, Area, Explained};
use crate::problem::message::Message;
use crate::terminal;
use crate::text::did_you_mean::nearest;

/// Arguments of `explain`.
#[derive(Args)]
pub struct ExplainArgs {
    /// A code as problems show it, such as `no-such-topic` [default: list all of them]
    code: Option<String>,
}

/// Explains.
pub fn run(args: &ExplainArgs) -> ExitCode {
    let areas = explained::all();
    let told = match &args.code {
        None => Ok(list(&areas)),
        Some(typed) => one(&areas, code_in(typed)),
    };
    let is_styled = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    match told {
        Ok(told) if is_styled => terminal::print_styled(&styled(&told)),
        told => terminal::done(told),
    }
}

/// The code in what was typed or copied: `no-such-topic`, `error[no-such-topic]`, `error[no-such-topic]: no topic`.
fn code_in(typed: &str) -> &str {
    let inner = typed.split_once('[').map_or(typed, |(_, rest)| rest);
    inner.split(']').next().unwrap_or(inner).trim_matches(['`', ':', ' '])
}

/// All codes by area, each with what is so.
fn list(areas: &[Area]) -> String {
    let widest = areas.iter().flat_map(|area| &area.codes).map(|it| it.code.len()).max().unwrap_or_default();
    let lines = |area: &Area| -> String {
        area.codes.iter().map(|it| format!("  {:widest$}  {}\n", it.code, it.title)).collect()
    };
    let parts: Vec<String> = areas.iter().map(|area| format!("# {}\n{}", area.title, lines(area))).collect();
    format!("{}\n`studybook explain CODE` says what one of them means", parts.join("\n"))
}

fn one(areas: &[Area], typed: &str) -> Result<String, Message> {
    let all = || areas.iter().flat_map(|area| &area.codes);
    let Some(found) = all().find(|it| it.code == typed) else {
        let nearest = nearest(typed, all().map(|it| it.code)).map(str::to_owned);
        return Err(Message::UnknownCode { typed: typed.to_owned(), nearest });
    };
    Ok(text(found))
}

/// The entry as plain text.
fn text(entry: &Explained) -> String {
    let mut told = format!("# {}: {}\n\n{}\n\n{}\n", entry.code, entry.title, entry.means, entry.why);
    if let Some(reason) = entry.reason {
        told.push_str(&format!("\nThere is no example of it. {reason}\n"));
    } else {
        for (path, text) in &entry.with {
            told.push_str(&format!("\nWith the file `{path}`:\n\n{}", indented(text)));
        }
        let place = match entry.place {
            "body" => "in the text of a topic",
            "front" => "in the front matter of a topic",
            "command" => "on the command line",
            path => &format!("in `{path}`"),
        };
        let (wrong, right) = (indented(&entry.wrong), indented(&entry.right));
        told.push_str(&format!("\nWrong, {place}:\n\n{wrong}\nRight:\n\n{right}"));
    }
    if entry.command != "studybook check" {
        told.push_str(&format!("\nIt is told by `{}`.\n", entry.command));
    }
    told.truncate(told.trim_end().len());
    told
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// Headings bold, and what stands between backticks in another colour; examples as they are.
fn styled(told: &str) -> String {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(heading) => format!("\u{1b}[1m{heading}\u{1b}[0m\n"),
        None if line.starts_with("  ") || line.matches('`').count() % 2 == 1 => format!("{line}\n"),
        None => {
            let parts = line.split('`').enumerate();
            let colored = |(n, part): (usize, &str)| match n % 2 {
                0 => part.to_owned(),
                _ => format!("\u{1b}[36m{part}\u{1b}[0m"),
            };
            format!("{}\n", parts.map(colored).collect::<String>())
        }
    };
    told.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_code_stand_out_and_examples_stay() {
        let told = styled("# a: b\nsee `x` there\n    `y`\n");
        assert_eq!(told, "\u{1b}[1ma: b\u{1b}[0m\nsee \u{1b}[36mx\u{1b}[0m there\n    `y`\n");
    }
}
