// Ranks: BM25F (src/search/weight.rs has the source, and the half of the formula that is stored), summed over the words of
// the query; times the share of the query that was found.

(() => {
    "use strict";

    const { VALUES, bisect } = globalThis.studybook.searching;

    /** Arrays by topic, kept between queries; only the topics of the last query are not 0. */
    let [scores, shares, unitWeights] = [0, 0, 0].map(() => new Float32Array(0));
    /** @type {number[]} */
    let touched = [];

    /** @param {number} topics */
    function makeRoom(topics) {
        if (scores.length === topics) return;
        touched = [];
        [scores, shares, unitWeights] = [0, 0, 0].map(() => new Float32Array(topics));
    }

    /** What a unit is worth in each topic that has it. @param {Index} index @param {Unit} u */
    function weigh(index, u) {
        const n = index.manifest.topics;
        const k1 = index.manifest.weights[0];
        /** @type {number[]} */
        const topics = [];
        for (const firm of [true, false]) {
            for (const { postings, weight, firm: f } of u.lists) {
                if (f !== firm) continue;
                const { topics: list, levels, from } = postings;
                for (let k = 0; k < list.length; k++) {
                    const topic = list[k];
                    const w = weight * index.weightOf[VALUES[levels.charCodeAt(from + k)]];
                    if (unitWeights[topic] === 0) topics.push(topic);
                    if (firm) unitWeights[topic] += w;
                    else if (w > unitWeights[topic]) unitWeights[topic] = w;
                }
            }
            if (firm) u.firmly = topics.length;
        }
        const gains = new Float32Array(topics.length);
        let df = 0;
        topics.forEach((topic, k) => {
            gains[k] = unitWeights[topic] / (k1 + unitWeights[topic]);
            unitWeights[topic] = 0;
            if (k < u.firmly || u.firmly === 0) df += gains[k];
        });
        u.idf = Math.log(1 + (n - df + 0.5) / (df + 0.5));
        return { topics, gains };
    }

    /**
     * Adds up what each topic is worth. The document frequency in idf is soft, the sum of the saturated weights: a word
     * that all topics have in their code, but few in their titles, is not common.
     * @param {Index} index @param {Unit[]} units
     * @returns {{topics: number[], scores: Float32Array, shares: Float32Array}} topics with any of the words; by topic, its score and the share of the query it holds
     */
    function rank(index, units) {
        makeRoom(index.manifest.topics);
        for (const topic of touched) scores[topic] = shares[topic] = 0;
        touched = [];
        let total = 0;
        /** @param {number} topic @param {number} score @param {number} share */
        const add = (topic, score, share) => {
            if (scores[topic] === 0) touched.push(topic);
            scores[topic] += score;
            shares[topic] += share;
        };
        for (const u of units) {
            const parts = u.parts.filter((p) => p.lists.length > 0);
            if (!u.whole || !u.found) {
                if (u.found) alone(u);
                for (const p of parts) alone(p);
                continue;
            }
            const { topics, gains } = weigh(index, u);
            const value = u.weight * u.idf;
            if (u.counts) total += value;
            const has = new Set(topics);
            topics.forEach((topic, k) => add(topic, value * gains[k], u.counts ? value : 0));
            const most = parts.reduce((sum, p) => sum + p.weight, 0);
            for (const p of parts) {
                const mine = weigh(index, p);
                const part = p.weight * p.idf;
                mine.topics.forEach((topic, k) => {
                    const whole = has.has(topic);
                    add(topic, part * mine.gains[k] * (whole ? 1 : 2), whole || !u.counts ? 0 : (p.weight / most) * value * Math.min(0.7, 2 * p.weight));
                });
            }
        }
        /** @param {Unit} u */
        function alone(u) {
            const { topics, gains } = weigh(index, u);
            const value = u.weight * u.idf;
            if (u.counts) total += value;
            const soft = u.firmly === 0 ? 1 : 0.6;
            topics.forEach((topic, k) => add(topic, value * gains[k], u.counts ? value * (k < u.firmly ? 1 : soft) : 0));
        }
        for (const topic of touched) {
            shares[topic] = total > 0 ? Math.min(1, shares[topic] / total) : 1;
            scores[topic] *= shares[topic];
        }
        return { topics: touched, scores, shares };
    }

    /** In which sections of a topic the words of a query are at home, best first. @param {Index} index @param {number} topic @param {Unit[]} units */
    async function sectionsOf(index, topic, units) {
        /** @type {Map<number, number>} */
        const sections = new Map();
        for (const u of units) {
            /** @type {Map<number, number>} */
            const mine = new Map();
            for (const { postings, weight } of u.lists) {
                const k = bisect(postings.topics.length, (i) => postings.topics[i] < topic);
                if (postings.topics[k] !== topic) continue;
                const at = postings.from + k;
                const section = VALUES[(await index.homes(postings.part)).charCodeAt(at)];
                const w = weight * index.weightOf[VALUES[postings.levels.charCodeAt(at)]];
                if (section > 0) mine.set(section, Math.max(mine.get(section) ?? 0, (u.weight * u.idf * w) / (index.manifest.weights[0] + w)));
            }
            for (const [section, gain] of mine) sections.set(section, (sections.get(section) ?? 0) + gain);
        }
        return Array.from(sections).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([section]) => section);
    }

    Object.assign(globalThis.studybook.searching, { rank, sectionsOf });
})();
