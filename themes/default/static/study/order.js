// What comes when: the cards that are due, and the new ones along the learning path.
//
// In: deck, state, time and plan. Out: lists of cards; nothing is stored and no clock is asked. Cards due within a day come by
// the lowest chance of recall; where the minutes do not hold them all, those that lose most by waiting.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { DAY, memory: fsrs } = study;

    /** What a card of a kind takes before the reader's own times are known, in milliseconds. @type {Record<Kind, number>} */
    const FIRST = { topic: 45_000, question: 30_000, output: 25_000, quiz: 25_000 };
    /** A review counts so much at most: who takes longer went away. */
    const LONGEST = 180_000;

    /** The median time of each kind before today, from the last hundred of it; not below two fifths of what is usual. A day's measure does not change within it. @param {Deck} deck @param {State} state @param {number} at @returns {Record<Kind, number>} */
    const medians = (deck, state, at) => {
        const begin = study.beginOf(study.dayOf(at));
        /** @type {Record<string, number[]>} */
        const times = { topic: [], question: [], output: [], quiz: [] };
        for (let i = state.entries.length - 1, left = 2500; i >= 0 && left > 0; i--, left--) {
            const entry = state.entries[i];
            const kind = entry?.type === "review" && entry.at < begin && deck.byId.get(entry.card)?.kind;
            if (entry && kind && entry.ms > 0 && (times[kind]?.length ?? 0) < 100) times[kind]?.push(Math.min(entry.ms, LONGEST));
        }
        const median = (/** @type {Kind} */ kind) => {
            const list = times[kind]?.sort((a, b) => a - b) ?? [];
            if (list.length < 5) return FIRST[kind];
            return Math.max(0.4 * FIRST[kind], list[list.length >> 1] ?? 0);
        };
        return { topic: median("topic"), question: median("question"), output: median("output"), quiz: median("quiz") };
    };

    /** @param {Deck} deck @param {Scope} scope @returns {(card: Card) => boolean} */
    const inScope = (deck, scope) => {
        const has = (/** @type {string[] | undefined} */ list) => (list?.length ? new Set(list) : undefined);
        const [chapters, tags, levels, kinds] = [has(scope.chapters), has(scope.tags), has(scope.levels), has(scope.kinds)];
        if (!chapters && !tags && !levels && !kinds) return () => true;
        const inChapter = (/** @type {string} */ id) => !chapters || chapters.has(id) || [...chapters].some((it) => id.startsWith(`${it}/`));
        return (card) => {
            const topic = deck.topics[card.topic];
            return Boolean(
                topic && inChapter(deck.chapters[topic.c]?.[0] ?? "") && (!levels || levels.has(deck.levels[card.l ?? topic.l]?.[0] ?? "")) && (!kinds || kinds.has(card.kind)) &&
                (!tags || (card.t ?? topic.t).some((tag) => tags.has(deck.tags[tag]?.[0] ?? ""))),
            );
        };
    };

    /** The chapters a reader may choose: the home page is one only where topics stand at the root. @param {Deck} deck */
    const chaptersOf = (deck) => {
        const used = new Set(deck.topics.map((it) => it.c));
        return deck.chapters.filter(([id], i) => id !== "" || used.has(i));
    };

    /** An interview that lies ahead: its day, since when that is named, and where the last third of the time begins. @param {Plan} plan @param {number} today */
    const aim = (plan, today) => {
        if (!plan.date) return undefined;
        const day = study.dayOfDate(plan.date);
        if (day < today) return undefined;
        const since = Math.min(study.dayOf(plan.since), day);
        return { day, since, third: day - Math.floor((day - since) / 3), final: today >= day - 2 };
    };

    /** The study day on which a card should be seen; an interview pulls it into the last third, or into the last two days. @param {string} id @param {CardState} card @param {ReturnType<typeof aim>} goal */
    const dueDay = (id, card, goal) => {
        const memory = card.fsrs;
        if (!memory?.last_review) return Infinity;
        const day = study.dayOf(memory.due.getTime());
        if (!goal) return day;
        const last = study.dayOf(memory.last_review.getTime());
        if (goal.final) return last < goal.day - 2 ? Math.min(day, goal.day - 2) : day;
        if (day < goal.day - 2 || last >= goal.third) return day;
        const room = Math.max(1, goal.day - 2 - goal.third);
        return Math.max(last + 1, goal.third + (study.hash(id) % room));
    };

    /** The kinds of each topic that were seen on a day. @param {Deck} deck @param {State} state @param {number} day @returns {Map<number, Set<Kind>>} */
    const kindsOf = (deck, state, day) => {
        /** @type {Map<number, Set<Kind>>} */
        const seen = new Map();
        const begin = study.beginOf(day);
        for (let i = state.entries.length - 1; i >= 0; i--) {
            const entry = state.entries[i];
            if (!entry || entry.at < begin) break;
            const card = entry.type === "review" && !state.undone.has(entry.id) ? deck.byId.get(entry.card) : undefined;
            if (card) seen.set(card.topic, (seen.get(card.topic) ?? new Set()).add(card.kind));
        }
        return seen;
    };

    /** Whether one more kind of its topic may be seen today. @param {Card} card @param {Map<number, Set<Kind>>} seen */
    const hasRoom = (card, seen) => {
        const kinds = seen.get(card.topic);
        return !kinds || kinds.has(card.kind) || kinds.size < 2;
    };

    /** Failures of one card on one day, after which it waits for tomorrow. */
    const TRIES = 4;
    /** Whether a card was tried so often today that it waits for tomorrow. @param {CardState} it @param {number} at @param {number} [more] tries that are not in the log yet */
    const isTired = (it, at, more = 0) => {
        const begin = study.beginOf(study.dayOf(at));
        return it.fsrs?.state !== 2 && it.history.filter((entry) => entry.type === "review" && entry.at >= begin).length + more >= TRIES;
    };

    /** All cards that are due, the most urgent day first, within a day the least certain first. @param {Deck} deck @param {State} state @param {number} at @param {Plan} plan @param {Scope} [scope] @returns {Due[]} */
    const dueCards = (deck, state, at, plan, scope = plan.scope) => {
        const today = study.dayOf(at);
        const goal = aim(plan, today);
        const [fits, wanted] = [inScope(deck, scope), inScope(deck, plan.scope)];
        /** @type {Due[]} */
        const due = [];
        for (const [id, it] of state.cards) {
            const card = deck.byId.get(id);
            if (!card || !it.fsrs || it.suspended || it.until > today || !fits(card) || isTired(it, at)) continue;
            const day = dueDay(id, it, goal && wanted(card) ? goal : undefined);
            if (day <= today) due.push({ card, day, recall: fsrs.recall(it.fsrs, goal?.final ? study.beginOf(goal.day) : at), loss: 0 });
        }
        return due.sort((a, b) => a.day - b.day || a.recall - b.recall || a.card.at - b.card.at);
    };

    /** How surely a topic is known: by its own card, or as far as its other cards were met. What is still being learned counts as nothing. @param {Deck} deck @param {State} state @param {number} topic @param {number} at */
    const topicRecall = (deck, state, topic, at) => {
        const known = (/** @type {string} */ id) => {
            const memory = state.cards.get(id)?.fsrs;
            return memory?.state === 2 ? fsrs.recall(memory, at) : 0;
        };
        const own = deck.topics[topic]?.i ?? "";
        if (state.cards.get(own)?.fsrs) return known(own);
        const cards = /** @type {Card[]} */ (pathOf(deck).cards.get(topic) ?? []);
        return cards.reduce((sum, card) => sum + known(card.id), 0) / Math.max(1, cards.length);
    };

    /** How many of these cards so many milliseconds hold: at least one. @param {Card[]} cards @param {Record<Kind, number>} times @param {number} room */
    const holds = (cards, times, room) => {
        let total = 0;
        const past = cards.findIndex((card) => (total += times[card.kind]) > room);
        return past < 0 ? cards.length : Math.max(1, past);
    };

    /** What fits into so many milliseconds; if not all, what loses most by waiting a day. @param {Due[]} due @param {State} state @param {number} at @param {Record<Kind, number>} times @param {number} room */
    const fitting = (due, state, at, times, room) => {
        let total = 0;
        for (const { card } of due) total += times[card.kind];
        if (total <= room) return due;
        for (const it of due) {
            const memory = state.cards.get(it.card.id)?.fsrs;
            it.loss = fsrs.recall(memory, at) - fsrs.recall(memory, at + DAY);
        }
        const kept = new Set();
        let used = 0;
        for (const it of [...due].sort((a, b) => b.loss - a.loss)) {
            used += times[it.card.kind];
            if (used > room) break;
            kept.add(it);
        }
        return due.filter((it) => kept.has(it));
    };

    /** The learning path: what is required first, then the easier, chapters taking turns. Made once for each size of the deck. @param {Deck} deck @returns {number[]} */
    const path = (deck) => {
        const topics = deck.topics;
        /** @type {Map<string, number>} */
        const turns = new Map();
        const keys = topics.map((topic, at) => {
            const place = `${topic.c} ${topic.l}`;
            const turn = turns.get(place) ?? 0;
            turns.set(place, turn + 1);
            return { at, key: topic.l * 1e9 + turn * 1e4 + topic.c };
        });
        keys.sort((a, b) => a.key - b.key);
        /** @type {number[]} */
        const order = [];
        const state = new Uint8Array(topics.length);
        for (const { at } of keys) {
            const open = [at];
            while (open.length) {
                const top = /** @type {number} */ (open.at(-1));
                // 1: its requirements are open; 2: it stands in the order. A circle is cut where it closes.
                const before = state[top] === 0 ? (topics[top]?.r ?? []).filter((it) => state[it] === 0 && it < topics.length) : [];
                if (state[top] === 0) state[top] = 1;
                if (before.length) open.push(...before.reverse());
                else {
                    open.pop();
                    if (state[top] === 1) order.push(top);
                    state[top] = 2;
                }
            }
        }
        return order;
    };

    /** @type {WeakMap<Deck, {size: number, order: number[], cards: Map<number, Card[]>}>} */
    const paths = new WeakMap();
    /** @param {Deck} deck */
    const pathOf = (deck) => {
        let made = paths.get(deck);
        if (made?.size !== deck.topics.length) {
            /** @type {Map<number, Card[]>} */
            const cards = new Map();
            for (const card of deck.cards) cards.set(card.topic, [...(cards.get(card.topic) ?? []), card]);
            made = { size: deck.topics.length, order: path(deck), cards };
            paths.set(deck, made);
        }
        return made;
    };

    /** New cards of one topic on one day. */
    const A_DAY = 3;
    const RANK = { topic: 0, question: 1, output: 2, quiz: 2 };

    /** The next new cards: of each topic the next kind, once the kind before it is met. With an interview ahead, all topics first. @param {Deck} deck @param {State} state @param {number} at @param {Plan} plan @param {Scope} scope @param {number} most @returns {Card[]} */
    const newCards = (deck, state, at, plan, scope, most) => {
        const today = study.dayOf(at);
        const goal = aim(plan, today);
        // New cards end two days before, but for who began too late for that.
        if (goal?.final && goal.day - goal.since > 2) return [];
        const fits = inScope(deck, scope);
        const seen = kindsOf(deck, state, today);
        const begin = study.beginOf(today);
        const { order, cards } = pathOf(deck);
        /** @type {Card[]} */
        const first = [];
        /** @type {Card[]} */
        const later = [];
        const isOpen = (/** @type {Card} */ card) => {
            const it = state.cards.get(card.id);
            return fits(card) && !it?.fsrs && !it?.suspended && (it?.until ?? 0) <= today;
        };
        for (const topic of order) {
            const begun = (cards.get(topic) ?? []).filter((/** @type {Card} */ card) => (state.cards.get(card.id)?.first ?? 0) >= begin).length;
            if (begun >= A_DAY) continue;
            const open = (cards.get(topic) ?? []).filter(isOpen);
            const rank = Math.min(...open.map((card) => RANK[card.kind]));
            for (const card of open) {
                if (RANK[card.kind] > rank || !hasRoom(card, seen)) continue;
                if (goal && card.kind !== "topic") later.push(card);
                else first.push(card);
            }
            if (first.length >= most) break;
        }
        return [...first, ...later].slice(0, most);
    };

    /** Of cards in order the first of the next few that differs from the last ones in chapter and kind; else in chapter; else the first. @param {Deck} deck @param {Card[]} cards @param {Card | undefined} last */
    const mixed = (deck, cards, last) => {
        const near = cards.slice(0, 10);
        const chapter = (/** @type {Card} */ card) => deck.topics[card.topic]?.c;
        if (!last) return near[0];
        return (
            near.find((it) => chapter(it) !== chapter(last) && it.kind !== last.kind) ??
            near.find((it) => chapter(it) !== chapter(last)) ??
            near.find((it) => it.topic !== last.topic) ??
            near[0]
        );
    };

    Object.assign(study, { medians, inScope, chaptersOf, aim, dueDay, isTired, dueCards, topicRecall, holds, fitting, newCards, kindsOf, hasRoom, mixed, pathOf, LONGEST, FIRST });
})();
