// What a reader can do on every page: settings, hiding answers, drawers and shortcuts; below, what helps in a text:
// copying code, and the outline that follows the scroll.
//
// Each works on what is in the page already. Shortcuts are single keys without modifiers, can be switched off, are
// listed under `?`, and stay silent while one types; screen readers keep their own keys, as they see them first.

(() => {
    "use strict";

    const { settings, set, choices } = globalThis.studybook;

    /** @template {Element} T @param {string} selector @param {new () => T} type @returns {T | null} */
    const find = (selector, type) => {
        const found = document.querySelector(selector);
        return found instanceof type ? found : null;
    };

    const panel = find("#page\\.settings", HTMLFormElement);
    const dialog = find("#page\\.shortcuts", HTMLDialogElement);
    const practice = find(".hide-answers", HTMLInputElement);

    // Settings panel.

    const show = () => {
        for (const input of panel?.querySelectorAll("input") ?? []) {
            if (input.name === "keys") input.checked = settings.keys === "on";
            else input.checked = settings[/** @type {"theme" | "size"} */ (input.name)] === input.value;
        }
    };
    panel?.addEventListener("change", (event) => {
        const input = event.target;
        if (!(input instanceof HTMLInputElement)) return;
        set({ [input.name]: input.name === "keys" ? (input.checked ? "on" : "off") : input.value });
    });
    panel?.addEventListener("submit", (event) => event.preventDefault());
    show();

    // Practice: the switch on the page and the attribute that the last page left say the same.

    /** @param {boolean} hidden */
    const hide = (hidden) => {
        for (const input of document.querySelectorAll(".reveal input, .reveal-answer")) {
            if (input instanceof HTMLInputElement) input.checked = false;
        }
        set({ answers: hidden ? "hidden" : "shown" });
    };
    if (practice) {
        practice.checked = settings.answers === "hidden";
        practice.addEventListener("change", () => hide(practice.checked));
    } else {
        delete document.documentElement.dataset.answers;
    }

    // Drawers close once one has chosen from them.

    for (const drawer of document.querySelectorAll("[popover]:not(form)")) {
        drawer.addEventListener("click", (event) => {
            const link = event.target instanceof Element && event.target.closest("a");
            if (link && drawer instanceof HTMLElement && drawer.matches(":popover-open")) drawer.hidePopover();
        });
    }

    // Shortcuts.

    const openList = () => {
        if (panel?.matches(":popover-open")) panel.hidePopover();
        if (!dialog?.open) dialog?.showModal();
    };
    find("[data-opens=shortcuts]", HTMLButtonElement)?.addEventListener("click", openList);

    const search = () => {
        const inputs = [...document.querySelectorAll("input[type=search]")];
        const seen = inputs.findLast((input) => input instanceof HTMLElement && input.offsetParent);
        if (seen instanceof HTMLInputElement) {
            seen.focus();
            seen.select();
        } else find(".search-link", HTMLAnchorElement)?.click();
    };
    const nextTheme = () => {
        const at = choices.theme.indexOf(settings.theme);
        set({ theme: choices.theme[(at + 1) % choices.theme.length] });
        show();
    };

    /** @type {Record<string, () => void>} */
    const keys = {
        "/": search,
        "?": openList,
        n: () => find("[rel=next]", HTMLAnchorElement)?.click(),
        p: () => find("[rel=prev]", HTMLAnchorElement)?.click(),
        h: () => practice?.click(),
        t: nextTheme,
    };

    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
        if (settings.keys === "off" || dialog?.open) return;
        const target = event.target instanceof Element ? event.target : document.body;
        if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=textbox]")) return;
        // Where the search dialog is loaded, the slash is its own.
        const act = event.key === "/" && "search" in globalThis.studybook ? undefined : keys[event.key];
        if (!act) return;
        event.preventDefault();
        act();
    });
})();

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

    // In a long chapter the rail shows where one is. It can wait until the page is drawn.
    const rail = document.querySelector(".side");
    const own = rail?.querySelector("[aria-current=page]");
    const show = () => {
        const below = (own?.getBoundingClientRect().bottom ?? 0) - innerHeight;
        if (rail && below > 0) rail.scrollTop += below + innerHeight / 3;
    };
    if (own) setTimeout(() => requestAnimationFrame(show), 200);
})();
