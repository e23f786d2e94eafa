// What a reader's connection carries: sizes under gzip, never times.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { check, pages } from "../pages.mjs";

const FIRST = 60_000;
const NEXT = 15_000;

/** What a browser asks for to show `path`, by the site's own paths; nothing is kept from one page to the next but `kept`. */
async function asked(context, path, kept) {
    const window = await context.browser.newContext();
    const page = await window.newPage();
    /** @type {Set<string>} */
    const files = new Set();
    page.on("request", (request) => {
        if (request.url().startsWith(context.url)) files.add(decodeURIComponent(new URL(request.url()).pathname.slice("/repo/".length)));
    });
    await page.goto(context.url + path, { waitUntil: "networkidle" });
    // Headless Chromium asks for no icon.
    const icon = await page.locator("link[rel=icon]").getAttribute("href");
    if (icon) files.add(decodeURIComponent(new URL(icon, context.url + path).pathname.slice("/repo/".length)));
    await window.close();
    return [...files].filter((file) => !kept.has(file));
}

const weigh = (context, files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(context.folder, file))).length, 0);

export const tests = {
    "a topic's page weighs at most 60 kB at first and 15 kB next": async (context) => {
        const { topics } = JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));
        const heavy = topics.map((topic) => [topic.url, weigh(context, [topic.url])]).sort((a, b) => b[1] - a[1])[0][0];
        const shared = await asked(context, pages(context.folder).home, new Set());
        for (const path of [pages(context.folder).topic, heavy]) {
            const first = await asked(context, path, new Set());
            check(first.length >= 5, `only ${first} were asked for`);
            const [all, next] = [weigh(context, first), weigh(context, first.filter((file) => !shared.includes(file)))];
            check(all <= FIRST, `${path} weighs ${all} bytes: ${first.map((file) => `${file} ${weigh(context, [file])}`).join(", ")}`);
            check(next <= NEXT, `${path} weighs ${next} bytes after another page`);
            process.stdout.write(`# ${path}: ${all} bytes at first, ${next} next\n`);
        }
    },
};
