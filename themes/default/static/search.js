// Search on every page: `/` or Ctrl-K opens a dialog, results come while typing.
//
// In: the page's script tag, on which the template says where things are; and, if the words are not English, those of the
// theme's `[searching]` as <template id="page.search-words"><p data-word="search">Suche</p>…</template>, "topics.one" for a form
// of a plural. All words and their English defaults stand in WORDS. The engine, one script that the build joins as search-engine.js.bundle says, and the index are
// loaded on first use.
//
//   <script defer src="../../assets/search.HASH.js" data-root="../../" data-page="search.html"
//           data-engine="../../assets/search-engine.HASH.js"></script>
//   <a class="search-open" href="../../search.html">Search</a>      any number; opens the dialog
//
// Never: innerHTML, inline styles, a request to another place.

(() => {
    "use strict";

    const script = /** @type {HTMLScriptElement} */ (document.currentScript);
    const { root: rootGiven = "", engine: engineGiven = "", page = "search.html" } = script.dataset;
    const root = new URL(rootGiven || "./", document.baseURI);
    const RESULTS = 8;
    const RECENT = 6;
    const recentKey = `studybook.recent:${root.pathname}`;

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

    /**
     * An element with attributes and children.
     * @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
     */
    function make(tag, attributes = {}, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
    }

    // --- the engine -------------------------------------------------------------------------------------------

    /** @param {string | URL} src @returns {Promise<void>} */
    const load = (src) =>
        new Promise((resolve, reject) => {
            const tag = document.createElement("script");
            tag.src = String(src);
            tag.charset = "utf-8";
            tag.async = false;
            tag.onload = () => (tag.remove(), resolve());
            tag.onerror = () => (tag.remove(), reject(new Error(`cannot load ${src}`)));
            document.head.append(tag);
        });

    /** @type {Promise<Engine> | undefined} */
    let starting;
    /** The engine, loaded on first use. */
    function engine() {
        starting ??= (async () => {
            await load(new URL(engineGiven, document.baseURI));
            const made = globalThis.studybook.engine({ load: (file) => load(new URL(`search/${file}`, root)) });
            return Object.assign(made, { manifest: await made.open() });
        })();
        starting.catch(() => (starting = undefined));
        return starting;
    }

    // --- results ----------------------------------------------------------------------------------------------

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
    /** @param {string} kind @param {string} href @param {...Node} children */
    const option = (kind, href, ...children) =>
        make("a", { class: kind, href, role: "option", id: `search-option-${options++}`, tabindex: "-1", "aria-selected": "false" }, ...children);

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

    /**
     * Adds sections to results that are shown: their part of the index comes after the first results.
     * @param {Engine} made @param {HTMLElement[]} items @param {[Hit, Row][]} ordered @param {Outcome} outcome
     * @param {typeof groupSections} write @param {() => boolean} stands
     */
    async function deepen(made, items, ordered, outcome, write, stands) {
        const sections = await made.sections(ordered.map(([, row]) => row), ordered.map(([hit]) => hit), outcome);
        if (stands()) items.forEach((item, i) => item.append(...write(made, ordered[i][1], sections[i], outcome)));
    }

    /** What to say of an outcome. @param {Outcome} outcome @param {string} query */
    function verdict(outcome, query) {
        if (outcome.waiting) return "";
        if (outcome.hits.length === 0) return query.trim() ? say("none", { query: query.trim() }) : "";
        const count = say("topics", { n: outcome.hits.length });
        const words = Array.from(outcome.corrected.values());
        return words.length > 0 ? `${count}. ${say("corrected", { word: words.join(" ") })}` : count;
    }

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

    // --- recent searches --------------------------------------------------------------------------------------

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

    // --- the dialog -------------------------------------------------------------------------------------------

    /** @type {ReturnType<typeof build> | undefined} */
    let dialog;

    function build() {
        const input = /** @type {HTMLInputElement} */ (make("input", {
            type: "search", name: "q", id: "search-input", role: "combobox", "aria-expanded": "false", "aria-controls": "search-list",
            "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-label": say("search"), placeholder: say("placeholder"),
            autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
        }));
        const close = make("button", { type: "button", class: "search-close", "aria-label": say("close") }, "×");
        const form = make("form", { class: "search-form", role: "search", action: new URL(page, root).href }, input, close);
        const status = make("p", { class: "search-status", role: "status", "aria-live": "polite" });
        const list = make("ol", { class: "search-results", id: "search-list", role: "listbox", "aria-label": say("results") });
        const near = make("div", {});
        const all = make("a", { class: "search-all", href: new URL(page, root).href }, say("all"));
        const foot = make("p", { class: "search-foot" }, make("span", { class: "search-keys" }, say("keys")), " ", all);
        const box = /** @type {HTMLDialogElement} */ (make("dialog", { class: "search-dialog", "aria-label": say("search") }, form, status, list, near, foot));
        document.body.append(box);

        /** @type {HTMLElement | null} */
        let active = null;
        let turn = 0;
        /** @type {Element | null} */
        let opener = null;

        const choices = () => /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll("[role=option]")));

        /** @param {HTMLElement | null} option */
        function choose(option) {
            active?.setAttribute("aria-selected", "false");
            active = option;
            if (option) {
                option.setAttribute("aria-selected", "true");
                option.scrollIntoView({ block: "nearest" });
                input.setAttribute("aria-activedescendant", option.id);
            } else input.removeAttribute("aria-activedescendant");
        }

        /** @param {Node[]} items */
        function fill(items) {
            choose(null);
            list.replaceChildren(...items);
            near.replaceChildren();
            input.setAttribute("aria-expanded", String(items.length > 0));
        }

        function showRecent() {
            const queries = recent();
            status.textContent = queries.length > 0 ? say("recent") : "";
            fill(queries.map((query) => {
                const option = make("li", { class: "search-recent", role: "option", id: `search-option-${options++}`, "aria-selected": "false" }, query);
                option.addEventListener("click", () => ask(query));
                return option;
            }));
            if (queries.length === 0) return;
            const button = make("button", { type: "button", class: "search-forget" }, say("forget"));
            button.addEventListener("click", () => (forget(), showRecent(), input.focus()));
            near.append(button);
        }

        /** @param {string} query */
        function ask(query) {
            input.value = query;
            input.focus();
            run();
        }

        async function run() {
            const mine = ++turn;
            const query = input.value;
            const target = new URL(page, root);
            if (query.trim()) target.searchParams.set("q", query.trim());
            all.setAttribute("href", target.href);
            if (!query.trim()) {
                showRecent();
                return;
            }
            try {
                const made = await engine();
                const outcome = await made.search(query);
                const hits = outcome.hits.slice(0, RESULTS);
                const rows = await made.rows(hits.map((h) => h.topic));
                if (mine !== turn) return;
                const ordered = made.settle(hits, rows, outcome);
                const items = ordered.map(([, row]) => group(made, row, outcome));
                fill(items);
                status.textContent = verdict(outcome, query);
                await deepen(made, items, ordered, outcome, groupSections, () => mine === turn);
                if (outcome.hits.length === 0 && !outcome.waiting) {
                    const box = await nearest(made, query, ask);
                    if (mine === turn) near.replaceChildren(box);
                }
            } catch (error) {
                if (mine !== turn) return;
                console.error(error);
                fill([]);
                status.textContent = say("failed");
            }
        }

        /** @param {number} step */
        function move(step) {
            const all = choices();
            if (all.length === 0) return;
            const at = active ? all.indexOf(active) + step : step > 0 ? 0 : all.length - 1;
            choose(at < 0 || at >= all.length ? null : all[at]);
        }

        input.addEventListener("input", (event) => {
            if (!(/** @type {InputEvent} */ (event).isComposing)) void run();
        });
        input.addEventListener("compositionend", () => void run());
        input.addEventListener("keydown", (event) => {
            if (event.isComposing) return;
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                event.preventDefault();
                move(event.key === "ArrowDown" ? 1 : -1);
            } else if (event.key === "Enter" && active) {
                event.preventDefault();
                active.click();
            }
        });
        box.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || event.isComposing) return;
            event.preventDefault();
            box.close();
        });
        list.addEventListener("click", (event) => {
            if (event.target instanceof Element && event.target.closest("a")) {
                remember(input.value);
                box.close();
            }
        });
        form.addEventListener("submit", (event) => {
            if (!input.value.trim()) event.preventDefault();
            else remember(input.value);
        });
        close.addEventListener("click", () => box.close());
        box.addEventListener("click", (event) => {
            if (event.target === box) box.close();
        });
        box.addEventListener("close", () => {
            if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
        });

        return {
            open(/** @type {string | undefined} */ text) {
                if (box.open) return;
                opener = document.activeElement;
                box.showModal();
                if (text) return ask(text);
                input.focus();
                input.select();
                if (!input.value) showRecent();
                engine().catch(() => {});
            },
        };
    }

    /** @param {string} [text] what was typed into another field */
    function open(text) {
        const own = /** @type {HTMLInputElement | undefined} */ (globalThis.studybook.search.own);
        if (own) {
            own.focus();
            own.select();
            return;
        }
        dialog ??= build();
        dialog.open(text);
    }

    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.isComposing || event.altKey) return;
        const command = event.ctrlKey || event.metaKey;
        const target = event.target instanceof Element ? event.target : null;
        const typing = target?.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])");
        if ((command && !event.shiftKey && event.key.toLowerCase() === "k") || (event.key === "/" && !command && !typing)) {
            event.preventDefault();
            open();
        }
    });
    document.addEventListener("click", (event) => {
        if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        if (event.target instanceof Element && event.target.closest(".search-open")) {
            event.preventDefault();
            open();
        }
    });

    // Typing into a field of the page goes on in the dialog, where results come.
    document.addEventListener("input", (event) => {
        const field = event.target;
        if (!(field instanceof HTMLInputElement) || !field.closest("form.search-open") || (/** @type {InputEvent} */ (event).isComposing)) return;
        const text = field.value;
        field.value = "";
        open(text);
    });

    globalThis.studybook ??= /** @type {any} */ ({});
    globalThis.studybook.search = { deepen, engine, entry, entrySections, make, nearest, remember, root, say, verdict };
})();
