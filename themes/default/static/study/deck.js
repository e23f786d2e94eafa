// The deck: the index of all cards, and their texts by file.
//
// In: `study/index.js`, its parts in a large guide, and the files of texts, classic scripts that call `studybookCards`. Out: one
// deck that grows while parts come in. A text that is not there (the site was built anew meanwhile) is `undefined`.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { site } = study;
    /** @type {Kind[]} */
    const KINDS = ["topic", "question", "output", "quiz"];

    /** What came in, by part. @type {Map<string, any>} */
    const came = new Map();
    globalThis.studybookCards = (part, value) => void came.set(`${part} ${value.n ?? ""}`, value);

    /** @param {string} path below `study/` @param {string} part */
    const fetchPart = async (path, part) => {
        if (!came.has(part)) await study.load(path);
        return came.get(part);
    };

    /** @param {any} index @returns {Deck & {take(part: any): void}} */
    const makeDeck = (index) => {
        const folder = site.index.replace(/[^/]*$/, "");
        /** @type {string[]} */
        const parts = [...(index.parts ?? [])];
        let number = 0;
        const deck = {
            title: index.title, levels: index.levels, chapters: index.chapters, tags: index.tags,
            topics: /** @type {Topic[]} */ ([]), cards: /** @type {Card[]} */ ([]), byId: new Map(), more: parts.length > 0,
            next: async () => {
                const path = parts[0];
                if (path === undefined) return;
                const part = await fetchPart(folder + path, `index-part ${number}`);
                if (parts[0] !== path) return;
                parts.shift();
                number += 1;
                deck.more = parts.length > 0;
                if (part) deck.take(part);
            },
            take: (/** @type {any} */ part) => {
                deck.topics.push(...part.topics);
                for (const [id, kind, topic, file, length, level, tags] of part.cards) {
                    const whole = (deck.topics[topic]?.i ?? "") + id;
                    const card = { id: whole, kind: KINDS[kind] ?? "topic", topic, file, length, at: deck.cards.length, l: level ?? deck.topics[topic]?.l ?? 0, t: tags ?? deck.topics[topic]?.t ?? [] };
                    deck.cards.push(card);
                    deck.byId.set(whole, card);
                }
            },
            text: async (/** @type {Card} */ card) => (await fetchPart(folder + index.files[card.file], `cards ${card.file}`))?.cards[card.id],
        };
        if (index.topics) deck.take(index);
        return deck;
    };

    /** @type {Promise<Deck> | undefined} */
    let opening;
    /** The scheduler, which a reader without a log needs only once there is something to grade. @returns {Promise<void>} */
    const openScheduler = async () => {
        if (!("FSRS" in globalThis)) await study.load(site.fsrs);
    };

    /**
     * Runs what needs a file of the site. A failure is told in `place`, with a button that tries again; after a second one the
     * page is loaded anew, since the site may have been built anew.
     * @template T @param {Element} place @param {() => Promise<T>} task @returns {Promise<T>}
     */
    const insist = async (place, task) => {
        for (let failures = 1; ; failures++) {
            try {
                return await task();
            } catch {
                await new Promise((again) => {
                    const click = () => (failures > 1 && navigator.onLine ? location.reload() : again(undefined));
                    const button = study.make("button", { type: "button", class: "button", "data-again": "", click }, study.say("go_on"));
                    place.replaceChildren(study.make("p", { class: "study-told", role: "alert" }, study.say("not_loaded")), button);
                    button.focus({ preventScroll: true });
                });
            }
        }
    };

    /** @returns {Promise<Deck>} */
    const openDeck = () => {
        opening ??= (async () => {
            const version = site.stamp ? `?${site.stamp}` : "";
            const deck = makeDeck(await fetchPart(site.index + version, "index "));
            if (deck.cards.length === 0) await deck.next();
            return deck;
        })();
        opening.catch(() => (opening = undefined));
        return opening;
    };

    Object.assign(study, { insist, openDeck, openScheduler, KINDS, makeDeck });
})();
