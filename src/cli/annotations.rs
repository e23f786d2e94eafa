//! Problems for programs that show them beside lines of code.
//!
//! In: problems as `--json` has them. Out: GitHub's workflow commands, a line each (GitHub Docs, "Workflow commands for GitHub
//! Actions", section "Setting an error message"), or one log of SARIF 2.1.0
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::path::encode_path;
use crate::problem::explained;
use crate::problem::report::ProblemJson;
use crate::text::shown;

/// One line for each problem. `dir` is the guide's folder as seen from where the program runs.
pub fn github(problems: &[ProblemJson], dir: &Path) -> String {
    problems.iter().map(|problem| line(problem, dir)).collect()
}

/// One log for all problems, with what each code means. `dir` is the guide's folder as seen from where the program runs.
pub fn sarif(problems: &[ProblemJson], dir: &Path) -> String {
    let codes: BTreeSet<&str> = problems.iter().map(|problem| problem.code).collect();
    let all = explained::all();
    let known = all.iter().flat_map(|area| &area.codes).filter(|entry| codes.contains(entry.code));
    let rules: Vec<Value> =
        known.map(|entry| json!({ "id": entry.code, "shortDescription": { "text": entry.title } })).collect();
    let results: Vec<Value> = problems.iter().map(|problem| result(problem, dir)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "studybook",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://github.com/studybook/studybook",
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    shown::json(&log.to_string()).into_owned()
}

fn result(problem: &ProblemJson, dir: &Path) -> Value {
    let mut result = json!({
        "ruleId": problem.code,
        "level": problem.severity,
        "message": { "text": text(problem) },
    });
    if let Some(path) = &problem.path {
        let mut address = String::new();
        encode_path(&placed(path, dir), &mut address);
        let mut place = json!({ "artifactLocation": { "uri": address } });
        if let Some(line) = problem.line {
            place["region"] = json!({ "startLine": line, "startColumn": problem.column.unwrap_or(1) });
        }
        result["locations"] = json!([{ "physicalLocation": place }]);
    }
    result
}

/// The path of a file as seen from where the program runs.
fn placed(path: &str, dir: &Path) -> String {
    if dir == Path::new(".") { path.to_owned() } else { dir.join(path).display().to_string() }
}

/// All that is said of a problem.
fn text(problem: &ProblemJson) -> String {
    let hint = problem.hint.as_ref().map(|hint| format!("hint: {hint}"));
    let lines = [Some(&problem.message), problem.detail.as_ref(), hint.as_ref()];
    lines.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn line(problem: &ProblemJson, dir: &Path) -> String {
    let mut properties = Vec::new();
    if let Some(path) = &problem.path {
        properties.push(format!("file={}", property(&placed(path, dir))));
    }
    let places = [("line", problem.line), ("col", problem.column)];
    properties.extend(places.iter().filter_map(|(name, number)| number.map(|number| format!("{name}={number}"))));
    properties.push(format!("title={}", property(problem.code)));
    format!("::{} {}::{}\n", problem.severity, properties.join(","), data(&text(problem)))
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

    #[test]
    fn a_log_of_sarif_names_places_and_what_codes_mean() {
        let told = ProblemJson { code: "no-such-topic", ..problem("content/a b.md", "no topic `x`") };
        let nowhere = ProblemJson { code: "no-topics", path: None, line: None, column: None, ..problem("", "none") };
        let log: Value = serde_json::from_str(&sarif(&[told, nowhere], Path::new("docs"))).unwrap();
        let run = &log["runs"][0];
        let place = json!([{ "physicalLocation": {
            "artifactLocation": { "uri": "docs/content/a%20b.md" },
            "region": { "startLine": 3, "startColumn": 9 },
        } }]);
        assert_eq!(run["results"][0]["locations"], place);
        assert_eq!(run["results"][0]["message"]["text"], "no topic `x`\nhint: 100% sure");
        assert!(run["results"][1].get("locations").is_none());
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids, BTreeSet::from(["no-such-topic", "no-topics"]));
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
