// The controls of every page: the settings panel, the switch that hides answers, shortcuts and drawers.
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

    const panel = find("#settings", HTMLFormElement);
    const dialog = find("#shortcuts", HTMLDialogElement);
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
        const act = keys[event.key];
        if (!act) return;
        event.preventDefault();
        act();
    });
})();
