// progress.html: the plan and how it would turn out, what is known, what fades, and the log as a file.
//
// In: the reader. Out: the page. A change of the plan is an entry in the log; forecasts are simulated from it.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say, site } = study;
    const href = (/** @type {string} */ path) => new URL(path, site.root).href;

    /** @typedef {HTMLInputElement | HTMLSelectElement} Field */

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
        const lead = now.topics > 0 ? [text, " ", other] : [`${say("scope")}: ${say("topics_n", { n: 0 })}`];
        const label = say("chart", { from: Math.round(first?.recalled ?? 0), to: Math.round(now.days.at(-1)?.recalled ?? 0), all: now.topics, day });
        return { lead: make("p", { class: "lead study-forecast" }, ...lead), chart: make("figure", { class: "study-figure" }, study.chart(now, label), make("figcaption", {}, say("chart_caption"))) };
    };

    /** @param {Reader} reader */
    const titleOf = (reader) => {
        const { date } = reader.plan();
        const today = study.dayOf(study.now());
        const day = date ? study.dayOfDate(date) : -1;
        if (day < today) return say("progress");
        return day - today < 2 ? `${study.dayName(day)} – ${study.inDays(day - today)}` : say("title_with_date", { day: study.dayName(day), in: say("days", { n: day - today }) });
    };

    /** The form of the plan. It follows a plan that comes from elsewhere; each field writes itself over the newest. @param {Reader} reader @param {() => void} changed */
    const planForm = (reader, changed) => {
        const plan = reader.plan();
        const fields = study.planFields(reader, plan);
        const retention = make("input", { type: "range", name: "retention", min: 0.8, max: 0.97, step: 0.01, value: plan.retention });
        const shown = make("output", {}, study.percent(plan.retention));
        retention.addEventListener("input", () => (shown.textContent = study.percent(Number(retention.value))));
        const hour = (/** @type {number} */ n) => study.hourName(n);
        const begins = make("select", { name: "begins" }, ...Array.from({ length: 13 }, (_, n) => make("option", { value: n, selected: n === plan.begins }, hour(n))));
        const start = make("a", { class: "button", "data-start": "", href: href("study.html") });
        const form = make(
            "form", { class: "study-plan", "aria-label": say("plan") },
            ...fields.parts,
            make("details", { class: "study-scope" }, make("summary", {}, say("retention")), make("label", { class: "study-range" }, make("span", {}, say("retention_what")), retention, shown)),
            make("label", { class: "study-range" }, make("span", {}, say("day_begins")), begins),
            make("p", { class: "study-ways" }, start),
        );
        /** What each field held when it last followed the plan. @type {Map<Field, string | boolean>} */
        const kept = new Map();
        const valueOf = (/** @type {Field} */ it) => (it.type === "checkbox" ? /** @type {HTMLInputElement} */ (it).checked : it.value);
        const controls = /** @type {Field[]} */ ([...form.elements].filter((it) => "name" in it && it.name));
        const boxes = controls.filter((it) => it.type === "checkbox");
        const follow = () => {
            const now = reader.plan();
            for (const it of controls) {
                // The reader is at it.
                if (kept.has(it) && (it.validity.badInput || valueOf(it) !== kept.get(it))) continue;
                const value = /** @type {any} */ (now)[it.name];
                if (it.type === "checkbox") /** @type {HTMLInputElement} */ (it).checked = now.scope[/** @type {keyof Scope} */ (it.name)]?.includes(it.value) ?? false;
                else if (it.value !== String(value ?? "")) it.value = String(value ?? "");
                kept.set(it, valueOf(it));
            }
            shown.textContent = study.percent(Number(retention.value));
            const minutes = study.minutesLeft(reader.deck, reader.state, study.now());
            start.textContent = minutes > 0 ? say("start_today", { n: minutes }) : say("go_on");
        };
        /** The plan with what one field says. @param {Field} field @returns {Plan} */
        const planWith = (field) => {
            const plan = reader.plan();
            if (field.name === "date" || field.name === "minutes") return { ...plan, [field.name]: fields.read()[field.name] };
            if (field.type !== "checkbox") return { ...plan, [field.name]: Number(field.value) };
            /** @type {Scope} */
            const scope = {};
            for (const it of boxes) {
                const name = /** @type {keyof Scope} */ (it.name);
                if (it === field ? valueOf(it) : plan.scope[name]?.includes(it.value)) scope[name] = [...(scope[name] ?? []), it.value];
            }
            return { ...plan, scope };
        };
        let writing = Promise.resolve();
        form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => event.preventDefault());
        form.addEventListener("change", (/** @type {Event} */ event) => {
            const field = /** @type {Field} */ (event.target);
            const before = writing;
            writing = (async () => {
                await before.catch(() => {});
                const value = valueOf(field);
                const { at, since, ...wanted } = planWith(field);
                const { at: _, since: __, ...old } = reader.plan();
                if (JSON.stringify(wanted) !== JSON.stringify(old)) await reader.put("plan", wanted);
                // What was written may have been mended; what came meanwhile has a turn of its own.
                if (valueOf(field) === value) kept.delete(field);
                changed();
            })();
        });
        follow();
        return { form, follow };
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
            /** @type {ReturnType<typeof planForm> | undefined} */
            let plan;
            const update = () => {
                const { lead, chart } = forecastParts(reader, reader.plan());
                head.replaceChildren(make("h1", {}, titleOf(reader)), lead);
                body.replaceChildren(chart, knownTable(reader), notes(reader, update));
                plan?.follow();
            };
            update();
            reader.onChange(update);
            plan = planForm(reader, update);
            place.replaceChildren(study.told(reader), head, plan.form, body, study.dataSection(reader, update), make("p", { class: "study-ways" }, make("a", { href: href("cheatsheet.html") }, say("cheatsheet")), make("a", { href: href("interview.html") }, say("interview"))));
        } catch {
            place.replaceChildren(make("p", { class: "study-told", role: "status" }, say("not_loaded")));
        }
    };
    void open();
})();
