//! `studybook import` of the pages of a book or site: what they say is what the guide says.

use std::fs;
use std::path::Path;

use crate::guide::{TestGuide, stderr, stdout, studybook};

/// A guide into which a source was imported.
struct Imported {
    folder: tempfile::TempDir,
    told: String,
}

impl Imported {
    #[track_caller]
    fn file(&self, name: &str) -> String {
        let path = self.folder.path().join("content").join(name);
        fs::read_to_string(&path).unwrap_or_else(|_| panic!("no {name}; {}", self.told))
    }
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Imports the files of a source into a new guide, which passes `check` then.
#[track_caller]
fn import(files: &[(&str, &str)]) -> Imported {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    TestGuide::new().book("[book]\ntitle = \"G\"\n").on_disk(folder.path());
    write(source.path(), files);
    let output = studybook(folder.path(), &["import", source.path().to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!stdout(&output).starts_with("added 0"), "{}", stdout(&output));
    let check = studybook(folder.path(), &["check"]);
    assert!(check.status.success(), "{}", stderr(&check));
    Imported { folder, told: stderr(&output) }
}

#[track_caller]
fn of_mkdocs(settings: &str, page: &str) -> Imported {
    import(&[("mkdocs.yml", &format!("site_name: S\n{settings}")), ("docs/m.md", page)])
}

#[track_caller]
fn of_mdbook(settings: &str, page: &str) -> Imported {
    let book = format!("[book]\ntitle = \"B\"\n{settings}");
    import(&[("book.toml", &book), ("src/SUMMARY.md", "# Summary\n\n- [M](m.md)\n"), ("src/m.md", page)])
}

const ARITHMATEX: &str = "markdown_extensions:\n  - admonition\n  - pymdownx.arithmatex: {generic: true}\n";
const MATHJAX: &str = "[output.html]\nmathjax-support = true\n";

#[test]
fn code_stays_as_it_is() {
    let code = "Rename with `sed 's/\\(foo\\)/bar/'`:\n\n```sh\ngrep '\\[a\\]' x\n```\n\n\
        - In a list:\n\n  ```python\n  r\"\\(x\\)\" + \"\\\\(x\\\\)\" + \"\\\\[y\\\\]\" + \"$x\"\n  ```\n\nSo `\\\\( code \\\\)`.\n";
    let page = format!("# M\n\n{code}");
    for it in [
        of_mkdocs("", &page),
        of_mkdocs(ARITHMATEX, &page),
        of_mdbook("", &page),
        of_mdbook(MATHJAX, &page),
        of_mdbook("[preprocessor.katex]\n", &page),
    ] {
        assert!(it.file("m.md").ends_with(&format!("+++\n\n{code}")), "{}", it.file("m.md"));
    }
    let it =
        of_mkdocs(ARITHMATEX, "# M\n\n!!! note\n    With `\\(a\\)`:\n\n    ```sh\n    grep '\\(b\\)' x\n    ```\n");
    assert!(
        it.file("m.md").ends_with("> With `\\(a\\)`:\n>\n> ```sh\n> grep '\\(b\\)' x\n> ```\n"),
        "{}",
        it.file("m.md")
    );
}

#[test]
fn formulas_stay_formulas_where_the_source_shows_them() {
    let it = of_mkdocs(
        ARITHMATEX,
        "# The $n$ of \\(m\\)\n\nWhere $n$ is, \\(z\\) and \\\\(not\\\\).\n\n$$\nb\n$$\n\n\\[ y \\]\n\n\
         !!! note\n    With \\(a\\).\n\n    \\[\n    c\n    \\]\n",
    );
    let page = it.file("m.md");
    assert!(page.starts_with("+++\ntitle = \"The $n$ of $m$\"\n"), "{page}");
    let body = "Where $n$ is, $z$ and \\\\(not\\\\).\n\n$$\nb\n$$\n\n$$y$$\n\n> [!NOTE]\n> With $a$.\n>\n> $$c$$\n";
    assert!(page.ends_with(&format!("+++\n\n{body}")), "{page}");
    let as_map = "markdown_extensions:\n  pymdownx.arithmatex:\n    generic: true\n";
    for settings in [as_map, "plugins: [katex]\n", "markdown_extensions: [mdx_math]\n"] {
        let page = of_mkdocs(settings, "# M\n\nWhere $n$ is.\n").file("m.md");
        assert!(page.ends_with("Where $n$ is.\n"), "{settings}{page}");
    }
    let page = of_mdbook(
        MATHJAX,
        "# Of \\\\(n\\\\)\n\nMixed \\\\[ y \\\\] and \\\\( a\\_1 \\\\\\\\ b \\\\).\n\n$$\ndd\n$$\n\nPrice $5 and $x$ and \\\\$7.\n",
    );
    let page = page.file("m.md");
    assert!(page.starts_with("+++\ntitle = \"Of $n$\"\n"), "{page}");
    let body = "Mixed $$y$$ and $a_1 \\\\ b$.\n\n$$\ndd\n$$\n\nPrice \\$5 and \\$x\\$ and \\\\\\$7.\n";
    assert!(page.ends_with(&format!("+++\n\n{body}")), "{page}");
    let page = of_mdbook("[preprocessor.katex]\n", "# M\n\nWhere $n$ is.\n\n$$\nb\n$$\n").file("m.md");
    assert!(page.ends_with("Where $n$ is.\n\n$$\nb\n$$\n"), "{page}");
}

#[test]
fn brackets_and_dollars_are_text_where_the_source_shows_them_so() {
    let text = "A \\(paren\\) and \\[bracket\\], \\\\(two\\\\).\n";
    for it in [of_mkdocs("", text), of_mdbook("", text)] {
        assert!(it.file("m.md").ends_with(&format!("+++\n\n{text}")), "{}", it.file("m.md"));
    }
    let page = of_mkdocs("", "From $5 in US$ to $6.\n").file("m.md");
    assert!(page.ends_with("From \\$5 in US\\$ to $6.\n"), "{page}");
}

#[test]
fn titles_of_code_keep_their_quotation_marks() {
    let page = "# M\n\n```python title=\"a \\\"b\\\".py\"\na\n```\n\n```py title='single \"q\" quotes'\nb\n```\n\n\
        ```admonish warning title=\"Careful \\\"q\\\"\"\nc\n```\n\n```{ .py title=\"it's \\\"x\\\"\" }\nd\n```\n";
    for it in [of_mkdocs("", page), of_mdbook("", page)] {
        let page = it.file("m.md");
        for expected in [
            "```python title='a \"b\".py'\na\n",
            "```py title='single \"q\" quotes'\nb\n",
            "```text title='Careful \"q\"'\nc\n",
            "```py title='it’s \"x\"'\nd\n",
        ] {
            assert!(page.contains(expected), "{expected}{page}");
        }
    }
}
