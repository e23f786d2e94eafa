// A page sent to a printer with the browser's own settings: backgrounds are off, and nothing may be cut.

import { check } from "../pages.mjs";
import { serve } from "../site.mjs";
import { guide, topic } from "../tiny.mjs";

/** The type area of A4 in CSS pixels, with the margins of the site's pages. */
const AREA = { width: 643, height: 980 };
const CELL = "`SESSION_COOKIE_AGE`";
const row = (/** @type {number} */ n) => `| ${Array(n).fill(CELL).join(" | ")} |`;
const table = (/** @type {number} */ n) => `${row(n)}\n| ${Array(n).fill("---").join(" | ")} |\n${row(n)}\n`;
const TOKEN = "x".repeat(220);
const BODY = `Text with \`${"long_name_".repeat(20)}\`, and [a link](https://example.org/${"p".repeat(90)}).

${table(8)}
${table(12)}

\`\`\`python norun="long"
${TOKEN} = 1
\`\`\`

\`\`\`text
${TOKEN}
\`\`\`

$$a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9$$

## Sources

* [The manual](https://example.org/manual)
`;

/** Every box of text that leaves the type area. */
const outside = (page) =>
    page.evaluate(() => {
        const right = document.body.getBoundingClientRect().right - parseFloat(getComputedStyle(document.body).paddingRight) + 1;
        const found = [];
        const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (!node.parentElement.checkVisibility()) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const box of range.getClientRects()) if (box.width > 0 && box.right > right) found.push(`${node.textContent.slice(0, 30)} ends at ${box.right} of ${right}`);
        }
        return found;
    });

/** Tables of two to ten columns with a long text in the last, and words of ordinary length, settings and whole addresses in the others. */
const WORDS = ["Change", "remove a column", "IntegerField", "`select_related()`", "**Authentication**", "`AbstractBaseUser`", "when empty", "Clickjacking", "TRANSACTION"];
const LONG = "w".repeat(40);
const measured = (/** @type {number} */ n, /** @type {string[]} */ words, indent = "") => {
    const line = (/** @type {number} */ from) => `${indent}| ${Array.from({ length: n - 1 }, (_, i) => words[(from + i) % words.length]).join(" | ")} | ${"What follows is as long as a sentence can be. ".repeat(5)} |`;
    return [line(0), `${indent}|${" --- |".repeat(n)}`, ...[2, 4, 7].map(line)].join("\n");
};
const TABLES = `${[2, 3, 4].map((n) => measured(n, WORDS)).join("\n\n")}

${[5, 6, 8, 10].map((n) => measured(n, [...WORDS, LONG, "`SESSION_COOKIE_AGE`"])).join("\n\n")}

${measured(2, [LONG])}

* In a list:

${measured(3, [...WORDS, LONG], "  ")}

> ${measured(4, [...WORDS, LONG]).replaceAll("\n", "\n> ")}

<table><tr><td>${"y".repeat(150)}</td><td>Short</td></tr></table>

## Follow-ups {.questions}

Why?
: Because:

${measured(4, [...WORDS, LONG], "  ")}
`;

const terms = (/** @type {number} */ n, /** @type {string} */ term) => Array(n).fill(term).join(" + ");
const SUM = terms(24, "a_{11}");
const FORMULAS = `$$x + y = z$$

$$${SUM}$$

In a text $${SUM}$ stands one, and $\\alpha + ${terms(9, "b")}$ is shorter.

$$\\frac{${terms(20, "x^2")}}{\\sqrt{${terms(16, "W")}}} = \\begin{pmatrix} ${terms(9, "m")} & ${terms(9, "m")} \\\\ 1 & 2 \\end{pmatrix}$$

* $$${terms(30, "\\sum_{i=1}^{n} x_i")}$$

> In a quote $${SUM}$.

| Formula | Text |
|---|---|
| $${SUM}$ | What is beside it has words |
`;

/** Words of a table that stand in two lines. */
const brokenWords = (page, /** @type {string} */ tables) =>
    page.evaluate((tables) => {
        const broken = [];
        for (const cell of document.querySelectorAll(`:is(${tables}) :is(td, th)`)) {
            const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                for (const word of node.textContent.matchAll(/[\w()]{2,}/g)) {
                    const range = document.createRange();
                    range.setStart(node, word.index);
                    range.setEnd(node, word.index + word[0].length);
                    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) broken.push(word[0]);
                }
            }
        }
        return broken;
    }, tables);

async function open(context, run) {
    const made = guide({
        "book.toml": "[book]\ntitle = \"Paper\"\nbase_url = \"https://example.org/guide/\"\nrepository = \"https://example.org/repo\"\n\n[markdown]\nhtml = true\n",
        "content/index.md": "+++\ntitle = \"Paper\"\n+++\n",
        "content/c/index.md": "+++\ntitle = \"Chapter\"\n+++\n",
        "content/c/a.md": topic({ title: "A", summary: "Short.", difficulty: "intermediate" }, BODY),
        "content/c/b.md": topic({ title: "B", summary: "Short too." }, "Text.\n\n## Follow-ups {.questions}\n\nWhy?\n: Because.\n"),
        "content/t/index.md": "+++\ntitle = \"Tables\"\n+++\n",
        "content/f/index.md": "+++\ntitle = \"Formulas\"\n+++\n",
        "content/f/a.md": topic({ title: "F", summary: "Short." }, FORMULAS),
        "content/t/a.md": topic({ title: "T", summary: "Short." }, TABLES),
    });
    const site = await serve(made.build());
    const window = await context.browser.newContext({ viewport: AREA });
    const page = await window.newPage();
    try {
        await run(page, site.url);
    } finally {
        await window.close();
        site.close();
        made.remove();
    }
}

