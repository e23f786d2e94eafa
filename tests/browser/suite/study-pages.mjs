// The home page that interviews, practice while reading, the mock interview and the cheat sheet; axe on every state.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { faults } from "../axe.mjs";
import { check, pages } from "../pages.mjs";
import { answer, exported, NINE, reader, sit, start, stored } from "../study/reader.mjs";
import { states } from "../study/states.mjs";

/** What sticks out of the window at its side. @param {any} page */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** @type {Record<string, (context: any) => Promise<void>>} */
const cases = {
    "the home page asks five mixed cards, one of them for an output, and fills the matrix": async (context) => {
        const { page, complaints, close } = await reader(context, "index.html");
        await page.waitForSelector(".study-home .study-count");
        check((await page.locator("main [data-start]").count()) === 0, "a button says start");
        /** @type {string[]} */
        const kinds = [];
        /** @type {Set<string>} */
        const chapters = new Set();
        for (let i = 0; i < 5; i++) {
            const card = page.locator(".study-home [data-card]");
            kinds.push((await card.getAttribute("data-kind")) ?? "");
            chapters.add(await card.locator(".study-over").innerText());
            await page.keyboard.press("Space");
            await page.waitForSelector(".study-home [data-grade]");
            const id = await card.getAttribute("data-card");
            const shades = () => page.locator(".matrix td[data-recall]").evaluateAll((/** @type {any[]} */ all) => all.map((it) => Number(it.getAttribute("data-recall"))).reduce((sum, it) => sum + it, 0));
            const before = await shades();
            await page.keyboard.press("3");
            await page.waitForFunction((id) => document.querySelector(".study-home [data-card]")?.getAttribute("data-card") !== id, id);
            if (kinds.at(-1) !== "topic") check((await shades()) > before, `the grade of a ${kinds.at(-1)} fills no cell`);
        }
        check(kinds.includes("output") && new Set(kinds).size >= 2 && chapters.size >= 4, `${kinds} of ${[...chapters]}`);
        check((await page.locator(".matrix td[data-recall]:not([data-recall='0'])").count()) > 0, "no cell of the matrix is filled");
        check(await page.locator(".study-home [data-start]").isVisible(), "it does not go on");
        check((await page.locator(".study-days a").count()) > 3, "there are no days");
        await page.locator(".study-days a").first().click();
        await page.waitForSelector(".rows > li:visible");
        check((await page.locator(".rows > li:visible").count()) < 60, "the day's list is not filtered");
        await page.goto(`${context.url}index.html`);
        await page.waitForSelector(".study-back");
        check(/ of \d+/.test(await page.locator(".study-back").innerText()) && /Start today’s \d+ minutes/.test(await page.locator(".study-back").innerText()), await page.locator(".study-back").innerText());
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "nothing of studying stands on a page before the first review, and then the bar, marks and tools do": async (context) => {
        const { topic } = pages(context.folder);
        const me = await reader(context, topic);
        await me.page.waitForLoadState("networkidle");
        check((await me.page.locator(".study-entry, .study-mark, .study-tool").count()) === 0, "something of it stands there");
        await me.go("study.html");
        await start(me.page);
        const card = await answer(me.page, 3);
        await stored(me.page, { type: "review" });
        await stored(me.page, { summary: true });
        const url = await me.page.locator(".study-over a").first().getAttribute("href");
        await me.page.goto(url);
        await me.page.waitForSelector(".bar-nav .study-entry");
        check(/Study \d+ min/.test(await me.page.locator(".bar-nav .study-entry").innerText()), "the bar does not say today's minutes");
        await me.page.locator(".study-tool").nth(1).click();
        await me.page.locator(".study-note summary").click();
        await me.page.locator(".study-note textarea").fill("my <b>note</b>");
        await me.page.locator(".study-note textarea").blur();
        await stored(me.page, { type: "note" });
        await stored(me.page, { marked: 1 });
        await me.page.reload();
        await me.page.waitForSelector(".study-note[open]");
        check((await me.page.locator(".study-note textarea").inputValue()) === "my <b>note</b>", "the note is gone");
        check((await me.page.locator(".study-tool").nth(1).getAttribute("aria-pressed")) === "true", "the bookmark is gone");
        await me.go("topics.html");
        await me.page.waitForSelector(".study-mark");
        check((await me.page.locator(".study-mark").count()) >= 1 && card.length > 0, "no topic is marked");
        await me.page.locator(".filters label:has([data-own])").click();
        check((await me.page.locator(".rows > li:visible").count()) === 1, "the filter of bookmarks shows more");
        await me.go("cheatsheet.html");
        await me.page.waitForSelector(".study-sheet section");
        await me.page.locator("input[name=marked]").check();
        await me.page.waitForFunction(() => [...document.querySelectorAll(".study-sheet dt")].filter((it) => it.checkVisibility()).length === 1);
        check(me.complaints.length === 0, me.complaints.join("\n"));
        await me.close();
    },

    "in practice an answer that was revealed is graded into the same log": async (context) => {
        const { topic, chapter } = pages(context.folder);
        const { page, go, complaints, close } = await reader(context, topic);
        await page.keyboard.press("h");
        await page.waitForLoadState("networkidle");
        check((await page.locator(".study-row").count()) === 0, "the row is there before anything was revealed");
        await page.keyboard.press("Space");
        check(await page.locator(".topic > .answer").evaluate((it) => it === document.activeElement), "Space does not move to the answer");
        await page.waitForSelector(".study-row");
        await page.keyboard.press("3");
        await page.waitForFunction(() => !document.querySelector(".study-row"));
        const strips = page.locator(".study-strip");
        if (await strips.count()) {
            await strips.first().click();
            await page.locator(".study-row [data-grade='1']").click();
            await page.waitForFunction(() => !document.querySelector(".study-row"));
        }
        await go(chapter);
        await page.waitForLoadState("networkidle");
        const cards = await page.locator(".card .reveal:visible").count();
        if (cards) {
            await page.keyboard.press("j");
            await page.keyboard.press("Space");
            await page.waitForSelector(".study-row");
            await page.keyboard.press("1");
            await page.waitForFunction(() => !document.querySelector(".study-row"));
        }
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const { entries } = JSON.parse(await exported(page));
        const id = JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8")).topics.find((/** @type {any} */ it) => it.url === topic).id;
        check(entries.some((/** @type {any} */ it) => it.type === "review" && it.card === id && it.grade === 3), `no review of ${id}`);
        check(!cards || entries.filter((/** @type {any} */ it) => it.grade === 1).length >= 1, "the list's review is not in the log");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "a mock interview asks, times, grades and reports, and its grades are reviews": async (context) => {
        const { page, clock, go, complaints, close } = await reader(context, "interview.html");
        await page.waitForSelector("[data-start]");
        await page.locator("[data-start]").click();
        /** @type {string[]} */
        const cards = [];
        let now = NINE;
        for (let i = 0; i < 40; i++) {
            await page.waitForSelector(".study [data-card], [data-interview=report]");
            if (await page.locator("[data-interview=report]").count()) break;
            const card = page.locator(".study [data-card]");
            cards.push((await card.getAttribute("data-card")) ?? "");
            const before = await card.evaluate((it) => ((globalThis.studyBefore = it), it.getAttribute("data-kind")));
            await clock((now += 130_000));
            if (i === 0) await page.waitForFunction(() => /^2:\d\d/.test(document.querySelector(".study-timer")?.textContent ?? "") && document.querySelector(".study-timer.is-long"));
            if (i === 0) await page.locator(".study-answering textarea").fill("what I said");
            await page.locator("[data-reveal]").click();
            await page.waitForSelector("[data-grade]");
            if (before === "topic") check((await page.locator(".study-rubric input").count()) >= 2, "there is no rubric");
            await page.locator(`[data-grade="${1 + (i % 4)}"]`).click();
            await page.waitForFunction(() => {
                const next = document.querySelector(".study [data-card]");
                return document.querySelector("[data-interview=report]") || (next && next !== globalThis.studyBefore);
            });
        }
        const topics = cards.filter((card) => !card.includes("#"));
        check(topics.length >= 3 && new Set(topics).size === topics.length, `asked: ${cards}`);
        const report = await page.locator("[data-interview=report]").innerText();
        check(/\d+%, over \d+ questions/.test(report) && report.includes("what I said"), report.slice(0, 300));
        check((await page.locator(".study-scores").count()) === 3 && (await page.locator(".study-asked a").count()) === topics.length, "the report lacks its tables or links");
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const { entries } = JSON.parse(await exported(page));
        check(entries.filter((/** @type {any} */ it) => it.type === "review" && it.from === "interview").length === cards.length, "grades are no reviews");
        check(entries.filter((/** @type {any} */ it) => it.type === "interview")[0]?.report.questions.length === topics.length, "the report is not in the log");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "an interview that a reload interrupts goes on where it was, until its report": async (context) => {
        const { page, complaints, close } = await reader(context, "interview.html");
        /** @type {string[]} */
        const asked = [];
        const grade = async () => {
            const card = page.locator(".study [data-card]").first();
            asked.push(`${await card.getAttribute("data-card")}`);
            await page.locator("[data-reveal]").click();
            const before = await card.elementHandle();
            await page.locator('[data-grade="3"]').click();
            await page.waitForFunction((it) => {
                const next = document.querySelector(".study [data-card]");
                return document.querySelector("[data-interview=report]") || (next && next !== it);
            }, before);
        };
        await page.waitForSelector("[data-start]");
        check((await page.locator("[data-go-on]").count()) === 0, "there is nothing to go on with");
        await page.locator("[data-start]").click();
        for (let i = 0; i < 4; i++) {
            await page.waitForSelector(".study [data-card]");
            await grade();
        }
        const next = await page.locator(".study [data-card]").first().getAttribute("data-card");
        await page.reload();
        await page.locator("[data-go-on]").click();
        await page.waitForSelector(".study [data-card]");
        check((await page.locator(".study [data-card]").first().getAttribute("data-card")) === next, "it goes on with another question");
        for (let i = 0; i < 40 && !(await page.locator("[data-interview=report]").count()); i++) await grade();
        check(new Set(asked).size === asked.length && asked.length > 5, `${asked}`);
        await page.reload();
        await page.waitForSelector("[data-start]");
        check((await page.locator("[data-go-on]").count()) === 0, "what is over goes on");
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "placement: what is easy is known, and so is what it requires, as assumed": async (context) => {
        const { page, go, close } = await reader(context, "study.html");
        await page.locator("[data-placement]").click();
        await page.waitForSelector(".study [data-card]");
        const cards = await sit(page, () => 4);
        check(cards.length === 10 && new Set(cards).size === 10, `${cards.length} cards`);
        await go("progress.html");
        await page.waitForSelector(".study-chart");
        const { entries } = JSON.parse(await exported(page));
        check(entries.filter((/** @type {any} */ it) => it.type === "review" && it.from === "placement").length === 10, "no reviews of a placement");
        const { topics } = JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));
        const required = topics.filter((/** @type {any} */ it) => cards.includes(it.id)).flatMap((/** @type {any} */ it) => it.requires).filter((/** @type {string} */ id) => !cards.includes(id));
        for (const id of required) check(entries.some((/** @type {any} */ it) => it.type === "known" && it.card === id && it.assumed), `${id} is not assumed`);
        await close();
    },

    "a page that is only read costs at most 4 kB more": async (context) => {
        const { page, close } = await reader(context, pages(context.folder).topic);
        /** @type {Set<string>} */
        const files = new Set();
        page.on("request", (/** @type {any} */ request) => files.add(decodeURIComponent(new URL(request.url()).pathname.slice("/repo/".length))));
        await page.reload({ waitUntil: "networkidle" });
        const html = await page.content();
        const words = html.match(/<template class="study-words">[\s\S]*?<\/template>/)?.[0] ?? "";
        const page_ = readFileSync(join(context.folder, pages(context.folder).topic), "utf8");
        const without = page_.replace(words, "").replace(/<script [^>]*study-page[^>]*><\/script>\n?/, "").replace(/ data-card="[^"]*"/g, "");
        const own = gzipSync(page_).length - gzipSync(without).length;
        const more = [...files].filter((file) => /^study\/|assets\/study/.test(file)).map((file) => gzipSync(readFileSync(join(context.folder, file))).length);
        const total = own + more.reduce((sum, it) => sum + it, 0);
        check(more.length === 1, `${[...files]}`);
        check(total <= 4000, `${total} bytes`);
        process.stdout.write(`# a page that is only read: ${total} bytes more, ${own} of them in the page\n`);
        await close();
    },

    "a quiz checks itself once it comes near, and before that its script is not loaded": async (context) => {
        const { topics } = JSON.parse(readFileSync(join(context.folder, "topics.json"), "utf8"));
        const holds = (/** @type {any} */ it) => readFileSync(join(context.folder, it.url), "utf8").includes('class="quiz"');
        const asking = topics.find(holds);
        if (!asking) return;
        const { page, complaints, close } = await reader(context, asking.url, { viewport: { width: 390, height: 200 } });
        await page.waitForLoadState("networkidle");
        check((await page.locator("script[data-reading]").count()) === 0, "the script is loaded at once");
        const quiz = page.locator("main .quiz").first();
        await quiz.scrollIntoViewIfNeeded();
        await page.waitForSelector("main .quiz input");
        await quiz.locator("input").first().click();
        await quiz.locator("[data-reveal]").click();
        check(/right/i.test(await quiz.locator(".study-verdict").innerText()), await quiz.innerText());
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "every chapter one may choose holds cards": async (context) => {
        const { page, go, close } = await reader(context, "cheatsheet.html");
        await page.waitForSelector(".study-sheet section");
        const values = await page.locator("select[name=chapter] option").evaluateAll((/** @type {any[]} */ all) => all.map((it) => it.value));
        check(values.length > 2 && new Set(values).size === values.length, `${values}`);
        for (const value of values) {
            await page.locator("select[name=chapter]").selectOption(value);
            check((await page.locator(".study-sheet dt:visible").count()) > 0, `nothing in ${value}`);
        }
        for (const path of ["interview.html", "study.html"]) {
            await go(path);
            await page.waitForSelector("[data-start]");
            const chips = await page.locator("input[name=chapters]").evaluateAll((/** @type {any[]} */ all) => all.map((it) => it.value));
            check(chips.length > 2 && !chips.includes("") && new Set(chips).size === chips.length, `${path}: ${chips}`);
        }
        await close();
    },

    "a plan may keep to kinds of cards and to tags, and says so again when it is opened": async (context) => {
        const { page, complaints, go, close } = await reader(context, "study.html");
        await page.waitForSelector("[data-start]");
        await page.locator(".study-scope > summary").click();
        check((await page.locator("input[name=kinds]").count()) === 4, "not four kinds");
        const tags = page.locator("input[name=tags]");
        check((await tags.count()) > 20, `${await tags.count()} tags`);
        await page.locator("input[name=kinds][value=quiz]").check();
        await page.locator("input[name=kinds][value=output]").check();
        await tags.nth(2).check();
        const tag = await tags.nth(2).getAttribute("value");
        await page.locator("[data-start]").click();
        await page.waitForSelector(".study [data-card]");
        const kinds = new Set();
        for (let i = 0; i < 4 && (await page.locator(".study [data-card]").count()) > 0; i++) {
            kinds.add(await page.locator(".study [data-card]").getAttribute("data-kind"));
            await answer(page, 3);
        }
        check([...kinds].every((it) => it === "quiz" || it === "output"), `${[...kinds]}`);
        await go("progress.html");
        await page.waitForSelector("input[name=kinds]", { state: "attached" });
        const chosen = await page.locator("input[name=kinds]:checked, input[name=tags]:checked").evaluateAll((/** @type {any[]} */ all) => all.map((it) => it.value));
        check(`${chosen}` === `output,quiz,${tag}`, `${chosen}`);
        check(complaints.length === 0, complaints.join("\n"));
        await close();
    },

    "the study pages stand in a window of 320 px, at 400 %, and from right to left": async (context) => {
        const me = await reader(context, "study.html", { viewport: { width: 320, height: 640 } });
        /** @type {string[]} */
        const wide = [];
        await states(me, async (state) => {
            if ((await overflow(me.page)) > 0) wide.push(state);
            await me.page.evaluate(() => (document.documentElement.dir = "rtl"));
            if ((await overflow(me.page)) > 0) wide.push(`${state}, from right to left`);
            await me.page.evaluate(() => (document.documentElement.dir = "ltr"));
        });
        check(wide.length === 0, wide.join(", "));
        check(me.complaints.length === 0, me.complaints.join("\n"));
        await me.close();
    },
};

for (const [width, colorScheme, forcedColors] of /** @type {const} */ ([[390, "light", "none"], [1280, "dark", "none"], [1280, "light", "active"]])) {
    cases[`axe finds nothing on the study pages at ${width} px, ${colorScheme}${forcedColors === "active" ? ", forced colours" : ""}`] = async (context) => {
        const me = await reader(context, "study.html", { viewport: { width, height: 900 }, colorScheme, forcedColors });
        /** @type {string[]} */
        const found = [];
        const shots = process.env.STUDY_SHOTS;
        await states(me, async (state) => {
            if (shots) await me.page.screenshot({ path: join(shots, `${width}-${colorScheme}${forcedColors === "active" ? "-forced" : ""}-${state.replace(/\W+/g, "-")}.png`) });
            for (const it of await faults(me.page)) found.push(`${state}: ${it}`);
        });
        check(found.length === 0, found.join("\n"));
        await me.close();
    };
}

// A guide without cards has no study pages.
export const tests = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, async (/** @type {any} */ context) => {
    if (existsSync(join(context.folder, "study.html"))) await run(context);
}]));
