// What the study pages promise and count: the plan's fields, forecasts, minutes that are left, a session that goes on elsewhere.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../pages.mjs";
import { madeDeck } from "../study/deck.mjs";
import { load } from "../study/load.mjs";
import { answer, DAY, exported, imported, NINE, reader, shown, sit, start } from "../study/reader.mjs";

const study = load("start", "ts-fsrs", "entry", "memory", "replay", "deck", "order", "next-card", "forecast");
const catalogue = (/** @type {any} */ context) => JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));
/** A day of `Date.now()` as the plan writes it. @param {number} at */
const dateOf = (at) => new Date(at).toISOString().slice(0, 10);
const text = (/** @type {any} */ page, /** @type {string} */ selector) => page.locator(selector).first().innerText();
const minutesAsked = async (/** @type {any} */ page) => Number((await text(page, ".study-meter")).match(/of (\d+) min/)?.[1]);

/** progress.html with entries in the log. @param {any} context @param {any[]} entries @param {any} [options] */
async function planned(context, entries, options) {
    const me = await reader(context, "progress.html", options);
    await me.page.waitForSelector(".study-chart");
    const { guide } = JSON.parse(await exported(me.page));
    const add = (/** @type {any[]} */ more) => imported(me.page, JSON.stringify({ studybook: 1, guide, entries: more }));
    if (entries.length) await add(entries);
    return { ...me, add };
}
const plan = (/** @type {string} */ id, /** @type {any} */ more) => ({ id, at: NINE - DAY, type: "plan", minutes: 20, scope: {}, ...more });

/** A chapter of few topics, which a session holds. @param {any} context */
function smallChapter(context) {
    const { topics } = catalogue(context);
    /** @type {Map<string, any[]>} */
    const by = new Map();
    for (const it of topics) by.set(it.chapter, [...(by.get(it.chapter) ?? []), it]);
    const found = [...by].find(([id, list]) => list.length >= 4 && list.length <= 9 && ![...by.keys()].some((other) => other.startsWith(`${id}/`)));
    check(found, "the guide has no small chapter");
    return /** @type {[string, any[]]} */ (found);
}

/** The plans of the log. @param {any} page */
const plansOf = async (page) => JSON.parse(await exported(page)).entries.filter((/** @type {any} */ it) => it.type === "plan");

