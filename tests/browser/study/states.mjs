// The states of the study pages, each to be looked at: by axe, for its width, or in a picture.

import { answer, shown } from "./reader.mjs";

/** Every state of the study pages, one after the other. @param {any} me @param {(state: string) => Promise<void>} look */
export async function states(me, look) {
    const { page, go } = me;
    await go("study.html");
    await page.waitForSelector("[data-start]");
    await look("first visit");
    await page.locator("[data-start]").first().click();
    await page.waitForSelector(".study [data-card]");
    await look("question");
    await page.locator("[data-reveal]").click();
    await page.waitForSelector("[data-grade]");
    await look("answer");
    await page.locator('[data-grade="1"]').click();
    await page.waitForSelector(".study-past .prose");
    await look("failure, explained");
    /** @type {Set<string>} */
    const kinds = new Set();
    for (let i = 0; i < 60 && (await shown(page)); i++) {
        const kind = (await page.locator(".study [data-card]").getAttribute("data-kind")) ?? "";
        if (!kinds.has(kind)) {
            kinds.add(kind);
            await page.locator("[data-next]").click({ timeout: 500 }).catch(() => {});
            await look(`${kind}, asked`);
            if (kind === "quiz" && (await page.locator(".study-choices input").count())) await page.locator(".study-choices input").first().click();
            await page.locator("[data-reveal]").click();
            await page.waitForSelector("[data-grade]");
            await look(`${kind}, answered`);
            await page.locator('[data-grade="3"]').click();
            await page.waitForFunction(() => document.querySelector("[data-reveal], [data-session=done]"));
        } else await answer(page, 3);
    }
    await page.waitForSelector("[data-session=done]");
    await look("end");
    await page.reload();
    await page.waitForSelector("[data-session=done]");
    await look("nothing due");
    await go("progress.html");
    await page.waitForSelector(".study-chart");
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
    await look("progress");
    await go("interview.html");
    await page.waitForSelector("[data-start]");
    await look("interview, set up");
    await go("cheatsheet.html");
    await page.waitForSelector(".study-sheet section");
    await look("cheat sheet");
    await go("index.html");
    await page.waitForSelector(".study-back");
    await look("home, who comes back");
}
