// What STUDY's hooks promise beside sessions: a file that is dropped, marks and notes from a card, shades of the map, reports of
// earlier interviews, a recorded voice.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, pages } from "../pages.mjs";
import { answer, DAY, exported, imported, NINE, reader, shown, start, stored } from "../study/reader.mjs";

const catalogue = (/** @type {any} */ context) => JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));

/** @type {Record<string, (context: any) => Promise<void>>} */
const cases = {
    "the catalogue names each card with its topic and prompt, and the site's cards are these": async (context) => {
        const { topics, cards } = catalogue(context);
        const ids = new Set(topics.map((/** @type {any} */ it) => it.id));
        for (const it of cards) check(ids.has(it.topic) && it.prompt.length > 0 && ["topic", "question", "output", "quiz"].includes(it.kind) && (it.id === it.topic || it.id.startsWith(`${it.topic}#`)), JSON.stringify(it));
        const { page, close } = await reader(context, "study.html");
        await page.waitForSelector("[data-start]");
        const own = await page.evaluate(async () => {
            const deck = await /** @type {any} */ (globalThis).studybook.study.openDeck();
            while (deck.more) await deck.next();
            return deck.cards.map((/** @type {any} */ it) => [it.id, it.kind]);
        });
        check(JSON.stringify(own) === JSON.stringify(cards.map((/** @type {any} */ it) => [it.id, it.kind])), "the deck has other cards");
        await close();
    },

    "an export that is dropped on the page is read": async (context) => {
        const { page, complaints, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        const { guide, studybook, exported: when } = JSON.parse(await exported(page));
        check(studybook === 1 && when === new Date(NINE).toISOString(), `${studybook} ${when}`);
        const file = { studybook: 1, guide, entries: [{ id: "dropped", at: NINE - DAY, type: "review", card: catalogue(context).topics[0].id, grade: 3, ms: 9000 }] };
        await page.evaluate((text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "log.json", { type: "application/json" }));
            document.querySelector(".study-data")?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }, JSON.stringify(file));
        await page.waitForFunction(() => /1 entry was added/.test(document.querySelector(".study-import-told")?.textContent ?? ""));
        check(JSON.parse(await exported(page)).entries[0].id === "dropped", "it is not in the log");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "a card can be bookmarked and noted where it is asked, and what is left out is taken back": async (context) => {
        const { page, go, close } = await reader(context, "study.html");
        await start(page);
        const card = await shown(page);
        await page.locator(".study-more summary").click();
        await page.locator(".study-more [aria-pressed]").click();
        await page.locator(".study-more textarea").fill("say <i>why</i>");
        await page.locator(".study-more textarea").blur();
        await page.waitForFunction(() => document.querySelector(".study-more [aria-pressed]")?.getAttribute("aria-pressed") === "true");
        await page.locator("[data-act=suspend]").click();
        await page.waitForFunction((id) => document.querySelector(".study [data-card]")?.getAttribute("data-card") !== id, card);
        await answer(page, 3);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        check(/1 card is left out/.test(await page.locator(".study-notes").innerText()), "what is left out is not told");
        await page.locator(".study-notes .study-plain").click();
        await page.waitForFunction(() => !/left out/.test(document.querySelector(".study-notes")?.textContent ?? ""));
        const { entries } = JSON.parse(await exported(page));
        const topic = `${card}`.split("#")[0];
        const has = (/** @type {any} */ some) => entries.some((/** @type {any} */ it) => Object.entries(some).every(([key, value]) => it[key] === value));
        check(has({ type: "bookmark", card: topic, on: true }) && has({ type: "note", card: topic, text: "say <i>why</i>" }), JSON.stringify(entries));
        check(has({ type: "suspend", card }) && has({ type: "resume", card }), JSON.stringify(entries));
        await go(catalogue(context).topics.find((/** @type {any} */ it) => it.id === topic).url);
        await page.waitForSelector(".study-note[open]");
        check((await page.locator(".study-note textarea").inputValue()) === "say <i>why</i>", "the topic's page shows another note");
        await close();
    },

    "rail, map and matrix show what is known, in words too, and the shades can be switched off": async (context) => {
        const { topic, map, home } = pages(context.folder);
        const { page, go, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        const { guide } = JSON.parse(await exported(page));
        const { topics } = catalogue(context);
        const own = topics.find((/** @type {any} */ it) => it.url === topic);
        const entries = topics.map((/** @type {any} */ it, /** @type {number} */ i) => ({ id: `k-${i}`, at: NINE - DAY + i, type: "review", card: it.id, grade: it.id === own.id ? 1 : 4, ms: 9000 }));
        await imported(page, JSON.stringify({ studybook: 1, guide, entries }));
        await stored(page, { type: "review", count: entries.length });
        await stored(page, { summary: true });
        await go(topic);
        await page.waitForSelector(".rail .study-mark");
        const marks = await page.locator(".rail .study-mark").allInnerTexts();
        check(marks.some((it) => /learning/.test(it)) && marks.some((it) => /known/.test(it)), `${marks}`);
        for (const [path, cell] of /** @type {[string, string][]} */ ([[map, ".layers a[data-recall]:not([data-recall='0'])"], [home, ".matrix td[data-recall]:not([data-recall='0'])"]])) {
            await go(path);
            await page.waitForSelector(".study-shade input");
            check((await page.locator(cell).count()) > 0, `${path}: nothing is shaded`);
            await page.locator(".study-shade input").uncheck({ force: true });
            check(await page.evaluate(() => document.documentElement.hasAttribute("data-unshaded")), `${path}: the shades stay`);
        }
        await close();
    },

    "the report of an earlier interview opens from the progress page; a damaged one does not": async (context) => {
        const { page, go, complaints, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        const { guide } = JSON.parse(await exported(page));
        const id = catalogue(context).topics[0].id;
        const questions = [{ card: id, grade: 2, ms: 61_000, missed: ["<b>a point</b>"], notes: "what I said", follows: [3] }, { card: "gone", grade: 3 }, null, { card: id, grade: "3" }];
        await imported(page, JSON.stringify({ studybook: 1, guide, entries: [
            { id: "good & kept", at: NINE - DAY, type: "interview", report: { score: 0.5, minutes: 14, questions } },
            { id: "bad", at: NINE - 2 * DAY, type: "interview", report: { score: "<b>", questions: 7 } },
        ] }));
        const links = page.locator(".study-notes a[href*='interview.html#report=']");
        check((await links.count()) === 2, `${await links.count()} reports`);
        await links.first().click();
        await page.waitForSelector("[data-interview=report]");
        const said = await page.locator("[data-interview=report]").innerText();
        check(/50%, over 2 questions in 14 minutes/.test(said) && said.includes("<b>a point</b>") && said.includes("what I said") && said.includes("1:01"), said);
        await page.locator("[data-interview=report] .quiet-button").click();
        await page.waitForSelector("[data-start]");
        check(!page.url().includes("#"), page.url());
        await go("topics.html");
        await go("interview.html#report=bad");
        await page.waitForSelector("[data-start]");
        check((await page.locator("[data-interview=report]").count()) === 0, "a damaged report is shown");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "a voice is recorded in memory, played beside the answer, and gone with the next question": async (context) => {
        const speak = () => {
            const tone = async () => {
                const audio = new AudioContext();
                const [source, end] = [audio.createOscillator(), audio.createMediaStreamDestination()];
                source.connect(end);
                source.start();
                return end.stream;
            };
            Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: tone } });
        };
        const { page, go, complaints, close } = await reader(context, "interview.html", { init: speak });
        await page.locator("[data-start]").click();
        const record = page.locator("[data-record]");
        await record.click();
        await page.waitForFunction(() => document.querySelector("[data-record]")?.getAttribute("aria-pressed") === "true");
        await record.click();
        await page.waitForSelector(".study-voice audio");
        await page.locator("[data-reveal]").click();
        check(await page.locator(".study-voice audio").isVisible(), "it is gone with the answer");
        const url = await page.locator(".study-voice audio").getAttribute("src");
        await page.locator('[data-grade="3"]').click();
        await page.waitForFunction(() => document.querySelector("[data-reveal]") && !document.querySelector(".study-voice audio"));
        check(await page.evaluate((url) => fetch(url ?? "").then(() => false, () => true), url), "the recording is still in memory");
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        check(!(await exported(page)).includes("blob:"), "the log holds the recording");
        check(complaints.filter((it) => !/blob:|Fetch API|Refused to connect|Content Security Policy/.test(it)).length === 0, complaints.join("\n"));
        await close();
    },

    "the hour at which a day begins is chosen on the progress page, and kept": async (context) => {
        const { page, close } = await reader(context, "progress.html", { at: new Date(2026, 10, 30, 5).getTime() });
        await page.waitForSelector(".study-chart");
        const today = () => page.evaluate(() => /** @type {any} */ (globalThis).studybook.study.dateOf(/** @type {any} */ (globalThis).studybook.study.dayOf(Date.now())));
        check((await page.locator("select[name=begins]").inputValue()) === "4" && (await today()) === "2026-11-30", await today());
        await page.locator("select[name=begins]").selectOption("6");
        await page.waitForFunction(() => /** @type {any} */ (globalThis).studybook.study.dayOf(Date.now()) * 86_400_000 === Date.UTC(2026, 10, 29));
        await page.reload();
        await page.waitForSelector(".study-chart");
        check((await page.locator("select[name=begins]").inputValue()) === "6", "it is forgotten");
        check(JSON.parse(await exported(page)).entries.at(-1).begins === 6, "it is not in the log");
        await close();
    },

    "intervals grow in their words, and a formula is read in a line of text": async (context) => {
        const { page, go, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        const words = await page.evaluate(() => [0, 1, 2, 44, 59, 60, 90, 719, 720, 900].map((days) => /** @type {any} */ (globalThis).studybook.study.interval(days)));
        check(`${words}` === "in this session,1 day,2 days,44 days,59 days,2 months,3 months,24 months,2 years,2 years", `${words}`);
        await go("interview.html");
        await page.waitForSelector("[data-start]");
        const points = await page.evaluate(() => /** @type {any} */ (globalThis).studybook.study.pointsOf({ a: "<p>It takes <math><mi>O</mi><mo>(</mo><msup><mi>n</mi><mn>2</mn></msup><mo>log</mo><mi>n</mi><mo>)</mo></math> steps. And <code>f(x)</code> is called once.</p>", points: ["Why"] }));
        check(JSON.stringify(points) === JSON.stringify(["It takes O(n^2 log n) steps.", "And f(x) is called once.", "Why"]), JSON.stringify(points));
        await close();
    },
};

// A guide without cards has no study pages.
export const tests = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, async (/** @type {any} */ context) => {
    if (existsSync(join(context.folder, "study.html"))) await run(context);
}]));
