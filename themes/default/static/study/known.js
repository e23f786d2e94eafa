// What is known, in numbers: by chapter and level, by tag, what fades, what will be due.
//
// In: deck, state and time. Out: plain values for the pages that show them.

(() => {
    "use strict";

    const study = globalThis.studybook.study;

    /** Expected recall of topics, by chapter and level. @param {Reader} reader @returns {{chapter: number, cells: {all: number, met: number, recall: number}[]}[]} */
    const byChapter = ({ deck, state }) => {
        const at = study.now();
        // A topic counts once any of its cards was met, as on the home page.
        const begun = new Set([...state.cards].map(([id, it]) => (it.fsrs ? deck.byId.get(id)?.topic : undefined)));
        const rows = deck.chapters.map((_, chapter) => ({ chapter, cells: deck.levels.map(() => ({ all: 0, met: 0, recall: 0 })) }));
        for (const [i, topic] of deck.topics.entries()) {
            const cell = rows[topic.c]?.cells[topic.l];
            if (!cell) continue;
            cell.all += 1;
            cell.met += begun.has(i) ? 1 : 0;
            cell.recall += study.topicRecall(deck, state, i, at);
        }
        return rows.filter((row) => row.cells.some((cell) => cell.all > 0));
    };

    /** Topics that fade, the least certain first. @param {Reader} reader @param {number} most */
    const fading = ({ deck, state }, most) => {
        const at = study.now();
        const list = deck.topics.filter((it) => study.markOf(state.cards.get(it.i), at) === "fading");
        const recall = (/** @type {Topic} */ it) => study.memory.recall(state.cards.get(it.i)?.fsrs, at);
        return list.sort((a, b) => recall(a) - recall(b)).slice(0, most);
    };

    /** Tags of which least is recalled, of those with at least three cards met. @param {Reader} reader @param {number} most */
    const weakTags = ({ deck, state }, most) => {
        const at = study.now();
        const sums = deck.tags.map(() => ({ n: 0, recall: 0 }));
        for (const [id, it] of state.cards) {
            const card = deck.byId.get(id);
            if (!card || !it.fsrs) continue;
            // What was failed last counts as failed, however fresh it is.
            const recall = it.grade === 1 ? 0 : study.memory.recall(it.fsrs, at);
            for (const tag of card.t ?? deck.topics[card.topic]?.t ?? []) {
                const sum = sums[tag];
                if (sum) Object.assign(sum, { n: sum.n + 1, recall: sum.recall + recall });
            }
        }
        return sums.map((sum, tag) => ({ tag, n: sum.n, share: sum.n ? sum.recall / sum.n : 1 })).filter((it) => it.n >= 3 && it.share < 0.85).sort((a, b) => a.share - b.share).slice(0, most);
    };

    /** Cards that will be due on each of the next days; what the minutes of a day do not hold waits for the next. @param {Reader} reader @param {number} days */
    const ahead = ({ deck, state, plan: planOf }, days) => {
        const [at, plan] = [study.now(), planOf()];
        const today = study.dayOf(at);
        const goal = study.aim(plan, today);
        const [fits, times] = [study.inScope(deck, plan.scope), study.medians(deck, state, at)];
        const list = Array.from({ length: days }, () => /** @type {Card[]} */ ([]));
        for (const [id, it] of state.cards) {
            const card = deck.byId.get(id);
            if (!card || !it.fsrs || it.suspended || !fits(card)) continue;
            list[Math.max(0, it.until - today, study.dueDay(id, it, goal) - today)]?.push(card);
        }
        /** @type {Card[]} */
        let waiting = [];
        return list.map((cards, i) => {
            const room = plan.minutes * 60_000 - (i === 0 ? study.usedToday(deck, state, at, times) : 0);
            const all = [...waiting, ...cards];
            const n = room > 0 && all.length > 0 ? study.holds(all, times, room) : 0;
            waiting = all.slice(n);
            return n;
        });
    };

    /** Cards with reviews that the guide no longer has. @param {Reader} reader */
    const gone = ({ deck, state }) => (deck.more ? [] : [...state.cards].filter(([id, it]) => it.fsrs && !deck.byId.has(id)).map(([id]) => id));

    Object.assign(study, { byChapter, fading, weakTags, ahead, gone });
})();
