//! The style sheets of a theme: what they name is there, and gets the name that it has in the site.
//!
//! In: static files. Out: problems, or the sheets rewritten. An address is relative to its sheet, as in a browser. A page
//! makes no request to another server, and a file that is not there is a slip.

use std::collections::{BTreeMap, BTreeSet};

use crate::css::addresses::{Address, addresses, rewritten, rewritten_at};
use crate::css::tokens::{Kind, Token, cut, spelled, tokens};
use crate::path::{self, OutputPath, SourcePath, folder_of};
use crate::problem::message::{Message, PathsFrom};
use crate::problem::report::{Place, Report};
use crate::text::did_you_mean::nearest;
use crate::text::span::Span;

/// Checks a sheet, which is the file `name` below `static/`. `names` are all static files.
pub fn check(source: &SourcePath, name: &str, sheet: &str, names: &[&str], report: &mut Report) {
    for address in addresses(sheet) {
        let written = &address.url;
        let message = match kind(written) {
            Leads::Inside if target(name, written).is_some_and(|target| names.contains(&target.as_str())) => continue,
            Leads::Nowhere => continue,
            Leads::Elsewhere => Message::ForeignImage { url: written.clone() },
            Leads::Inside => {
                let beside: Vec<String> = names.iter().map(|other| relative(name, other)).collect();
                let file = written.split(['?', '#']).next().unwrap_or(written);
                let nearest = nearest(file, beside.iter().map(String::as_str)).map(str::to_owned);
                Message::NoSuchFile { path: written.clone(), nearest, from: PathsFrom::Sheet }
            }
        };
        report.at(Place::span(source, address.span), message);
    }
    for span in late_imports(sheet) {
        report.at(Place::span(source, span), Message::LateImport);
    }
}

/// What a statement of a sheet is, for what may stand above an `@import`.
#[derive(Clone, Copy, PartialEq)]
enum Statement {
    /// None is open.
    Between,
    /// `@charset …;`, or what may be `@layer a, b;`.
    Above,
    /// `@import …;`, from the byte where it begins.
    Import(usize),
    /// Any other.
    Other,
}

/// The imports that stand where browsers pass over them: below a rule, or in a block.
fn late_imports(sheet: &str) -> Vec<Span> {
    let mut late = Vec::new();
    let (mut at, mut depth, mut has_rule) = (0, 0_usize, false);
    let mut open = Statement::Between;
    for Token { kind, text } in tokens(sheet) {
        let start = at;
        at += text.len();
        match kind {
            Kind::Blank | Kind::Comment | Kind::Licence => {}
            // A sheet may stand in the comment signs of HTML.
            Kind::Text if text == "<!--" => {}
            Kind::At if open == Statement::Between => {
                open = match spelled(&text[1..]).to_ascii_lowercase().as_str() {
                    "import" => Statement::Import(start),
                    "charset" | "layer" => Statement::Above,
                    _ => Statement::Other,
                };
            }
            Kind::Sign(';') => {
                match open {
                    Statement::Import(from) if has_rule || depth > 0 => late.push(Span::new(from, at)),
                    Statement::Other => has_rule = true,
                    _ => {}
                }
                open = Statement::Between;
            }
            Kind::Sign('{') => {
                (depth, has_rule, open) = (depth + 1, true, Statement::Between);
            }
            Kind::Sign('}') => {
                (depth, has_rule, open) = (depth.saturating_sub(1), true, Statement::Between);
            }
            _ if open == Statement::Between => open = Statement::Other,
            _ => {}
        }
    }
    // The last statement needs no semicolon.
    match open {
        Statement::Import(from) if has_rule || depth > 0 => late.push(Span::new(from, sheet.trim_end().len())),
        _ => {}
    }
    late
}

/// A sheet that is moved from the folder of one file to that of another: its addresses lead where they led.
pub fn moved(sheet: &str, from: &str, to: &str) -> String {
    rewritten(sheet, |address| {
        let target = target(from, &address.url).filter(|_| matches!(kind(&address.url), Leads::Inside))?;
        Some(relative(to, &target) + suffix(&address.url))
    })
}

/// One sheet made of several. What a sheet imports, and the names it gives to namespaces, stand before all rules, since a browser
/// passes over them elsewhere.
pub fn one_sheet(parts: &[String]) -> String {
    let parts: Vec<(&str, &str)> = parts.iter().map(|part| part.split_at(front(part))).collect();
    let fronts = parts.iter().map(|(front, _)| *front).filter(|front| !front.trim().is_empty());
    let fronts: String = fronts.map(|front| format!("{}\n", front.trim_end())).collect();
    fronts + &parts.iter().map(|(_, rest)| *rest).collect::<String>()
}

