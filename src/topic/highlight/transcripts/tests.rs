//! Sessions of many programs, and which of their lines were typed.

use super::*;

fn typed(code: &str) -> Vec<&str> {
    typed_in(code, &shell(code))
}

fn typed_in<'c>(code: &'c str, kinds: &[Kind]) -> Vec<&'c str> {
    let lines = code.split_inclusive('\n').zip(kinds);
    let typed = lines.filter_map(|(line, kind)| match *kind {
        Kind::Command(length) | Kind::GoesOn(length) => Some(line[length..].trim_end_matches('\n')),
        Kind::Comment | Kind::Output => None,
    });
    typed.collect()
}

#[test]
fn prompts_of_many_shells_are_told_from_what_came_back() {
    for line in [
        "$ ls",
        "% ls",
        "(venv) $ ls",
        "(.venv-3.13) $ ls",
        "me@host:~$ ls",
        "me@host:~/a b$ ls",
        "[me@host dir]$ ls",
        "(base) me@mac ~ % ls",
        "root@host:/# ls",
        "PS C:\\> ls",
        "PS C:\\Users\\A B> ls",
        "PS> ls",
        "(venv) PS /home/me> ls",
        "C:\\Users\\me>ls",
        "C:\\> ls",
        "❯ ls",
        "➜ ls",
        "➜  ~ ls",
        "➜  book git:(main) ✗ ls",
        "bash-5.2$ ls",
        "sh-5.1# ls",
        "root# ls",
        "~/a$ ls",
        "/ # ls",
        "MacBook:~ me$ ls",
        "Annas-Mac.local:src me$ ls",
        "me@host ~> ls",
        "me@host ~/x> ls",
    ] {
        assert_eq!(typed(line), ["ls"], "{line}");
    }
    for line in [
        "ls",
        "100 % done",
        "mail me@host.org for $ 5 or so",
        "PS: see > below",
        "(a) b",
        "$HOME",
        "git@host.org:a/b.git (fetch)",
        "> quoted",
        "=> 5",
        "➜  Local: http://localhost:5173/",
        "bash-x$ ls",
        "re-1.2$ up",
        "/etc/hosts # the names",
        "~ 5 $ or so",
        "#!/bin/sh",
        "price: 5 $ or so",
        "see: http://a.example costs$ x",
        "http://a.example me$ x",
        "git@host.org > x",
    ] {
        assert_eq!(typed(line), [""; 0], "{line}");
    }
}

#[test]
fn a_hash_is_roots_prompt_alone_and_a_remark_beside_another_prompt() {
    assert_eq!(typed("# apt install x\nReading lists\n# exit\n"), ["apt install x", "exit"]);
    assert_eq!(typed("# Install it.\n$ pip install x\n# Title\n"), ["pip install x"]);
    assert_eq!(shell("# Install it.\n$ pip\n")[0], Kind::Comment);
}

#[test]
fn a_command_goes_on_where_something_is_open_and_only_there() {
    let code = "$ cat > f <<EOF\n> a\n>\n> EOF\n> b\n";
    assert_eq!(typed(code), ["cat > f <<EOF", "a", "", "EOF"]);
    assert_eq!(typed("$ cat notes.md\n> a quote\n"), ["cat notes.md"]);
    assert_eq!(typed("$ for i in 1 2; do\n> echo $i\n> done\n> x\n"), ["for i in 1 2; do", "echo $i", "done"]);
    assert_eq!(typed("$ echo 'a\n> b'\n> x\n"), ["echo 'a", "b'"]);
    assert_eq!(typed("$ pip install \\\n>   x\nDone\n> x\n"), ["pip install \\", "  x"]);
    assert_eq!(typed("$ npm run build\n\n> x@1.0 build\n"), ["npm run build"]);
}
/// That of `code` nothing but these lines was typed, each as it stands there without a prompt.
fn goes_on_bare(code: &str, lines: &[&str]) {
    assert_eq!(typed(code), lines, "{code}");
}

