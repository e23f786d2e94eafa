// The reader: the deck, the log and the state it gives, kept together on a study page.
//
// In: what the reader does, what other tabs write. Out: one object that pages ask, and for pages that are only read a summary
// of what is known of each topic, with a mark in `localStorage` that there is one.

(() => {
    "use strict";

    const study = globalThis.studybook.study;

    /** @returns {Promise<Reader>} */
    const openReader = async () => {
        const [deck, store] = await Promise.all([study.openDeck(), study.openStore(study.site.guide)]);
        const log = /** @type {Entry[]} */ (await store.read());
        if (log.length > 0) await study.openScheduler();
        let state = study.replay(log);
        /** In a large guide: parts of the index until the deck knows each card of the log, so that what is due can come. */
        const complete = async () => {
            while (deck.more && [...state.cards.keys()].some((id) => !deck.byId.has(id))) await deck.next();
        };
        await complete();
        /** @type {(() => void)[]} */
        const listeners = [];
        const tell = () => {
            for (const listener of listeners) listener();
        };
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        let later;
        const summary = () => {
            clearTimeout(later);
            // After the next card stands, and before one can leave the page.
            later = setTimeout(() => void keepSummary(deck, store, state), 120);
        };
        /** @type {Reader} */
        const reader = {
            deck,
            store,
            get state() {
                return state;
            },
            plan: () => study.planOfNow(state),
            put: async (type, more = {}) => /** @type {Entry} */ ((await reader.putAll(type, [more]))[0]),
            putAll: async (type, all) => {
                await study.openScheduler();
                // What is done later stands later in the log, also within one moment.
                const [now, last] = [study.now(), state.entries.at(-1)];
                const at = last && last.at >= now && last.at - now < 1000 ? last.at + 1 : now;
                // What is undone was before, whatever the clock says.
                const target = type === "undo" && state.entries.findLast((/** @type {Entry} */ it) => all.some((/** @type {Record<string, unknown>} */ one) => one.of === it.id));
                const when = target ? Math.max(at, target.at + 1) : at;
                const entries = all.map((more) => ({ ...study.makeEntry(type, more), at: when }));
                state = study.putAll(state, entries);
                await store.write(entries);
                summary();
                return entries;
            },
            take: async (entries) => {
                await study.openScheduler();
                const fresh = study.merge([], entries.filter((it) => !state.ids.has(it.id)));
                if (fresh.length === 0) return 0;
                await store.write(fresh);
                state = study.replay([...state.entries, ...fresh]);
                await complete();
                summary();
                tell();
                return fresh.length;
            },
            onChange: (listener) => void listeners.push(listener),
        };
        store.onNews = async (/** @type {Entry[]} */ entries) => {
            await study.openScheduler();
            state = study.putAll(state, entries);
            await complete();
            tell();
        };
        // A page that is kept for Back begins no transaction as it goes: WebKit leaves it open, and no other page could read.
        addEventListener("pagehide", (event) => void (event.persisted || keepSummary(deck, store, state)));
        addEventListener("pageshow", async (event) => {
            if (!event.persisted) return;
            await study.openScheduler();
            state = study.replay(study.merge(state.entries, await store.read()));
            await complete();
            tell();
        });
        summary();
        return reader;
    };

    /** For pages that are only read: marks of topics, minutes left today. @param {Deck} deck @param {Store} store @param {State} state */
    const keepSummary = async (deck, store, state) => {
        if (state.entries.length === 0) return;
        try {
            localStorage.setItem(`studybook.study.${study.site.guide}`, state.reviews ? "reviews" : "log");
        } catch {
            // No store: pages that are only read show nothing.
        }
        /** @type {Record<string, [number, number, number]>} */
        const topics = {};
        /** Which page is which topic's, for marks beside links. @type {Record<string, string>} */
        const urls = {};
        for (const [id, card] of state.cards) {
            const own = deck.byId.get(id);
            if (own?.kind !== "topic" || !card.fsrs?.last_review) continue;
            topics[id] = [card.fsrs.state, Math.round(card.fsrs.stability * 100) / 100, card.fsrs.last_review.getTime()];
            urls[deck.topics[own.topic]?.u ?? ""] = id;
        }
        const at = study.now();
        const minutes = study.minutesLeft(deck, state, at);
        document.documentElement.dataset.minutes = String(minutes);
        dispatchEvent(new Event("studybook-minutes"));
        await store.derive("summary", { version: 1, at, day: study.dayOf(at), minutes, next: study.minutesLeft(deck, state, study.beginOf(study.dayOf(at) + 1)), plan: study.planOfNow(state).minutes, begins: study.planOfNow(state).begins, topics, urls, marked: [...state.marked].filter(([, on]) => on).map(([id]) => id), last: state.entries.findLast((/** @type {Entry} */ it) => it.type === "review")?.card });
    };

    Object.assign(study, { openReader });
})();
