// Filters of the page of all topics.
//
// In: the rows that the page lists, with their level, chapter and tags. Out: those that fit, counts for each choice,
// and the state in the address, so that a filtered list can be kept and sent.

(() => {
    "use strict";

    const form = document.querySelector("form.filters");
    const shown = document.querySelector("output.shown");
    if (!(form instanceof HTMLFormElement) || !(shown instanceof HTMLOutputElement)) return;

    /** @typedef {{element: HTMLElement, level: string, chapter: string, tags: string[]}} Row */
    /** @typedef {{levels: string[], chapter: string, tag: string}} State */

    /** @type {Row[]} */
    const rows = [...document.querySelectorAll(".rows > li")].map((li) => {
        const element = /** @type {HTMLElement} */ (li);
        const { level = "", chapter = "", tags = "" } = element.dataset;
        return { element, level, chapter, tags: tags.trim().split(/\s+/) };
    });
    const boxes = [...form.querySelectorAll("input")];
    const [chapters, tags] = [...form.querySelectorAll("select")];

    /** @returns {State} */
    const state = () => ({
        levels: boxes.filter((box) => box.checked).map((box) => box.value),
        chapter: chapters.value,
        tag: tags.value,
    });

    const fits = {
        /** @param {Row} row @param {State} now */
        level: (row, now) => now.levels.length === 0 || now.levels.includes(row.level),
        /** @param {Row} row @param {State} now */
        chapter: (row, now) => now.chapter === "" || row.chapter === now.chapter,
        /** @param {Row} row @param {State} now */
        tag: (row, now) => now.tag === "" || row.tags.includes(now.tag),
    };

    /** How many rows a choice would show, the other filters being what they are. @param {State} now */
    const count = (now) => {
        for (const box of boxes) {
            const inLevel = rows.filter((row) => row.level === box.value && fits.chapter(row, now) && fits.tag(row, now));
            const place = box.closest("label")?.querySelector(".count");
            if (place) place.textContent = String(inLevel.length);
        }
        /** @param {HTMLSelectElement} select @param {(row: Row, value: string) => boolean} carries */
        const label = (select, carries) => {
            for (const option of select.options) {
                if (option.value === "") continue;
                option.dataset.label ??= option.text;
                const n = rows.filter((row) => carries(row, option.value)).length;
                option.text = `${option.dataset.label} (${n})`;
                option.disabled = n === 0 && !option.selected;
            }
        };
        label(chapters, (row, value) => row.chapter === value && fits.level(row, now) && fits.tag(row, now));
        label(tags, (row, value) => row.tags.includes(value) && fits.level(row, now) && fits.chapter(row, now));
    };

    const filter = () => {
        const now = state();
        let total = 0;
        for (const row of rows) {
            const fit = fits.level(row, now) && fits.chapter(row, now) && fits.tag(row, now);
            row.element.hidden = !fit;
            total += fit ? 1 : 0;
        }
        for (const group of document.querySelectorAll(".topic-list > .group")) {
            const inside = group.querySelectorAll(".rows > li:not([hidden])").length;
            /** @type {HTMLElement} */ (group).hidden = inside === 0;
            const place = group.querySelector("h2 .count");
            if (place) place.textContent = String(inside);
        }
        shown.value = total ? `${total} ${total === 1 ? shown.dataset.one : shown.dataset.words}` : (shown.dataset.none ?? "");
        count(now);
    };

    const write = () => {
        const now = state();
        const query = new URLSearchParams(now.levels.map((level) => ["difficulty", level]));
        if (now.chapter) query.set("chapter", now.chapter);
        if (now.tag) query.set("tag", now.tag);
        const text = query.toString();
        try {
            history.replaceState(null, "", text ? `?${text}` : location.pathname);
        } catch {
            // From disk the address stays as it is.
        }
    };

    const read = () => {
        const query = new URLSearchParams(location.search);
        for (const box of boxes) box.checked = query.getAll("difficulty").includes(box.value);
        chapters.value = query.get("chapter") ?? "";
        tags.value = query.get("tag") ?? "";
        if (chapters.selectedIndex < 0) chapters.selectedIndex = 0;
        if (tags.selectedIndex < 0) tags.selectedIndex = 0;
    };

    form.addEventListener("change", () => {
        filter();
        write();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
        setTimeout(() => {
            filter();
            write();
        });
    });
    addEventListener("pageshow", () => {
        read();
        filter();
    });
    read();
    filter();
})();
