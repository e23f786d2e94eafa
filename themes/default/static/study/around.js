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
        return {
            element: make("p", { class: "study-meter" }, text, bar, button),
            /** @param {{done: number, all: number}} minutes @param {boolean} canUndo */
            update: (minutes, canUndo) => {
                const all = Math.max(1, Math.round(minutes.all));
                text.textContent = say("minutes_of", { done: Math.min(all, Math.floor(minutes.done)), all });
                bar.max = Math.max(minutes.all, 0.01);
                bar.value = Math.min(minutes.done, bar.max);
                button.hidden = !canUndo;
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

    /** The end of a session. @param {Reader} reader @param {{given: {entry: Entry, card: Card}[], minutes: number, isPlacement: boolean, more: () => void}} sat */
    const endView = (reader, { given, minutes, isPlacement, more }) => {
        const { deck, state } = reader;
        const reviews = given.filter((it) => it.entry.type === "review");
        const at = study.now();
        const hard = [...new Map(reviews.filter((it) => it.entry.grade <= 2).map((it) => [it.card.topic, it.card])).values()];
        const lead = reviews.length === 0 ? say("nothing_due") : say("did", { cards: say("cards", { n: new Set(reviews.map((it) => it.card.id)).size }), minutes: say("minutes", { n: Math.max(1, Math.round(minutes)) }) });
        const link = (/** @type {Card} */ card) => {
            const topic = deck.topics[card.topic];
            return make("li", {}, make("a", { href: new URL(topic?.u ?? "", study.site.root).href, html: topic?.s ?? "" }));
        };
        const today = study.dayOf(at);
        const left = study.dueCards(deck, state, at, reader.plan()).length + study.newCards(deck, state, at, reader.plan(), reader.plan().scope, 1).length;
        return make(
            "section", { class: "study-end", "data-session": "done" },
            make("h1", { tabindex: "-1" }, say(isPlacement ? "placed" : reviews.length ? "enough_today" : "nothing_today")),
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
        /** @type {Map<number, number>} */
        const days = new Map();
        for (const [id, it] of state.cards) {
            if (!deck.byId.has(id) || !it.fsrs || it.suspended) continue;
            const day = Math.max(today + 1, study.dueDay(id, it, goal));
            days.set(day, (days.get(day) ?? 0) + 1);
        }
        const isNew = study.newCards(deck, state, study.beginOf(today + 1), reader.plan(), reader.plan().scope, 1).length > 0;
        const day = Math.min(isNew ? today + 1 : Infinity, ...days.keys());
        if (day === Infinity) return say("all_met");
        if (day === today + 1) return days.get(day) ? say("next_tomorrow", { cards: say("cards", { n: days.get(day) ?? 0 }) }) : say("next_tomorrow_new");
        return say("next_on", { day: study.dayName(day), cards: say("cards", { n: days.get(day) ?? 0 }) });
    };

    Object.assign(study, { meter, told, exportButton, saveFile, cardActions, endView });
})();
