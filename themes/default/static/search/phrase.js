// Finds the topics where words stand one after the other.

(() => {
    "use strict";

    const { paired } = globalThis.studybook.searching;

    /** Where a term stands. A single character of a script without spaces stands in the pairs that it begins. @param {Index} index @param {string} term */
    async function placesOf(index, term) {
        if (paired(term) !== 1) return index.placesOf(term);
        /** @type {Map<number, number[]>} */
        const places = new Map();
        const last = index.home(term + "\uffff");
        const numbers = new Set(index.both(last));
        for (let n = index.home(term); n < last; n++) numbers.add(n);
        for (const n of numbers) {
            const { texts } = await index.terms(n);
            for (const text of texts.filter((it) => it.startsWith(term)))
                for (const [topic, at] of await index.placesOf(text)) places.set(topic, at.concat(places.get(topic) ?? []));
        }
        return places;
    }

    /** The topics that hold a phrase. @param {Index} index @param {{term: string, role: string, position: number}[]} tokens */
    async function holding(index, tokens) {
        const row = tokens.filter((t) => t.role !== "whole");
        const wholes = tokens.filter((t) => t.role === "whole");
        /** @type {Map<number, number[]> | undefined} */
        let starts;
        if (row.length > 1 || wholes.length === 0) {
            const maps = await Promise.all(row.map((t) => placesOf(index, t.term)));
            maps.forEach((map, i) => {
                const offset = row[i].position - row[0].position;
                if (!starts) starts = map;
                else {
                    const kept = new Map();
                    for (const [topic, at] of starts) {
                        const here = new Set(map.get(topic));
                        const still = at.filter((p) => here.has(p + offset));
                        if (still.length > 0) kept.set(topic, still);
                    }
                    starts = kept;
                }
            });
        }
        let found = starts ? new Set(starts.keys()) : undefined;
        for (const whole of wholes) {
            const part = await index.partOf(whole.term);
            const i = part.find(whole.term);
            if (i < 0 && whole.term.endsWith("`")) continue;
            const topics = new Set(i < 0 ? [] : part.postings(i).topics);
            found = found ? new Set(Array.from(found).filter((t) => topics.has(t))) : topics;
        }
        return found ?? new Set();
    }

    Object.assign(globalThis.studybook.searching, { holding });
})();