/** @type {Record<string, (context: any) => Promise<void>>} */
export const tests = {
    "the plan's fields follow an import, and the button says its minutes": async (context) => {
        const { page, add, close } = await planned(context, []);
        const date = dateOf(NINE + 9 * DAY);
        await add([plan("p", { date, minutes: 15, retention: 0.95, scope: { levels: ["basic"] } })]);
        const values = async () => `${await page.inputValue("input[name=date]")} ${await page.inputValue("input[name=minutes]")} ${await page.inputValue("input[name=retention]")}`;
        check((await values()) === `${date} 15 0.95`, await values());
        check(await page.locator("input[name=levels][value=basic]").isChecked(), "the level is not chosen");
        check(/today’s 15 minutes/.test(await text(page, ".study-plan [data-start]")), await text(page, ".study-plan [data-start]"));
        await page.locator("select[name=begins]").selectOption("5");
        await page.waitForFunction(() => /in 9 days/.test(document.querySelector(".study h1")?.textContent ?? ""));
        const last = (await plansOf(page)).at(-1);
        check(last.date === date && last.minutes === 15 && last.retention === 0.95 && last.begins === 5 && `${last.scope.levels}` === "basic", JSON.stringify(last));
        await close();
    },

    "two tabs write one plan: each field over the newest, and what is being typed stays": async (context) => {
        const { page, window, close } = await planned(context, []);
        const other = await window.newPage();
        await other.clock.setFixedTime(NINE + 1000);
        await other.goto(`${context.url}progress.html`);
        await other.waitForSelector(".study-chart");
        await other.locator("input[name=minutes]").fill("");
        await other.locator("input[name=minutes]").pressSequentially("3");
        await page.bringToFront();
        const date = dateOf(NINE + 9 * DAY);
        await page.fill("input[name=date]", date);
        await page.locator("input[name=date]").dispatchEvent("change");
        await other.bringToFront();
        await other.waitForFunction((/** @type {string} */ date) => /** @type {any} */ (document.querySelector("input[name=date]")).value === date, date);
        check((await other.inputValue("input[name=minutes]")) === "3", `what was typed became ${await other.inputValue("input[name=minutes]")}`);
        await other.locator("input[name=minutes]").pressSequentially("0");
        await other.keyboard.press("Tab");
        await page.bringToFront();
        await page.waitForFunction(() => /** @type {any} */ (document.querySelector("input[name=minutes]")).value === "30");
        const last = (await plansOf(other)).at(-1);
        check(last.date === date && last.minutes === 30, JSON.stringify(last));
        await close();
    },

    "minutes below what the field allows become the least that it does": async (context) => {
        const { page, close } = await planned(context, []);
        await page.fill("input[name=minutes]", "1");
        await page.keyboard.press("Tab");
        await page.waitForFunction(() => /^At 5 minutes/.test(document.querySelector(".study-forecast")?.textContent ?? ""));
        check((await page.inputValue("input[name=minutes]")) === "5" && (await plansOf(page)).at(-1).minutes === 5, await page.inputValue("input[name=minutes]"));
        await page.waitForFunction(() => /today’s 5 minutes/.test(document.querySelector(".study-plan [data-start]")?.textContent ?? ""));
        await close();
    },

    "a plan that is changed late brings no new cards into the last two days": async () => {
        const deck = madeDeck(study);
        const begin = new Date(2026, 10, 2, 9).getTime();
        const date = study.dateOf(study.dayOf(begin) + 10);
        const late = begin + 9 * DAY;
        const log = [{ id: "a", at: begin, type: "plan", date, minutes: 20 }, { id: "b", at: late, type: "plan", date, minutes: 25 }];
        const of = (/** @type {any[]} */ entries) => {
            const state = study.replay(entries);
            const now = study.planOfNow(state);
            return { fresh: study.newCards(deck, state, late + 1, now, {}, 9).length, met: study.forecast(deck, state, late + 1, now).met };
        };
        const [once, twice] = [of(log.slice(0, 1)), of(log)];
        check(once.fresh === 0 && once.met === 0, `new cards in the last two days: ${JSON.stringify(once)}`);
        check(twice.fresh === 0 && twice.met === 0, `after a change of the minutes: ${JSON.stringify(twice)}`);
        const moved = of([{ id: "a", at: begin, type: "plan", date: study.dateOf(study.dayOf(begin) + 40), minutes: 20 }, log[1]]);
        check(moved.fresh > 0 && moved.met > 0, "who names the day only now meets nothing");
    },

    "a forecast of who has not begun is the same at each look": async () => {
        const begin = new Date(2026, 10, 2, 9).getTime();
        const deck = madeDeck(study);
        const clock = Date.now;
        try {
            const of = (/** @type {number} */ at) => {
                Date.now = () => at;
                // A desired retention of its own, so that no review has used its scheduler.
                return JSON.stringify(study.forecast(deck, study.empty(), begin, { date: null, minutes: 20, retention: 0.83, scope: {}, begins: 4, at: 0 }));
            };
            check(new Set([1, 20, 300, 4000].map((n) => of(begin + n))).size === 1, "it hangs on the clock");
        } finally {
            Date.now = clock;
        }
    },

    "a forecast counts topics by whatever kinds of cards are in scope": async (context) => {
        const { page, add, close } = await planned(context, []);
        for (const [i, kind] of ["output", "question"].entries()) {
            await add([plan(`p ${kind}`, { at: NINE - DAY + i, scope: { kinds: [kind] } })]);
            const [, met, all] = (await text(page, ".study-forecast")).match(/met (\d+) of (\d+) topics/) ?? [];
            check(Number(met) > 20 && Number(met) <= Number(all), `${kind}: ${await text(page, ".study-forecast")}`);
            check(!/about 0\s*%/.test(await text(page, ".study-forecast")), await text(page, ".study-forecast"));
        }
        await close();
    },

    "on the day of the interview the forecast is what today's session meets": async (context) => {
        const { page, go, close } = await planned(context, [plan("p", { date: dateOf(NINE) })]);
        const [, met, more] = (await text(page, ".study-forecast")).match(/meet (\d+) of .* With 30 minutes: (\d+)/s) ?? [];
        await go("study.html");
        await start(page);
        const cards = new Set(await sit(page, () => 3));
        check(cards.size > 10 && Math.abs(Number(met) - cards.size) <= 10 && Number(more) > Number(met), `${met} forecast, ${more} with ten more minutes, ${cards.size} met`);
        await close();
    },

    "a scope chosen while a session is open is the session's from then on": async (context) => {
        const { page, go, close } = await planned(context, []);
        const [chapter, topics] = smallChapter(context);
        await go("study.html");
        await start(page);
        await answer(page, 3);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        await page.locator(".study-scope summary").first().click();
        await page.locator(`input[name=chapters][value="${chapter}"]`).check({ force: true });
        await page.waitForFunction((/** @type {number} */ n) => new RegExp(`of ${n} topics|all ${n}`).test(document.querySelector(".study-forecast")?.textContent ?? ""), topics.length);
        await page.locator(".study-plan [data-start]").click();
        await page.waitForSelector(".study [data-card]");
        const asked = [await shown(page), await answer(page, 3), await answer(page, 3), await shown(page)];
        check(asked.every((id) => topics.some((it) => id === it.id || id.startsWith(`${it.id}#`))), `of ${chapter}: ${asked}`);
        await close();
    },

    "a session left open overnight has the minutes of the new day": async (context) => {
        const { page, clock, close } = await planned(context, [plan("p", { minutes: 8 })]);
        await page.goto(`${context.url}study.html`);
        await start(page);
        for (let i = 0; i < 9; i++) await answer(page, i === 1 ? 1 : 3);
        check(Boolean(await shown(page)), "the evening's session is over already");
        await clock(NINE + DAY);
        const cards = await sit(page, () => 3);
        check(cards.length >= 9, `${cards.length} cards in the 8 minutes of the next day`);
        const [, done] = (await text(page, ".study-meter")).match(/(\d+) of \d+ min/) ?? [];
        check(Number(done) >= 7 && Number(done) <= 9, await text(page, ".study-meter"));
        await close();
    },

    "a reload does not lengthen ten more minutes": async (context) => {
        const { page, go, close } = await planned(context, [plan("p", { minutes: 5 })]);
        await go("study.html");
        await start(page);
        await sit(page, () => 3);
        await page.locator("[data-session=done] [data-start]").click();
        await page.waitForSelector(".study [data-card]");
        let n = 0;
        for (; await shown(page); n++) {
            check(n < 30, "ten minutes do not end");
            check((await minutesAsked(page)) <= 10, `${await text(page, ".study-meter")} after ${n} cards`);
            await answer(page, 3);
            if (n % 3 === 2) {
                await page.reload();
                await page.waitForSelector(".study [data-card], [data-session=done]");
            }
        }
        check(n >= 8, `${n} cards in ten minutes`);
        await close();
    },

    "two sessions at a time share today's minutes": async (context) => {
        const { page, window, go, close } = await planned(context, [plan("p", { minutes: 6 })]);
        await go("study.html");
        await start(page);
        await answer(page, 3);
        const other = await window.newPage();
        await other.clock.setFixedTime(NINE + 1000);
        await other.goto(`${context.url}study.html`);
        await other.waitForSelector(".study [data-card]");
        await page.bringToFront();
        const mine = await sit(page, () => 3);
        await other.bringToFront();
        const theirs = await sit(other, () => 3);
        // The card that the other tab showed was asked here meanwhile, and is not asked again there.
        check(mine.length >= 5 && theirs.length === 0, `${mine.length} cards in one tab, then ${theirs.length} in the other`);
        await close();
    },

    "what fails in one tab comes in another after three other cards too": async () => {
        const deck = madeDeck(study);
        const clock = study.now;
        try {
            const now = new Date(2026, 10, 2, 9).getTime();
            study.now = () => now;
            let [state, n] = [study.empty(), 0];
            const add = (/** @type {string} */ card, /** @type {number} */ grade) => (state = study.put(state, { id: `e${n}`, at: now + n++, type: "review", card, grade, ms: 9000 }));
            const [one, two] = [1, 2].map(() => study.sit(deck, () => state, {}, 0));
            const failed = one.next();
            add(failed.id, 1);
            one.took(failed, 9000);
            two.renew();
            const asked = [];
            for (let i = 0; i < 4; i++) {
                const card = two.next();
                asked.push(card);
                add(card.id, 3);
                two.took(card, 9000);
            }
            check(asked.indexOf(failed) === 3, `${failed.id} failed, then came ${asked.map((it) => it.id)}`);
        } finally {
            study.now = clock;
        }
    },

    "a card that failed four times waits for tomorrow, and nothing calls for it today": async (context) => {
        const [chapter] = smallChapter(context);
        const { page, go, close } = await planned(context, [plan("p", { scope: { chapters: [chapter], kinds: ["topic"] } })]);
        await go("study.html");
        await page.waitForSelector(".study [data-card]");
        const hard = await shown(page);
        const cards = await sit(page, (card) => (card === hard ? 1 : 3));
        check(cards.filter((it) => it === hard).length === 4, `${hard} of ${cards}`);
        check((await page.locator("[data-session=done] [data-start]").count()) === 0, "ten more minutes are offered for nothing");
        check(/tomorrow: 1 card/.test(await text(page, ".study-next")), await text(page, ".study-next"));
        await page.waitForFunction(() => [...document.querySelectorAll(".study-entry b")].every((it) => it instanceof HTMLElement && it.hidden) && document.querySelector(".study-entry"));
        await page.reload();
        await page.waitForSelector("[data-session=done]");
        check(/All that is due/.test(await text(page, "[data-session=done]")), await text(page, "[data-session=done]"));
        await go("index.html");
        check(/^Go on/.test(await text(page, ".study-back [data-start]")), await text(page, ".study-back [data-start]"));
        await close();
    },

    "home and progress count the topics met alike": async (context) => {
        const { page, go, close } = await reader(context, "index.html");
        await page.waitForSelector("[data-study=home] button[data-reveal]");
        for (let i = 0; i < 5; i++) {
            await page.locator("[data-study=home] [data-reveal]").click();
            await page.locator("[data-study=home] [data-grade='3']").click();
            await page.waitForFunction((/** @type {number} */ n) => !document.querySelector("[data-study=home] [data-grade]") && (n === 5 || document.querySelector(".study-count")?.textContent?.startsWith(`${n + 1} of`)), i + 1);
        }
        await page.reload();
        await page.waitForSelector(".study-back");
        const [, chapter, met] = (await text(page, ".study-back .study-over")).match(/· (.*), (\d+ of \d+)$/) ?? [];
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const cells = await page.locator(".study-known tr", { has: page.getByRole("rowheader", { name: chapter, exact: true }) }).locator("small").allInnerTexts();
        const sums = cells.map((/** @type {string} */ it) => it.split(" of ").map(Number)).reduce((/** @type {number[]} */ sum, /** @type {number[]} */ it) => sum.map((n, i) => n + (it[i] ?? 0)), [0, 0]);
        check(met && sums.join(" of ") === met, `home: ${met} of ${chapter}; progress: ${cells}`);
        const all = (await page.locator(".study-known small").allInnerTexts()).reduce((/** @type {number} */ sum, /** @type {string} */ it) => sum + Number(it.split(" ")[0]), 0);
        check(all === 5, `five cards of five topics, and ${all} are met`);
        await close();
    },

    "a filter or a scope that holds nothing says so": async (context) => {
        const { page, add, go, close } = await planned(context, []);
        await add([plan("p", { scope: { tags: ["no-such-tag"] } })]);
        check(/part of the guide: 0 topics/.test(await text(page, ".study-forecast")) && !/0 of 0/.test(await text(page, ".study-forecast")), await text(page, ".study-forecast"));
        // A box that is chosen leaves what this guide does not have.
        await page.locator(".study-scope summary").first().click();
        await page.locator("input[name=levels]").first().check({ force: true });
        await page.waitForFunction(() => /^At 20 minutes/.test(document.querySelector(".study-forecast")?.textContent ?? ""));
        await go("cheatsheet.html");
        await page.waitForSelector(".study-sheet section");
        const told = () => text(page, ".study [role=status]");
        check((await told()) === "", await told());
        const pair = await page.evaluate(() => {
            const levels = [...document.querySelectorAll("input[name=levels]")].map((it) => /** @type {HTMLInputElement} */ (it).value);
            for (const section of document.querySelectorAll(".study-sheet section")) for (const level of levels) if (!section.querySelector(`[data-level="${level}"]`)) return [section.id, level];
            return [];
        });
        check(pair.length === 2, "each chapter has topics of each level");
        await page.locator("select[name=chapter]").selectOption(pair[0]);
        check((await told()) === "", await told());
        await page.locator(`input[name=levels][value="${pair[1]}"]`).check({ force: true });
        check((await told()) === "0 topics" && !(await page.locator(".study-sheet section:visible").count()), `${pair}: ${await told()}`);
        await close();
    },

    "the chart's dates stand within it on a phone": async (context) => {
        const { page, close } = await planned(context, [], { viewport: { width: 390, height: 844 } });
        const cut = await page.$$eval(".study-chart text", (/** @type {any[]} */ list) => list.filter((it) => {
            // Also where the names of months are long.
            if (/[^0-9]/.test(it.textContent)) it.textContent += "\u00a0de";
            const [own, all] = [it.getBoundingClientRect(), it.ownerSVGElement.getBoundingClientRect()];
            return own.left < all.left - 0.5 || own.right > all.right + 0.5;
        }).map((it) => it.textContent));
        check(cut.length === 0, `cut: ${cut}`);
        await close();
    },

    "finding out what is known keeps to the part of the guide that is chosen": async (context) => {
        const { page, close } = await reader(context, "study.html");
        await page.waitForSelector("[data-placement]");
        const [chapter, topics] = smallChapter(context);
        await page.locator(".study-scope summary").first().click();
        await page.locator(`input[name=chapters][value="${chapter}"]`).check({ force: true });
        await page.locator("[data-placement]").click();
        await page.waitForSelector(".study [data-card]");
        check((await text(page, ".study-count")).endsWith(`of ${topics.length}`), await text(page, ".study-count"));
        const cards = await sit(page, () => 3);
        check(cards.length === topics.length && cards.every((id) => topics.some((it) => it.id === id)), `of ${chapter}: ${cards}`);
        await close();
    },
};
