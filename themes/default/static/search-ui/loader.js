// The engine, one script that the build joins as `search-engine.js.bundle` says, and the index: loaded on first use.

(() => {
    "use strict";

    const { load, search: { engineScript, root } } = globalThis.studybook;

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
