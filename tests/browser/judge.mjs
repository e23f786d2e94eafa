// Judges search: `node judge.mjs SITE [-v]` asks every query of tests/search/*.tsv on the results page of the built guide, in
// Chromium, and compares where the wanted topic stands with what is promised. -v lists what was not first.
//
// A reader's first search is measured with it: what is fetched (compressed by gzip) before the first result stands.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, serve } from "./site.mjs";

const SETS = [
    { name: "judged", mrr: 0.9, top3: 0.97 },
    { name: "held-out", mrr: 0.85, top3: 0.93 },
];
/** Most bytes before the first result, in a guide of up to 200 topics. */
const MOST = 90_000;

const [folder, verbose] = process.argv.slice(2);
if (!folder) {
    process.stderr.write("usage: node judge.mjs SITE [-v]\n");
    process.exit(2);
}

/** The queries of a set and the pages that answer them. @param {string} name */
function queries(name) {
    const text = readFileSync(new URL(`../search/${name}.tsv`, import.meta.url), "utf8");
    const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
    return lines.map((line) => line.split("\t")).map(([query, wanted]) => ({ query, wanted: wanted.split("|").map((path) => `${path}.html`) }));
}

const site = await serve(folder);
const browser = await launch();
const page = await (await browser.newContext()).newPage();
await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
        if (!document.querySelector("main .search-results [data-topic]")) return;
        globalThis.firstResult = performance.now();
        seen.disconnect();
    });
    seen.observe(document, { childList: true, subtree: true });
});

/** Compressed sizes of files that were fetched. @type {Map<string, number>} */
const sizes = new Map();
/** @param {string} url */
function size(url) {
    const path = new URL(url).pathname.slice("/repo/".length);
    let known = sizes.get(path);
    if (known === undefined) sizes.set(path, (known = gzipSync(readFileSync(join(folder, path)), { level: 6 }).length));
    return known;
}

/** Asks the results page. Gives the pages found, in order, and what was fetched for the first. @param {string} query */
async function ask(query) {
    await page.goto(`${site.url}search.html?q=${encodeURIComponent(query)}`);
    await page.waitForFunction(() => document.querySelector("main .search-status")?.textContent);
    const found = await page.evaluate(() => {
        const before = performance.getEntriesByType("resource").filter((it) => it.startTime < (globalThis.firstResult ?? Infinity));
        const root = new URL("./", location.href).href;
        const links = document.querySelectorAll("main .search-results .search-title a");
        return {
            urls: Array.from(links, (it) => /** @type {HTMLAnchorElement} */ (it).href.slice(root.length)),
            fetched: before.map((it) => it.name).filter((name) => /\/(?:search\/|assets\/search)[^/]*\.js/.test(name)),
        };
    });
    return { urls: found.urls, bytes: found.fetched.reduce((sum, url) => sum + size(url), 0) };
}

let [passed, failed] = [0, 0];
/** @param {boolean} truth @param {string} text */
function check(truth, text) {
    if (truth) passed += 1;
    else failed += 1;
    process.stdout.write(`${truth ? "ok" : "not ok"} - ${text}\n`);
}
/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** @type {number[]} */
const bytes = [];
for (const { name, mrr: leastMrr, top3: leastTop3 } of SETS) {
    const cases = queries(name);
    let [mrr, top1, top3] = [0, 0, 0];
    for (const { query, wanted } of cases) {
        const answer = await ask(query);
        bytes.push(answer.bytes);
        const at = answer.urls.findIndex((url) => wanted.includes(url)) + 1;
        if (at > 0) mrr += 1 / at / cases.length;
        if (at === 1) top1 += 1 / cases.length;
        if (at > 0 && at <= 3) top3 += 1 / cases.length;
        if (verbose && at !== 1) process.stdout.write(`# ${at || "-"}\t${query}\t${wanted.join(" ")}\t-> ${answer.urls.slice(0, 3).join(" ")}\n`);
        if (verbose && answer.bytes > MOST) process.stdout.write(`# ${(answer.bytes / 1000).toFixed(1)} kB\t${query}\n`);
    }
    const all = `${name}, ${cases.length} queries: MRR ${mrr.toFixed(3)}, top-1 ${percent(top1)}, top-3 ${percent(top3)}`;
    check(mrr >= leastMrr, `${all}; MRR at least ${leastMrr}`);
    check(top3 >= leastTop3, `${all}; top-3 at least ${percent(leastTop3)}`);
}
bytes.sort((a, b) => a - b);
const quantile = (/** @type {number} */ q) => bytes[Math.min(bytes.length - 1, Math.floor(q * bytes.length))];
const kb = (/** @type {number} */ n) => (n / 1000).toFixed(1);
const told = `kB to the first result: median ${kb(quantile(0.5))}, 95 of 100 at most ${kb(quantile(0.95))}, most ${kb(quantile(1))}`;
check(quantile(1) <= MOST, `${told}; none over ${MOST / 1000}`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
await browser.close();
site.close();
process.exit(failed ? 1 : 0);
