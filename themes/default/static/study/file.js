// The file that export writes and import reads.
//
// In: the log, or the text of a file that somebody chose. Out: one JSON text, or the entries in it with what was left out. Nothing
// of a file is ever run or shown as markup; a file that is not ours is told by a word of `import.…`.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const FORMAT = 1;
    /** Most bytes of a file, and most entries. */
    const LARGEST = 100_000_000;
    const MOST = 500_000;

    /** @param {string} guide @param {Entry[]} entries */
    const spellFile = (guide, entries) => {
        const head = JSON.stringify({ studybook: FORMAT, guide, exported: new Date(study.now()).toISOString() });
        const lines = [...entries].sort(study.inOrder).map((entry) => JSON.stringify(entry));
        return `${head.slice(0, -1)},"entries":[\n${lines.join(",\n")}\n]}\n`;
    };

    /** @param {string} text @param {string} guide @returns {{fault: string, entries: Entry[], left: number}} */
    const readFile = (text, guide) => {
        const fail = (/** @type {string} */ fault) => ({ fault, entries: [], left: 0 });
        if (text.length > LARGEST) return fail("too_large");
        let file;
        try {
            file = JSON.parse(text);
        } catch {
            return fail("not_json");
        }
        if (typeof file !== "object" || file === null || !Object.hasOwn(file, "studybook") || !Array.isArray(file.entries)) return fail("not_ours");
        if (file.studybook !== FORMAT) return fail(Number(file.studybook) > FORMAT ? "newer" : "not_ours");
        if (file.entries.length > MOST) return fail("too_large");
        if (typeof file.guide === "string" && file.guide !== guide) return fail("other_guide");
        const entries = file.entries.filter(study.isEntry);
        return { fault: "", entries, left: file.entries.length - entries.length };
    };

    Object.assign(study, { spellFile, readFile, LARGEST });
})();
