// Loads a script of the site when it is needed: a part of the search index, the engine, a part of the cards.
//
// In: an address. Out: `studybook.load`, for search and for study, whose bundles both have this file.

(() => {
    "use strict";

    /** How long an answer waits that came while the page was being left, in milliseconds: the page may stay, as it does for a download. */
    const STAYS = 5000;

    /**
     * Loads a classic script; what it does, it does to `globalThis`. A browser cuts what loads once the reader goes to another page.
     * That is no failure, so nothing on the page that still shows may say so.
     * @param {string | URL} src @returns {Promise<void>}
     */
    const load = (src) =>
        new Promise((resolve, reject) => {
            let leaving = false;
            const leave = () => void (leaving = true);
            const tag = document.createElement("script");
            const end = () => (tag.remove(), removeEventListener("beforeunload", leave));
            const fail = () => reject(new Error(`cannot load ${src}`));
            tag.src = String(src);
            tag.charset = "utf-8";
            tag.async = false;
            tag.onload = () => (end(), resolve());
            tag.onerror = () => (end(), leaving ? setTimeout(fail, STAYS) : fail());
            // Only while something loads: with such a listener some browsers keep no page for Back.
            addEventListener("beforeunload", leave);
            document.head.append(tag);
        });

    globalThis.studybook = Object.assign(globalThis.studybook ?? {}, { load });
})();
