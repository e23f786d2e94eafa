// Cuts text into terms, exactly as `src/search/token.rs` does, and remembers where each stood.
//
// In: a query, or text in which matches are to be marked. Out: terms. tests/search/tokens.json holds both sides to the
// same rules; the table of them is in token.rs. No DOM here.

(() => {
    "use strict";

    const LONGEST = 48;
    const MOST_PARTS = 8;
    const [MOST_LONG_PARTS, LONG_PART] = [24, 3];
    // What French and Italian leave a vowel out of.
    const ELISIONS = new Set("all c coll d dall dell j jusqu l lorsqu m n nell puisqu qu quell quest quoiqu s sull t un".split(" "));
    const OPERATORS = new Set([
        "!=", "%}", "&&", "**", "**=", "*=", "++", "+=", "-=", "->", "...", "//", "//=", "/=", "::", ":=", "<<", "<=",
        "<>", "==", "===", "=>", ">=", ">>", "?.", "??", "{%", "{{", "|=", "||", "}}",
    ]);
    const BRACKETS = ["[::-1]", "[:-1]", "[1:]", "[:]", "[]", "{}", "()"];
    // As those of `src/search/operator.rs`.
    const DRAWN = /^(?:[-.:!]+|[?!]+|\*+|=+|~+)$|[{}]/;
    // As `is_symbol` of `src/search/fold.rs`.
    const SYMBOL = /[¢-¥¬±×÷₠-⏿■-➿⟰-⯿🀀-🫿]/u;
    const LONE = new Set("*/%@+&|^~<>=");
    const SIGNS = new Set("!%&*+-./:<=>?@^|~{}");
    const EDGES = new Set(" \t\n\r`\"'(),\u00a0\u201c\u201d");
    const ENDINGS = new Set(["t", "d", "m", "re", "ve", "ll"]);
    const PLAIN = new Map(Object.entries({
        ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h",
        ى: "ي", ی: "ي", ة: "ه", ٱ: "ا", ک: "ك", "\u0901": "\u0902",
    }));
    const DIGIT = /\p{Nd}/u;
    // As `is_accent` of `src/search/fold.rs`.
    const ACCENTS = /[\u02bb\u02bc\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u093c\u09bc\u0a3c\u0abc\u0b3c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
    // As `is_unseen` there.
    const UNSEEN = /[\u00ad\u061c\u200c-\u200f\u2060\ufe00-\ufe0f\ufeff]/g;
    // As `src/search/arabic.rs`.
    const ARTICLE = /^(?:وال|بال|كال|فال|لل|ال)(?=[\u0620-\u064a\u0671-\u06d3]{2,}$)(?!له$)/;
    const AND = /^و(?=[\u0620-\u064a\u0671-\u06d3]{3,}$)/;
    const WORD = /[\p{Alphabetic}\p{N}\p{M}_\u00ad\u061c\u200c-\u200f\u2060\ufeff]/u;
    const PAIRED = /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]/u;

    /** @param {string | undefined} c */
    const isWord = (c) => c !== undefined && (c < "\x80" ? /[0-9A-Za-z_]/.test(c) : WORD.test(c));
    /** @param {string | undefined} c */
    const isPaired = (c) => c !== undefined && c > "\x80" && PAIRED.test(c) && WORD.test(c) && !DIGIT.test(c);
    /** @param {string | undefined} c */
    const isDigit = (c = "") => /^[0-9]$/.test(c);
    /** @param {string | undefined} c */
    const isUpper = (c = "") => /^[A-Z]$/.test(c);
    /** @param {string | undefined} c */
    const isLower = (c = "") => /^[a-z]$/.test(c);
    /** @param {string | undefined} c */
    const isApostrophe = (c) => c === "'" || c === "\u2019";
    /** @param {string | undefined} c */
    const isEdge = (c) => c === undefined || EDGES.has(c);

    /** Lower case, no accents, compatibility forms resolved. @param {string} text */
    function fold(text) {
        if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
        const bare = text.toLowerCase().normalize("NFKD").replace(ACCENTS, "").replace(UNSEEN, "").normalize("NFC");
        return Array.from(bare, (c) => {
            const code = c.charCodeAt(0);
            // The two syllabaries of Japanese are one, and digits of all scripts are ours.
            if (c >= "ァ" && c <= "ヶ") return String.fromCharCode(code - 0x60);
            if (c > "\x80" && c < "\u1800" && DIGIT.test(c)) return `${(code - (c > "\u0900" && c < "\u0e00" ? 6 : 0)) & 15}`;
            return PLAIN.get(c) ?? c;
        }).join("");
    }

    /** What of a long word is indexed, in whole characters. @param {string} term */
    function cut(term) {
        let kept = "";
        for (const c of term) {
            if (kept.length + c.length > LONGEST) break;
            kept += c;
        }
        return kept;
    }

    /**
     * The terms of a text.
     * @param {string} text
     * @param {"prose" | "code"} kind
     * @param {ReadonlySet<string>} stop
     * @returns {Token[]} with places in characters (code points), not UTF-16 units
     */
    function scan(text, kind, stop) {
        const chars = Array.from(text);
        const n = chars.length;
        /** @type {Token[]} */
        const tokens = [];
        let position = 0;
        let chainEnd = 0;
        let inCode = false;

        /** @param {string} term @param {Token["role"]} role @param {number} start @param {number} end */
        const give = (term, role, start, end) => {
            if (term === "" || term.length > 2 * LONGEST) return;
            const kept = term.length > LONGEST ? cut(term) : term;
            tokens.push({ term: kept, written: kept, role, position, start, end });
        };
        /** @param {number} from @param {number} to */
        const written = (from, to) => chars.slice(from, to).join("");
        /** @param {number} from @param {number} to */
        const folded = (from, to) => fold(written(from, to));
        /** @param {number} at */
        const wordEnd = (at) => {
            while (at < n && isWord(chars[at]) && !isPaired(chars[at])) at++;
            return at;
        };
        /** @param {number} from @param {string} idiom */
        const matches = (from, idiom) => written(from, from + idiom.length) === idiom;

        /** @param {number} from */
        const pairs = (from) => {
            let to = from;
            while (isPaired(chars[to])) to++;
            const run = Array.from(folded(from, to));
            run.forEach((first, i) => {
                give(first + (run[i + 1] ?? ""), "word", from + i, Math.min(to, from + i + 2));
                position++;
            });
            return to;
        };

        /** @param {number} at */
        const digitsEnd = (at) => {
            while (isDigit(chars[at])) at++;
            return at;
        };
        /** Where a number ends whose first digits end at `to`. @param {number} to */
        const numberEnd = (to) => {
            while (chars[to] === "." && isDigit(chars[to + 1])) to = digitsEnd(to + 1);
            return to;
        };

        /** @param {number} from */
        const thousands = (from) => {
            const first = digitsEnd(from);
            const mark = chars[first];
            if (kind === "code" || from < chainEnd || first === from || first - from > 3 || !mark || !",'\u2019\u00a0\u202f".includes(mark)) return;
            let to = first;
            while (chars[to] === mark && digitsEnd(to + 1) === to + 4 && !isWord(chars[to + 4])) to += 4;
            if (to === first) return;
            chainEnd = to;
            give(chars.slice(from, to).filter(isDigit).join(""), "whole", from, to);
        };

        /** @param {number} from @param {number} to */
        const version = (from, to) => {
            let start = to;
            while (start > from && isDigit(chars[start - 1])) start--;
            const end = numberEnd(to);
            if (start < to && start > from && end > to && !isWord(chars[end])) give(folded(start, end), "whole", start, end);
        };

        /** @param {number} from @param {number} to */
        const power = (from, to) => {
            const length = chars[to] === "^" ? 1 : chars[to] === "*" && chars[to + 1] === "*" ? 2 : 0;
            const digits = to + length;
            if (kind === "code" || length === 0 || to - from > 1 || !isDigit(chars[digits]) || isDigit(chars[from])) return;
            const end = digitsEnd(digits);
            if (end - digits <= 2 && !isWord(chars[end])) give(folded(from, to) + folded(digits, end), "whole", from, end);
        };

        /** @param {number} from @param {boolean} code */
        const apostrophes = (from, code) => {
            if (kind === "code" || code || from < chainEnd) return;
            const first = wordEnd(from);
            const lower = (/** @type {number} */ a, /** @type {number} */ b) => written(a, b).replace(/[A-Z]/g, (c) => c.toLowerCase());
            if (ELISIONS.has(lower(from, first))) return;
            let to = first;
            while (isApostrophe(chars[to]) && isWord(chars[to + 1]) && !isPaired(chars[to + 1])) {
                const end = wordEnd(to + 1);
                const ending = lower(to + 1, end);
                if (ending === "s" || ENDINGS.has(ending)) break;
                to = end;
            }
            if (to === first) return;
            chainEnd = to;
            give(fold(chars.slice(from, to).filter((c) => !isApostrophe(c)).join("")), "whole", from, to);
        };

        /** @param {number} from */
        const number = (from) => {
            const first = digitsEnd(from);
            if (first === from) return undefined;
            const to = numberEnd(first);
            if (to === first || isWord(chars[to])) return undefined;
            give(folded(from, to), "word", from, to);
            position++;
            return to;
        };

        /** @param {number} from */
        const order = (from) => {
            if ((chars[from] !== "O" && chars[from] !== "o") || chars[from + 1] !== "(") return;
            let term = "o(";
            for (let i = from + 2; i < Math.min(n, from + 24); i++) {
                const c = chars[i];
                if (c === ")") {
                    if (term.length > 2) give(term + ")", "whole", from, i + 1);
                    return;
                }
                if (c === " " || c === "·" || c === "×") continue;
                if (c === "*") term += chars[i + 1] === "*" ? "^" : "";
                else if (c === "²") term += "^2";
                else if (c === "³") term += "^3";
                else if (/[0-9A-Za-z+^!/,-]/.test(c)) term += c.toLowerCase();
                else return;
            }
        };

        /** @param {number} from */
        const chain = (from) => {
            if (kind === "code" || from < chainEnd) return;
            let to = wordEnd(from);
            let words = 1;
            const joins = inCode ? "-" : to - from > 2 ? "-./&+" : "-./&";
            while (chars[to] !== undefined && joins.includes(chars[to]) && isWord(chars[to + 1]) && !isPaired(chars[to + 1])) {
                to = wordEnd(to + 1);
                words++;
            }
            chainEnd = to;
            if (words < 2 || words > 4) return;
            give(fold(chars.slice(from, to).filter((c) => !"-_./+&".includes(c)).join("")), "whole", from, to);
        };

        /** @param {number} from @param {number} length */
        const signBefore = (from, length) => {
            const [one, two, three] = [chars[from - 1], chars[from - 2], chars[from - 3]];
            /** @param {string | undefined} c @param {string} sign */
            const free = (c, sign) => c === undefined || (!isWord(c) && c !== ")" && c !== "]" && c !== sign);
            if (one === "@" && free(two, "@")) return "@";
            if (one === "*" && two === "*" && free(three, "*")) return "**";
            if (one === "*" && free(two, "*")) return "*";
            if (one === "-" && two === "-" && free(three, "-")) return "--";
            if (one === "-" && length === 1 && free(two, "-")) return "-";
            if (one === "%" && length === 1 && free(two, "%")) return "%";
            if (one === "$" && free(two, "$")) return "$";
            if (one === "\\" && length === 1 && free(two, "\\")) return "\\";
            if (one === "." && isEdge(two)) return ".";
            return undefined;
        };

        /** Whether the sign of `A*` or `B+` ends before `at`. @param {number} at */
        const endsName = (at) => {
            const c = chars[at];
            if (c !== undefined && "?!;:".includes(c)) return true;
            if (c === ".") return isEdge(chars[at + 1]);
            return c === "-" ? isWord(chars[at + 1]) : isEdge(c);
        };

        /** What the word is then: in a name such as `C#` it is a part. @param {number} from @param {number} to @returns {Token["role"]} */
        const withSign = (from, to) => {
            const before = signBefore(from, to - from);
            if (before) give(before + folded(from, to), "whole", from - before.length, to);
            if (before === ".") return "part";
            if (to - from > 2 || !/[0-9A-Za-z]/.test(chars[from]) || chars[from - 1] === "+") return "word";
            const letter = to - from === 1 && /[A-Za-z]/.test(chars[from]);
            const prose = kind === "prose";
            const [one, two] = [chars[to], chars[to + 1]];
            let sign = "";
            if (letter && one === "+" && two === "+") sign = "++";
            else if (letter && one === "#") sign = "#";
            else if (letter && prose && (one === "*" || one === "+") && endsName(to + 1)) sign = one;
            else if (letter && prose && one === "-" && two === "-" && endsName(to + 2)) sign = "--";
            else if (one === "+" && two !== undefined && /^[0-9A-Za-z]$/.test(two)) {
                const end = wordEnd(to + 1);
                if (end - to <= 3) give(folded(from, end), "whole", from, end);
            }
            if (!sign) return "word";
            give(folded(from, to) + sign, "whole", from, to + sign.length);
            return "part";
        };

        /** The words of an identifier. @param {number} from @param {number} to @returns {[number, number][]} */
        const split = (from, to) => {
            /** @type {[number, number][]} */
            const parts = [];
            let at = from;
            while (at < to) {
                if (chars[at] === "_") {
                    at++;
                    continue;
                }
                let end = at;
                while (end < to && chars[end] !== "_") end++;
                let start = at;
                if (!/^[A-Z]{2,}s$/.test(written(at, end))) {
                    for (let i = at + 1; i < end; i++) {
                        if (!isUpper(chars[i])) continue;
                        const before = chars[i - 1];
                        if (isLower(before) || isDigit(before) || (isUpper(before) && i + 1 < end && isLower(chars[i + 1]))) {
                            parts.push([start, i]);
                            start = i;
                        }
                    }
                }
                const digits = /^([A-Za-z]{3,})[0-9]+$/.exec(written(start, end));
                if (digits) {
                    parts.push([start, start + digits[1].length]);
                    start += digits[1].length;
                }
                parts.push([start, end]);
                at = end;
            }
            return parts;
        };

        /** @param {number} from @param {number} to @param {Token["role"]} role */
        const identifier = (from, to, role) => {
            const parts = split(from, to);
            if (chars[from] === "_") {
                if (parts.length === 0) {
                    give(folded(from, to), "word", from, to);
                    position++;
                } else {
                    give(folded(from, to), "whole", from, to);
                    role = "part";
                }
            }
            if (parts.length > 1) {
                give(parts.map(([a, b]) => folded(a, b)).join(""), "whole", from, to);
                role = "part";
            }
            if (parts.length > MOST_PARTS && (parts.length > MOST_LONG_PARTS || to - from < LONG_PART * parts.length)) {
                position++;
                return;
            }
            for (const [a, b] of parts) {
                const term = folded(a, b);
                if (inCode && role === "word" && stop.has(term)) give(term + "`", "whole", a, b);
                const bare = term.replace(ARTICLE, "");
                const second = bare === term ? term.replace(AND, "") : bare;
                if (bare === term && second !== term) give(term, "whole", a, b);
                give(second, role, a, b);
                position++;
            }
        };

        /** @param {number} from */
        const word = (from) => {
            thousands(from);
            const after = number(from);
            if (after !== undefined) return after;
            order(from);
            const to = wordEnd(from);
            if (isApostrophe(chars[to])) apostrophes(from, inCode);
            else chain(from);
            const role = withSign(from, to);
            version(from, to);
            power(from, to);
            if (kind === "prose" && isApostrophe(chars[to])) {
                const end = wordEnd(to + 1);
                const ending = written(to + 1, end).replace(/[A-Z]/g, (c) => c.toLowerCase());
                if (ENDINGS.has(ending)) {
                    give(folded(from, to) + folded(to + 1, end), "word", from, end);
                    position++;
                    return end;
                }
                identifier(from, to, role);
                return ending === "s" ? end : to;
            }
            identifier(from, to, role);
            return to;
        };

        /** @param {number} from */
        const dollars = (from) => {
            let to = from;
            while (chars[to] === "$") to++;
            if (kind === "prose" && to - from <= 2 && isEdge(chars[from - 1]) && (isEdge(chars[to]) || chars[to] === "?")) {
                give("$".repeat(to - from), "word", from, to);
                position++;
            }
            return to;
        };

        /** Whether an operator stands here, by itself or in code. @param {number} from @param {number} to */
        const isOperator = (from, to) => {
            const run = written(from, to);
            const free = isEdge(chars[from - 1]) && isEdge(chars[to]);
            if (to - from === 1) return kind === "prose" && free && LONE.has(run);
            if (isWord(chars[to]) && signBefore(to, 2)) return false;
            if (OPERATORS.has(run) && run !== "..." && run !== "??") return true;
            return (free || inCode) && (OPERATORS.has(run) || (to - from < 4 && !DRAWN.test(run)));
        };

        /** @param {number} from */
        const sign = (from) => {
            const before = chars[from - 1];
            /** @param {number} to */
            const operator = (to) => {
                give(written(from, to), "word", from, to);
                position++;
                return to;
            };
            if (SYMBOL.test(chars[from])) return operator(from + 1);
            if ("[{(".includes(chars[from]) && !(before && "()[]{}".includes(before))) {
                for (const idiom of BRACKETS) {
                    const to = from + idiom.length;
                    if (matches(from, idiom) && !isWord(chars[to]) && (!isWord(before) || idiom.includes(":"))) return operator(to);
                }
            }
            let to = from;
            while (to < n && SIGNS.has(chars[to])) to++;
            if (to === from) return from + 1;
            // A sentence may end behind it.
            const run = written(from, to);
            const bare = /[.?]$/.test(run) && OPERATORS.has(run.slice(0, -1)) ? to - 1 : to;
            return isOperator(from, bare) ? operator(bare) : to;
        };

        let at = 0;
        while (at < n) {
            const c = chars[at];
            if (c === "`" && kind === "prose") {
                inCode = !inCode;
                while (chars[at] === "`") at++;
            } else if (c === "$") at = dollars(at);
            else if (!isWord(c)) at = sign(at);
            else if (isPaired(c)) at = pairs(at);
            else at = word(at);
        }
        return tokens;
    }

    globalThis.studybook ??= /** @type {any} */ ({});
    Object.assign((globalThis.studybook.searching ??= /** @type {any} */ ({})), { fold, isPaired, scan });
})();
