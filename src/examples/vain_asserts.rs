//! Assertions that never run, or of which nothing is asked.
//!
//! In: code of Python. Out: the lines of such assertions, and whether anything else can fail. An assertion is in vain if it asserts words
//! between quotation marks, or stands where nothing runs or where its failure is caught and passed over. Lines are read, nothing is run;
//! what is not sure counts as sound.

/// What code asserts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asserts {
    /// The lines of assertions that are in vain, from 1.
    pub vain: Vec<usize>,
    /// Whether something else may fail: another assertion, or an error that is raised.
    pub has_sound: bool,
}

/// Tells the assertions of code that are in vain.
pub fn find(code: &str) -> Asserts {
    let mut found = Asserts::default();
    // The blocks that a line stands in: how far their first lines are set in, and whether what they assert is in vain.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut in_text = false;
    let lines: Vec<&str> = code.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let was_in_text = in_text;
        in_text ^= (line.matches("\"\"\"").count() + line.matches("'''").count()) % 2 == 1;
        let text = without_comment(line.trim());
        let indent = indent(line);
        if text.is_empty() || was_in_text {
            continue;
        }
        open.retain(|(head, _)| *head < indent);
        let said = text.strip_prefix("assert").filter(|rest| rest.starts_with([' ', '(']));
        let is_other = ["assert_", ".assert", ": assert"].iter().any(|other| text.contains(other));
        found.has_sound |= is_other || text.starts_with("raise");
        if let Some(said) = said {
            if is_words(said.trim()) || open.iter().any(|(_, is_vain)| *is_vain) {
                found.vain.push(number + 1);
            } else {
                found.has_sound = true;
            }
        }
        if text.ends_with(':') {
            let is_passed_over = || text == "try:" && is_passed_over(&lines[number + 1..], indent);
            open.push((indent, never_runs(text) || suppresses(text) || is_passed_over()));
        }
    }
    found
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether an error of the name takes failed assertions along.
fn takes_asserts(name: &str) -> bool {
    matches!(name.trim(), "" | "Exception" | "BaseException" | "AssertionError")
}

/// Whether the block that a line begins swallows failed assertions: `with suppress(AssertionError):`.
fn suppresses(head: &str) -> bool {
    let errors = head.strip_prefix("with ").and_then(|rest| rest.split_once("suppress("));
    let Some((errors, _)) = errors.and_then(|(_, errors)| errors.split_once(')')) else { return false };
    errors.split(',').any(|name| !name.trim().is_empty() && takes_asserts(name))
}

/// Whether a block `try` set in so far, of which the lines below its head are given, catches a failed assertion and does nothing.
fn is_passed_over(below: &[&str], head: usize) -> bool {
    let mut lines = below.iter().filter(|line| !without_comment(line.trim()).is_empty()).peekable();
    while let Some(line) = lines.next() {
        let text = without_comment(line.trim());
        if indent(line) > head {
            continue;
        }
        let Some(caught) = text.strip_prefix("except").filter(|_| indent(line) == head) else { return false };
        let (caught, inside) = caught.split_once(':').unwrap_or((caught, ""));
        let caught = caught.split(" as ").next().unwrap_or_default().trim_matches(['(', ')', ' ', '*']);
        let first = if inside.trim().is_empty() {
            lines.peek().map_or("", |line| without_comment(line.trim()))
        } else {
            inside.trim()
        };
        if caught.split(',').any(takes_asserts) {
            // With `else`, the failure may be what is wanted.
            let mut clauses = lines.filter(|line| indent(line) <= head).take_while(|line| indent(line) == head);
            let has_else = clauses
                .find(|line| !line.trim().starts_with("except"))
                .is_some_and(|line| line.trim().starts_with("else:"));
            return matches!(first, "pass" | "..." | "continue") && !has_else;
        }
    }
    false
}

/// A line without the comment at its end, if no quotation mark stands in it.
fn without_comment(line: &str) -> &str {
    match line.split_once('#') {
        Some((code, _)) if !line.contains(['"', '\'']) => code.trim_end(),
        _ => line,
    }
}

