// Compares words letter by letter, for typing errors.

(() => {
    "use strict";

    /** The letters and digits of a word as bits. @param {string} word */
    function letters(word) {
        let bits = 0;
        for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
        return bits;
    }

    /** @param {number} bits */
    function ones(bits) {
        let n = 0;
        for (; bits; bits &= bits - 1) n++;
        return n;
    }

    const ROWS = [0, 1, 2].map(() => new Uint8Array(64));

    /**
     * Edits (one letter wrong, missing, too many, or two swapped) that turn `a` into `b`, or into a beginning of it; any
     * number over `limit` if there are more.
     * @param {string} a @param {string} b @param {number} limit @param {boolean} beginning
     */
    function edits(a, b, limit, beginning) {
        if (a.length > 60 || a.length - b.length > limit || (!beginning && b.length - a.length > limit)) return limit + 1;
        const width = Math.min(b.length, a.length + limit);
        let [before, row, next] = ROWS;
        for (let j = 0; j <= width; j++) row[j] = j;
        for (let i = 1; i <= a.length; i++) {
            next[0] = i;
            let least = i;
            for (let j = 1; j <= width; j++) {
                let value = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
                if (row[j] + 1 < value) value = row[j] + 1;
                if (next[j - 1] + 1 < value) value = next[j - 1] + 1;
                if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && before[j - 2] + 1 < value) value = before[j - 2] + 1;
                next[j] = value;
                if (value < least) least = value;
            }
            if (least > limit) return limit + 1;
            [before, row, next] = [row, next, before];
        }
        return beginning ? row.slice(0, width + 1).reduce((x, y) => Math.min(x, y)) : row[b.length];
    }

    /** How many typing errors a word may have. @param {string} text */
    const typos = (text) => (!/^[\p{L}\p{N}_]+$/u.test(text) || text.length < 5 ? 0 : text.length < 9 ? 1 : 2);

    Object.assign(globalThis.studybook.searching, { edits, letters, ones, typos });
})();
