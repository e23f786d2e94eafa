// The engine, one script that the build joins as `search-engine.js.bundle` says, and the index: loaded on first use.

(() => {
    "use strict";

    const { engineScript, root } = globalThis.studybook.search;

    /** @param {string | URL} src @returns {Promise<void>} */
    const load = (src) =>
        new Promise((resolve, reject) => {
            const tag = document.createElement("script");
            tag.src = String(src);
            tag.charset = "utf-8";
            tag.async = false;
            tag.onload = () => (tag.remove(), resolve());
            tag.onerror = () => (tag.remove(), reject(new Error(`cannot load ${src}`)));
            document.head.append(tag);
        });

    /** @type {Promise<Engine> | undefined} */
    let starting;
    /** The engine, loaded on first use. */
    function engine() {
        starting ??= (async () => {
            await load(engineScript);
            const made = globalThis.studybook.engine({ load: (file) => load(new URL(`search/${file}`, root)) });
            return Object.assign(made, { manifest: await made.open() });
        })();
        starting.catch(() => (starting = undefined));
        return starting;
    }

    Object.assign(globalThis.studybook.search, { engine });
})();