export const tests = {
    "on paper nothing is cut: wide tables, long words, code and formulas, on topics and on print pages": (context) =>
        open(context, async (page, url) => {
            await page.emulateMedia({ media: "print" });
            for (const path of ["c/a.html", "print.html", "print/c.html"]) {
                await page.goto(url + path);
                const found = await outside(page);
                check(found.length === 0, `${path}: ${found.slice(0, 5).join("\n")}`);
                const clipped = await page.evaluate(() => [...document.querySelectorAll("main *")].filter((it) => getComputedStyle(it).overflowX !== "visible" && it.scrollWidth > it.clientWidth + 1).map((it) => it.outerHTML.slice(0, 80)));
                check(clipped.length === 0, `${path}: ${clipped.join("\n")}`);
            }
        }),

    "in a table on paper, words keep together where there is room, and longer ones break": (context) =>
        open(context, async (page, url) => {
            await page.emulateMedia({ media: "print" });
            for (const [width, paper] of /** @type {const} */ ([[643, "A4"], [408, "A5"]])) {
                await page.setViewportSize({ width, height: 980 });
                for (const path of ["t/a.html", "print/t.html"]) {
                    await page.goto(url + path);
                    const cut = await outside(page);
                    check(cut.length === 0, `${path} on ${paper}: ${cut.slice(0, 5).join("\n")}`);
                    const all = await brokenWords(page, "main .table");
                    check(all.includes("w".repeat(40)) && all.some((word) => word.startsWith("yyy")), `${path} on ${paper}: no long word breaks`);
                    if (paper === "A5") continue;
                    const few = await brokenWords(page, "main .table:not(.breaks, :has(tr > :nth-child(5)))");
                    const short = few.filter((word) => word.length < 30);
                    check(short.length === 0, `${path}: ${short.slice(0, 5).join(", ")} are broken`);
                }
            }
        }),

    "a formula wider than the paper is set smaller, and others are not": (context) =>
        open(context, async (page, url) => {
            await page.emulateMedia({ media: "print" });
            for (const [width, paper] of /** @type {const} */ ([[643, "A4"], [408, "A5"]])) {
                await page.setViewportSize({ width, height: 980 });
                for (const path of ["f/a.html", "print/f.html"]) {
                    await page.goto(url + path);
                    const cut = await outside(page);
                    check(cut.length === 0, `${path} on ${paper}: ${cut.slice(0, 5).join("\n")}`);
                    const sizes = await page.evaluate(() => [...document.querySelectorAll("main math, .body math")].map((it) => parseFloat(getComputedStyle(it).fontSize) / parseFloat(getComputedStyle(it.closest("p, li") ?? document.body).fontSize)));
                    check(sizes[0] >= 1 && sizes[3] >= (paper === "A4" ? 1 : 0.8), `${path} on ${paper}: a short formula is set at ${sizes[0]} and ${sizes[3]}`);
                    check(sizes[1] > 0.25 && sizes[1] < 1, `${path} on ${paper}: a long formula is set at ${sizes[1]}`);
                }
            }
        }),

    "code is whole on paper for who has it scroll on the screen": (context) =>
        open(context, async (page, url) => {
            await page.goto(`${url}c/a.html`);
            await page.evaluate(() => globalThis.studybook.set({ code: "scroll" }));
            await page.emulateMedia({ media: "print" });
            const found = await outside(page);
            check(found.length === 0, found.slice(0, 5).join("\n"));
        }),

    "levels can be told without backgrounds": (context) =>
        open(context, async (page, url) => {
            await page.emulateMedia({ media: "print" });
            await page.goto(`${url}c/a.html`);
            const filled = await page.evaluate(() => [...document.querySelectorAll(".facts .dots i")].map((it) => {
                const style = getComputedStyle(it);
                return parseFloat(style.borderLeftWidth) * 2 >= parseFloat(style.width) - 0.6;
            }));
            check(JSON.stringify(filled) === "[true,true,false]", `dots are filled: ${filled}`);
        }),

    "a printed topic tells its address and its sources', and leaves out what one can only press": (context) =>
        open(context, async (page, url) => {
            await page.emulateMedia({ media: "print" });
            await page.goto(`${url}c/a.html`);
            check((await page.locator("main").innerText()).includes("https://example.org/guide/c/a.html"), "its address is missing");
            const source = await page.evaluate(() => getComputedStyle(document.querySelector("[data-section=sources] li a"), "::after").content);
            check(source.includes("https://example.org/manual"), `a source says ${source}`);
            check((await page.locator(".colophon a:visible, .copy:visible, button:visible").count()) === 0, "what one presses is printed");
            await page.goto(`${url}c/b.html`);
            const chevron = await page.evaluate(() => getComputedStyle(document.querySelector(".question > summary"), "::after").content);
            check(chevron === "none", "a follow-up prints its chevron");
            check(await page.locator(".question .answer").isVisible(), "a follow-up prints no answer");
        }),

    "a chapter with hidden answers prints its questions and no buttons": (context) =>
        open(context, async (page, url) => {
            await page.goto(`${url}c/index.html`);
            await page.check(".hide-answers");
            check((await page.locator(".reveal:visible").count()) === 2, "there is nothing to press");
            await page.emulateMedia({ media: "print" });
            check((await page.locator(".reveal:visible").count()) === 0, "buttons are printed");
            check((await page.locator(".card h3:visible").count()) === 2, "questions are missing");
        }),
};
