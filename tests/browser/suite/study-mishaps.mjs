// The study pages when something goes wrong: keys pressed twice, files that do not come, other tabs, clocks that move back.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../pages.mjs";
import { load } from "../study/load.mjs";
import { answer, DAY, exported, imported, NINE, reader, shown, start, stored } from "../study/reader.mjs";

/** @param {any} context @returns {{topics: any[], cards: any[]}} */
const catalogue = (context) => JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));

/** @param {any} it what `reader` gave */
async function log(it) {
    await it.go("progress.html");
    await it.page.waitForSelector(".study-chart");
    return JSON.parse(await exported(it.page));
}

/** Reviews of many cards, one after the other, of the days before. @param {any[]} cards @param {number} count @param {number} different */
const reviews = (cards, count, different) =>
    Array.from({ length: count }, (_, i) => ({ id: `old-${i}`, at: NINE - 60 * DAY + i * 400_000, type: "review", card: cards[i % different].id, grade: 3, ms: 9000 }));

/** @type {Record<string, (context: any) => Promise<void>>} */
export const tests = {
    "study mishaps: a grade that is given twice counts once, on the home page and in an interview": async (context) => {
        for (const [path, begin] of [["index.html", ""], ["interview.html", "[data-start]"]]) {
            const it = await reader(context, path);
            if (begin) await it.page.locator(begin).click();
            // Until the script has come, the home page holds a card of its own, which asks for no grade.
            await it.page.locator("[data-study] button[data-reveal]").click();
            await it.page.locator('[data-grade="3"]').waitFor();
            await it.page.evaluate(() => {
                const button = document.querySelector('[data-grade="3"]');
                for (let i = 0; i < 3; i++) if (button instanceof HTMLElement) button.click();
            });
            await it.page.waitForFunction(() => !document.querySelector('[data-grade="3"]'));
            const { entries } = await log(it);
            check(entries.filter((one) => one.type === "review").length === 1, `${path}: ${JSON.stringify(entries)}`);
            await it.close();
        }
    },

    "study mishaps: a card of the home page that was opened before its script came stays open, and is graded": async (context) => {
        const window = await context.browser.newContext();
        const page = await window.newPage();
        let come = () => {};
        const late = new Promise((done) => (come = () => done(undefined)));
        await page.route(/\/study\/index\.js/, async (route) => {
            await late;
            await route.continue();
        });
        await page.goto(`${context.url}index.html`, { waitUntil: "domcontentloaded" });
        await page.locator("summary[data-reveal]").click();
        const answer = await page.locator("[data-answer]").innerText();
        come();
        await page.locator('[data-grade="3"]').waitFor();
        check((await page.locator("[data-answer]").innerText()) === answer, "another answer is shown");
        await page.locator('[data-grade="3"]').click();
        await page.waitForFunction(() => document.querySelector(".study-count")?.textContent?.startsWith("2 "));
        await window.close();
    },

    "study mishaps: cards that cannot be had are told, nothing counts twice, and it goes on once they can": async (context) => {
        const it = await reader(context, "study.html");
        await start(it.page);
        const first = await answer(it.page, 3);
        let [isCut, refused] = [true, 0];
        await it.page.route(/\/study\/[^/]*\.[0-9a-f]+\.js/, (route) => (isCut ? (refused++, route.abort()) : route.continue()));
        // Some cards are there already; sooner or later one is not.
        for (let i = 0; i < 60 && !(await it.page.locator("[data-again]").count()); i++) {
            await it.page.locator("[data-reveal]").first().click();
            await it.page.locator('[data-grade="3"]').click();
            await it.page.waitForFunction(() => document.querySelector("[data-again], [data-reveal], [data-session=done]"));
            if (await it.page.locator("[data-session=done]").count()) break;
        }
        check(refused > 0 && (await it.page.locator(".study .study-told[role=alert]").isVisible()), "nothing is told");
        check((await it.page.locator("[data-grade]").count()) === 0, "the card before can be graded again");
        isCut = false;
        await it.page.locator("[data-again]").click();
        await it.page.waitForSelector(".study [data-card] [data-reveal], [data-session=done]");
        const { entries } = await log(it);
        const times = new Map();
        for (const one of entries.filter((one) => one.type === "review")) times.set(one.card, (times.get(one.card) ?? 0) + 1);
        check(times.get(first) === 1 && [...times.values()].every((n) => n === 1), JSON.stringify([...times]));
        await it.close();
    },

    "study mishaps: without the scheduler an answer is shown and grades come once it can be had": async (context) => {
        const it = await reader(context, "study.html");
        let isCut = true;
        await it.page.route(/ts-fsrs/, (route) => (isCut ? route.abort() : route.continue()));
        await it.page.reload();
        // A first visit needs no scheduler until there is something to grade.
        await it.page.locator("[data-start]").first().click();
        const offered = await it.page.waitForSelector("[data-again], .study [data-reveal]");
        if (await offered.evaluate((/** @type {Element} */ one) => one.matches("[data-reveal]"))) {
            await it.page.locator("[data-reveal]").first().click();
            await it.page.waitForSelector("[data-again]");
            isCut = false;
            await it.page.locator("[data-again]").click();
            await it.page.locator('[data-grade="3"]').waitFor();
        }
        await it.close();
    },

    "study mishaps: two thousand older reviews that come in from another tab do not stop a session": async (context) => {
        const it = await reader(context, "study.html");
        await start(it.page);
        await answer(it.page, 3);
        const other = await it.window.newPage();
        await other.clock.setFixedTime(NINE + 1000);
        await other.goto(`${context.url}progress.html`);
        await other.waitForSelector(".study-chart");
        const { guide } = JSON.parse(await exported(other));
        await imported(other, JSON.stringify({ studybook: 1, guide, entries: reviews(catalogue(context).cards, 2000, 400) }));
        await it.page.waitForFunction(() => globalThis.studybook.study, undefined, { timeout: 20_000 });
        check((await shown(it.page)) !== "", "the session is over");
        await answer(it.page, 3);
        // All is undone at once, and can be had back.
        await other.locator(".study-data .study-more summary").click();
        await other.locator("[data-reset]").click();
        await other.locator(".study-import-told [data-undo]").waitFor({ timeout: 20_000 });
        await other.locator("[data-reset]").click();
        check(/^4\d\d cards/.test(await other.locator(".study-import-told").innerText()), "a second press forgets what can be undone");
        await other.locator(".study-import-told [data-undo]").click();
        await other.waitForFunction(() => /Undone/.test(document.querySelector(".study-import-told")?.textContent ?? ""), undefined, { timeout: 20_000 });
        await it.close();
    },

    "study mishaps: an entry that a file holds twice is one entry": async (context) => {
        const it = await reader(context, "progress.html");
        await it.page.waitForSelector(".study-chart");
        const { guide } = JSON.parse(await exported(it.page));
        const [one] = reviews(catalogue(context).cards, 1, 1);
        const said = await imported(it.page, JSON.stringify({ studybook: 1, guide, entries: [one, one] }));
        check(/\b1 entry|One entry/.test(said), said);
        check(JSON.parse(await exported(it.page)).entries.length === 1, "it is exported twice");
        await it.close();
    },

    "study mishaps: an undo holds although the clock was put back": async (context) => {
        const it = await reader(context, "study.html");
        await start(it.page);
        const card = await answer(it.page, 3);
        await it.clock(NINE - 5000);
        await it.page.keyboard.press("u");
        await it.page.waitForFunction((id) => document.querySelector(".study [data-card]")?.getAttribute("data-card") === id, card);
        await answer(it.page, 4);
        const { entries } = await log(it);
        const state = load("start", "ts-fsrs", "entry", "memory", "replay").replay(entries);
        const history = state.cards.get(card).history.map((/** @type {any} */ one) => one.grade);
        check(state.reviews === 1 && history.join() === "4", JSON.stringify(entries));
        await it.close();
    },

    "study mishaps: a plan that a clock put into the future does not win over today's": async (context) => {
        const it = await reader(context, "progress.html");
        await it.page.waitForSelector(".study-chart");
        const { guide } = JSON.parse(await exported(it.page));
        await imported(it.page, JSON.stringify({ studybook: 1, guide, entries: [{ id: "ahead", at: NINE + 2 * DAY, type: "plan", minutes: 45, scope: {} }] }));
        await it.page.reload();
        await it.page.waitForSelector(".study-chart");
        await it.page.fill("input[name=minutes]", "10");
        await it.page.locator("input[name=minutes]").dispatchEvent("change");
        await stored(it.page, { type: "plan", count: 2 });
        await it.page.reload();
        await it.page.waitForSelector(".study-chart");
        check((await it.page.inputValue("input[name=minutes]")) === "10", "the plan of the future stays");
        const plans = (await log(it)).entries.filter((one) => one.type === "plan");
        check(plans.every((one) => !("since" in one)), `what follows from the log stands in it: ${JSON.stringify(plans)}`);
        await it.close();
    },

    "study mishaps: bookmarks from two tabs are both kept, and what one knows can be taken back": async (context) => {
        const it = await reader(context, "study.html");
        await start(it.page);
        await answer(it.page, 3);
        await stored(it.page, { summary: true });
        const topics = catalogue(context).topics.slice(40, 42);
        const pages = [];
        for (const topic of topics) {
            const page = await it.window.newPage();
            await page.clock.setFixedTime(NINE + 60_000);
            await page.goto(context.url + topic.url);
            await page.waitForSelector(".study-tool");
            pages.push(page);
        }
        const pressed = (/** @type {any} */ page, /** @type {number} */ n) => page.locator(".study-tool").nth(n).getAttribute("aria-pressed");
        for (const [i, page] of pages.entries()) {
            await page.locator(".study-tool").nth(1).click();
            await stored(page, { marked: i + 1 });
        }
        await pages[0].reload();
        await pages[0].waitForSelector(".study-tool");
        check((await pressed(pages[0], 1)) === "true", "the first bookmark is gone");
        await it.go("topics.html");
        await it.page.locator("[data-own]").check({ force: true });
        check((await it.page.locator(".rows > li[data-topic]:not(.study-unmarked)").count()) === 2, "not both stand in the list");
        const known = pages[1].locator(".study-tool").first();
        for (const [wanted, type, count] of [["true", "known", 1], ["false", "undo", 1], ["true", "known", 2]]) {
            await known.click();
            await stored(pages[1], { type, count });
            check((await known.getAttribute("aria-pressed")) === wanted, `pressed is not ${wanted}`);
        }
        await pages[1].reload();
        await pages[1].waitForSelector(".study-tool");
        check((await pressed(pages[1], 0)) === "true", "it is forgotten after a reload");
        const { entries } = await log(it);
        const state = load("start", "ts-fsrs", "entry", "memory", "replay").replay(entries);
        check(state.cards.get(topics[1].id)?.known === "known" && entries.filter((one) => one.type === "known").length === 2, JSON.stringify(entries));
        await it.close();
    },

    "study mishaps: a store that is refused is told on the home page and in an interview, with the export": async (context) => {
        const init = () => Object.defineProperty(globalThis, "indexedDB", { get: () => ({ open: () => { throw new DOMException("no", "SecurityError"); } }) });
        for (const path of ["index.html", "interview.html"]) {
            const it = await reader(context, path, { init });
            if (path === "interview.html") await it.page.locator("[data-start]").click();
            await it.page.waitForSelector("[data-study] button[data-reveal]");
            check(await it.page.locator("[data-study] .study-told [data-export]").isVisible(), `${path} says nothing`);
            await it.close();
        }
    },

    "study mishaps: an interview over what no topic is in says so, and one that was left counts no time away": async (context) => {
        const it = await reader(context, "interview.html");
        await it.page.waitForSelector("[data-start]");
        const chapters = it.page.locator("input[name=chapters]");
        const levels = it.page.locator("input[name=levels]");
        let isEmpty = false;
        await it.page.locator(".study-first details summary").click();
        for (let c = 0; c < (await chapters.count()) && !isEmpty; c++) {
            for (let l = 0; l < (await levels.count()) && !isEmpty; l++) {
                await chapters.nth(c).check({ force: true });
                await levels.nth(l).check({ force: true });
                const [chapter, level] = [await chapters.nth(c).inputValue(), await levels.nth(l).inputValue()];
                isEmpty = !catalogue(context).topics.some((one) => `${one.chapter}/`.startsWith(`${chapter}/`) && one.difficulty === level);
                if (isEmpty) break;
                await chapters.nth(c).uncheck({ force: true });
                await levels.nth(l).uncheck({ force: true });
            }
        }
        if (isEmpty) {
            await it.page.locator("[data-start]").click();
            check(/No topic/.test(await it.page.locator(".study-first [role=status]").innerText()), "nothing is said");
        }
        await it.page.reload();
        await it.page.locator("[data-start]").click();
        await it.page.waitForSelector("[data-reveal]");
        await it.page.locator("[data-reveal]").click();
        await it.page.locator('[data-grade="3"]').click();
        await it.page.waitForFunction(() => !document.querySelector("[data-grade]"));
        await stored(it.page, { asked: 1 });
        await it.clock(NINE + 6 * 3_600_000);
        await it.page.reload();
        await it.page.locator("[data-go-on]").click();
        for (let i = 0; i < 60 && !(await it.page.locator("[data-interview=report]").count()); i++) {
            await it.page.locator("[data-reveal]").first().click();
            await it.page.locator('[data-grade="3"]').click();
            await it.page.waitForFunction(() => document.querySelector("[data-interview=report]") || !document.querySelector("[data-grade]"));
        }
        const lead = await it.page.locator(".study-report .lead").innerText();
        check(!/3\d\d minutes/.test(lead), lead);
        await it.close();
    },

    "study mishaps: a plan that is touched late still rises from the day on which its date was named": async () => {
        const { replay, retentionAt, planOfNow, aim, dayOf } = load("start", "ts-fsrs", "entry", "memory", "replay", "order");
        const plan = (/** @type {string} */ id, /** @type {number} */ day, /** @type {string | null} */ date, minutes = 20) => ({ id, at: NINE + day * DAY, type: "plan", date, minutes, retention: 0.9, scope: {} });
        const first = plan("a", 0, "2026-12-10");
        const late = NINE + 8 * DAY;
        const wanted = retentionAt(replay([first]), late);
        check(wanted > 0.93, `${wanted}`);
        for (const more of [[plan("b", 7, "2026-12-10", 25)], [plan("b", 2, "2026-12-10", 30), plan("c", 7, "2026-12-10", 10)]]) {
            const state = replay([first, ...more]);
            check(retentionAt(state, late) === wanted, "another number of minutes lowers what is wanted");
            check(aim({ ...planOfNow(state), since: state.plans.at(-1).since }, dayOf(late)).since === dayOf(NINE), "the time is counted anew");
        }
        check(retentionAt(replay([first, plan("b", 7, "2026-12-20")]), late) < wanted, "a later date begins a new time");
    },

    "study mishaps: a study day begins at four by the clock on the wall, also when that is put forward or back": async () => {
        const before = process.env.TZ;
        process.env.TZ = "Europe/Berlin";
        try {
            const { dayOf, beginOf, dateOf } = load("start");
            for (const [year, month, date] of [[2026, 2, 29], [2026, 9, 25], [2026, 5, 1]]) {
                const day = dayOf(new Date(year, month, date, 12).getTime());
                check(dateOf(day) === `${year}-${String(month + 1).padStart(2, "0")}-${date < 10 ? "0" : ""}${date}`, dateOf(day));
                check(dayOf(beginOf(day)) === day, "a day does not begin on itself");
                for (const [hour, minute, other] of [[3, 59, -1], [4, 0, 0], [4, 30, 0], [23, 59, 0]]) {
                    check(dayOf(new Date(year, month, date, hour, minute).getTime()) === day + other, `${hour}:${minute}`);
                }
            }
        } finally {
            if (before === undefined) delete process.env.TZ;
            else process.env.TZ = before;
        }
    },
};
