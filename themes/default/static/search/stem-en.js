// English stemming for search: groups the forms of a word ("decorators", "decorating").
//
// Porter2 after M. Porter's description of "The English (Porter2) stemming algorithm" (snowballstem.org). Only the client
// stems; the index holds the words as they are written. In: a folded word of a-z. Out: its stem. `tests/search/stemmer.mjs`
// compares it with Snowball's own stemmer.

(() => {
    "use strict";

    const VOWEL = "[aeiouy]";
    const R = new RegExp(`^.*?${VOWEL}[^aeiouy]`);
    const SHORT_END = new RegExp(`(?:^${VOWEL}[^aeiouy]|[^aeiouy]${VOWEL}[^aeiouywxY]|^past)$`);
    const SPECIAL = new Map(Object.entries({
        skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli",
        singly: "singl", sky: "sky", news: "news", howe: "howe", atlas: "atlas", cosmos: "cosmos", bias: "bias",
        andes: "andes",
    }));
    const KEPT = new Set(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed", "evening"]);
    const STEP2 = [
        ["ization", "ize"], ["ational", "ate"], ["fulness", "ful"], ["ousness", "ous"], ["iveness", "ive"],
        ["tional", "tion"], ["biliti", "ble"], ["lessli", "less"], ["entli", "ent"], ["ation", "ate"], ["alism", "al"],
        ["aliti", "al"], ["ousli", "ous"], ["iviti", "ive"], ["fulli", "ful"], ["ogist", "og"], ["enci", "ence"],
        ["anci", "ance"], ["abli", "able"], ["izer", "ize"], ["ator", "ate"], ["alli", "al"], ["bli", "ble"], ["ogi", "og"],
        ["li", ""],
    ];
    const STEP3 = [
        ["ational", "ate"], ["tional", "tion"], ["alize", "al"], ["icate", "ic"], ["iciti", "ic"], ["ative", ""],
        ["ical", "ic"], ["ness", ""], ["ful", ""],
    ];
    const STEP4 = [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
        "al", "er", "ic",
    ];

    /** @param {string} word @returns {[number, number]} where R1 and R2 begin */
    function regions(word) {
        const start = /^(?:gener|commun|arsen|past|univers|later|emerg|organ|inter)/.exec(word) ?? R.exec(word);
        const r1 = start ? start[0].length : word.length;
        const second = R.exec(word.slice(r1));
        return [r1, second ? r1 + second[0].length : word.length];
    }

    /** Steps 1a to 1c: plurals, -ed, -ing, final y. @param {string} word @param {number} r1 */
    function step1(word, r1) {
        if (word.endsWith("sses")) word = word.slice(0, -2);
        else if (/ie[ds]$/.test(word)) word = word.slice(0, word.length > 4 ? -2 : -1);
        else if (/[aeiouy].+s$/.test(word) && !/[us]s$/.test(word)) word = word.slice(0, -1);
        if (KEPT.has(word)) return word;
        if (/^[^aeiouy]ying$/.test(word)) return `${word[0]}ie`;
        const eed = /eed(?:ly)?$/.exec(word);
        if (eed) {
            if (eed.index >= r1) word = word.slice(0, eed.index) + "ee";
        } else {
            const end = /(?:ed|ing)(?:ly)?$/.exec(word);
            if (end && /[aeiouy]/.test(word.slice(0, end.index))) {
                word = word.slice(0, end.index);
                if (/(?:at|bl|iz)$/.test(word)) word += "e";
                else if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(word)) word = /^[aeo](..)$/.test(word) ? word : word.slice(0, -1);
                else if (word.length <= r1 && SHORT_END.test(word)) word += "e";
            }
        }
        return word.length > 2 ? word.replace(/([^aeiouy])[yY]$/, "$1i") : word;
    }

    /** @param {string} word @returns {string} */
    function stem(word) {
        if (word.length < 3) return word;
        const special = SPECIAL.get(word);
        if (special !== undefined) return special;
        word = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
        const [r1, r2] = regions(word);
        word = step1(word, r1);
        if (KEPT.has(word)) return word;
        for (const [end, by] of STEP2) {
            if (!word.endsWith(end)) continue;
            const at = word.length - end.length;
            if (at >= r1 && (end !== "ogi" || word[at - 1] === "l") && (end !== "li" || /[cdeghkmnrt]/.test(word[at - 1])))
                word = word.slice(0, at) + by;
            break;
        }
        for (const [end, by] of STEP3) {
            if (!word.endsWith(end)) continue;
            const at = word.length - end.length;
            if (at >= (end === "ative" ? r2 : r1)) word = word.slice(0, at) + by;
            break;
        }
        for (const end of STEP4) {
            if (!word.endsWith(end)) continue;
            const at = word.length - end.length;
            if (at >= r2 && (end !== "ion" || /[st]/.test(word[at - 1]))) word = word.slice(0, at);
            break;
        }
        if (word.endsWith("e")) {
            const at = word.length - 1;
            if (at >= r2 || (at >= r1 && !SHORT_END.test(word.slice(0, -1)))) word = word.slice(0, -1);
        } else if (word.endsWith("ll") && word.length - 1 >= r2) word = word.slice(0, -1);
        return word.toLowerCase();
    }

    globalThis.studybook ??= /** @type {any} */ ({});
    (globalThis.studybook.stemmers ??= {}).en = stem;
})();
