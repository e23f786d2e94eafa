// From the log to what is known of each card.
//
// In: entries in order. Out: a memory of each card and what else the log says (plan, notes, marks, interviews). Nothing here is
// stored; all of it can be made again from the log. An undo takes back an entry before it; an undo is undone like all else.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { DAY, memory: fsrs } = study;
    const MINUTE = 60_000;
    /** The types that change a card's memory. */
    const MOVES = new Set(["review", "skip", "suspend", "resume", "reset", "known"]);

    /** @returns {State} */
    const empty = () => ({ entries: [], ids: new Set(), cards: new Map(), undone: new Set(), plans: [], notes: new Map(), marked: new Map(), interviews: [], reviews: 0 });

    /** The ids that are taken back: an undo counts unless a later one takes it back. @param {Entry[]} undos in order */
    const takenBack = (undos, /** @type {Map<string, Entry>} */ all) => {
        /** @type {Set<string>} */
        const back = new Set();
        for (const undo of [...undos].reverse()) {
            const target = all.get(undo.of ?? "");
            if (!back.has(undo.id) && target && study.inOrder(target, undo) < 0) back.add(target.id);
        }
        return back;
    };

    /** @param {Entry[]} log in any order @returns {State} */
    const replay = (log) => {
        const state = empty();
        const entries = [...log].sort(study.inOrder);
        state.undone = takenBack(entries.filter((it) => it.type === "undo"), new Map(entries.map((it) => [it.id, it])));
        // Days are counted as the latest plan wants them, also those before it.
        study.beginAt(entries.findLast((it) => it.type === "plan" && !state.undone.has(it.id))?.begins);
        for (const entry of entries) add(state, entry);
        return state;
    };

    /** Takes an entry that is the latest of all. @param {State} state @param {Entry} entry */
    const add = (state, entry) => {
        state.entries.push(entry);
        state.ids.add(entry.id);
        if (state.undone.has(entry.id)) return;
        if (entry.type === "plan") {
            const [plan, before] = [planOf(entry), state.plans.at(-1)];
            // Towards a day one works since it was named first, whatever else of the plan changes.
            state.plans.push({ ...plan, since: before && before.date === plan.date ? before.since : entry.at });
        }
        else if (entry.type === "interview") state.interviews.push(entry);
        else if (entry.type === "note") state.notes.set(entry.card, entry.text);
        else if (entry.type === "bookmark") state.marked.set(entry.card, entry.on);
        else if (MOVES.has(entry.type)) {
            const card = state.cards.get(entry.card) ?? fresh();
            card.history.push(entry);
            state.cards.set(entry.card, move(state, card, entry));
            if (entry.type === "review") state.reviews += 1;
        }
    };

    /** Takes a new entry, the latest or not. Gives the state, which may be a new one. @param {State} state @param {Entry} entry @returns {State} */
    const put = (state, entry) => {
        if (state.ids.has(entry.id)) return state;
        const last = state.entries.at(-1);
        const isLatest = !last || study.inOrder(last, entry) < 0;
        study.beginAt(latestPlan(state).begins);
        const isOtherDay = entry.type === "plan" && (entry.begins ?? study.FOUR) !== latestPlan(state).begins;
        if (!isLatest || isOtherDay) return replay([...state.entries, entry]);
        if (entry.type !== "undo") {
            add(state, entry);
            return state;
        }
        const target = state.entries.findLast((it) => it.id === entry.of);
        if (!target || !MOVES.has(target.type)) return replay([...state.entries, entry]);
        add(state, entry);
        if (state.undone.has(target.id)) return state;
        state.undone.add(target.id);
        again(state, target.card);
        if (target.type === "review") state.reviews -= 1;
        return state;
    };

    /** Takes new entries, in any order, with one replay at most. @param {State} state @param {Entry[]} entries @returns {State} */
    const putAll = (state, entries) => {
        const fresh = study.merge([], entries.filter((it) => !state.ids.has(it.id)));
        const last = state.entries.at(-1);
        const isLater = !last || !fresh[0] || study.inOrder(last, fresh[0]) < 0;
        if (!isLater) return replay([...state.entries, ...fresh]);
        for (const entry of fresh) state = put(state, entry);
        return state;
    };

    /** Makes one card again from its entries. @param {State} state @param {string} id */
    const again = (state, id) => {
        const kept = (state.cards.get(id)?.history ?? []).filter((it) => !state.undone.has(it.id));
        if (kept.length === 0) {
            state.cards.delete(id);
            return;
        }
        let card = fresh();
        for (const entry of kept) card = move(state, card, entry);
        card.history = kept;
        state.cards.set(id, card);
    };

    /** @returns {CardState} */
    const fresh = () => ({ fsrs: undefined, grade: 0, suspended: false, until: 0, known: "", first: 0, days: new Set(), history: [] });

    /** @param {State} state @param {CardState} card @param {Entry} entry @returns {CardState} */
    const move = (state, card, entry) => {
        const { type, at } = entry;
        if (type === "skip") card.until = study.dayOf(at) + 1;
        else if (type === "suspend") card.suspended = true;
        else if (type === "resume") card.suspended = false;
        else if (type === "reset") Object.assign(card, { fsrs: undefined, grade: 0, known: "", until: 0, first: 0 });
        else {
            card.first ||= at;
            card.days.add(study.dayOf(at));
            // What is easy on the first visit is known, and not asked next week.
            if (type === "known" || (entry.from === "placement" && entry.grade === 4)) {
                const assumed = entry.assumed === true;
                card.fsrs = fsrs.known(card.fsrs, entry.card, at, assumed);
                card.known = assumed ? "assumed" : "known";
                card.grade = type === "review" ? entry.grade : card.grade;
            } else {
                card.fsrs = fsrs.review(card.fsrs, entry.card, at, entry.grade, retentionAt(state, at));
                card.grade = entry.grade;
                card.known = "";
            }
        }
        return card;
    };

    /** @param {Entry} entry @returns {Plan} */
    const planOf = (entry) => ({ date: entry.date ?? null, minutes: entry.minutes ?? 20, retention: entry.retention ?? 0.9, scope: entry.scope ?? {}, begins: entry.begins ?? study.FOUR, at: entry.at, since: entry.at });

    /** @returns {Plan} */
    const noPlan = () => ({ date: null, minutes: 20, retention: 0.9, scope: {}, begins: study.FOUR, at: 0, since: 0 });

    /** The latest plan, by which days are counted, whatever the clock says. @param {State} state @returns {Plan} */
    const latestPlan = (state) => state.plans.at(-1) ?? noPlan();

    /** The plan of now: the latest, unless a clock that was ahead put it into the future. @param {State} state @returns {Plan} */
    const planOfNow = (state) => state.plans.findLast((it) => it.at <= study.now() + MINUTE) ?? state.plans[0] ?? noPlan();

    /** The plan in force at a time. @param {State} state @param {number} at @returns {Plan} */
    const planAt = (state, at) => state.plans.findLast((it) => it.at <= at) ?? noPlan();

    /** Towards an interview what is wanted rises, to 0.95 on its day. In hundredths, so that there are few schedulers. @param {State} state @param {number} at */
    const retentionAt = (state, at) => {
        const { date, retention, since } = planAt(state, at);
        const end = date ? study.beginOf(study.dayOfDate(date)) : 0;
        if (!date || end <= since || at > end + DAY) return retention;
        const share = Math.min(1, (at - since) / (end - since));
        return Math.max(retention, Math.round((retention + (0.95 - retention) * share) * 100) / 100);
    };

    /** What the reader may see of a card: new, learning, known, fading. @param {CardState | undefined} card @param {number} at @returns {Mark} */
    const markOf = (card, at) => {
        if (!card?.fsrs) return "new";
        if (card.fsrs.state !== 2 || card.fsrs.stability < 2) return "learning";
        return fsrs.recall(card.fsrs, at) < 0.8 ? "fading" : card.fsrs.stability >= 7 ? "known" : "learning";
    };

    Object.assign(study, { empty, replay, put, putAll, planAt, planOfNow, retentionAt, markOf });
})();
