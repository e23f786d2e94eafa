//! A topic or chapter as a file.
//!
//! In: keys with TOML values, and Markdown. Out: front matter and body.

/// A file: front matter and body.
pub fn written(front: &[(&str, String)], body: &str) -> String {
    let keys: String = front.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("+++\n{keys}+++\n{gap}{body}")
}

/// A TOML string.
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A TOML string of an id: in single quotes, which a spreadsheet leaves as they are.
pub fn word(id: &str) -> String {
    if id.contains('\'') { string(id) } else { format!("'{id}'") }
}

/// A TOML list of strings.
pub fn strings(all: &[String]) -> String {
    format!("[{}]", all.iter().map(|text| string(text)).collect::<Vec<_>>().join(", "))
}
