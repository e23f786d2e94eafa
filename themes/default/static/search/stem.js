// Which words have forms, and what their forms share: by the stemmer of the guide's language, if there is one.
//
// In English a stem is that of a folded word. Other stemmers read letters that folding takes away: they get the word as it
// is written, and what they give is folded, so that `etudes` and `études` have one stem. No DOM here.

(() => {
    "use strict";

    const { fold } = globalThis.studybook.searching;

    /** `make`, with its last answers kept. @template T @param {(key: string) => T} make @param {number} most @returns {(key: string) => T} */
    function remember(make, most) {
        /** @type {Map<string, T>} */
        const kept = new Map();
        return (key) => {
            let value = kept.get(key);
            if (value === undefined) {
                value = make(key);
                if (kept.size >= most) kept.clear();
                kept.set(key, value);
            }
            return value;
        };
    }

    /**
     * Adds to words how they are written, where the stemmer asks for that: as `src/search/spelling.rs`.
     * @param {Token[]} tokens @param {string} text @param {Manifest["spelling"]} spelling
     */
    function spell(tokens, text, spelling) {
        if (!spelling) return tokens;
        const chars = Array.from(text);
        const words = tokens.filter((token) => token.role !== "whole");
        for (const token of words) {
            const word = chars.slice(token.start, token.end).join("");
            token.written = (spelling === "turkish" ? word.replace(/I/g, "ı").replace(/İ/g, "i") : word).toLowerCase();
        }
        return tokens;
    }

    /** @param {string} language @returns {Pick<Index, "inflects" | "stem">} */
    function stemming(language) {
        const primary = language.split("-")[0];
        const stems = globalThis.studybook.stemmers?.[primary];
        if (!stems) return { inflects: () => false, stem: (word) => word };
        const letters = primary === "en" ? /^[a-z]{3,}$/ : /^\p{L}{3,}$/u;
        const inflects = (/** @type {string} */ word) => letters.test(word);
        const stemmed = primary === "en" ? stems : (/** @type {string} */ word) => fold(stems(word));
        return { inflects, stem: remember((word) => (inflects(word) ? stemmed(word) : word), 20_000) };
    }

    Object.assign(globalThis.studybook.searching, { remember, spell, stemming });
})();
