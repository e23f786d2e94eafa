// What stands round a card: the meter of minutes, what can be done with a card, what is told of the store, the end.
//
// In: the reader. Out: elements. Nothing here chooses cards.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** @param {{undo: () => void}} act */
    const meter = ({ undo }) => {
        const text = make("span", {});
        const bar = make("progress", { max: 1, value: 0, "aria-label": say("todays_minutes") });
        const button = make("button", { type: "button", class: "study-plain", "data-undo": "", click: undo }, say("undo"), " ", make("kbd", { "aria-hidden": "true" }, "u"));
        const element = make("p", { class: "study-meter" }, text, bar, button);
        return {
            element,
            /** @param {{done: number, all: number}} minutes @param {boolean} canUndo */
            update: (minutes, canUndo) => {
                const all = Math.max(1, Math.round(minutes.all));
                text.textContent = say("minutes_of", { done: Math.min(all, Math.round(minutes.done)), all });
                bar.max = Math.max(minutes.all, 0.01);
                bar.value = Math.min(minutes.done, bar.max);
                button.hidden = !canUndo;
                element.hidden = minutes.all === 0 && !canUndo;
            },
        };
    };

    /** A line that tells where the log is kept, if that is not on disk, or that some of it is damaged. @param {Reader} reader */
    const told = (reader) => {
        const line = make("div", { class: "study-told", role: "status" });
        const update = () => {
            const { state, damaged } = reader.store;
            const words = state === "kept" ? (damaged ? say("damaged", { n: damaged }) : "") : say(`store_${state}`);
            line.hidden = words === "";
            line.replaceChildren(words && make("p", {}, words), state !== "kept" && words ? study.exportButton(reader) : "");
        };
        reader.store.onState(update);
        update();
        return line;
    };

    /** @param {Reader} reader */
    const exportButton = (reader) => make("button", { type: "button", class: "quiet-button", "data-export": "", click: () => saveFile(reader) }, say("export"));

    /** @param {Reader} reader */
    const saveFile = (reader) => {
        const text = study.spellFile(study.site.guide, reader.state.entries);
        const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
        const link = make("a", { href: url, download: `${study.site.guide || "studybook"}-${study.dateOf(study.dayOf(study.now()))}.json` });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(url), 10_000);
    };

    /** Skip, leave out, know, start over; a note and a mark. @param {Reader} reader @param {Card} card @param {{leave: (type: string) => Promise<void>}} act */
    const cardActions = (reader, card, { leave }) => {
        const topic = reader.deck.topics[card.topic]?.i ?? card.id;
        const isMarked = () => reader.state.marked.get(topic) === true;
        const mark = make("button", { type: "button", class: "study-plain", "aria-pressed": String(isMarked()), click: () => void toggle() }, say("bookmark"));
        const toggle = async () => {
            await reader.put("bookmark", { card: topic, on: !isMarked() });
            mark.setAttribute("aria-pressed", String(isMarked()));
        };
        const button = (/** @type {string} */ type) => make("button", { type: "button", class: "study-plain", "data-act": type, click: () => void leave(type) }, say(`act_${type}`));
        const note = make("textarea", { rows: 3, "aria-label": say("note_of_topic") });
        note.value = reader.state.notes.get(topic) ?? "";
        note.addEventListener("change", () => void reader.put("note", { card: topic, text: note.value.slice(0, 20_000) }));
        return make(
            "details", { class: "study-more" },
            make("summary", {}, say("more_of_card")),
            make("p", {}, button("skip"), button("suspend"), button("known"), reader.state.cards.get(card.id)?.fsrs ? button("reset") : "", mark),
            make("label", {}, make("span", {}, say("note")), note),
        );
    };

    /** The end of a session. @param {Reader} reader @param {{given: Given[], minutes: number, scope: Scope, isPlacement: boolean, more: () => void}} sat */
    const endView = (reader, { given, minutes, scope, isPlacement, more }) => {
        const { deck, state } = reader;
        const reviews = given.filter((it) => it.entry.type === "review");
        const at = study.now();
        const hard = [...new Map(reviews.filter((it) => it.entry.grade <= 2).map((it) => [it.card.topic, it.card])).values()];
        const today = study.dayOf(at);
        const left = study.dueCards(deck, state, at, reader.plan(), scope).length + study.newCards(deck, state, at, reader.plan(), scope, 1).length;
        const nothing = say(left > 0 ? "minutes_used" : "nothing_due");
        const lead = reviews.length === 0 ? nothing : say("did", { cards: say("cards", { n: new Set(reviews.map((it) => it.card.id)).size }), minutes: say("minutes", { n: Math.max(1, Math.round(minutes)) }) });
        const link = (/** @type {Card} */ card) => {
            const topic = deck.topics[card.topic];
            return make("li", {}, make("a", { href: new URL(topic?.u ?? "", study.site.root).href, html: topic?.s ?? "" }));
        };
        return make(
            "section", { class: "study-end", "data-session": "done" },
            make("h1", { tabindex: "-1" }, say(isPlacement ? "placed" : reviews.length || left > 0 ? "enough_today" : "nothing_today")),
            make("p", { class: "lead" }, lead),
            hard.length > 0 && make("h2", {}, say("was_hard")),
            hard.length > 0 && make("ul", { class: "study-links" }, ...hard.map(link)),
            make("p", { class: "study-next" }, nextWorth(reader, today)),
            make(
                "p", { class: "study-ways" },
                left > 0 && make("button", { type: "button", class: isPlacement ? "button" : "quiet-button", "data-start": "", click: more }, say(isPlacement ? "start" : "ten_more")),
                make("a", { href: new URL("progress.html", study.site.root).href }, say("progress")),
                make("a", { href: new URL("interview.html", study.site.root).href }, say("interview")),
            ),
        );
    };

    /** When the next session is worth it. @param {Reader} reader @param {number} today */
    const nextWorth = (reader, today) => {
        const { deck, state } = reader;
        const goal = study.aim(reader.plan(), today);
        const [plan, fits] = [reader.plan(), study.inScope(deck, reader.plan().scope)];
        /** @type {Map<number, Card[]>} */
        const days = new Map();
        for (const [id, it] of state.cards) {
            const card = deck.byId.get(id);
            if (!card || !it.fsrs || it.suspended || !fits(card)) continue;
            const day = Math.max(today + 1, it.until, study.dueDay(id, it, goal));
            const same = days.get(day);
            if (same) same.push(card);
            else days.set(day, [card]);
        }
        const isNew = study.newCards(deck, state, study.beginOf(today + 1), plan, plan.scope, 1).length > 0;
        const day = Math.min(isNew ? today + 1 : Infinity, ...days.keys());
        if (day === Infinity) return say(deck.cards.some(fits) ? "all_met" : "no_topics");
        // What the minutes of a day do not hold is not asked on it.
        const n = study.holds(days.get(day) ?? [], study.medians(deck, state, study.beginOf(today + 1)), plan.minutes * 60_000);
        if (day === today + 1) return n ? say("next_tomorrow", { cards: say("cards", { n }) }) : say("next_tomorrow_new");
        return say("next_on", { day: study.dayName(day), cards: say("cards", { n }) });
    };

    Object.assign(study, { meter, told, exportButton, saveFile, cardActions, endView });
})();
