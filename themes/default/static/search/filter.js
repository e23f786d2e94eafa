// Narrows results by tag, difficulty and chapter, and counts what each further choice would leave.

(() => {
    "use strict";

    /** Tests of a topic, one for each kind of filter. The facets must be there. @param {Index} index @param {Filters} filters */
    function compile(index, filters) {
        const facetTable = index.facetsHere();
        const find = (/** @type {[string, string][]} */ list, /** @type {string[]} */ ids) => ids.map((id) => list.findIndex(([other]) => other === id));
        const tags = find(index.manifest.tags, filters.tags);
        const difficulties = new Set(find(index.manifest.difficulties, filters.difficulties));
        const chapters = new Set();
        index.manifest.chapters.forEach((/** @type {[string, string]} */ [path], /** @type {number} */ i) => {
            if (filters.chapters.some((c) => path === c || path.startsWith(c + "/"))) chapters.add(i);
        });
        return {
            tag: (/** @type {number} */ t) => tags.every((tag) => facetTable.tags[t].includes(tag)),
            difficulty: (/** @type {number} */ t) => difficulties.size === 0 || difficulties.has(facetTable.difficulties[t]),
            chapter: (/** @type {number} */ t) => filters.chapters.length === 0 || chapters.has(facetTable.chapters[t]),
        };
    }

    /** @param {Filters | undefined} filters */
    const narrows = (filters) => Boolean(filters && filters.tags.length + filters.difficulties.length + filters.chapters.length);

    /**
     * How many of `all` each further choice would leave. Tags narrow each other; difficulties and chapters widen.
     * @param {Index} index @param {ArrayLike<number>} all @param {Filters} filters
     */
    async function counts(index, all, filters) {
        const facetTable = await index.facets();
        const pass = compile(index, filters);
        const tags = new Int32Array(index.manifest.tags.length);
        const difficulties = new Int32Array(index.manifest.difficulties.length);
        const chapters = new Int32Array(index.manifest.chapters.length);
        for (let i = 0; i < all.length; i++) {
            const topic = all[i];
            const [byTag, byDifficulty, byChapter] = [pass.tag(topic), pass.difficulty(topic), pass.chapter(topic)];
            if (byTag && byDifficulty && byChapter) for (const tag of facetTable.tags[topic]) tags[tag]++;
            if (byTag && byChapter) difficulties[facetTable.difficulties[topic]]++;
            if (byTag && byDifficulty) chapters[facetTable.chapters[topic]]++;
        }
        const within = index.manifest.chapters.map(([path]) => {
            let sum = 0;
            index.manifest.chapters.forEach(([other], i) => {
                if (other === path || other.startsWith(path + "/")) sum += chapters[i];
            });
            return sum;
        });
        return { tags, difficulties, chapters: within };
    }

    Object.assign(globalThis.studybook.searching, { compile, counts, narrows });
})();
