// A guide that is kept on this device: whether the server has a newer edition, which its link in the foot then says; and where a
// build no longer offers to be kept, the copy goes.

(() => {
    "use strict";

    const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
    const link = /** @type {HTMLElement | null} */ (document.querySelector("a[data-newer]"));
    if (!("serviceWorker" in navigator) || !location.protocol.startsWith("http")) return;
    const root = new URL(script?.dataset.root || ".", location.href).href;
    const mine = async () => (await caches.keys()).filter((name) => name.startsWith(`studybook ${root} `));

    /** The build that a worker came with. @param {ServiceWorker} worker @returns {Promise<string>} */
    const build = (worker) =>
        new Promise((done) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = (event) => done(event.data);
            worker.postMessage("build", [port2]);
        });

    const look = async () => {
        const registration = await navigator.serviceWorker.getRegistration(root);
        if (registration?.scope !== root) return;
        if (!link) {
            for (const name of await mine()) await caches.delete(name);
            await registration.unregister();
            return;
        }
        const tell = async (/** @type {ServiceWorker | null} */ worker) => {
            if (!worker) return;
            const [names, name] = [await mine(), `studybook ${root} ${await build(worker)}`];
            if (names.length && !names.includes(name)) {
                link.textContent = link.dataset.newer ?? "";
                link.classList.add("is-newer");
            }
        };
        await tell(registration.waiting ?? registration.active);
        registration.addEventListener("updatefound", () => {
            const worker = registration.installing;
            worker?.addEventListener("statechange", () => worker.state === "installed" && void tell(worker));
        });
    };
    // Without storage nothing is kept.
    look().catch(() => {});
})();
