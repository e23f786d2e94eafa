// study.html when it opens: the first visit's questions, or straight on with today's session.
//
// In: the reader. Out: a plan in the log, if the reader gave one, and a session. All questions may be left as they are.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;
    /** Cards of the placement. */
    const TEN = 10;
    /** Minutes a day, at least and at most. */
    const LEAST = 5;
    const MOST = 240;
    const KINDS = /** @type {const} */ (["topic", "question", "output", "quiz"]);

    /** The fields of a plan. @param {Reader} reader @param {Plan} plan */
    const planFields = (reader, plan) => {
        const { deck } = reader;
        const date = make("input", { type: "date", name: "date", value: plan.date ?? "", min: study.dateOf(study.dayOf(study.now())) });
        const minutes = make("input", { type: "number", name: "minutes", value: plan.minutes, min: LEAST, max: MOST, required: true });
        const box = (/** @type {"levels" | "chapters" | "kinds" | "tags"} */ name, /** @type {string} */ value, /** @type {HTMLElement} */ label) =>
            make("label", { class: "chip" }, make("input", { type: "checkbox", name, value, checked: plan.scope[name]?.includes(value) ?? false }), label);
        const plain = (/** @type {string} */ text) => make("span", {}, text);
        const levels = deck.levels.map(([id, label]) => box("levels", id, plain(label)));
        const chapters = /** @type {Deck["chapters"]} */ (study.chaptersOf(deck)).map(([id, html]) => box("chapters", id, make("span", { html })));
        const tags = deck.tags.map(([id, label]) => box("tags", id, plain(label)));
        const used = new Set(deck.cards.map((it) => it.kind));
        const kinds = KINDS.filter((it) => used.has(it)).map((it) => box("kinds", it, plain(say(`kind_${it}`))));
        const group = (/** @type {string} */ name, /** @type {HTMLElement[]} */ boxes) => (boxes.length > 1 ? make("fieldset", { class: "chips" }, make("legend", {}, say(name)), ...boxes) : "");
        const scope = make(
            "details", { class: "study-scope" },
            make("summary", {}, say("scope")),
            group("levels", levels), group("chapters", chapters), group("kinds", kinds), group("tags", tags),
        );
        const chosen = (/** @type {string} */ name) => [...scope.querySelectorAll(`input[name=${name}]:checked`)].map((it) => /** @type {HTMLInputElement} */ (it).value);
        return {
            parts: [
                make("div", { class: "study-fields" }, make("label", {}, make("span", {}, say("interview_on")), date), make("label", {}, make("span", {}, say("minutes_a_day")), minutes)),
                scope,
            ],
            /** @returns {Omit<Plan, "at" | "since">} */
            read: () => {
                /** @type {Scope} */
                const of = {};
                for (const name of /** @type {const} */ (["levels", "chapters", "kinds", "tags"])) if (chosen(name).length) of[name] = chosen(name);
                // As the field allows them.
                const n = Math.min(MOST, Math.max(LEAST, Math.round(Number(minutes.value)) || 20));
                return { date: /^\d{4}-\d\d-\d\d$/.test(date.value) ? date.value : null, minutes: n, retention: plan.retention, begins: plan.begins, scope: of };
            },
        };
    };

    /** Ten cards of all chapters and levels in scope, topics if there are any. @param {Deck} deck @param {Scope} scope */
    const placementCards = (deck, scope) => {
        const all = deck.cards.filter(study.inScope(deck, scope));
        const own = all.filter((it) => it.kind === "topic");
        const topics = own.length ? own : all;
        const step = Math.max(1, topics.length / TEN);
        const day = study.dayOf(study.now());
        const some = Array.from({ length: Math.min(TEN, topics.length) }, (_, i) => topics[Math.min(topics.length - 1, Math.floor((i + (study.hash(`${day} ${i}`) % 97) / 97) * step))]);
        const rank = (/** @type {Card | undefined} */ it) => deck.topics[it?.topic ?? 0]?.l ?? 0;
        return [...new Set(some)].sort((a, b) => rank(a) - rank(b));
    };

    /** @param {Reader} reader @param {HTMLElement} root @param {Scope} scope */
    const firstVisit = (reader, root, scope) => {
        const { deck } = reader;
        const fields = planFields(reader, reader.plan());
        const begin = async (/** @type {boolean} */ isPlacement) => {
            const plan = fields.read();
            const chosen = Object.keys(scope).length ? scope : plan.scope;
            const old = reader.plan();
            if (plan.date !== old.date || plan.minutes !== old.minutes || Object.keys(plan.scope).length) await reader.put("plan", { ...plan });
            study.startSession(reader, root, { scope: chosen, extra: 0, placement: isPlacement ? placementCards(deck, chosen) : undefined });
        };
        const form = make(
            "form", { class: "study-first" },
            ...fields.parts,
            make("p", { class: "study-ways" }, make("button", { class: "button", "data-start": "" }, say("start")), make("button", { type: "button", class: "quiet-button", "data-placement": "", click: () => void begin(true) }, say("placement"))),
            make("p", { class: "quiet" }, say("stays_here")),
        );
        form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
            event.preventDefault();
            void begin(false);
        });
        root.replaceChildren(study.told(reader), make("h1", {}, say("first_title")), make("p", { class: "lead" }, say("first_lead", { cards: say("cards", { n: study.site.cards || deck.cards.length }) })), form);
    };

    /** A scope in the address: `#chapters=python/objects&levels=basic`. @returns {Scope} */
    const scopeOfAddress = () => {
        /** @type {Scope} */
        const scope = {};
        const query = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
        for (const name of /** @type {const} */ (["chapters", "tags", "levels", "kinds"])) {
            const value = query.get(name);
            if (value) scope[name] = value.split(",");
        }
        return scope;
    };

    /** @param {Reader} reader @param {HTMLElement} root */
    const openStudyPage = (reader, root) => {
        const { deck } = reader;
        const scope = scopeOfAddress();
        const sat = study.remembered();
        if (reader.state.reviews === 0 && !sat && reader.state.plans.length === 0) return firstVisit(reader, root, scope);
        // The plan may have changed since a sitting began, and then another begins.
        const chosen = Object.keys(scope).length ? scope : reader.plan().scope;
        const kept = JSON.stringify(sat?.scope) === JSON.stringify(chosen) ? sat : undefined;
        study.startSession(reader, root, { scope: chosen, extra: kept?.extra ?? 0, placement: kept?.placement && study.cardsOf(deck, kept.placement) });
    };

    Object.assign(study, { planFields, placementCards, openStudyPage, scopeOfAddress });
})();
