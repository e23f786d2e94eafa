// The log and the memory, without a browser: what must hold for all logs, tried on thousands of them.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { createEmptyCard, fsrs, GenSeedStrategyWithCardId, StrategyMode } from "ts-fsrs";
import { check } from "../pages.mjs";
import { load } from "../study/load.mjs";

const study = load("start", "ts-fsrs", "entry", "memory", "replay", "file");
const START = Date.UTC(2026, 10, 1, 9);
const CARDS = ["a.one", "a.one#why", "b.two"];

const at = fc.integer({ min: START, max: START + 60 * study.DAY });
const id = fc.integer({ min: 0, max: 40 }).map((n) => `id-${n}`);
/** Entries of all types, ids clashing now and then, undos of each other, and a type of a later version. */
const entry = fc.oneof(
    { weight: 6, arbitrary: fc.record({ id, at, type: fc.constant("review"), card: fc.constantFrom(...CARDS), grade: fc.integer({ min: 1, max: 4 }), ms: fc.nat(60_000) }) },
    { weight: 2, arbitrary: fc.record({ id, at, type: fc.constant("undo"), of: id }) },
    fc.record({ id, at, type: fc.constantFrom("skip", "suspend", "resume", "reset", "known"), card: fc.constantFrom(...CARDS) }),
    fc.record({ id, at, type: fc.constant("note"), card: fc.constantFrom(...CARDS), text: fc.string() }),
    fc.record({ id, at, type: fc.constant("plan"), date: fc.constantFrom(null, "2026-12-12"), minutes: fc.integer({ min: 5, max: 60 }), retention: fc.constantFrom(0.8, 0.9, 0.97), begins: fc.constantFrom(undefined, 0, 4, 9) }),
    fc.record({ id, at, type: fc.constant("of-a-later-version"), x: fc.jsonValue({ maxDepth: 2 }) }),
);
const log = fc.array(entry, { maxLength: 40 });
/** A log as one device writes it: no two entries of one id. */
const own = (/** @type {any[]} */ entries, /** @type {string} */ device) => entries.map((it, i) => ({ ...it, id: `${device}-${i}`, ...(it.of ? { of: `${device}-${Number(it.of.slice(3)) % entries.length}` } : {}) }));

const text = (/** @type {unknown} */ value) => JSON.stringify(value);
/** What a replay says of the cards, as text. */
const said = (/** @type {any} */ state) => text([[...state.cards].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, it]) => [id, { ...it, days: [...it.days].sort() }]), [...state.notes].sort(), [...state.marked].sort(), state.plans, state.reviews]);
const holds = (/** @type {any} */ property, runs = 300) => fc.assert(property, { numRuns: runs });

