// Measures the study layer on built sites: `node bench/study.mjs SITE…` (the guide, or guides of bench/generate.py, built).
//
// For each site: compressed bytes after the page's frame until the first card stands, as a reader's first; those with a log of
// 10,000 reviews; and the time from the key that grades to the next card, in Chromium, with that log.
// Packages: `npm ci --prefix tests/browser`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, serve } from "../tests/browser/site.mjs";

const REVIEWS = 10_000;
const CARDS = 100;
const DAY = 86_400_000;

const quantile = (/** @type {number[]} */ list, /** @type {number} */ q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];

/** A log of many reviews over the last 60 days, as export writes it. @param {string} guide @param {string[]} ids */
function log(guide, ids) {
    const some = ids.filter((_, i) => i % Math.max(1, Math.ceil(ids.length / 900)) === 0);
    const start = Date.now() - 60 * DAY;
    const entries = Array.from({ length: REVIEWS }, (_, i) => ({ id: `bench-${i}`, at: Math.round(start + (i * 59 * DAY) / REVIEWS), type: "review", card: some[(i * 37) % some.length], grade: 1 + ((i * 7 + (i >> 3)) % 4), ms: 9000 }));
    // Minutes enough that the cards do not end.
    entries.push(/** @type {any} */ ({ id: "bench-plan", at: Date.now() - DAY, type: "plan", date: null, minutes: 600, scope: {} }));
    return JSON.stringify({ studybook: 1, guide, entries });
}

/** @param {string} folder */
async function measure(folder) {
    const site = await serve(folder);
    const browser = await launch();
    const window = await browser.newContext();
    const page = await window.newPage();
    // What was asked for before the first card stood.
    await page.addInitScript(() => {
        const seen = new MutationObserver(() => {
            if (!document.querySelector(".study [data-card]")) return;
            globalThis.firstCard = performance.now();
            seen.disconnect();
        });
        seen.observe(document, { childList: true, subtree: true });
    });
    const asked = () => page.evaluate(() => performance.getEntriesByType("resource").filter((it) => it.startTime < globalThis.firstCard).map((it) => it.name));
    const weight = async () => [...new Set((await asked()).map((url) => decodeURIComponent(new URL(url).pathname.slice("/repo/".length))))].filter((file) => /^study\/|assets\/study/.test(file)).reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);

    await page.goto(`${site.url}study.html`);
    await page.waitForSelector("[data-start]");
    await page.click("[data-start]");
    await page.waitForSelector(".study [data-card]");
    const first = await weight();

    await page.goto(`${site.url}progress.html`);
    await page.waitForSelector("[data-import]");
    const { guide, ids } = await page.evaluate(async () => {
        const { study } = /** @type {any} */ (globalThis).studybook;
        const deck = await study.openDeck();
        return { guide: study.site.guide, ids: deck.cards.map((/** @type {any} */ it) => it.id) };
    });
    await page.setInputFiles("[data-import]", { name: "log.json", mimeType: "application/json", buffer: Buffer.from(log(guide, ids)) });
    await page.waitForFunction(() => document.querySelector(".study-import-told")?.textContent, undefined, { timeout: 120_000 });

    const before = Date.now();
    await page.goto(`${site.url}study.html`);
    await page.waitForSelector(".study [data-card]", { timeout: 120_000 });
    const [opened, returning] = [Date.now() - before, await weight()];
    await page.waitForTimeout(1500);
    /** @type {number[]} */
    const times = [];
    for (let i = 0; i < CARDS; i++) {
        await page.locator("[data-reveal]").click();
        await page.waitForSelector('[data-grade="3"]');
        // From the key to the frame in which the next card stands.
        times.push(await page.evaluate(() => new Promise((resolve) => {
            const card = document.querySelector(".study [data-card]");
            const start = performance.now();
            const look = () => (document.querySelector(".study [data-card]") !== card ? resolve(performance.now() - start) : requestAnimationFrame(look));
            document.dispatchEvent(new KeyboardEvent("keydown", { key: "3", bubbles: true }));
            requestAnimationFrame(look);
        })));
    }
    const kb = (/** @type {number} */ n) => (n / 1000).toFixed(1);
    process.stdout.write(`${folder}: ${ids.length} cards; first card ${kb(first)} kB, with ${REVIEWS} reviews ${kb(returning)} kB and ${opened} ms; key to next card: median ${quantile(times, 0.5)?.toFixed(1)} ms, 95 of 100 within ${quantile(times, 0.95)?.toFixed(1)} ms\n`);
    await browser.close();
    site.close();
}

for (const folder of process.argv.slice(2)) await measure(folder);
