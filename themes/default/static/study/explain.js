// The explanation of a card: its topic's own page, shown in place, so that no text stands twice in the site.
//
// Over http the page is fetched and its text taken over. From disk browsers refuse that, so the page itself is shown in a frame;
// it sees that it is framed and leaves out what stands round its text (`settings.js`).

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** @param {URL} url */
    const textOf = async (url) => {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const prose = page.querySelector(".topic .answer .prose");
        if (!prose) throw new Error("no text");
        for (const [selector, name] of [["[href]", "href"], ["[src]", "src"]]) {
            for (const it of prose.querySelectorAll(selector ?? "")) it.setAttribute(name ?? "", new URL(it.getAttribute(name ?? "") ?? "", url).href);
        }
        // Names that the page asking may have too, and hooks of its own cards.
        for (const it of prose.querySelectorAll("[id], [data-card]")) {
            it.removeAttribute("id");
            it.removeAttribute("data-card");
            it.removeAttribute("aria-labelledby");
        }
        return document.importNode(prose, true);
    };

    /** @param {Deck} deck @param {Card} card @param {Text} text */
    const explanation = (deck, card, text) => {
        const topic = deck.topics[card.topic];
        const url = new URL(topic?.u ?? "", study.site.root);
        const place = make("div", { class: "study-text" });
        const details = make("details", { class: "study-explanation" }, make("summary", {}, say("explanation")), place, make("p", { class: "quiet" }, make("a", { href: url.href + (text.e ?? "") }, say("open_topic"))));
        const fill = async () => {
            if (place.querySelector(".prose, iframe")) return;
            if (location.protocol === "file:") {
                place.append(make("iframe", { src: url.href, title: say("explanation"), class: "study-frame" }));
                return;
            }
            place.replaceChildren(make("p", { class: "quiet" }, say("loading")));
            try {
                place.replaceChildren(await textOf(url));
            } catch {
                place.replaceChildren(make("p", { class: "quiet" }, say("no_explanation")));
            }
        };
        details.addEventListener("toggle", () => details.open && void fill());
        return details;
    };

    Object.assign(study, { explanation });
})();
