// One sitting: which card is next, how much of today's minutes is used, when it ends.
//
// In: deck, the state as it changes, and which cards were shown. Out: the next card. A failure comes back after at least three
// other cards; the minutes for that are set aside, and what fails when they are used waits for tomorrow.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const MINUTE = 60_000;
    /** Other cards before one that is still being learned comes back: after again, after hard. */
    const GAP = 3;
    const GAP_HARD = 6;

    /** Milliseconds of today that reviews used. @param {Deck} deck @param {State} state @param {number} at @param {Record<Kind, number>} times */
    const usedToday = (deck, state, at, times) => {
        const today = study.dayOf(at);
        let used = 0;
        for (let i = state.entries.length - 1; i >= 0; i--) {
            const entry = state.entries[i];
            if (!entry || study.dayOf(entry.at) < today) break;
            if (entry.type === "review" && !state.undone.has(entry.id)) used += cost(deck.byId.get(entry.card), entry.ms ?? 0, times);
        }
        return used;
    };

    /** What a card takes of the minutes: its usual time, or what it really took. @param {Card | undefined} card @param {number} ms @param {Record<Kind, number>} times */
    const cost = (card, ms, times) => Math.max(card ? times[card.kind] : 0, Math.min(ms, study.LONGEST));

    /** @param {Deck} deck @param {() => State} state @param {Scope} scope @param {number} extra minutes beyond the plan's @returns {Sitting} */
    const sit = (deck, state, scope, extra) => {
        const plan = () => study.planOfNow(state());
        let today = study.dayOf(study.now());
        let times = study.medians(deck, state(), study.now());
        /** Cards as they were shown, and what each took. @type {{card: Card, cost: number}[]} */
        const shown = [];
        const used = () => usedToday(deck, state(), study.now(), times);
        /** What was used today before this sitting: more minutes are beyond that. */
        let before = used();
        /** What is left. The log counts, in which other tabs and pages write too. */
        const left = () => Math.max(plan().minutes * MINUTE, before) + extra * MINUTE - used();
        /** @type {Due[]} */
        let due = [];
        /** A page left open overnight has a new day, with its own minutes. */
        const turn = () => {
            const day = study.dayOf(study.now());
            if (day === today) return;
            [today, shown.length, extra] = [day, 0, 0];
            times = study.medians(deck, state(), study.now());
            before = used();
            renew();
        };
        const renew = () => {
            const seen = study.kindsOf(deck, state(), study.dayOf(study.now()));
            const all = study.dueCards(deck, state(), study.now(), plan(), scope).filter((/** @type {Due} */ it) => !isLearning(it.card.id) && study.hasRoom(it.card, seen));
            due = study.fitting(all, state(), study.now(), times, left());
        };
        const spent = () => shown.reduce((sum, it) => sum + it.cost, 0);

        /** @param {string} id */
        const isLearning = (id) => {
            const it = state().cards.get(id);
            const memory = it?.fsrs;
            return Boolean(memory?.last_review && memory.state !== 2 && memory.last_review.getTime() >= study.beginOf(study.dayOf(study.now())));
        };
        /** Cards that came first when the minutes were used, so that others can come back after them: these do not come back themselves. */
        const lateOnes = () => {
            /** @type {Set<Card>} */
            const inTime = new Set();
            /** @type {Set<Card>} */
            const late = new Set();
            let sum = 0;
            const all = left() + spent();
            for (const { card, cost } of shown) {
                if (sum < all) inTime.add(card);
                else if (!inTime.has(card)) late.add(card);
                sum += cost;
            }
            return late;
        };
        /** Cards of this day that are not settled, and how many others were shown since. */
        const learning = () => {
            const today = study.dayOf(study.now());
            const begin = study.beginOf(today);
            const fits = study.inScope(deck, scope);
            const late = lateOnes();
            const { entries, undone } = state();
            /** @type {{card: Card, gap: number, need: number}[]} */
            const list = [];
            for (const [id, it] of state().cards) {
                const card = deck.byId.get(id);
                const memory = it.fsrs;
                if (!memory?.last_review || memory.state === 2 || memory.last_review.getTime() < begin) continue;
                if (!card || it.suspended || it.until > today || !fits(card) || late.has(card)) continue;
                if (study.isTired(it, study.now())) continue;
                const since = shown.findLastIndex((one) => one.card.id === id);
                // What another tab or page asked: as the log has it.
                let gap = since < 0 ? 0 : shown.length - 1 - since;
                if (since < 0) for (let i = entries.length - 1; i >= 0 && entries[i]?.card !== id; i--) gap += entries[i]?.type === "review" && !undone.has(entries[i]?.id ?? "") ? 1 : 0;
                list.push({ card, gap, need: it.grade === 1 ? GAP : GAP_HARD });
            }
            return list.sort((a, b) => b.gap - b.need - (a.gap - a.need));
        };

        /** @returns {Card | undefined} */
        const next = () => {
            turn();
            // What failed before comes back only where minutes are left.
            if (shown.length === 0 && left() <= 0) return undefined;
            const last = shown.at(-1)?.card;
            const waiting = learning();
            const ready = waiting.find((it) => it.gap >= it.need && it.card !== last);
            if (ready) return ready.card;
            const at = study.now();
            // What failed comes back within the minutes: its time is set aside.
            const room = left() - waiting.reduce((sum, it) => sum + times[it.card.kind], 0);
            const seen = study.kindsOf(deck, state(), study.dayOf(at));
            const asked = () => {
                due = due.filter(({ card }) => {
                    const it = state().cards.get(card.id);
                    return it?.fsrs && !it.suspended && it.until <= study.dayOf(at) && !shown.some((one) => one.card === card);
                });
                return due.map((it) => it.card).filter((card) => study.hasRoom(card, seen));
            };
            let open = asked();
            // What may not come today has left its minutes to what did not fit before.
            if (open.length === 0 && room > 0) {
                renew();
                open = asked();
            }
            if (open.length && room > 0) return study.mixed(deck, open, last);
            const fresh = study.newCards(deck, state(), at, plan(), scope, 10).filter((/** @type {Card} */ card) => !shown.some((one) => one.card === card));
            const fitting = study.mixed(deck, fresh.filter((/** @type {Card} */ card) => room >= times[card.kind]), last);
            if (fitting) return fitting;
            // The minutes are used. What failed still comes back, after others if there are any.
            if (waiting.length === 0) return undefined;
            const soon = waiting.find((it) => it.gap >= GAP);
            return soon?.card ?? open[0] ?? fresh[0] ?? waiting[0]?.card;
        };

        renew();
        return {
            next,
            renew,
            shown,
            /** @param {Card} card @param {number} ms */
            took: (card, ms) => {
                turn();
                shown.push({ card, cost: cost(card, ms, times) });
            },
            back: () => void shown.pop(),
            /** Cards shown before this page was opened: the log has counted them already. */
            credit: () => {
                before = used() - spent();
                renew();
            },
            more: (/** @type {number} */ minutes) => {
                extra += minutes;
                renew();
            },
            /** Minutes done, and minutes in all that there is to do. */
            minutes: () => {
                turn();
                const [done, room] = [spent(), left()];
                const ahead = learning().reduce((sum, it) => sum + times[it.card.kind], due.reduce((sum, it) => sum + (shown.some((one) => one.card === it.card) ? 0 : times[it.card.kind]), 0));
                return { done: done / MINUTE, all: (done + Math.max(0, Math.min(room, ahead + newTime(room - ahead)))) / MINUTE };
            },
        };

        /** What new cards would take, up to `room`. @param {number} room */
        function newTime(room) {
            if (room <= 0) return 0;
            let total = 0;
            for (const card of study.newCards(deck, state(), study.now(), plan(), scope, 60)) total += times[/** @type {Card} */ (card).kind];
            return Math.min(room, total * 3);
        }
    };

    /** Today's minutes that are left, for the header. @param {Deck} deck @param {State} state @param {number} at */
    const minutesLeft = (deck, state, at) => {
        const plan = study.planOfNow(state);
        const times = study.medians(deck, state, at);
        const left = plan.minutes * MINUTE - usedToday(deck, state, at, times);
        let work = 0;
        const seen = study.kindsOf(deck, state, study.dayOf(at));
        for (const { card } of study.dueCards(deck, state, at, plan)) if (study.hasRoom(card, seen)) work += times[/** @type {Card} */ (card).kind];
        for (const card of study.newCards(deck, state, at, plan, plan.scope, 80)) work += times[/** @type {Card} */ (card).kind];
        const minutes = Math.min(left, work) / MINUTE;
        // What is left of a minute holds no card.
        return minutes < 0.75 ? 0 : Math.ceil(minutes);
    };

    Object.assign(study, { sit, minutesLeft, usedToday });
})();
