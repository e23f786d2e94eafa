// The dialog: results come while typing.

(() => {
    "use strict";

    const { deepen, engine, forget, group, groupSections, make, nearest, optionId, page, recent, remember, say, verdict } = globalThis.studybook.search;

    const RESULTS = 8;

    /** The question of the day: the same for all readers. @param {number} topics */
    const daily = (topics) => {
        const day = Math.floor(Date.now() / 86_400_000);
        // A step that shares no factor with most sizes walks through all topics.
        return (day * 7919) % topics;
    };

    /** Makes it and puts it into the page. */
    function dialog() {
        const input = /** @type {HTMLInputElement} */ (make("input", {
            type: "search", name: "q", id: "search-input", role: "combobox", "aria-expanded": "false", "aria-controls": "search-list",
            "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-label": say("search"), placeholder: say("placeholder"),
            autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
        }));
        const close = make("button", { type: "button", class: "search-close", "aria-label": say("close") }, "×");
        const form = make("form", { class: "search-form", role: "search", action: page.href }, input, close);
        const status = make("p", { class: "search-status", role: "status", "aria-live": "polite" });
        const list = make("ol", { class: "search-results", id: "search-list", role: "listbox", "aria-label": say("results") });
        const near = make("div", {});
        const all = make("a", { class: "search-all", href: page.href }, say("all"));
        const foot = make("p", { class: "search-foot" }, make("span", { class: "search-keys by-keys" }, say("keys")), " ", all);
        const box = /** @type {HTMLDialogElement} */ (make("dialog", { class: "search-dialog", "aria-label": say("search") }, form, status, list, near, foot));
        document.body.append(box);

        /** @type {HTMLElement | null} */
        let active = null;
        let turn = 0;
        /** @type {Element | null} */
        let opener = null;

        const choices = () => /** @type {HTMLElement[]} */ (Array.from(list.querySelectorAll("[role=option]"))).filter((it) => it.checkVisibility());

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
            list.classList.remove("search-offers");
            list.replaceChildren(...items);
            near.replaceChildren();
            input.setAttribute("aria-expanded", String(items.length > 0));
        }

        /** What to choose from before anything is typed: recent searches, a question of the day, and what is asked most. */
        async function offer() {
            const mine = turn;
            const queries = recent();
            status.textContent = queries.length > 0 ? say("recent") : "";
            fill(queries.map((query) => {
                const option = make("li", { class: "search-recent", role: "option", id: optionId(), "aria-selected": "false" }, query);
                option.addEventListener("click", () => ask(query));
                return option;
            }));
            if (queries.length > 0) {
                const button = make("button", { type: "button", class: "search-forget" }, say("forget"));
                button.addEventListener("click", () => (forget(), void offer(), input.focus()));
                near.append(button);
            }
            try {
                const made = await engine();
                const count = made.manifest.topics;
                if (count === 0) return;
                const today = daily(count);
                const asked = (made.manifest.asked ?? []).filter((topic) => topic !== today);
                const rows = await made.rows([today, ...asked]);
                if (mine !== turn || input.value.trim()) return;
                const none = { ...(await made.search("")), marks: new Set() };
                /** @param {Row[]} some @param {string} label */
                const named = (some, label) => some.length === 0 ? [] : [
                    make("li", { class: "search-heading", role: "presentation" }, label),
                    ...some.map((row) => group(made, row, none)),
                ];
                list.append(...named(rows.slice(0, 1), say("today")), ...named(rows.slice(1), say("asked")));
                list.classList.add("search-offers");
                input.setAttribute("aria-expanded", "true");
            } catch (error) {
                console.error(error);
            }
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
            const target = new URL(page);
            if (query.trim()) target.searchParams.set("q", query.trim());
            all.setAttribute("href", target.href);
            if (!query.trim()) {
                void offer();
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
                choose(choices()[0] ?? null);
                list.scrollTop = 0;
                status.textContent = verdict(made, outcome, query, rows);
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
            choose(all[(at + all.length) % all.length]);
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
                if (!input.value) void offer();
                engine().catch(() => {});
            },
        };
    }

    Object.assign(globalThis.studybook.search, { dialog });
})();
