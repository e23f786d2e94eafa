// Where one is, what comes next, and ways on: the bar of a topic, its end, all topics, pages that are not found.

import { check, pages, visit } from "../pages.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const tests = {
    "once the heading is gone, the bar names the topic, shows how far one is and opens the outline": async (context) => {
        for (const javaScriptEnabled of [true]) {
            const { page, close } = await visit(context, pages(context.folder).topic, { ...PHONE, javaScriptEnabled });
            const here = page.locator(".bar-here");
            check(!(await here.isVisible()), "it is named twice at the top");
            await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: "instant" }));
            await page.waitForSelector(".bar-here", { state: "visible" });
            check((await here.innerText()) === (await page.locator(".rail [aria-current=page] .short-name").textContent()), await here.innerText());
            const read = await page.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector(".bar"), "::after").transform).a);
            check(read > 0.3 && read < 0.7, `in the middle the line says ${read}`);
            await page.click(".bar-outline");
            check(await page.locator("#page\\.outline").isVisible(), "the outline does not open");
            await page.keyboard.press("Escape");
            await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
            await page.waitForSelector(".bar-here", { state: "hidden" });
            await close();
        }
    },

    "a topic says its place among those of its chapter": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const all = await page.locator(".rail").first().locator("li").count();
        const at = await page.locator(".rail li").evaluateAll((items) => items.findIndex((it) => it.querySelector("[aria-current=page]")));
        check((await page.locator(".whereabouts .count").textContent()) === `${at + 1} of ${all}`, "the place is wrong");
        await close();
    },

    "at the end the next question comes first, and no link or reason stands twice": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, PHONE);
        const seen = await page.evaluate(() => {
            const answer = document.querySelector(".topic > .answer").getBoundingClientRect();
            const next = document.querySelector("a[rel=next]").getBoundingClientRect();
            document.querySelector(".around").open = true;
            const links = [...document.querySelectorAll(".onward a, .unlocks a, .around a")].map((it) => it.href);
            const reasons = [...document.querySelectorAll(".around .reason")].map((it) => it.textContent);
            return { below: next.top - answer.bottom, width: next.width / document.querySelector("main").clientWidth, twice: links.length - new Set(links).size, reasons: reasons.length - new Set(reasons).size };
        });
        check(seen.below < 120, `the next question is ${seen.below} px below the answer`);
        check(seen.width > 0.85, "it is not as wide as the text");
        check(seen.reasons === 0, "a reason stands twice");
        check(seen.twice <= 1, `${seen.twice} links stand twice`);
        await close();
    },

    "all topics: words filter too, and rows on a phone are low": async (context) => {
        const { page, close } = await visit(context, "topics.html", PHONE);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        const all = await page.locator(".rows > li").count();
        check(height < all * 60 + 1800, `${all} topics take ${height} px`);
        await page.fill(".filters input[type=search]", "Décorator");
        const some = await page.locator(".rows > li:visible").count();
        check(some > 0 && some < all, `${some} of ${all}`);
        await page.waitForFunction(() => location.search.includes("q="));
        await page.reload();
        check((await page.locator(".rows > li:visible").count()) === some, "the address did not bring it back");
        check(await page.locator(".filters").evaluate((it) => getComputedStyle(it).position === "sticky"), "the filters leave");
        check((await page.locator(".jump a:visible").count()) > 0, "the chapters' chips are gone");
        check((await page.locator(".jump a:visible").count()) < (await page.locator(".jump a").count()), "chips of nothing stay");
        await close();
    },

    "a page that is not found guesses by its address": async (context) => {
        const { page, close } = await visit(context, "404.html");
        if (page.url().endsWith("404.html")) return close();
        await page.goto(page.url().replace("no/such/page", "python/old-chapter/decorators.html"));
        await page.waitForSelector(".guesses a");
        const links = await page.locator(".guesses a").evaluateAll((all) => all.map((it) => it.href));
        check(links.some((it) => it.endsWith("/python/functions/decorators.html")), links.join());
        await close();
    },

    "a topic has a way to report a wrong answer where the guide has a repository": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const urls = await page.locator(".colophon a").evaluateAll((all) => all.map((it) => it.href));
        check(urls.some((it) => it.includes("/issues/new?title=")) === urls.some((it) => it.includes("/edit/")), urls.join());
        await close();
    },
};
