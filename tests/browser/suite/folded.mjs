// What is folded on the screen is whole on paper; tables in an author's HTML scroll by themselves; stray addresses hurt nothing.

import { check } from "../pages.mjs";
import { serve } from "../site.mjs";
import { guide, topic } from "../tiny.mjs";

const CELLS = Array.from({ length: 6 }, (_, i) => `<td>configuration of number ${i}</td>`).join("");
const BODY = `Text.

<details><summary>More</summary>

Hidden by Markdown.

<details><summary>Still more</summary><p>Nested words.</p></details>
</details>

<table><tr>${CELLS}</tr></table>

\`\`\`quiz
Which is right?

* [ ] The left one.
  : Left is wrong.
* [x] The other one.
  : Right is right.
\`\`\`

## Follow-ups {.questions}

Why?
: Because.
`;

/** Opens the topic of a small guide. @param {any} context @param {any} options @param {(page: any, url: string) => Promise<void>} run */
async function open(context, options, run) {
    const made = guide({
        "book.toml": "[book]\ntitle = \"Folded\"\n\n[markdown]\nhtml = true\n",
        "content/index.md": "+++\ntitle = \"Folded\"\n+++\n",
        "content/a.md": topic({ title: "A", summary: "Short." }, BODY),
    });
    const site = await serve(made.build());
    const window = await context.browser.newContext(options);
    const page = await window.newPage();
    try {
        await page.goto(`${site.url}a.html`);
        await run(page, site.url);
    } finally {
        await window.close();
        site.close();
        made.remove();
    }
}

export const tests = {
    "what is folded on a topic's page is whole on paper: details, details in them, quizzes and follow-ups": async (context) => {
        for (const javaScriptEnabled of [true, false]) {
            await open(context, { javaScriptEnabled }, async (page) => {
                await page.emulateMedia({ media: "print" });
                const text = await page.locator("main").innerText();
                for (const wanted of ["Hidden by Markdown.", "Nested words.", "Right is right.", "Left is wrong.", "Because."])
                    check(text.includes(wanted) && (await page.getByText(wanted).first().isVisible()), `${wanted} is missing, scripts ${javaScriptEnabled}`);
                check(!text.includes("Show the answer"), "what one can only press is printed");
            });
        }
    },

    "a wide table in an author's HTML scrolls by itself": (context) =>
        open(context, { viewport: { width: 390, height: 844 } }, async (page) => {
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            check(wide <= 0, `the page is ${wide} px too wide`);
            const frame = await page.evaluate(() => document.querySelector("table").parentElement.scrollWidth - document.querySelector("table").parentElement.clientWidth);
            check(frame > 0, "the table does not scroll: the test is too narrow");
        }),

    "an address that ends in a stray sign hurts no script": (context) =>
        open(context, {}, async (page, url) => {
            const errors = [];
            page.on("pageerror", (error) => errors.push(`${error}`));
            for (const path of ["a.html", "index.html", "topics.html", "map.html", "search.html"]) {
                for (const hash of ["#%", "#100%", "#%zz", "#%E0%A4%A"]) {
                    await page.goto(`${url}${path}${hash}`);
                    const turned = (/** @type {string} */ it) =>
                        new Promise((done) => {
                            addEventListener("hashchange", () => setTimeout(done), { once: true });
                            location.hash = `${it}%`;
                        });
                    await page.evaluate(turned, hash);
                }
            }
            check(errors.length === 0, errors.join("\n"));
        }),
};
