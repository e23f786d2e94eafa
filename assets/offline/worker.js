// Serves the copy of the guide that a reader keeps, where the network does not answer. It fetches nothing that no page asks for: the copy is made by
// `offline.html`, into a cache of its own for each build, and counts once the entry MARK stands in it.

(() => {
    "use strict";

    const worker = /** @type {any} */ (globalThis);
    /** @type {string} */
    const SCOPE = worker.registration.scope;
    const PREFIX = `studybook ${SCOPE} `;
    const MARK = `${SCOPE}.kept`;
    /** How long a page may keep its reader waiting that is here as well, in milliseconds. */
    const PATIENCE = 4000;

    // A newer worker waits until no page is open, as browsers have it: any version of this file serves any copy. If it took over at once
    // (`skipWaiting`), Chromium would stop the older one in the middle of an answer, and the page that asked would load for ever.
    worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

    /** The newest whole copy. @returns {Promise<Cache | undefined>} */
    const find = async () => {
        const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
        for (const name of names.reverse()) {
            const cache = await caches.open(name);
            if (await cache.match(MARK)) return cache;
        }
        return undefined;
    };
    /** @type {Promise<Cache | undefined> | undefined} */
    let known;
    const copy = () => (known ??= find());

    worker.addEventListener("message", (/** @type {any} */ event) => {
        if (event.data === "build") event.ports[0]?.postMessage(BUILD);
        if (event.data === "changed") known = undefined;
    });

    worker.addEventListener("fetch", (/** @type {any} */ event) => {
        const { request } = event;
        if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
        event.respondWith(range ? part(request, Number(range[1]), range[2] ? Number(range[2]) + 1 : Infinity) : answer(request));
    });

    /** What stands in the copy at an address, as a host of pages would find it. @param {Cache} cache @param {string} address */
    const kept = async (cache, address) => {
        const bare = address.replace(/[?#].*$/, "");
        const names = bare.endsWith("/") ? [`${bare}index.html`] : [bare, `${bare}.html`, `${bare}/index.html`];
        for (const name of names) {
            const found = await cache.match(name);
            if (found) return found;
        }
        return undefined;
    };

    /** A part of a sound or a film, from the network or cut from the copy. @param {Request} request @param {number} from @param {number} to */
    const part = async (request, from, to) => {
        try {
            return await fetch(request);
        } catch (error) {
            const cache = await copy();
            const whole = cache && (await kept(cache, request.url));
            if (!whole) throw error;
            const bytes = await whole.arrayBuffer();
            const end = Math.min(to, bytes.byteLength);
            if (from >= end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${bytes.byteLength}` } });
            const headers = { "Content-Type": whole.headers.get("Content-Type") ?? "", "Content-Range": `bytes ${from}-${end - 1}/${bytes.byteLength}` };
            return new Response(bytes.slice(from, end), { status: 206, headers });
        }
    };

    /** @param {Request} request */
    const answer = async (request) => {
        const cache = await copy().catch(() => undefined);
        if (!cache) return fetch(request);
        const here = await kept(cache, request.url);
        // Their names change with what they hold.
        if (here && request.url.startsWith(`${SCOPE}assets/`)) return here;
        const asked = fetch(request);
        if (!here) {
            return asked.catch(async (error) => {
                const lost = request.mode === "navigate" ? await cache.match(`${SCOPE}404.html`) : undefined;
                if (!lost) throw error;
                return new Response(lost.body, { status: 404, headers: lost.headers });
            });
        }
        const tired = new Promise((done) => setTimeout(done, PATIENCE));
        // A server in trouble says nothing better than what is here.
        const sound = asked.then((answer) => (answer.status >= 500 ? here : answer));
        return /** @type {Promise<Response>} */ (Promise.race([sound, tired.then(() => here)]).catch(() => here));
    };
})();
