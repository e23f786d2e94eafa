// The four grades, each with what it brings, and the row of them at the bottom of the screen.
//
// In: a card and its memory. Out: buttons with `data-grade`; the interval of each is what the log will say once it is given, cut
// where an interview needs the card sooner.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;
    const NAMES = ["again", "hard", "good", "easy"];

    /** Days until the card would come, by grade. @param {Reader} reader @param {Card} card */
    const daysOf = (reader, card) => {
        const at = study.now();
        const state = reader.state.cards.get(card.id);
        const before = state?.fsrs;
        const goal = study.aim(reader.plan(), study.dayOf(at));
        const isAimed = goal && study.inScope(reader.deck, reader.plan().scope)(card);
        return study.memory.preview(before, card.id, at, study.retentionAt(reader.state, at)).map((/** @type {Fsrs} */ it) => {
            if (it.state !== 2) return state && study.isTired({ ...state, fsrs: it }, at, 1) ? 1 : 0;
            const day = study.dueDay(card.id, /** @type {any} */ ({ fsrs: it }), isAimed ? goal : undefined);
            return Math.max(1, day - study.dayOf(at));
        });
    };

    /** @param {Reader} reader @param {Card} card @param {{likely: number, isPlacement?: boolean, give: (grade: number, days: number) => void}} options */
    const gradeRow = (reader, card, { likely, isPlacement = false, give }) => {
        const days = daysOf(reader, card);
        let isGiven = false;
        // A key that is held or pressed twice is one grade.
        const once = (/** @type {number} */ grade, /** @type {number} */ far) => {
            if (isGiven) return;
            isGiven = true;
            give(grade, far);
        };
        if (isPlacement) days[3] = Math.max(study.memory.KNOWN, days[3] ?? 0);
        const buttons = NAMES.map((name, i) => {
            const grade = i + 1;
            const far = study.interval(days[i] ?? 0);
            return make(
                "button", { type: "button", "data-grade": grade, class: grade === likely ? "likely" : undefined, click: () => once(grade, days[i] ?? 0) },
                make("b", {}, say(name)), make("small", {}, far), make("kbd", { "aria-hidden": "true" }, String(grade)),
            );
        });
        return make("div", { class: "study-grades", role: "group", "aria-label": say("how_well") }, ...buttons);
    };

    /** What is said once a grade is given. @param {number} grade @param {number} days */
    const result = (grade, days) => say(days < 1 ? "graded_soon" : "graded", { grade: say(NAMES[grade - 1] ?? ""), when: study.interval(days) });

    Object.assign(study, { gradeRow, result, NAMES });
})();
