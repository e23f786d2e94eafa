// The report of a mock interview: one score, where it came from, what was missed. Printable, and kept in the log.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say, site } = study;
    const WORTH = [0, 0, 0.5, 0.85, 1];
    const href = (/** @type {string} */ path) => new URL(path, site.root).href;

    /** @param {Asked[]} asked @param {number} began */
    const reportOf = (asked, began) => {
        const scores = asked.map((it) => WORTH[it.grade] ?? 0);
        return {
            score: scores.reduce((sum, it) => sum + it, 0) / Math.max(1, scores.length),
            minutes: Math.round((study.now() - began) / 60_000),
            questions: asked.map(({ card, grade, ms, missed, notes, follows }) => ({ card: card.id, grade, ms, missed: missed.map((it) => it.slice(0, 300)), notes: notes.slice(0, 4000), follows })),
        };
    };

    /** @param {number} ms */
    const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

    /** Mean scores by what a question belongs to. @param {Asked[]} asked @param {(it: Asked) => string[]} keys */
    const scores = (asked, keys) => {
        /** @type {Map<string, {sum: number, n: number}>} */
        const sums = new Map();
        for (const it of asked) {
            for (const key of keys(it)) {
                const sum = sums.get(key) ?? { sum: 0, n: 0 };
                sums.set(key, { sum: sum.sum + (WORTH[it.grade] ?? 0), n: sum.n + 1 });
            }
        }
        return [...sums].map(([html, { sum, n }]) => ({ html, share: sum / n, n })).sort((a, b) => a.share - b.share);
    };

    /** @param {string} title @param {{html: string, share: number, n: number}[]} rows */
    const table = (title, rows) =>
        make(
            "table", { class: "study-scores" }, make("caption", {}, title),
            make("tbody", {}, ...rows.slice(0, 8).map((row) => make("tr", {}, make("th", { scope: "row", html: row.html }), make("td", {}, make("meter", { min: 0, max: 1, value: row.share, "aria-label": study.percent(row.share) })), make("td", {}, study.percent(row.share))))),
        );

    /** What an entry of the log says of an interview, of the questions that the guide still has. A file may hold anything. @param {Deck} deck @param {Entry} entry @returns {{asked: Asked[], report: {score: number, minutes: number, n: number}} | undefined} */
    const pastReport = (deck, { report }) => {
        const list = (/** @type {unknown} */ it) => (Array.isArray(it) ? it : []);
        const number = (/** @type {unknown} */ it) => (Number.isFinite(it) ? Math.max(0, Number(it)) : 0);
        const sound = list(report?.questions).filter((it) => typeof it?.card === "string" && [1, 2, 3, 4].includes(it.grade));
        const asked = sound.flatMap((it) => {
            const card = deck.byId.get(it.card);
            if (!card) return [];
            return [{ card, grade: it.grade, ms: number(it.ms), missed: list(it.missed).map(String), notes: typeof it.notes === "string" ? it.notes : "", follows: [] }];
        });
        return sound.length ? { asked, report: { score: Math.min(1, number(report.score)), minutes: number(report.minutes), n: sound.length } } : undefined;
    };

    /** @param {Reader} reader @param {Asked[]} asked @param {{score: number, minutes: number, n?: number}} report `n`: questions, also those that the guide no longer has @param {() => void} again */
    const reportView = (reader, asked, report, again) => {
        const { deck } = reader;
        const topic = (/** @type {Asked} */ it) => deck.topics[it.card.topic];
        const rows = asked.map((it) =>
            make(
                "li", {},
                make("p", {}, make("a", { href: href(topic(it)?.u ?? ""), html: topic(it)?.s ?? "" }), " ", make("span", { class: "quiet" }, `${say(study.NAMES[it.grade - 1] ?? "again")} · ${clock(it.ms)}`)),
                it.missed.length > 0 && make("ul", {}, ...it.missed.map((point) => make("li", {}, point))),
                it.notes && make("p", { class: "quiet" }, `${say("note")}: ${it.notes}`),
            ),
        );
        return make(
            "section", { class: "study-report", "data-interview": "report", "data-session": "done" },
            make("h1", { tabindex: "-1" }, say("report")),
            make("p", { class: "lead" }, say("report_lead", { score: study.percent(report.score), questions: say("questions_n", { n: report.n ?? asked.length }), minutes: say("minutes", { n: Math.max(1, report.minutes) }) })),
            make("div", { class: "study-tables" }, table(say("by_level"), scores(asked, (it) => [deck.levels[topic(it)?.l ?? 0]?.[1] ?? ""])), table(say("by_chapter"), scores(asked, (it) => [deck.chapters[topic(it)?.c ?? 0]?.[1] ?? ""])), table(say("by_tag"), scores(asked, (it) => (topic(it)?.t ?? []).map((tag) => deck.tags[tag]?.[1] ?? "")))),
            make("h2", {}, say("asked_and_missed")),
            make("ol", { class: "study-asked" }, ...rows),
            make("p", { class: "study-ways no-paper" }, make("button", { type: "button", class: "button", "data-print": "", click: () => print() }, say("print")), make("button", { type: "button", class: "quiet-button", click: again }, say("another")), make("a", { href: href("progress.html") }, say("progress"))),
        );
    };

    Object.assign(study, { reportOf, pastReport, reportView, clock });
})();
