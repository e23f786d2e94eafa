// The search's English stemmer beside Snowball's own: `node stemmer.mjs PAIRS`, a file of lines `word<TAB>stem` (snowball/pairs.py).

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

/** Fewer would mean that the vocabulary was not found whole. */
const LEAST = 29_000;

const script = new URL("../../themes/default/static/search/stem-en.js", import.meta.url);
const page = createContext({});
runInContext(readFileSync(script, "utf8"), page);
const stem = runInContext("studybook.stemmers.en", page);

const pairs = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => line.split("\t"));
const wrong = pairs.filter(([word, wanted]) => stem(word) !== wanted);
for (const [word, wanted] of wrong.slice(0, 50)) process.stdout.write(`${word}: ${stem(word)}, by Snowball ${wanted}\n`);
const few = pairs.length < LEAST;
if (few) process.stdout.write(`only ${pairs.length} words to compare\n`);
process.stdout.write(`# ${pairs.length} words, ${wrong.length} stemmed otherwise\n`);
process.exit(few || wrong.length > 0 ? 1 : 0);
