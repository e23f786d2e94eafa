// What an address asks for is opened: a follow-up, or whatever folds what it stands in.

(() => {
    "use strict";

    /** @param {Event} [event] */
    const open = (event) => {
        let id = location.hash.slice(1);
        try {
            id = decodeURIComponent(id);
        } catch {
            // A stray sign: the address as it stands.
        }
        const target = document.getElementById(id);
        let opened = false;
        for (let at = target?.closest("details"); at; at = at.parentElement?.closest("details")) {
            opened ||= !at.open;
            at.open = true;
        }
        // What was opened above it has moved it.
        if (opened && !event) requestAnimationFrame(() => target?.scrollIntoView());
        else if (opened) target?.scrollIntoView();
    };
    open();
    addEventListener("hashchange", open);
    // The same address once more, after the reader has closed it.
    document.addEventListener("click", (event) => {
        const link = event.target instanceof Element && event.target.closest("a[href^='#']");
        if (link && link.getAttribute("href") === location.hash) setTimeout(open);
    });
})();
