// Results as elements: on the results page, and as options of the dialog's list box.

(() => {
    "use strict";

    const { make, root, say } = globalThis.studybook.search;

    /** Text with matches marked; code stands between backticks. @param {Engine} made @param {string} text @param {Set<string>} marks */
    function marked(made, text, marks) {
        const out = document.createDocumentFragment();
        let code = false;
        for (const piece of made.mark(text, marks)) {
            piece.text.split("`").forEach((part, i) => {
                if (i > 0) code = !code;
                if (part === "") return;
                /** @type {Node} */
                let node = document.createTextNode(part);
                if (piece.marked) node = make("mark", {}, node);
                if (code) node = make("code", {}, node);
                out.append(node);
            });
        }
        return out;
    }

    /** Difficulty and tags of a topic. @param {Engine} made @param {Row} row @param {string} tag */
    function meta(made, row, tag) {
        const line = make(tag, { class: "search-meta" });
        const level = made.manifest.difficulties[row.difficulty ?? -1];
        if (level) line.append(make("span", { class: "search-difficulty", "data-difficulty": level[0] }, level[1]), " ");
        for (const t of row.tags) line.append(make("span", { class: "search-tag" }, made.manifest.tags[t][1]), " ");
        return line;
    }

    /** A topic in the list of the results page. @param {Engine} made @param {Row} row @param {Outcome} outcome */
    function entry(made, row, outcome) {
        const { marks } = outcome;
        const href = new URL(row.url, root).href;
        return make("li", { class: "search-result", "data-topic": row.id },
            make("h2", { class: "search-title" }, make("a", { href }, marked(made, row.title, marks))),
            meta(made, row, "p"),
            make("p", { class: "search-summary" }, marked(made, row.summary, marks)));
    }

    /** The sections under it. @param {Engine} made @param {Row} row @param {Section[]} sections @param {Outcome} outcome */
    function entrySections(made, row, sections, outcome) {
        const list = make("ul", { class: "search-sections", "aria-label": say("sections") });
        for (const section of sections) list.append(make("li", {}, make("a", { href: deep(row, section) }, marked(made, section.heading, outcome.marks))));
        return sections.length > 0 ? [list] : [];
    }

    /** @param {Row} row @param {Section} section */
    const deep = (row, section) => `${new URL(row.url, root).href}#${encodeURIComponent(section.anchor)}`;

    let options = 0;
    /** An id for an option that has none yet. */
    const optionId = () => `search-option-${options++}`;
    /** @param {string} kind @param {string} href @param {...Node} children */
    const option = (kind, href, ...children) =>
        make("a", { class: kind, href, role: "option", id: optionId(), tabindex: "-1", "aria-selected": "false" }, ...children);

    /** The same as options of the dialog's list box. @param {Engine} made @param {Row} row @param {Outcome} outcome */
    function group(made, row, outcome) {
        const { marks } = outcome;
        const href = new URL(row.url, root).href;
        return make("li", { class: "search-result", "data-topic": row.id, role: "group", "aria-label": row.title.replaceAll("`", "") },
            option("search-hit", href,
                make("span", { class: "search-title" }, marked(made, row.title, marks)),
                meta(made, row, "span"),
                make("span", { class: "search-summary" }, marked(made, row.summary, marks))));
    }

    /** @param {Engine} made @param {Row} row @param {Section[]} sections @param {Outcome} outcome */
    const groupSections = (made, row, sections, outcome) =>
        sections.map((section) => option("search-section", deep(row, section), marked(made, section.heading, outcome.marks)));

    /** Waits until what was put on the page is painted; not where nothing is painted. @returns {Promise<void>} */
    const painted = () => (document.hidden ? Promise.resolve() : new Promise((done) => void requestAnimationFrame(() => setTimeout(done))));

    /**
     * Adds sections to results that are shown: their part of the index is asked for once the first results stand, and does
     * not share the line with them. Results without sections are results: if the part cannot be had, they stay.
     * @param {Engine} made @param {HTMLElement[]} items @param {[Hit, Row][]} ordered @param {Outcome} outcome
     * @param {typeof groupSections} write @param {() => boolean} stands
     */
    async function deepen(made, items, ordered, outcome, write, stands) {
        await painted();
        if (!stands()) return;
        const sections = await made.sections(ordered.map(([, row]) => row), ordered.map(([hit]) => hit), outcome).catch((/** @type {unknown} */ error) => {
            console.error(error);
            return undefined;
        });
        if (sections && stands()) items.forEach((item, i) => item.append(...write(made, ordered[i][1], sections[i], outcome)));
    }

    /** What to say of an outcome. @param {Engine} made @param {Outcome} outcome @param {string} query @param {Row[]} rows what is shown */
    function verdict(made, outcome, query, rows) {
        if (outcome.waiting) return "";
        if (outcome.hits.length === 0 && outcome.all.length > 0 && outcome.filtered) return say("hidden", { n: outcome.all.length });
        if (outcome.hits.length === 0) return query.trim() ? say("none", { query: query.trim() }) : "";
        const count = say("topics", { n: outcome.hits.length });
        const words = Array.from(outcome.corrected.values(), (word) => made.written(word, rows));
        return words.length > 0 ? `${count}. ${say("corrected", { word: words.join(" ") })}` : count;
    }

    Object.assign(globalThis.studybook.search, { deepen, entry, entrySections, group, groupSections, marked, optionId, verdict });
})();
