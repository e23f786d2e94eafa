// interview.html: a mock interview. A question, time that counts up quietly, the answer with its points, a grade, follow-ups.
//
// In: the reader. Out: reviews with `from: "interview"`, and at the end a report in the log. After a reload it goes on.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;
    const LENGTHS = [15, 30, 45];
    /** An answer of two minutes is long enough. */
    const MARK = 120_000;
    /** Where an interview that is not over is kept. */
    const KEPT = "interview";

    /** @param {Reader} reader @param {HTMLElement} place */
    const setUp = (reader, place) => {
        const { deck } = reader;
        const box = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ html) => make("label", { class: "chip" }, make("input", { type: "checkbox", name, value }), make("span", { html }));
        const lengths = LENGTHS.map((n) => make("label", { class: "chip" }, make("input", { type: "radio", name: "length", value: n, checked: n === 15 }), make("span", {}, say("minutes", { n }))));
        const form = make(
            "form", { class: "study-first study-scope" },
            make("fieldset", { class: "chips" }, make("legend", {}, say("length")), ...lengths),
            make("fieldset", { class: "chips" }, make("legend", {}, say("levels")), ...deck.levels.map(([id, label]) => box("levels", id, label))),
            make("details", {}, make("summary", {}, say("chapters")), make("fieldset", { class: "chips" }, make("legend", { class: "for-readers" }, say("chapters")), .../** @type {Deck["chapters"]} */ (study.chaptersOf(deck)).map(([id, html]) => box("chapters", id, html)))),
            make("p", { class: "study-ways" }, make("button", { class: "button", "data-start": "" }, say("start_interview"))),
        );
        const none = make("p", { role: "status" });
        form.append(none);
        form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
            event.preventDefault();
            const chosen = new FormData(form);
            const scope = { levels: chosen.getAll("levels").map(String), chapters: chosen.getAll("chapters").map(String) };
            const questions = study.chooseQuestions(reader, scope, Number(chosen.get("length")));
            if (questions.length) void withTexts(reader, place, questions).then((all) => interview(reader, place, { began: study.now(), questions: all, asked: [] }));
            else none.textContent = say("no_topics");
        });
        const again = make("div", {});
        place.replaceChildren(study.told(reader), make("h1", { tabindex: "-1" }, say("interview")), make("p", { class: "lead" }, say("interview_lead")), again, form);
        void left(reader).then((it) => {
            if (!it) return;
            const button = make("button", { class: "button", type: "button", "data-go-on": "", click: () => void interview(reader, place, it) }, say("go_on"));
            again.replaceChildren(make("p", { class: "study-ways" }, button, make("span", {}, say("question_of", { n: Math.min(it.asked.length + 1, it.questions.length), all: it.questions.length }))));
        });
    };

    /** Asks what is left to ask, and reports. What was answered is kept, so that a reload goes on. @param {Reader} reader @param {HTMLElement} place @param {Interview} it */
    const interview = async (reader, place, it) => {
        const { began, questions, asked } = it;
        for (;;) {
            const last = asked.at(-1);
            const follow = last && (await study.insist(place, () => followsOf(reader, last)))[last.follows.length];
            const card = follow?.card ?? questions[asked.length];
            if (!card) break;
            if (follow) last.follows.push((await ask(reader, place, card, follow.text, say("follow_up"), follow.text.p ?? "")).grade);
            else {
                const text = /** @type {Text} */ (await study.insist(place, () => reader.deck.text(card)));
                const count = say("question_of", { n: asked.length + 1, all: questions.length });
                asked.push(await ask(reader, place, card, text, count, wording(card, text)));
            }
            await keep(reader, it);
        }
        const report = study.reportOf(asked, began);
        await reader.put("interview", { report });
        await reader.store.derive(KEPT, null);
        showReport(reader, place, asked, report);
    };

    /** @param {Reader} reader @param {HTMLElement} place @param {Asked[]} asked @param {{score: number, minutes: number}} report */
    const showReport = (reader, place, asked, report) => {
        const again = () => {
            history.replaceState(null, "", location.pathname);
            setUp(reader, place);
            place.querySelector("h1")?.focus({ preventScroll: true });
        };
        const view = study.reportView(reader, asked, report, again);
        place.replaceChildren(view);
        view.querySelector("h1")?.focus({ preventScroll: true });
        scrollTo({ top: 0, behavior: "instant" });
    };

    /** The report of an earlier interview that the address names by its entry in the log. @param {Reader} reader @param {HTMLElement} place */
    const openReport = (reader, place) => {
        const id = new URLSearchParams(location.hash.slice(1)).get("report");
        const entry = id && reader.state.interviews.find((it) => it.id === id);
        const past = entry && study.pastReport(reader.deck, entry);
        if (past) showReport(reader, place, past.asked, past.report);
    };

    /** What is asked after a question: two where it was good, else one. @param {Reader} reader @param {Asked} asked */
    const followsOf = async (reader, { card, grade }) => {
        const text = await reader.deck.text(card);
        const cards = (text?.follow ?? []).map((id) => reader.deck.byId.get(id)).filter((it) => it !== undefined);
        const all = await Promise.all(cards.slice(0, grade >= 3 ? 2 : 1).map(async (it) => ({ card: it, text: await reader.deck.text(it) })));
        return /** @type {{card: Card, text: Text}[]} */ (all.filter((it) => it.text));
    };

    /** @param {Reader} reader @param {Interview} it */
    const keep = (reader, { began, questions, asked }) =>
        reader.store.derive(KEPT, { version: 1, at: study.now(), began, questions: questions.map((card) => card.id), asked: asked.map((one) => ({ ...one, card: one.card.id })) });

    /** An interview of the last twelve hours that was left before its end; the time away does not count. @param {Reader} reader @returns {Promise<Interview | undefined>} */
    const left = async (reader) => {
        const kept = await reader.store.derived(KEPT);
        if (kept?.version !== 1 || study.now() - kept.at > study.DAY / 2) return undefined;
        const cardOf = (/** @type {string} */ id) => reader.deck.byId.get(id);
        const asked = kept.asked.map((/** @type {any} */ one) => ({ ...one, card: cardOf(one.card) }));
        const questions = kept.questions.map(cardOf);
        // Of a guide that changed since, an interview cannot go on.
        return [...questions, ...asked.map((/** @type {any} */ one) => one.card)].includes(undefined) ? undefined : { began: study.now() - (kept.at - kept.began), questions, asked };
    };

    /** The questions whose texts the site has. @param {Reader} reader @param {Element} place @param {Card[]} cards */
    const withTexts = async (reader, place, cards) => {
        const texts = await study.insist(place, () => Promise.all(cards.map((card) => reader.deck.text(card))));
        return cards.filter((_, i) => texts[i]);
    };

    /** As an interviewer may ask it: the title, or another wording. @param {Card} card @param {Text} text */
    const wording = (card, text) => {
        const all = [text.p ?? "", ...(text.asks ?? [])];
        return all[study.hash(`${card.id} ${study.now()}`) % all.length] ?? "";
    };

    /** Asks one question; done once it is graded. @param {Reader} reader @param {HTMLElement} place @param {Card} card @param {Text} text @param {string} count @param {string} words @returns {Promise<Asked>} */
    const ask = (reader, place, card, text, count, words) =>
        new Promise((resolve) => {
            const begun = study.now();
            const notes = make("textarea", { rows: 3, "aria-label": say("notes") });
            const timer = make("span", { class: "study-timer", role: "timer" }, "0:00");
            const tick = setInterval(() => {
                const ms = study.now() - begun;
                timer.textContent = study.clock(ms);
                timer.classList.toggle("is-long", ms >= MARK);
                if (ms >= MARK) timer.title = say("two_minutes");
            }, 500);
            const voice = study.voice();
            const foot = make("div", { class: "study-foot" });
            /** @type {HTMLInputElement[]} */
            let boxes = [];
            const finish = async (/** @type {number} */ grade, /** @type {number} */ ms) => {
                clearInterval(tick);
                voice?.stop();
                await reader.put("review", { card: card.id, grade, ms: Math.min(ms, study.LONGEST), from: "interview" });
                // Who ticked nothing and found it good did not use the list.
                const used = grade < 3 || boxes.some((it) => it.checked);
                resolve({ card, grade, ms, missed: used ? boxes.filter((it) => !it.checked).map((it) => it.value) : [], notes: notes.value, follows: [] });
            };
            const view = /** @type {CardView} */ (study.showCard(reader.deck, card, { ...text, p: words }, {
                onShow: () => {
                    const ms = study.now() - begun;
                    clearInterval(tick);
                    const points = card.kind === "topic" ? study.pointsOf(text) : [];
                    boxes = points.map((/** @type {string} */ point) => make("input", { type: "checkbox", value: point }));
                    const rubric = make("fieldset", { class: "study-rubric" }, make("legend", {}, say("rubric")), ...boxes.map((it) => make("label", {}, it, make("span", {}, it.value))));
                    if (points.length) view.element.append(rubric);
                    view.element.append(study.explanation(reader.deck, card, text));
                    const row = study.gradeRow(reader, card, { likely: 3, give: (/** @type {number} */ grade) => void finish(grade, ms) });
                    foot.replaceChildren(row);
                    foot.className = "study-foot has-grades";
                    status.textContent = say("answer_shown");
                    (boxes[0] ?? row.querySelector(".likely"))?.focus({ preventScroll: true });
                },
            }));
            view.element.querySelector(".study-act")?.before(make("div", { class: "study-answering" }, make("label", {}, make("span", {}, say("notes")), notes), voice?.element));
            const status = make("p", { class: "for-readers", role: "status" });
            place.replaceChildren(status, study.told(reader), make("p", { class: "study-meter" }, make("span", {}, count), make("span", { class: "study-spacer" }), timer), view.element, foot);
            view.title.focus({ preventScroll: true });
            scrollTo({ top: 0, behavior: "instant" });
        });

    document.addEventListener("keydown", (event) => {
        const place = document.querySelector("[data-study=interview]");
        const target = event.target instanceof Element ? event.target : document.body;
        if (!place || !study.isFree(event)) return;
        const key = globalThis.studybook.keyOf(event);
        const name = key === " " ? "[data-reveal]" : /^[1-4]$/.test(key) ? `[data-grade="${key}"]` : "";
        const button = name && place.querySelector(name);
        if (!(button instanceof HTMLElement) || (key === " " && target.closest("a, button, summary, input, select"))) return;
        event.preventDefault();
        button.click();
    });

    const open = async () => {
        const place = document.querySelector("[data-study=interview]");
        if (!(place instanceof HTMLElement)) return;
        try {
            const reader = /** @type {Reader} */ (await study.openReader());
            await study.openScheduler();
            setUp(reader, place);
            while (reader.deck.more) await reader.deck.next();
            openReport(reader, place);
        } catch {
            place.replaceChildren(make("p", { class: "study-told", role: "status" }, say("not_loaded")));
        }
    };
    void open();
})();
