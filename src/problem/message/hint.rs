//! What the author can do about each message.

use crate::problem::advice::NAMES;
use crate::problem::message::{Message, PathsFrom};
use crate::text::slug::id_of;

impl Message {
    /// What the author can do about it; `None` where the message says it all.
    pub fn hint(&self) -> Option<String> {
        use Message as M;
        if let Some(answer) = self.answer() {
            return Some(match self {
                M::LinkToPage { .. } => format!("link to the source: `{}`", answer.instead),
                _ => answer.question(),
            });
        }
        if let M::NoSuchFile { path, from: PathsFrom::ItsFile, .. } = self
            && let Some(address) = meant_address(path)
        {
            return Some(format!("did you mean `{address}`?"));
        }
        match self {
            M::NoBook { .. } => Some("name the guide's folder, or make a guide with `studybook init FOLDER`".into()),
            M::NoContent => Some("topics live in `content/`, one Markdown file each".into()),
            M::NotUtf8 { .. } => Some("save the file as UTF-8".into()),
            M::BadSymlink { .. } => Some("put the file itself into the guide".into()),
            M::NotATopic => Some("rename it to end in `.md`, or leave it out by `exclude` under `[book]`".into()),
            M::NotOnWindows { .. } => Some("give it another name, or nobody can check the guide out there".into()),
            M::ActiveFile { .. } => Some(
                "it can read what a reader's browser keeps of the site: take it out, or write `active_files = true` under `[book]`"
                    .into(),
            ),
            M::ServedToOthers => Some("without `--host` only this machine can".into()),
            M::FolderTooDeep { .. } => Some("put it, and what is in it, into a folder further up".into()),
            M::NoTheme { .. } => {
                Some("a theme is a folder under `themes/`".into())
            }
            M::NoWords { language } => Some(format!(
                "the interface stays English: name a theme with `words/{language}.toml`, as the page `look/words` of the manual says"
            )),
            M::UnknownThemeFile { .. } => {
                Some("static files of your own go into `static/` of the theme".into())
            }
            M::ForeignMarkup { instead, .. } => Some((*instead).into()),
            M::CellsLost { .. } | M::NoTable { .. } => Some("a bar that is text is written `\\|`, in code too".into()),
            M::BlankInAddress { address } => Some(format!("write `<{address}>` or `{}`", address.replace(' ', "%20"))),
            M::LooseEmphasis { mark } => Some(format!(
                "beside punctuation `{mark}` opens before a letter and closes behind one: move the punctuation, or put a blank outside; none stands inside of the marks"
            )),
            M::OrderAgainstRequires { .. } => Some("give that one a smaller `order`, or leave this one's out".into()),
            M::SheetCircle { .. } => Some("import each sheet from one place".into()),
            M::LateImport => Some("put it at the beginning of the sheet; only `@charset`, `@layer a, b;` and other imports may stand above it".into()),
            M::NotInBundle { .. } => {
                Some("name files as they stand below `static/`, one a line".into())
            }
            M::UnknownKey { known, .. } => {
                match known.is_empty() {
                    true => Some("leave it out: nothing reads it".into()),
                    false => Some(format!("known keys: {}", list(known))),
                }
            }
            M::MissingKey { key, .. } => match *key {
                "title" => Some("add `title = \"…\"`".into()),
                "difficulty" => Some("add `difficulty = \"…\"` with one of the guide's levels".into()),
                key => Some(format!("add `{key}`")),
            },
            M::KeyOfOtherKind { this: "a page", .. } => {
                Some("leave it out; a file without `kind = \"page\"` is a topic".into())
            }
            M::KeyOfOtherKind { .. } => Some("leave it out, or write `kind = \"page\"` in a file that is no topic".into()),
            M::Repeated { .. } => Some("leave one out".into()),
            M::BadValue { advice, .. } | M::BadAttribute { advice, .. } => advice.map(str::to_owned),
            M::BadId { key, typed, .. } if !typed.chars().any(char::is_alphanumeric) => Some(match *key {
                "tags" => format!("name it in letters: `name = {{ label = {typed:?} }}`, and `name` in topics"),
                _ => format!("name it in letters: `id = \"name\"` and `label = {typed:?}`"),
            }),
            M::BadId { key, typed, fine } => Some(match *key {
                "tags" => format!("write `{fine} = {{ label = {typed:?} }}`, and `{fine}` in topics"),
                _ => format!("write `id = \"{fine}\"` and `label = {typed:?}`"),
            }),
            M::NoFrontMatter { has_old_line_ends: true, .. } => {
                Some("its lines end in a carriage return alone, as on old systems: save it with line feeds".into())
            }
            M::NoFrontMatter { yaml: true, .. } => {
                Some("front matter is TOML between `+++` lines: `title = \"…\"`, not `title: …`".into())
            }
            M::NoFrontMatter { is_index: true, .. } => Some("start the file with `+++`, `title = \"…\"`, `+++`".into()),
            M::NoFrontMatter { .. } => {
                Some("start the file with `+++`, `title = \"…\"`, `difficulty = \"…\"`, `+++`".into())
            }
            M::UnclosedFrontMatter => Some("put `+++` on a line of its own after the last key".into()),
            M::UnknownDifficulty { known, .. } => {
                Some(format!("the guide's levels are {}", list(known)))
            }
            M::UnknownLint { .. } => {
                Some(format!("the lints are {}", NAMES.join(", ")))
            }
            M::UndeclaredTag { tag, .. } => {
                let id = id_of(tag);
                let has_letters = tag.chars().any(char::is_alphanumeric);
                Some(if !has_letters {
                    format!("declare it in `book.toml` by a name of letters, such as `name = {{ label = {tag:?} }}` under `[tags]`, and write that here")
                } else if id == *tag {
                    format!("declare it in `book.toml`: `{tag} = {{ label = \"…\" }}` under `[tags]`")
                } else {
                    format!("declare it in `book.toml`: `{id} = {{ label = {tag:?} }}` under `[tags]`, and write `{id}` here")
                })
            },
            M::UnusedTag { .. } => Some("use it in a topic or take it out of `[tags]`".into()),
            M::EmptyChapter { .. } => Some("add a topic, or take the folder away".into()),
            M::NoChapterIndex { .. } => {
                Some("add an `index.md`, or a `README.md`, with at least `title = \"…\"` between `+++` lines".into())
            }
            M::NoTopics => Some("make one with `studybook new CHAPTER/NAME`".into()),
            M::DuplicateId { .. } => Some("give one of them an `id` of its own".into()),
            M::UnknownRequirement { .. } => Some("write the path from `content/`, such as `python/concurrency/gil`, or an `id`".into()),
            M::AnswerToNoAsk { ask, .. } if !ask.contains(char::is_whitespace) => Some(format!(
                "what stands below `[answers]` is an answer: a key of the topic, such as `{ask}`, stands above it"
            )),
            M::AnswerToNoAsk { .. } => {
                Some("write it word for word as it stands in `asks`".into())
            }
            M::AnswerElsewhere { .. } => {
                Some("write the id of a section, a question or an example after `#`, such as `\"#locks\"`; `\"#\"` is the whole page".into())
            }
            M::RequirementCycle { .. } => Some("drop the `requires` that a reader can do without".into()),
            M::AliasEscapes { .. } => Some("write it from the site's root, such as `old/page.html`".into()),
            M::UnknownAttribute { name, .. } if name.contains(['{', '}']) => {
                Some("attributes stand behind the language without braces: `python title=\"app.py\" hl=2`".into())
            }
            M::UnknownAttribute { .. } => {
                Some("known attributes: title, hl, lines, hide, from, part, group, norun, raises, exit, session, env, timeout, python, mask, proof, id, card".into())
            },
            M::NoSuchPart { part, .. } => {
                Some(format!("in the file, comment lines `part: {part}` and `end: {part}` stand around it"))
            },
            M::UnknownLanguage { language, .. } if language.contains(['=', ',', '{', '"', ':']) => {
                Some("the language comes first, then a space, then attributes: `python title=\"app.py\"`".into())
            }
            M::UnknownLanguage { .. } => {
                Some("write `text` if the block is in no language".into())
            }
            M::OutputWithoutExample => Some("put it right after the block that prints it".into()),
            M::OutputUnchecked { language } if language.is_empty() => {
                Some("name its language, or say `text norun=\"why\"`".into())
            }
            M::OutputUnchecked { language } => Some(format!(
                "declare what runs it, `command = [\"…\"]` under `[examples.{language}]` in `book.toml`, or say `norun=\"why\"`"
            )),
            M::UnclosedFence => Some("close it with the sign that opened it, `` ` `` or `~`, as many times or more".into()),
            M::HtmlShownAsText { is_element: false } => {
                Some("no element has this name: if it is code, put it between backticks".into())
            }
            M::HtmlShownAsText { .. } => Some("write Markdown, or set `html = true` under `[markdown]` in `book.toml`".into()),
            M::UnknownElement { nearest, .. } => Some(nearest.as_ref().map_or_else(
                || "for text in angle brackets write `&lt;` before it, or put backticks round it".to_owned(),
                |it| format!("did you mean `<{it}>`? For text in angle brackets write `&lt;` before it, or put backticks round it"),
            )),
            M::UnclosedElement { element } => Some(format!("write `</{element}>` where it ends; if it is text, write `&lt;` for its `<`")),
            M::StrayEnd { element } => Some(format!("leave it out, or write `<{element}>` where it begins")),
            M::UnclosedComment => Some("write `-->` where it ends".into()),
            M::RefusedElement { .. } => Some("leave it out: a page stays where it is, and its links lead where they say".into()),
            M::InertHtml { .. } => {
                Some("pages hold no script, style or frame of their own: give it a `class`, and style that in `static/custom.css` of a theme".into())
            }
            M::DuplicateAnchor { .. } => Some("give one of the headings another `{#id}`".into()),
            M::QuestionsWithoutList => Some("write each question on a line and its answer below, after `: `".into()),
            M::UnknownNote { known, .. } => {
                Some(format!("the notes are {known}; write `\\[` for a plain bracket"))
            }
            M::UndefinedReference { label } => {
                Some(format!("add a line `[{label}]: URL`, or write `\\[` for a plain bracket"))
            }
            M::UndefinedFootnote { label } => Some(format!("add `[^{label}]: text`")),
            M::UnusedDefinition { label } => Some(match label.strip_prefix('!') {
                Some(_) => format!("`> [{label}]` stands alone in its line, without a colon"),
                None => format!("write `[text][{label}]` where it belongs; if it is text, `\\[{label}]: …`"),
            }),
            M::UnusedFootnote { label } => Some(format!("write `[^{label}]` where it belongs, or take it out")),
            M::RepeatedDefinition { .. } => Some("give it another label, or take one of the two out".into()),
            M::MergeConflict => Some("keep one side, or both, and take the lines `<<<<<<<`, `=======` and `>>>>>>>` out".into()),
            M::EmptyHeading => Some("say what follows, or take the `#` out".into()),
            M::EmptyLink => Some("write a path or an address between the round brackets".into()),
            M::ImageWithoutText => Some("say what it shows between `![` and `]`, for those who cannot see it; an ornament needs no words".into()),
            M::NoSuchFile { from: PathsFrom::Guide, .. } => Some("the settings name files from the guide's folder, as in `content/logo.svg`".into()),
            M::NoSuchFile { from: PathsFrom::Sheet, .. } => Some("addresses in a style sheet start at the sheet, as in `../pictures/line.svg`".into()),
            M::NoSuchTopic { .. } | M::NoSuchFile { .. } => Some("paths start at the file they stand in: `../chapter/topic.md`; `[[chapter/topic]]` starts at `content/`".into()),
            M::NoSuchSection { .. } => {
                Some("a section's id is its heading in lower case with hyphens; `{#id}` gives it another".into())
            }
            M::LinkLeavesGuide { .. } => {
                Some("a site holds only what lies under `content/`: copy the file there".into())
            }
            M::UnsafeScheme { is_in_angles: true, .. } => {
                Some("use `https:` or `mailto:`; text in angle brackets stands between backticks, or begins with `\\<`".into())
            }
            M::UnsafeScheme { .. } => Some("use `https:`, `mailto:` or a path".into()),
            M::ForeignImage { .. } => Some("save it beside the topic, or link to it: pages make no request to other servers".into()),
            M::LinkToPage { .. } => {
                Some("link to a Markdown file, or to a page of every site: `topics.html`, `tags/TAG.html`, `print.html`".into())
            }
            M::LinkToDraft { .. } => Some("build with `--drafts`, or take `draft = true` out of it".into()),
            M::ExampleOutput { diff, .. } | M::ExampleUnwritten { diff, .. } if diff.contains('\u{fffd}') => Some(
                "if that is right, `studybook test --fix` writes it into the file, but no signs that nobody sees, such as ESC: \
                 print without them, or write `...` in their place".into(),
            ),
            M::ExampleOutput { .. } | M::ExampleUnwritten { .. } => {
                Some("if that is right, `studybook test --fix` writes it into the file".into())
            }
            M::ExampleRaised { line, .. } => {
                let name = line.split([':', ' ']).next().unwrap_or(line);
                Some(format!("if that is meant, write `raises={}` after the language", name.rsplit('.').next()?))
            }
            M::ExampleRaisedOther { line, .. } => {
                let name = line.split([':', ' ']).next().unwrap_or(line);
                Some(format!("if that is meant, write `raises={}`", name.rsplit('.').next()?))
            }
            M::ExampleNotRaised { .. } => Some("take `raises` away, or make the last line raise it".into()),
            M::ExampleNotExited { .. } => Some("take `exit` away, or make the block end with that code".into()),
            M::ExampleStderr { .. } => Some("write what it says there into the `stderr` block, or take the block away".into()),
            M::StderrUnwritten { .. } => {
                Some("if that is meant, write it into a `stderr` block below; else correct the example".into())
            }
            M::ExampleExit { .. } => Some("run the block by itself to see why".into()),
            M::ExampleCutOff { .. } => {
                Some("put a block that ends the program last in its session, and nothing of a proof below what ends it".into())
            }
            M::ExampleTimedOut { .. } => Some("give the block more with `timeout=60`, or make it do less".into()),
            M::ExampleTooMuch { .. } => Some("see whether it ends, and print less".into()),
            M::ProofFails { .. } => Some("correct the claim wherever the topic makes it, or the proof".into()),
            M::ProofOfNothing { .. } => Some("write what would fail if the claim were false, and call what asserts it".into()),
            M::AssertsInVain { .. } => Some(
                "assert a condition, where it runs, and catch no failed assertion; to show that one fails, `raise` in an `else`".into(),
            ),
            M::QuizTicked { .. } | M::QuizUnticked { .. } | M::QuizNotCounted { .. } => Some(
                "tick what it prints; where the choices are no outputs, write what it prints in an `output` block under it".into(),
            ),
            M::SessionEnvironments { .. } => {
                Some("a session has one environment: give the block another `session`, or the same `env`".into())
            }
            M::ExampleSyntax { .. } => {
                Some("correct it, say for which Python it is with `python=\">=3.14\"`, or call it ```text".into())
            }
            M::UnknownEnvironment { known, name, language, .. } => {
                let declare =
                    format!("declare it: `environments = {{ {name} = \"FILE\" }}` under `[examples.{language}]`");
                Some(if known.is_empty() { declare } else { format!("the guide's environments are {}", list(known)) })
            },
            M::NoSuchVersion { .. } => Some("add it to `interpreters`, or it runs nowhere".into()),
            M::NoInterpreter { wanted } => {
                Some(format!("it is looked for in pyenv, in uv, and as `python{wanted}` on the PATH"))
            }
            M::SkippedBySetup { .. } => Some("its set-up file says so; what passed elsewhere stays in `examples.lock`".into()),
            M::NoRunner { .. } => Some("install it, or mark the blocks `norun=\"why\"`".into()),
            M::PackagesMissing { .. } => Some("run `studybook test` once without `--no-install`".into()),
            M::InstallFailed { .. } => Some("nothing was kept; the next run tries again".into()),
            M::CannotRun { .. } => Some("see whether it is whole and may be run".into()),
            M::ExampleFolderGone { .. } => {
                Some("it counts neither as passed nor as failed; does it delete the folder itself, or does something clear the folder for temporary files?".into())
            }
            M::NoMatch { .. } => Some("write a part of a file's path, such as `concurrency/gil`".into()),
            M::CannotFix { .. } => Some("run it again when nothing else writes the file".into()),
            M::CannotKeep { .. } => Some("see that the guide's folder may be written".into()),
            M::LockFormat => Some("run `studybook test` to write it anew".into()),
            M::TwoOwners { .. } | M::SameButForCase { .. } => Some("rename one of them".into()),
            M::ForeignFolder { folder } => {
                Some(format!("name another folder with `-o`, or delete `{folder}` yourself"))
            }
            M::BadOutput { .. } => Some("name a folder of its own with `-o`, such as `site`".into()),
            M::OutputBusy { .. } => Some("wait for it to end, or name another folder with `-o`".into()),
            M::CacheNotKept { .. } => Some("the next run takes longer".into()),
            M::CannotWrite { reason, .. } if reason.contains("name too long") => {
                Some("shorten the name: it may have 255 bytes, of which a page needs five for `.html`".into())
            }
            M::CannotWrite { reason, .. } if reason.contains(" link") || reason.contains("of ours") => {
                Some("studybook did not put it there: see where it leads, and remove it yourself".into())
            }
            M::CannotWrite { reason, .. } if reason.contains("File exists") => {
                Some("a file has that name: name a folder, or a new one".into())
            }
            M::CannotWrite { .. } => {
                Some("look at the rights of the folder and the room on the disk; what was there before is as it was".into())
            }
            M::UnknownSelection { known, by, .. } => match known[..] {
                [] => Some("`studybook stats` lists them".into()),
                _ if *by == "chapter" => {
                    Some(format!("write its path from `content/`; at the top are {}", list(known)))
                }
                _ => Some(format!("there are {}", list(known))),
            },
            M::NothingSelected { .. } => Some("a topic must fit one of each kind: chapter, tag and difficulty".into()),
            M::BadPdfPath { .. } | M::BadBookPath { .. } => Some("name another file with `-o`".into()),
            M::NoBrowser => Some(
                "install Chromium or Chrome, or name it with `--browser PATH` or the variable `CHROME`; \
                 `print.html` of the site can be printed by hand from any browser"
                    .into(),
            ),
            M::BrowserNotStarted { .. } | M::BadPdf { .. } => {
                Some("name a Chromium or Chrome with `--browser PATH` or the variable `CHROME`".into())
            }
            M::BrowserFailed { .. } => {
                Some("try another browser with `--browser PATH`, or print a part with `--select chapter:PATH`".into())
            }
            M::BrowserTooSlow { .. } => Some("print a part of the guide with `--select chapter:PATH`, or allow more with `--timeout`".into()),
            M::UnsettledPages => Some("print once more with the other `--paper`".into()),
            M::PortTaken { .. } => Some("name another with `--port`".into()),
            M::CannotListen { reason, .. } if reason.contains("has no address") => {
                Some("`--host 0.0.0.0` serves at all addresses that it has".into())
            }
            M::CannotListen { .. } => Some("name another with `--port`; `--port 0` takes any that is free".into()),
            M::NotWatched { .. } => {
                Some("changes in it are not seen: start `studybook serve` again to see them, or with `--poll`, which looks at the files itself".into())
            }
            M::NotOpened { .. } => Some("open the address yourself".into()),
            M::GuideExists { .. } => Some("name a new folder, or add a topic with `studybook new CHAPTER/NAME`".into()),
            M::TopicExists { .. } => Some("choose another name, or edit the file".into()),
            M::BadTopicPath { .. } => {
                Some("write it as in `python/asyncio-tasks`".into())
            }
            M::NothingToMove { typed, .. } if typed.contains(':') => {
                Some("write it as in `tag:threads` or `level:basic`; `studybook stats` lists them".into())
            }
            M::NothingToMove { .. } => {
                Some("write the path from `content/`: a topic `python/gil`, a chapter `python/`, a file `python/gil.svg`".into())
            }
            M::CannotMove { advice, .. } => advice.clone(),
            M::MoveBusy => Some("wait for it to end".into()),
            M::MoveTakenBack { .. } => Some("give the command again if you still want it".into()),
            M::MoveLeft { .. } => Some("look whether links in it, or to it, lead where they should: `studybook check` tells".into()),
            M::UnknownCode { .. } => Some("`studybook explain` lists them all".into()),
            M::DeadLink { .. } | M::DuplicatePageId { .. } => {
                Some("a template of the theme wrote this; the theme's own files can be replaced one by one".into())
            }
            M::Unreadable { reason, .. } if reason.contains(" link") => Some("put the file itself into the guide".into()),
            M::Unreadable { path, reason } if reason.contains("larger than") && path.ends_with(".md") => {
                Some("write more topics: one is what one reads at a time".into())
            }
            M::Unreadable { reason, .. } if reason.contains("larger than") => {
                Some("make it smaller, or link to it on another server".into())
            }
            M::Unreadable { reason, .. } if reason.contains("`topics.json`") => {
                Some("give the file `topics.json` of a site that studybook made".into())
            }
            M::Unreadable { reason, .. } if reason.contains("denied") => {
                Some("let the user who runs the program read it: `ls -l` shows who may".into())
            }
            M::Unreadable { .. } => Some("see that it is a file and may be read".into()),
            M::BadFileName => Some("rename it in UTF-8".into()),
            M::TomlSyntax { hint, .. } => Some((*hint).into()),
            M::WrongType { key, expected: "a table", .. } if key.starts_with("tags.") => {
                let tag = key.trim_start_matches("tags.");
                Some(format!("a tag is written `{tag} = {{ label = \"…\" }}`; a key of `[book]` stands above `[tags]`"))
            }
            M::WrongType { expected, .. } => Some(format!("write it as in `{}`", shape(expected))),
            M::EmptyValue { .. } => Some("give it a value, or leave the key out".into()),
            M::BadMaths { .. } => Some("formulas are LaTeX between dollar signs; a plain dollar sign is `\\$`".into()),
            M::Template { .. } => Some("the page `look/templates` of the manual lists what templates see and how they are written".into()),
            M::DuplicateCard { .. } => Some("change one of the two: a reader's record of a card is kept under its id".into()),
            M::PathAndId { other, .. } => Some(format!("the path wins: write `{other}` for the other one")),
            M::AddressGone { write, url } => Some(write.clone().unwrap_or_else(|| {
                format!("name `{url}` in the `aliases` of the topic that takes its place")
            })),
            M::CardGone { write, .. } => Some(format!("if this is the same card, give it the id `{write}`")),
            M::Quiz(fault) => Some(fault.hint().into()),
            M::Slip(slip) => slip.hint(),
            M::Table(fault) => Some(fault.hint().into()),
            M::Deck(fault) => Some(fault.hint().to_owned()),
            M::Lint(lint) => lint.hint(),
            M::Carry(carry) => carry.hint(),
        }
    }
}

