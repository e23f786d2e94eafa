// `studybook serve` and an open page: reloaded where it was, styled anew in place, told of problems.

import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "../pages.mjs";
import { program } from "../tiny.mjs";

const path = "first-steps/what-is-a-topic";

/**
 * A new guide, served, and a page of it, opened and scrolled down.
 * @param {any} context @param {(guide: string) => void} prepare @param {(page: any, guide: string) => Promise<void>} run
 */
async function withPage(context, prepare, run) {
    const guide = mkdtempSync(join(tmpdir(), "studybook-serve-"));
    spawnSync(program(), ["init", guide]);
    appendFileSync(join(guide, `content/${path}.md`), "\nA long text.\n".repeat(200));
    prepare(guide);
    const server = spawn(program(), ["serve", guide, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
    const url = await new Promise((found) => {
        server.stdout.on("data", (text) => {
            const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(text));
            if (address) found(address[0]);
        });
    });
    const page = await context.browser.newPage({ viewport: { width: 1280, height: 900 } });
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    try {
        await page.goto(`${url}${path}.html`);
        await page.evaluate(() => {
            Object.assign(globalThis, { stayed: true });
            scrollTo({ top: 700, behavior: "instant" });
        });
        await page.waitForFunction(() => scrollY === 700);
        await run(page, guide);
        check(complaints.length === 0, complaints.join("\n"));
    } finally {
        await page.close();
        server.kill();
        rmSync(guide, { recursive: true });
    }
}

const stayed = (page) => page.evaluate(() => globalThis.stayed === true);

export const tests = {
    /** @param {any} context */
    async "serve: a save reloads the page where it was scrolled to"(context) {
        await withPage(context, () => {}, async (page, guide) => {
            appendFileSync(join(guide, `content/${path}.md`), "\nAdded at the end.\n");
            await page.getByText("Added at the end.").waitFor({ state: "attached" });
            await page.waitForFunction(() => scrollY === 700);
            check(!(await stayed(page)), "the page was not reloaded");
            // Another topic's text is not on this page.
            await page.evaluate(() => Object.assign(globalThis, { stayed: true }));
            appendFileSync(join(guide, "content/first-steps/run-an-example.md"), "\nNot here.\n");
            appendFileSync(join(guide, "content/first-steps/index.md"), "\nNor here.\n");
            const other = await context.browser.newPage();
            await other.goto(page.url().replace("what-is-a-topic.html", "index.html"));
            await other.getByText("Nor here.").waitFor({ state: "attached" });
            await other.close();
            check(await stayed(page), "a page that did not change was reloaded");
        });
    },

    /** @param {any} context */
    async "serve: a style sheet is swapped without a reload"(context) {
        const sheet = (guide) => join(guide, "themes/default/static/style/base.css");
        const styled = readFileSync(join(import.meta.dirname, "../../../themes/default/static/style/base.css"), "utf8");
        const prepare = (guide) => {
            mkdirSync(join(guide, "themes/default/static/style"), { recursive: true });
            writeFileSync(sheet(guide), styled);
        };
        await withPage(context, prepare, async (page, guide) => {
            for (const color of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
                writeFileSync(sheet(guide), `${styled}\nbody { background: ${color} !important }\n`);
                await page.waitForFunction((color) => getComputedStyle(document.body).backgroundColor === color, color);
            }
            await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
            check(await stayed(page), "the page was reloaded");
            check((await page.evaluate(() => scrollY)) === 700, "the page was scrolled");
        });
    },

    /** @param {any} context */
    async "serve: problems lie over the page until they are gone"(context) {
        await withPage(context, () => {}, async (page, guide) => {
            const file = join(guide, `content/${path}.md`);
            const text = readFileSync(file, "utf8");
            writeFileSync(file, `${text}\n[x](gone.md)\n`);
            const overlay = page.locator("#studybook-overlay section");
            await overlay.getByText("no topic `gone.md`").waitFor();
            await page.waitForFunction(() => {
                const panel = document.querySelector("#studybook-overlay")?.shadowRoot?.querySelector("section");
                return panel && getComputedStyle(panel).position === "fixed";
            });
            check(await stayed(page), "the page was reloaded");
            await overlay.getByRole("button", { name: "Close" }).click();
            check((await overlay.count()) === 0, "the overlay cannot be closed");
            writeFileSync(file, `${text}\n[x](gone-too.md)\n`);
            await overlay.getByText("no topic `gone-too.md`").waitFor();
            writeFileSync(file, text);
            await overlay.waitFor({ state: "detached" });
            check(await stayed(page), "the page was reloaded");
        });
    },
};
