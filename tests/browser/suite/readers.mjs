// Readers whose language runs from right to left, whose system chooses the colours, or who want nothing to move.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { faults } from "../axe.mjs";
import { check, pages, settled, visit } from "../pages.mjs";

/** The page as it is in a guide whose language runs from right to left. */
async function mirrored(context, path, width) {
    const window = await context.browser.newContext({ viewport: { width, height: 900 } });
    const page = await window.newPage();
    await page.route(`${context.url}**`, (route) => {
        const { pathname } = new URL(route.request().url());
        if (!pathname.endsWith(".html")) return route.continue();
        const html = readFileSync(join(context.folder, decodeURIComponent(pathname.slice("/repo/".length))), "utf8");
        const body = html.replace(/<html lang="[^"]*" dir="ltr"/, '<html lang="ar" dir="rtl"');
        return route.fulfill({ contentType: "text/html; charset=utf-8", body });
    });
    await page.goto(context.url + path);
    check((await page.evaluate(() => getComputedStyle(document.body).direction)) === "rtl", `${path} is not mirrored`);
    return { page, close: () => window.close() };
}

const box = (page, selector) => page.evaluate((it) => document.querySelector(it)?.getBoundingClientRect().toJSON(), selector);

export const tests = {
    "from right to left, the topic stands between its rails the other way round": async (context) => {
        const { page, close } = await mirrored(context, pages(context.folder).topic, 1280);
        const [rail, main, outline] = [await box(page, ".side"), await box(page, "main"), await box(page, ".outline")];
        check(outline.right <= main.left && main.right <= rail.left, "the rails are not mirrored");
        const short = await page.evaluate(() => {
            const style = getComputedStyle(document.querySelector(".short"));
            return parseFloat(style.borderRightWidth) > parseFloat(style.borderLeftWidth);
        });
        check(short, "the short answer is marked on the wrong side");
        const code = await page.evaluate(() => getComputedStyle(document.querySelector("pre")).direction);
        check(code === "ltr", "code runs from right to left");
        await close();
    },

    "from right to left, no page scrolls sideways, and the map's labels keep off each other": async (context) => {
        const all = pages(context.folder);
        for (const [kind, path] of Object.entries(all)) {
            if (kind === "lost") continue;
            const { page, close } = await mirrored(context, path, 390);
            for (const width of [390, 1280]) {
                await page.setViewportSize({ width, height: 900 });
                const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                check(over <= 0, `${kind} is ${over} px too wide at ${width} px`);
            }
            await close();
        }
        const { page, close } = await mirrored(context, all.map, 1280);
        const crossed = await page.evaluate(() =>
            [...document.querySelectorAll(".arcs a")].filter((link) => {
                const [name, count] = [...link.querySelectorAll("text")].map((it) => it.getBoundingClientRect());
                return name && count && name.right > count.left && count.right > name.left;
            }).length,
        );
        check(crossed === 0, `${crossed} names stand on their numbers`);
        await close();
    },

    "from right to left, the map is turned round and its words stay in their boxes": async (context) => {
        const { page, close } = await mirrored(context, pages(context.folder).map, 1280);
        const seen = await page.evaluate(() => {
            const drawing = document.querySelector(".layers:has(> path)");
            const line = /** @type {SVGElement} */ (drawing.querySelector(":scope > path"));
            const left = (number) => drawing.querySelector(`a[data-node="${number}"] rect`).getBoundingClientRect().left;
            const out = [...drawing.querySelectorAll("a")].filter((node) => {
                const [text, box] = [node.querySelector("text"), node.querySelector("rect")].map((it) => it.getBoundingClientRect());
                return text.left < box.left || text.right > box.right;
            });
            return { first: left(line.dataset.from), then: left(line.dataset.to), out: out.length };
        });
        check(seen.first > seen.then, "what is to be known first stands on the left");
        check(seen.out === 0, `${seen.out} names stand outside their boxes`);
        await close();
    },

    "from right to left, the menu and the settings open on their own side": async (context) => {
        const { page, close } = await mirrored(context, pages(context.folder).topic, 390);
        await page.click(".menu-button");
        await settled(page);
        check(Math.abs((await box(page, ".side")).right - 390) < 1, "the menu does not open on the right");
        await page.keyboard.press("Escape");
        await page.click("[popovertarget='page.settings']");
        check((await box(page, ".settings")).left < 40, "the settings do not open on the left");
        await close();
    },

    "from right to left, code and dates keep their own order, and nothing stands on the output": async (context) => {
        const { page, close } = await mirrored(context, pages(context.folder).topic, 1280);
        const seen = await page.evaluate(() => {
            const text = document.querySelector(".prose p");
            text.innerHTML = "עם <code>f()</code> أو <time>2026-11-23</time>";
            /** Where the `at`th character of an element stands. */
            const left = (selector, at) => {
                const node = document.querySelector(selector).firstChild;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                return range.getBoundingClientRect().left;
            };
            const string = document.createElement("pre");
            string.innerHTML = "<code>(<i class=s>\"א\"</i>, <b>1</b>, <i class=s>\"ב\"</i>)</code>";
            document.querySelector(".example pre").replaceWith(string);
            string.id = "strings";
            const samp = document.querySelector(".output samp").getBoundingClientRect();
            const label = document.querySelector(".output-label").getBoundingClientRect();
            const question = getComputedStyle(document.querySelector(".question > summary"));
            return {
                code: left(".prose p code", 0) < left(".prose p code", 2),
                date: left(".prose p time", 0) < left(".prose p time", 9),
                strings: left("#strings i:first-of-type", 1) < left("#strings i:last-of-type", 1),
                apart: label.left > samp.left + 20,
                question: question.paddingRight === "0px",
            };
        });
        for (const [what, right] of Object.entries(seen)) check(right, `${what}: not as from left to right`);
        await close();
    },

    "the search dialog speaks the language of the page": async (context) => {
        const window = await context.browser.newContext({ viewport: { width: 1280, height: 900 } });
        const page = await window.newPage();
        const path = pages(context.folder).topic;
        await page.route(`${context.url}${path}`, (route) => {
            const html = readFileSync(join(context.folder, path), "utf8");
            const words = '<template id="page.search-words"><p data-word="none">Nichts zu „{query}“.</p><p data-word="close">Zu</p></template>';
            return route.fulfill({ contentType: "text/html; charset=utf-8", body: html.replace("<a class=\"skip\"", `${words}$&`) });
        });
        await page.goto(context.url + path);
        await page.keyboard.press("/");
        await page.keyboard.type("qqqzzzxxx");
        await page.waitForFunction(() => document.querySelector(".search-dialog")?.textContent?.includes("Nichts zu „qqqzzzxxx“."));
        check((await page.locator(".search-close").getAttribute("aria-label")) === "Zu", "the button is not named in the page's language");
        await window.close();
    },

    "in forced colours, levels, the current topic and the short answer can be told": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { forcedColors: "active", colorScheme: "dark" });
        const seen = await page.evaluate(() => {
            const style = (selector) => getComputedStyle(document.querySelector(selector));
            return {
                full: style(".dots .on").backgroundColor,
                empty: style(".dots i:not(.on)").backgroundColor,
                current: style(".rail [aria-current]").outlineStyle,
                short: style(".short").borderTopStyle,
            };
        });
        check(seen.full !== seen.empty, `full and empty dots are both ${seen.full}`);
        check(seen.current === "solid", "the current topic is not outlined");
        check(seen.short === "solid", "the short answer has no border");
        await close();
    },

    "in forced colours, axe finds nothing and what has the focus is outlined": async (context) => {
        const found = [];
        for (const [kind, path] of Object.entries(pages(context.folder))) {
            const { page, close } = await visit(context, path, { forcedColors: "active", colorScheme: "dark" });
            for (const fault of await faults(page)) found.push(`${kind}: ${fault}`);
            await page.keyboard.press("Tab");
            await page.keyboard.press("Tab");
            const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
            if (outline === "none") found.push(`${kind}: the focus is not seen`);
            await close();
        }
        check(found.length === 0, found.join("\n"));
    },

    "who wants less motion sees none": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { reducedMotion: "reduce", viewport: { width: 390, height: 844 } });
        check((await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)) === "auto", "it scrolls smoothly");
        await page.click(".menu-button");
        // The line of progress follows the reader's own scrolling.
        const moving = () => document.getAnimations().filter((it) => it.timeline === document.timeline).length;
        check((await page.evaluate(moving)) === 0, "the menu slides");
        await close();
    },
};
