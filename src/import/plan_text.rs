//! A plan as text: what `studybook import` prints.

use crate::import::duplicates::Joined;
use crate::import::plan::Plan;
use crate::text::shown;

/// Lists longer than this are cut, unless nothing else would show them.
const SHOWN: usize = 12;

/// What was or would be done. `dry` shows everything.
pub fn show(plan: &Plan, dry: bool) -> String {
    let mut out = String::new();
    let would = if dry { "would add" } else { "added" };
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let is_tables_alone = plan.topics.is_empty() && !plan.tables.is_empty();
    let mut parts: Vec<String> = (!is_tables_alone).then(|| count(plan.topics.len(), "topic")).into_iter().collect();
    let rows: usize = plan.tables.iter().map(|table| table.rows).sum();
    let tables = || format!("{} of words with {}", count(plan.tables.len(), "table"), count(rows, "row"));
    parts.extend((!plan.tables.is_empty()).then(tables));
    parts.extend((plan.chapters > 0).then(|| count(plan.chapters, "chapter")));
    parts.extend((plan.assets > 0).then(|| count(plan.assets, "file")));
    out.push_str(&format!("{would} {}", parts.join(", ")));
    if !plan.joined.is_empty() {
        out.push_str(&format!("; {} merged", count(plan.joined.len(), "duplicate")));
    }
    if !plan.known.is_empty() {
        out.push_str(&format!("; {} there already", plan.known.len()));
    }
    out.push('\n');
    let most = if dry { usize::MAX } else { SHOWN };
    for table in &plan.tables {
        out.push_str(&format!("  {}  ({})\n", shown::line(table.path.as_ref()), count(table.rows, "row")));
    }
    for topic in plan.topics.iter().take(most) {
        out.push_str(&format!("  {}  ({}", shown::line(topic.path.as_ref()), shown::line(&topic.level)));
        if !topic.tags.is_empty() {
            out.push_str(&format!(": {}", shown::line(&topic.tags.join(", "))));
        }
        out.push_str(&format!(")  {}\n", shown::line(&topic.question)));
        for ask in &topic.asks {
            out.push_str(&format!("      also asked: {}\n", shown::line(ask)));
        }
    }
    cut(plan.topics.len(), most, &mut out);
    joined("merged", &plan.joined, most, &mut out);
    // Known ones of the same wording are no news.
    let near: Vec<&Joined> = plan.known.iter().filter(|it| it.likeness < 1.0).collect();
    if !near.is_empty() {
        out.push_str("asked already in other words:\n");
        for it in near.iter().take(most) {
            let how = match percent(it.likeness) {
                0 => "the same id as".to_owned(),
                likeness => format!("{likeness} % like a question of"),
            };
            out.push_str(&format!("  {}\n      {how} {}\n", shown::line(&it.question), shown::line(&it.with)));
        }
        cut(near.len(), most, &mut out);
    }
    out.truncate(out.trim_end().len());
    out
}

fn joined(title: &str, joined: &[Joined], most: usize, out: &mut String) {
    if joined.is_empty() {
        return;
    }
    out.push_str(&format!("{title}:\n"));
    for it in joined.iter().take(most) {
        let how =
            if it.likeness >= 1.0 { "the same as".to_owned() } else { format!("{} % like", percent(it.likeness)) };
        out.push_str(&format!("  {}\n      {how}: {}\n", shown::line(&it.question), shown::line(&it.with)));
    }
    cut(joined.len(), most, out);
}

fn cut(all: usize, most: usize, out: &mut String) {
    if all > most {
        out.push_str(&format!("  … and {} more; `--dry-run` shows all\n", all - most));
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a likeness is from 0 to 1")]
fn percent(likeness: f64) -> u32 {
    (likeness * 100.0).round() as u32
}
