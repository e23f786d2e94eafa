// Drives a built site in another browser: `node run.mjs firefox|webkit SITE`. Prints TAP; exits with 1 if a test fails.

import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "../site.mjs";
import { tests } from "./core.mjs";
import { firefox } from "./firefox.mjs";
import { webkit } from "./webkit.mjs";

/** Where Debian puts WebKitGTK's own browser. */
const miniBrowser = () =>
    readdirSync("/usr/lib", { withFileTypes: true })
        .filter((it) => it.isDirectory())
        .flatMap((it) => ["4.1", "4.0", "6.0"].map((version) => join("/usr/lib", it.name, `webkit2gtk-${version}`, "MiniBrowser")))
        .find((it) => existsSync(it)) ?? "MiniBrowser";

const engines = {
    firefox: () => firefox(process.env.FIREFOX ?? "/usr/bin/firefox-esr"),
    webkit: () => webkit("WebKitWebDriver", miniBrowser()),
};
const [name, folder] = process.argv.slice(2);
if (!folder || !(name === "firefox" || name === "webkit")) {
    process.stderr.write("usage: node run.mjs firefox|webkit SITE\n");
    process.exit(2);
}
const site = await serve(folder);
const engine = await engines[name]();
const context = { engine, url: site.url, folder: resolve(folder), file: `${pathToFileURL(resolve(folder)).href}/`, gone: site.gone };
process.stdout.write(`TAP version 14\n# ${engine.name}\n`);
let [passed, failed] = [0, 0];
for (const [number, [test, run]] of Object.entries(tests).entries()) {
    const since = performance.now();
    const wrong = await run(context).then(() => "", (error) => String(error instanceof Error ? error.message : error) || "it failed");
    process.stdout.write(`${wrong ? "not ok" : "ok"} ${number + 1} - ${test} (${((performance.now() - since) / 1000).toFixed(1)} s)\n`);
    for (const line of wrong ? wrong.split("\n").slice(0, 20) : []) process.stdout.write(`# ${line}\n`);
    if (wrong && process.env.PICTURES) writeFileSync(join(process.env.PICTURES, `${name}-${number + 1}.png`), await engine.picture());
    if (wrong) failed += 1;
    else passed += 1;
}
process.stdout.write(`1..${passed + failed}\n# ${passed} passed, ${failed} failed\n`);
await engine.close();
site.close();
process.exit(failed ? 1 : 0);
