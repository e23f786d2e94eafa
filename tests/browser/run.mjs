// Drives a built site in a real Chromium: `node run.mjs SITE [PATTERN]`. Prints TAP; exits with 1 if a test fails.

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, serve } from "./site.mjs";

const [folder, pattern = ""] = process.argv.slice(2);
if (!folder) {
    process.stderr.write("usage: node run.mjs SITE [PATTERN]\n");
    process.exit(2);
}

const site = await serve(folder);
const browser = await launch();
const context = { browser, url: site.url, folder: resolve(folder), file: `${pathToFileURL(resolve(folder)).href}/` };
const modules = readdirSync(new URL("suite/", import.meta.url)).filter((name) => name.endsWith(".mjs")).sort();
let [passed, failed] = [0, 0];

process.stdout.write("TAP version 14\n");
for (const module of modules) {
    const { tests } = await import(join(import.meta.dirname, "suite", module));
    for (const [name, run] of Object.entries(tests)) {
        if (!name.includes(pattern)) continue;
        const number = passed + failed + 1;
        try {
            await run(context);
            passed += 1;
            process.stdout.write(`ok ${number} - ${name}\n`);
        } catch (error) {
            failed += 1;
            const text = String(error instanceof Error ? error.message : error).split("\n").slice(0, 40);
            process.stdout.write(`not ok ${number} - ${name}\n${text.map((line) => `# ${line}\n`).join("")}`);
        }
    }
}
process.stdout.write(`1..${passed + failed}\n# ${passed} passed, ${failed} failed\n`);
await browser.close();
site.close();
process.exit(failed ? 1 : 0);
