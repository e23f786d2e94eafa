// What a reader does, in any browser: read, search, study, keep the guide, from a server and from disk.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, pages } from "../pages.mjs";

/**
 * A browser with one page.
 * @typedef {object} Engine
 * @property {string} name and version
 * @property {string[]} complaints what the browser says of pages, where its driver tells it
 * @property {(url: string) => Promise<void>} open
 * @property {(width: number, height: number) => Promise<void>} size of the page, in CSS pixels
 * @property {(act: any, ...values: any[]) => Promise<any>} run a function in the page
 * @property {(key: string) => Promise<void>} press
 * @property {(text: string) => Promise<void>} type
 * @property {() => Promise<Uint8Array>} picture a PNG of what is seen
 * @property {() => Promise<void>} close
 */

/** @typedef {{engine: Engine, url: string, folder: string, file: string, gone: () => void}} Context from `gone()` on no server answers. */

/** Waits until `act` gives a text that is not empty, or `true`, in the page, and gives it. @param {Engine} engine @param {any} act @param {...any} values */
async function until(engine, act, ...values) {
    const end = Date.now() + 40_000;
    for (;;) {
        // A page that goes away gives nothing.
        const found = await engine.run(act, ...values).catch(() => undefined);
        if (found) return found;
        if (Date.now() > end) throw new Error(`in vain: ${act}`);
        await new Promise((done) => setTimeout(done, 50));
    }
}

/** Clicks what is seen. @param {Engine} engine @param {string} selector */
const click = (engine, selector) =>
    until(engine, (/** @type {string} */ it) => {
        const element = [...document.querySelectorAll(it)].find((one) => one.checkVisibility());
        if (element instanceof HTMLElement) element.click();
        return element !== undefined;
    }, selector);

/** @param {Engine} engine @param {string} selector @returns {Promise<string>} */
const textOf = (engine, selector) => until(engine, (/** @type {string} */ it) => document.querySelector(it)?.textContent?.trim(), selector);

/** Finds `query` with the dialog's keys, and opens the first result. @param {Engine} engine @param {string} query */
async function search(engine, query) {
    await engine.press("/");
    await until(engine, () => document.querySelector("dialog.search-dialog[open] input") === document.activeElement);
    await engine.type(query);
    await until(engine, () => document.querySelector("dialog.search-dialog[open] [role=option][aria-selected=true]") !== null);
    const title = await textOf(engine, "dialog.search-dialog [aria-selected=true] .search-title");
    const before = await engine.run(() => location.href);
    await engine.press("Enter");
    await until(engine, (/** @type {string} */ it) => location.href !== it && document.querySelector("h1") !== null, before);
    return { title, h1: await textOf(engine, "h1") };
}

/** Begins a session, if the page asks to. Gives the card's id. @param {Engine} engine */
async function begin(engine) {
    await until(engine, () => {
        const start = document.querySelector("[data-start]");
        if (start instanceof HTMLElement && start.checkVisibility()) start.click();
        return document.querySelector(".study [data-reveal]") !== null;
    });
    return card(engine);
}

/** Waits for a card to be asked, the first or another one. Gives its id. @param {Engine} engine @param {string} [before] */
const card = (engine, before = "") =>
    until(engine, (/** @type {string} */ old) => {
        const id = document.querySelector(".study [data-card]")?.getAttribute("data-card");
        return id && id !== old && !document.querySelector("[data-answer]") && id;
    }, before);

