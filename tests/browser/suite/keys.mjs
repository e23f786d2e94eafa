// Keyboard paths, settings that last, practice with and without scripts, filters and their address.

import { check, pages, visit } from "../pages.mjs";

const active = (page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? "");

export const tests = {
    "the first Tab shows the skip link, and Enter leads to the text": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        await page.keyboard.press("Tab");
        check((await active(page)).includes("skip"), `focus is on ${await active(page)}`);
        check((await page.locator(".skip").boundingBox()).y >= 0, "the skip link is out of sight");
        await page.keyboard.press("Enter");
        check((await active(page)).startsWith("<main"), `focus is on ${await active(page)}`);
        await close();
    },

    "every stop of the Tab key can be seen": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        for (let stop = 0; stop < 40; stop++) {
            await page.keyboard.press("Tab");
            const seen = await page.evaluate(() => {
                const it = document.activeElement;
                if (!it || it === document.body) return true;
                const style = getComputedStyle(it);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            });
            check(seen, `no focus ring on ${await active(page)}`);
        }
        await close();
    },

    "a slash opens search, typing is left alone, and a link leads to all results": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        await page.keyboard.press("/");
        await page.waitForSelector("dialog.search-dialog[open] input");
        check((await active(page)).includes("type=\"search\""), `focus is on ${await active(page)}`);
        await page.keyboard.type("n?t/h");
        check((await page.inputValue("dialog.search-dialog input")) === "n?t/h", "a shortcut took a letter");
        await page.click("dialog.search-dialog .search-all");
        await page.waitForURL(/search\.html\?q=n%3Ft%2Fh/);
        await close();
    },

    "search finds identifiers from disk and on the results page": async (context) => {
        const disk = await context.browser.newPage();
        await disk.goto(`${context.file}python/concurrency/gil.html`);
        await disk.keyboard.press("/");
        await disk.waitForSelector("dialog.search-dialog[open] input");
        await disk.keyboard.type("select_related");
        const first = await disk.waitForSelector("dialog.search-dialog .search-results:not(.search-offers) [data-topic]");
        check((await first.getAttribute("data-topic"))?.includes("select") ?? false, "the topic on select_related is not first");
        await disk.goto(`${context.file}search.html?q=__slots__`);
        const hit = await disk.waitForSelector("main ol.search-results [data-topic]");
        check((await hit.getAttribute("data-topic")) === "python.objects.slots", "the topic on __slots__ is not first");
        await disk.close();
    },

    "a question mark lists the shortcuts, and Escape closes the list": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        await page.keyboard.press("Shift+?");
        check(await page.locator("dialog.shortcuts").isVisible(), "the list is not shown");
        await page.keyboard.press("Escape");
        check(!(await page.locator("dialog.shortcuts").isVisible()), "the list is still shown");
        await close();
    },

    "shortcuts can be switched off, and keys with modifiers are never taken": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const before = page.url();
        for (const key of ["Control+n", "Alt+n", "Meta+n", "Control+Alt+h"]) await page.keyboard.press(key);
        check(page.url() === before, "a key with a modifier was taken");
        await page.evaluate(() => globalThis.studybook.set({ keys: "off" }));
        await page.keyboard.press("n");
        await page.keyboard.press("Shift+?");
        check(page.url() === before && !(await page.locator("dialog.shortcuts").isVisible()), "a shortcut still works");
        await close();
    },

    "n and p walk through the topics": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const start = page.url();
        await Promise.all([page.waitForURL((url) => url.href !== start), page.keyboard.press("n")]);
        const next = page.url();
        await Promise.all([page.waitForURL((url) => url.href !== next), page.keyboard.press("p")]);
        check(page.url() === start, `came back to ${page.url()}`);
        await close();
    },

    "the theme lasts, and is there before the page is drawn": async (context) => {
        const { page, close } = await visit(context, "index.html", { colorScheme: "light" });
        await page.click("[popovertarget='page.settings']");
        await page.check("input[name=theme][value=dark]", { force: true });
        await page.goto(context.url + pages(context.folder).topic, { waitUntil: "commit" });
        await page.waitForSelector("body", { state: "attached" });
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        check(/^rgb\([0-4]?\d,/.test(paper), `the paper is ${paper}`);
        check(await page.isChecked("input[name=theme][value=dark]"), "the panel forgot it");
        await close();
    },

    "the page bears a browser without a store": async (context) => {
        const window = await context.browser.newContext();
        const page = await window.newPage();
        const errors = [];
        page.on("pageerror", (error) => errors.push(error.message));
        await page.addInitScript(() => {
            Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
        });
        await page.goto(context.url + pages(context.folder).topic);
        await page.keyboard.press("t");
        check((await page.getAttribute("html", "data-theme")) === "light", "the theme did not change");
        check(errors.length === 0, errors.join("\n"));
        await window.close();
    },

    "answers can be hidden on lists and topics without a script": async (context) => {
        const { tag, difficulty, chapter, topic } = pages(context.folder);
        for (const path of [tag, difficulty, chapter]) {
            const { page, close } = await visit(context, path, { javaScriptEnabled: false });
            const answers = page.locator(".card .answer:visible");
            const all = await answers.count();
            check(all > 0, `${path} shows no answers`);
            await page.check(".hide-answers");
            check((await answers.count()) === 0, `${path} still shows ${await answers.count()} answers`);
            await page.locator(".reveal").first().click();
            check((await answers.count()) === 1, `${path} did not open one answer`);
            await close();
        }
        const { page, close } = await visit(context, topic, { javaScriptEnabled: false });
        await page.check(".hide-answers");
        check(!(await page.locator(".topic > .answer").isVisible()), "the topic still shows its answer");
        await page.locator(".reveal-all").click();
        check(await page.locator(".topic > .answer").isVisible(), "the topic did not open its answer");
        await close();
    },

    "hidden answers stay hidden on the next topic, and a link to a section opens them": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        await page.check(".hide-answers");
        const start = page.url();
        await Promise.all([page.waitForURL((url) => url.href !== start, { waitUntil: "load" }), page.keyboard.press("n")]);
        check(!(await page.locator(".topic > .answer").isVisible()), "the next topic shows its answer");
        check(await page.isChecked(".hide-answers"), "the switch forgot it");
        const id = await page.locator(".prose h2[id]").first().getAttribute("id");
        await page.goto(`${page.url().split("#")[0]}#${id}`);
        check(await page.locator(`[id="${id}"]`).isVisible(), "the section that was asked for is hidden");
        await close();
    },

    "the menu opens without a script, and Escape closes it": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { viewport: { width: 390, height: 800 }, javaScriptEnabled: false });
        check(!(await page.locator("#page\\.menu").isVisible()), "the menu is open from the start");
        await page.click(".menu-button");
        check(await page.locator("#page\\.menu [aria-current=page]").isVisible(), "the menu does not show the chapter");
        await page.keyboard.press("Escape");
        check(!(await page.locator("#page\\.menu").isVisible()), "the menu is still open");
        await close();
    },

    "filters keep their state in the address": async (context) => {
        const { page, close } = await visit(context, "topics.html");
        const rows = page.locator(".rows > li:visible");
        const all = await rows.count();
        const tag = await page.locator("select[name=tag] option").nth(1).getAttribute("value");
        await page.selectOption("select[name=tag]", tag);
        await page.check(".filters input[type=checkbox] >> nth=1", { force: true });
        const some = await rows.count();
        check(some > 0 && some < all, `${some} of ${all} are shown`);
        check((await page.locator("output.shown").innerText()).startsWith(`${some} `), "the count is wrong");
        check(page.url().includes(`tag=${tag}`) && page.url().includes("difficulty="), page.url());
        await page.reload();
        check((await rows.count()) === some, "the address did not bring it back");
        await page.click(".filters [type=reset]");
        await page.waitForURL((url) => !url.search);
        check((await rows.count()) === all && !page.url().includes("?"), "it was not cleared");
        await close();
    },

    "copying takes the code alone": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { permissions: ["clipboard-read", "clipboard-write"] });
        const figure = page.locator("figure.example:has(.output)").first();
        await figure.locator(".copy").click();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        check(copied.trim() === (await figure.locator("pre code").textContent()).trim(), `copied ${copied}`);
        check((await figure.locator(".copy").innerText()) !== "Copy", "the button says nothing");
        await close();
    },

    "the outline follows the scroll": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const heading = page.locator(".prose h2[id]").nth(1);
        await heading.evaluate((it) => scrollTo({ top: it.getBoundingClientRect().top + scrollY - 120, behavior: "instant" }));
        const wanted = `#${await heading.getAttribute("id")}`;
        await page.waitForFunction((it) => document.querySelector(".outline [aria-current]")?.getAttribute("href") === it, wanted);
        await close();
    },

    "the map lights up what a topic needs": async (context) => {
        const { page, close } = await visit(context, "map.html");
        const node = page.locator("a[data-node]:not([data-requires=''])").first();
        await node.focus();
        check((await page.locator("a[data-node].lit").count()) >= 2, "nothing is lit");
        await close();
    },

    "under a finger the map says in a sheet what a topic needs, and shows one chapter at a time": async (context) => {
        const { page, close } = await visit(context, "map.html", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
        check((await page.locator(".map-chapter:visible").count()) === 1, "all chapters are shown");
        check(await page.locator(".map-chapter:visible .as-text li").first().isVisible(), "the list is folded");
        await page.locator(".map-jump a").nth(1).click();
        await page.waitForFunction(() => !/** @type {HTMLElement} */ (document.querySelectorAll(".map-chapter")[1]).hidden);
        check((await page.locator(".map-chapter:visible").count()) === 1, "the first chapter stays");
        const node = page.locator(".map-chapter:visible a[data-node]:not([data-requires=''])").first();
        const before = page.url();
        await node.tap();
        check(page.url() === before, "it opened at once");
        check((await page.locator(".map-sheet").innerText()).includes(":"), "the sheet does not say what it needs");
        check((await page.locator("a[data-node].lit").count()) >= 2, "nothing is lit");
        await Promise.all([page.waitForURL((url) => url.href.split("#")[0] !== before.split("#")[0]), page.locator(".map-sheet .button").click()]);
        await close();
    },
};
