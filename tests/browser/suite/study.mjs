// The study pages in Chromium, with a clock that the test moves: sessions, the log, what is told.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../pages.mjs";
import { answer, DAY, exported, imported, NINE, reader, shown, sit, start } from "../study/reader.mjs";

/** @type {Record<string, (context: any) => Promise<void>>} */
const cases = {
    "a first session asks, shows, grades and ends, and says when the next is worth it": async (context) => {
        const { page, complaints, close } = await reader(context, "study.html");
        await start(page);
        const card = page.locator(".study [data-card]");
        check(["topic", "question", "output", "quiz"].includes((await card.getAttribute("data-kind")) ?? ""), "no kind");
        check((await page.locator("[data-answer]").count()) === 0, "the answer is shown before it was asked for");
        const title = await page.locator(".study-card h1").innerText();
        await page.keyboard.press("Space");
        check(await page.locator("[data-answer]").isVisible(), "Space does not reveal");
        check((await page.locator(".study-card h1").innerText()) === title, "the prompt moved");
        check(await page.locator('[data-grade="3"]').evaluate((it) => it === document.activeElement), "`good` has not the focus");
        check((await page.locator("[role=status].for-readers").innerText()) === "Answer shown", "nothing is said");
        await page.keyboard.press("3");
        await page.waitForFunction((old) => document.querySelector(".study-card h1")?.textContent !== old, title);
        check(/comes again in \d+ days/.test(await page.locator("[role=status].for-readers").innerText()), "the grade's result is not said");
        const cards = await sit(page, () => 3);
        check(cards.length >= 12 && cards.length <= 45, `${cards.length} cards in 20 minutes`);
        check(/next session is worth it/.test(await page.locator("[data-session=done]").innerText()), "the end says nothing of the next session");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "a failure comes back after at least three other cards, its explanation open": async (context) => {
        const { page, close } = await reader(context, "study.html");
        await start(page);
        const failed = await answer(page, 1);
        check(await page.locator(".study-past details[open]").isVisible(), "the explanation is not open");
        await page.waitForFunction(() => document.querySelector(".study-past .prose")?.textContent);
        check((await page.locator(".study-past .prose").innerText()).length > 200, "the explanation is not the topic's text");
        await page.keyboard.press("Space");
        check((await page.locator(".study-past").count()) === 0, "the card before stays");
        const cards = await sit(page, () => 3);
        const at = cards.indexOf(failed);
        check(at >= 3, `it came back after ${at} cards`);
        await close();
    },

    "good is not due tomorrow; a fortnight of sessions keeps its minutes and its promises": async (context) => {
        const { page, clock, go, close } = await reader(context, "study.html");
        /** @type {Map<string, number>} */
        const last = new Map();
        let met = 0;
        for (let day = 0; day < 14; day++) {
            await clock(NINE + day * DAY);
            await go("study.html");
            if (day === 0) await page.fill("input[name=minutes]", "8");
            await start(page);
            const cards = await sit(page, (card, times) => (times === 1 && (card.length + day) % 9 === 0 ? 1 : 3));
            check(day > 0 || cards.length > 8, "nothing to do on the first day");
            check(cards.length <= 34, `${cards.length} cards on day ${day}`);
            for (const card of new Set(cards)) {
                const before = last.get(card);
                check(before !== day - 1, `${card} was good on day ${before} and came on day ${day}`);
                if (!last.has(card)) met += 1;
                // What failed may come tomorrow.
                if ((card.length + day) % 9 === 0) last.set(card, -9);
                else last.set(card, day);
            }
        }
        check(met > 40, `only ${met} cards were met in a fortnight`);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const log = JSON.parse(await exported(page));
        check(log.studybook === 1 && log.entries.filter((it) => it.type === "review").length > 80, `${log.entries.length} entries`);
        await close();
    },

    "an interview date pulls reviews in, and the page says how it would turn out": async (context) => {
        const { page, clock, go, close } = await reader(context, "study.html");
        await start(page);
        const cards = await sit(page, () => 4);
        const dates = async () => page.locator(".study-notes").innerText();
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const free = await dates();
        const day = new Date(NINE + 9 * DAY).toISOString().slice(0, 10);
        await page.fill("input[name=date]", day);
        await page.locator("input[name=date]").dispatchEvent("change");
        await page.waitForFunction(() => /in 9 days/.test(document.querySelector("h1")?.textContent ?? ""));
        check(/At 20 minutes a day you will meet \d+ of \d+ topics and recall about \d+%/.test(await page.locator(".study-forecast").innerText()), await page.locator(".study-forecast").innerText());
        check((await dates()) !== free, "what is due did not change");
        /** @type {Set<string>} */
        const again = new Set();
        for (let d = 5; d < 9; d++) {
            await clock(NINE + d * DAY);
            await go("study.html");
            await start(page);
            for (const card of await sit(page, () => 4)) again.add(card);
        }
        const missing = [...new Set(cards)].filter((card) => !again.has(card));
        check(missing.length === 0, `not seen again before the interview: ${missing}`);
        await close();
    },

    "undo takes the last grade back, Back and a reload return to the same card": async (context) => {
        const { page, close } = await reader(context, "study.html");
        await start(page);
        const first = await answer(page, 3);
        const second = await shown(page);
        await page.keyboard.press("u");
        await page.waitForFunction((id) => document.querySelector(".study [data-card]")?.getAttribute("data-card") === id, first);
        await answer(page, 4);
        check((await shown(page)) !== first, "it is stuck");
        await page.locator("[data-reveal]").click();
        const here = await shown(page);
        await page.locator(".study-over a").first().click();
        await page.waitForSelector("article.topic");
        await page.goBack();
        await page.waitForSelector(".study [data-card]");
        check((await shown(page)) === here, `Back shows ${await shown(page)}, not ${here}`);
        check(await page.locator("[data-answer]").isVisible(), "the answer is hidden again");
        await page.reload();
        await page.waitForSelector("[data-answer]");
        check((await shown(page)) === here && second !== undefined, "a reload shows another card");
        await page.goto(`${context.url}progress.html`);
        await page.waitForSelector(".study-chart");
        const { entries } = JSON.parse(await exported(page));
        check(entries.filter((it) => it.type === "review").length === 2 && entries.filter((it) => it.type === "undo").length === 1, "the log lost an entry");
        await close();
    },

    "export, another browser, import twice: the same log": async (context) => {
        const one = await reader(context, "study.html");
        await start(one.page);
        for (let i = 0; i < 5; i++) await answer(one.page, 1 + (i % 4));
        await one.go("progress.html");
        await one.page.waitForSelector(".study-chart");
        const text = await exported(one.page);
        const two = await reader(context, "progress.html");
        await two.page.waitForSelector(".study-chart");
        check((await imported(two.page, text)) === "5 entries were added.", await two.page.locator(".study-import-told").innerText());
        check(/all of it was here already/.test(await imported(two.page, text)), "the second import adds something");
        const later = JSON.parse(text);
        later.entries.push({ id: "of-tomorrow", at: NINE, type: "something-new", what: { is: ["it"] } });
        check((await imported(two.page, JSON.stringify(later))) === "1 entry was added.", "an entry of a later version is refused");
        const back = JSON.parse(await exported(two.page));
        const sort = (/** @type {any[]} */ list) => JSON.stringify([...list].sort((a, b) => (a.id < b.id ? -1 : 1)));
        check(sort(back.entries) === sort(later.entries), "the logs differ");
        await one.close();
        await two.close();
    },

    "files that are hostile or damaged end in a message, and nothing runs": async (context) => {
        const { page, complaints, close } = await reader(context, "progress.html");
        await page.waitForSelector(".study-chart");
        const guide = JSON.parse(await exported(page)).guide;
        const file = (/** @type {any} */ entries, more = {}) => JSON.stringify({ studybook: 1, guide, entries, ...more });
        const card = JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8")).topics[0].id;
        for (const [text, said] of /** @type {[string, RegExp][]} */ ([
            ["{", /damaged/], ["[]", /no export/], [file([], { studybook: 99 }), /later version/], [file([], { guide: "another" }), /another guide/],
            [file([{ id: "x", at: "<img src=x onerror=alert(1)>", type: "review", card, grade: 3 }]), /could not be read/],
        ])) check(said.test(await imported(page, text)), `${text.slice(0, 60)}: ${await page.locator(".study-import-told").innerText()}`);
        const markup = "<img src=x onerror='document.title=1'><script>document.title=1</script>";
        await imported(page, file([{ id: "n", at: NINE, type: "note", card, text: markup }, { id: "r", at: NINE, type: "review", card: `${card}<b>`, grade: 3 }, { id: "b", at: NINE, type: "interview", report: { score: markup } }]));
        check((await page.title()) !== "1" && (await page.locator(".study img, .study script").count()) === 0, "markup of a file stands in the page");
        check(/no longer in this guide/.test(await page.locator(".study-notes").innerText()), "a card that is gone is not told");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "two tabs know of each other, and lose nothing": async (context) => {
        const { window, page, close } = await reader(context, "study.html");
        await start(page);
        await answer(page, 3);
        const other = await window.newPage();
        await other.clock.setFixedTime(NINE + 1000);
        await other.goto(`${context.url}progress.html`);
        await other.waitForSelector(".study-chart");
        await answer(page, 3);
        await answer(page, 3);
        // The news comes by a channel of the browser: asked again until it is there.
        let log = JSON.parse(await exported(other));
        for (let i = 0; i < 20 && log.entries.length < 3; i++) log = JSON.parse(await exported(other));
        check(log.entries.length === 3, `the other tab knows ${log.entries.length} of 3 reviews`);
        await close();
    },

    "where storage is refused the session goes on in memory and says so": async (context) => {
        const refuse = () => {
            Object.defineProperty(globalThis, "indexedDB", { get: () => ({ open: () => { throw new DOMException("no", "SecurityError"); } }) });
        };
        const { page, complaints, close } = await reader(context, "study.html", { init: refuse });
        await start(page);
        check(/does not let the guide keep anything/.test(await page.locator(".study-told").innerText()), "nothing is said");
        await answer(page, 3);
        await answer(page, 3);
        const log = JSON.parse(await exported(page));
        check(log.entries.length === 2, `${log.entries.length} entries are exported`);
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "a full store is told at once, and the log goes on in memory": async (context) => {
        const fill = () => {
            const put = IDBObjectStore.prototype.put;
            IDBObjectStore.prototype.put = function (...given) {
                if (this.name === "log") throw new DOMException("full", "QuotaExceededError");
                return put.apply(this, /** @type {any} */ (given));
            };
        };
        const { page, close } = await reader(context, "study.html", { init: fill });
        await start(page);
        await answer(page, 3);
        await page.waitForSelector(".study-told:not([hidden])");
        check(/no more room/.test(await page.locator(".study-told").innerText()), "nothing is said");
        await answer(page, 3);
        check(JSON.parse(await exported(page)).entries.length === 2, "an entry is lost");
        await close();
    },

    "a damaged entry is set aside and told; a database of the first version is migrated, one of a later left alone": async (context) => {
        const { page, go, close } = await reader(context, "study.html");
        await page.waitForSelector("[data-start]");
        const name = await page.evaluate(async () => (await indexedDB.databases())[0]?.name);
        const make = (/** @type {number} */ version, /** @type {any[]} */ entries) => page.evaluate(([name, version, entries]) => new Promise((resolve, reject) => {
            const gone = indexedDB.deleteDatabase(name);
            gone.onsuccess = () => {
                const request = indexedDB.open(name, version);
                request.onupgradeneeded = () => request.result.createObjectStore("log", { keyPath: "id" });
                request.onerror = () => reject(request.error);
                request.onsuccess = () => {
                    const change = request.result.transaction("log", "readwrite");
                    for (const entry of entries) change.objectStore("log").put(entry);
                    change.oncomplete = () => (request.result.close(), resolve(undefined));
                };
            };
        }), [name, version, entries]);
        const { topics } = JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));
        await go("404.html");
        await make(1, [{ id: "good", at: NINE - DAY, type: "review", card: topics[0].id, grade: 3, ms: 1 }, { id: "bad", at: "never", type: "review" }]);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        check(/1 entry of the log is damaged/.test(await page.locator(".study-told").innerText()), "the damage is not told");
        check(JSON.parse(await exported(page)).entries.map((it) => it.id).join() === "good", "the good entry is gone");
        await page.reload();
        await page.waitForSelector(".study-chart");
        check(/1 entry/.test(await page.locator(".study-told").innerText()), "the damaged entry was thrown away");
        await go("404.html");
        await make(99, []);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        check(/newer form/.test(await page.locator(".study-told").innerText()), "a later version is not told");
        await close();
    },

    "from disk the session works, its explanation too": async (context) => {
        const { page, complaints, close } = await reader(context, "study.html", { scheme: "file" });
        await start(page);
        await answer(page, 3);
        const failed = await answer(page, 1);
        check(failed.length > 0, "no card");
        const frame = page.frameLocator(".study-past iframe");
        check((await frame.locator(".topic .prose").innerText()).length > 200, "the frame does not show the topic");
        check(!(await frame.locator(".bar").isVisible()), "the frame shows the bar");
        await page.reload();
        await page.waitForSelector(".study [data-card]");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "without JavaScript the home page's card unfolds, and the study pages lead on": async (context) => {
        const { page, go, close } = await reader(context, "index.html", { javaScriptEnabled: false });
        const card = page.locator("article[data-card]");
        check(await card.isVisible(), "the home page has no card");
        check(!(await card.locator("[data-answer]").isVisible()), "the answer is shown");
        await card.locator("summary").click();
        check(await card.locator("[data-answer]").isVisible(), "the answer does not unfold");
        for (const path of ["study.html", "progress.html", "interview.html", "cheatsheet.html"]) {
            await go(path);
            check(await page.locator("main a").first().isVisible(), `${path} is a dead end`);
        }
        await close();
    },

    "suspended, skipped and known cards do not come; take back brings them": async (context) => {
        const { page, go, close } = await reader(context, "study.html");
        await start(page);
        const cards = [];
        for (const act of ["skip", "suspend", "known"]) {
            cards.push(await shown(page));
            await page.locator(".study-more summary").click();
            await page.locator(`[data-act=${act}]`).click();
            await page.waitForFunction((id) => document.querySelector(".study [data-card]")?.getAttribute("data-card") !== id, cards.at(-1));
        }
        const rest = await sit(page, () => 3);
        check(cards.every((card) => !rest.includes(card)), "one of them came");
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        check(/1 card is left out/.test(await page.locator(".study-notes").innerText()), "what is left out is not told");
        await close();
    },

    "starting over makes every card new, and can be undone": async (context) => {
        const { page, go, close } = await reader(context, "study.html");
        await start(page);
        await answer(page, 3);
        await answer(page, 3);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const known = () => page.locator(".study-known").innerText();
        const before = await known();
        await page.locator(".study-data summary").click();
        await page.locator("[data-reset]").click();
        await page.waitForSelector(".study-import-told [data-undo]");
        check((await known()) !== before, "nothing changed");
        await page.locator(".study-import-told [data-undo]").click();
        await page.waitForFunction(() => document.querySelector(".study-import-told")?.textContent === "Undone");
        check((await known()) === before, "the undo does not bring it back");
        await close();
    },

    "the first card of the guide costs at most 60 kB after the page's frame": async (context) => {
        const { gzipSync } = await import("node:zlib");
        const { page, close } = await reader(context, "study.html");
        /** @type {Set<string>} */
        const files = new Set();
        page.on("request", (request) => files.add(new URL(request.url()).pathname.slice("/repo/".length)));
        await page.reload();
        await start(page);
        await page.waitForLoadState("networkidle");
        const { sizes, total } = [...files].filter((file) => file.startsWith("study/") || /assets\/study/.test(file)).reduce((sum, file) => {
            const size = gzipSync(readFileSync(join(context.folder, decodeURIComponent(file)))).length;
            return { sizes: [...sum.sizes, `${file} ${size}`], total: sum.total + size };
        }, { sizes: /** @type {string[]} */ ([]), total: 0 });
        process.stdout.write(`# first card: ${total} bytes: ${sizes.join(", ")}\n`);
        check(total > 20_000 && total <= 60_000, `${total} bytes: ${sizes.join(", ")}`);
        await close();
    },
};

// A guide without cards has no study pages.
export const tests = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, async (/** @type {any} */ context) => {
    if (existsSync(join(context.folder, "study.html"))) await run(context);
}]));
