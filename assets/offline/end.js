// The guide is no longer kept on devices: this worker takes the place of the one that served the copy, drops the copy and goes.

(() => {
    "use strict";

    const worker = /** @type {any} */ (globalThis);
    const end = async () => {
        for (const name of await caches.keys()) if (name.startsWith(`studybook ${worker.registration.scope} `)) await caches.delete(name);
        await worker.registration.unregister();
    };
    worker.addEventListener("install", () => worker.skipWaiting());
    worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(end()));
})();
