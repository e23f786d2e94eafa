// Search as readers use it: over http under /repo/ and from disk, by keyboard alone, without scripts, with hostile content.

import { readFileSync } from "node:fs";
import { check, pages, visit } from "../pages.mjs";
import { serve } from "../site.mjs";
import { guide, topic } from "../tiny.mjs";

const DIALOG = "dialog.search-dialog[open]";
const TOPIC = "python/concurrency/gil.html";

/** The first result. @param {any} page @param {string} [scope] */
const first = async (page, scope = DIALOG) => (await page.waitForSelector(`${scope} .search-results:not(.search-offers) [data-topic]`)).getAttribute("data-topic");
const status = (/** @type {any} */ page, /** @type {string} */ scope = DIALOG) => page.locator(`${scope} .search-status`).textContent();
const open = async (/** @type {any} */ page, /** @type {string} */ text = "") => {
    await page.keyboard.press("/");
    await page.waitForSelector(`${DIALOG} input:focus`);
    if (text) await page.keyboard.type(text);
};
/** @param {any} a @param {any} b @param {string} what */
const equal = (a, b, what) => check(a === b, `${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);

/** Runs a test over http and from disk, and wants no complaint. @param {(page: any, base: string) => Promise<void>} run */
const twice = (run) => async (/** @type {any} */ context) => {
    for (const scheme of ["url", "file"]) {
        const { page, complaints, close } = await visit(context, TOPIC, {}, scheme);
        page.setDefaultTimeout(10_000);
        await run(page, context[scheme]);
        check(complaints.length === 0, `${scheme}: ${complaints.join("\n")}`);
        await close();
    }
};

/** Tests with a guide of their own. @param {Record<string, string>} files @param {(context: any, own: any) => Promise<void>} run */
const withGuide = (files, run) => async (/** @type {any} */ context) => {
    const own = guide({ "book.toml": BOOK, "content/index.md": "+++\ntitle = \"Own\"\n+++\nx\n", ...files });
    try {
        const folder = own.build();
        const site = await serve(folder);
        await run({ ...context, url: site.url, folder, file: `file://${folder}/` }, own);
        site.close();
    } finally {
        own.remove();
    }
};

const BAD = "</script><script>hurt=1</script><img src=x onerror=hurt=1><!--\u2028\u2029\"'\\${hurt=1}";
const BOOK = `[book]\ntitle = "Own"\n\n[tags]\ncafe = { label = "Café & <b>" }\nplain = { label = ${JSON.stringify(BAD)} }\n`;
const HOSTILE = {
    "content/needle.md": topic(
        { title: `needle ${BAD}`, short: `n ${BAD}`, summary: `A needle in hay ${BAD}`, asks: [`ask ${BAD}`], tags: ["plain", "cafe"], id: "a\"b<c>&d" },
        `Text with needle \u2028 and \`</script>\`.\n\n## needle </script> heading {#x&y}\n\n\`\`\`html\n</script><img src=x onerror=hurt=1>\n\`\`\`\n`),
    "content/other.md": topic({ title: "Zürich naïve café", tags: ["cafe"], summary: "Ähnliches über Łódź" }, "Straße\n"),
    "content/kanji.md": topic({ title: "数据库索引是什么", tags: ["plain"], summary: "关于索引" }, "索引加快查询。\n"),
    "content/hangul.md": topic({ title: "데이터베이스 인덱스", tags: ["plain"] }, "검색 엔진\n"),
    "content/kana.md": topic({ title: "ジェネレータとは", tags: ["plain"] }, "イテレータ\n"),
};

