// What the page calls: a query and filters in; topics in order, rows to show and counts for filters out. No DOM here or in
// the files before, so that all of it can be measured and judged without a browser.

(() => {
    "use strict";

    const { compile, counts, edits, holding, homes, look, mark, marksOf, narrows, openIndex, parse, rank, scan, sectionsFor, settle } =
        globalThis.studybook.searching;

    /** A topic must hold this share of the query, weighed by rarity. */
    const LEAST_SHARE = 0.34;

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
        const kept = topics.filter((t) => shares[t] >= LEAST_SHARE && held.every((set) => set.has(t)));
        const hits = kept.filter(passes).map((topic) => ({ topic, score: scores[topic] }));
        hits.sort((a, b) => b.score - a.score || a.topic - b.topic);
        const waiting = hits.length === 0 && all.some((u) => u.last && !u.found && homes(index, u).length === 0);
        return { hits, all: Int32Array.from(kept), marks: marksOf(index, all, corrected), units: all, corrected, filtered, waiting };
    }

    /** When nothing is found: known words, tags and topics that come near. @param {Index} index @param {string} query */
    async function suggest(index, query) {
        const { words: all, topics } = await index.knownWords();
        const asked = scan(query, "prose", index.stop).filter((t) => t.role !== "whole" && !index.stop.has(t.term)).map((t) => t.term);
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
            const terms = scan(`${id} ${label}`, "prose", index.stop).map((t) => t.term);
            return words.concat(asked).some((w) => terms.some((t) => t === w || index.stem(t) === index.stem(w) || (w.length > 3 && t.startsWith(w.slice(0, 4)))));
        });
        /** @type {number[]} */
        const found = [];
        for (const word of words) for (const hit of (await find(index, word)).hits.slice(0, 2)) if (!found.includes(hit.topic)) found.push(hit.topic);
        return { words, tags: tagged.slice(0, 5), topics: await index.rows(found.slice(0, 3)) };
    }

    globalThis.studybook.engine = engine;
})();
