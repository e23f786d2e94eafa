//! Code that does nothing: nobody learns from a run of it whether it is right.
//!
//! In: the text of a block and its language. Out: whether a run of it could show anything. What is not sure counts as code that does
//! something. Nothing is run here.

use crate::topic::highlight::grammars::are_same;

/// Languages by the sign of their comments; of others only blanks count as nothing.
const COMMENTS: [(&str, &[&str]); 3] = [
    ("#", &["python", "bash", "ruby", "perl", "r"]),
    ("//", &["javascript", "typescript", "go", "rust", "java", "c", "cpp", "csharp", "kotlin", "swift"]),
    ("--", &["sql", "lua", "haskell"]),
];

/// Whether there are no lines but empty ones and comments.
pub fn is_empty(code: &str, language: &str) -> bool {
    let Some(first) = code.lines().map(str::trim).find(|line| !line.is_empty()) else { return true };
    let Some((sign, languages)) = COMMENTS.iter().find(|(sign, _)| first.starts_with(sign)) else { return false };
    code.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with(sign))
        && languages.iter().any(|it| *it == language || are_same(it, language))
}

/// Whether code of Python defines functions and tests in which something is asserted, and nothing runs them.
pub fn asserts_in_vain(code: &str) -> bool {
    let mut asserts = false;
    let mut in_class = false;
    // Of the line that a definition begins with, up to its colon.
    let mut is_head_open = false;
    for line in code.lines() {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if is_head_open {
            is_head_open = !text.ends_with(':');
            continue;
        }
        let is_definition = text.starts_with("def ") || text.starts_with("async def ");
        asserts |= text.starts_with("assert ") || text.starts_with("assert(") || text.starts_with("self.assert");
        let ends_head = || text.ends_with(':') || text.contains(": ");
        match indent {
            0 if is_definition => (in_class, is_head_open) = (false, !ends_head()),
            0 if is_plain_class(text) => in_class = true,
            0 if text.starts_with("import ") || text.starts_with("from ") => {}
            0 => return false,
            // What a class says beside its methods runs when it is made.
            _ if in_class && indent <= 4 && !is_definition && text != "pass" && text != "..." => return false,
            _ if in_class && indent <= 4 => is_head_open = !ends_head(),
            _ => {}
        }
        asserts |= is_definition && text.contains(": assert ");
    }
    asserts
}

/// Whether a class is made without anything being asked: it has no base, or is a set of tests.
fn is_plain_class(line: &str) -> bool {
    let Some((_, rest)) = line.strip_prefix("class ").zip(line.split_once(['(', ':'])) else { return false };
    let (bases, _) = rest.1.split_once(')').unwrap_or(("", ""));
    line.ends_with(':') && (bases.is_empty() || bases == "object" || bases.ends_with("TestCase"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_alone_do_nothing() {
        for (language, code) in [
            ("python", ""),
            ("python", "\n  \n"),
            ("py", "# a\n  # b\n"),
            ("sh", "#!/bin/sh\n"),
            ("js", "// a\n"),
            ("sql", "-- a\n"),
            ("foo", "\n"),
        ] {
            assert!(is_empty(code, language), "{language}: {code}");
        }
        for (language, code) in [
            ("python", "x\n"),
            ("python", "\"\"\"a\"\"\"\n"),
            ("js", "# a\n"),
            ("c", "#include <a>\n"),
            ("foo", "# a\n"),
            ("sql", "# a\n"),
        ] {
            assert!(!is_empty(code, language), "{language}: {code}");
        }
    }

    #[test]
    fn functions_that_nobody_calls_assert_in_vain() {
        for code in [
            "def test_x():\n    assert False\n",
            "def test_x(): assert False\n",
            "async def test_x(\n    a,\n):\n    assert a\n",
            "import unittest\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.assertEqual(1, 2)\n",
            "class A:\n    def f(self):\n        assert (1, 2)\n\n    def g(self):\n        pass\n",
            "from a import b\n# c\ndef f():\n    b()\n\n    assert b\n\n\ndef g():\n    assert f()\n",
        ] {
            assert!(asserts_in_vain(code), "{code}");
        }
        for code in [
            "def f():\n    assert True\nf()\n",
            "def f(): pass\n",
            "assert True\n",
            "import tomllib\n",
            "def f():\n    assert True\n\nif f:\n    f()\n",
            "@run\ndef f():\n    assert True\n",
            "class A(B):\n    def f(self):\n        assert True\n",
            "class A:\n    assert True\n",
            "class A:\n    def f(self):\n        assert True\n    f(1)\n",
            "class A:\n    x: int\n    def f(self):\n        assert True\n",
            "import unittest\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.assertEqual(1, 1)\nunittest.main()\n",
            "def f(a, /): pass\ndef g(*, a): return a\n",
            "class A:\n\tdef f(self):\n\t\tassert True\n\nA().f()\n",
            "\"\"\"A module.\"\"\"\ndef f():\n    assert True\n",
        ] {
            assert!(!asserts_in_vain(code), "{code}");
        }
    }
}
