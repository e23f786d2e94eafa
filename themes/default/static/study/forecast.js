// How a plan would turn out: the log simulated forward, day by day.
//
// In: deck, state, time and plan. Out: for each day how many topics are met and how well they are recalled. Chance is drawn from
// the hash of card and day, so that equal logs give equal forecasts; the rules of sittings are those of `order.js`.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { memory: fsrs } = study;
    const MINUTE = 60_000;
    /** Days that are looked ahead without a date, and at most. */
    const AHEAD = 30;
    const MOST = 200;
    /** Of new cards so many in a hundred are known at the first try, before the reader's own share is known. */
    const FIRST_TRY = 70;

    /** @param {Deck} deck @param {State} state @param {number} at @param {Plan} plan @returns {Forecast} */
    const forecast = (deck, state, at, plan) => {
        const today = study.dayOf(at);
        const goal = study.aim(plan, today);
        const last = Math.min(MOST, goal ? goal.day - today : AHEAD);
        const fits = study.inScope(deck, plan.scope);
        const times = study.medians(deck, state, at);
        const luck = firstTry(state);
        const scheduler = fsrs.scheduler(plan.retention);
        /** @type {Simulated[]} */
        const met = [];
        /** @type {Set<string>} */
        const known = new Set();
        for (const [id, it] of state.cards) {
            const card = deck.byId.get(id);
            if (!card || it.suspended || !it.fsrs || !fits(card)) continue;
            known.add(id);
            met.push({ card, stability: it.fsrs.stability, difficulty: it.fsrs.difficulty, due: study.dueDay(id, it, goal), last: study.dayOf(it.fsrs.last_review?.getTime() ?? at) });
        }
        const fresh = upcoming(deck, known, (/** @type {Card} */ card) => fits(card) && !state.cards.get(card.id)?.suspended, Boolean(goal));
        /** The cards of each topic that are in scope. @type {Map<number, number>} */
        const topics = new Map();
        for (const card of deck.cards) if (fits(card)) topics.set(card.topic, (topics.get(card.topic) ?? 0) + 1);
        // A topic counts once any of its cards is met; it is recalled as its own card is, else as far as its others were met.
        const recallOn = (/** @type {number} */ day) => {
            /** @type {Map<number, number>} */
            const recalled = new Map();
            const own = new Set(met.filter((it) => it.card.kind === "topic").map((it) => it.card.topic));
            for (const { card, last, stability } of met) {
                const share = fsrs.curve(Math.max(0, day - last), stability);
                const before = recalled.get(card.topic) ?? 0;
                recalled.set(card.topic, card.kind === "topic" ? share : own.has(card.topic) ? before : before + share / (topics.get(card.topic) ?? 1));
            }
            return { met: recalled.size, recalled: [...recalled.values()].reduce((sum, it) => sum + it, 0) };
        };
        const days = [{ day: today, ...recallOn(today) }];
        let used = study.usedToday(deck, state, at, times);
        // An interview today leaves what today's minutes hold.
        for (let day = today; day < today + Math.max(1, last); day++) {
            let room = plan.minutes * MINUTE - used;
            used = 0;
            const isFinal = goal && day >= goal.day - 2;
            const end = goal?.day ?? day;
            const due = met.filter((it) => (isFinal ? it.last < goal.day - 2 : it.due <= day));
            due.sort((a, b) => (isFinal ? fsrs.curve(end - a.last, a.stability) - fsrs.curve(end - b.last, b.stability) : loss(b, day) - loss(a, day)));
            for (const it of due) {
                const passes = study.hash(`${it.card.id} ${day}`) / 2 ** 32 < fsrs.curve(Math.max(0, day - it.last), it.stability);
                room -= times[it.card.kind] * (passes ? 1 : 2);
                if (room < 0) break;
                seen(scheduler, it, day, passes, goal);
            }
            for (let card = fresh.peek(); card && room >= times[card.kind] && !(isFinal && goal.day - goal.since > 2); card = fresh.peek()) {
                fresh.take();
                const passes = study.hash(`${card.id} ${day}`) % 100 < luck;
                room -= times[card.kind] * (passes ? 1 : 2);
                const it = { card, stability: 0, difficulty: 0, due: 0, last: day };
                seen(scheduler, it, day, passes, goal);
                met.push(it);
            }
            const next = today + Math.min(last, day + 1 - today);
            days.push({ day: next, ...recallOn(next) });
        }
        const end = days.at(-1);
        return { days, topics: topics.size, met: end?.met ?? 0, recall: end?.met ? end.recalled / end.met : 0, day: goal?.day };
    };

    /** The share of first reviews that were good or easy, in hundredths. @param {State} state */
    const firstTry = (state) => {
        let [all, good] = [6, (6 * FIRST_TRY) / 100];
        for (const it of state.cards.values()) {
            const first = it.history.find((entry) => entry.type === "review");
            if (!first) continue;
            all += 1;
            good += first.grade >= 3 ? 1 : 0;
        }
        return (100 * good) / all;
    };

    /** @param {Simulated} it @param {number} day */
    const loss = (it, day) => fsrs.curve(Math.max(0, day - it.last), it.stability) - fsrs.curve(Math.max(0, day - it.last) + 1, it.stability);

    /** A review that happens in thought; a failure is repeated at once. @param {any} scheduler @param {Simulated} it @param {number} day @param {boolean} passes @param {any} goal */
    const seen = (scheduler, it, day, passes, goal) => {
        const before = it.stability ? { stability: it.stability, difficulty: it.difficulty } : null;
        let after = scheduler.next_state(before, Math.max(0, day - it.last), passes ? 3 : 1);
        if (!passes) after = scheduler.next_state(after, 0, 3);
        Object.assign(it, { stability: after.stability, difficulty: after.difficulty, last: day });
        // Without a seed the fuzz would hang on the clock.
        scheduler.seed = `${it.card.id} ${day}`;
        const due = day + Math.max(1, scheduler.next_interval(after.stability, 0));
        const memory = { due: new Date(study.beginOf(due)), last_review: new Date(study.beginOf(day)) };
        it.due = study.dueDay(it.card.id, /** @type {any} */ ({ fsrs: memory }), goal && !goal.final ? goal : undefined);
    };

    /** New cards in the order in which they come. @param {Deck} deck @param {Set<string>} known @param {(card: Card) => boolean} fits @param {boolean} topicsFirst */
    const upcoming = (deck, known, fits, topicsFirst) => {
        const { order, cards } = study.pathOf(deck);
        /** @type {Card[]} */
        const list = [];
        for (const topic of order) list.push(...(cards.get(topic) ?? []).filter((/** @type {Card} */ card) => fits(card) && !known.has(card.id)));
        if (topicsFirst) list.sort((a, b) => Number(a.kind !== "topic") - Number(b.kind !== "topic"));
        let at = 0;
        return { peek: () => list[at], take: () => void (at += 1) };
    };

    Object.assign(study, { forecast });
})();
