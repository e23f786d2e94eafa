// Typography that can be measured: the length of a line, room for code, targets for a finger, headings in one piece.

import { check, drawn, pages, visit } from "../pages.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The characters on each full line of the page's paragraphs that match `selector`, fewest first. */
const lines = (page, selector) =>
    page.evaluate((it) => {
        const found = [];
        for (const paragraph of document.querySelectorAll(it)) {
            const rows = new Map();
            const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const text = node.textContent ?? "";
                for (let at = 0; at < text.length; at += 1) {
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + 1);
                    const box = range.getClientRects()[0];
                    if (!box) continue;
                    const row = Math.round(box.bottom / 12);
                    rows.set(row, (rows.get(row) ?? 0) + 1);
                }
            }
            found.push(...[...rows.values()].slice(0, -1));
        }
        return found.sort((a, b) => a - b);
    }, selector);

/** What a finger may aim at and is lower than 44 px, reach beyond its edges included; links within running text aside. */
const small = (page) =>
    page.evaluate(() => {
        const found = [];
        for (const target of document.querySelectorAll("a, button, select, input:not([type=hidden]), summary")) {
            if (!target.checkVisibility()) continue;
            if (target.matches("a") && target.closest("p:not(.ways), .prose, td, h1, h2, h3, .skip")) continue;
            const label = target.closest("label");
            const box = target.closest("svg") ? (target.querySelector("rect") ?? target) : target;
            let height = Math.max(box.getBoundingClientRect().height, label?.getBoundingClientRect().height ?? 0);
            const reach = getComputedStyle(target, "::after");
            if (reach.content !== "none" && reach.position === "absolute") height = Math.max(height, parseFloat(reach.height));
            if (height > 0 && height < 43.5) found.push(`${target.outerHTML.slice(0, 90)} is ${Math.round(height)} px high`);
        }
        return found;
    });

