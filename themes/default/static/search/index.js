// Loads the parts of the index, and reads them. The format is described in src/search/mod.rs.
//
// In: a way to load a script of `search/`. Out: an index that fetches each part once, when it is asked for. Every part must
// carry the stamp that the manifest names; if one does not, or cannot be had, the guide was built anew: everything is
// forgotten and the manifest fetched past the cache.

(() => {
    "use strict";

    const { VALUES, Digits, bisect, letters, remember, scan, spell, stemming, unfront } = globalThis.studybook.searching;

    const FORMAT = 4;

    /** A terms part. */
    class Terms {
        /** @param {string[]} value @param {number} number */
        constructor([texts, topics, gaps, levels, spellings = ""], number) {
            this.number = number;
            this.texts = unfront(texts);
            const n = this.texts.length;
            this.topics = new Int32Array(n);
            this.starts = new Int32Array(n);
            this.gapStarts = new Int32Array(n);
            this.gaps = gaps;
            this.levels = levels;
            /** @type {(Postings | undefined)[]} */
            this.cache = [];
            /** @type {Int32Array | undefined} */
            this.bits = undefined;
            /** How terms are written, where that is not all as they are folded. @type {Map<number, string[]>} */
            this.spellings = new Map();
            let last = 0;
            for (const one of spellings.split(" ").slice(0, -1)) {
                const colon = one.indexOf(":");
                last += new Digits(one).next();
                this.spellings.set(last, one.slice(colon + 1).split(",").map((spelling) => spelling || this.texts[last]));
            }
            const counts = new Digits(topics);
            const gap = new Digits(gaps);
            let start = 0;
            for (let i = 0; i < n; i++) {
                this.topics[i] = counts.next();
                this.starts[i] = start;
                this.gapStarts[i] = gap.at;
                gap.skip(this.topics[i]);
                start += this.topics[i];
            }
        }
        /** @param {string} text */
        first(text) {
            return bisect(this.texts.length, (i) => this.texts[i] < text);
        }
        /** @param {string} text */
        find(text) {
            const i = this.first(text);
            return this.texts[i] === text ? i : -1;
        }
        /** How a term is written. @param {number} i */
        written(i) {
            return this.spellings.get(i) ?? [this.texts[i]];
        }
        /** The letters of each term. */
        letters() {
            return (this.bits ??= Int32Array.from(this.texts, letters));
        }
        /** @param {number} i @returns {Postings} */
        postings(i) {
            const known = this.cache[i];
            if (known) return known;
            const topics = new Int32Array(this.topics[i]);
            const gap = new Digits(this.gaps, this.gapStarts[i]);
            let topic = 0;
            for (let k = 0; k < topics.length; k++) topics[k] = topic += gap.next();
            return (this.cache[i] = { topics, levels: this.levels, from: this.starts[i], part: this.number });
        }
    }

    /** A part came with another stamp than the manifest names, or not at all. */
    class Stale extends Error {}

    /** @type {Map<string, {stamp: string, value: any}>} */
    const arrived = new Map();
    globalThis.studybookSearch = (/** @type {string} */ name, /** @type {string} */ stamp, /** @type {unknown} */ value) => {
        arrived.set(name, { stamp, value });
    };

    /** The anchor of a heading, by the rule of show.rs. @param {string} heading */
    const anchor = (heading) =>
        Array.from(heading.trim(), (c) => (/[\p{Alphabetic}\p{N}_-]/u.test(c) ? c.toLowerCase() : /\s/.test(c) ? "-" : "")).join("");

    /** @param {Host} host @returns {Index} */
    function openIndex(host) {
        /** @type {Promise<any> | undefined} */
        let opening;
        let renewed = 0;
        /** @type {Map<string, Promise<any>>} */
        const parts = new Map();
        /** @type {Map<number, Terms>} */
        const termParts = new Map();
        /** @type {Facets | undefined} */
        let facetTable;
        /** @type {Known | undefined} */
        let known;
        /** @type {Map<number, Row>} */
        const shown = new Map();
        /** @type {Index} */
        const index = {
            manifest: /** @type {any} */ (undefined),
            turn: 0,
            stop: new Set(),
            keywords: new Set(),
            inflects: () => false,
            stem: (word) => word,
            written: (word) => {
                for (const number of both(home(word))) {
                    const part = termParts.get(number);
                    const i = part?.find(word) ?? -1;
                    if (part && i >= 0) return part.written(i);
                }
                return [word];
            },
            weightOf: [],
            cut: remember((text) => spell(scan(text, "prose", index.stop), text, index.manifest.spelling), 1000),
            both, facets, facetsHere: () => /** @type {Facets} */ (facetTable), fresh, heads, home, homes, knownWords, partOf, placesOf, rows, terms,
            termsHere: (number) => /** @type {Terms} */ (termParts.get(number)),
        };
        return index;

        function open() {
            opening ??= (async () => {
                await host.load(renewed ? `manifest.js?fresh=${Date.now()}` : "manifest.js");
                const value = arrived.get("manifest")?.value;
                if (value?.format !== FORMAT) throw new Stale("manifest");
                Object.assign(index, stemming(value.language));
                const [k1, levels] = value.weights;
                index.manifest = value;
                index.stop = new Set(value.stop.split(" "));
                index.keywords = new Set(value.keywords.split(" "));
                index.weightOf = Array.from({ length: 64 }, (_, level) => {
                    const s = Math.min(level / levels, 0.97);
                    return (k1 * s) / (1 - s);
                });
            })();
            return opening;
        }

        /** Starts over with the newest manifest, once in a while. */
        function renew() {
            if (renewed && Date.now() - renewed < 10_000) return false;
            renewed = Date.now();
            opening = undefined;
            facetTable = undefined;
            known = undefined;
            index.turn++;
            shown.clear();
            parts.clear();
            termParts.clear();
            return true;
        }

        /** Runs `task`; if the index changed under it, once more with the new one. @template T @param {() => Promise<T>} task @returns {Promise<T>} */
        async function fresh(task) {
            try {
                await open();
                return await task();
            } catch (error) {
                if (!renew()) throw error;
                await open();
                return task();
            }
        }

        /** @param {string} name @param {string} stamp */
        function part(name, stamp) {
            let promise = parts.get(name);
            if (!promise) {
                promise = (async () => {
                    if (arrived.get(name)?.stamp !== stamp) await host.load(`${name}.js?v=${stamp}`);
                    const found = arrived.get(name);
                    if (found?.stamp !== stamp) throw new Stale(name);
                    return found.value;
                })();
                parts.set(name, promise);
            }
            return promise;
        }

        /** @param {"terms" | "show" | "heads" | "homes" | "places"} kind @param {number} number */
        function numbered(kind, number) {
            const stamps = index.manifest.parts[kind][1];
            const name = `${kind}-${number.toString(16).padStart(2, "0")}`;
            return part(name, stamps.slice(6 * number, 6 * number + 6));
        }

        /** @param {number} number */
        async function terms(number) {
            const value = await numbered("terms", number);
            let part = termParts.get(number);
            if (!part) termParts.set(number, (part = new Terms(value, number)));
            return part;
        }

        /** The value for one item in a part that holds those of many. @param {"show" | "heads" | "homes" | "places"} kind @param {number} item */
        async function among(kind, item) {
            const starts = index.manifest.parts[kind][0];
            const number = bisect(starts.length, (i) => starts[i] <= item) - 1;
            return (await numbered(kind, number))[item - starts[number]];
        }

        /** For each posting of a terms part the section where the word is at home. @param {number} number @returns {Promise<string>} */
        function homes(number) {
            return among("homes", number);
        }

        /** The sections of a topic. @param {number} topic @returns {Promise<Section[]>} */
        async function heads(topic) {
            // The only such part came in the file of the homes.
            if (index.manifest.parts.heads[0].length === 1) await homes(0);
            const flat = await among("heads", topic);
            const sections = [];
            for (let i = 0; i < flat.length; i += 2) sections.push({ heading: flat[i], anchor: flat[i + 1] || anchor(flat[i]) });
            return sections;
        }

        /** The terms part in which a text would be. @param {string} text */
        function home(text) {
            const starts = index.manifest.parts.terms[0];
            return bisect(starts.length, (i) => starts[i] <= text) - 1;
        }

        /** That part, and before it the core, where there is one. @param {number} number */
        function both(number) {
            return index.manifest.core ? [0, number] : [number];
        }

        /** The terms part that has a text, or else the one in which it would be. @param {string} text */
        async function partOf(text) {
            if (index.manifest.core) {
                const core = await terms(0);
                if (core.find(text) >= 0) return core;
            }
            return terms(home(text));
        }

        async function facets() {
            if (!facetTable) {
                const [difficulties, tags] = index.manifest.facets ?? (await part("facets", index.manifest.parts.facets));
                const n = index.manifest.topics;
                const digits = new Digits(tags);
                const chapters = new Int32Array(n);
                const runs = new Digits(index.manifest.runs);
                for (let at = 0; runs.more; ) {
                    const chapter = runs.next();
                    const length = runs.next();
                    chapters.fill(chapter, at, (at += length));
                }
                facetTable = {
                    chapters,
                    difficulties: Int32Array.from(difficulties, (/** @type {string} */ c) => VALUES[c.charCodeAt(0)]),
                    tags: Array.from({ length: n }, () => Array.from({ length: digits.next() }, () => digits.next())),
                };
            }
            return facetTable;
        }

        async function knownWords() {
            if (!known) {
                const [texts, topics] = await part("words", index.manifest.parts.words);
                const words = unfront(texts);
                const digits = new Digits(topics);
                const counts = words.map(() => digits.next());
                // Where there is a core, the parts are few and hold all words.
                const all = index.manifest.core ? index.manifest.parts.terms[0] : [];
                for (const { texts, topics } of await Promise.all(all.map((_, number) => terms(number)))) {
                    for (let i = 0; i < texts.length; i++) {
                        if (topics[i] === 0 || !/^\p{L}{4,24}$/u.test(texts[i])) continue;
                        words.push(texts[i]);
                        counts.push(topics[i]);
                    }
                }
                known = { words, topics: counts, bits: Int32Array.from(words, letters) };
            }
            return known;
        }

        /** The places of a term by topic. @param {string} text @returns {Promise<Map<number, number[]>>} */
        async function placesOf(text) {
            const part = await partOf(text);
            const wanted = part.find(text);
            if (wanted < 0) return new Map();
            const [counts, places, gaps] = await among("places", part.number);
            const [count, place, gap] = [new Digits(counts), new Digits(places), new Digits(gaps)];
            for (let i = 0; ; i++) {
                const apart = gap.next();
                const n = apart ? apart - 1 : part.topics[i];
                if (i === wanted) {
                    const topics = apart ? [] : part.postings(i).topics;
                    for (let k = 0, topic = 0; apart && k < n; k++) topics[k] = topic += gap.next();
                    return new Map(Array.from(topics, (topic) => {
                        let at = 0;
                        return [topic, Array.from({ length: count.next() }, () => (at += place.next()))];
                    }));
                }
                if (apart) gap.skip(n);
                let sum = 0;
                for (let k = 0; k < n; k++) sum += count.next();
                place.skip(sum);
            }
        }

        /** What to show of topics. @param {number[]} topics @returns {Promise<Row[]>} */
        async function rows(topics) {
            return Promise.all(topics.map(async (topic) => {
                const before = shown.get(topic);
                if (before) return before;
                const [id, url, title, difficulty, tags, summary] = await among("show", topic);
                /** @type {Row} */
                const row = { id, url: url || `${id.replaceAll(".", "/")}.html`, title, difficulty, tags, summary };
                if (shown.size > 500) shown.clear();
                shown.set(topic, row);
                return row;
            }));
        }

    }

    Object.assign(globalThis.studybook.searching, { openIndex });
})();
