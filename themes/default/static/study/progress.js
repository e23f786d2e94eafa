// progress.html: the plan and how it would turn out, what is known, what fades, and the log as a file.
//
// In: the reader. Out: the page. A change of the plan is an entry in the log; forecasts are simulated from it.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say, site } = study;
    const href = (/** @type {string} */ path) => new URL(path, site.root).href;

    /** @param {Reader} reader @param {Plan} plan */
    const forecastParts = (reader, plan) => {
        const { deck, state } = reader;
        const at = study.now();
        const of = (/** @type {number} */ minutes) => /** @type {Forecast} */ (study.forecast(deck, state, at, { ...plan, minutes }));
        const [now, more] = [of(plan.minutes), of(plan.minutes + 10)];
        const day = study.dayName(now.day ?? (now.days.at(-1)?.day ?? 0));
        const values = (/** @type {Forecast} */ it, /** @type {number} */ minutes) => ({ minutes, met: it.met, all: it.topics, recall: study.percent(it.recall), day });
        const text = say(now.day === undefined ? "forecast_free" : "forecast", values(now, plan.minutes));
        const other = say(more.met >= more.topics ? "forecast_more_all" : "forecast_more", values(more, plan.minutes + 10));
        const first = now.days[0];
        const label = say("chart", { from: Math.round(first?.recalled ?? 0), to: Math.round(now.days.at(-1)?.recalled ?? 0), all: now.topics, day });
        return { lead: make("p", { class: "lead study-forecast" }, text, " ", other), chart: make("figure", { class: "study-figure" }, study.chart(now, label), make("figcaption", {}, say("chart_caption"))) };
    };

    /** @param {Reader} reader */
    const titleOf = (reader) => {
        const { date } = reader.plan();
        const today = study.dayOf(study.now());
        const day = date ? study.dayOfDate(date) : -1;
        if (day < today) return say("progress");
        return day - today < 2 ? `${study.dayName(day)} – ${study.inDays(day - today)}` : say("title_with_date", { day: study.dayName(day), in: say("days", { n: day - today }) });
    };

    /** @param {Reader} reader @param {() => void} changed */
    const planForm = (reader, changed) => {
        const plan = reader.plan();
        const fields = study.planFields(reader, plan);
        const retention = make("input", { type: "range", name: "retention", min: 0.8, max: 0.97, step: 0.01, value: plan.retention });
        const shown = make("output", {}, study.percent(plan.retention));
        retention.addEventListener("input", () => (shown.textContent = study.percent(Number(retention.value))));
        const hour = (/** @type {number} */ n) => study.hourName(n);
        const begins = make("select", { name: "begins" }, ...Array.from({ length: 13 }, (_, n) => make("option", { value: n, selected: n === plan.begins }, hour(n))));
        const minutes = study.minutesLeft(reader.deck, reader.state, study.now());
        const form = make(
            "form", { class: "study-plan", "aria-label": say("plan") },
            ...fields.parts,
            make("details", { class: "study-scope" }, make("summary", {}, say("retention")), make("label", { class: "study-range" }, make("span", {}, say("retention_what")), retention, shown)),
            make("label", { class: "study-range" }, make("span", {}, say("day_begins")), begins),
            make("p", { class: "study-ways" }, make("a", { class: "button", "data-start": "", href: href("study.html") }, minutes > 0 ? say("start_today", { n: minutes }) : say("go_on"))),
        );
        form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => event.preventDefault());
        form.addEventListener("change", async () => {
            await reader.put("plan", { ...fields.read(), retention: Number(retention.value), begins: Number(begins.value) });
            changed();
        });
        return form;
    };

    /** @param {Reader} reader */
    const knownTable = (reader) => {
        const { deck } = reader;
        const cell = (/** @type {{all: number, met: number, recall: number}} */ it) =>
            it.all === 0
                ? make("td", { class: "none" }, "–")
                : make("td", { "data-recall": Math.round((10 * it.recall) / it.all) }, study.percent(it.recall / it.all), make("small", {}, say("of", { n: it.met, all: it.all })));
        const rows = study.byChapter(reader).map((/** @type {any} */ row) => make("tr", {}, make("th", { scope: "row" }, make("a", { href: href(deck.chapters[row.chapter]?.[2] ?? ""), html: deck.chapters[row.chapter]?.[1] ?? "" })), ...row.cells.map(cell)));
        const head = make("tr", {}, make("td", {}), ...deck.levels.map(([, label]) => make("th", { scope: "col" }, label)));
        return make("section", { "aria-labelledby": "study-known" }, make("h2", { id: "study-known" }, say("known")), make("div", { class: "study-table", tabindex: "0", role: "group", "aria-labelledby": "study-known" }, make("table", { class: "study-known" }, make("thead", {}, head), make("tbody", {}, ...rows))));
    };

    /** What is weak, what comes, what is left out, what the guide no longer has. @param {Reader} reader @param {() => void} changed */
    const notes = (reader, changed) => {
        const { deck, state } = reader;
        /** @type {Node[]} */
        const list = [];
        const links = (/** @type {[string, string][]} */ some) => some.flatMap(([to, html], i) => [i ? ", " : "", make("a", { href: href(to), html })]);
        const row = (/** @type {string} */ word, /** @type {(Node | string)[]} */ inner) => inner.length && list.push(make("p", {}, make("b", {}, say(word)), " ", ...inner));
        row("fading", links(study.fading(reader, 8).map((/** @type {Topic} */ it) => [it.u, it.s])));
        row("weak_tags", links(study.weakTags(reader, 5).map((/** @type {any} */ it) => [`tags/${deck.tags[it.tag]?.[0]}.html`, deck.tags[it.tag]?.[1] ?? ""])));
        const ahead = study.ahead(reader, 7);
        if (ahead.some((/** @type {number} */ n) => n > 0)) row("coming", [ahead.map((/** @type {number} */ n, /** @type {number} */ i) => `${study.dayName(study.dayOf(study.now()) + i, { weekday: "short" })} ${n}`).join(" · ")]);
        const assumed = deck.topics.filter((it) => state.cards.get(it.i)?.known === "assumed").length;
        if (assumed) list.push(make("p", {}, say("assumed", { n: assumed })));
        const gone = study.gone(reader);
        if (gone.length) list.push(make("p", {}, say("gone", { n: gone.length })));
        const out = [...state.cards].filter(([id, it]) => it.suspended && deck.byId.has(id)).map(([id]) => id);
        if (out.length) {
            const back = async () => {
                for (const card of out) await reader.put("resume", { card });
                changed();
            };
            list.push(make("p", {}, say("left_out", { n: out.length }), " ", make("button", { type: "button", class: "study-plain", click: () => void back() }, say("take_back"))));
        }
        const past = state.interviews.slice(-5).reverse().map((it) => make("li", {}, make("a", { href: href(`interview.html#report=${encodeURIComponent(it.id)}`) }, study.dayName(study.dayOf(it.at))), ": ", study.percent(Math.min(1, Number(it.report?.score) || 0))));
        if (past.length) list.push(make("h3", {}, say("interviews")), make("ul", {}, ...past));
        return make("section", { class: "study-notes" }, ...list);
    };

    const open = async () => {
        const place = document.querySelector("[data-study=progress]");
        if (!(place instanceof HTMLElement)) return;
        try {
            const reader = /** @type {Reader} */ (await study.openReader());
            await study.openScheduler();
            while (reader.deck.more) await reader.deck.next();
            const [head, body] = [make("div", {}), make("div", {})];
            const update = () => {
                const { lead, chart } = forecastParts(reader, reader.plan());
                head.replaceChildren(make("h1", {}, titleOf(reader)), lead);
                body.replaceChildren(chart, knownTable(reader), notes(reader, update));
            };
            update();
            reader.onChange(update);
            place.replaceChildren(study.told(reader), head, planForm(reader, update), body, study.dataSection(reader, update), make("p", { class: "study-ways" }, make("a", { href: href("cheatsheet.html") }, say("cheatsheet")), make("a", { href: href("interview.html") }, say("interview"))));
        } catch {
            place.replaceChildren(make("p", { class: "study-told", role: "status" }, say("not_loaded")));
        }
    };
    void open();
})();
