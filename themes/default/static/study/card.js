// One card as a page shows it: the prompt, and the answer below once it is asked for.
//
// In: a card and its texts. Out: an element with `data-card` and `data-kind`, `data-reveal` on what shows the answer and
// `data-answer` on the answer. What a reader chose in a quiz is judged here; grades are the page's own.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** @param {Deck} deck @param {Card} card */
    const placeOf = (deck, card) => {
        const topic = deck.topics[card.topic];
        const chapter = deck.chapters[topic?.c ?? 0];
        const level = card.l ?? topic?.l ?? 0;
        const link = topic && make("a", { href: new URL(topic.u, study.site.root).href, html: topic.s });
        return make(
            "p", { class: "study-over" },
            study.dots(level, deck.levels.length), make("span", { class: "for-readers" }, `${deck.levels[level]?.[1] ?? ""} `),
            make("span", {}, make("span", { html: chapter?.[1] ?? "" }), " · ", link ?? ""),
        );
    };

    /** The prompt of a card, in words. @param {Card} card @param {Text} text */
    const promptOf = (card, text) => (card.kind === "output" ? make("span", {}, say(text.raises ? "what_happens" : "what_prints")) : make("span", { html: text.p ?? "" }));

    /** @param {Text} text @param {HTMLElement} below */
    const figure = (text, below) =>
        make(
            "figure", { class: "example" },
            text.title && make("figcaption", {}, make("span", { class: "file" }, text.title)),
            make("pre", { tabindex: "0" }, make("code", { html: text.code ?? "" })),
            below,
        );

    /** @param {Deck} deck @param {Card} card @param {Text} text @param {{heading?: "h1" | "h2", onShow: (right: boolean | undefined) => void}} options @returns {CardView} */
    const showCard = (deck, card, text, { heading = "h1", onShow }) => {
        const title = make(heading, { tabindex: "-1" }, promptOf(card, text));
        const quiz = text.quiz ? study.quizView(text.quiz, card.id) : undefined;
        const isOutput = card.kind === "output";
        const cover = make("div", { class: "study-cover" }, make("span", {}, say("say_then_look")));
        const words = { topic: "show_answer", question: "show_answer", output: text.raises ? "show_answer" : "show_output", quiz: "check" }[card.kind];
        const button = make("button", { class: "button study-reveal", type: "button", "data-reveal": "" }, say(words), " ", make("kbd", { "aria-hidden": "true" }, say("space")));
        const act = make("p", { class: "study-act" }, button, card.kind === "topic" || card.kind === "question" ? make("span", { class: "study-say" }, say("say_aloud")) : "");
        const body = isOutput ? figure(text, cover) : undefined;
        const view = make("article", { class: "study-card", "data-card": card.id, "data-kind": card.kind }, placeOf(deck, card), title, body, quiz?.element, act);
        let isShown = false;

        const answer = () => {
            if (quiz) return make("div", { class: "study-verdict", "data-answer": "" }, quiz.verdict());
            if (!isOutput) return make("div", { class: "short", "data-answer": "" }, make("p", { class: "short-label" }, say("short_answer")), make("div", { html: text.a ?? "" }));
            return make("div", { class: "output", "data-answer": "" }, make("span", { class: "output-label" }, say("output")), make("div", { html: text.a ?? "" }));
        };
        const reveal = () => {
            if (isShown) return;
            isShown = true;
            const right = quiz?.judge();
            const shown = answer();
            if (isOutput) {
                cover.replaceWith(shown);
                if (text.v) shown.after(make("p", { class: "run verified" }, say("ran_on", { on: text.v })));
                act.remove();
            } else act.replaceWith(shown);
            view.classList.add("is-shown");
            onShow(right);
        };
        button.addEventListener("click", reveal);
        return { element: view, title, reveal, get isShown() { return isShown; } };
    };

    Object.assign(study, { showCard, promptOf });
})();
