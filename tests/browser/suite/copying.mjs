// What the button of an example copies: what one would type.

import { check } from "../pages.mjs";
import { serve } from "../site.mjs";
import { guide, topic } from "../tiny.mjs";

/** Language, block, what is copied. @type {Record<string, [string, string, string]>} */
const CASES = {
    "a Python session": ["pycon", ">>> def f():\n...     return 1\n...\n>>> f()\n1", "def f():\n    return 1\n\nf()"],
    "a session with nothing but prompts": ["pycon", ">>>\n>>> x = 1", "\nx = 1"],
    "a session that ends in a traceback": ["pycon", ">>> 1 / 0\nTraceback (most recent call last):\n  ...\nZeroDivisionError: division by zero", "1 / 0"],
    "indented code in a session": ["pycon", ">>> if x:\n...     if y:\n...         z()", "if x:\n    if y:\n        z()"],
    "code without prompts": ["python", "def f():\n    return 1\n", "def f():\n    return 1"],
    "a script of the shell": ["bash", "# Install it.\npip install x\ncat > f <<EOF\n> quoted\nEOF", "# Install it.\npip install x\ncat > f <<EOF\n> quoted\nEOF"],
    "a here-document": ["console", "$ cat > f <<EOF\n> X\n>   Y\n> EOF\n$ ls\nf", "cat > f <<EOF\nX\n  Y\nEOF\nls"],
    "remarks beside prompts": ["console", "# Make an environment.\n$ python -m venv x\n(x) $ pip list\nPackage Version", "python -m venv x\npip list"],
    "a user at a host": ["console", "me@host:~/x$ ls\na  b\nroot@host:/# whoami\nroot", "ls\nwhoami"],
    "PowerShell": ["console", "PS C:\\Users\\me> dir\n\n    Directory: C:\\", "dir"],
    "a script with prompts that is called bash": ["bash", "$ pip install x\nCollecting x\n$ x", "pip install x\nx"],
    "Python with prompts that is called python": ["python", ">>> x = 1\n>>> x\n1", "x = 1\nx"],
    "a console without prompts": ["console", "pip install x\nx --help", "pip install x\nx --help"],
    "a command that goes on without prompts": ["console", "$ docker run \\\n    -p 80:80 \\\n    nginx\nUnable to find", "docker run \\\n    -p 80:80 \\\n    nginx"],
    "a here-document without prompts": ["bash", "$ cat <<EOF\n  hello\n\n> x\nEOF\n  hello\n$ ls", "cat <<EOF\n  hello\n\n> x\nEOF\nls"],
    "a quotation without prompts": ["console", "$ python -c \"\nprint(1)\n\"\n1", "python -c \"\nprint(1)\n\""],
    "a loop in a loop": ["console", "$ for i in 1; do\n>   for j in 2; do\n>     ls\n>   done\n> done\nx", "for i in 1; do\n  for j in 2; do\n    ls\n  done\ndone"],
    "a remark above Python's prompt": ["python", "# comment first\n>>> 1+1\n2", "1+1"],
    "a remark above a prompt": ["bash", "# install it\n$ pip install x\nDone", "pip install x"],
    "IPython": ["ipython", "In [1]: for i in x:\n   ...:     i\n   ...: \n\nOut[1]: 5\n\nIn [2]: y", "for i in x:\n    i\n\ny"],
    "SQLite": ["sql", "sqlite> SELECT\n   ...>   2;\n2", "SELECT\n  2;"],
    "PostgreSQL in a terminal": ["console", "$ psql\npostgres=# SELECT 1\npostgres-# ;\n 1\npostgres=# \\q\n$ ls", "psql\nSELECT 1\n;\n\\q\nls"],
    "irb": ["ruby", "irb(main):001:0> puts 1\n1\n=> nil", "puts 1"],
    "node": ["js", "> 1 + 1\n2\n> f(() => {\n... 1\n... })\n1", "1 + 1\nf(() => {\n1\n})"],
    "a Mac": ["console", "MacBook:~ me$ ls\na b", "ls"],
    "a function in Julia": ["julia", "julia> function f(x)\n           x + 1\n       end\nf (generic function)\njulia> f(1)\n2", "function f(x)\n           x + 1\n       end\nf(1)"],
    "a shell of root's": ["console", "$ sudo -i\n# apt update\nReading\n# exit\n$ ls", "sudo -i\napt update\nexit\nls"],
    "Redis in a terminal": ["console", "$ redis-cli\n127.0.0.1:6379> SET a 1\nOK", "redis-cli\nSET a 1"],
    "an amount of money": ["console", "$ cat prices\n$ 5.00", "cat prices"],
    "dots that came back": ["pycon", ">>> f()\n... 5 more lines", "f()"],
    "a session that is indented": ["pycon", "    >>> if x:\n    ...     y\n    1", "if x:\n    y"],
    "a prompt of its own": ["console", "web$ ls\na\nweb$ pwd", "ls\npwd"],
    "a tab after the prompt": ["console", "$\tls\na", "ls"],
    "a diff of Python": ["diff-python", "@@ -1,3 +1,4 @@\n a = 0\n-x = 1\n+x = 2\n+\n+if x:\n+    y\n \n z", "a = 0\nx = 2\n\nif x:\n    y\n\nz"],
    "a diff of files": ["diff-js", "--- a.js\n+++ a.js\n@@ -1 +1 @@\n-old()\n+now()\n", "now()"],
    "a diff in no language": ["diff", "-old\n+now", "-old\n+now"],
    "a session of the shell": ["console", "$ pip install x\nCollecting x\n$ x --help", "pip install x\nx --help"],
};

export const tests = {
    "copying takes what one types, without prompts, output and a last line end": async (context) => {
        const blocks = Object.values(CASES).map(([language, code]) => `\`\`\`${language} norun="a transcript"\n${code}\n\`\`\`\n`);
        const made = guide({
            "book.toml": "[book]\ntitle = \"Copying\"\n",
            "content/index.md": "+++\ntitle = \"Copying\"\n+++\n",
            "content/a.md": topic({ title: "A" }, blocks.join("\n")),
        });
        const site = await serve(made.build());
        const window = await context.browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
        const page = await window.newPage();
        await page.goto(`${site.url}a.html`);
        const buttons = page.locator("figure.example .copy");
        check((await buttons.count()) === blocks.length, `${await buttons.count()} buttons`);
        const wrong = [];
        for (const [at, [name, [, , expected]]] of Object.entries(CASES).entries()) {
            await buttons.nth(at).click();
            const copied = await page.evaluate(() => navigator.clipboard.readText());
            if (copied !== expected) wrong.push(`${name}: ${JSON.stringify(copied)}, not ${JSON.stringify(expected)}`);
        }
        check(wrong.length === 0, wrong.join("\n"));
        await window.close();
        site.close();
        made.remove();
    },
};
