// The bar of a topic says where one is once its heading has left the screen. Where the style sheet cannot follow the scroll
// itself, the line of progress is drawn here.

(() => {
    "use strict";

    const heading = document.querySelector(".topic h1");
    const bar = document.querySelector(".bar");
    const root = document.documentElement;
    if (!heading || !(bar instanceof HTMLElement)) return;

    const see = (/** @type {IntersectionObserverEntry[]} */ entries) => {
        const last = entries.at(-1);
        if (!last) return;
        const gone = !last.isIntersecting && last.boundingClientRect.top < innerHeight / 2;
        root.toggleAttribute("data-reading", gone);
    };
    new IntersectionObserver(see, { rootMargin: `-${bar.offsetHeight}px 0px 0px 0px` }).observe(heading);

    if (CSS.supports("animation-timeline", "scroll()")) return;
    let waiting = false;
    const draw = () => {
        waiting = false;
        const all = root.scrollHeight - innerHeight;
        bar.style.setProperty("--read", String(all > 0 ? Math.min(1, scrollY / all) : 0));
    };
    addEventListener("scroll", () => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(draw);
    }, { passive: true });
})();
