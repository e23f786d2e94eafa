// Which questions a mock interview asks: mixed by chapter, weighted by level and by what the reader gets wrong, no topic twice.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    /** Minutes for a question with its follow-ups. */
    const EACH = 3.5;
    /** Basic questions are asked to warm up, hard ones less often than those between. */
    const LEVELS = [1, 1.5, 1.2];

    /** @param {Reader} reader @param {Scope} scope @param {number} minutes @returns {Card[]} */
    const chooseQuestions = ({ deck, state }, scope, minutes) => {
        const at = study.now();
        const fits = study.inScope(deck, scope);
        const seed = `${at}`;
        const weigh = (/** @type {Card} */ card) => {
            const topic = deck.topics[card.topic];
            const it = state.cards.get(card.id);
            const wrong = it?.grade === 1 ? 1.2 : it?.grade === 2 ? 0.6 : 0;
            const unsure = it?.fsrs ? 1 - study.memory.recall(it.fsrs, at) : 0.3;
            const chance = (study.hash(`${seed} ${card.id}`) + 1) / 2 ** 32;
            // The key of a weighted choice without replacement: the highest are taken.
            return Math.log(chance) / ((LEVELS[topic?.l ?? 0] ?? 1) * (1 + wrong + unsure));
        };
        const pool = deck.cards.filter((card) => card.kind === "topic" && fits(card)).map((card) => ({ card, key: weigh(card) }));
        pool.sort((a, b) => b.key - a.key);
        const chosen = pool.slice(0, Math.max(3, Math.round(minutes / EACH))).map((it) => it.card);
        // Easier first, neighbours of different chapters.
        chosen.sort((a, b) => (deck.topics[a.topic]?.l ?? 0) - (deck.topics[b.topic]?.l ?? 0));
        /** @type {Card[]} */
        const order = [];
        while (chosen.length) {
            const next = study.mixed(deck, chosen.slice(0, 3), order.at(-1)) ?? chosen[0];
            order.push(next);
            chosen.splice(chosen.indexOf(next), 1);
        }
        return order;
    };

    /** Spells a formula so that it can be read in a line of text: `O(n log n)`, `n^2`. @param {Element} math */
    const spell = (math) => {
        for (const [name, sign] of [["msup", "^"], ["msub", "_"], ["mfrac", "/"]]) for (const it of math.querySelectorAll(name ?? "")) it.lastElementChild?.prepend(sign ?? "");
        let before = "";
        for (const it of math.querySelectorAll("mi, mn, mo, mtext")) {
            const text = it.textContent ?? "";
            if (/[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(text)) it.prepend(" ");
            before = text;
        }
    };

    /** The points of an answer: its sentences, then the headings of its topic. @param {Text} text @returns {string[]} */
    const pointsOf = (text) => {
        const box = document.createElement("div");
        box.innerHTML = text.a ?? "";
        for (const math of box.querySelectorAll("math")) spell(math);
        const plain = (box.textContent ?? "").replace(/\s+/g, " ").trim();
        const sentences = plain.split(/(?<=[.!?])\s+(?=[^a-z])/).filter((it) => it.length > 12);
        return [...sentences, ...(text.points ?? [])].slice(0, 10);
    };

    Object.assign(study, { chooseQuestions, pointsOf });
})();
