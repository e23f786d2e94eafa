// Drives a built site in a real Chromium: `node run.mjs SITE [PATTERN]`. Prints TAP; exits with 1 if a test fails.
//
// Several tests run at a time, each in a context of its own; what they say is printed in their order.

import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, serve } from "./site.mjs";

const [folder, pattern = ""] = process.argv.slice(2);
if (!folder) {
    process.stderr.write("usage: node run.mjs SITE [PATTERN]\n");
    process.exit(2);
}

/** Tests that run at a time. One more than there are cores: a test also waits, for pages and for transitions. */
const AT_A_TIME = availableParallelism() + 1;

const site = await serve(folder);
const browser = await launch();
const context = { browser, url: site.url, folder: resolve(folder), file: `${pathToFileURL(resolve(folder)).href}/` };
const modules = readdirSync(new URL("suite/", import.meta.url)).filter((name) => name.endsWith(".mjs")).sort();

/** @type {[string, (context: any) => Promise<void>][]} */
const tests = [];
for (const module of modules) {
    const found = await import(join(import.meta.dirname, "suite", module));
    tests.push(.../** @type {typeof tests} */ (Object.entries(found.tests)).filter(([name]) => name.includes(pattern)));
}

/** Runs a test. Gives what is wrong, if anything, and how long it took. @param {(context: any) => Promise<void>} run */
async function outcome(run) {
    const since = performance.now();
    const took = () => ((performance.now() - since) / 1000).toFixed(1);
    try {
        await run(context);
        return { took: took(), wrong: "" };
    } catch (error) {
        return { took: took(), wrong: String(error instanceof Error ? error.message : error) || "it failed" };
    }
}

/** @type {Awaited<ReturnType<typeof outcome>>[]} */
const outcomes = [];
let [begun, told] = [0, 0];

/** Prints what is known, up to the first test that still runs. */
function tell() {
    for (; outcomes[told]; told += 1) {
        const { took, wrong } = outcomes[told];
        process.stdout.write(`${wrong ? "not ok" : "ok"} ${told + 1} - ${tests[told][0]} (${took} s)\n`);
        for (const line of wrong ? wrong.split("\n").slice(0, 40) : []) process.stdout.write(`# ${line}\n`);
    }
}

async function work() {
    while (begun < tests.length) {
        const number = begun;
        begun += 1;
        outcomes[number] = await outcome(tests[number][1]);
        tell();
    }
}

process.stdout.write("TAP version 14\n");
await Promise.all(Array.from({ length: AT_A_TIME }, work));
const failed = outcomes.filter(({ wrong }) => wrong).length;
process.stdout.write(`1..${tests.length}\n# ${tests.length - failed} passed, ${failed} failed\n`);
await browser.close();
site.close();
process.exit(failed ? 1 : 0);
