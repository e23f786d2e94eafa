// Searches of this reader, kept in the browser alone.

(() => {
    "use strict";

    const { root } = globalThis.studybook.search;

    const RECENT = 6;
    const recentKey = `studybook.recent:${root.pathname}`;

    /** @returns {string[]} */
    function recent() {
        try {
            const list = JSON.parse(localStorage.getItem(recentKey) || "[]");
            return Array.isArray(list) ? list.filter((q) => typeof q === "string").slice(0, RECENT) : [];
        } catch {
            return [];
        }
    }

    /** @param {string} query */
    function remember(query) {
        const text = query.trim();
        if (!text) return;
        try {
            localStorage.setItem(recentKey, JSON.stringify([text, ...recent().filter((q) => q !== text)].slice(0, RECENT)));
        } catch {
            // Storage is full or forbidden: nothing is remembered, everything else works.
        }
    }

    function forget() {
        try {
            localStorage.removeItem(recentKey);
        } catch {
            // As above.
        }
    }

    Object.assign(globalThis.studybook.search, { forget, recent, remember });
})();