#[test]
fn an_unfinished_command_goes_on_without_prompts() {
    goes_on_bare(
        "$ docker run \\\n    -p 80:80 \\\n    nginx\nUnable to find image\n",
        &["docker run \\", "    -p 80:80 \\", "    nginx"],
    );
    goes_on_bare("$ cat <<EOF\nhello\n\n> a\nEOF\nhello\n", &["cat <<EOF", "hello", "", "> a", "EOF"]);
    goes_on_bare("$ python -c \"\nprint(1)\n\"\n1\n$ ls\nx\n", &["python -c \"", "print(1)", "\"", "ls"]);
    goes_on_bare("$ cat a |\nwc -l\n3\n", &["cat a |", "wc -l"]);
    goes_on_bare("$ make &&\n  ./a # it's\nout\n", &["make &&", "  ./a # it's"]);
    goes_on_bare("$ for i in 1 2; do\n  echo $i\ndone\n1\n2\n", &["for i in 1 2; do", "  echo $i", "done"]);
    goes_on_bare("# cat > a.md <<'END'\n# Title\nEND\n# ls\na.md\n", &["cat > a.md <<'END'", "# Title", "END", "ls"]);
    goes_on_bare(
        "$ git commit -m \"$(cat <<'EOF'\nIt's \"so\"\nEOF\n)\"\n[main 1a] x\n",
        &["git commit -m \"$(cat <<'EOF'", "It's \"so\"", "EOF", ")\""],
    );
    goes_on_bare("$ a <<A <<B\n1\nA\n2\nB\n3\n", &["a <<A <<B", "1", "A", "2", "B"]);
    goes_on_bare("PS C:\\> Get-Item `\n  x\nout\n", &["Get-Item `", "  x"]);
    goes_on_bare("PS> if (1) {\n  ls\n}\nout\n", &["if (1) {", "  ls", "}"]);
    goes_on_bare("PS> $a = @\"\nit's\n\"@\nout\n", &["$a = @\"", "it's", "\"@"]);
    goes_on_bare("C:\\>echo a ^\n b\na b\n", &["echo a ^", " b"]);
    goes_on_bare("C:\\>echo a ^\nMore? b\na b\n", &["echo a ^", "b"]);
    goes_on_bare("% echo 'a\nquote> b'\na\nb\n", &["echo 'a", "b'"]);
}

#[test]
fn what_comes_back_is_not_taken_for_what_goes_on() {
    goes_on_bare("$ echo it's\nout\n$ ls\nb\n", &["echo it's", "ls"]);
    goes_on_bare("$ ls # it's here\nout\n", &["ls # it's here"]);
    goes_on_bare("$ echo $((1 << 2))\n4\n2))\n", &["echo $((1 << 2))"]);
    goes_on_bare("$ echo \"a << b\" `date`\na << b\nb\n", &["echo \"a << b\" `date`"]);
    goes_on_bare("$ cat <<< x\nx\n", &["cat <<< x"]);
    goes_on_bare("$ echo $# ${#x} it\\'s\n0\n", &["echo $# ${#x} it\\'s"]);
    goes_on_bare("$ cat <<EOF\nout\n", &["cat <<EOF"]);
    goes_on_bare("$ sleep 9 &\n[1] 5\n", &["sleep 9 &"]);
    goes_on_bare("$ make 2>&1 |& tee x\nout\n", &["make 2>&1 |& tee x"]);
    goes_on_bare("$ git commit -m \"don't\"\n> out\n", &["git commit -m \"don't\""]);
    goes_on_bare("C:\\> cd C:\\\nout\n", &["cd C:\\"]);
    goes_on_bare("C:\\> echo don't\nit's\n", &["echo don't"]);
    goes_on_bare("PS C:\\> cd C:\\\nout\n", &["cd C:\\"]);
    goes_on_bare("$ a \\\n\nout\n", &["a \\"]);
}

