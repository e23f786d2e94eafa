// A reader of the study pages, for tests: a browser of their own, a clock that stands where the test puts it, and their grades.

import { check, until } from "../pages.mjs";

export const DAY = 86_400_000;
/** Nine in the morning, local time. */
export const NINE = new Date(2026, 10, 30, 9).getTime();

/** Opens a page in a window of its own. `complaints` collects what the browser says of it. @param {any} context @param {string} path @param {any} [options] */
export async function reader(context, path, { at = NINE, scheme = "url", init = undefined, ...options } = {}) {
    const window = await context.browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
    const page = await window.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (/** @type {any} */ message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (/** @type {Error} */ error) => complaints.push(error.message));
    if (options.javaScriptEnabled !== false) await page.clock.setFixedTime(at);
    if (init) await page.addInitScript(init);
    await page.goto(context[scheme] + path);
    return {
        window, page, complaints,
        /** Moves the clock; a page that is open sees it at once. @param {number} to */
        clock: (to) => page.clock.setFixedTime(to),
        go: (/** @type {string} */ other) => page.goto(context[scheme] + other),
        close: () => window.close(),
    };
}

/** Begins, if the page asks to. @param {any} page */
export async function start(page) {
    await page.waitForSelector("[data-start], .study [data-card], [data-session=done]");
    if (!(await page.locator(".study [data-card], [data-session=done]").count())) await page.locator("[data-start]").first().click();
    await page.waitForSelector(".study [data-card], [data-session=done]");
}

/** The card shown, or "" at the end. @param {any} page */
export const shown = async (page) => (await page.locator("[data-session=done]").count()) ? "" : page.locator(".study [data-card]").first().getAttribute("data-card");

/** Reveals the card that is shown, grades it and waits for the next. @param {any} page @param {number} grade */
export async function answer(page, grade) {
    const before = await page.locator(".study [data-card]").first().evaluate((/** @type {any} */ it) => (globalThis.studyBefore = it).getAttribute("data-card"));
    await page.locator("[data-reveal]").first().click();
    await page.locator("[data-answer]").first().waitFor();
    await page.locator(`[data-grade="${grade}"]`).click();
    // After a failure the old card stands there without its attributes until the next one has come.
    await page.waitForFunction(() => {
        const next = document.querySelector(".study [data-card]");
        return document.querySelector("[data-session=done]") || (next && next !== globalThis.studyBefore);
    });
    return before;
}

/** A whole session: the cards shown, in order. @param {any} page @param {(card: string, times: number) => number} grade */
export async function sit(page, grade) {
    /** @type {string[]} */
    const cards = [];
    for (let card = await shown(page); card; card = await shown(page)) {
        cards.push(card);
        check(cards.length < 150, "the session does not end");
        await answer(page, grade(card, cards.filter((it) => it === card).length));
    }
    return cards;
}

/** The log as export writes it. @param {any} page on progress.html, or where the store tells that it is refused */
export async function exported(page) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("[data-export]").first().click()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
}

/** Gives a file to import; what the page says of it. @param {any} page @param {string} text */
export async function imported(page, text) {
    const said = page.locator(".study-import-told");
    await said.evaluate((/** @type {any} */ it) => (it.textContent = ""));
    await page.setInputFiles("input[type=file][data-import]", { name: "log.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.waitForFunction(() => document.querySelector(".study-import-told")?.textContent);
    return said.innerText();
}

/**
 * Waits until the browser's store holds it: so many entries of a type, a summary, so many bookmarks in it, or so many answers of an interview.
 * @param {any} page @param {{type?: string, count?: number, summary?: boolean, marked?: number, asked?: number}} wanted
 */
export const stored = (page, wanted) =>
    until(page, async ({ type, count = 1, summary, marked, asked }) => {
        const name = (await indexedDB.databases()).map((it) => it.name ?? "").find((it) => it.startsWith("studybook."));
        if (!name) return false;
        const done = (/** @type {IDBRequest} */ request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
        const base = await done(indexedDB.open(name));
        const read = base.transaction(["log", "derived"]);
        const [log, kept, interview] = await Promise.all([done(read.objectStore("log").getAll()), done(read.objectStore("derived").get("summary")), done(read.objectStore("derived").get("interview"))]);
        base.close();
        if (type) return log.filter((/** @type {any} */ it) => it.type === type).length >= count;
        if (summary) return Boolean(kept);
        if (marked) return kept?.marked.length === marked;
        return interview?.asked.length === asked;
    }, wanted);
