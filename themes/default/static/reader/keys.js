// Shortcuts: single keys without modifiers. They can be switched off, are listed under `?`, and stay silent while one types;
// screen readers keep their own keys, as they see them first. A key that is held acts once.

(() => {
    "use strict";

    const { settings, set, choices, keyOf } = globalThis.studybook;

    /** @template {Element} T @param {string} selector @param {new () => T} type @returns {T | null} */
    const find = (selector, type) => {
        const found = document.querySelector(selector);
        return found instanceof type ? found : null;
    };

    const panel = find("#page\\.settings", HTMLFormElement);
    const dialog = find("#page\\.shortcuts", HTMLDialogElement);

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
        globalThis.studybook.showSettings?.();
    };

    /** @type {Record<string, () => void>} */
    const keys = {
        "/": search,
        "?": openList,
        n: () => find("[rel=next]", HTMLAnchorElement)?.click(),
        p: () => find("[rel=prev]", HTMLAnchorElement)?.click(),
        h: () => find(".hide-answers", HTMLInputElement)?.click(),
        t: nextTheme,
    };

    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
        if (settings.keys === "off" || dialog?.open) return;
        const target = event.target instanceof Element ? event.target : document.body;
        if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=textbox]")) return;
        // Where the search dialog is loaded, the slash is its own.
        const key = keyOf(event);
        const act = key === "/" && "search" in globalThis.studybook ? undefined : keys[key];
        if (!act) return;
        event.preventDefault();
        act();
    });
})();
