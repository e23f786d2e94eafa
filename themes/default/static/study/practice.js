// Practice on a page: outputs are covered, and an answer that was revealed is graded by a row at the bottom of the screen.
//
// In: a page whose answers are hidden. Out: reviews with grade 1 ("not yet") and 3 ("could say it"). `Space` reveals, `1` and `3`
// grade, `j` and `k` go over the cards of a list. Without scripts practice is as it was.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;
    const page = document.documentElement;
    // Study pages ask in their own way.
    if (document.querySelector("[data-study]")) return;
    const isOn = () => page.dataset.answers === "hidden" || document.querySelector(".hide-answers:checked") !== null;
    const topicId = () => document.querySelector(".topic .short[data-card], .topic[data-topic]")?.getAttribute("data-card") ?? document.querySelector(".topic")?.getAttribute("data-topic") ?? "";

    /** What was revealed last, and when it was asked. @type {{id: string, focus: HTMLElement | undefined, begun: number} | undefined} */
    let asked;
    let begun = study.now();

    const row = make("div", { class: "study-row", role: "group", "aria-label": say("how_well") });
    const status = make("p", { class: "for-readers", role: "status" });
    const button = (/** @type {string} */ word, /** @type {number} */ grade, /** @type {string} */ key) =>
        make("button", { type: "button", "data-grade": grade || undefined, "data-next": grade ? undefined : "", click: () => void give(grade) }, say(word), " ", make("kbd", { "aria-hidden": "true" }, key));
    row.append(button("not_yet", 1, "1"), button("could_say", 3, "3"), button("next", 0, "j"));
    document.body.append(status);

    /** @param {string} id @param {HTMLElement} [focus] */
    const revealed = (id, focus) => {
        if (!isOn() || !id) return;
        asked = { id, focus, begun };
        document.body.append(row);
        page.classList.add("study-asks");
    };

    /** @param {number} grade 0 for none */
    const give = async (grade) => {
        const was = asked;
        asked = undefined;
        begun = study.now();
        if (was && grade) {
            await study.gradeReading(was.id, grade, begun - was.begun);
            status.textContent = say(grade === 1 ? "noted_not_yet" : "noted_could");
        }
        // The row goes once the grade is in the log, and stays if another answer was revealed meanwhile.
        if (!asked) {
            row.remove();
            page.classList.remove("study-asks");
        }
        next(1, was?.focus);
    };

    /** @returns {HTMLElement[]} */
    const list = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("main .card[data-topic], main .question"))].filter((it) => it.offsetParent !== null);

    /** @param {number} step @param {HTMLElement} [from] */
    const next = (step, from) => {
        const cards = list();
        const focused = from ?? document.activeElement?.closest(".card[data-topic], .question") ?? undefined;
        const at = focused instanceof HTMLElement ? cards.indexOf(focused) : -1;
        const to = cards[Math.max(0, at + step)];
        const target = to?.querySelector("summary") ?? to?.querySelector(".reveal input") ?? to?.querySelector("a");
        if (target instanceof HTMLElement) target.focus();
        else if (step > 0 && !to) document.querySelector(/** @type {"a"} */ ("a[rel=next]"))?.focus();
    };

    document.addEventListener("change", (event) => {
        const input = event.target;
        if (!(input instanceof HTMLInputElement) || !input.checked || !isOn()) return;
        const card = input.closest(".card[data-topic]");
        if (input.matches(".reveal-answer")) {
            revealed(topicId());
            toAnswer(document.querySelector(".topic > .answer"));
        } else if (card instanceof HTMLElement && input.closest(".reveal")) {
            revealed(card.dataset.topic ?? "", card);
            toAnswer(card.querySelector(".answer"));
        }
    });
    /** @param {Element | null} answer */
    const toAnswer = (answer) => {
        if (!(answer instanceof HTMLElement)) return;
        answer.tabIndex = -1;
        answer.classList.add("study-heard");
        answer.focus({ preventScroll: true });
    };
    document.addEventListener("toggle", (event) => {
        const it = event.target;
        if (it instanceof HTMLDetailsElement && it.open && it.matches(".question")) revealed(it.id && topicId() ? `${topicId()}#${it.id}` : "", it);
    }, true);

    /** An output is covered by a strip of its own height. */
    const cover = () => {
        for (const output of document.querySelectorAll(".example[data-card] > .output")) {
            const has = output.querySelector(".study-strip");
            if (!isOn()) has?.remove();
            else if (!has && !output.hasAttribute("data-seen")) {
                const strip = make("button", { type: "button", class: "study-strip", click: () => {
                    strip.remove();
                    output.setAttribute("data-seen", "");
                    const figure = output.closest("[data-card]");
                    revealed(figure?.getAttribute("data-card") ?? "");
                    const pre = output.querySelector("pre");
                    pre?.focus({ preventScroll: true });
                } }, say("what_prints"));
                output.append(strip);
            }
        }
    };
    new MutationObserver(cover).observe(page, { attributes: true, attributeFilter: ["data-answers"] });
    document.addEventListener("change", cover);
    cover();

    const reveal = () => {
        const focused = document.activeElement?.closest(".card[data-topic]");
        const input = focused?.querySelector(".reveal input") ?? document.querySelector(".reveal-answer:not(:checked)");
        if (!(input instanceof HTMLInputElement) || input.checked || input.offsetParent === null) return false;
        input.click();
        return true;
    };
    document.addEventListener("keydown", (event) => {
        if (!study.isFree(event) || !isOn()) return;
        const key = globalThis.studybook.keyOf(event);
        const target = event.target instanceof Element ? event.target : document.body;
        const grade = /^[1-4]$/.test(key) ? row.querySelector(`[data-grade="${key}"]`) : null;
        let did = true;
        if (key === " ") did = !target.closest("a, button, summary, input, select, pre") && reveal();
        else if (row.isConnected && grade instanceof HTMLElement) grade.click();
        else if (key === "j" && row.isConnected) void give(0);
        else if (key === "j") next(1);
        else if (key === "k") next(-1);
        else did = false;
        if (did) event.preventDefault();
    });
})();
