// One page of every kind, found in the catalogue of the built site, so that any guide can be tested.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** @type {Map<string, ReturnType<typeof choose>>} */
const chosen = new Map();

/** @param {string} folder */
export function pages(folder) {
    const known = chosen.get(folder) ?? choose(folder);
    chosen.set(folder, known);
    return known;
}

/** @param {string} folder */
function choose(folder) {
    const { topics, cards = [] } = JSON.parse(readFileSync(join(folder, "topics.json"), "utf8"));
    const rich = topics.map((topic) => [topic, readFileSync(join(folder, topic.url), "utf8")]);
    // The topic with most of what a body can hold.
    const kinds = ["class=\"example\"", "class=\"output\"", "<table", "<math", "class=\"question\"", "class=\"alert", "footnote", "pitfalls", "numbered", "marked"];
    const score = (html) => kinds.filter((kind) => html.includes(kind)).length;
    const [topic] = rich.sort((a, b) => score(b[1]) - score(a[1]))[0];
    const outputs = cards.filter((card) => card.kind === "output").map((card) => `study/${card.id.replace("#", "/")}.html`);
    const output = outputs.find((path) => existsSync(join(folder, path)));
    return {
        ...(output ? { output } : {}),
        topic: topic.url,
        home: "index.html",
        chapter: `${topic.chapter}/index.html`,
        chapters: `${topic.chapter.split("/")[0]}/index.html`,
        tags: "tags/index.html",
        tag: `tags/${topic.tags[0]}.html`,
        difficulty: `difficulty/${topic.difficulty}.html`,
        topics: "topics.html",
        map: "map.html",
        search: "search.html",
        lost: "404.html",
        offline: "offline.html",
    };
}

/** @param {unknown} truth @param {string} text */
export function check(truth, text) {
    if (!truth) throw new Error(text);
}

/** Waits until what has begun to move is at rest. */
export const settled = (page) =>
    page.evaluate(async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        // A change of style is seen in the next frame, and what it moves begins in the one after.
        await frame();
        await frame();
        // What follows the scrolling never ends, nor does what repeats for ever.
        const moving = document.getAnimations().filter((it) => it.timeline === document.timeline && it.effect?.getComputedTiming().endTime !== Infinity);
        await Promise.allSettled(moving.map((it) => it.finished));
    });

/** Opens a page in a context of its own, collecting what the browser complains about. */
export async function visit(context, path, options = {}, scheme = "url") {
    const window = await context.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await window.newPage();
    // The 404 page names everything by the path the site will have, so it is looked at there, under a name that is not the site's.
    const base = scheme === "url" && path === "404.html" ? addressOf(context.folder) : undefined;
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(`${path}: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`${path}: ${error.message}`));
    page.on("request", (request) => {
        const url = request.url();
        const own = base ?? context.url;
        if (!url.startsWith(own) && !url.startsWith("file:") && !url.startsWith("data:")) complaints.push(`${path}: asks for ${url}`);
    });
    if (base) await stand(window, base, context.folder);
    await page.goto(base ? `${base}no/such/page` : context[scheme] + path);
    return { page, complaints, close: () => window.close() };
}

/** The path of the site's `base_url`, if it has one, on another host. */
function addressOf(folder) {
    const address = /<link rel="canonical" href="([^"]+)"/.exec(readFileSync(join(folder, "index.html"), "utf8"))?.[1];
    return address && `http://preview.test${new URL(address).pathname}`;
}

/** Answers at such an address. */
async function stand(window, base, folder) {
    await window.route(`${base}**`, (route) => {
        const path = join(folder, decodeURIComponent(new URL(route.request().url()).pathname.slice(new URL(base).pathname.length)));
        if (existsSync(path)) return route.fulfill({ path });
        return route.fulfill({ path: join(folder, "404.html"), status: 404 });
    });
}

/** Waits until fonts are there and what scripts have done is drawn. @param {any} page */
export const drawn = (page) =>
    page.evaluate(async () => {
        await document.fonts.ready;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });

/** How long to wait for what a page does by itself, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Waits until something is so in the page. Unlike `waitForFunction`, for which a promise is true at once, it waits for the promise's value.
 * @template A @param {any} page @param {(argument: A) => Promise<unknown>} isSo @param {A} [argument]
 */
export async function until(page, isSo, argument) {
    const end = performance.now() + PATIENCE;
    for (;;) {
        // While the page is being left, nothing can be asked.
        const holds = await page.evaluate(isSo, argument).catch((/** @type {Error} */ error) => {
            if (!/context was destroyed|navigation/i.test(error.message)) throw error;
        });
        if (holds) return;
        check(performance.now() < end, `it did not come to be so: ${isSo} ${JSON.stringify(argument) ?? ""}`);
        await sleep(50);
    }
}
