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

async function open(context, run) {
    const made = guide({
        "book.toml": "[book]\ntitle = \"Paper\"\nbase_url = \"https://example.org/guide/\"\nrepository = \"https://example.org/repo\"\n",
        "content/index.md": "+++\ntitle = \"Paper\"\n+++\n",
        "content/c/index.md": "+++\ntitle = \"Chapter\"\n+++\n",
        "content/c/a.md": topic({ title: "A", summary: "Short.", difficulty: "intermediate" }, BODY),
        "content/c/b.md": topic({ title: "B", summary: "Short too." }, "Text.\n\n## Follow-ups {.questions}\n\nWhy?\n: Because.\n"),
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
