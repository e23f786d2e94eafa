// Makes the theme's stemmers of Snowball's own: `node vendor.mjs SNOWBALL`, its folder at the wanted release, with the compiler made there (`make snowball`).
//
// Each module becomes a script that stands by itself; nothing else is changed.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ALGORITHMS = {
    ar: "arabic", de: "german", es: "spanish", fr: "french", it: "italian", pl: "polish", pt: "portuguese", ru: "russian", tr: "turkish",
};

const snowball = process.argv[2];
const into = new URL("../../../themes/default/static/search/snowball/", import.meta.url);
const made = mkdtempSync(join(tmpdir(), "snowball-"));
const read = (...path) => readFileSync(join(...path), "utf8");
const write = (name, text) => writeFileSync(new URL(name, into), text);

const asText = (module) => module.replace(/^\/\/ deno-lint.*\n+/m, "").replace(/^import .*\n+/m, "").replace(/^\/\/ @ts-check\n+/, "");
const licence = read(snowball, "COPYING").trim().split("\n").map((line) => ` * ${line}`.trimEnd()).join("\n");
const base = asText(read(snowball, "javascript/base-stemmer.js")).replace("export default class BaseStemmer", "globalThis.studybook.BaseStemmer = class BaseStemmer");
const open = `// @ts-nocheck\n// Made by tests/search/snowball/vendor.mjs.\n(() => {\n"use strict";\n`;
write("base.js", `/*!\n * Stemmers of the Snowball project, https://snowballstem.org\n *\n${licence}\n */\n${open}globalThis.studybook ??= {};\n${base.trim()};\n})();\n`);

for (const [language, algorithm] of Object.entries(ALGORITHMS)) {
    execFileSync(join(snowball, "snowball"), [join(snowball, `algorithms/${algorithm}.sbl`), "-js", "-o", join(made, `${algorithm}-stemmer.js`)]);
    const [first, ...rest] = asText(read(made, `${algorithm}-stemmer.js`)).split("\n");
    const text = rest.join("\n").replace("export default class extends B", "class Stemmer extends BaseStemmer").trim();
    const close = `const stemmer = new Stemmer();\n(globalThis.studybook.stemmers ??= {}).${language} = (word) => stemmer.stemWord(word);\n})();\n`;
    write(`${language}.js`, `${first}\n${open}const { BaseStemmer } = globalThis.studybook;\n${text}\n${close}`);
}
