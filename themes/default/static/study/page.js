// On every page: looks whether the reader studies, and only then loads the rest.
//
// In: the script's own attributes. Out: nothing, for who only reads; `study-reading.js` for who has reviews or hides answers,
// and where a quiz comes near. It comes after all deferred scripts, since a study page's own `study.js` makes the name space. In a frame (a card's explanation, from disk) links open in the whole window.

(() => {
    "use strict";

    const own = document.currentScript;
    if (!(own instanceof HTMLScriptElement)) return;
    const { guide = "", more = "", sheet = "", root = "" } = own.dataset;
    const page = document.documentElement;

    const ready = new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
    const load = async () => {
        await ready;
        if (document.querySelector("script[data-reading]")) return;
        const [script, style] = [document.createElement("script"), document.createElement("link")];
        Object.assign(script.dataset, own.dataset, { reading: "" });
        script.src = root + more;
        style.rel = "stylesheet";
        style.href = root + sheet;
        document.head.append(style, script);
    };

    let kept = null;
    try {
        kept = localStorage.getItem(`studybook.study.${guide}`);
    } catch {
        // No store, no studying.
    }
    if (self !== top) for (const link of document.links) link.target = "_top";
    else if (kept || page.dataset.answers === "hidden") void load();
    else {
        new MutationObserver(() => page.dataset.answers === "hidden" && void load()).observe(page, { attributes: true, attributeFilter: ["data-answers"] });
        const near = new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && void load(), { rootMargin: "100%" });
        for (const quiz of document.querySelectorAll("main .quiz")) near.observe(quiz);
    }
})();
