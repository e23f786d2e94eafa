// The search's stemmers beside Snowball's own: `node stemmer.mjs PAIRS`, a file of lines `language<TAB>word<TAB>stem` (snowball/pairs.py).
//
// They are read from a bundle's list, as the build does, each after the one before: none may disturb another.

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

/** Fewer would mean that the vocabulary was not found whole. */
const LEAST = { ar: 30_000, de: 11_000, en: 29_000, es: 9_000, fr: 6_500, it: 11_000, pl: 10_000, pt: 10_000, ru: 16_000, tr: 10_000 };

const folder = new URL("../../themes/default/static/", import.meta.url);
const page = createContext({});
const list = readFileSync(new URL("search-engine.js.bundle", folder), "utf8");
for (const [, name] of list.matchAll(/^(\S+) \[[a-z ]+\]$/gm)) runInContext(readFileSync(new URL(name, folder), "utf8"), page);
const stemmers = runInContext("studybook.stemmers", page);

const pairs = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => line.split("\t"));
const wrong = pairs.filter(([language, word, wanted]) => stemmers[language](word) !== wanted);
for (const [language, word, wanted] of wrong.slice(0, 50)) process.stdout.write(`${language}, ${word}: ${stemmers[language](word)}, by Snowball ${wanted}\n`);
const few = Object.entries(LEAST).filter(([language, least]) => pairs.filter(([other]) => other === language).length < least);
for (const [language] of few) process.stdout.write(`too few words of ${language} to compare\n`);
const untested = Object.keys(stemmers).filter((language) => !(language in LEAST));
for (const language of untested) process.stdout.write(`the stemmer of ${language} is not compared\n`);
process.stdout.write(`# ${pairs.length} words, ${wrong.length} stemmed otherwise\n`);
process.exit(few.length > 0 || untested.length > 0 || wrong.length > 0 ? 1 : 0);