export const tests = {
    "lines of text hold at most about 75 characters": async (context) => {
        for (const width of [768, 1280, 1920]) {
            for (const [path, selector] of [
                [pages(context.folder).topic, ".prose > p, .prose section > p, .short p"],
                [pages(context.folder).chapter, ".prose > p, .card .answer"],
            ]) {
                const { page, close } = await visit(context, path, { viewport: { width, height: 900 } });
                const found = await lines(page, selector);
                const middle = found[Math.floor(found.length / 2)] ?? 0;
                check(middle > 55 && middle < 80, `half of the lines of ${path} at ${width} px have more than ${middle} characters`);
                await close();
            }
        }
    },

    "an example shows 79 columns beside both rails": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const columns = await page.evaluate(() => {
            const block = /** @type {HTMLElement} */ (document.querySelector(".prose > .example pre, .prose > section > .example pre"));
            const code = document.createElement("code");
            code.textContent = "x".repeat(79);
            block.replaceChildren(code);
            return block.scrollWidth - parseFloat(getComputedStyle(block).paddingRight) - block.clientWidth;
        });
        check(columns <= 0, `79 columns are ${columns} px too wide`);
        await close();
    },

    "with huge text, the answer keeps half of the page beside the rails": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const share = await page.evaluate(() => {
            document.documentElement.dataset.size = "huge";
            return document.querySelector("main").clientWidth / innerWidth;
        });
        check(share > 0.45, `the text has ${Math.round(share * 100)}% of the width`);
        await close();
    },

    "on a phone, whatever stands alone is 44 px high to a finger": async (context) => {
        for (const [kind, path] of Object.entries(pages(context.folder))) {
            const { page, close } = await visit(context, path, PHONE);
            const found = await small(page);
            check(found.length === 0, `${kind}: ${found.slice(0, 4).join("\n")}`);
            if (kind === "topic") {
                await page.click(".menu-button");
                const within = await small(page);
                check(within.length === 0, `the menu: ${within.slice(0, 4).join("\n")}`);
            }
            await close();
        }
    },

    "code within the words of a link stays in its line": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { viewport: { width: 1600, height: 900 } });
        const apart = await page.evaluate(() => {
            const link = document.querySelector(".outline li a");
            link.innerHTML = "<b>a</b><code>b</code>";
            const [before, code] = [...link.children].map((it) => it.getBoundingClientRect());
            return code.left - before.right;
        });
        check(apart < 2, `words and code are ${apart} px apart`);
        await close();
    },

    "a name in a table stays in one piece on a phone, and the table scrolls": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, PHONE);
        const seen = await page.evaluate(() => {
            const table = document.querySelector(".prose .table");
            for (const cell of table.querySelectorAll("td")) cell.innerHTML = "<code>asyncio.CancelledError</code>";
            return { pieces: table.querySelector("td code").getClientRects().length, page: document.documentElement.scrollWidth - innerWidth };
        });
        check(seen.pieces === 1, `the name is broken into ${seen.pieces}`);
        check(seen.page <= 0, "the page scrolls, not the table");
        await close();
    },

    "with text twice as large, no page of a phone scrolls sideways": async (context) => {
        const window = await context.browser.newContext({ viewport: { width: 320, height: 568 } });
        const page = await window.newPage();
        for (const path of ["index.html", "topics.html", "search.html?q=gil", "study.html", "progress.html", "interview.html", "cheatsheet.html", "print/python.html", pages(context.folder).topic]) {
            await page.goto(context.url + path);
            await page.evaluate(() => void (document.documentElement.style.fontSize = "200%"));
            await drawn(page);
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            check(over <= 0, `${path} is ${over} px too wide`);
        }
        await window.close();
    },

    "a word longer than a phone is wide breaks, and code scrolls in its box": async (context) => {
        for (const [kind, path] of Object.entries(pages(context.folder))) {
            const { page, close } = await visit(context, path, { viewport: { width: 320, height: 800 } });
            const over = await page.evaluate(() => {
                const word = "Donaudampfschifffahrtsgesellschaftskapitaenspruefungsvorbereitung";
                const names = "h1, .group > h2 a, .onward a > span, .foot a, .crumbs a, .chip, .short p, .card h3 a, .rows a, .links .short-name, .start a, caption a";
                for (const name of document.querySelectorAll(names)) name.textContent = word;
                const prose = document.querySelector(".prose");
                const example = document.createElement("figure");
                example.className = "example";
                example.innerHTML = `<pre><code>${"x ".repeat(200)}</code></pre>`;
                prose?.append(example);
                return document.documentElement.scrollWidth - innerWidth;
            });
            check(over <= 0, `${kind} is ${over} px too wide`);
            await close();
        }
    },

    "every page begins on the same edge as the header": async (context) => {
        for (const [kind, path] of Object.entries(pages(context.folder))) {
            const { page, close } = await visit(context, path);
            for (const width of [1000, 1280, 1920]) {
                await page.setViewportSize({ width, height: 900 });
                const edges = await page.evaluate(() =>
                    [".bar .name", ".rail-title, .at-a-glance > h2, main > h1, main > .crumbs"].map((it) => {
                        const element = document.querySelector(it);
                        if (!element) return null;
                        return element.getBoundingClientRect().left + parseFloat(getComputedStyle(element).paddingLeft);
                    }),
                );
                const apart = edges[1] === null ? 0 : Math.abs(edges[1] - edges[0]);
                check(apart < 2, `${kind} begins ${apart} px from the header's edge at ${width} px`);
            }
            await close();
        }
    },

    "the foot of a short page stands at the bottom of the window": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).tag);
        const gap = await page.evaluate(() => {
            document.querySelector("main").replaceChildren();
            return innerHeight - document.querySelector(".foot").getBoundingClientRect().bottom;
        });
        check(Math.abs(gap) < 1, `the foot ends ${gap} px above the bottom`);
        await close();
    },
};
