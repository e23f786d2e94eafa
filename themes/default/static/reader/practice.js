// Practice: answers are hidden until asked for. A switch and the style sheet do it without scripts; here the choice lasts
// from page to page, and the focus goes where the reader looks next.

(() => {
    "use strict";

    const { settings, set } = globalThis.studybook;
    const practice = document.querySelector(".hide-answers");

    /** @param {boolean} hidden */
    const hide = (hidden) => {
        for (const input of document.querySelectorAll(".reveal input, .reveal-answer")) {
            if (input instanceof HTMLInputElement) input.checked = false;
        }
        set({ answers: hidden ? "hidden" : "shown" });
    };
    if (practice instanceof HTMLInputElement) {
        practice.checked = settings.answers === "hidden";
        practice.addEventListener("change", () => hide(practice.checked));
    } else {
        delete document.documentElement.dataset.answers;
    }

    // A screen reader goes on where the answer begins; the button stays above it, for the way back.
    document.addEventListener("change", (event) => {
        const input = event.target;
        if (!(input instanceof HTMLInputElement) || !input.checked) return;
        const answer = input.matches(".reveal-answer")
            ? document.querySelector(".topic > .answer")
            : input.closest(".reveal") && input.closest(".card")?.querySelector(".answer");
        if (!(answer instanceof HTMLElement)) return;
        answer.tabIndex = -1;
        answer.focus({ preventScroll: true });
    });
})();
