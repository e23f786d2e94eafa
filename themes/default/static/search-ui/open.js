// Opens search from any page: `/` (a shortcut, which a reader may switch off) or Ctrl-K, a link or button of the class `search-open`, or typing into a field of such a form.
//
//   <a class="search-open" href="../../search.html">Search</a>      any number
//
// On the results page, which sets `own`, its own field is chosen instead.

(() => {
    "use strict";

    const { dialog } = globalThis.studybook.search;

    /** @type {ReturnType<typeof dialog> | undefined} */
    let made;

    /** @param {string} [text] what was typed into another field */
    function open(text) {
        const { own } = globalThis.studybook.search;
        if (own) {
            own.focus();
            own.select();
            return;
        }
        made ??= dialog();
        made.open(text);
    }

    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.isComposing || event.altKey) return;
        const command = event.ctrlKey || event.metaKey;
        const target = event.target instanceof Element ? event.target : null;
        const typing = target?.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])");
        const byLetter = event.key === "/" && !command && !typing && globalThis.studybook.settings?.keys !== "off";
        if ((command && !event.shiftKey && (globalThis.studybook.keyOf?.(event) ?? event.key).toLowerCase() === "k") || byLetter) {
            event.preventDefault();
            open();
        }
    });
    document.addEventListener("click", (event) => {
        if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        if (event.target instanceof Element && event.target.closest(".search-open")) {
            event.preventDefault();
            open();
        }
    });

    // Typing into a field of the page goes on in the dialog, where results come.
    document.addEventListener("input", (event) => {
        const field = event.target;
        if (!(field instanceof HTMLInputElement) || !field.closest("form.search-open") || (/** @type {InputEvent} */ (event).isComposing)) return;
        const text = field.value;
        field.value = "";
        open(text);
    });
})();
