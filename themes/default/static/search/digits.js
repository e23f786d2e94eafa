// Reads what src/search/digits.rs and the front coding of src/search/shard.rs write. No state.

(() => {
    "use strict";

    const VALUES = new Int8Array(128);
    Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_").forEach((c, i) => {
        VALUES[c.charCodeAt(0)] = i;
    });

    /** Reads numbers written by digits.rs, one after the other. */
    class Digits {
        /** @param {string} text @param {number} [at] */
        constructor(text, at = 0) {
            this.text = text;
            this.at = at;
        }
        get more() {
            return this.at < this.text.length;
        }
        next() {
            let value = 0;
            for (let shift = 0; ; shift += 5) {
                const digit = VALUES[this.text.charCodeAt(this.at++)];
                value |= (digit & 31) << shift;
                if (digit < 32) return value;
            }
        }
        /** @param {number} count */
        skip(count) {
            while (count > 0) if (VALUES[this.text.charCodeAt(this.at++)] < 32) count--;
        }
    }

    /** Words written by `front` in shard.rs. @param {string} text */
    function unfront(text) {
        const words = text.split(" ");
        words.pop();
        let before = "";
        for (let i = 0; i < words.length; i++) {
            before = before.slice(0, VALUES[words[i].charCodeAt(0)]) + words[i].slice(1);
            words[i] = before;
        }
        return words;
    }

    /** The first place in a sorted list where `before` does not hold. @param {number} length @param {(i: number) => boolean} before */
    function bisect(length, before) {
        let [from, to] = [0, length];
        while (from < to) {
            const middle = (from + to) >> 1;
            if (before(middle)) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    globalThis.studybook ??= /** @type {any} */ ({});
    Object.assign((globalThis.studybook.searching ??= /** @type {any} */ ({})), { VALUES, Digits, bisect, unfront });
})();
