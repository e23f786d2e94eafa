// Long lines of code: they wrap, nothing is cut and nothing stands on anything else; where they scroll, a shade says so.

import { check, pages, visit } from "../pages.mjs";
import { serve } from "../site.mjs";
import { guide, topic } from "../tiny.mjs";

const LONG = "rows = [row for row in rows if row.total > 1000]  # the comment explains, so it must be seen";
const BODY = `\`\`\`python norun="long" hl="1"
def f(rows):
    ${LONG}
    return rows
\`\`\`

\`\`\`python
print("x" * 120)
\`\`\`

\`\`\`output
${"x".repeat(120)}
\`\`\`

\`\`\`text
+----------+------------------------------------------------------------------+
| a drawing | of which every column counts                                     |
\`\`\`

In one line: $a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} + a_{12} + a_{13}$ holds.

See [\`__slots__\`](https://example.org/__slots__).
`;

const TABS = `\`\`\`python group=one
print(1)
\`\`\`

\`\`\`javascript group=one norun="no"
log(1)
\`\`\`

Then:

\`\`\`python group=two title="a.py"
print(2)
\`\`\`

\`\`\`python group=two title="b.py" id=second
print(3)
\`\`\`

\`\`\`output
3
\`\`\`
`;

/** Opens the page in a window of its own. */
async function open(context, options, run, body = BODY) {
    const made = guide({
        "book.toml": "[book]\ntitle = \"Code\"\n",
        "content/index.md": "+++\ntitle = \"Code\"\n+++\n",
        "content/a.md": topic({ title: "A" }, body),
    });
    const site = await serve(made.build());
    const window = await context.browser.newContext(options);
    const page = await window.newPage();
    await page.goto(`${site.url}a.html`);
    try {
        await run(page);
    } finally {
        await window.close();
        site.close();
        made.remove();
    }
}

const PHONE = { viewport: { width: 390, height: 844 } };