#[test]
fn what_is_open_in_another_ends_before_it() {
    for code in [
        "for i in 1; do\n  for j in 2; do\n    echo $j\n  done\n  echo $i\ndone",
        "if a; then\n  if b; then\n    c\n  fi\n  d\nelse\n  e\nfi",
        "greet() {\n  if a; then b; fi\n  echo \"hi } $1\"\n}",
        "greet()\n{\n  echo\n}",
        "function greet {\n  { echo; }\n}",
        "case $x in\n  a) for i in 1; do b; done ;;\n  *) if c; then d; fi ;;\nesac",
        "while true; do\n  echo done\n  (cd x && y)\ndone | sort",
        "(\n  cd x\n  for ((i=0; i<3; i++)); do echo; done\n)",
        "x=$(\n  ls |\n  wc\n)",
    ] {
        let lines: Vec<&str> = code.lines().collect();
        goes_on_bare(&format!("$ {code}\nout\n> out\n"), &lines);
        goes_on_bare(&format!("$ {}\n> out\nout\n", code.replace('\n', "\n> ")), &lines);
    }
    for code in ["if a; then b; fi", "for i in 1; do echo for if case; done", "f() { echo; }", "case x in x) y;; esac"]
    {
        goes_on_bare(&format!("$ {code}\nout\n> out\ndone\nfi\n"), &[code]);
    }
}

#[test]
fn a_remark_may_stand_above_the_first_prompt() {
    for (code, expected) in [
        ("# comment first\n>>> 1+1\n2\n", "1+1"),
        ("\n# one\n#two\n\n>>> x\n", "x"),
        ("# one\nIn [1]: x\nOut[1]: 1\n", "x"),
    ] {
        assert!(is_python(code), "{code}");
        assert_eq!(typed_in(code, &python(code)), [expected], "{code}");
    }
    assert_eq!(python("# one\n>>> x\n# two\n"), [Kind::Comment, Kind::Command(4), Kind::Output]);
    for code in
        ["# install it\n$ pip install x\nout\n", "REM it\nC:\\>pip install x\n", "#one\n\n# two\nPS> pip install x\n"]
    {
        assert!(is_shell(code), "{code}");
        goes_on_bare(code, &["pip install x"]);
    }
    for code in ["# comment\nx = 1\n>>> x\n", "# only\n", "# one\npip install x\n$ y\n"] {
        assert!(!is_python(code) && !is_shell(code), "{code}");
    }
}