/// Whether nothing is asserted but a text, which is true whatever it says: `assert "x == y"`.
fn is_words(said: &str) -> bool {
    let is_text = |mark: char| {
        let inside = said.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(mark) && !inside.contains('\\'))
    };
    is_text('"') || is_text('\'')
}

/// Whether the block that a line begins never runs.
fn never_runs(head: &str) -> bool {
    let is_empty_loop = [" in []:", " in ():", " in {}:"].iter().any(|end| head.ends_with(end));
    matches!(head, "if False:" | "if 0:" | "while False:" | "while 0:" | "if not __debug__:" | "if not True:")
        || head.starts_with("for ") && is_empty_loop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_runs_and_mere_words_are_in_vain() {
        for code in [
            "x = 1\nassert \"x == y\"\n",
            "assert 'x == y'  \n",
            "if False:\n    assert x\n",
            "if 0:  # off\n    y = 1\n\n    assert x\n",
            "for x in []:\n    assert x\n",
            "def f():\n    if not __debug__:\n        assert x\nf()\n",
            "try:\n    assert x\nexcept Exception:\n    pass\n",
            "try:\n    assert x  # so\n\nexcept ValueError:\n    x = 1\nexcept: pass\n",
            "for x in y:\n    try:\n        assert x\n    except (KeyError, AssertionError) as error:\n        continue\n",
        ] {
            let found = find(code);
            assert!(!found.vain.is_empty() && !found.has_sound, "{code}");
        }
    }

    #[test]
    fn what_can_fail_is_not() {
        for code in [
            "x = 1\n",
            "assert x\n",
            "assert True\n",
            "assert \"a\" == x\n",
            "assert \"a\" in x or \"b\"\n",
            "for x in [1]:\n    assert x\n",
            "try:\n    assert x\nexcept AssertionError:\n    raise SystemExit\n",
            "try:\n    assert x\nexcept ValueError:\n    pass\n",
            "try:\n    assert x\nfinally:\n    pass\n",
            "try:\n    f()\nexcept Exception:\n    pass\nassert x\n",
            "try:\n    f()\nexcept Exception:\n    pass\nelse:\n    assert x\n",
            "try:\n    assert x\n",
            "if x:\n    assert x\n",
            "if False:\n    pass\nassert x\n",
            "if False:\n    pass\nelse:\n    assert x\n",
            "import unittest\nself.assertEqual(1, 2)\nassert \"x\"\n",
            "def f(): assert x\nassert \"x\"\nf()\n",
        ] {
            let found = find(code);
            assert!(found.vain.is_empty() || found.has_sound, "{code}");
        }
    }

    #[test]
    fn each_that_is_in_vain_is_told_by_its_line() {
        let vain = |code| find(code).vain;
        assert_eq!(vain("assert x\ntry:\n    assert y\nexcept Exception:\n    pass\nif 0:\n    assert z\n"), [3, 7]);
        assert_eq!(vain("assert x\nassert 'y'\n"), [2]);
        assert_eq!(
            vain("try:\n    assert y\nexcept Exception:\n    pass\nif z:\n    assert z\nelse:\n    raise z\n"),
            [2]
        );
        assert_eq!(
            vain(
                "with contextlib.suppress(KeyError, AssertionError):\n    assert x\nwith suppress(Exception) as _:\n    assert y\n"
            ),
            [2, 4]
        );
        assert_eq!(
            vain(
                "with suppress():\n    assert x\nwith suppress(KeyError):\n    assert x\nwith open(y):\n    assert y\n"
            ),
            [0; 0]
        );
        assert_eq!(vain("assert x\ncode = '''\nif False:\n    assert y\n'''\n"), [0; 0]);
        assert_eq!(vain("try:\n    assert y\nexcept AssertionError:\n    pass\nelse:\n    raise ValueError\n"), [0; 0]);
    }
}
