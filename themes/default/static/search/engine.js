// What the page calls: a query and filters in; topics in order, rows to show and counts for filters out. No DOM here or in
// the files before, so that all of it can be measured and judged without a browser.

(() => {
    "use strict";

    const { compile, counts, edits, holding, homes, look, mark, marksOf, narrows, openIndex, parse, rank, sectionsFor, settle } =
        globalThis.studybook.searching;

    /** A topic must hold this share of the query, weighed by rarity. */
    const LEAST_SHARE = 0.34;
    /** A long question says more than any topic holds: where none holds that share, those that come nearest will do, down to this. */
    const LEAST_OF_LONG = 0.1;
    /** Where fewer hold words that say little in a title, texts that hold them are looked for too. */
    const FEW = 5;
    /** Words of a long question. */
    const LONG = 5;

    /**
     * A search engine.
     * @param {Host} host loads a script of `search/`
     */
    function engine(host) {
        const index = openIndex(host);
        return {
            /** @returns {Promise<any>} the manifest */
            open: () => index.fresh(async () => index.manifest),
            /** @param {string} query @param {Filters} [filters] @returns {Promise<Outcome>} */
            search: (query, filters) => index.fresh(() => find(index, query, filters)),
            counts: (/** @type {ArrayLike<number>} */ all, /** @type {Filters} */ filters) => index.fresh(() => counts(index, all, filters)),
            rows: (/** @type {number[]} */ topics) => index.fresh(() => index.rows(topics)),
            suggest: (/** @type {string} */ query) => index.fresh(() => suggest(index, query)),
            settle: (/** @type {Hit[]} */ hits, /** @type {Row[]} */ rows, /** @type {Outcome} */ outcome) => settle(index, hits, rows, outcome),
            sections: (/** @type {Row[]} */ rows, /** @type {Hit[]} */ hits, /** @type {Outcome} */ outcome) =>
                index.fresh(() => Promise.all(rows.map((row, i) => sectionsFor(index, hits[i], row, outcome)))),
            written: (/** @type {string} */ term, /** @type {Row[]} */ rows) => written(index, term, rows),
            mark: (/** @type {string} */ text, /** @type {Set<string>} */ marks) => mark(index, text, marks),
        };
    }

    /** @param {Index} index @param {string} query @param {Filters} [filters] @returns {Promise<Outcome>} */
    async function find(index, query, filters) {
        const { units, phrases } = parse(index, query);
        /** @type {Map<string, string>} */
        const corrected = new Map();
        const all = units.concat(phrases.flatMap((p) => p.units));
        const filtered = narrows(filters);
        if (filtered) await index.facets();
        const pass = filters && filtered ? compile(index, filters) : undefined;
        const passes = (/** @type {number} */ t) => !pass || (pass.tag(t) && pass.difficulty(t) && pass.chapter(t));
        if (all.length === 0) {
            const every = Int32Array.from({ length: index.manifest.topics }, (_, i) => i);
            const hits = filtered ? Array.from(every).filter(passes).map((topic) => ({ topic, score: 0 })) : [];
            return { hits, all: every, marks: new Set(), units: [], corrected, filtered, waiting: false };
        }
        await look(index, all, corrected);
        const held = await Promise.all(phrases.map((p) => holding(index, p.tokens)));
        const { topics, scores, shares } = rank(index, all);
        /** @type {Map<number, number> | undefined} */
        let common;
        let kept = topics.filter((t) => shares[t] >= LEAST_SHARE);
        if (kept.length === 0 && units.filter((u) => u.counts).length >= LONG) {
            const least = Math.max(LEAST_OF_LONG, 0.6 * topics.reduce((most, t) => Math.max(most, shares[t]), 0));
            kept = topics.filter((t) => shares[t] >= least);
        }
        if (held.length > 0) {
            // Where a phrase stands word for word, that is what was asked for, however common its words.
            const ranked = units.length > 0 ? new Set(kept) : undefined;
            kept = Array.from(held[0]).filter((t) => held.every((set) => set.has(t)) && (!ranked || ranked.has(t))).sort((a, b) => a - b);
            // A line of code or a message has quotes of its own.
            if (kept.length === 0 && units.length + held.length > 1) return find(index, query.replace(/["\u201c-\u201e\u00ab\u00bb]/g, " "), filters);
        } else if (kept.length < FEW || units.some((u) => !u.found)) {
            common = await places(index, units);
            kept = Array.from(new Set([...common.keys(), ...kept]));
        }
        const hits = kept.filter(passes).map((topic) => ({ topic, score: scores[topic] + (common?.get(topic) ?? 0) }));
        hits.sort((a, b) => b.score - a.score || a.topic - b.topic);
        const waiting = hits.length === 0 && all.some((u) => u.last && !u.found && homes(index, u).length === 0);
        return { hits, all: Int32Array.from(kept), marks: marksOf(index, all, corrected), units: all, corrected, filtered, waiting };
    }

    /**
     * Where words stand that say little, and that weigh nothing in a text: when they are all that is asked for.
     * @param {Index} index @param {Unit[]} units @returns {Promise<Map<number, number>>} topics, and how often they stand there
     */
    async function places(index, units) {
        const asked = units.map((u) => u.text.replace(/`$/, ""));
        if (asked.length === 0 || !asked.every((text) => index.stop.has(text))) return new Map();
        const all = await Promise.all(asked.map((text) => index.placesOf(text)));
        const topics = Array.from(all[0].keys()).filter((topic) => all.every((map) => map.has(topic)));
        return new Map(topics.map((topic) => [topic, all.reduce((sum, map) => sum + Math.log1p(map.get(topic)?.length ?? 0), 0)]));
    }

    /** What a term looks like in the topics that are shown: `selectrelated` stands there as `select_related`. @param {Index} index @param {string} term @param {Row[]} rows */
    function written(index, term, rows) {
        for (const row of rows) {
            for (const text of [row.title, row.summary]) {
                const token = index.cut(text).find((it) => it.term === term);
                if (token) return Array.from(text).slice(token.start, token.end).join("");
            }
        }
        return term;
    }

    /** When nothing is found: known words, tags and topics that come near. @param {Index} index @param {string} query */
    async function suggest(index, query) {
        const { words: all, topics } = await index.knownWords();
        const asked = index.cut(query).filter((t) => t.role !== "whole" && !index.stop.has(t.term)).map((t) => t.term);
        /** @type {{word: string, rank: number}[]} */
        const near = [];
        all.forEach((word, i) => {
            for (const text of asked) {
                const distance = edits(text, word, 3, false);
                let shared = 0;
                while (shared < text.length && text[shared] === word[shared]) shared++;
                const closeness = Math.max(distance <= 3 ? 1 - distance / Math.max(text.length, word.length) : 0, shared >= 3 ? shared / Math.max(text.length, word.length) : 0);
                if (closeness >= 0.5) near.push({ word, rank: closeness + Math.log1p(topics[i]) / 100 });
            }
        });
        near.sort((a, b) => b.rank - a.rank || (a.word < b.word ? -1 : 1));
        const words = near.slice(0, 3).map((n) => n.word);
        const tagged = index.manifest.tags.filter((/** @type {[string, string]} */ [id, label]) => {
            const tokens = index.cut(`${id} ${label}`);
            const alike = (/** @type {Token} */ t, /** @type {string} */ w) => t.term === w || index.stem(t.written) === index.stem(index.written(w)[0]);
            return words.concat(asked).some((w) => tokens.some((t) => alike(t, w) || (w.length > 3 && t.term.startsWith(w.slice(0, 4)))));
        });
        /** @type {number[]} */
        const found = [];
        for (const word of words) for (const hit of (await find(index, word)).hits.slice(0, 2)) if (!found.includes(hit.topic)) found.push(hit.topic);
        return { words, tags: tagged.slice(0, 5), topics: await index.rows(found.slice(0, 3)) };
    }

    globalThis.studybook.engine = engine;
})();
