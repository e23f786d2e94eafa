// A large guide's index comes in parts: those that hold cards of the log come before anything is asked.

import { check } from "../pages.mjs";
import { load } from "../study/load.mjs";

/** A deck of four parts, of which one is there. @param {any} study */
function deckInParts(study) {
    const index = { title: "t", levels: [["basic", "Basic"]], chapters: [["c", "C", "c/index.html"]], tags: [], files: ["a.js"], parts: ["0", "1", "2", "3"] };
    const deck = study.makeDeck(index);
    let n = 0;
    /** @type {string[]} */
    const parts = index.parts;
    deck.more = true;
    deck.next = async () => {
        if (n >= parts.length) return;
        deck.take({ topics: [{ i: `t${n}`, u: "", s: "", c: 0, l: 0, t: [], r: [], w: 1 }], cards: [["", 0, n, 0, 10], ["#q", 1, n, 0, 10]] });
        n += 1;
        deck.more = n < parts.length;
    };
    return deck;
}

/** @type {Record<string, (context?: any) => Promise<void>>} */
export const tests = {
    "parts of the index come until each card of the log is known, also after an import": async () => {
        const scope = /** @type {any} */ (globalThis);
        scope.addEventListener ??= () => {};
        const study = load("start", "ts-fsrs", "entry", "memory", "replay", "deck", "order", "next-card");
        scope.document ??= { documentElement: { dataset: {} } };
        scope.HTMLScriptElement ??= class {};
        scope.dispatchEvent ??= () => true;
        load("reader");
        const now = Date.now();
        const review = (/** @type {string} */ card) => ({ id: `r ${card}`, at: now - 9 * study.DAY, type: "review", card, grade: 3, ms: 1000 });
        const deck = deckInParts(study);
        await deck.next();
        const log = [review("t1#q")];
        Object.assign(study, { openDeck: async () => deck, openScheduler: async () => {}, openStore: async () => ({ state: "kept", damaged: 0, read: async () => log, write: async () => {}, derive: async () => {}, derived: async () => undefined }) });
        const reader = await study.openReader();
        check(deck.byId.has("t1#q") && deck.more && !deck.byId.has("t2"), "another part than the second came");
        const due = () => study.dueCards(deck, reader.state, now, reader.plan()).map((/** @type {any} */ it) => it.card.id);
        check(`${due()}` === "t1#q", `due: ${due()}`);
        await reader.take([review("t3")]);
        check(due().includes("t3"), `due after an import: ${due()}`);
        await reader.take([review("gone")]);
        check(!deck.more, "a card that is gone ends the search with the last part");
    },
};
