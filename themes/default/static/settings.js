// The reader's settings, applied before the page is drawn.
//
// In: what the reader chose on some page, from the browser's own store. Out: attributes of <html> that the style sheet
// knows (`data-theme`, `data-size`, `data-answers`, `data-code`, `data-asked`) and `studybook.settings` for the other scripts. Where the store is
// closed to us, settings last as long as the page.

(() => {
    "use strict";

    /** @typedef {{theme: string, size: string, answers: string, keys: string, code: string}} Settings */

    const KEY = "studybook.settings";
    const CHOICES = {
        theme: ["auto", "light", "dark"],
        size: ["normal", "small", "large", "huge"],
        answers: ["shown", "hidden"],
        keys: ["on", "off"],
        /** Long lines of code wrap, or their block scrolls. */
        code: ["wrap", "scroll"],
    };
    const root = document.documentElement;

    /** @returns {Settings} */
    const read = () => {
        /** @type {Record<string, unknown>} */
        let stored = {};
        try {
            stored = Object(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
        } catch {
            // No store, or not ours: the defaults.
        }
        const known = Object.entries(CHOICES).map(([name, values]) => {
            const value = String(stored[name]);
            return [name, values.includes(value) ? value : values[0]];
        });
        return Object.fromEntries(known);
    };

    const settings = read();

    const apply = () => {
        root.dataset.theme = settings.theme;
        root.dataset.size = settings.size;
        root.dataset.answers = settings.answers;
        root.dataset.code = settings.code;
    };

    /** @param {Partial<Settings>} change */
    const set = (change) => {
        Object.assign(settings, change);
        apply();
        try {
            localStorage.setItem(KEY, JSON.stringify(settings));
        } catch {
            // Kept for this page only.
        }
    };

    /**
     * The key of a shortcut, on any keyboard: where a key gives a letter of another script, what it gives on a Latin one; and for keys of
     * digits the digit, which the French keyboard gives with Shift alone. Keys on a Latin keyboard mean the letters that they give.
     * @param {KeyboardEvent} event
     */
    const keyOf = (event) => {
        const [, letter, digit] = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code) ?? [];
        if (digit && !event.shiftKey) return digit;
        return letter && event.key.length === 1 && event.key > "\u024f" ? letter.toLowerCase() : event.key;
    };

    root.dataset.script = "";
    // What an address asks for may come later: a page can keep its place until then.
    if (location.search) root.dataset.asked = "";
    // The explanation of a card, shown in a frame of a study page: the text alone, never hidden.
    if (self !== top) {
        root.dataset.framed = "";
        settings.answers = "shown";
    }
    apply();
    globalThis.studybook = Object.assign(globalThis.studybook ?? {}, { settings, set, choices: CHOICES, keyOf });
})();
