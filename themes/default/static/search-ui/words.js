// What search says: all words with their English defaults.
//
// In: if the words are not English, those of the theme's `[searching]` as
//   <template id="page.search-words"><p data-word="search">Suche</p>…</template>
// with "topics.one" for a form of a plural.

(() => {
    "use strict";

    /** @type {Record<string, any>} */
    const WORDS = {
        search: "Search",
        placeholder: "Search topics and code",
        close: "Close",
        results: "Results",
        sections: "Sections",
        topics: { one: "{n} topic", other: "{n} topics" },
        none: "Nothing found for “{query}”.",
        near: "Perhaps you meant:",
        nearTags: "Tags:",
        corrected: "Showing results for “{word}”.",
        more: "Show more",
        all: "All results",
        recent: "Recent searches",
        forget: "Clear recent searches",
        allTopics: "All topics",
        failed: "Search could not be loaded. Try again, or look at all topics.",
        keys: "↑ ↓ to choose, Enter to open, Esc to close",
        filters: "Filters",
        tags: "Tags",
        difficulty: "Difficulty",
        chapter: "Chapter",
        allTags: "Show all",
        clear: "Clear filters",
        hidden: { one: "A filter hides {n} topic.", other: "Filters hide {n} topics." },
        hides: "Without {filter}: {n}",
        today: "Question of the day",
        asked: "Asked in most wordings",
        start: "Type to search, or choose a filter.",
    };
    const given = /** @type {HTMLTemplateElement | null} */ (document.getElementById("page.search-words"));
    for (const word of /** @type {NodeListOf<HTMLElement>} */ (given?.content.querySelectorAll("[data-word]") ?? [])) {
        const [key = "", form] = (word.dataset.word ?? "").split(".");
        if (form) WORDS[key] = { ...WORDS[key], [form]: word.textContent };
        else WORDS[key] = word.textContent;
    }
    const plurals = new Intl.PluralRules(document.documentElement.lang || "en");

    /** A word of the interface. @param {string} key @param {Record<string, string | number>} [values] */
    function say(key, values = {}) {
        let text = WORDS[key];
        if (typeof text === "object") text = text[plurals.select(Number(values.n))] ?? text.other;
        return text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => String(values[name]));
    }

    Object.assign(globalThis.studybook.search, { say });
})();
