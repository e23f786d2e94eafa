// While reading: reviews from pages that are only read, and what the reader knows of each topic.
//
// In: the summary that study pages left, the page's cards (`data-card`, `data-topic`). Out: entries in the same log, and an early
// guess in the summary until a study page replays the log. ts-fsrs is not loaded here.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { site, DAY } = study;
    /** The forgetting curve of FSRS-6 with its published decay. */
    const DECAY = -0.1542;
    const FACTOR = 0.9 ** (1 / DECAY) - 1;
    const curve = (/** @type {number} */ days, /** @type {number} */ stability) => (1 + (FACTOR * days) / stability) ** DECAY;

    /** What an entry changes, as a guess until a study page replays the log. @param {Summary} summary @param {Entry} entry */
    const take = (summary, { type, card, on, grade, at }) => {
        if (type === "bookmark") summary.marked = [...summary.marked.filter((it) => it !== card), ...(on ? [card] : [])];
        if ((type !== "known" && type !== "review") || card.includes("#")) return;
        if (document.querySelector(".topic .short[data-card]")?.getAttribute("data-card") === card) summary.urls[location.href.split(/[?#]/)[0]?.slice(site.root.href.length) ?? ""] = card;
        if (type === "known") summary.topics[card] = [2, 30, at];
        else summary.topics[card] = grade === 1 ? [1, 0.2, at] : [2, Math.max(2.3, summary.topics[card]?.[1] ?? 0), at];
    };

    /** @type {Promise<Reading> | undefined} */
    let opening;
    /** @returns {Promise<Reading>} */
    const openReading = () =>
        (opening ??= (async () => {
            const store = /** @type {Store} */ (await study.openStore(site.guide));
            const summary = (await store.derived("summary")) ?? { version: 1, at: 0, day: 0, minutes: 0, plan: 20, topics: {}, urls: {}, marked: [] };
            study.beginAt(summary.begins);
            /** @param {string} type @param {Record<string, unknown>} more */
            const put = async (type, more) => {
                const entry = study.makeEntry(type, more);
                await store.write([entry]);
                // Another page may have written it since this one was opened.
                const newest = await store.derived("summary");
                if (newest) Object.assign(summary, newest);
                take(summary, entry);
                try {
                    localStorage.setItem(`studybook.study.${site.guide}`, "reviews");
                } catch {
                    // The log has it all the same.
                }
                await store.derive("summary", summary);
                return entry;
            };
            return { store, summary, put };
        })());

    /** @param {Summary} summary @param {string} id @returns {{mark: Mark, recall: number}} */
    const knownOf = (summary, id) => {
        const it = summary.topics[id];
        if (!it) return { mark: "new", recall: 0 };
        const [state, stability, last] = it;
        const recall = curve(Math.max(0, study.now() - last) / DAY, stability);
        if (state !== 2) return { mark: "learning", recall: 0 };
        if (stability < 2) return { mark: "learning", recall };
        return { mark: recall < 0.8 ? "fading" : stability >= 7 ? "known" : "learning", recall };
    };

    /** A grade given while reading. @param {string} card @param {number} grade @param {number} ms */
    const grade = async (card, grade, ms) => {
        const { put } = await openReading();
        await put("review", { card, grade, ms: Math.max(0, Math.min(ms, 180_000)) });
    };

    Object.assign(study, { openReading, knownOf, gradeReading: grade, readingCurve: curve });
})();
