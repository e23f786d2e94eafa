// Measures search on built sites: `node bench/search.mjs SITE…` (guides of bench/generate.py, built, or any other).
//
// For each site: files of the index; compressed bytes until the first result of typical queries of two words, each as a reader's
// first; and the time from a keystroke to its results in Chromium, for queries typed letter by letter once their parts are there.
// Packages: `npm ci --prefix tests/browser`.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, serve } from "../tests/browser/site.mjs";

const KEYS = 60;

/** Two words each, from titles and summaries all over the guide. @param {string} folder @param {number} number */
function queries(folder, number) {
    const { topics } = JSON.parse(readFileSync(join(folder, "topics.json"), "utf8"));
    const step = Math.max(1, Math.floor(topics.length / number));
    const words = (/** @type {any} */ topic) => `${topic.title} ${topic.summary}`.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
    const all = topics.filter((/** @type {any} */ _, /** @type {number} */ i) => i % step === 0).map((/** @type {any} */ topic) => words(topic));
    return all.map((/** @type {string[]} */ list, /** @type {number} */ i) => `${list[i % list.length]} ${list[(i * 7 + 3) % list.length]}`).slice(0, number);
}

const quantile = (/** @type {number[]} */ list, /** @type {number} */ q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))];
const DIALOG = "dialog.search-dialog[open]";

/** @param {string} folder */
async function measure(folder) {
    const site = await serve(folder);
    const browser = await launch();
    const index = readdirSync(join(folder, "search"));
    const topics = JSON.parse(readFileSync(join(folder, "topics.json"), "utf8")).topics.length;
    const bytes = [];
    const times = [];
    for (const query of queries(folder, 24)) {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${site.url}index.html`);
        await page.keyboard.press("/");
        await page.waitForSelector(`${DIALOG} input:focus`);
        const fetched = await page.evaluate(async (text) => {
            const input = /** @type {HTMLInputElement} */ (document.querySelector("dialog.search-dialog input"));
            const first = new Promise((resolve) => new MutationObserver((_, it) => {
                if (!document.querySelector("dialog [data-topic]")) return;
                it.disconnect();
                resolve(performance.now());
            }).observe(document, { childList: true, subtree: true }));
            input.value = text;
            input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            const at = await Promise.race([first, new Promise((resolve) => setTimeout(() => resolve(NaN), 20_000))]);
            const all = performance.getEntriesByType("resource").filter((it) => it.startTime < at).map((it) => it.name);
            return all.filter((name) => /\/(?:search\/|assets\/search)[^/]*\.js/.test(name));
        }, query);
        const path = (/** @type {string} */ url) => join(folder, new URL(url).pathname.slice("/repo/".length));
        if (fetched.length > 0) bytes.push(fetched.reduce((sum, url) => sum + gzipSync(readFileSync(path(url)), { level: 6 }).length, 0));
        for (const counts of [false, true]) {
            const typed = await page.evaluate(async ([text, pause]) => {
                const input = /** @type {HTMLInputElement} */ (document.querySelector("dialog.search-dialog input"));
                const list = /** @type {HTMLElement} */ (document.querySelector("dialog.search-dialog ol"));
                const times = [];
                for (let i = 1; i <= text.length; i++) {
                    await new Promise((resolve) => setTimeout(resolve, Number(pause)));
                    const done = new Promise((resolve) => new MutationObserver((_, it) => (it.disconnect(), resolve(performance.now()))).observe(list, { childList: true }));
                    const start = performance.now();
                    input.value = text.slice(0, i);
                    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
                    times.push(Number(await Promise.race([done, new Promise((resolve) => setTimeout(() => resolve(NaN), 3000))])) - start);
                }
                return times.filter((time) => !Number.isNaN(time));
            }, /** @type {[string, number]} */ ([query, KEYS]));
            if (counts) times.push(...typed);
        }
        await context.close();
    }
    await browser.close();
    site.close();
    const kb = (/** @type {number} */ n) => (n / 1000).toFixed(0);
    const ms = (/** @type {number} */ q) => quantile(times, q).toFixed(1);
    process.stdout.write(`| ${topics} | ${index.length} | ${kb(quantile(bytes, 0.5))} | ${kb(Math.max(...bytes))} | ${ms(0.5)} | ${ms(0.95)} | ${times.length} |\n`);
}

process.stdout.write("| topics | files | kB, median | kB, most | ms, p50 | ms, p95 | keystrokes |\n|---|---|---|---|---|---|---|\n");
for (const folder of process.argv.slice(2)) await measure(folder);
