// What FSRS makes of a card's reviews. The one place that calls ts-fsrs, which stands beside it as its authors build it.
//
// In: a card's memory, a time and a grade. Out: the next memory. Fuzz is seeded by the card's id, so that a replay of the same
// reviews gives the same days.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { DAY } = study;

    /** Days that a card is taken to last which its reader says to know; one that is only assumed is asked sooner. */
    const KNOWN = 30;
    const ASSUMED = 12;

    /** What the parameters are: FSRS-6 as published. One step within a session: a failure comes back, anything else waits for days. */
    const settings = { enable_fuzz: true, enable_short_term: true, learning_steps: ["10m"], relearning_steps: ["10m"] };

    /** @type {Map<number, any>} */
    const schedulers = new Map();
    /** @param {number} retention */
    const scheduler = (retention) => {
        let made = schedulers.get(retention);
        if (!made) {
            const { fsrs, GenSeedStrategyWithCardId, StrategyMode } = globalThis.FSRS;
            made = fsrs({ ...settings, request_retention: retention });
            made.useStrategy(StrategyMode.SEED, GenSeedStrategyWithCardId("card_id"));
            schedulers.set(retention, made);
        }
        return made;
    };

    /** @param {Fsrs | undefined} before @param {string} card @param {number} at @param {number} grade @param {number} retention @returns {Fsrs} */
    const review = (before, card, at, grade, retention) => {
        const last = before ?? { ...globalThis.FSRS.createEmptyCard(new Date(at)), card_id: card };
        // A clock that was put back: never before the last review.
        const time = Math.max(at, last.last_review?.getTime() ?? 0);
        return scheduler(retention).next(last, new Date(time), grade).card;
    };

    /** What each grade would bring. @param {Fsrs | undefined} before @param {string} card @param {number} at @param {number} retention @returns {Fsrs[]} */
    const preview = (before, card, at, retention) => [1, 2, 3, 4].map((grade) => review(before, card, at, grade, retention));

    /** A memory of what the reader knew before. @param {Fsrs | undefined} before @param {string} card @param {number} at @param {boolean} assumed @returns {Fsrs} */
    const known = (before, card, at, assumed) => {
        const easy = review(before, card, at, 4, 0.9);
        const days = Math.max(assumed ? ASSUMED : KNOWN, before && !assumed ? easy.stability : 0);
        return { ...easy, state: 2, stability: days, scheduled_days: Math.round(days), due: new Date(at + Math.round(days) * DAY) };
    };

    /** The chance that a card is recalled at a time. @param {Fsrs | undefined} memory @param {number} at */
    const recall = (memory, at) => {
        if (!memory?.last_review) return 0;
        const days = Math.max(0, at - memory.last_review.getTime()) / DAY;
        return curve(days, memory.stability);
    };

    /** @param {number} days @param {number} stability @returns {number} */
    const curve = (days, stability) => scheduler(0.9).forgetting_curve(days, stability);

    Object.assign(study, { memory: { review, preview, known, recall, curve, scheduler, settings, KNOWN } });
})();
