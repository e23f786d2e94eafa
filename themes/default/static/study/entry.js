// Entries of the log: how they are made, checked and merged.
//
// In: what a reader does, or a file that somebody sends. Out: entries `{id, at, type, …}`. The log only grows, and two logs are
// merged by the ids of their entries, so that the order of merging changes nothing. Unknown types are kept.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const CARDS = new Set(["review", "skip", "suspend", "resume", "reset", "known", "note", "bookmark"]);
    /** Most characters of an entry's JSON, levels of nesting in it, and its latest time: the end of the year 9999. */
    const MOST = 200_000;
    const DEEPEST = 16;
    const LAST = 253_402_300_799_999;

    /** 128 random bits; `randomUUID` is lacking on plain http. */
    const makeId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

    /** An entry of now. @param {string} type @param {Record<string, unknown>} [more] @returns {Entry} */
    const makeEntry = (type, more = {}) => ({ id: makeId(), at: study.now(), type, ...more });

    /** The size of a value, or `Infinity` if it is nested too deeply. Walks, never recurses. @param {unknown} value */
    const sizeOf = (value) => {
        let size = 0;
        /** @type {[unknown, number][]} */
        const open = [[value, 0]];
        for (let next = open.pop(); next; next = open.pop()) {
            const [it, depth] = next;
            if (depth > DEEPEST || size > MOST) return Infinity;
            size += typeof it === "string" ? it.length + 2 : 8;
            if (typeof it !== "object" || it === null) continue;
            for (const [key, inner] of Object.entries(it)) {
                size += Array.isArray(it) ? 1 : key.length + 3;
                open.push([inner, depth + 1]);
            }
        }
        return size;
    };

    const isText = (/** @type {unknown} */ it, /** @type {number} */ most) => typeof it === "string" && it.length > 0 && it.length <= most;
    const isBetween = (/** @type {unknown} */ it, /** @type {number} */ least, /** @type {number} */ most) =>
        typeof it === "number" && it >= least && it <= most;

    /** What the known types must hold beside a card. @type {Record<string, (it: any) => boolean>} */
    const HOLDS = {
        review: (it) => Number.isInteger(it.grade) && isBetween(it.grade, 1, 4) && (it.ms === undefined || isBetween(it.ms, 0, LAST)),
        undo: (it) => isText(it.of, 64),
        note: (it) => typeof it.text === "string" && it.text.length <= 20_000,
        bookmark: (it) => typeof it.on === "boolean",
        plan: (it) =>
            (it.date === null || it.date === undefined || (/^\d{4}-\d\d-\d\d$/.test(it.date) && !Number.isNaN(study.dayOfDate(it.date)))) &&
            (it.minutes === undefined || isBetween(it.minutes, 1, 600)) &&
            (it.begins === undefined || (Number.isInteger(it.begins) && isBetween(it.begins, 0, 12))) &&
            (it.retention === undefined || isBetween(it.retention, 0.8, 0.97)) &&
            (it.scope === undefined || it.scope === null || isScope(it.scope)),
        interview: (it) => typeof it.report === "object" && it.report !== null,
    };

    /** @param {any} scope */
    const isScope = (scope) =>
        typeof scope === "object" &&
        ["chapters", "tags", "levels", "kinds"].every((key) => scope[key] === undefined || (Array.isArray(scope[key]) && scope[key].every((/** @type {unknown} */ it) => isText(it, 300))));

    /** Whether a value can stand in the log. @param {any} it @returns {it is Entry} */
    const isEntry = (it) => {
        if (typeof it !== "object" || it === null || Array.isArray(it)) return false;
        if (!isText(it.id, 64) || !isText(it.type, 40) || !Number.isInteger(it.at) || !isBetween(it.at, 0, LAST)) return false;
        if (sizeOf(it) > MOST) return false;
        if (CARDS.has(it.type) && !isText(it.card, 400)) return false;
        return Object.hasOwn(HOLDS, it.type) ? HOLDS[it.type](it) : true;
    };

    /** By time, then by id: the same order on every device. @param {Entry} a @param {Entry} b */
    const inOrder = (a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

    /** Keys in order, at every level, so that equal entries give equal texts. @param {unknown} value @returns {string} */
    const spell = (value) =>
        JSON.stringify(value, (_, it) =>
            typeof it === "object" && it !== null && !Array.isArray(it) ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))) : it,
        );

    /** The union of two logs by id, in order. Of two entries of one id the smaller text stays. @param {Entry[]} a @param {Entry[]} b @returns {Entry[]} */
    const merge = (a, b) => {
        /** @type {Map<string, Entry>} */
        const all = new Map();
        for (const entry of [...a, ...b]) {
            const other = all.get(entry.id);
            if (!other || (other !== entry && spell(entry) < spell(other))) all.set(entry.id, entry);
        }
        return [...all.values()].sort(inOrder);
    };

    Object.assign(study, { makeId, makeEntry, isEntry, inOrder, merge });
})();
