// Keys that a reader switched off, and where the focus goes when something opens.

import { check, pages, visit } from "../pages.mjs";

const active = (page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? "");

export const tests = {
    "with shortcuts switched off no single key does anything; Ctrl-K still opens search": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const before = page.url();
        await page.click("[popovertarget='page.settings']");
        await page.uncheck(".settings input[name=keys]");
        await page.keyboard.press("Escape");
        for (const key of ["/", "n", "p", "h", "t", "Shift+?"]) await page.keyboard.press(key);
        check((await page.locator("dialog[open]").count()) === 0, "a dialog opened");
        check(page.url() === before && !(await page.isChecked(".hide-answers")), "a shortcut still works");
        await page.goto(`${context.url}search.html`);
        await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
        await page.keyboard.press("/");
        check((await page.inputValue("main input[type=search]")) === "" && !(await active(page)).startsWith("<input"), "the slash still chooses the field");
        await page.goto(context.url + pages(context.folder).topic);
        await page.keyboard.press("Control+k");
        await page.waitForSelector("dialog.search-dialog[open]");
        await close();
    },

    "shortcuts are where they are on keyboards of other scripts, and a key that is held acts once": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const before = page.url();
        const press = (/** @type {KeyboardEventInit} */ init) =>
            page.evaluate((it) => void document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...it })), init);
        await press({ key: "n", code: "KeyN", repeat: true });
        await press({ key: "т", code: "KeyN", isComposing: true });
        // Dvorak gives `b` where others give `n`: what a Latin keyboard gives counts.
        await press({ key: "b", code: "KeyN" });
        for (const key of ["л", "Λ", "ن", "ㅏ"]) {
            await press({ key, code: "KeyK", ctrlKey: true });
            await page.waitForSelector("dialog.search-dialog[open]");
            await page.keyboard.press("Escape");
            await page.waitForSelector("dialog.search-dialog:not([open])", { state: "attached" });
        }
        // All of these keys were answered after the first three.
        check(page.url() === before, `it went to ${page.url()}`);
        const keys = await page.evaluate(() => [["&", "Digit1"], ["١", "Digit1"], ["é", "Digit2"], ["й", "KeyQ"], ["z", "KeyY"], ["ö", "Semicolon"], ["/", "Digit7", true]].map(([key, code, shiftKey]) =>
            globalThis.studybook.keyOf(new KeyboardEvent("keydown", /** @type {KeyboardEventInit} */ ({ key, code, shiftKey })))));
        check(keys.join(" ") === "1 1 2 q z ö /", keys.join(" "));
        await Promise.all([page.waitForURL((url) => url.href !== before), press({ key: "т", code: "KeyN" })]);
        await close();
    },

    "a button that goes with what it takes back leaves the focus in the filters": async (context) => {
        const { page, close } = await visit(context, "topics.html");
        await page.fill(".filters input[type=search]", "gil");
        await page.focus(".filters [type=reset]");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => !document.querySelector("[data-filtered]"));
        check((await active(page)).startsWith("<input"), await active(page));
        await close();
    },

    "after Space on the button that shows an answer, the focus is in the answer, and the button says what it does next": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        await page.check(".hide-answers");
        const button = page.locator(".reveal-all");
        const shown = await button.innerText();
        await page.focus(".reveal-answer");
        await page.keyboard.press("Space");
        check((await active(page)).startsWith("<div class=\"answer"), `focus is on ${await active(page)}`);
        check(await button.isVisible(), "the button is gone");
        check((await button.innerText()) !== shown, `the button still says ${shown}`);
        await page.focus(".reveal-answer");
        await page.keyboard.press("Space");
        check(!(await page.locator(".topic > .answer").isVisible()), "there is no way back");
        check((await active(page)).includes("reveal-answer"), `focus is on ${await active(page)}`);
        await close();
    },

    "a button in a list stays in its place when it shows an answer": async (context) => {
        for (const javaScriptEnabled of [true, false]) {
            const { page, close } = await visit(context, pages(context.folder).chapter, { javaScriptEnabled });
            await page.check(".hide-answers");
            const button = page.locator(".card .reveal").first();
            const before = await button.boundingBox();
            const said = await button.innerText();
            await button.click();
            const after = await button.boundingBox();
            check(Math.abs(after.x - before.x) < 1 && Math.abs(after.y - before.y) < 1, `the button went from ${before.x}, ${before.y} to ${after.x}, ${after.y}`);
            check((await button.innerText()) !== said, `it still says ${said}`);
            check(await page.locator(".card .answer").first().isVisible(), "no answer came");
            if (javaScriptEnabled) check((await active(page)).includes("answer"), `focus is on ${await active(page)}`);
            await close();
        }
    },

    "a touch device is not told of keys": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
        await page.click(".search-link");
        await page.waitForSelector("dialog.search-dialog[open]");
        check((await page.locator("kbd:visible, .search-keys:visible").count()) === 0, "keys are spoken of");
        await page.keyboard.press("Escape");
        await page.click("[popovertarget='page.settings']");
        check((await page.locator("kbd:visible, [data-opens=shortcuts]:visible").count()) === 0, "the settings speak of keys");
        await close();
    },

    "an address opens what folds its target, also when it is asked for again": async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic);
        const id = await page.locator("details.question[id]").last().getAttribute("id");
        await page.goto(`${page.url().split("#")[0]}#${id}`);
        const target = page.locator(`[id="${id}"]`);
        check((await target.getAttribute("open")) !== null, "it is closed");
        await page.reload();
        await page.waitForFunction((it) => document.getElementById(it)?.hasAttribute("open"), id);
        await target.locator("summary").click();
        check((await target.getAttribute("open")) === null, "it cannot be closed");
        const deep = await page.evaluate(() => {
            const inner = document.createElement("p");
            inner.id = "deep";
            document.querySelector("details.question .answer").append(inner);
            location.hash = "#deep";
            return inner.id;
        });
        await page.waitForFunction((it) => document.getElementById(it)?.closest("details")?.open, deep);
        await page.evaluate(() => (location.hash = "#%E0%A4%A"));
        await close();
    },
};
