// The guide on a reader's device: kept when they ask, read without the server, a newer edition offered, never half a copy.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { check, until } from "../pages.mjs";
import { serve } from "../site.mjs";
import { program } from "../tiny.mjs";

const TOPIC = "python/list-or-tuple";

/** Builds a guide anew. @param {string} guide @param {string} [out] */
function build(guide, out = join(guide, "site")) {
    const { status, stderr } = spawnSync(program(), ["build", guide, "-o", out, "--strict"], { encoding: "utf8" });
    check(status === 0, stderr);
}

/** @param {string} guide @param {string} path @param {(text: string) => string} change */
const edit = (guide, path, change) => writeFileSync(join(guide, path), change(readFileSync(join(guide, path), "utf8")));

/** A new guide with `offline = true`. @param {string} folder */
function make(folder) {
    spawnSync(program(), ["init", folder, "--template", "interview"]);
    edit(folder, "book.toml", (text) => text.replace("[book]\n", "[book]\noffline = true\n"));
}

/**
 * A guide, built and served at a port of its own, and a reader.
 * @param {any} context @param {(it: any) => Promise<void>} run
 */
async function withGuide(context, run) {
    const guide = mkdtempSync(join(tmpdir(), "studybook-offline-"));
    make(guide);
    build(guide);
    const server = await serve(join(guide, "site"));
    const window = await context.browser.newContext();
    const page = await window.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on("pageerror", (/** @type {Error} */ error) => complaints.push(error.message));
    const url = server.url;
    const said = () => page.locator("[data-offline] [role=status]").innerText();
    const it = {
        guide, page, url, said,
        go: (/** @type {string} */ path) => page.goto(url + path),
        /** Presses what fetches the guide and waits for what is said then. @param {RegExp} words */
        keep: async (words = /is on this device/) => {
            await page.locator("[data-offline] .button").click();
            await page.waitForFunction((pattern) => new RegExp(pattern).test(document.querySelector("[data-offline] [role=status]")?.textContent ?? ""), words.source);
        },
        gone: server.gone,
        back: server.back,
        caches: () => page.evaluate(() => caches.keys()),
    };
    try {
        await run(it);
        check(complaints.length === 0, complaints.join("\n"));
    } finally {
        await window.close();
        server.close();
        rmSync(guide, { recursive: true });
    }
}

const nothingKept = async () => (await caches.keys()).length === 0 && (await navigator.serviceWorker.getRegistrations()).length === 0;

