// A deck in memory for tests that need no page.

/** `chapters` × `topics`, each with a topic's card, two questions and an output; each topic requires the one before it in its chapter. */
export function madeDeck(study, chapters = 6, topics = 10) {
    const index = { title: "t", levels: [["basic", "Basic"], ["advanced", "Advanced"]], chapters: /** @type {any[]} */ ([]), tags: [["x", "X"]], topics: /** @type {any[]} */ ([]), files: ["a.js"], cards: /** @type {any[]} */ ([]) };
    for (let c = 0; c < chapters; c++) {
        index.chapters.push([`c${c}`, `C${c}`, `c${c}/index.html`]);
        for (let t = 0; t < topics; t++) {
            const n = index.topics.length;
            index.topics.push({ i: `c${c}.t${t}`, u: "", s: "", c, l: t < topics / 2 ? 0 : 1, t: t % 2 ? [0] : [], r: t ? [n - 1] : [], w: 100 });
            for (const [suffix, kind] of [["", 0], ["#q1", 1], ["#q2", 1], ["#out", 2]]) index.cards.push([suffix, kind, n, 0, 100]);
        }
    }
    return study.makeDeck(index);
}
