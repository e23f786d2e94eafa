// Reads a query: which words count, and how much.
//
// Stop words count in full if there is nothing else; otherwise only those that are keywords of the guide's code, and only
// in short queries. Identifiers are asked for as one and, for less, by their parts. Two words may be one identifier.

(() => {
    "use strict";

    const { isPaired } = globalThis.studybook.searching;

    const PART_OF_WHOLE = 0.35;
    const LETTER_OF_WHOLE = 0.1;
    const JOINED = 0.6;
    const STOP = 0.15;
    const KEYWORD = 0.5;
    /** Words after which `is` is grammar, not code. */
    const ASKING = /^(?:what|which|who|why|how|where|when)$/;

    /** Signs of names as they are spelt out: "csharp", "cpp", "astar". */
    const SIGNS = /** @type {Record<string, string>} */ ({ sharp: "#", pp: "++", plusplus: "++", plus: "+", star: "*" });

    /** What a name is with its sign: `c#` of "csharp", `.net` of "dotnet". @param {string} text */
    function withSign(text) {
        const [, letter, word] = /^([a-z])(sharp|pp|plusplus|plus|star)$/.exec(text) ?? [];
        return letter ? letter + SIGNS[word] : /^dot[a-z]{2,}$/.test(text) ? `.${text.slice(3)}` : "";
    }

    /** @param {string} text @param {Partial<Unit>} [more] @returns {Unit} */
    const unit = (text, more) => ({
        text, written: text, weight: 1, counts: true, last: false, exactOnly: false, whole: false, joined: false, idf: 0, firmly: 0, parts: [], lists: [], found: false, exact: false, ...more,
    });

    /** How many characters a term of a script without spaces has; 0 for all others. @param {string} [term] */
    const paired = (term = "") => (isPaired(Array.from(term)[0]) ? Array.from(term).length : 0);
    /** The last character of a run of a script without spaces begins a term in the index; in a query the pair before it says more. @param {Index} index @param {string} text */
    const cut = (index, text) => index.cut(text).filter(({ term }, i, all) => paired(term) !== 1 || paired(all[i - 1]?.term) !== 2);

    /** What a query asks for: words, and phrases in quotes. @param {Index} index @param {string} query */
    function parse(index, query) {
        /** @type {string[]} */
        const quoted = [];
        // The sign in `צה"ל` is one of the word.
        const rest = query.replace(/(\p{L})"(?=\p{L})/gu, "$1\u05f4").replace(/["\u201c\u201d\u201e\u00ab]([^"\u201c\u201d\u00bb]*)(?:["\u201c\u201d\u00bb]|$)/g, (_, inner) => {
            if (inner.trim()) quoted.push(inner);
            return " ";
        });
        const units = words(index, rest, false);
        const phrases = quoted.map((inner) => ({ tokens: cut(index, inner), units: words(index, inner, true) }));
        return { units, phrases };
    }

    /** The words of a text as units. @param {Index} index @param {string} text @param {boolean} exactOnly */
    function words(index, text, exactOnly) {
        /** @type {(Unit & {start: number, end: number})[]} */
        const units = [];
        const end = Array.from(text).length;
        for (const token of cut(index, text)) {
            const one = { ...unit(token.term, { written: token.written, exactOnly, whole: token.role === "whole" }), start: token.start, end: token.end };
            one.last = !exactOnly && token.end === end;
            const around = units.find((u) => u.whole && u.start <= token.start && token.end <= u.end);
            if (around) around.parts.push(one);
            else units.push(one);
        }
        for (const u of units) {
            const short = /^(?:o\(.*\)|.\+.{1,2})$/.test(u.text);
            for (const p of u.parts) [p.weight, p.counts] = [short ? LETTER_OF_WHOLE : PART_OF_WHOLE, false];
        }
        const content = units.filter((u) => !index.stop.has(u.text.replace(/`$/, "")));
        if (!exactOnly) weighStopWords(index, units, content);
        // In a phrase they are looked for in their places, and weigh little.
        else if (content.length > 0) for (const u of units) if (index.stop.has(u.text)) [u.weight, u.counts] = [STOP, false];
        if (!exactOnly) join(units, text);
        for (const u of units) {
            const name = exactOnly || u.whole ? "" : withSign(u.text);
            if (name) [u.whole, u.parts] = [true, [...u.parts, unit(name, { exactOnly: true, counts: false })]];
        }
        return units.filter((u) => u.weight > 0);
    }

    /** Stop words count in full if there is nothing else; the keywords among them a little in a short query. @param {Index} index @param {Unit[]} units @param {Unit[]} content */
    function weighStopWords(index, units, content) {
        for (const u of units) {
            const bare = u.text.replace(/`$/, "");
            if (!index.stop.has(bare)) continue;
            u.counts = content.length === 0;
            if (content.length === 0) {
                if (index.keywords.has(bare) && !u.text.endsWith("`")) u.parts.push(unit(bare + "`", { exactOnly: true, counts: false }));
            } else if (index.keywords.has(bare) && !ASKING.test(units[units.indexOf(u) - 1]?.text) && (units.length <= 3 || u.text.endsWith("`"))) {
                [u.text, u.weight, u.exactOnly, u.last] = [bare + "`", KEYWORD, true, false];
                u.parts = [unit(bare, { exactOnly: true, counts: false, weight: STOP })];
            } else if (!u.last) u.weight = 0;
            else [u.weight, u.counts] = [STOP, false];
        }
    }

    /** Two words that follow each other may be one: "select related", "data class". @param {(Unit & {start: number, end: number})[]} units @param {string} text */
    function join(units, text) {
        const chars = Array.from(text);
        for (let i = 0; i + 1 < units.length; i++) {
            const [a, b] = [units[i], units[i + 1]];
            const between = chars.slice(a.end, b.start).join("");
            if (a.whole || b.whole || !/^ +$/.test(between) || !/^\w+$/.test(a.text + b.text)) continue;
            // "c sharp" and "c plus plus" say a name with its sign; if the guide has none, they are the letter and the word.
            const name = withSign(a.text + b.text + (b.text === units[i + 2]?.text ? b.text : ""));
            if (name) {
                a.parts.push(unit(a.text, { weight: PART_OF_WHOLE, counts: false }));
                [a.text, a.written, a.whole, a.exactOnly] = [name, name, true, true];
                continue;
            }
            if (a.text.length + b.text.length < (/\d/.test(b.text) ? 3 : 5)) continue;
            a.parts.push(unit(a.text + b.text, { weight: JOINED, counts: false, joined: true }));
        }
    }

    Object.assign(globalThis.studybook.searching, { paired, parse, unit });
})();