/// The bytes of the statements at the beginning of a sheet that must come before its rules.
fn front(sheet: &str) -> usize {
    let (mut at, mut end) = (0, 0);
    let (mut is_open, mut is_layer) = (false, false);
    for Token { kind, text } in tokens(sheet) {
        at += text.len();
        match kind {
            Kind::Blank | Kind::Comment | Kind::Licence => {}
            Kind::At if !is_open => {
                let name = spelled(&text[1..]).to_ascii_lowercase();
                is_open = matches!(name.as_str(), "import" | "namespace" | "layer");
                if !is_open {
                    break;
                }
                // Names of layers go along with an import below them, and with none stay where they are.
                is_layer = name == "layer";
            }
            Kind::Sign(';') if is_open => {
                is_open = false;
                if !is_layer {
                    end = at;
                }
            }
            Kind::Sign('{' | '}') => break,
            _ if is_open => {}
            _ => break,
        }
    }
    end
}

/// A sheet and what it names.
#[derive(Debug)]
pub struct Sheet {
    text: String,
    addresses: Vec<Address>,
}

impl Sheet {
    /// Reads it.
    pub fn new(text: String) -> Self {
        Self { addresses: addresses(&text), text }
    }
}

/// A sheet with the names that its files have in the site: `asset` gives the path of a static file.
pub fn named(name: &str, sheet: &Sheet, own_path: &OutputPath, asset: impl Fn(&str) -> Option<OutputPath>) -> String {
    rewritten_at(&sheet.addresses, &sheet.text, |address| {
        let target = target(name, &address.url).filter(|_| matches!(kind(&address.url), Leads::Inside))?;
        Some(asset(&target)?.url_from(own_path) + suffix(&address.url))
    })
}

/// The sheets in an order in which each comes after those that it imports; the second are those that import each other in a
/// circle.
pub fn in_order(sheets: &BTreeMap<String, Sheet>) -> (Vec<&str>, Vec<&str>) {
    let imports = |name: &str, sheet: &Sheet| -> BTreeSet<String> {
        let of = |address: &Address| target(name, &address.url).filter(|_| address.is_import);
        sheet.addresses.iter().filter_map(of).collect()
    };
    let mut waiting: Vec<(&str, BTreeSet<String>)> =
        sheets.iter().map(|(name, sheet)| (name.as_str(), imports(name, sheet))).collect();
    let mut ordered: Vec<&str> = Vec::new();
    loop {
        let is_waiting: BTreeSet<&str> = waiting.iter().map(|(name, _)| *name).collect();
        let (ready, rest): (Vec<_>, Vec<_>) = waiting
            .iter()
            .cloned()
            .partition(|(_, imports)| !imports.iter().any(|it| is_waiting.contains(it.as_str())));
        if ready.is_empty() {
            return (ordered, rest.into_iter().map(|(name, _)| name).collect());
        }
        ordered.extend(ready.into_iter().map(|(name, _)| name));
        waiting = rest;
    }
}

/// A sheet without its comments, but for `/*!` comments, where licences stand; closed, if its end left something open.
pub fn without_comments(sheet: &str) -> String {
    let (tokens, lacks) = cut(sheet);
    let mut out = String::with_capacity(sheet.len());
    let mut open: Vec<char> = Vec::new();
    let ends_in_comment = tokens.last().is_some_and(|token| token.kind == Kind::Comment);
    for token in tokens {
        match token.kind {
            Kind::Sign('{') => open.push('}'),
            Kind::Sign('(') => open.push(')'),
            Kind::Sign('[') => open.push(']'),
            Kind::Sign(closes) if open.last() == Some(&closes) => drop(open.pop()),
            _ => {}
        }
        match token.kind {
            // Two words with a comment between them are two words.
            Kind::Comment if out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '%')) => {
                out.push_str("/**/");
            }
            Kind::Comment => {}
            // What stands alone on its line leaves no empty line.
            Kind::Blank => match memchr::memrchr(b'\n', token.text.as_bytes()) {
                Some(_) if out.is_empty() || out.as_bytes().last() == Some(&b'\n') => {}
                Some(last) => out.push_str(&token.text[last..]),
                None => out.push_str(token.text),
            },
            _ => out.push_str(token.text),
        }
    }
    out.push_str(if ends_in_comment { "" } else { lacks });
    out.extend(open.into_iter().rev());
    out
}

/// Where an address leads.
enum Leads {
    /// To a static file.
    Inside,
    /// To another server.
    Elsewhere,
    /// To data of its own, or to the page itself.
    Nowhere,
}

fn kind(url: &str) -> Leads {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("data") => Leads::Nowhere,
        Some("http" | "https") => Leads::Elsewhere,
        _ if url.starts_with("//") => Leads::Elsewhere,
        _ if url.split(['?', '#']).next().is_none_or(str::is_empty) => Leads::Nowhere,
        _ => Leads::Inside,
    }
}