/// A value of the kind a message expected.
fn shape(expected: &str) -> &'static str {
    match expected {
        "a string" => "\"text\"",
        "a list of strings" => "[\"one\", \"two\"]",
        "true or false" => "true",
        "a list of tables" => "[[name]]",
        "a table" | "a table of strings" => "{ key = \"text\" }",
        it if it.starts_with("a date") => "2026-11-22",
        _ => "3",
    }
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The address on the web that a path was meant as: `www.example.org`, `https//example.org/a`, `example.org/a`.
fn meant_address(path: &str) -> Option<String> {
    let host = path.split('/').next().unwrap_or_default();
    let behind = ["https//", "http//"].iter().find_map(|scheme| path.strip_prefix(scheme));
    let is_host = host.starts_with("www.") && host.len() > 4
        || [".com", ".org", ".net", ".io", ".dev", ".edu"]
            .iter()
            .any(|end| host.len() > end.len() && host.ends_with(end));
    behind.or(is_host.then_some(path)).map(|rest| format!("https://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_its_scheme_is_known() {
        for (path, address) in [
            ("www.example.org", Some("https://www.example.org")),
            ("https//example.org/a", Some("https://example.org/a")),
            ("example.org/a.html", Some("https://example.org/a.html")),
            ("github.com", Some("https://github.com")),
            ("a.png", None),
            ("notes/node.io", None),
            ("http/a", None),
            (".io", None),
            ("www.", None),
        ] {
            assert_eq!(meant_address(path).as_deref(), address, "{path}");
        }
    }
}