/** @type {Record<string, (context: any) => Promise<void>>} */
export const tests = {
    "offline: a guide is kept when its reader asks, and read, searched and studied with the server gone": (context) =>
        withGuide(context, async ({ page, go, keep, gone, said, caches }) => {
            /** @type {string[]} */
            const asked = [];
            page.on("request", (/** @type {any} */ request) => asked.push(request.url()));
            await go("index.html");
            await page.locator(".foot a[data-newer]").click();
            await page.waitForSelector("[data-offline] .button:visible");
            check(/Keep it offline \([\d.]+ MB\)/.test(await page.locator("[data-offline] .button").innerText()), "its size is not said");
            check((await caches()).length === 0 && !asked.some((url) => url.endsWith("worker.js")), "something was fetched unasked");
            check((await page.locator("[data-offline]").getAttribute("data-offline")) === "", "it is kept before it was asked for");
            await keep();
            check(/[\d.]+ MB/.test(await said()), await said());
            check((await page.locator("[data-offline]").getAttribute("data-offline")) === "kept", "the hook does not say that it is kept");
            gone();
            await go(`${TOPIC}.html`);
            check((await page.locator("h1").innerText()).length > 5 && (await page.locator(".answer").count()) > 0, "the topic is not there");
            await go("search.html?q=tuple");
            await page.waitForSelector("[data-topic]");
            await go("study.html");
            await page.locator("[data-start]").first().click();
            await page.waitForSelector(".study [data-card]");
            await go("");
            check((await page.locator("main").innerText()).length > 50, "the home page is not there");
            const answer = await go("nowhere/at-all.html");
            check(answer?.status() === 404 && /not found/i.test(await page.locator("h1").innerText()), "an unknown page is not told");
        }),

    "offline: a new build is read at once, and its copy offered, never forced; only what is new is fetched": (context) =>
        withGuide(context, async ({ guide, page, go, keep, gone, back }) => {
            await go("offline.html");
            await keep();
            edit(guide, `content/${TOPIC}.md`, (text) => `${text}\nA sentence of the second edition.\n`);
            build(guide);
            await go(`${TOPIC}.html`);
            check(/second edition/.test(await page.locator("main").innerText()), "an old page is shown");
            await page.waitForSelector(".foot .is-newer");
            const waits = await page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
            check(waits, "a new worker takes over while a page is open, and may cut off an answer");
            gone();
            await go(`${TOPIC}.html`);
            check(!/second edition/.test(await page.locator("main").innerText()), "the copy was changed unasked");
            back();
            await go("offline.html");
            await page.waitForFunction(() => /newer edition/.test(document.querySelector("[data-offline] [role=status]")?.textContent ?? ""));
            /** @type {string[]} */
            const asked = [];
            page.on("request", (/** @type {any} */ request) => asked.push(request.url()));
            const list = JSON.parse(readFileSync(join(guide, "site/offline.json"), "utf8"));
            await keep(/is on this device: [\d.]+ MB\.$/);
            check(asked.length < list.files.length / 2, `${asked.length} of ${list.files.length} were fetched`);
            gone();
            await go(`${TOPIC}.html`);
            check(/second edition/.test(await page.locator("main").innerText()), "the new copy is not used");
        }),

    "offline: an update that stops half-way leaves the copy that was there, and goes on later": (context) =>
        withGuide(context, async ({ guide, page, go, keep, gone, back, caches }) => {
            await go("offline.html");
            await keep();
            const before = await caches();
            for (const name of [TOPIC, "python/shared-default"]) edit(guide, `content/${name}.md`, (text) => `${text}\nA sentence of the second edition.\n`);
            build(guide);
            renameSync(join(guide, "site", `${TOPIC}.html`), join(guide, "hidden.html"));
            await go("offline.html");
            await page.waitForSelector("[data-offline] .button:visible");
            await keep(/download stopped/);
            gone();
            await go(`${TOPIC}.html`);
            check(/\w/.test(await page.locator("h1").innerText()) && !/second edition/.test(await page.locator("main").innerText()), "half an update is shown");
            check((await caches()).includes(before[0]), "the copy is gone");
            renameSync(join(guide, "hidden.html"), join(guide, "site", `${TOPIC}.html`));
            back();
            await go("offline.html");
            await page.waitForSelector("[data-offline] .button:visible");
            await keep(/is on this device: [\d.]+ MB\.$/);
            gone();
            await go(`${TOPIC}.html`);
            check(/second edition/.test(await page.locator("main").innerText()), "the update did not go on");
            check((await caches()).length === 1, `${await caches()}`);
        }),

    "offline: a full device is told, and holds no half of a copy": (context) =>
        withGuide(context, async ({ page, go, keep, caches }) => {
            await page.addInitScript(() => {
                const { put } = Cache.prototype;
                let room = 5;
                Cache.prototype.put = function (...all) {
                    room -= 1;
                    return room < 0 ? Promise.reject(new DOMException("full", "QuotaExceededError")) : put.apply(this, all);
                };
            });
            await go("offline.html");
            await keep(/not enough room/);
            check((await caches()).length === 0, `${await caches()}`);
        }),

    "offline: what is removed is gone, and so is all where a build no longer offers it": (context) =>
        withGuide(context, async ({ guide, page, go, keep, said, caches }) => {
            await go("offline.html");
            await keep();
            await page.locator("[data-offline] .quiet-button").click();
            await page.waitForFunction(() => /Removed/.test(document.querySelector("[data-offline] [role=status]")?.textContent ?? ""));
            const workers = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
            check((await caches()).length === 0 && (await workers()) === 0, `${await said()}: ${await caches()}`);
            check((await page.locator("[data-offline]").getAttribute("data-offline")) === "", "the hook still says that it is kept");
            await keep();
            check((await caches()).length === 1 && (await workers()) === 1, "it is not kept again");
            edit(guide, "book.toml", (text) => text.replace("offline = true", "offline = false"));
            build(guide);
            writeFileSync(join(guide, "site/bare.html"), "<!doctype html><title>A page without a script of ours</title>");
            await go("bare.html");
            await until(page, nothingKept);
            edit(guide, "book.toml", (text) => text.replace("offline = false", "offline = true"));
            build(guide);
            await go("offline.html");
            await keep();
            edit(guide, "book.toml", (text) => text.replace("offline = true", "offline = false"));
            build(guide);
            await go("index.html");
            await until(page, nothingKept);
            check((await page.locator(".foot a[data-newer]").count()) === 0, "it is still offered");
            check(!/worker-src/.test((await page.locator("meta[http-equiv]").getAttribute("content")) ?? ""), "the policy allows a worker");
        }),

    "offline: two guides on one host keep copies of their own": async (context) => {
        const folder = mkdtempSync(join(tmpdir(), "studybook-two-"));
        for (const name of ["a", "b"]) {
            make(join(folder, `guide-${name}`));
            build(join(folder, `guide-${name}`), join(folder, "host", name));
        }
        const server = await serve(join(folder, "host"), { base: "/" });
        const page = await context.browser.newPage();
        try {
            const state = (/** @type {RegExp} */ words) => page.waitForFunction((/** @type {string} */ pattern) => new RegExp(pattern).test(document.querySelector("[data-offline] [role=status]")?.textContent ?? ""), words.source);
            for (const name of ["a", "b"]) {
                await page.goto(`${server.url}${name}/offline.html`);
                await page.locator("[data-offline] .button").click();
                await state(/is on this device/);
            }
            await page.goto(`${server.url}a/offline.html`);
            await page.locator("[data-offline] .quiet-button").click();
            await state(/Removed/);
            server.gone();
            await page.goto(`${server.url}b/${TOPIC}.html`);
            check((await page.locator(".answer").count()) > 0, "the other guide is gone too");
            check(await page.goto(`${server.url}a/index.html`).then(() => false, () => true), "the removed guide is still there");
        } finally {
            await page.close();
            server.close();
            rmSync(folder, { recursive: true });
        }
    },

    "offline: from disk the page says that the guide is here already": (context) =>
        withGuide(context, async ({ guide, page, said }) => {
            await page.goto(pathToFileURL(join(guide, "site/offline.html")).href);
            await page.waitForFunction(() => document.querySelector("[data-offline] [role=status]")?.textContent);
            check(/from your disk/.test(await said()), await said());
            check((await page.locator("[data-offline] button:visible").count()) === 0, "there is something to press");
        }),
};