/** @type {Record<string, (context: any) => void>} */
export const tests = {
    "the vendored scheduler is the npm package's own build, with its licence": () => {
        const folder = new URL("./", `file://${createRequire(import.meta.url).resolve("ts-fsrs")}`);
        const theme = new URL("../../../themes/default/static/study/", import.meta.url);
        check(readFileSync(new URL("ts-fsrs.js", theme)).equals(readFileSync(new URL("index.umd.js", folder))), "study/ts-fsrs.js differs from ts-fsrs/dist/index.umd.js");
        check(readFileSync(new URL("ts-fsrs.LICENSE.txt", theme)).equals(readFileSync(new URL("../LICENSE", folder))), "the licence differs");
    },

    "merging logs is commutative, associative and idempotent": () => {
        holds(fc.property(log, log, log, (a, b, c) => {
            const { merge } = study;
            check(text(merge(a, b)) === text(merge(b, a)), "a + b is not b + a");
            check(text(merge(merge(a, b), c)) === text(merge(a, merge(b, c))), "(a + b) + c is not a + (b + c)");
            const ab = merge(a, b);
            check(text(merge(ab, ab)) === text(ab) && text(merge(ab, b)) === text(ab), "merging again changes the log");
            check(new Set(ab.map((it) => it.id)).size === new Set([...a, ...b].map((it) => it.id)).size, "an entry is lost");
        }));
    },

    "two devices that see each other's entries in any order remember the same": () => {
        holds(fc.property(log, log, fc.array(fc.boolean(), { maxLength: 80 }), (a, b, turns) => {
            const [first, second] = [own(a, "a"), own(b, "b")];
            const whole = said(study.replay(study.merge(first, second)));
            let state = study.empty();
            const rest = [[...first], [...second]];
            for (const turn of [...turns, ...Array(80).fill(true)]) {
                const next = (turn ? rest[0].shift() ?? rest[1].shift() : rest[1].shift() ?? rest[0].shift());
                if (next) state = study.put(state, next);
            }
            check(said(state) === whole, "entry by entry gives another memory than the whole log");
        }));
    },

    "no sequence of actions and undos loses an entry, and undoing all leaves nothing": () => {
        holds(fc.property(log, (entries) => {
            const acts = own(entries.filter((it) => it.type !== "undo"), "x").sort(study.inOrder);
            let state = study.empty();
            for (const it of acts) state = study.put(state, it);
            const before = said(state);
            const last = START + 100 * study.DAY;
            const undos = acts.map((it, i) => ({ id: `undo-${i}`, at: last + i, type: "undo", of: it.id }));
            for (const it of undos) state = study.put(state, it);
            check(state.cards.size === 0 && state.reviews === 0 && state.plans.length === 0, "something is left");
            check(state.entries.length === acts.length + undos.length, "an entry is lost");
            for (const [i, it] of undos.entries()) state = study.put(state, { id: `redo-${i}`, at: last + 1000 + i, type: "undo", of: it.id });
            check(said(state) === before, "undoing the undos does not bring it back");
        }));
    },

    "due days and memories equal ts-fsrs called directly on 500 histories": () => {
        const direct = fsrs({ request_retention: 0.9, enable_fuzz: true, enable_short_term: true, learning_steps: ["10m"], relearning_steps: ["10m"] });
        direct.useStrategy(StrategyMode.SEED, GenSeedStrategyWithCardId("card_id"));
        const step = fc.record({ grade: fc.integer({ min: 1, max: 4 }), wait: fc.oneof(fc.integer({ min: 1, max: 30 }).map((m) => m * 60_000), fc.integer({ min: 1, max: 90 }).map((d) => d * study.DAY)) });
        holds(fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.string({ minLength: 1, maxLength: 20 }), (steps, card) => {
            let [time, memory] = [START, /** @type {any} */ ({ ...createEmptyCard(new Date(START)), card_id: card })];
            const entries = [];
            for (const [i, { grade, wait }] of steps.entries()) {
                time += wait;
                entries.push({ id: String(i).padStart(3, "0"), at: time, type: "review", card, grade });
                if (i === 0) memory = { ...createEmptyCard(new Date(time)), card_id: card };
                memory = direct.next(memory, new Date(time), /** @type {any} */ (grade)).card;
            }
            check(text(study.replay(entries).cards.get(card).fsrs) === text(memory), "the memory differs");
        }), 500);
    },

    "what export writes, import reads, types of later versions too": () => {
        holds(fc.property(log, (entries) => {
            const kept = study.merge(entries, []);
            const back = study.readFile(study.spellFile("g", kept), "g");
            check(back.fault === "" && back.left === 0 && text(study.merge(back.entries, [])) === text(JSON.parse(text(kept))), "the log is another one");
        }));
    },

    "files that are hostile or damaged end in a word, never in entries": () => {
        const file = (/** @type {unknown} */ entries, /** @type {unknown} */ version = 1, guide = "g") => JSON.stringify({ studybook: version, guide, entries });
        const review = { id: "1", at: 1, type: "review", card: "c", grade: 3 };
        for (const [given, fault] of [
            ["", "not_json"], ["{", "not_json"], ["null", "not_ours"], ["[]", "not_ours"], ["7", "not_ours"], [file({}), "not_ours"], [file([], "x"), "not_ours"],
            [file([], 2), "newer"], [file([], 1, "other"), "other_guide"], [file(Array(500_001).fill(0)), "too_large"], [`${"[".repeat(200_000)}`, "not_json"],
        ]) check(study.readFile(given, "g").fault === fault, `${String(given).slice(0, 40)} is ${study.readFile(given, "g").fault}, not ${fault}`);
        const deep = Array(40).fill(0).reduce((inner) => [inner], 1);
        const bad = [
            null, 7, "x", [], {}, { ...review, id: 1 }, { ...review, at: "now" }, { ...review, at: 1e300 }, { ...review, at: 1.5 }, { ...review, grade: 5 }, { ...review, grade: 2.5 }, { ...review, card: "" },
            { ...review, card: "x".repeat(1000) }, { ...review, ms: -1 }, { ...review, ms: "<b>" }, { id: "n", at: 1, type: "note", card: "c", text: {} }, { id: "b", at: 1, type: "bookmark", card: "c", on: "yes" },
            { id: "p", at: 1, type: "plan", date: "2026-99-99" }, { id: "p", at: 1, type: "plan", scope: 7 }, { id: "p", at: 1, type: "plan", scope: { tags: [{}] } }, { id: "u", at: 1, type: "undo" },
            { id: "f", at: 1, type: "later", deep }, { id: "g", at: 1, type: "later", big: "x".repeat(300_000) },
        ];
        const read = study.readFile(file([...bad, review]), "g");
        check(read.fault === "" && read.left === bad.length && read.entries.length === 1, `${read.entries.length} entries came in, ${read.left} of ${bad.length} were left out`);
        const nested = study.readFile(`{"studybook":1,"guide":"g","entries":[{"id":"d","at":1,"type":"later","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`, "g");
        check(nested.entries.length === 0, "an entry of a hundred thousand levels came in");
        const proto = study.readFile('{"studybook":1,"guide":"g","entries":[{"id":"1","at":1,"type":"later","__proto__":{"polluted":1}}]}', "g");
        study.replay(study.merge(proto.entries, []));
        check(/** @type {any} */ ({}).polluted === undefined, "a file changes all objects");
    },

    "ten thousand reviews are replayed within two seconds of the processor": () => {
        const entries = Array.from({ length: 10_000 }, (_, i) => ({ id: `i${i}`, at: START + i * 60_000, type: "review", card: `c${i % 900}`, grade: 1 + ((i * 7) % 4), ms: 9000 }));
        const begin = process.cpuUsage();
        const state = study.replay(entries);
        const used = process.cpuUsage(begin).user / 1000;
        check(state.reviews === 10_000 && used < 2000, `${state.reviews} reviews in ${used} ms`);
        process.stdout.write(`# 10,000 reviews: ${Math.round(used)} ms of the processor\n`);
    },
};
