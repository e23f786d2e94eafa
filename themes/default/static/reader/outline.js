// The outline follows the scroll: the last heading above the upper third of the window is where one reads. And in a long
// chapter the rail shows where one is.

(() => {
    "use strict";

    /** @type {Map<Element, Element>} */
    const links = new Map();
    for (const link of document.querySelectorAll(".outline a")) {
        const heading = document.getElementById(decodeURIComponent(link.getAttribute("href")?.slice(1) ?? ""));
        if (heading) links.set(heading, link);
    }
    const headings = [...links.keys()];

    const follow = () => {
        const line = innerHeight / 3;
        const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
        const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
        const current = atEnd ? headings.at(-1) : passed.at(-1);
        for (const [heading, link] of links) {
            if (heading === current) link.setAttribute("aria-current", "true");
            else link.removeAttribute("aria-current");
        }
    };
    if (headings.length) {
        const observer = new IntersectionObserver(follow, { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] });
        for (const heading of headings) observer.observe(heading);
        addEventListener("scrollend", follow);
    }

    // The rail can wait until the page is drawn.
    const rail = document.querySelector(".side");
    const own = rail?.querySelector("[aria-current=page]");
    const show = () => {
        const below = (own?.getBoundingClientRect().bottom ?? 0) - innerHeight;
        if (rail && below > 0) rail.scrollTop += below + innerHeight / 3;
    };
    if (own) setTimeout(() => requestAnimationFrame(show), 200);
})();
