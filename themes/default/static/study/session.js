// Today's session: one card, its answer, a grade, the next card.
//
// In: the reader and the page's frame. Out: what study.html shows. Each grade is in the log before the next card is chosen, and
// which card is shown stands in `sessionStorage`, so that Back, a reload or another tab change nothing.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say, site } = study;
    const KEY = `studybook.sitting.${site.guide}`;
    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-study=session]"));

    /** What of a sitting outlives its page. @returns {Sat | undefined} */
    const remembered = () => {
        try {
            const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
            return kept && kept.day === study.dayOf(study.now()) && Array.isArray(kept.shown) ? kept : undefined;
        } catch {
            return undefined;
        }
    };
    /** @param {Sat | undefined} sat */
    const remember = (sat) => {
        try {
            if (sat) sessionStorage.setItem(KEY, JSON.stringify(sat));
            else sessionStorage.removeItem(KEY);
        } catch {
            // A reload then begins a sitting anew.
        }
    };

    /** @param {Reader} reader @param {HTMLElement} root @param {{scope: Scope, extra: number, placement?: Card[]}} options `placement`: ten cards to begin with */
    const startSession = (reader, root, { scope, extra, placement }) => {
        const { deck } = reader;
        /** @type {Card | undefined} */
        let card;
        /** @type {CardView | undefined} */
        let view;
        let begun = study.now();
        /** Puts away the card before, where it stands above the next one. @type {(() => void) | undefined} */
        let dismiss;
        const sitting = /** @type {Sitting} */ (study.sit(deck, () => reader.state, scope, extra));
        let queue = placement ? [...placement] : undefined;
        /** Reviews of this sitting, for undo and for the end. @type {Given[]} */
        const given = [];
        const status = make("p", { class: "for-readers", role: "status" });
        const meter = study.meter({ undo: () => void undo() });
        const stage = make("div", { class: "study-stage" });
        const foot = make("div", { class: "study-foot" });
        root.replaceChildren(status, study.told(reader), meter.element, stage, foot);

        const ids = (/** @type {Card[]} */ cards) => cards.map((it) => it.id);
        const save = () =>
            remember({
                day: study.dayOf(study.now()), card: card?.id, isShown: view?.isShown ?? false, extra, scope,
                shown: sitting.shown.map((it) => [it.card.id, it.cost]),
                given: given.map((it) => [it.entry, ...it.also].map((one) => one.id)),
                ...(placement && queue ? { placement: ids(placement), queue: ids(queue) } : {}),
            });
        const said = (/** @type {string} */ text) => (status.textContent = text);

        /** @param {string} before what is said before the next card */
        const next = async (before = "") => {
            card = queue ? queue.shift() : sitting.next();
            while (!card && !queue && deck.more) {
                await study.insist(stage, () => deck.next());
                sitting.renew();
                card = sitting.next();
            }
            if (card) await show(card, before);
            else end();
        };

        /** @param {Card} shown @param {string} before */
        const show = async (shown, before) => {
            const text = await study.insist(stage, () =>
                deck.text(shown).catch((/** @type {unknown} */ error) => {
                    // The card before has its grade.
                    foot.replaceChildren();
                    save();
                    throw error;
                }),
            );
            if (!text) return next(before);
            begun = study.now();
            dismiss = undefined;
            const made = /** @type {CardView} */ (study.showCard(deck, shown, text, { onShow: (/** @type {boolean | undefined} */ right) => void answered(shown, text, right) }));
            view = made;
            const count = queue && placement ? say("of", { n: placement.length - queue.length, all: placement.length }) : "";
            if (count) made.element.querySelector(".study-over")?.append(make("span", { class: "study-count" }, count));
            stage.replaceChildren(made.element);
            foot.replaceChildren(actions(shown));
            foot.className = "study-foot";
            meter.update(sitting.minutes(), given.length > 0);
            said(before);
            made.title.focus({ preventScroll: true });
            scrollTo({ top: 0, behavior: "instant" });
            save();
        };

        /** The texts of cards that may come next are fetched while the answer is read. */
        const near = () => {
            const at = study.now();
            const due = study.dueCards(deck, reader.state, at, reader.plan(), scope).slice(0, 8).map((/** @type {Due} */ it) => it.card);
            for (const it of [...due, ...study.newCards(deck, reader.state, at, reader.plan(), scope, 12)]) void deck.text(it).catch(() => {});
        };

        /** @param {Card} shown @param {Text} text @param {boolean | undefined} right */
        const answered = async (shown, text, right) => {
            const ms = study.now() - begun;
            dismiss?.();
            await study.insist(foot, () => study.openScheduler());
            if (card !== shown) return;
            const likely = right === undefined ? 3 : right ? 3 : 1;
            const more = study.explanation(deck, shown, text);
            view?.element.append(more);
            const row = study.gradeRow(reader, shown, { likely, isPlacement: Boolean(placement), give: (/** @type {number} */ grade, /** @type {number} */ days) => void give(shown, grade, days, ms) });
            foot.replaceChildren(row, actions(shown));
            foot.className = "study-foot has-grades";
            said(say("answer_shown"));
            const button = row.querySelector(`[data-grade="${likely}"]`);
            if (button instanceof HTMLElement) button.focus({ preventScroll: true });
            save();
            setTimeout(near, 50);
        };

        let isBusy = false;
        /** @param {Card} graded @param {number} grade @param {number} days @param {number} ms */
        const give = async (graded, grade, days, ms) => {
            if (isBusy) return;
            isBusy = true;
            try {
                const entry = await reader.put("review", { card: graded.id, grade, ms: Math.max(0, Math.min(ms, study.LONGEST)), ...(placement ? { from: "placement" } : {}) });
                const also = placement && grade === 4 ? await assume(reader, graded) : [];
                given.push({ entry, card: graded, also });
                sitting.took(graded, ms);
                const text = study.result(grade, days);
                // Study, try, study again: after a failure the explanation stands open, and the next card waits below.
                if (grade <= 2 && !placement) await restudy(text);
                else await next(text);
            } finally {
                isBusy = false;
            }
        };

        /** After again or hard: the explanation of the card before stands open above the next one, which waits. @param {string} text */
        const restudy = async (text) => {
            const past = view?.element;
            for (const it of [past, ...(past?.querySelectorAll("[data-answer], [data-card]") ?? [])]) for (const name of ["data-card", "data-kind", "data-answer"]) it?.removeAttribute(name);
            past?.querySelector("h1")?.replaceWith(make("p", { class: "study-past-title", html: past.querySelector("h1")?.innerHTML ?? "" }));
            const details = past?.querySelector("details.study-explanation");
            if (details instanceof HTMLDetailsElement) details.open = true;
            await next(text);
            if (!past || !card) return;
            past.classList.add("study-past");
            stage.prepend(past);
            dismiss = () => {
                dismiss = undefined;
                past.remove();
                begun = study.now();
                if (card && !view?.isShown) foot.replaceChildren(actions(card));
                foot.className = "study-foot";
                view?.title.focus({ preventScroll: true });
                scrollTo({ top: 0, behavior: "instant" });
            };
            const on = make("button", { type: "button", class: "button study-on", "data-next": "", click: () => dismiss?.() }, say("next_card"), " ", make("kbd", { "aria-hidden": "true" }, say("space")));
            foot.replaceChildren(make("div", { class: "study-graded" }, make("p", {}, text), on));
            foot.className = "study-foot has-grades";
            on.focus({ preventScroll: true });
        };

        const undo = async () => {
            const last = isBusy ? undefined : given.pop();
            if (!last) return;
            await reader.putAll("undo", [last.entry, ...last.also].map((it) => ({ of: it.id })));
            if (queue && card) queue.unshift(card);
            sitting.back();
            sitting.renew();
            card = last.card;
            await show(last.card, say("undone"));
        };

        /** Skip, leave out, note, bookmark. @param {Card} shown */
        const actions = (shown) =>
            study.cardActions(reader, shown, {
                leave: async (/** @type {string} */ type) => {
                    const entry = await reader.put(type, { card: shown.id });
                    given.push({ entry, card: shown, also: [] });
                    sitting.shown.push({ card: shown, cost: 0 });
                    await next(say(`did_${type}`));
                },
            });

        const end = () => {
            card = undefined;
            view = undefined;
            remember(undefined);
            foot.replaceChildren();
            meter.update(sitting.minutes(), given.length > 0);
            const more = () => startSession(reader, root, { scope, extra: placement ? 0 : 10 });
            const done = study.endView(reader, { given, minutes: sitting.minutes().done, scope, isPlacement: Boolean(placement), more });
            stage.replaceChildren(done);
            said(say("session_done"));
            done.querySelector("h1")?.focus({ preventScroll: true });
            scrollTo({ top: 0, behavior: "instant" });
            void study.persist();
        };

        /** Where a sitting of before left off: what was shown, and the card with its answer as it was. @param {Sat} sat */
        const resume = async (sat) => {
            for (const [id, cost] of sat.shown) {
                const it = deck.byId.get(id);
                if (it) sitting.shown.push({ card: it, cost });
            }
            // What was used before the page was left is in the log already.
            sitting.credit();
            for (const [id, ...more] of sat.given) {
                const entry = reader.state.entries.findLast((it) => it.id === id);
                const it = entry && deck.byId.get(entry.card);
                if (entry && it && !reader.state.undone.has(entry.id)) given.push({ entry, card: it, also: reader.state.entries.filter((one) => more.includes(one.id)) });
            }
            if (queue && sat.queue) queue = cardsOf(deck, sat.queue);
            card = sat.card ? deck.byId.get(sat.card) : undefined;
            if (!card) return next();
            await show(card, "");
            if (sat.isShown) view?.reveal();
        };

        document.addEventListener("keydown", (event) => {
            if (!root.contains(stage) || !study.isFree(event)) return;
            const key = globalThis.studybook.keyOf(event);
            const target = event.target instanceof Element ? event.target : document.body;
            const onButton = target.closest("a, button, summary, input, select");
            if (key === " " || key === "Enter") {
                const button = root.querySelector("[data-next]") ?? root.querySelector("[data-reveal]");
                if (onButton || !(button instanceof HTMLElement)) return;
                event.preventDefault();
                button.click();
            } else if (/^[1-4]$/.test(key)) {
                const button = root.querySelector(`[data-grade="${key}"]`);
                if (!(button instanceof HTMLElement)) return;
                event.preventDefault();
                button.click();
            } else if (key === "u") {
                event.preventDefault();
                void undo();
            }
        });
        reader.onChange(() => {
            sitting.renew();
            // Another tab has asked it meanwhile.
            const last = card && reader.state.cards.get(card.id)?.history.at(-1);
            if (last && last.type === "review" && last.at > begun && !view?.isShown && !isBusy) void next();
        });

        const sat = remembered();
        if (sat && Boolean(sat.placement) === Boolean(placement) && JSON.stringify(sat.scope) === JSON.stringify(scope)) void resume(sat);
        else void next();
    };

    /** @param {Deck} deck @param {string[]} ids */
    const cardsOf = (deck, ids) => ids.map((id) => deck.byId.get(id)).filter((it) => it !== undefined);

    /** Who finds a topic easy is taken to know what it requires, all the way down. @param {Reader} reader @param {Card} card @returns {Promise<Entry[]>} */
    const assume = async (reader, card) => {
        const { deck, state } = reader;
        const reached = new Set([card.topic]);
        for (const topic of reached) for (const it of deck.topics[topic]?.r ?? []) reached.add(it);
        const known = [...reached].filter((topic) => topic !== card.topic).map((topic) => deck.topics[topic]?.i ?? "");
        const fresh = known.filter((id) => deck.byId.has(id) && !state.cards.get(id)?.fsrs);
        return reader.putAll("known", fresh.map((id) => ({ card: id, assumed: true, from: "placement" })));
    };

    Object.assign(study, { startSession, remembered, cardsOf, assume });

    const open = async () => {
        if (!place) return;
        try {
            const reader = await study.openReader();
            study.openStudyPage(reader, place);
        } catch {
            place.replaceChildren(make("p", { class: "study-told", role: "status" }, say("not_loaded")));
        }
    };
    study.openSession = open;
})();
