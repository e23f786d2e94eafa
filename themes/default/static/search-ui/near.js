// What to offer when nothing is found.

(() => {
    "use strict";

    const { make, marked, root, say } = globalThis.studybook.search;

    /** Near words, tags and topics for a query that finds nothing. @param {Engine} made @param {string} query @param {(word: string) => void} choose */
    async function nearest(made, query, choose) {
        const { words, tags, topics } = await made.suggest(query);
        const box = make("div", { class: "search-near" });
        if (words.length > 0) {
            const line = make("p", {}, say("near"));
            for (const word of words) {
                const button = make("button", { type: "button", class: "search-word" }, word);
                button.addEventListener("click", () => choose(word));
                line.append(" ", button);
            }
            box.append(line);
        }
        if (topics.length > 0) {
            const list = make("ul", { class: "search-near-topics" });
            for (const row of topics)
                list.append(make("li", {}, make("a", { href: new URL(row.url, root).href }, marked(made, row.title, new Set()))));
            box.append(list);
        }
        if (tags.length > 0) {
            const line = make("p", { class: "search-near-tags" }, say("nearTags"));
            for (const [id, label] of tags) line.append(" ", make("a", { href: new URL(`tags/${encodeURIComponent(id)}.html`, root).href }, label));
            box.append(line);
        }
        if (box.childElementCount === 0) {
            const link = (/** @type {string} */ to, /** @type {string} */ word) => make("a", { href: new URL(to, root).href }, say(word));
            box.append(make("p", {}, link("topics.html", "allTopics"), " · ", link("tags/index.html", "tags")));
        }
        return box;
    }

    Object.assign(globalThis.studybook.search, { nearest });
})();