export const tests = {
    "search: results come while typing, the choice is announced, Escape gives the focus back": twice(async (page) => {
        await page.locator("a.search-open").first().evaluate((/** @type {HTMLElement} */ it) => it.style.setProperty("display", "inline"));
        await page.locator("a.search-open").first().focus();
        await open(page, "select rel");
        check((await first(page))?.includes("select"), `first is ${await first(page)}`);
        const input = page.locator(`${DIALOG} input`);
        equal(await input.getAttribute("role"), "combobox", "role");
        equal(await input.getAttribute("aria-expanded"), "true", "aria-expanded");
        check(/^\d+ topics?$/.test(await status(page)), await status(page));
        equal(await page.locator(`${DIALOG} [role=status]`).getAttribute("aria-live"), "polite", "aria-live");
        check((await page.locator(`${DIALOG} mark`).count()) > 0, "nothing is marked");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowUp");
        const chosen = page.locator(`#${await input.getAttribute("aria-activedescendant")}`);
        equal(await chosen.getAttribute("aria-selected"), "true", "aria-selected");
        equal(await page.locator(`${DIALOG} [aria-selected=true]`).count(), 1, "chosen options");
        await page.keyboard.press("Escape");
        equal(await page.locator(DIALOG).count(), 0, "open dialogs");
        check((await page.evaluate(() => document.activeElement?.className))?.includes("search-open"), "the focus went elsewhere");
    }),

    "search: Ctrl-K, arrows and Enter lead to a topic, and then to a section": twice(async (page, base) => {
        await page.goto(`${base}index.html`);
        await page.keyboard.press("Control+k");
        await page.waitForSelector(`${DIALOG} input:focus`);
        await page.keyboard.type("gil");
        await page.waitForSelector(`${DIALOG} .search-results > [data-topic="python.concurrency.gil"]:first-child`);
        await Promise.all([page.waitForURL("**/python/concurrency/gil.html"), page.keyboard.press("Enter")]);
        await open(page, "gil switch interval");
        await page.waitForSelector(`${DIALOG} .search-section`);
        const place = await page.locator(`${DIALOG} [role=option]`).evaluateAll((/** @type {HTMLElement[]} */ all) => all.findIndex((it) => it.className === "search-section"));
        for (let i = 0; i < place; i++) await page.keyboard.press("ArrowDown");
        await Promise.all([page.waitForURL(/#./), page.keyboard.press("Enter")]);
        const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
        equal(await page.evaluate((/** @type {string} */ it) => document.getElementById(it) !== null, id), true, `#${id} is there`);
    }),

    "search: a link leads to all results, which filter, last in the address and go back": twice(async (page, base) => {
        await open(page, "cache");
        await first(page);
        await Promise.all([page.waitForURL("**/search.html?q=cache"), page.click(`${DIALOG} .search-all`)]);
        await first(page, "main");
        const before = await status(page, "main");
        const changed = (/** @type {string} */ from) => page.waitForFunction((/** @type {string} */ it) => document.querySelector("main .search-status")?.textContent !== it, from);
        await page.locator("input[name=difficulty][value=advanced]").check();
        await changed(before);
        check(page.url().includes("difficulty=advanced"), page.url());
        const after = await status(page, "main");
        await page.goto(page.url());
        await first(page, "main");
        equal(await status(page, "main"), after, "after a reload");
        await page.goto(`${base}search.html?q=cache`);
        await first(page, "main");
        await page.locator("input[name=difficulty][value=basic]").check();
        await changed(before);
        await page.goBack();
        await page.waitForFunction((/** @type {string} */ it) => document.querySelector("main .search-status")?.textContent === it, before);
        equal(await page.locator("input[name=difficulty][value=basic]").isChecked(), false, "the filter after going back");
        await page.goForward();
        await changed(before);
    }),

    "search: filters list topics without a query, with counts": twice(async (page, base) => {
        await page.goto(`${base}search.html?tag=threads&chapter=python/concurrency`);
        await first(page, "main");
        const shown = await page.locator("main .search-results > li").count();
        equal(await status(page, "main"), `${shown} topics`, "status");
        equal(await page.locator("input[name=tag][value=threads]").isChecked(), true, "checked");
        const item = page.locator("li:has(input[name=tag][value=threads]) .search-count");
        equal(await item.textContent(), String(shown), "count");
    }),

    "search: nothing found suggests, typing errors are forgiven, recent searches come back and go": twice(async (page) => {
        await open(page, "zzqx");
        await page.waitForFunction(() => /zzqx/.test(document.querySelector("dialog[open] .search-status")?.textContent ?? ""));
        await page.fill(`${DIALOG} input`, "generatros xylofone");
        await page.fill(`${DIALOG} input`, "qeneratorish");
        await page.waitForSelector(`${DIALOG} .search-near :is(button, a)`);
        await page.fill(`${DIALOG} input`, "decoarters ");
        equal(await first(page), "python.functions.decorators", "for decoarters");
        check((await status(page)).toLowerCase().includes("decorators"), await status(page));
        await Promise.all([page.waitForURL("**/decorators.html"), page.locator(`${DIALOG} .search-hit`).first().click()]);
        await open(page);
        await page.waitForSelector(`${DIALOG} .search-recent`);
        equal(await page.locator(`${DIALOG} .search-recent`).first().textContent(), "decoarters", "recent");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        equal(await first(page), "python.functions.decorators", "asked again");
        await page.fill(`${DIALOG} input`, "");
        await page.click(`${DIALOG} .search-forget`);
        equal(await page.locator(`${DIALOG} .search-recent`).count(), 0, "recent searches");
    }),

    "search: a phrase in quotes, and words of code": twice(async (page, base) => {
        for (const [query, wanted] of [["\"global interpreter lock\"", "gil"], ["__slots__", "slots"], ["@staticmethod", "method"], ["*args", "arguments"], ["is vs ==", "equality"]]) {
            await page.goto(`${base}search.html?q=${encodeURIComponent(query)}`);
            const found = await first(page, "main");
            check(found?.includes(wanted) ?? false, `${query}: ${found}`);
        }
    }),

    "search: without a script the link leads to tags and all topics": async (context) => {
        for (const scheme of ["url", "file"]) {
            const { page, close } = await visit(context, TOPIC, { javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, scheme);
            await page.click("a.search-open");
            check(page.url().includes("search.html"), page.url());
            for (const path of ["topics.html", "tags/index.html"])
                check(await page.locator(`noscript a[href="${path}"], main a[href="${path}"]`).first().isVisible(), `no link to ${path}`);
            await close();
        }
    },

    "search: markup in titles, ids, tags and text stays text": withGuide(HOSTILE, async (context) => {
        for (const scheme of ["url", "file"]) {
            const { page, complaints, close } = await visit(context, "search.html?q=needle", {}, scheme);
            equal(await first(page, "main"), "a\"b<c>&d", "id");
            check((await page.locator("main .search-title").first().textContent())?.includes("</script><script>hurt=1</script><img src=x"), "the title is not whole");
            await page.waitForSelector("main .search-sections a");
            check((await page.locator("main .search-sections a").first().getAttribute("href"))?.endsWith("#x%26y"), "the section's link");
            await page.goto(`${context[scheme]}index.html`);
            await open(page, "needle");
            await first(page);
            const hurt = await page.evaluate(() => document.querySelectorAll("main img, dialog img, dialog script, dialog b").length + Number(globalThis["hurt"] ?? 0));
            equal(hurt, 0, "harm");
            check(complaints.length === 0, complaints.join("\n"));
            await close();
        }
    }),

    "search: accents are folded, and Chinese, Japanese and Korean are found by their parts": withGuide(HOSTILE, async (context) => {
        const { page, close } = await visit(context, "search.html");
        for (const [query, wanted] of [["zurich cafe", "other"], ["ZÜRICH", "other"], ["lodz", "other"], ["strasse", "other"], ["索引", "kanji"], ["数据库", "kanji"], ["인덱스", "hangul"], ["ジェネレータ", "kana"]]) {
            await page.goto(`${context.url}search.html?q=${encodeURIComponent(query)}`);
            equal(await first(page, "main"), wanted, query);
        }
        await close();
    }),

    "search: an index that changed under an open page is loaded anew": withGuide(HOSTILE, async (context, own) => {
        const { page, close } = await visit(context, "index.html");
        await open(page, "zurich");
        equal(await first(page), "other", "zurich");
        own.write({ "content/new.md": topic({ title: "A brand new quokka", tags: ["cafe"] }, "x\n") });
        own.build();
        await page.reload();
        await open(page, "quokka");
        equal(await first(page), "new", "quokka");
        await close();
    }),

    "search: the client cuts text into the terms that the indexer makes": async (context) => {
        const read = (/** @type {string} */ name) => readFileSync(new URL(`../../search/${name}`, import.meta.url), "utf8");
        const { page, close } = await visit(context, pages(context.folder).search);
        await page.evaluate(() => globalThis.studybook.search.engine());
        const wrong = await page.evaluate(([cases, stop]) => {
            const words = new Set(stop.trim().split(" "));
            const cut = (/** @type {any} */ it) => globalThis.studybook.searching.scan(it.text, it.kind, words).map((t) => [t.term, t.role, t.position]);
            return JSON.parse(cases).filter((/** @type {any} */ it) => JSON.stringify(cut(it)) !== JSON.stringify(it.terms)).map((/** @type {any} */ it) => it.text);
        }, [read("tokens.json"), read("stop.txt")]);
        check(wrong.length === 0, `cut otherwise: ${wrong.join("\n")}`);
        await close();
    },
};
