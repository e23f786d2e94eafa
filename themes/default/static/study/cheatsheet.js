// cheatsheet.html: every question with its short answer stands on the page; here it is filtered by level, chapter and bookmark.
//
// In: the page, and the reader for the bookmarks. Out: lines and chapters that are hidden.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** The topics bookmarked; none where the reader's log cannot be had. @returns {Promise<Set<string>>} */
    const marked = async () => {
        try {
            const { state } = /** @type {Reader} */ (await study.openReader());
            return new Set([...state.marked].filter(([, on]) => on).map(([id]) => id));
        } catch {
            return new Set();
        }
    };

    /** @param {HTMLElement} place @param {HTMLFormElement} form */
    const filter = (place, form) => {
        /** @type {Set<string>} */
        let mine = new Set();
        const none = make("p", { class: "quiet no-paper", role: "status" });
        form.after(none);
        const update = () => {
            const chosen = new FormData(form);
            const [levels, chapter, only] = [chosen.getAll("levels"), chosen.get("chapter"), chosen.has("marked")];
            let all = 0;
            for (const section of place.querySelectorAll("section")) {
                let shown = 0;
                for (const line of section.querySelectorAll("[data-topic]")) {
                    const fits = (!levels.length || levels.includes(line.getAttribute("data-level") ?? "")) && (!only || mine.has(line.getAttribute("data-topic") ?? ""));
                    line.toggleAttribute("hidden", !fits);
                    if (fits) shown += 1;
                }
                section.hidden = shown === 0 || Boolean(chapter && chapter !== section.id);
                if (!section.hidden) all += shown;
            }
            none.textContent = all ? "" : say("topics_n", { n: 0 });
        };
        form.addEventListener("change", update);
        form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => event.preventDefault());
        form.querySelector("[data-print]")?.addEventListener("click", () => print());
        // A browser that goes back puts the choices back.
        update();
        void marked().then((ids) => {
            mine = ids;
            if (!ids.size) return;
            form.querySelector(".chips")?.append(make("label", { class: "chip" }, make("input", { type: "checkbox", name: "marked", value: "on" }), make("span", {}, say("my_marks"))));
        });
    };

    const place = document.querySelector("[data-study=cheatsheet]");
    const form = place?.querySelector("form");
    if (place instanceof HTMLElement && form) filter(place, form);
})();
