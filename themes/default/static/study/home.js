// The home page interviews its reader: five real cards, mixed, easy first, and after them where to go on.
//
// In: the first card, which the page holds without scripts too, and the deck. Out: reviews in the log, and cells of the matrix
// that fill. Who comes back finds what to continue and today's minutes instead.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;
    const FIVE = 5;

    /** Five cards of different chapters: topics and questions, the third an output, easy first. @param {Deck} deck @param {string} first */
    const fiveCards = (deck, first) => {
        const day = study.dayOf(study.now());
        const short = deck.cards.filter((it) => it.length < 900);
        const by = (/** @type {Card} */ it) => (deck.topics[it.topic]?.l ?? 0) * 1e10 + (study.hash(`${day} ${it.id}`) % 1e9);
        const sorted = [...short].sort((a, b) => by(a) - by(b));
        const start = deck.byId.get(first);
        /** @type {Card[]} */
        const chosen = start ? [start] : [];
        const chapters = new Set(chosen.map((it) => deck.topics[it.topic]?.c));
        for (const kind of ["question", "output", "topic", "quiz", "question", "topic", "topic", "topic"]) {
            if (chosen.length >= FIVE) break;
            const fits = (/** @type {Card} */ it) => it.kind === kind && !chosen.some((one) => one.topic === it.topic);
            const next = sorted.find((it) => fits(it) && !chapters.has(deck.topics[it.topic]?.c)) ?? sorted.find(fits);
            if (!next) continue;
            chosen.push(next);
            chapters.add(deck.topics[next.topic]?.c);
        }
        return chosen;
    };

    /** Fills the matrix: each cell by the expected recall of its topics' cards, of all below its chapter. @param {Reader} reader */
    const fillMatrix = ({ deck, state }) => {
        const at = study.now();
        for (const link of document.querySelectorAll(".matrix tbody th a")) {
            const chapter = deck.chapters.find((it) => link instanceof HTMLAnchorElement && link.href === new URL(it[2], study.site.root).href)?.[0];
            const cells = link.closest("tr")?.querySelectorAll("td") ?? [];
            for (const [level, cell] of [...cells].entries()) {
                const topics = chapter === undefined ? [] : [...deck.topics.keys()].filter((i) => deck.topics[i]?.l === level && `${deck.chapters[deck.topics[i]?.c ?? 0]?.[0]}/`.startsWith(`${chapter}/`));
                const sum = topics.reduce((total, i) => total + study.topicRecall(deck, state, i, at), 0);
                const share = topics.length ? Math.max(sum > 0 ? 1 : 0, Math.round((10 * sum) / topics.length)) : 0;
                cell.setAttribute("data-recall", String(share));
                const said = cell.querySelector(".study-share") ?? cell.querySelector("a")?.appendChild(make("span", { class: "for-readers study-share" }));
                if (said) said.textContent = sum > 0 ? ` ${say("recall_n", { share: study.percent(sum / topics.length) })}` : "";
            }
        }
        const place = document.querySelector(".at-a-glance h2");
        if (!place || document.querySelector(".study-shade")) return;
        const box = make("input", { type: "checkbox", role: "switch", checked: true });
        box.addEventListener("change", () => document.documentElement.toggleAttribute("data-unshaded", !box.checked));
        place.after(make("label", { class: "switch study-shade" }, box, " ", say("shade")));
    };

    /** @param {Reader} reader @param {HTMLElement} place @param {Card[]} cards @param {number} at */
    const ask = async (reader, place, cards, at) => {
        const card = cards[at];
        if (!card) return goOn(reader, place);
        // If the first one cannot be had, the card stays that the page holds without scripts.
        const load = () => reader.deck.text(card);
        const text = await (at > 0 ? study.insist(place, load) : load());
        if (!text) return ask(reader, place, cards, at + 1);
        const begun = study.now();
        const view = /** @type {CardView} */ (study.showCard(reader.deck, card, text, {
            heading: "h2",
            onShow: async (/** @type {boolean | undefined} */ right) => {
                await study.insist(foot, () => study.openScheduler());
                const row = study.gradeRow(reader, card, { likely: right === false ? 1 : 3, give: (/** @type {number} */ grade) => void give(grade) });
                foot.replaceChildren(row);
                row.querySelector(".likely")?.focus({ preventScroll: true });
            },
        }));
        const foot = make("div", { class: "study-foot" });
        const give = async (/** @type {number} */ grade) => {
            await reader.put("review", { card: card.id, grade, ms: Math.min(study.now() - begun, study.LONGEST) });
            fillMatrix(reader);
            await ask(reader, place, cards, at + 1);
            place.querySelector("h2")?.focus({ preventScroll: true });
        };
        view.element.querySelector(".study-over")?.append(make("span", { class: "study-count" }, say("of", { n: at + 1, all: cards.length })));
        // Who opened the card before the script came goes on reading its answer.
        const isOpen = place.querySelector(`[data-card="${CSS.escape(card.id)}"] .study-static[open]`) !== null;
        place.replaceChildren(study.told(reader), view.element, foot);
        if (isOpen) view.reveal();
    };

    /** After five cards: a session, or the plan as days. @param {Reader} reader @param {HTMLElement} place */
    const goOn = (reader, place) => {
        const { deck } = reader;
        const days = planDays(reader).map(({ day, chapter, level, n }) => {
            const href = new URL(`topics.html?difficulty=${encodeURIComponent(deck.levels[level]?.[0] ?? "")}&chapter=${encodeURIComponent(chapterValue(deck.chapters[chapter]?.[0] ?? ""))}`, study.site.root).href;
            return make("li", {}, make("a", { href, "data-hide": "", click: () => globalThis.studybook.set({ answers: "hidden" }) }, make("small", {}, say("day", { n: day })), make("span", { html: deck.chapters[chapter]?.[1] ?? "" }), make("small", {}, `${deck.levels[level]?.[1] ?? ""} · ${say("topics_n", { n })}`)));
        });
        const heading = make("h2", { tabindex: "-1" }, say("begun"));
        place.replaceChildren(
            study.told(reader),
            heading,
            make("p", { class: "study-ways" }, make("a", { class: "button", "data-start": "", href: new URL("study.html", study.site.root).href }, say("continue"))),
            make("p", { class: "quiet" }, say("or_days")),
            make("ol", { class: "study-days" }, ...days),
        );
        heading.focus({ preventScroll: true });
    };

    /** How the page of all topics names a chapter. @param {string} id */
    const chapterValue = (id) => id.replaceAll("/", "-");

    /** Two weeks, as runs of the learning path. @param {Reader} reader */
    const planDays = (reader) => {
        const { deck } = reader;
        /** @type {Map<string, {chapter: number, level: number, n: number}>} */
        const runs = new Map();
        for (const at of study.pathOf(deck).order) {
            const topic = deck.topics[at];
            if (!topic) continue;
            const key = `${topic.l} ${topic.c}`;
            const run = runs.get(key) ?? { chapter: topic.c, level: topic.l, n: 0 };
            run.n += 1;
            runs.set(key, run);
        }
        return [...runs.values()].slice(0, 14).map((run, i) => ({ ...run, day: i + 1 }));
    };

    /** For who was here before: what to continue, today's minutes. @param {Reader} reader @param {HTMLElement} place */
    const welcomeBack = (reader, place) => {
        const { deck, state } = reader;
        const at = study.now();
        const minutes = study.minutesLeft(deck, state, at);
        const last = state.entries.findLast((it) => it.type === "review" && !state.undone.has(it.id) && deck.byId.has(it.card));
        const topic = deck.topics[deck.byId.get(last?.card ?? "")?.topic ?? -1];
        const inChapter = topic ? deck.topics.filter((it) => it.c === topic.c) : [];
        // A topic counts once any of its cards was met.
        const begun = new Set([...state.cards].map(([id, it]) => (it.fsrs ? deck.byId.get(id)?.topic : undefined)));
        const met = inChapter.filter((it) => begun.has(deck.topics.indexOf(it))).length;
        place.replaceChildren(
            study.told(reader),
            make(
                "div", { class: "study-back" },
                topic && make("p", { class: "study-over" }, make("span", {}, make("a", { href: new URL(topic.u, study.site.root).href, html: topic.s }), " · ", make("span", { html: deck.chapters[topic.c]?.[1] ?? "" }), ", ", say("of", { n: met, all: inChapter.length }))),
                make("p", { class: "study-ways" }, make("a", { class: "button", "data-start": "", href: new URL("study.html", study.site.root).href }, minutes > 0 ? say("start_today", { n: minutes }) : say("go_on")), make("a", { href: new URL("progress.html", study.site.root).href }, say("progress"))),
            ),
        );
    };

    const open = async () => {
        const place = document.querySelector("[data-study=home]");
        if (!(place instanceof HTMLElement)) return;
        const reader = await study.openReader();
        document.addEventListener("keydown", (event) => {
            if (!study.isFree(event)) return;
            const key = globalThis.studybook.keyOf(event);
            const target = event.target instanceof Element ? event.target : document.body;
            const name = key === " " ? "[data-reveal]" : /^[1-4]$/.test(key) ? `[data-grade="${key}"]` : "";
            const button = name && place.querySelector(name);
            if (!(button instanceof HTMLElement) || (key === " " && target.closest("a, button, summary, input, select"))) return;
            event.preventDefault();
            button.click();
        });
        if (reader.state.reviews > 0) fillMatrix(reader);
        if (reader.state.reviews > 0) welcomeBack(reader, place);
        else await ask(reader, place, fiveCards(reader.deck, place.dataset.first ?? ""), 0);
    };
    open().catch(() => {
        // The card that stands in the page stays, as it is without scripts.
    });

    Object.assign(study, { fiveCards });
})();
