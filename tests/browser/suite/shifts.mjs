// What is seen to move while the scripts of a page come late, as they do on a slow connection: for who is new, and for who has studied.

import { check, drawn } from "../pages.mjs";
import { answer, reader, start, stored } from "../study/reader.mjs";

const LATE = 200;
const MOST = 0.1;
const PATHS = ["index.html", "study.html", "progress.html", "interview.html", "topics.html?difficulty=basic", "topics.html?q=gil", "search.html?q=gil"];

/** How far a page moves while it comes in, as browsers count it; and what moved most. @param {any} page @param {string} url */
async function shift(page, url) {
    await page.goto(url, { waitUntil: "networkidle" });
    await drawn(page);
    return page.evaluate(() => {
        const seen = /** @type {any} */ (globalThis).seenShifts;
        const moved = (/** @type {any} */ source) => `${source.node?.nodeName} .${source.node?.className} from ${source.previousRect.y} to ${source.currentRect.y}`;
        return { sum: seen.reduce((/** @type {number} */ sum, /** @type {any} */ it) => sum + it.value, 0), moved: seen.flatMap((/** @type {any} */ it) => it.sources.map(moved)) };
    });
}

/** @param {any} context @param {{width: number, height: number}} viewport @param {boolean} hasStudied */
async function look(context, viewport, hasStudied) {
    const me = await reader(context, "study.html", { viewport });
    if (hasStudied) {
        await start(me.page);
        for (const grade of [3, 1, 3, 3]) await answer(me.page, grade);
        await stored(me.page, { type: "review", count: 4 });
        await stored(me.page, { summary: true });
    }
    await me.window.route(/\.js$/, async (route) => {
        await new Promise((done) => setTimeout(done, LATE));
        await route.continue();
    });
    await me.page.addInitScript(() => {
        /** @type {any[]} */
        const seen = (globalThis.seenShifts = []);
        new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
    });
    for (const path of PATHS) {
        const { sum, moved } = await shift(me.page, context.url + path);
        check(sum <= MOST, `${path} moves by ${sum.toFixed(3)} at ${viewport.width} px: ${moved.slice(0, 5).join("; ")}`);
    }
    check((await me.page.evaluate(() => globalThis.seenShifts !== undefined)) && me.complaints.length === 0, me.complaints.join("\n"));
    await me.close();
}

export const tests = {
    "hardly anything moves when scripts come late, on a phone": (context) => look(context, { width: 390, height: 844 }, false),
    "hardly anything moves when scripts come late, on a wide screen": (context) => look(context, { width: 1280, height: 900 }, false),
    "hardly anything moves when scripts come late, for who has studied, on a phone": (context) => look(context, { width: 390, height: 844 }, true),
    "hardly anything moves when scripts come late, for who has studied, on a wide screen": (context) => look(context, { width: 1280, height: 900 }, true),

    "a filtered list is shown though its script does not come": async (context) => {
        const page = await context.browser.newPage();
        await page.route(/\/topics\..*js$/, (route) => route.abort());
        await page.goto(`${context.url}topics.html?q=gil`);
        const list = page.locator(".topic-list");
        /** Whether it is visible before the time that it waits for its script, or after. @param {"before" | "after"} when */
        const visible = async (when) => {
            await list.evaluate((/** @type {HTMLElement} */ it, when) => {
                const [waiting] = it.getAnimations();
                if (when === "after") return waiting.finish();
                waiting.pause();
                waiting.currentTime = 0;
            }, when);
            return list.isVisible();
        };
        check(!(await visible("before")), "the list is shown before it is filtered");
        check(await visible("after"), "the list stays away");
        await page.close();
    },
};