/// The static file that an address in the sheet `name` leads to.
fn target(name: &str, url: &str) -> Option<String> {
    let file = url.split(['?', '#']).next()?;
    let folder = folder_of(name);
    path::join(folder, &path::decode_percent(file)?)
}

/// `?query#part` of an address.
fn suffix(url: &str) -> &str {
    &url[url.find(['?', '#']).unwrap_or(url.len())..]
}

fn relative(from: &str, to: &str) -> String {
    OutputPath::new(to).url_from(&OutputPath::new(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_that_browsers_pass_over_are_found() {
        let late = |sheet: &str| late_imports(sheet).into_iter().map(|span| sheet[span].to_owned()).collect::<Vec<_>>();
        for read in [
            "@import 'a.css';",
            "/* x */ @charset \"utf-8\"; @layer a, b; @import 'a.css' layer(a); @import url(b.css) screen; p {}",
            "<!-- @IMPORT 'a.css';",
            "p { content: \"@import 'a.css';\" } /* @import 'b.css'; */",
            "@import 'a.css'",
            "",
        ] {
            assert_eq!(late(read), Vec::<String>::new(), "{read}");
        }
        assert_eq!(
            late("p {} @import 'a.css'; @import \"b.css\" print;"),
            ["@import 'a.css';", "@import \"b.css\" print;"]
        );
        assert_eq!(late("@media print { @import 'a.css'; }"), ["@import 'a.css';"]);
        assert_eq!(late("@layer a { p {} } @import 'a.css'\n"), ["@import 'a.css'"]);
        assert_eq!(late("@namespace svg 'x'; @im\\port 'a.css';"), ["@im\\port 'a.css';"]);
        assert_eq!(late("@font-face { src: url(a.woff2) } p { margin: 0; } @import 'a.css';").len(), 1);
    }

    #[test]
    fn names_of_layers_above_an_import_go_with_it() {
        let joined = one_sheet(&[
            "p {}\n".to_owned(),
            "@layer a; @import 'a.css'; b {}\n".to_owned(),
            "@layer c; i {}".to_owned(),
        ]);
        assert_eq!(joined, "@layer a; @import 'a.css';\np {}\n b {}\n@layer c; i {}");
    }

    #[test]
    fn what_sheets_import_stands_before_all_rules() {
        let parts = [
            "a { b: c }\n",
            "/* x */ @import \"in.css\" layer(y) screen;\n@namespace svg url(http://s.example);\nd { e: f }\n",
            "@IM\\port url(g.css) supports(display: grid);\n@media print { @import 'no.css'; }\n",
            "@layer h; @import 'layered.css';\n",
            "@layer i { p {} } @import 'late.css';\n",
        ];
        let joined = one_sheet(&parts.map(str::to_owned));
        let lines: Vec<&str> = joined.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            [
                "/* x */ @import \"in.css\" layer(y) screen;",
                "@namespace svg url(http://s.example);",
                "@IM\\port url(g.css) supports(display: grid);",
                "@layer h; @import 'layered.css';",
                "a { b: c }",
                "d { e: f }",
                "@media print { @import 'no.css'; }",
                "@layer i { p {} } @import 'late.css';",
            ]
        );
    }

    #[test]
    fn comments_go_and_words_stay_apart() {
        assert_eq!(
            without_comments("a/* x */b { }\n\n/* y */\n\nc { d: \"/* z */\" } /*! MIT */"),
            "a/**/b { }\nc { d: \"/* z */\" } /*! MIT */"
        );
        assert_eq!(without_comments("a { b: \"c"), "a { b: \"c\"}");
        assert_eq!(without_comments("a { c: d(url(e); /* b"), "a { c: d(url(e); )}");
    }

    #[test]
    fn sheets_come_after_those_they_import() {
        let sheets = BTreeMap::from([
            ("a.css", "@import 'z.css';"),
            ("b/c.css", "@import url(../a.css);"),
            ("z.css", "a { b: url(b/c.css) }"),
            ("x.css", "@import 'y.css'"),
            ("y.css", "@import 'x.css'"),
        ]);
        let sheets = sheets.into_iter().map(|(name, text)| (name.to_owned(), Sheet::new(text.to_owned()))).collect();
        assert_eq!(in_order(&sheets), (vec!["z.css", "a.css", "b/c.css"], vec!["x.css", "y.css"]));
    }

    #[test]
    fn a_sheet_that_moves_leads_where_it_led() {
        assert_eq!(
            moved("a { b: url(c.png#d) url(data:x) url(#e) }", "style/x.css", "x.css"),
            "a { b: url(\"style/c.png#d\") url(data:x) url(#e) }"
        );
        assert_eq!(moved("@import '../a.css'", "style/x.css", "other/y.css"), "@import \"../a.css\"");
    }
}
