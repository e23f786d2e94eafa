// The guide is no longer kept on devices: this worker, sent in place of the one that served the copy, drops the copy and ends both.

(() => {
    "use strict";

    const worker = /** @type {any} */ (globalThis);
    const end = async () => {
        for (const name of await caches.keys()) if (name.startsWith(`studybook ${worker.registration.scope} `)) await caches.delete(name);
        // It goes once no page needs its answers. This comes after the installing, so nothing waits for it here.
        void worker.registration.unregister();
    };
    worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(end()));
})();
