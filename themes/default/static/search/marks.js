// Looks into the texts of the topics that are shown: marks matches, and settles their order.

(() => {
    "use strict";

    const { paired, sectionsOf } = globalThis.studybook.searching;

    /** Words of less weight are not marked. */
    const SLIGHT = 0.2;
    /** What words side by side in a title add. */
    const SIDE_BY_SIDE = 0.3;

    /** Which terms to mark. @param {Index} index @param {Unit[]} units @param {Map<string, string>} corrected */
    function marksOf(index, units, corrected) {
        const marks = new Set();
        for (const u of units.flatMap((u) => [u, ...u.parts])) {
            if (u.weight < SLIGHT || !(u.found || u.lists.length)) continue;
            marks.add(u.text);
            const meant = corrected.get(u.text);
            const written = meant === undefined ? [u.written, ...index.written(u.text)] : index.written(meant);
            if (!u.exactOnly) for (const word of written) if (index.inflects(word)) marks.add("=" + index.stem(word));
            if (u.last) marks.add("^" + u.text);
        }
        return marks;
    }

    /**
     * Cuts a text into marked and unmarked pieces.
     * @param {Index} index @param {string} text @param {Set<string>} marks @returns {{text: string, marked: boolean}[]}
     */
    function mark(index, text, marks) {
        const begun = Array.from(marks).filter((m) => m[0] === "^" && m.length > 1).map((m) => m.slice(1));
        const chars = Array.from(text);
        const on = new Uint8Array(chars.length);
        for (const { term, written, start, end } of index.cut(text)) {
            const hit = marks.has(term) || (index.inflects(written) && marks.has("=" + index.stem(written)));
            const beginning = hit ? undefined : begun.find((b) => term.startsWith(b) && !index.stop.has(term));
            if (hit) on.fill(1, start, end);
            // A pair of characters is no word: of `米は` only what was asked for is marked.
            else if (beginning) on.fill(1, start, paired(term) ? start + Array.from(beginning).length : end);
        }
        /** @type {{text: string, marked: boolean}[]} */
        const pieces = [];
        for (let i = 0; i < chars.length; ) {
            let to = i;
            while (to < chars.length && on[to] === on[i]) to++;
            pieces.push({ text: chars.slice(i, to).join(""), marked: on[i] === 1 });
            i = to;
        }
        return pieces;
    }

    /** @type {WeakMap<Row, Map<string, number[]>[]>} */
    const read = new WeakMap();

    /** Places of the terms of a text. @param {Index} index @param {string} text */
    function placesIn(index, text) {
        /** @type {Map<string, number[]>} */
        const places = new Map();
        for (const { term, written, position, role } of index.cut(text)) {
            const key = index.inflects(written) ? index.stem(written) : term;
            const list = places.get(key);
            if (role === "whole") continue;
            if (list) list.push(position);
            else places.set(key, [position]);
        }
        return places;
    }

    /** Places of the terms in title and summary, each text by itself. @param {Index} index @param {Row} row */
    function textsOf(index, row) {
        let texts = read.get(row);
        if (!texts) {
            texts = [row.title, row.summary].map((text) => placesIn(index, text));
            read.set(row, texts);
        }
        return texts;
    }

    /** The words of a query as they are looked for in texts, in order. @param {Index} index @param {Outcome} outcome */
    const contentOf = (index, outcome) =>
        outcome.units
            .flatMap((u) => (u.whole && u.parts.length > 1 ? u.parts : [u]))
            .filter((u) => u.lists.length > 0 && !index.stop.has(u.text.replace(/`$/, "")))
            .map((u) => {
                const text = outcome.corrected.get(u.text) ?? u.text;
                // The guide's spelling says more than that of who types without accents.
                const [known] = index.written(text);
                const written = known === text && text === u.text ? u.written : known;
                return index.inflects(written) ? index.stem(written) : text;
            });

    /**
     * The last word on the order of the topics that are shown: where words of the query stand side by side in a title
     * or summary, the topic gains by the share of such pairs.
     * @param {Index} index @param {Hit[]} hits @param {Row[]} rows @param {Outcome} outcome @returns {[Hit, Row][]}
     */
    function settle(index, hits, rows, outcome) {
        const row = contentOf(index, outcome);
        /** @type {[number, Hit, Row][]} */
        const pairs = hits.map((hit, i) => {
            let met = 0;
            for (let k = 0; k + 1 < row.length; k++) {
                const near = textsOf(index, rows[i]).findIndex((places) =>
                    places.get(row[k])?.some((a) => places.get(row[k + 1])?.some((b) => b > a && b - a <= 3)));
                if (near >= 0) met += near === 0 ? 1 : 0.6;
            }
            return [hit.score * (1 + (row.length > 1 ? (SIDE_BY_SIDE * met) / (row.length - 1) : 0)), hit, rows[i]];
        });
        pairs.sort((a, b) => b[0] - a[0] || a[1].topic - b[1].topic);
        return pairs.map(([, hit, row]) => [hit, row]);
    }

    /**
     * The sections of a topic worth a link of their own: those whose heading has a word of the query, best first; and, if
     * title and summary lack one of the words, those where the words are at home.
     * @param {Index} index @param {Hit} hit @param {Row} row @param {Outcome} outcome @returns {Promise<Section[]>}
     */
    async function sectionsFor(index, hit, row, outcome) {
        const live = outcome.units.flatMap((u) => [u, ...u.parts]).filter((u) => u.lists.length > 0);
        const best = await sectionsOf(index, hit.topic, live);
        if (best.length === 0) return [];
        const sections = await index.heads(hit.topic);
        const texts = textsOf(index, row);
        const words = contentOf(index, outcome);
        const said = words.every((word) => texts[0].has(word) || texts[1].has(word));
        const named = (/** @type {Section} */ section) => {
            const places = placesIn(index, section.heading);
            return words.some((word) => places.has(word));
        };
        const found = best.map((n) => sections[n - 1]).filter((section) => section?.heading);
        return found.filter((section, i) => named(section) || (!said && i < 2)).slice(0, 3);
    }

    Object.assign(globalThis.studybook.searching, { mark, marksOf, sectionsFor, settle });
})();
