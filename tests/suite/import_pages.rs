//! `studybook import` of the pages of a book or site: what they say is what the guide says.

use std::fs;
use std::path::Path;

use crate::guide::{TestGuide, stderr, stdout, studybook};

/// A guide into which a source was imported.
pub struct Imported {
    pub folder: tempfile::TempDir,
    pub told: String,
}

impl Imported {
    #[track_caller]
    pub fn file(&self, name: &str) -> String {
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
    import_of("", files)
}

/// The same of one file of a source, or of all of it.
#[track_caller]
pub fn import_of(name: &str, files: &[(&str, &str)]) -> Imported {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    TestGuide::new().book("[book]\ntitle = \"G\"\n").on_disk(folder.path());
    write(source.path(), files);
    let output = studybook(folder.path(), &["import", source.path().join(name).to_str().unwrap()]);
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
        ```nolang warning title=\"Careful \\\"q\\\"\"\nc\n```\n\n```{ .py title=\"it's \\\"x\\\"\" }\nd\n```\n";
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

#[test]
fn headings_keep_the_ids_that_links_lead_to() {
    let it = of_mkdocs(
        "",
        "# M {: #top }\n\n## Set up { #setup }\n\nSee [a](#setup), [b](m.md#low) and [c](#under).\n\n### Low { .wide #low }\n\nx\n\n\
         Under {#under}\n-----\n\ny\n",
    );
    let page = it.file("m.md");
    assert!(page.starts_with("+++\ntitle = \"M\"\n"), "{page}");
    for expected in [
        "## Set up {#setup}\n",
        "### Low {#low .wide}\n",
        "## Under {#under}\n",
        "[a](#setup), [b](#low) and [c](#under)",
    ] {
        assert!(page.contains(expected), "{expected}{page}");
    }
    assert!(!it.told.contains("attribute") && !it.told.contains("the link"), "{}", it.told);
}

#[test]
fn boxes_and_code_in_html_stay_what_they_are() {
    let it = of_mdbook(
        "",
        "# M\n\n<div class=\"warning\">\n\nCareful, *this*.\n\n</div>\n\n<div class=\"warning\">Two <b>words</b>.</div>\n\n\
         - a\n\n  <div class=\"warning\">\n\n  Three.\n\n  </div>\n\n\
         <pre><code class=\"language-python\">x = 1\n</code></pre>\n\n<pre class=\"lang-sql\">select</pre>\n",
    );
    let page = it.file("m.md");
    for expected in [
        "> [!WARNING]\n> Careful, *this*.\n",
        "> [!WARNING]\n> Two **words**.\n",
        "  > [!WARNING]\n  > Three.\n",
        "```python\nx = 1\n```\n",
        "```sql\nselect\n```\n",
    ] {
        assert!(page.contains(expected), "{expected}{page}");
    }
}

#[test]
fn what_is_written_to_be_seen_passes_a_strict_check() {
    let it = of_mdbook(
        "",
        "# M\n\n\\{{#include x.rs}}\n\nWrite `\\{{#include x.rs}}`:\n\n```text\n\\{{#include x.rs}}\n```\n\nSo \\{{#title x}} too.\n",
    );
    let page = it.file("m.md");
    let body = "\\{{#include x.rs}}\n\nWrite `{{#include x.rs}}`:\n\n```text\n{{#include x.rs}}\n```\n\nSo \\{{#title x}} too.\n";
    assert!(page.ends_with(body), "{page}");
    let told = stderr(&studybook(it.folder.path(), &["check", "--strict"]));
    assert!(!told.contains("foreign-markup"), "{told}");
    let it = of_mkdocs("", "# M\n\n;--8<-- \"x.md\"\n");
    assert!(it.file("m.md").ends_with("\n\\--8<-- \"x.md\"\n"), "{}", it.file("m.md"));
    let told = stderr(&studybook(it.folder.path(), &["check", "--strict"]));
    assert!(!told.contains("foreign-markup"), "{told}");
}

#[test]
fn a_winding_path_of_a_chapter_leads_to_its_file() {
    let it = import(&[
        ("src/SUMMARY.md", "- [A](sub/../a.md)\n- [B](./sub/./b.md)\n- [C](c.md)\n"),
        ("src/a.md", "# A\n\nOne.\n"),
        ("src/sub/b.md", "# B\n\n[A](../a.md)\n"),
        ("src/c.md", "# C\n\n[B](sub/b.md)\n"),
    ]);
    assert!(it.file("a.md").ends_with("\nOne.\n"));
    assert!(it.file("b.md").contains("[A](a.md)") && it.file("c.md").contains("[B](b.md)"), "{}", it.told);
    assert!(!it.told.contains("missing"), "{}", it.told);
}

#[test]
fn a_folder_of_another_generator_is_told_what_can_be_done() {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    TestGuide::new().book("[book]\ntitle = \"G\"\n").on_disk(folder.path());
    write(source.path(), &[("docusaurus.config.js", "x"), ("docs/a.md", "# A\n")]);
    let told = stderr(&studybook(folder.path(), &["import", source.path().to_str().unwrap()]));
    assert!(told.contains("write a `SUMMARY.md` that links to the pages"), "{told}");
}

#[test]
fn a_field_of_a_note_begins_no_block() {
    for settings in ["", "#html:false\n"] {
        let folder = tempfile::tempdir().unwrap();
        TestGuide::new().book("[book]\ntitle = \"G\"\n").on_disk(folder.path());
        let fields = ["1989. In November", "1945.", "- 5 degrees", "# is a comment", "3) third", "+ plus", "> more"];
        let lines: String = fields.iter().map(|field| format!("What is said of {field}?\t{field}\n")).collect();
        let text = format!("#separator:tab\n{settings}{lines}1914. When?\tEarly\n");
        fs::write(folder.path().join("notes.txt"), text).unwrap();
        let output = studybook(folder.path(), &["import", "notes.txt", "--topics", "--chapter", "c"]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(studybook(folder.path(), &["build"]).status.success());
        let pages: Vec<String> = fs::read_dir(folder.path().join("site/c"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|it| it == "html"))
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        for field in fields.map(|field| field.replace('>', "&gt;")) {
            let is_shown = |page: &&String| page.replace(&format!("said of {field}"), "").contains(&*field);
            assert!(pages.iter().any(|page| is_shown(&page)), "{settings}{field}\n{}", stdout(&output));
        }
        assert!(pages.iter().any(|page| page.contains("<h1>1914. When?</h1>")), "{}", stdout(&output));
    }
}

fn pages_of(nav: &str, files: &[(&str, &str)]) -> Imported {
    let settings = format!("site_name: S\n{nav}");
    import(&[&[("mkdocs.yml", settings.as_str())], files].concat())
}

#[test]
fn a_section_of_one_page_is_that_page() {
    let files = [("docs/a.md", "# A\n\nabc\n"), ("docs/x/index.md", "# All about it\n\nxyz\n")];
    let as_nav = "nav:\n  - a.md\n  - Section:\n    - x/index.md\n";
    for nav in [as_nav, "", "nav:\n  - a.md\n  - X: x/index.md\n", "nav:\n  - a.md\n  - x/\n"] {
        let it = pages_of(nav, &files);
        let page = it.file("x.md");
        assert!(page.contains("title = \"All about it\"\n") && page.ends_with("xyz\n"), "{nav}{page}");
        assert!(!it.told.contains("home page"), "{nav}{}", it.told);
    }
    assert!(pages_of(as_nav, &files).file("x.md").contains("short = \"Section\"\n"));
    let readme = [("docs/a.md", "# A\n"), ("docs/x/README.md", "xyz\n")];
    assert!(pages_of("", &readme).file("x.md").contains("title = \"X\"\n"));
    let deep = [("docs/a.md", "# A\n"), ("docs/x/index.md", "# X\n\nof x\n"), ("docs/x/y/index.md", "# Y\n\nof y\n")];
    let it = pages_of("", &deep);
    assert!(it.file("x/index.md").ends_with("of x\n") && it.file("x/y.md").ends_with("of y\n"));
    let two = [("docs/x/index.md", "# X\n\nof x\n"), ("docs/y/index.md", "# Y\n\nof y\n")];
    let it = pages_of("nav:\n  - Both:\n    - x/index.md\n    - y/index.md\n", &two);
    assert!(it.file("both/index.md").ends_with("of x\n") && it.file("both/y.md").ends_with("of y\n"));
    let home = [("docs/index.md", "# Home\n\nHello.\n"), ("docs/a.md", "# A\n")];
    assert!(pages_of("nav:\n  - Home: index.md\n  - a.md\n", &home).told.contains("home page"));
}

#[test]
fn no_name_of_a_page_is_lost() {
    let page = "---\ntitle: Meta\n---\n\n# Heading of the page\n";
    let it = pages_of("nav:\n  - Two more words for it: a.md\n", &[("docs/a.md", page)]);
    assert!(it.file("a.md").contains("title = \"Meta\"\n"), "{}", it.file("a.md"));
    assert!(it.told.contains("the name `Heading of the page`"), "{}", it.told);
    assert!(it.told.contains("the name `Two more words for it`"), "{}", it.told);
    let it = pages_of("nav:\n  - Short: a.md\n", &[("docs/a.md", "# Heading of the page\n")]);
    assert!(it.file("a.md").contains("title = \"Heading of the page\"\nshort = \"Short\"\n"), "{}", it.file("a.md"));
    assert_eq!(it.told.matches("the name").count(), 0, "{}", it.told);
    let book =
        [("src/SUMMARY.md", "- [A much longer name](m.md)\n- [Own](n.md)\n  - [x](x.md)\n"), ("src/m.md", "# M\n")];
    let more = [("src/n.md", "# The own page\n"), ("src/x.md", "# X\n")];
    let it = import(&[&book[..], &more].concat());
    assert!(it.told.contains("the name `A much longer name`"), "{}", it.told);
    let chapter = it.file("own/index.md");
    assert!(chapter.contains("title = \"The own page\"\nshort = \"Own\"\n"), "{chapter}");
}

#[test]
fn lines_of_keys_above_a_page_are_what_it_says_of_itself() {
    let it = of_mkdocs("", "Title: Meta B\nAuthor: X\n\n# B\n\nabc\n");
    let page = it.file("m.md");
    assert!(page.contains("title = \"Meta B\"\nshort = \"B\"\n") && page.ends_with("+++\n\nabc\n"), "{page}");
    assert!(it.told.contains("`author` of the front matter"), "{}", it.told);
}

#[test]
fn tags_that_differ_in_signs_are_several() {
    let it = of_mkdocs("", "---\ntags: [C, C++, \"C#\"]\n---\n\n# M\n");
    for tag in ["c = ", "cpp = ", "csharp = "] {
        assert!(it.told.contains(tag), "{tag}{}", it.told);
    }
}

#[test]
fn a_card_of_material_keeps_its_text_in_its_item() {
    let card = "-   :material-clock:{ .lg } **Card**\n\n    ---\n\n    text [l](n.md)\n";
    let nav = [("mkdocs.yml", "site_name: S\n"), ("docs/n.md", "# N\n")];
    let page = import(&[&nav[..], &[("docs/m.md", &format!("# M\n\n{card}"))]].concat()).file("m.md");
    assert!(page.ends_with("+++\n\n-   **Card**\n\n    ---\n\n    text [l](n.md)\n"), "{page}");
}

#[test]
fn marks_of_an_extension_that_is_not_set_are_text() {
    let page = "# M\n\nUse ++ctrl++, ==words== and {++add++}.\n\n!!!note \"x\"\n    y\n\n!!! Stop, loud\n";
    let plain = of_mkdocs("", page).file("m.md");
    assert!(plain.contains("Use ++ctrl++, ==words== and {++add++}.\n\n> [!NOTE]\n> **x**\n>\n> y\n"), "{plain}");
    assert!(plain.ends_with("!!! Stop, loud\n"), "{plain}");
    let set = "markdown_extensions: [pymdownx.keys, pymdownx.mark]\n";
    assert!(of_mkdocs(set, page).file("m.md").contains("Use `ctrl`, **words** and {++add++}.\n"));
}

#[test]
fn what_pages_bring_in_is_found_where_the_source_finds_it() {
    let settings = "site_name: S\nINHERIT: conf/base.yml\n";
    let base = "docs_dir: pages\nmarkdown_extensions:\n  - pymdownx.snippets: {base_path: [inc]}\n";
    let page = "# A\n\n--8<-- \"one.md\"\n\n--8<--\ntwo.md\none.md\n--8<--\n";
    let files = [("mkdocs.yml", settings), ("conf/base.yml", base), ("pages/a.md", page)];
    let it = import(&[&files[..], &[("inc/one.md", "One.\n"), ("inc/two.md", "Two.\n")]].concat());
    assert!(it.file("a.md").ends_with("+++\n\nOne.\n\nTwo.\n\nOne.\n"), "{}", it.file("a.md"));
    let book = [("src/SUMMARY.md", "- [M](m.md)\n"), ("src/m.md", "# M\n\n```rust\n{{ #include x.rs }}\n```\n")];
    let it = import(&[&book[..], &[("src/x.rs", "fn main() {}\n")]].concat());
    assert!(it.file("m.md").ends_with("```rust\nfn main() {}\n```\n"), "{}", it.file("m.md"));
    let it = import(&[("mkdocs.yml", "INHERIT: ../base.yml\n"), ("docs/a.md", "# A\n\nabc\n")]);
    assert!(it.told.contains("`../base.yml`, from which the settings inherit"), "{}", it.told);
}

#[test]
fn what_another_program_reads_otherwise_passes_the_check() {
    let page = "# M\n\n| op | does |\n|---|---|\n| `a|b` | or |\n\n::: pkg.mod\n\nSee [x][pkg.mod] and a[0][1].\n\n![p](p.png =20x10)\n";
    for it in [of_mkdocs("", page), of_mdbook("", &page.replace("::: pkg.mod\n\n", ""))] {
        let page = it.file("m.md");
        assert!(page.contains("| `a\\|b` | or |\n\nSee x and a\\[0][1].\n"), "{page}");
        assert!(it.told.contains("the link `pkg.mod`"), "{}", it.told);
    }
    assert!(of_mkdocs("", page).told.contains("`::: pkg.mod`"));
}

#[test]
fn boxes_of_other_programs_become_alerts() {
    let colons = ":::note\nOne.\n:::\n\n:::tip[A title]\n\nTwo *words*.\n\n:::\n\n> [!EXAMPLE]\n> Three.\n";
    let alerts = "> [!NOTE]\n> One.\n\n> [!TIP]\n> **A title**\n>\n> Two *words*.\n>\n\n> [!TIP]\n> Three.\n";
    let page = format!("# M\n\n{colons}");
    let list = import(&[("README.md", &format!("# Q\n\n## What is m?\n\n{colons}\n## What is n?\n\nn.\n"))]);
    let files = walkdir::WalkDir::new(list.folder.path().join("content")).into_iter().filter_map(Result::ok);
    let of_list = files.filter_map(|it| fs::read_to_string(it.path()).ok()).find(|text| text.contains("What is m"));
    let of_list = of_list.unwrap();
    for page in [of_mkdocs("", &page).file("m.md"), of_mdbook("", &page).file("m.md"), of_list] {
        assert!(page.ends_with(alerts), "{page}");
    }
    let it = of_mdbook("", "# M\n\n```admonish warning title=\"Data loss\"\nWith `code`.\n\n- a\n```\n\nEnd.\n");
    let page = it.file("m.md");
    assert!(page.ends_with("> [!WARNING]\n> **Data loss**\n>\n> With `code`.\n>\n> - a\n\nEnd.\n"), "{page}");
    let it = of_mkdocs("", "# M\n\n1. One:\n\n    !!! danger\n        Two.\n\n2. Three.\n");
    assert!(it.file("m.md").ends_with("1. One:\n\n    > [!CAUTION]\n    > Two.\n\n2. Three.\n"), "{}", it.file("m.md"));
}

#[test]
fn what_a_template_engine_reads_is_written_or_told_with_its_line() {
    let page = "# My page\n\nThis is {{ page.title }} of {{ config.site_name }}, {{ version }}.\n\n{{ other }}\n";
    let it = of_mkdocs("extra: {version: 1.5}\nplugins: [macros]\n", page);
    assert!(it.file("m.md").contains("This is My page of S, 1.5.\n\n{{ other }}\n"), "{}", it.file("m.md"));
    assert!(it.told.contains("not carried over: `{{ other }}`"), "{}", it.told);
    assert!(it.told.contains("docs/m.md:5:1"), "{}", it.told);
    let it = of_mkdocs("", page);
    assert!(it.told.contains("not carried over: `{{ page.title }}`"), "{}", it.told);
    let it = of_mdbook("", "# M\n\n{{#title Another}}\nA {{ name }}{{footnote: A *note*.}} b.\n");
    assert!(it.file("m.md").ends_with("A {{ name }}[^note-1] b.\n\n[^note-1]: A *note*.\n"), "{}", it.file("m.md"));
    for (told, line) in [("`{{ name }}`", "src/m.md:4:1"), ("the name `Another`", "src/m.md:3:1")] {
        assert!(it.told.contains(&format!("not carried over: {told}")) && it.told.contains(line), "{}", it.told);
    }
}

#[test]
fn a_cell_of_a_table_stays_one_line() {
    let table =
        "# M\n\n| a | b |\n|:---:|:-----:|\n| x | `one`<br/>`two` |\n| y | <ul><li>a</li><li>b</li></ul> |\n\nEnd.\n";
    for it in [of_mkdocs("", table), of_mdbook("", table)] {
        let page = it.file("m.md");
        assert!(page.contains("|:---:|:-----:|\n| x | `one`; `two` |\n| y | a; b |\n"), "{page}");
        assert!(it.told.contains("line breaks in the cells of tables"), "{}", it.told);
    }
}

#[test]
fn what_no_guide_allows_is_left_out_and_told() {
    let page = "# M\n\n## A { id=\"1.0\" }\n\n## B { #1.0 key=\"v w\" }\n\n## <!-- c -->\n\n> <!-- c -->\n> ```python\n> x\n> ```\n\n\
        See [a].\n\n[a]: https://x.org\n[b]: https://y.org\n\n[//]: # (one)\n\n[//]: # (two)\n\n::: pkg.mod\n    options: x\n\nEnd.\n";
    let it = of_mkdocs("", page);
    let body = it.file("m.md");
    assert!(body.contains("## A {#1.0}\n\n## B\n\n> \n> ```python\n> x\n> ```\n"), "{body}");
    assert!(!body.contains("[b]:") && !body.contains(":::") && body.ends_with("End.\n"), "{body}");
    for told in ["the id `1.0`, which stands twice", "`[b]`, a link that its page does not use", "`::: pkg.mod`"] {
        assert!(it.told.contains(told), "{told}{}", it.told);
    }
    let check = studybook(it.folder.path(), &["check", "--strict"]);
    assert!(!stderr(&check).contains("error["), "{}", stderr(&check));
}

#[test]
fn a_section_without_a_name_is_called_as_its_first_page() {
    let nav = "nav:\n  - index.md\n  - \"\":\n      - g/index.md\n      - g/a.md\n  - \"\":\n      - h/b.md\n      - h/c.md\n  - \"*.md\"\n  - \"*.md\"\n";
    let settings = format!("site_name: S\n{nav}");
    let it = import_of(
        "site.yml",
        &[
            ("site.yml", settings.as_str()),
            ("docs/index.md", "# Home\n"),
            ("docs/g/index.md", "# The guide\n\nWords.\n"),
            ("docs/g/a.md", "# A\n\nA.\n"),
            ("docs/h/b.md", "# B\n\nB.\n"),
            ("docs/h/c.md", "# C\n\nC.\n"),
            ("docs/z.md", "# Z\n\nZ.\n"),
        ],
    );
    assert!(it.file("the-guide/index.md").ends_with("Words.\n"), "{}", it.told);
    assert!(it.file("the-guide/a.md").ends_with("A.\n"));
    assert!(it.file("b/c.md").ends_with("C.\n"));
    assert!(it.file("z.md").ends_with("Z.\n") && !it.folder.path().join("content/z-2.md").exists());
}

#[test]
fn front_matter_of_a_book_and_of_a_list_is_no_text() {
    let it = of_mdbook("", "---\nminutes: 5\ndescription: In short.\n---\n\n<!-- c -->\n\n# A title\n\nText.\n");
    let page = it.file("m.md");
    assert!(page.contains("title = \"A title\"") && page.contains("summary = \"In short.\""), "{page}");
    assert!(page.ends_with("+++\n\nText.\n") && it.told.contains("`minutes` of the front matter"), "{page}{}", it.told);
    let it = of_mdbook("", "---\n\nText above.\n\n---\n\nText.\n");
    assert!(it.file("m.md").contains("Text above."), "{}", it.file("m.md"));
    let list = "---\ntitle: CSS Questions\nlayout: page\n---\n\n* What is CSS?\n* What is a box?\n\n  A frame.\n";
    let it = import_of("css-questions.md", &[("css-questions.md", list)]);
    assert!(it.file("css-questions/index.md").contains("title = \"CSS Questions\""), "{}", it.told);
    assert!(it.told.contains("`layout` of the front matter"), "{}", it.told);
}
