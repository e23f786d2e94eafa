// What every page promises: it loads alone, under any address, reads without scripts, and fits a phone.

import { check, pages, visit } from "../pages.mjs";

const each = async (context, options, scheme, look) => {
    for (const [kind, path] of Object.entries(pages(context.folder))) {
        const { page, complaints, close } = await visit(context, path, options, scheme);
        await look(page, kind, complaints);
        await close();
    }
};

export const tests = {
    "no page breaks its policy, logs an error or asks anyone else": (context) =>
        each(context, {}, "url", async (page, kind, complaints) => {
            await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
            // A page that is not found may log just that.
            const serious = complaints.filter((it) => kind !== "lost" || !it.includes("404"));
            check(serious.length === 0, serious.join("\n"));
        }),

    "every page works from disk": (context) =>
        each(context, {}, "file", async (page, kind, complaints) => {
            // The 404 page is for hosts: its links start at `base_url`.
            if (kind === "lost") return;
            check(complaints.length === 0, complaints.join("\n"));
            check(await page.evaluate(() => getComputedStyle(document.querySelector(".bar")).position === "sticky"), `${kind} has no style`);
        }),

    "every page reads without scripts": (context) =>
        each(context, { javaScriptEnabled: false }, "url", async (page, kind) => {
            check((await page.locator("h1").innerText()).length > 1, `${kind} has no heading`);
            check((await page.locator("main").innerText()).length > 60, `${kind} says nothing`);
            check((await page.locator(".needs-script:visible").count()) === 0, `${kind} shows what needs a script`);
        }),

    "no page scrolls sideways at 320 or 390 px, with huge text either": (context) =>
        each(context, { viewport: { width: 320, height: 800 } }, "url", async (page, kind) => {
            const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            check((await over()) <= 0, `${kind} is ${await over()} px too wide at 320 px`);
            await page.setViewportSize({ width: 390, height: 800 });
            check((await over()) <= 0, `${kind} is ${await over()} px too wide at 390 px`);
            await page.evaluate(() => (document.documentElement.dataset.size = "huge"));
            check((await over()) <= 0, `${kind} is ${await over()} px too wide with huge text`);
        }),

    "nothing moves while a page loads": (context) =>
        each(context, {}, "url", async (page, kind) => {
            const shift = await page.evaluate(
                () =>
                    new Promise((done) => {
                        let sum = 0;
                        new PerformanceObserver((list) => {
                            for (const entry of list.getEntries()) sum += /** @type {any} */ (entry).value;
                        }).observe({ type: "layout-shift", buffered: true });
                        setTimeout(() => done(sum), 300);
                    }),
            );
            check(shift === 0, `${kind} moves by ${shift}`);
        }),

    "every page prints on light paper": (context) =>
        each(context, { colorScheme: "dark" }, "url", async (page, kind) => {
            await page.emulateMedia({ media: "print", colorScheme: "dark" });
            check((await page.locator("header.bar:visible").count()) === 0, `${kind} prints its header`);
            check((await page.locator("h1:visible").count()) === 1, `${kind} prints no heading`);
            const ink = await page.evaluate(() => getComputedStyle(document.body).color);
            check(/^rgb\((\d|[1-5]\d),/.test(ink), `${kind} prints in ${ink}`);
        }),
};
