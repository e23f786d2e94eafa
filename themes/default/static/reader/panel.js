// The panel of settings, and drawers that close once one has chosen from them.
//
// In: the form `page.settings`, whose fields have the names of settings. Out: what the reader chose, by `studybook.set`;
// `studybook.showSettings`, which writes the settings into the form again after something else changed them.

(() => {
    "use strict";

    const { settings, set } = globalThis.studybook;
    const panel = document.querySelector("#page\\.settings");

    const show = () => {
        for (const input of panel?.querySelectorAll("input") ?? []) {
            input.checked = settings[input.name] === input.value;
        }
    };
    panel?.addEventListener("change", (event) => {
        const input = event.target;
        if (!(input instanceof HTMLInputElement)) return;
        set({ [input.name]: input.type !== "checkbox" || input.checked ? input.value : (input.dataset.off ?? "off") });
    });
    panel?.addEventListener("submit", (event) => event.preventDefault());
    show();

    for (const drawer of document.querySelectorAll("[popover]:not(form)")) {
        drawer.addEventListener("click", (event) => {
            const link = event.target instanceof Element && event.target.closest("a");
            if (link && drawer instanceof HTMLElement && drawer.matches(":popover-open")) drawer.hidePopover();
        });
    }

    globalThis.studybook.showSettings = show;
})();
