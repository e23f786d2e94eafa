// From words to postings: a word stands for itself, its other forms, what it begins, and, if it is not known, its likeliest
// corrections, each for less.

(() => {
    "use strict";

    const { edits, letters, ones, typos, unit } = globalThis.studybook.searching;

    const FORM = 0.85;
    const BEGINS = 0.8;
    const BEGINS_MORE = 0.35;
    const COMPARED = 0.6;
    const ONE_TYPO = 0.7;
    const TWO_TYPOS = 0.5;
    const MOST_FORMS = 40;
    /** Letters of the shorter half of a word that is cut in two, and of the longest such word. */
    const [HALF, LONGEST] = [4, 40];
    /** So many parts of the index are all looked into. */
    const FEW = 20;

    /** Corrections found so far. @type {{index: any, turn: number, kept: Map<string, {lists: any[], word: string | undefined}>}} */
    let corrections = { index: undefined, turn: 0, kept: new Map() };

    /** The parts of the index a unit must look into. @param {Index} index @param {Unit} u */
    function homes(index, u) {
        const from = index.home(u.text);
        if (!u.last || u.exactOnly) return index.both(from);
        const to = index.home(u.text + "\uffff");
        if (to - from > 1) return u.text.length > 2 ? index.both(from) : [];
        return from === to ? index.both(from) : [...index.both(from), to];
    }

    /** The same, where the core is here: what stands in it needs no other part. @param {Index} index @param {Unit} u */
    function needs(index, u) {
        const numbers = homes(index, u);
        if (!index.manifest.core || numbers.length === 0) return numbers;
        const core = index.termsHere(0);
        const i = core.find(u.text);
        return i >= 0 && core.topics[i] > 0 ? [0] : numbers;
    }

    /** Fills in the postings of all units. @param {Index} index @param {Unit[]} units @param {Map<string, string>} corrected */
    async function look(index, units, corrected) {
        const every = units.flatMap((u) => [u, ...u.parts]);
        const own = every.filter((u) => !u.joined);
        if (index.manifest.core) await index.terms(0);
        const wanted = new Set(own.flatMap((u) => needs(index, u)));
        await Promise.all(Array.from(wanted, index.terms));
        for (const u of every) {
            const at = needs(index, u).filter((n) => wanted.has(n)).map(index.termsHere);
            for (const part of at) expand(index, u, part);
            u.found = u.lists.length > 0;
        }
        for (const [i, u] of units.entries()) {
            // Of a name that was cut in two, as in "ip v6", a half may be no word.
            const name = u.parts.find((p) => p.joined && !p.found);
            if (!name || (u.found && units[i + 1]?.found)) continue;
            for (const part of await Promise.all(needs(index, name).map(index.terms))) expand(index, name, part);
            name.found = name.lists.length > 0;
        }
        for (const u of units) {
            // A compound whose words are all known was not mistyped.
            const isKnown = u.whole && u.parts.length > 0 && u.parts.every((p) => p.found || index.stop.has(p.text));
            // Beside words that are known, what was meant is looked for in the parts that are here; alone, in all.
            const isAlone = !units.some((v) => v !== u && v.found);
            if (!u.found && !u.exactOnly && !isKnown) await correct(index, u, corrected, isAlone);
            if (!u.found && !u.exactOnly && !u.whole) await split(index, u, corrected, isAlone);
            else if (u.found && !u.exactOnly && !u.whole && !u.exact) near(index, u, corrected);
            if (u.found || !u.whole) continue;
            for (const p of u.parts) {
                [p.weight, p.counts] = [1, !index.stop.has(p.text)];
                if (!p.found) await correct(index, p, corrected, isAlone && u.parts.every((other) => !other.found));
            }
        }
    }

    /** What "faster" or "biggest" may compare, which the stemmer leaves alone. @param {string} text */
    function compared(text) {
        const found = /^([a-z]{3,}?)(?:er|est)$/.exec(text);
        if (!found) return [];
        const base = found[1];
        return [base, base + "e", /([a-z])\1$/.test(base) ? base.slice(0, -1) : base.replace(/i$/, "y")].filter((w, i, all) => all.indexOf(w) === i);
    }

    /** Adds the postings for a text, its forms and what it begins. @param {Index} index @param {Unit} u @param {TermsPart} part */
    function expand(index, u, part) {
        const { text, lists } = u;
        const exact = part.find(text);
        if (exact >= 0 && part.topics[exact] > 0) {
            lists.push({ postings: part.postings(exact), weight: 1, firm: true });
            u.exact = true;
        }
        if (u.exactOnly || u.joined) return;
        if (index.inflects(u.written)) {
            const stems = new Set([u.written, ...(exact >= 0 ? part.written(exact) : [])].map(index.stem));
            const shared = text.slice(0, Math.min(3, ...Array.from(stems, (stem) => stem.length)));
            for (let i = part.first(shared); i < part.texts.length && part.texts[i].startsWith(shared); i++) {
                const other = part.texts[i];
                if (i === exact || other.length > text.length + 7 || !part.written(i).some((word) => stems.has(index.stem(word)))) continue;
                if (part.topics[i] > 0) lists.push({ postings: part.postings(i), weight: FORM, firm: true });
            }
        }
        for (const base of index.manifest.language.startsWith("en") ? compared(text) : []) {
            const i = part.find(base);
            if (i >= 0 && part.topics[i] > 0) lists.push({ postings: part.postings(i), weight: COMPARED, firm: false });
        }
        if (!u.last && text.length < 4) return;
        if (!/[\p{L}\p{N}_]/u.test(text)) return;
        /** @type {number[]} */
        const begun = [];
        for (let i = part.first(text); i < part.texts.length && part.texts[i].startsWith(text); i++)
            if (i !== exact && part.topics[i] > 0 && !part.texts[i].endsWith("`")) begun.push(i);
        begun.sort((a, b) => part.topics[b] - part.topics[a] || a - b);
        const most = u.last && lists.length === 0 ? BEGINS : BEGINS_MORE;
        for (const i of begun.slice(0, MOST_FORMS)) {
            const weight = most * (0.4 + (0.6 * text.length) / part.texts[i].length);
            lists.push({ postings: part.postings(i), weight, firm: false });
        }
    }

    /**
     * A word that the guide does not have, but forms or beginnings of it, may be another's misspelling: "descripter" is a form of
     * "description", and was meant for "descriptor". What differs in one letter is found too, for less.
     * @param {Index} index @param {Unit} u @param {Map<string, string>} corrected
     */
    function near(index, u, corrected) {
        if (!typos(u.text) || u.lists.some((list) => !list.firm)) return;
        const mine = letters(u.text);
        /** @type {{text: string, written: string, topics: number} | undefined} */
        let best;
        for (const part of homes(index, u).map(index.termsHere)) {
            const bits = part.letters();
            part.texts.forEach((text, i) => {
                if (part.topics[i] === 0 || text.endsWith("`") || ones(mine & ~bits[i]) > 1 || text[0] !== u.text[0]) return;
                if (edits(u.text, text, 1, true) > 1 || text.length > u.text.length + 1 || index.stem(part.written(i)[0]) === index.stem(u.written)) return;
                if (!best || part.topics[i] > best.topics) best = { text, written: part.written(i)[0], topics: part.topics[i] };
            });
        }
        if (!best) return;
        const meant = unit(best.text, { written: best.written, whole: true });
        for (const part of homes(index, meant).map(index.termsHere)) if (part) expand(index, meant, part);
        u.lists.push(...meant.lists.filter((list) => list.firm).map((list) => ({ ...list, weight: list.weight * ONE_TYPO })));
        corrected.set(u.text, best.text);
    }

    /**
     * Cuts a word that is not known into two that are: "responseredirect" asks for "response" and "redirect".
     * @param {Index} index @param {Unit} u @param {Map<string, string>} corrected @param {boolean} isAlone
     */
    async function split(index, u, corrected, isAlone) {
        if (u.text.length < 2 * HALF || u.text.length > LONGEST || !/^\p{L}+$/u.test(u.text)) return;
        const all = index.manifest.parts.terms[0].map((_, number) => number);
        const numbers = !isAlone && index.manifest.core ? [0] : all.length <= FEW ? all : [];
        const parts = numbers.length > 0 ? await Promise.all(numbers.map(index.terms)) : [];
        const { words, topics } = parts.length > 0 ? { words: [], topics: [] } : await index.knownWords();
        /** @type {Map<string, number>} */
        const known = new Map();
        for (const { texts, topics: counts } of [{ texts: words, topics }, ...parts]) {
            texts.forEach((word, i) => counts[i] > 0 && u.text.includes(word) && known.set(word, counts[i]));
        }
        let [best, most] = [0, 0];
        for (let at = HALF; at <= u.text.length - HALF; at++) {
            const both = Math.min(known.get(u.text.slice(0, at)) ?? 0, known.get(u.text.slice(at)) ?? 0);
            if (both > most) [best, most] = [at, both];
        }
        if (!best) return;
        [u.whole, u.parts] = [true, [u.text.slice(0, best), u.text.slice(best)].map((text) => unit(text))];
        for (const p of u.parts) {
            for (const terms of await Promise.all(needs(index, p).map(index.terms))) expand(index, p, terms);
            p.found = p.lists.length > 0;
        }
        corrected.set(u.text, u.parts.map((p) => p.text).join(" "));
    }

    /** Looks for what was meant by a word that is not known. @param {Index} index @param {Unit} u @param {Map<string, string>} corrected @param {boolean} isAlone */
    async function correct(index, u, corrected, isAlone) {
        const limit = typos(u.text);
        if (!limit) return;
        const inAll = isAlone || !index.manifest.core;
        const key = u.text + (u.last ? " " : "") + (inAll ? "" : "\n");
        if (corrections.index !== index || corrections.turn !== index.turn || corrections.kept.size > 200) corrections = { index, turn: index.turn, kept: new Map() };
        const { kept } = corrections;
        const before = kept.get(key);
        if (before) {
            u.lists.push(...before.lists);
            if (before.word) corrected.set(u.text, before.word);
            u.found = u.lists.length > 0;
            return;
        }
        /** @type {Map<string, {text: string, distance: number, topics: number}>} */
        const best = new Map();
        const mine = letters(u.text);
        /** @param {string[]} texts @param {ArrayLike<number>} topics @param {Int32Array} bits */
        const consider = (texts, topics, bits) => {
            for (let i = 0; i < texts.length; i++) {
                // Each edit can bring in or remove one letter at most.
                if (ones(mine & ~bits[i]) > limit || topics[i] === 0) continue;
                const text = texts[i];
                if (text.length < u.text.length - limit || (!u.last && text.length > u.text.length + limit)) continue;
                const whole = edits(u.text, text, limit, false);
                const begun = u.last && whole > 1 ? edits(u.text, text, 1, true) + 0.5 : 9;
                const distance = Math.min(whole, begun);
                if (distance <= limit && !best.has(text) && !text.endsWith("`")) best.set(text, { text, distance, topics: topics[i] });
            }
        };
        for (const n of homes(index, u)) {
            const part = await index.terms(n);
            consider(part.texts, part.topics, part.letters());
        }
        if (inAll && !Array.from(best.values()).some((b) => b.distance <= 1)) {
            const { words, topics, bits } = await index.knownWords();
            consider(words, topics, bits);
        }
        const order = Array.from(best.values()).sort(
            (a, b) => a.distance - b.distance || Number(b.text[0] === u.text[0]) - Number(a.text[0] === u.text[0]) || b.topics - a.topics || (a.text < b.text ? -1 : 1),
        );
        const chosen = order.filter((b) => b.distance === order[0].distance).slice(0, 3);
        for (const { text, distance } of chosen) {
            const part = await index.partOf(text);
            const meant = unit(text, { written: index.written(text)[0], whole: true });
            expand(index, meant, part);
            const weight = distance <= 1 ? ONE_TYPO : TWO_TYPOS;
            u.lists.push(...meant.lists.filter((l) => l.firm).map((l) => ({ ...l, weight: l.weight * weight, firm: true })));
        }
        if (chosen.length > 0) corrected.set(u.text, chosen[0].text);
        u.found = u.lists.length > 0;
        kept.set(key, { lists: u.lists.slice(), word: chosen[0]?.text });
    }

    Object.assign(globalThis.studybook.searching, { homes, look });
})();
