// What helps while reading a text: copying code, and the outline that follows the scroll.

(() => {
    "use strict";

    // Copying: the code alone, without prompts and without what a session printed.

    /** @param {Element} code */
    const text = (code) => {
        const copy = /** @type {Element} */ (code.cloneNode(true));
        const lines = copy.textContent ?? "";
        if (!copy.querySelector(".gp")) return lines.trimEnd() + "\n";
        for (const silent of copy.querySelectorAll(".gp, .go")) silent.remove();
        return (copy.textContent ?? "").split("\n").filter((line) => line.trim()).join("\n") + "\n";
    };

    /** @param {string} words */
    const copyText = async (words) => {
        try {
            await navigator.clipboard.writeText(words);
        } catch {
            // No clipboard on plain http or file: the old way.
            const area = document.createElement("textarea");
            area.value = words;
            area.setAttribute("readonly", "");
            document.body.append(area);
            area.select();
            document.execCommand("copy");
            area.remove();
        }
    };

    document.addEventListener("click", async (event) => {
        const button = event.target instanceof Element && event.target.closest("button.copy");
        const code = button && button.closest("figure")?.querySelector("pre code");
        if (!button || !code || !(button instanceof HTMLElement)) return;
        const focused = document.activeElement;
        await copyText(text(code));
        if (focused instanceof HTMLElement) focused.focus();
        const before = button.textContent;
        if (button.dataset.before !== undefined) return;
        button.dataset.before = before ?? "";
        button.textContent = button.dataset.done ?? "";
        setTimeout(() => {
            button.textContent = before;
            delete button.dataset.before;
        }, 1600);
    });

    // The outline: the last heading above the upper third of the window is where one reads.

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

    // In a long chapter the rail shows where one is.
    document.querySelector(".rail [aria-current=page]")?.scrollIntoView({ block: "nearest" });
})();
