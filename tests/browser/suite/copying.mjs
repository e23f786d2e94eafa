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
