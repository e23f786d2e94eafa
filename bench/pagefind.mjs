// The judged queries through Pagefind's default, for comparison: `node bench/pagefind.mjs SITE [SET…]`.
//
// Indexes a copy of the built site with `npx pagefind` (its npm package brings the program) and asks its API in Chromium, each
// query as a reader's first. Only <main> of chapters and topics is indexed, as Pagefind's guide advises for whole sites.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, serve } from "../tests/browser/site.mjs";

const VERSION = "1.6.0";
const [given, ...sets] = process.argv.slice(2);
const folder = join(mkdtempSync(join(tmpdir(), "pagefind-")), "site");
cpSync(given, folder, { recursive: true });
const { topics } = JSON.parse(readFileSync(join(folder, "topics.json"), "utf8"));
for (const { url } of topics) {
    const path = join(folder, url);
    writeFileSync(path, readFileSync(path, "utf8").replace("<main ", "<main data-pagefind-body "));
}
const since = process.hrtime.bigint();
process.stdout.write(execFileSync("npx", ["--yes", `pagefind@${VERSION}`, "--site", folder], { encoding: "utf8" }).split("\n").slice(-12).join("\n"));
process.stdout.write(`indexed in ${Number((process.hrtime.bigint() - since) / 1000000n)} ms\n`);
const files = readdirSync(join(folder, "pagefind"), { recursive: true, encoding: "utf8" }).filter((file) => statSync(join(folder, "pagefind", file)).isFile());
process.stdout.write(`${files.length} files\n`);
// The page's policy would forbid its WebAssembly: it is asked from a page without one.
writeFileSync(join(folder, "ask.html"), "<!doctype html><title>ask</title>");

const site = await serve(folder);
const browser = await launch();
const bytes = [];
for (const name of sets.length > 0 ? sets : ["judged", "held-out"]) {
    const text = readFileSync(new URL(`../tests/search/${name}.tsv`, import.meta.url), "utf8");
    const cases = text.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
    let [mrr, top1, top3] = [0, 0, 0];
    const page = await browser.newPage();
    for (const [query, wanted] of cases) {
        await page.goto(`${site.url}ask.html`);
        const { urls, fetched } = await page.evaluate(async (text) => {
            const module = `${new URL("pagefind/pagefind.js", location.href)}`;
            const pagefind = await import(module);
            const { results } = await pagefind.search(text);
            const data = await Promise.all(results.slice(0, 10).map((it) => it.data()));
            // All that is asked for until the first ten results can be shown, as for ours; the fragments of the others count too.
            return { urls: data.map((it) => it.url), fetched: performance.getEntriesByType("resource").map((it) => it.name) };
        }, query);
        bytes.push(fetched.reduce((sum, url) => sum + size(url), 0));
        const at = urls.findIndex((url) => wanted.split("|").some((path) => url.endsWith(`/${path}.html`))) + 1;
        if (at > 0) mrr += 1 / at / cases.length;
        if (at === 1) top1 += 100 / cases.length;
        if (at > 0 && at <= 3) top3 += 100 / cases.length;
    }
    process.stdout.write(`${name}, ${cases.length} queries: MRR ${mrr.toFixed(3)}, top-1 ${top1.toFixed(1)} %, top-3 ${top3.toFixed(1)} %\n`);
    await page.close();
}
bytes.sort((a, b) => a - b);
process.stdout.write(`kB to the first results: median ${(bytes[bytes.length >> 1] / 1000).toFixed(0)}, most ${((bytes.at(-1) ?? 0) / 1000).toFixed(0)}\n`);
await browser.close();
site.close();
rmSync(join(folder, ".."), { recursive: true });

/** Pagefind's own files are compressed already; the others as a server would. @param {string} url */
function size(url) {
    const path = new URL(url).pathname.slice("/repo/".length);
    if (!path.startsWith("pagefind/")) return 0;
    const body = readFileSync(join(folder, path));
    return /\.js$|\.json$/.test(path) ? gzipSync(body, { level: 6 }).length : body.length;
}
