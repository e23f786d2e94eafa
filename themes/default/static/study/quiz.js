// A quiz with choices, an order, or a short answer: asked, judged, and each choice's reason shown.
//
// In: a quiz of a card's texts. Out: fields to answer with; right and wrong are said in words. Choices are shuffled, by the hash of
// card and day, so that Back shows them as they were.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** @param {Choice[]} choices @param {string} seed @returns {Choice[]} */
    const shuffled = (choices, seed) => {
        const day = study.dayOf(study.now());
        const key = (/** @type {Choice} */ it) => study.hash(`${seed} ${day} ${choices.indexOf(it)}`);
        return [...choices].sort((a, b) => key(a) - key(b));
    };

    /** @param {Quiz} quiz @param {string} id @param {"shuffled" | "as written"} [order] @returns {QuizView} */
    const quizView = (quiz, id, order = "shuffled") => {
        if (quiz.how === "order") return orderView(quiz, id, order);
        if (quiz.how === "short") return shortView(quiz);
        const type = quiz.how === "many" ? "checkbox" : "radio";
        const choices = order === "shuffled" ? shuffled(quiz.choices, id) : quiz.choices;
        const inputs = choices.map((_, i) => make("input", { type, name: `study-choice ${id}`, value: i }));
        const rows = choices.map((choice, i) => make("li", {}, make("label", {}, inputs[i], make("span", { html: choice.h })), make("div", { class: "study-why" })));
        const element = make("fieldset", { class: "study-choices" }, make("legend", {}, say(quiz.how === "many" ? "choose_all" : "choose_one")), make("ul", {}, ...rows));
        let right = false;
        return {
            element,
            judge: () => {
                right = choices.every((choice, i) => Boolean(choice.right) === inputs[i]?.checked);
                for (const [i, choice] of choices.entries()) {
                    const [input, row] = [inputs[i], rows[i]];
                    if (!input || !row) continue;
                    input.disabled = true;
                    row.className = choice.right ? "is-right" : input.checked ? "is-wrong" : "";
                    const said = choice.right ? say(input.checked ? "chosen_right" : "is_right") : input.checked ? say("chosen_wrong") : "";
                    row.querySelector(".study-why")?.append(...(said || choice.why ? [make("b", {}, said), " ", make("span", { html: choice.why ?? "" })] : []));
                }
                return right;
            },
            verdict: () => make("p", {}, say(right ? "verdict_right" : "verdict_wrong")),
        };
    };

    /** @param {Quiz} quiz @param {string} id @param {string} order @returns {QuizView} */
    const orderView = (quiz, id, order) => {
        const wanted = [...quiz.choices].sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
        let start = order === "shuffled" ? shuffled(wanted, id) : quiz.choices;
        if (start.every((it, i) => it === wanted[i])) start = [...wanted].reverse();
        const list = make("ol", { class: "study-order" });
        /** @type {Map<Element, Choice>} */
        const rows = new Map();
        for (const choice of start) {
            const row = make("li", {}, make("span", { html: choice.h }));
            const move = (/** @type {"up" | "down"} */ way) => {
                const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
                if (!other) return;
                if (way === "up") other.before(row);
                else other.after(row);
                const button = row.querySelector(`[data-way=${way}]`);
                if (button instanceof HTMLElement) button.focus();
            };
            const button = (/** @type {"up" | "down"} */ way, /** @type {string} */ sign) =>
                make("button", { type: "button", class: "study-move", "data-way": way, "aria-label": `${say(`move_${way}`)}: ${row.textContent}`, click: () => move(way) }, sign);
            row.append(make("span", { class: "study-moves" }, button("up", "↑"), button("down", "↓")));
            rows.set(row, choice);
            list.append(row);
        }
        let right = false;
        return {
            element: make("div", { class: "study-choices", role: "group", "aria-label": say("put_in_order") }, make("p", {}, say("put_in_order")), list),
            judge: () => {
                const given = [...list.children].map((row) => rows.get(row));
                right = given.every((it, i) => it === wanted[i]);
                for (const [row, choice] of rows) {
                    const place = wanted.indexOf(choice);
                    row.querySelector(".study-moves")?.replaceWith(make("b", {}, given.indexOf(choice) === place ? say("in_place") : say("belongs_at", { n: place + 1 })), " ", make("span", { html: choice.why ?? "" }));
                    row.className = given.indexOf(choice) === place ? "is-right" : "is-wrong";
                }
                return right;
            },
            verdict: () => make("p", {}, say(right ? "verdict_right" : "verdict_wrong")),
        };
    };

    /** Whether a typed answer counts: case and outer space do not. @param {Quiz} quiz @param {string} given */
    const counts = (quiz, given) => {
        const plain = (/** @type {string} */ text) => text.trim().toLowerCase();
        return (quiz.short ?? []).some((it) => {
            if (it.text !== undefined) return plain(it.text) === plain(given);
            try {
                return new RegExp(`^(?:${it.pattern})$`, "iu").test(given.trim());
            } catch {
                return false;
            }
        });
    };

    /** @param {Quiz} quiz @returns {QuizView} */
    const shortView = (quiz) => {
        const input = make("input", { type: "text", class: "study-short", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": say("your_answer") });
        let right = false;
        input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            const button = input.closest("[data-card], .quiz")?.querySelector("[data-reveal]");
            if (button instanceof HTMLElement) button.click();
        });
        return {
            element: make("p", { class: "study-choices" }, input),
            judge: () => {
                right = counts(quiz, input.value);
                input.disabled = true;
                return right;
            },
            verdict: () => {
                const answers = (quiz.short ?? []).flatMap((it) => (it.text === undefined ? [] : [it.text]));
                return make("p", {}, say(right ? "verdict_right" : "verdict_wrong"), " ", !right && answers.length > 0 && make("span", {}, say("answer_is"), " ", make("code", {}, answers[0] ?? "")));
            },
        };
    };

    Object.assign(study, { quizView, shuffled, counts });
})();
