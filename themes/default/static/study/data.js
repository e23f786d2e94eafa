// The log as a file: export, import by picker and by drop, starting over.
//
// In: the reader. Out: a section of progress.html. An import merges, says what it added, and can be repeated without harm.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** @param {Reader} reader @param {() => void} changed */
    const dataSection = (reader, changed) => {
        const told = make("p", { class: "study-import-told", role: "status" });
        const input = make("input", { type: "file", accept: ".json,application/json", "data-import": "" });
        const take = async (/** @type {File | undefined} */ file) => {
            if (!file) return;
            told.textContent = await importFile(reader, file);
            input.value = "";
            changed();
        };
        input.addEventListener("change", () => void take(input.files?.[0]));
        const section = make(
            "section", { class: "study-data", "aria-labelledby": "study-data" },
            make("h2", { id: "study-data" }, say("your_data")),
            make("p", {}, say("stays_here")),
            make("p", { class: "study-ways" }, study.exportButton(reader), make("label", { class: "study-file" }, make("span", {}, say("import")), input)),
            make("p", { class: "quiet" }, say("drop")),
            told,
            startOver(reader, told, changed),
        );
        section.addEventListener("dragover", (/** @type {DragEvent} */ event) => event.preventDefault());
        section.addEventListener("drop", (/** @type {DragEvent} */ event) => {
            event.preventDefault();
            void take(event.dataTransfer?.files[0]);
        });
        return section;
    };

    /** @param {Reader} reader @param {File} file @returns {Promise<string>} what is said of it */
    const importFile = async (reader, file) => {
        if (file.size > study.LARGEST) return say("import_too_large");
        let text;
        try {
            text = await file.text();
        } catch {
            return say("import_unreadable");
        }
        const { fault, entries, left } = study.readFile(text, study.site.guide);
        if (fault) return say(`import_${fault}`);
        const added = await reader.take(entries);
        return [say(added ? "imported" : "imported_none", { n: added }), left ? say("import_left", { n: left }) : ""].filter(Boolean).join(" ");
    };

    /** Every card begins anew; the log keeps what was, so that it can be undone. @param {Reader} reader @param {HTMLElement} told @param {() => void} changed */
    const startOver = (reader, told, changed) => {
        const sure = make("button", { type: "button", class: "quiet-button", "data-reset": "", click: () => void reset() }, say("reset_sure"));
        const reset = async () => {
            const cards = [...reader.state.cards].filter(([, it]) => it.fsrs).map(([id]) => id);
            // What was undone a moment ago can still be undone.
            if (cards.length === 0) return;
            offerUndo(await reader.putAll("reset", cards.map((card) => ({ card }))));
            changed();
        };
        const offerUndo = (/** @type {Entry[]} */ entries) => {
            const undo = make("button", { type: "button", class: "study-plain", "data-undo": "", click: () => void back() }, say("undo"));
            const back = async () => {
                await reader.putAll("undo", entries.map((it) => ({ of: it.id })));
                told.textContent = say("undone");
                sure.focus({ preventScroll: true });
                changed();
            };
            told.replaceChildren(say("was_reset", { n: entries.length }), " ", undo);
        };
        const last = reader.state.entries.at(-1);
        if (last?.type === "reset" && !reader.state.undone.has(last.id)) offerUndo(reader.state.entries.filter((it) => it.type === "reset" && it.at === last.at));
        return make("details", { class: "study-more" }, make("summary", {}, say("reset_all")), make("p", {}, say("reset_what")), make("p", {}, sure));
    };

    Object.assign(study, { dataSection, importFile });
})();
