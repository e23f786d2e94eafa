// The page that is shown where there is none guesses by the words of the address.
//
// In: the address, and the index of search. Out: up to five topics that have its words. Where nothing comes near, nothing is said.

(() => {
    "use strict";

    const { engine, make, marked, root } = globalThis.studybook.search;
    const place = document.querySelector(".guesses");
    const list = place?.querySelector("ul");
    if (!(place instanceof HTMLElement) || !list) return;

    /** The names of the address's folders and file, as words. @returns {string[]} */
    const names = () => {
        const path = location.pathname.startsWith(root.pathname) ? location.pathname.slice(root.pathname.length) : location.pathname;
        let text = path;
        try {
            text = decodeURIComponent(path);
        } catch {
            // A stray sign: the address as it stands.
        }
        const all = text.split("/").map((name) => name.replace(/\.(?:html?|md|php|aspx?)$/i, "").replace(/[-_.+]+/g, " ").trim());
        return all.filter((name) => name && name !== "index");
    };

    const guess = async () => {
        const all = names();
        const made = await engine();
        for (const query of [all.at(-1) ?? "", all.join(" ")]) {
            if (!query) continue;
            const { hits } = await made.search(`${query} `);
            if (hits.length === 0) continue;
            const rows = await made.rows(hits.slice(0, 5).map((hit) => hit.topic));
            list.replaceChildren(...rows.map((row) => make("li", {}, make("a", { href: new URL(row.url, root).href }, marked(made, row.title, new Set())))));
            place.hidden = false;
            return;
        }
    };
    // What cannot be loaded is no loss: the page says what else one can do.
    guess().catch((error) => console.warn(error));
})();