#[test]
fn sessions_of_other_programs_are_known_by_their_prompts() {
    for (code, expected) in [
        ("sqlite> SELECT\n   ...> 2;\n2\nsqlite> .quit\n", &["SELECT", "2;", ".quit"][..]),
        ("postgres=# SELECT 1\npostgres-# ;\n 1\n", &["SELECT 1", ";"]),
        ("-- As its owner.\nshop=> \\dt\nNone\nshop=*> COMMIT;\n", &["\\dt", "COMMIT;"]),
        ("mysql> SELECT 1,\n    -> 2;\n+---+\n| 1 |\n", &["SELECT 1,", "2;"]),
        ("MariaDB [(none)]> USE shop;\n", &["USE shop;"]),
        (
            "In [1]: for i in x:\n   ...:     i\n   ...: \n\nOut[1]: 5\n\nIn [12]: y\n",
            &["for i in x:", "    i", "", "y"],
        ),
        ("irb(main):001:0> puts 1\n1\n=> nil\nirb(main):002:0> [1,\nirb(main):003:1* 2]\n", &["puts 1", "[1,", "2]"]),
        ("irb(main):001> def f\nirb(main):002*   1\nirb(main):003> end\n=> :f\n", &["def f", "  1", "end"]),
        ("scala> val x =\n     | 1\nval x: Int = 1\n", &["val x =", "1"]),
        ("iex(1)> [1,\n...(1)> 2]\n[1, 2]\n", &["[1,", "2]"]),
    ] {
        let known = program("", code).unwrap_or_else(|| panic!("{code}"));
        assert_eq!(typed_in(code, &of_program(known, code)), expected, "{code}");
        let in_shell = format!("$ start it\n{code}$ ls\n");
        assert_eq!(typed(&in_shell), [&["start it"], expected, &["ls"]].concat(), "{in_shell}");
    }
    for code in [
        "> 1 + 1\n2\n> const f = () => {\n... return 1\n... }\nundefined\n",
        "// x\n> 1 + 1\n2\n> const f = () => {\n| return 1\n| }\n",
    ] {
        assert_eq!(program("TypeScript", code), Some(Program::Angle));
        assert_eq!(typed_in(code, &of_program(Program::Angle, code)), ["1 + 1", "const f = () => {", "return 1", "}"]);
    }
    for (language, code, expected) in [
        (
            "Kotlin",
            ">>> fun f(x: Int): Int {\n... return x\n... }\n>>> f(1)\nres1: kotlin.Int = 1\n",
            &["fun f(x: Int): Int {", "return x", "}", "f(1)"][..],
        ),
        ("OCaml", "# let x =\n  1;;\nval x : int = 1\n# x + 1;;\n- : int = 2\n", &["let x =", "  1;;", "x + 1;;"]),
        (
            "PowerShell",
            "> Get-Item x\n\n    Directory: C:\\\n\n> if (1) {\n>> ls\n>> }\n",
            &["Get-Item x", "if (1) {", "ls", "}"],
        ),
        ("Haskell", "> map f xs\n[1]\n", &["map f xs"]),
        ("Ruby", ">> def f\n?>   1\n?> end\n=> :f\n>> f\n", &["def f", "  1", "end", "f"]),
        ("MATLAB", ">> x = 1\nx =\n     1\n", &["x = 1"]),
        ("Prolog", "?- member(X,\n|    [1]).\nX = 1.\n", &["member(X,", "   [1])."]),
        ("Tcl", "% set x 1\n1\n% puts $x\n1\n", &["set x 1", "puts $x"]),
        ("Text", "octave:1> x = 1\nx = 1\noctave:2> x;\n", &["x = 1", "x;"]),
        ("Groovy", "groovy:000> def f() {\ngroovy:001> 1 }\n===> true\n", &["def f() {", "1 }"]),
        ("SQL", "shop=> select 1;\n 1\nshop=> \\q\n", &["select 1;", "\\q"]),
        ("Perl", "DB<1> print 1\n1\nDB<2> q\n", &["print 1", "q"]),
        ("Text", "gnuplot> plot x\n", &["plot x"]),
    ] {
        let known = program(language, code).unwrap_or_else(|| panic!("{code}"));
        assert_eq!(typed_in(code, &of_program(known, code)), expected, "{code}");
    }
    for (language, code) in [
        ("Markdown", "> a quote\n"),
        ("CSS", "> li { }\n"),
        ("Bourne Again Shell (bash)", "> file.txt\n"),
        ("YAML", "- a\n- b\n"),
        ("C", "# define X\n"),
        ("Kotlin", "val x = 1 >>> 2\n"),
        ("Go", ">>>>>>> main\n"),
        ("JavaScript", "x=> select(x)\n"),
    ] {
        assert_eq!(program(language, code), None, "{code}");
    }
    for code in
        ["x=> x + 1", "x=> URL.parse(x)", "sqlite>=3", "a=#b", "In [x]: y", "irb(main) > x", "->x", ">>> x", "> x"]
    {
        assert!(!is_of_program(code) && !is_shell(code), "{code}");
    }
    assert_eq!(
        typed("$ python\n>>> if x:\n...     y\n...\n1\n$ ls\n>>> out\n"),
        ["python", "if x:", "    y", "", "ls"]
    );
    assert_eq!(typed("$ node\n> 1\n1\n$ ls\n> out\n"), ["node", "1", "ls"]);
    assert_eq!(typed("$ emerge x\n>>> Emerging\n"), ["emerge x"]);
}
