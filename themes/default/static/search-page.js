// The results page: search.html?q=…&tag=…&difficulty=…&chapter=…
//
// In: the page's markup (all but the form and the list may be missing and is then made):
//
//   <main>
//     <form class="search-form" role="search" action="search.html"><input type="search" name="q"> <button>…</button></form>
//     <div class="search-facets"></div>
//     <p class="search-status" role="status"></p>
//     <ol class="search-results"></ol>
//     <noscript>…links to tags/index.html and topics.html…</noscript>
//   </main>
//
// after search.js. The address holds the whole state, so a search can be shared, reloaded and gone back to. Without a
// query the filters list topics in the guide's order.

(() => {
    "use strict";

    const { deepen, engine, entry, entrySections, make, nearest, remember, say, verdict } = globalThis.studybook.search;
    const main = /** @type {HTMLElement} */ (document.querySelector("main"));
    const form = /** @type {HTMLFormElement | null} */ (main?.querySelector("form.search-form"));
    const input = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[type=search]"));
    const list = main?.querySelector("ol.search-results");
    if (!form || !input || !list) return;
    globalThis.studybook.search.own = input;

    const PAGE = 10;
    const TAGS = 12;
    const GROUPS = /** @type {const} */ ([
        { name: "tag", filter: "tags", list: "tags", word: "tags" },
        { name: "difficulty", filter: "difficulties", list: "difficulties", word: "difficulty" },
        { name: "chapter", filter: "chapters", list: "chapters", word: "chapter" },
    ]);

    /** @param {string} selector @param {() => HTMLElement} made @returns {HTMLElement} */
    const find = (selector, made) => {
        const found = /** @type {HTMLElement | null} */ (main.querySelector(selector));
        if (found) return found;
        const element = made();
        list.before(element);
        return element;
    };
    const facets = find(".search-facets", () => make("div", { class: "search-facets" }));
    const status = find(".search-status", () => make("p", { class: "search-status" }));
    status.setAttribute("role", "status");
    status.setAttribute("aria-live", "polite");
    form.id ||= "search-form";
    const near = make("div", {});
    const more = make("button", { type: "button", class: "search-more", hidden: "" }, say("more"));
    list.after(near, more);

    /** @typedef {{query: string, filters: {tags: string[], difficulties: string[], chapters: string[]}}} State */

    /** @returns {State} */
    function address() {
        const given = new URLSearchParams(location.search);
        return {
            query: given.get("q") ?? "",
            filters: { tags: given.getAll("tag"), difficulties: given.getAll("difficulty"), chapters: given.getAll("chapter") },
        };
    }

    /** @type {State} */
    let state = address();
    let turn = 0;
    /** The address follows when typing pauses: browsers limit how often it may change. @type {ReturnType<typeof setTimeout> | undefined} */
    let settling;

    /** Puts the state into the address. @param {"push" | "replace"} how */
    function write(how) {
        clearTimeout(settling);
        const to = new URL(location.href);
        to.search = "";
        if (state.query.trim()) to.searchParams.set("q", state.query.trim());
        for (const { name, filter } of GROUPS) for (const id of state.filters[filter]) to.searchParams.append(name, id);
        if (to.href === location.href) return;
        try {
            if (how === "push") history.pushState(null, "", to);
            else history.replaceState(null, "", to);
        } catch {
            // Some browsers forbid it on file://. Searching works all the same.
        }
    }

    const narrowed = () => GROUPS.some(({ filter }) => state.filters[filter].length > 0);

    async function run() {
        const mine = ++turn;
        try {
            const made = await engine();
            const outcome = await made.search(state.query, state.filters);
            if (mine !== turn) return;
            // Filters stand above the results, so they come first: nothing that is read moves.
            if (!panel) build(made);
            const shown = await show(made, outcome, 0, mine);
            if (!shown) return;
            if (!state.query.trim() && !narrowed()) status.textContent = say("start");
            else status.textContent = verdict(made, outcome, state.query, shown.rows);
            near.replaceChildren();
            if (outcome.hits.length === 0 && outcome.all.length > 0 && outcome.filtered) {
                const box = await loosen(made);
                if (mine === turn) near.replaceChildren(box);
            } else if (outcome.hits.length === 0 && state.query.trim() && !outcome.waiting) {
                const box = await nearest(made, state.query, ask);
                if (mine === turn) near.replaceChildren(box);
            }
            await count(made, outcome, mine);
            await shown.deepened;
        } catch (error) {
            if (mine !== turn) return;
            console.error(error);
            list?.replaceChildren();
            status.textContent = say("failed");
        }
    }

    /** Shows the next page of results; their sections come later. @param {Engine} made @param {Outcome} outcome @param {number} from @param {number} mine */
    async function show(made, outcome, from, mine) {
        const hits = outcome.hits.slice(from, from + PAGE);
        const rows = await made.rows(hits.map((h) => h.topic));
        if (mine !== turn) return undefined;
        const ordered = made.settle(hits, rows, outcome);
        const items = ordered.map((/** @type {[Hit, Row]} */ [, row]) => entry(made, row, outcome));
        if (from === 0) list?.replaceChildren(...items);
        else list?.append(...items);
        more.hidden = from + PAGE >= outcome.hits.length;
        more.onclick = async () => {
            await show(made, outcome, from + PAGE, mine);
            /** @type {HTMLElement | null | undefined} */ (items[0] && list?.children[from + PAGE]?.querySelector("a"))?.focus();
        };
        return { rows, deepened: deepen(made, items, ordered, outcome, entrySections, () => mine === turn) };
    }

    /** Which filter hides what: a button for each that finds something when it is gone, and one for all. @param {Engine} made */
    async function loosen(made) {
        const box = make("p", { class: "search-loosen" });
        /** @param {State["filters"]} filters @param {string} text */
        const offer = (filters, text) => {
            const button = make("button", { type: "button", class: "search-word" }, text);
            button.addEventListener("click", () => {
                state.filters = filters;
                write("push");
                void run();
                input?.focus();
            });
            box.append(button, " ");
        };
        const set = GROUPS.flatMap(({ filter, list: from }) => state.filters[filter].map((id) => ({ filter, id, label: made.manifest[from].find(([other]) => other === id)?.[1] ?? id })));
        for (const { filter, id, label } of set.length > 1 ? set : []) {
            const filters = { ...state.filters, [filter]: state.filters[filter].filter((other) => other !== id) };
            const { hits } = await made.search(state.query, filters);
            if (hits.length > 0) offer(filters, say("hides", { filter: label, n: hits.length }));
        }
        offer({ tags: [], difficulties: [], chapters: [] }, say("clear"));
        return box;
    }

    // --- filters ----------------------------------------------------------------------------------------------

    /** @type {HTMLDetailsElement | undefined} */
    let panel;
    const { compare } = new Intl.Collator(document.documentElement.lang || "en");
    /** @type {Map<string, {input: HTMLInputElement, count: HTMLElement, item: HTMLElement, label: string}[]>} */
    const choices = new Map();
    let allTags = false;
    /** @type {(() => void) | undefined} */
    let opened;

    /** @param {Engine} made */
    function build(made) {
        const large = made.manifest.facets === null;
        panel = /** @type {HTMLDetailsElement} */ (make("details", { class: "search-filters" }, make("summary", {}, say("filters"))));
        panel.open = matchMedia("(min-width: 60rem)").matches && (!large || narrowed());
        panel.addEventListener("toggle", () => opened?.());
        for (const { name, filter, list: from, word } of GROUPS) {
            const items = made.manifest[from].map(([id, label]) => {
                const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", name, value: id, form: /** @type {HTMLFormElement} */ (form).id }));
                const count = make("span", { class: "search-count" });
                const depth = name === "chapter" ? String(id.split("/").length) : "1";
                const item = make("li", { "data-depth": depth }, make("label", {}, box, " ", make("span", {}, label), " ", count));
                box.addEventListener("change", () => {
                    const kept = state.filters[filter].filter((other) => other !== id);
                    state.filters[filter] = box.checked ? [...kept, id] : kept;
                    write("push");
                    void run();
                });
                return { input: box, count, item, label };
            });
            choices.set(filter, items);
            // Tags in the order of what one reads; levels and chapters have an order of their own.
            const shown = name === "tag" ? items.toSorted((a, b) => compare(a.label, b.label)) : items;
            const group = make("fieldset", { class: `search-facet search-facet-${name}` }, make("legend", {}, say(word)),
                make("ul", {}, ...shown.map((i) => i.item)));
            if (name === "tag") {
                const button = make("button", { type: "button", class: "search-all-tags", "aria-expanded": "false" }, say("allTags"));
                button.addEventListener("click", () => {
                    allTags = !allTags;
                    button.setAttribute("aria-expanded", String(allTags));
                    opened?.();
                });
                group.append(button);
            }
            panel.append(group);
        }
        const clear = make("button", { type: "button", class: "search-clear" }, say("clear"));
        clear.addEventListener("click", () => {
            state.filters = { tags: [], difficulties: [], chapters: [] };
            write("push");
            void run();
        });
        panel.append(clear);
        facets.replaceChildren(panel);
    }

    /** Writes how many topics each choice leaves. @param {Engine} made @param {Outcome} outcome @param {number} mine */
    async function count(made, outcome, mine) {
        const fill = async () => {
            if (!panel?.open) return;
            const counts = await made.counts(outcome.all, state.filters);
            if (mine !== turn) return;
            for (const { filter } of GROUPS) {
                const items = choices.get(filter) ?? [];
                const numbers = Array.from(/** @type {ArrayLike<number>} */ (counts[filter]));
                const order = numbers.map((_, i) => i).sort((a, b) => numbers[b] - numbers[a] || a - b);
                const first = new Set(filter === "tags" && !allTags ? order.slice(0, TAGS) : order);
                items.forEach(({ input: box, count: number, item }, i) => {
                    box.checked = state.filters[filter].includes(box.value);
                    number.textContent = String(numbers[i]);
                    item.hidden = !box.checked && (numbers[i] === 0 || !first.has(i));
                });
            }
        };
        opened = () => void fill();
        await fill();
    }

    // --- what the reader does ---------------------------------------------------------------------------------

    /** @param {string} query */
    function ask(query) {
        state.query = /** @type {HTMLInputElement} */ (input).value = query;
        write("push");
        void run();
    }

    function reload() {
        state = address();
        /** @type {HTMLInputElement} */ (input).value = state.query;
        void run();
    }

    input.addEventListener("input", (event) => {
        if (/** @type {InputEvent} */ (event).isComposing) return;
        state.query = input.value;
        clearTimeout(settling);
        settling = setTimeout(() => write("replace"), 300);
        void run();
    });
    input.addEventListener("compositionend", () => {
        state.query = input.value;
        void run();
    });
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        remember(input.value);
        ask(input.value);
    });
    list.addEventListener("click", (event) => {
        if (event.target instanceof Element && event.target.closest("a")) remember(state.query);
    });
    window.addEventListener("popstate", reload);
    reload();
})();
