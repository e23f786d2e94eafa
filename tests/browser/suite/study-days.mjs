// A reader's days with the study pages: the first visit, days that were missed, the day of the interview, a tab that is killed.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../pages.mjs";
import { launch } from "../site.mjs";
import { answer, DAY, exported, imported, NINE, reader, shown, sit, start } from "../study/reader.mjs";

const cardsOf = (/** @type {any} */ context) => JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8")).cards;

/** Days of `Date.now()` as the plan writes them. @param {number} at */
const dateOf = (at) => new Date(at).toISOString().slice(0, 10);

/** @type {Record<string, (context: any) => Promise<void>>} */
const cases = {
    "placement: easy brings a card back in a month, a reload goes on, undo takes back what was assumed, and the session has today's minutes": async (context) => {
        const { page, complaints, go, close } = await reader(context, "study.html");
        await page.locator("[data-placement]").click();
        await page.waitForSelector(".study [data-card]");
        await page.locator("[data-reveal]").click();
        check(/30 days/.test(await page.locator('[data-grade="4"]').innerText()), await page.locator('[data-grade="4"]').innerText());
        await page.locator('[data-grade="4"]').click();
        const count = () => page.locator(".study-count").innerText();
        await page.waitForFunction(() => /^2 of 10/.test(document.querySelector(".study-count")?.textContent ?? ""));
        // To the last cards, which require others.
        for (let i = 0; i < 8; i++) await answer(page, 4);
        const before = [await count(), await shown(page)];
        await page.reload();
        await page.waitForSelector(".study [data-card]");
        check(`${[await count(), await shown(page)]}` === `${before}` && /^10 of 10/.test(before[0] ?? ""), `${before}, and after a reload ${[await count(), await shown(page)]}`);
        for (let i = 0; i < 9; i++) {
            await page.keyboard.press("u");
            await page.waitForFunction((n) => document.querySelector(".study-count")?.textContent?.startsWith(`${n} of`), 9 - i);
        }
        const other = await page.context().newPage();
        await other.clock.setFixedTime(NINE);
        await other.goto(`${context.url}progress.html`);
        await other.waitForSelector(".study-chart");
        const { entries } = JSON.parse(await exported(other));
        check(entries.some((/** @type {any} */ it) => it.assumed), "nothing was assumed");
        check(!/taken as known/.test(await other.locator(".study-notes").innerText()), "what was assumed is still known");
        await other.close();
        await sit(page, () => 4);
        await page.locator("[data-start]").click();
        await page.waitForSelector(".study [data-card]");
        const all = Number((await page.locator(".study-meter").innerText()).match(/of (\d+) min/)?.[1]);
        check(all > 5 && all <= 20, `after ten cards ${all} of today's 20 minutes are left`);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "after the session a reload says that the minutes are used, and the bar shows none": async (context) => {
        const { page, close } = await reader(context, "study.html");
        await page.fill("input[name=minutes]", "5");
        await start(page);
        await sit(page, () => 3);
        check(/^(\d+) of \1 min/.test(await page.locator(".study-meter").innerText()), await page.locator(".study-meter").innerText());
        await page.reload();
        await page.waitForSelector("[data-session=done]");
        const said = await page.locator("[data-session=done]").innerText();
        check(/enough for today/.test(said) && /minutes are used/.test(said), said);
        check(!(await page.locator(".study-meter").isVisible()), "a meter of nothing");
        await page.waitForFunction(() => [...document.querySelectorAll(".study-entry b")].every((it) => it instanceof HTMLElement && it.hidden) && document.querySelector(".study-entry"));
        await page.goto(`${context.url}topics.html`);
        await page.waitForSelector(".bar-nav .study-entry");
        check(!(await page.locator(".bar-nav .study-entry b").isVisible()), "the bar still shows minutes");
        await close();
    },

    "after a month away no page shows a pile, and 20 minutes are the only number of duty": async (context) => {
        const { page, clock, go, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        const { guide } = JSON.parse(await exported(page));
        const some = cardsOf(context).slice(0, 400);
        check(some.length > 100, "the guide has too few cards for this");
        const entries = some.map((/** @type {any} */ it, /** @type {number} */ i) => ({ id: `away-${i}`, at: NINE - 5 * DAY + i * 1000, type: "review", card: it.id, grade: 3, ms: 20_000 }));
        await imported(page, JSON.stringify({ studybook: 1, guide, entries }));
        await clock(NINE + 30 * DAY);
        const largest = (/** @type {string} */ text) => Math.max(0, ...[...text.matchAll(/\b(\d+)\b(?! of)/g)].map((it) => Number(it[1])));
        await go("index.html");
        await page.waitForSelector(".study-back");
        check(/Start today’s 20 minutes/.test(await page.locator(".study-back").innerText()), await page.locator(".study-back").innerText());
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const coming = (await page.locator(".study-notes p", { hasText: "will be due" }).innerText()).replace(/^.*?:/, "");
        check(largest(coming) > 20 && largest(coming) <= 60, coming);
        await go("study.html");
        await start(page);
        const cards = await sit(page, () => 3);
        check(cards.length <= 60, `${cards.length} cards in a sitting`);
        const end = await page.locator("[data-session=done]").innerText();
        check(/tomorrow: \d+ cards/.test(end) && largest(end) <= 60, end);
        await close();
    },

    "the title of the plan says tomorrow and today, and days before that": async (context) => {
        const { page, clock, go, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        await page.fill("input[name=date]", dateOf(NINE + 2 * DAY));
        await page.locator("input[name=date]").dispatchEvent("change");
        for (const [days, said] of /** @type {[number, RegExp][]} */ ([[0, /in 2 days/], [1, /tomorrow/], [2, /today/], [3, /^Progress$/]])) {
            await clock(NINE + days * DAY);
            await go("progress.html");
            await page.waitForSelector(".study-chart");
            check(said.test(await page.locator(".study h1").innerText()), await page.locator(".study h1").innerText());
        }
        await close();
    },

    "a study page opens for who has reviews, in whatever order its scripts come": async (context) => {
        const me = await reader(context, "study.html");
        await start(me.page);
        await answer(me.page, 3);
        // What is for pages that are only read comes before a page's own scripts, as on a slow line, or long after them.
        /** @type {[string, string][]} */
        const late = [["progress", "study"], ["progress", "study-reading"], ["progress", "study-progress"], ["study", "study-session"], ["interview", "study-interview"], ["cheatsheet", "study-cheatsheet"], ["index", "study-home"]];
        for (const [path, script] of late) {
            const pattern = new RegExp(`/assets/${script}\\.[0-9a-f]+\\.js$`);
            await me.page.route(pattern, async (/** @type {any} */ route) => {
                await new Promise((done) => setTimeout(done, 400));
                await route.continue();
            });
            await me.go(`${path}.html`);
            await me.page.waitForFunction(() => document.querySelector(".study-entry b")?.textContent);
            const whole = await me.page.evaluate(() => {
                const { study } = /** @type {any} */ (globalThis).studybook;
                return study.openReader && study.openReading && study.site.stamp;
            });
            check(whole, `${path}: ${script} late, and the name space is not one`);
            check(!(await me.page.locator(".study-told").allInnerTexts()).some((/** @type {string} */ it) => it.includes("not be loaded")), `${path}: not loaded when ${script} is late`);
            await me.page.unroute(pattern);
        }
        check(me.complaints.length === 0, me.complaints.join("\n"));
        await me.close();
    },

    "a tab that is killed at any moment of a session loses at most the card that is shown": async (context) => {
        // In a browser of its own: what is killed may serve pages of other tests too.
        const browser = await launch();
        const me = await reader({ ...context, browser }, "study.html");
        let page = me.page;
        let given = 0;
        /** What happens before the tab is killed; gives the grades that were given and told. @type {((page: any) => Promise<number>)[]} */
        const moments = [
            async (page) => (await answer(page, 3), 1),
            async (page) => (await page.locator("[data-reveal]").click(), 0),
            async (page) => (await answer(page, 1), await answer(page, 4), 2),
            // Killed while the grade is written: it may be there or not.
            async (page) => (await page.locator("[data-reveal]").click(), void page.locator('[data-grade="3"]').click().catch(() => {}), 0),
        ];
        for (const [i, moment] of moments.entries()) {
            await start(page);
            given += await moment(page);
            const devtools = await me.window.newCDPSession(page);
            const crashed = page.waitForEvent("crash");
            void devtools.send("Page.crash").catch(() => {});
            await crashed;
            await page.close();
            page = await me.window.newPage();
            await page.clock.setFixedTime(NINE + (i + 1) * 60_000);
            await page.goto(`${context.url}progress.html`);
            await page.waitForSelector(".study-chart");
            const reviews = JSON.parse(await exported(page)).entries.filter((/** @type {any} */ it) => it.type === "review").length;
            check(reviews === given || (i === moments.length - 1 && reviews === given + 1), `${given} grades were given, the log has ${reviews} after moment ${i}`);
            await page.goto(`${context.url}study.html`);
        }
        await browser.close();
    },
};

// A guide without cards has no study pages.
export const tests = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, async (/** @type {any} */ context) => {
    if (existsSync(join(context.folder, "study.html"))) await run(context);
}]));
