// A quiz on a topic's page, checked in place.
//
// In: the quiz as the page has it for who runs no scripts: choices, and the answer folded. Out: fields to choose with, a button
// that checks, and each choice's reason. The folded answer goes once it was given.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** @param {HTMLElement} element @returns {Quiz} */
    const read = (element) => {
        const how = /** @type {Quiz["how"]} */ (element.dataset.how ?? "one");
        const reasons = [...element.querySelectorAll(".quiz-answer .quiz-reasons > li, .quiz-answer li:has(> .quiz-why)")];
        const choices = [...element.querySelectorAll(".quiz-choices > li")].map((li, i) => ({
            h: li.innerHTML,
            right: li.hasAttribute("data-right"),
            place: Number(li.getAttribute("data-place") ?? i + 1),
            why: reasons[i]?.querySelector(".quiz-why")?.innerHTML ?? "",
        }));
        let short = [];
        try {
            short = JSON.parse(element.dataset.answers ?? "[]");
        } catch {
            // The folded answer is still there.
        }
        return { how, choices, short };
    };

    for (const [i, element] of [...document.querySelectorAll("main .quiz")].entries()) {
        if (!(element instanceof HTMLElement)) continue;
        const view = /** @type {QuizView} */ (study.quizView(read(element), `${i}`, "as written"));
        const folded = element.querySelector(".quiz-answer");
        const verdict = make("div", { class: "study-verdict", role: "status" });
        const button = make("button", { type: "button", class: "quiet-button", "data-reveal": "", click: () => check() }, say("check"));
        const check = () => {
            view.judge();
            verdict.append(view.verdict());
            // Who pressed the button goes on from what it gave.
            verdict.tabIndex = -1;
            verdict.focus({ preventScroll: true });
            button.remove();
            if (folded instanceof HTMLDetailsElement && element.dataset.how === "short") folded.open = true;
            else folded?.remove();
        };
        element.querySelector(".quiz-choices")?.remove();
        element.querySelector(".quiz-how")?.remove();
        if (folded) folded.before(view.element, button, verdict);
        else element.append(view.element, button, verdict);
    }
})();
