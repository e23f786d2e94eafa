// Words as long as German and Python have them: in titles, labels of tags, keys and links, no page scrolls sideways.

import { check, drawn, visit } from "../pages.mjs";
import { guide, topic } from "../tiny.mjs";

const WORD = "Rechtsschutzversicherungsgesellschaften";
const FILES = {
    "book.toml": `[book]\ntitle = "${WORD}"\n\n[tags]\na = { label = "contenttypes.GenericForeignKey" }\nb = { label = "django.contrib.contenttypes.models.ContentTypeManager" }\nc = { label = "${WORD}" }\n\n[markdown]\nhtml = true\n`,
    "content/index.md": `+++\ntitle = "${WORD}"\n+++\n`,
    "content/c/index.md": `+++\ntitle = "${WORD}"\nsummary = "About ${WORD}"\n+++\n`,
    "content/c/a.md": topic({ title: `What are ${WORD}?`, short: WORD, summary: `Short ${WORD}.`, tags: ["a", "b", "c"] }, `<kbd>${WORD}</kbd> and text.\n\n## Follow-ups {.questions}\n\nWhy ${WORD}?\n: Because.\n`),
    "content/c/b.md": topic({ title: "B", summary: "Short too.", tags: ["a", "b"], requires: ["c/a"] }, `Text [${WORD}](a.md).\n\n## Heading ${WORD}\n\nx\n`),
};
const PAGES = ["index.html", "c/index.html", "c/a.html", "c/b.html", "topics.html", "map.html", "tags/index.html", "tags/b.html", "tags/c.html", "difficulty/basic.html", "search.html?q=what"];

export const tests = {
    "words of forty letters widen no page, at any size of text": async (context) => {
        const own = guide(FILES);
        const { page, close } = await visit({ ...context, file: `file://${own.build()}/` }, "index.html", {}, "file");
        const wrong = [];
        for (const size of ["normal", "huge"]) {
            await page.evaluate((/** @type {any} */ it) => globalThis.studybook.set({ size: it }), size);
            for (const path of PAGES) {
                await page.goto(new URL(path, page.url().replace(/site\/.*/, "site/")).href);
                if (path.startsWith("search")) await page.waitForSelector(".search-facet-tag label");
                await drawn(page);
                for (const width of [320, 390, 1024, 1280]) {
                    await page.setViewportSize({ width, height: 800 });
                    const by = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                    if (by > 0) wrong.push(`${path} by ${by} px at ${width} px, ${size}`);
                }
            }
        }
        await page.setViewportSize({ width: 320, height: 800 });
        await page.click("[popovertarget$=settings]");
        const panel = await page.evaluate(() => {
            const it = document.querySelector(".settings:popover-open");
            return it.scrollWidth - it.clientWidth;
        });
        if (panel > 0) wrong.push(`the settings by ${panel} px`);
        await close();
        own.remove();
        check(wrong.length === 0, wrong.join("\n"));
    },
};
