// The Nu HTML checker over built pages: `node markup.mjs PATH…`, folders or files. It needs Java.
//
// It finds nothing, but for what it says of the pages' policy: it takes the files' own folder for another origin than `self`,
// and data for search engines for a script. A page that is wrong comes first, so that a silent checker is a failure.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const jar = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

/** @typedef {{ url: string, lastLine?: number, message: string, extract?: string }} Message */

/** What the checker says. @param {string[]} paths @returns {Message[]} */
function messages(paths) {
    const run = spawnSync("java", ["-jar", jar, "--format", "json", "--skip-non-html", ...paths], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.error) throw run.error;
    return JSON.parse(run.stderr).messages;
}

/** @param {Message} it */
function isOnThePolicy(it) {
    if (it.message.startsWith("Resource violates Content Security Policy (meta tag)")) return /(?:src|href)="(?!https?:|\/\/)/.test(it.extract ?? "");
    return it.message.startsWith("Inline script violates Content Security Policy") && (it.extract ?? "").includes('type="application/ld+json"');
}

const folder = mkdtempSync(join(tmpdir(), "studybook-markup-"));
const wrong = join(folder, "wrong.html");
writeFileSync(wrong, "<!DOCTYPE html><html lang=en><title>x</title><p><div id=a></div><div id=a></div></p></html>");
const all = messages([wrong, ...process.argv.slice(2)]);
rmSync(folder, { recursive: true });

const [seen, found] = [true, false].map((is) => all.filter((it) => it.url.endsWith("/wrong.html") === is && !isOnThePolicy(it)));
for (const it of found.slice(0, 50)) process.stdout.write(`${it.url}:${it.lastLine}: ${it.message}\n    ${it.extract?.replaceAll("\n", " ")}\n`);
const outcomes = [
    ["the checker sees what is wrong", seen.length >= 2],
    ["the Nu HTML checker finds nothing", found.length === 0],
];
for (const [name, fine] of outcomes) process.stdout.write(`${fine ? "ok" : "not ok"} - ${name}\n`);
const passed = outcomes.filter(([, fine]) => fine).length;
process.stdout.write(`${passed} passed, ${outcomes.length - passed} failed\n`);
process.exit(passed === outcomes.length ? 0 : 1);