/** @type {Record<string, (context: Context) => Promise<void>>} */
export const tests = {
    "every kind of page opens, has its heading and scrolls nothing sideways": async ({ engine, url, folder }) => {
        for (const [kind, path] of Object.entries(pages(folder))) {
            if (kind === "lost") continue;
            await engine.open(url + path);
            for (const width of [390, 1280]) {
                await engine.size(width, 844);
                const seen = await engine.run(() => ({ h1: document.querySelectorAll("h1").length, over: document.documentElement.scrollWidth - innerWidth }));
                check(seen.h1 === 1, `${kind} has ${seen.h1} headings`);
                check(seen.over <= 0, `${kind} is ${seen.over} px too wide at ${width} px`);
            }
        }
    },

    "search opens by its key, finds while one types, and Enter leads there": async ({ engine, url, folder }) => {
        await engine.open(url + pages(folder).home);
        const { title, h1 } = await search(engine, "mutable default");
        check(title === h1, `${title} leads to ${h1}`);
    },

    "the page of results marks what is asked for": async ({ engine, url }) => {
        await engine.open(`${url}search.html?q=generator`);
        check(/generator/i.test(await textOf(engine, "main mark")), "nothing is marked");
    },

    "the look is chosen, and kept": async ({ engine, url, folder }) => {
        const paper = () => engine.run(() => getComputedStyle(document.body).backgroundColor);
        await engine.open(url + pages(folder).topic);
        const before = await paper();
        await engine.run(() => {
            const dark = document.querySelector('input[name="theme"][value="dark"]');
            if (dark instanceof HTMLElement) dark.click();
        });
        await until(engine, (/** @type {string} */ light) => getComputedStyle(document.body).backgroundColor !== light, before);
        const dark = await paper();
        await engine.open(url + pages(folder).home);
        check((await paper()) === dark, "the next page forgot it");
        await engine.run(() => localStorage.clear());
    },

    "answers are hidden and shown": async ({ engine, url, folder }) => {
        const shown = () => engine.run(() => document.querySelector("main .prose")?.checkVisibility());
        await engine.open(url + pages(folder).topic);
        check(await shown(), "the answer does not show");
        await click(engine, 'label:has(input[role="switch"])');
        await until(engine, () => !document.querySelector("main .prose")?.checkVisibility());
        await click(engine, "label.reveal-all");
        await until(engine, () => document.querySelector("main .prose")?.checkVisibility());
        await engine.run(() => localStorage.clear());
    },

    "a session asks and grades, and what was graded is there after a reload": async ({ engine, url }) => {
        await engine.open(`${url}study.html`);
        const first = await begin(engine);
        await click(engine, "[data-reveal]");
        await until(engine, () => document.activeElement?.getAttribute("data-grade") === "3");
        await engine.press("3");
        const second = await card(engine, first);
        await click(engine, "[data-reveal]");
        await click(engine, '[data-grade="1"]');
        await card(engine, second);
        await engine.open(`${url}progress.html`);
        await until(engine, () => document.querySelector(".study-chart") !== null && document.documentElement.dataset.minutes);
        const reviews = await engine.run(async () => {
            const reader = await /** @type {any} */ (globalThis).studybook.study.openReader();
            return reader.state.entries.filter((/** @type {any} */ it) => it.type === "review").map((/** @type {any} */ it) => [it.card, it.grade]);
        });
        check(JSON.stringify(reviews) === JSON.stringify([[first, 3], [second, 1]]), JSON.stringify(reviews));
    },

    "a topic says of a reader with reviews what is known": async ({ engine, url, folder }) => {
        await engine.open(url + pages(folder).topic);
        check(/\d/.test(await textOf(engine, ".study-entry b")), "the bar has no minutes");
    },

    "Back from a topic goes on with the session, and so does Forward": async ({ engine, url, folder }) => {
        const count = async () => engine.run(async () => {
            const { study } = /** @type {any} */ (globalThis).studybook;
            const store = await study.openStore(study.site.guide);
            return (await store.read()).filter((/** @type {any} */ it) => it.type === "review").length;
        });
        await engine.open(`${url}study.html`);
        const first = await begin(engine);
        await click(engine, "[data-reveal]");
        await click(engine, '[data-grade="3"]');
        await card(engine, first);
        const before = await count();
        // A script that leaves a page which still loads leaves no step to go back to.
        const loaded = () => until(engine, () => document.readyState === "complete");
        await loaded();
        await engine.run((/** @type {string} */ to) => void setTimeout(() => (location.href = to)), url + pages(folder).topic);
        await until(engine, () => document.querySelector(".topic") !== null && document.querySelector(".study-entry b")?.textContent);
        await loaded();
        await engine.run(() => history.back());
        await until(engine, () => /study\.html/.test(location.href) && document.readyState === "complete");
        const now = await begin(engine);
        await click(engine, "[data-reveal]");
        await click(engine, '[data-grade="3"]');
        await card(engine, now);
        check((await count()) === before + 1, `${before} reviews, then ${await count()}`);
        await loaded();
        await engine.run(() => history.forward());
        await until(engine, () => document.querySelector(".topic") !== null && document.querySelector(".study-entry b")?.textContent);
        check((await count()) === before + 1, "a page that was left reads no log");
    },

    "an answer that was hidden and shown is graded into the same log": async ({ engine, url, folder }) => {
        await engine.open(url + pages(folder).topic);
        await click(engine, 'label:has(input[role="switch"])');
        await click(engine, "label.reveal-all");
        await click(engine, '.study-row [data-grade="3"]');
        await until(engine, () => document.querySelector(".study-row") === null);
        const [card, own] = await engine.run(async () => {
            const { study } = /** @type {any} */ (globalThis).studybook;
            const log = await (await study.openStore(study.site.guide)).read();
            return [log.sort(study.inOrder).at(-1).card, document.querySelector(".topic .short[data-card]")?.getAttribute("data-card")];
        });
        check(card === own, `the last review is of ${card}`);
        await engine.run(() => /** @type {any} */ (globalThis).studybook.set({ answers: "shown" }));
    },

    "a quiz on a page is judged": async ({ engine, url, folder }) => {
        const { topics } = JSON.parse(readFileSync(join(folder, "topics.json"), "utf8"));
        const topic = topics.find((/** @type {any} */ it) => readFileSync(join(folder, it.url), "utf8").includes('class="quiz"'));
        await engine.open(url + topic.url);
        await engine.run(() => document.querySelector(".quiz")?.scrollIntoView());
        await click(engine, ".quiz input");
        await click(engine, ".quiz [data-reveal]");
        check(/right/i.test(await textOf(engine, ".quiz .study-verdict")), "no verdict");
    },

    "an interview asks its first question": async ({ engine, url }) => {
        await engine.open(`${url}interview.html`);
        await click(engine, "[data-start], .study form button[type=submit], .study button");
        await until(engine, () => document.querySelector(".study [data-card]") !== null);
    },

    "the guide is read and searched from disk": async ({ engine, folder, file }) => {
        await engine.open(file + pages(folder).topic);
        const { title, h1 } = await search(engine, "mutable default");
        check(title === h1, `${title} leads to ${h1}`);
    },

    "the guide is kept, and read with the server gone": async ({ engine, url, folder, gone }) => {
        await engine.open(`${url}offline.html`);
        await click(engine, "[data-offline] .button");
        await until(engine, () => document.querySelector("[data-offline] .quiet-button")?.checkVisibility());
        gone();
        await engine.open(url + pages(folder).topic);
        const { title, h1 } = await search(engine, "mutable default");
        check(title === h1, `${title} leads to ${h1}`);
    },

    "no browser that tells has complained": async ({ engine }) => check(engine.complaints.length === 0, engine.complaints.join("\n")),
};
