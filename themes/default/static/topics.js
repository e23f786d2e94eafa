// Filters of the page of all topics.
//
// In: the rows that the page lists, with their level, chapter and tags. Out: those that fit, counts for each choice,
// and the state in the address, so that a filtered list can be kept and sent.

(() => {
    "use strict";

    const form = document.querySelector("form.filters");
    const shown = document.querySelector("output.shown");
    if (!(form instanceof HTMLFormElement) || !(shown instanceof HTMLOutputElement)) return;

    /** @typedef {{element: HTMLElement, level: string, chapter: string, tags: string[], text: string}} Row */
    /** @typedef {{words: string[], levels: string[], chapter: string, tag: string}} State */

    /** Without case and accents. @param {string} text */
    const bare = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "");

    /** @type {Row[]} */
    const rows = [...document.querySelectorAll(".rows > li")].map((li) => {
        const element = /** @type {HTMLElement} */ (li);
        const { level = "", chapter = "", tags = "" } = element.dataset;
        return { element, level, chapter, tags: tags.trim().split(/\s+/), text: bare(element.textContent ?? "") };
    });
    const field = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
    const boxes = [...form.querySelectorAll("input")].filter((box) => box.type === "checkbox");
    const [chapters, tags] = [...form.querySelectorAll("select")];

    /** @returns {State} */
    const state = () => ({
        words: bare(field.value).split(/\s+/).filter(Boolean),
        levels: boxes.filter((box) => box.checked).map((box) => box.value),
        chapter: chapters.value,
        tag: tags.value,
    });

    const fits = {
        /** @param {Row} row @param {State} now */
        words: (row, now) => now.words.every((word) => row.text.includes(word)),
        /** @param {Row} row @param {State} now */
        level: (row, now) => now.levels.length === 0 || now.levels.includes(row.level),
        /** @param {Row} row @param {State} now */
        chapter: (row, now) => now.chapter === "" || row.chapter === now.chapter,
        /** @param {Row} row @param {State} now */
        tag: (row, now) => now.tag === "" || row.tags.includes(now.tag),
    };

    /** How many rows a choice would show, the other filters being what they are. @param {State} now @param {Row[]} rows those with the words */
    const count = (now, rows) => {
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
        const few = rows.filter((row) => fits.words(row, now));
        document.documentElement.toggleAttribute("data-filtered", now.words.length + now.levels.length + now.chapter.length + now.tag.length > 0);
        let total = 0;
        for (const row of rows) {
            const fit = fits.words(row, now) && fits.level(row, now) && fits.chapter(row, now) && fits.tag(row, now);
            row.element.hidden = !fit;
            total += fit ? 1 : 0;
        }
        for (const group of document.querySelectorAll(".topic-list > .group")) {
            const inside = group.querySelectorAll(".rows > li:not([hidden])").length;
            /** @type {HTMLElement} */ (group).hidden = inside === 0;
            const place = group.querySelector("h2 .count");
            if (place) place.textContent = String(inside);
            const chip = document.querySelector(`.jump [href="#${CSS.escape(group.id)}"]`);
            if (chip instanceof HTMLElement) chip.hidden = inside === 0;
        }
        // The heading of a part of which nothing is left goes with it.
        for (const part of document.querySelectorAll(".topic-list > .part")) {
            let next = part.nextElementSibling;
            while (next instanceof HTMLElement && next.hidden && !next.matches(".part")) next = next.nextElementSibling;
            /** @type {HTMLElement} */ (part).hidden = !next || next.matches(".part");
        }
        shown.value = total ? ((total === 1 ? shown.dataset.one : shown.dataset.words) ?? "").replace("{n}", String(total)) : (shown.dataset.none ?? "");
        count(now, few);
    };

    /** Browsers limit how often the address may change. @type {ReturnType<typeof setTimeout> | undefined} */
    let settling;

    const write = () => {
        clearTimeout(settling);
        const now = state();
        const query = new URLSearchParams(now.levels.map((level) => ["difficulty", level]));
        if (field.value.trim()) query.set("q", field.value.trim());
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
        field.value = query.get("q") ?? "";
        for (const box of boxes) box.checked = query.getAll("difficulty").includes(box.value);
        chapters.value = query.get("chapter") ?? "";
        tags.value = query.get("tag") ?? "";
        if (chapters.selectedIndex < 0) chapters.selectedIndex = 0;
        if (tags.selectedIndex < 0) tags.selectedIndex = 0;
    };

    field.addEventListener("input", () => {
        filter();
        clearTimeout(settling);
        settling = setTimeout(write, 300);
    });
    form.addEventListener("change", () => {
        filter();
        write();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => {
        // The button is gone with what it took back; the focus stays in the filters.
        const hasFocus = document.activeElement?.matches("[type=reset]");
        setTimeout(() => {
            filter();
            write();
            if (hasFocus) form.querySelector("input")?.focus();
        });
    });
    addEventListener("pageshow", () => {
        read();
        filter();
    });
    read();
    filter();
    delete document.documentElement.dataset.asked;
})();