export const tests = {
    "on a phone, every character of code and output is seen, and nothing stands on the word for output": (context) =>
        open(context, PHONE, async (page) => {
            const seen = await page.evaluate(() => {
                const blocks = [...document.querySelectorAll("figure:not(.whole) pre")];
                const label = document.querySelector(".output-label").getBoundingClientRect();
                const samp = document.querySelector(".output samp").getClientRects();
                const on = [...samp].some((it) => it.top < label.bottom && it.bottom > label.top && it.right > label.left && it.left < label.right);
                return { blocks: blocks.length, over: blocks.filter((it) => it.scrollWidth > it.clientWidth).length, on, page: document.documentElement.scrollWidth - innerWidth };
            });
            check(seen.blocks === 3, `${seen.blocks} blocks`);
            check(seen.over === 0, `${seen.over} blocks are cut`);
            check(!seen.on, "the output stands on its name");
            check(seen.page <= 0, `the page is ${seen.page} px too wide`);
        }),

    "what goes on in the next line stands further in than the line, and is marked": (context) =>
        open(context, PHONE, async (page) => {
            const lines = await page.evaluate(() => {
                const line = [...document.querySelectorAll(".line")].find((it) => it.textContent?.includes("comment"));
                const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
                const lefts = new Map();
                for (let node = text.nextNode(); node; node = text.nextNode()) {
                    for (let at = 0; at < (node.textContent ?? "").length; at += 1) {
                        const range = document.createRange();
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        const box = range.getClientRects()[0];
                        if (!box || !range.toString().trim()) continue;
                        const row = Math.round(box.top / 8);
                        lefts.set(row, Math.min(lefts.get(row) ?? Infinity, box.left));
                    }
                }
                return { lefts: [...lefts.values()], mark: getComputedStyle(line, "::after").content };
            });
            const [first, ...rest] = lines.lefts;
            check(rest.length > 0, "the line does not wrap");
            check(rest.every((left) => left > first + 4), `lines begin at ${lines.lefts}`);
            check(lines.mark.includes("↪"), `the mark is ${lines.mark}`);
        }),

    "a reader may have code scroll, on this page and the next, and a drawing always does": (context) =>
        open(context, PHONE, async (page) => {
            const over = () => page.evaluate(() => [...document.querySelectorAll("figure")].map((it) => {
                const pre = it.querySelector("pre");
                return { whole: it.classList.contains("whole"), over: pre.scrollWidth > pre.clientWidth, shade: getComputedStyle(pre).backgroundImage !== "none" };
            }));
            check((await over()).every((it) => it.over === it.whole && it.shade === it.whole), JSON.stringify(await over()));
            await page.click("[popovertarget='page.settings']");
            await page.uncheck(".settings input[name=code]");
            await page.reload();
            check((await over()).filter((it) => it.over && it.shade).length >= 2, JSON.stringify(await over()));
            check(!(await page.isChecked(".settings input[name=code]")), "the panel forgot it");
        }),

    "blocks of a group are shown one at a time, without a script, by keys, and where a link leads to one": (context) =>
        open(context, { ...PHONE, javaScriptEnabled: false }, async (page) => {
            const seen = async () => (await page.locator(".tab").evaluateAll((all) => all.map((it) => it.checkVisibility()))).join();
            check((await seen()) === "true,false,true,false", `seen at first: ${await seen()}`);
            await page.click("label:has-text('JavaScript') >> nth=0");
            check((await seen()) === "false,true,true,false", `seen after a click: ${await seen()}`);
            await page.keyboard.press("ArrowLeft");
            check((await seen()) === "true,false,true,false", `seen after a key: ${await seen()}`);
            await page.goto(page.url().replace(/#.*$/, "") + "#second");
            check((await seen()) === "true,false,true,true", `seen at its address: ${await seen()}`);
            await page.emulateMedia({ media: "print" });
            check((await seen()) === "true,true,true,true", `on paper: ${await seen()}`);
            check(!(await page.locator(".tabs label").first().isVisible()), "paper has buttons");
        }, TABS),

    "code is at least 14 px on a desktop": (context) =>
        open(context, { viewport: { width: 1280, height: 900 } }, async (page) => {
            const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("pre code")).fontSize));
            check(size >= 14, `code is ${size} px`);
        }),

    "the line under a name in code stands below its underscores": (context) =>
        open(context, PHONE, async (page) => {
            const offset = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".prose a:has(code)")).textUnderlineOffset));
            check(offset >= 4.5, `the line is ${offset} px below the text`);
        }),

    "breakpoints follow the size of the text: huge text keeps words whole and scrolls nothing": async (context) => {
        for (const path of Object.values(pages(context.folder))) {
            if (path === "404.html") continue;
            const { page, close } = await visit(context, path);
            for (const width of [768, 1024, 1280, 1440]) {
                await page.setViewportSize({ width, height: 900 });
                const seen = await page.evaluate(() => {
                    document.documentElement.dataset.size = "huge";
                    const rail = document.querySelector(".rail li");
                    const name = rail?.querySelector(".short-name, a");
                    if (name) name.textContent = "Polymorphism";
                    return { over: document.documentElement.scrollWidth - innerWidth, lines: name?.checkVisibility() ? name.getClientRects().length : 1, tall: name?.checkVisibility() ? name.getBoundingClientRect().height : 0 };
                });
                check(seen.over <= 0, `${path} is ${seen.over} px too wide at ${width} px`);
                check(seen.tall < 60, `${path}: a name in the rail is broken at ${width} px`);
            }
            await close();
        }
    },

    "a print page names its icon, so that no browser asks for another": async (context) => {
        const page = await context.browser.newPage();
        for (const path of ["print.html", "python/concurrency/gil.html"]) {
            await page.goto(context.url + path);
            check((await page.locator("link[rel=icon]").count()) === 1, `${path} names no icon`);
        }
        await page.close();
    },
};
