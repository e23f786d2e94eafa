//! Problems as GitHub's workflow commands, which show them beside the changed lines of a pull request.
//!
//! In: problems as `--json` has them. Out: a line each. Format: GitHub Docs, "Workflow commands for GitHub Actions", section
//! "Setting an error message".

use std::path::Path;

use crate::problem::report::ProblemJson;

/// One line for each problem. `dir` is the guide's folder as seen from where the program runs.
pub fn github(problems: &[ProblemJson], dir: &Path) -> String {
    problems.iter().map(|problem| line(problem, dir)).collect()
}

fn line(problem: &ProblemJson, dir: &Path) -> String {
    let mut properties = Vec::new();
    if let Some(path) = &problem.path {
        let path = if dir == Path::new(".") { path.clone() } else { dir.join(path).display().to_string() };
        properties.push(format!("file={}", property(&path)));
    }
    let places = [("line", problem.line), ("col", problem.column)];
    properties.extend(places.iter().filter_map(|(name, number)| number.map(|number| format!("{name}={number}"))));
    properties.push(format!("title={}", property(problem.code)));
    let hint = problem.hint.as_ref().map(|hint| format!("hint: {hint}"));
    let text: Vec<&str> = [Some(&problem.message), problem.detail.as_ref(), hint.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    format!("::{} {}::{}\n", problem.severity, properties.join(","), data(&text.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(path: &str, message: &str) -> ProblemJson {
        ProblemJson {
            severity: "error",
            code: "no-topic",
            message: message.to_owned(),
            detail: None,
            hint: Some("100% sure".to_owned()),
            path: Some(path.to_owned()),
            line: Some(3),
            column: Some(9),
        }
    }

    #[test]
    fn a_problem_is_a_command_with_its_place() {
        let said = github(&[problem("content/a, b.md", "no topic `x`")], Path::new("."));
        assert_eq!(
            said,
            "::error file=content/a%2C b.md,line=3,col=9,title=no-topic::no topic `x`%0Ahint: 100%25 sure\n"
        );
        assert!(
            github(&[problem("a.md", "")], Path::new("docs/guide")).starts_with("::error file=docs/guide/a.md,line=3")
        );
        let nowhere = ProblemJson { path: None, line: None, column: None, hint: None, ..problem("", "no guide") };
        assert_eq!(github(&[nowhere], Path::new(".")), "::error title=no-topic::no guide\n");
    }

    proptest! {
        #[test]
        fn nothing_that_an_author_wrote_begins_a_command_of_its_own(path in ".{1,40}", message in "(.|\r|\n){0,60}") {
            let said = github(&[problem(&path, &message)], Path::new("."));
            prop_assert_eq!(said.lines().count(), 1);
            prop_assert!(!said.trim_end_matches('\n').contains(['\r', '\n']));
        }
    }
}
