// The page that keeps the guide on this device: says how much it is, fetches it when the reader asks, and removes it again.
//
// A copy lies in a cache of its own for each build, named by the site's address, so that two guides on one host do not touch each other. It
// counts once it is whole; until then the one before it stays. `offline.json` lists the files of the build on the server: `[path, hash, size]`.

(() => {
    "use strict";

    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-offline]"));
    const root = new URL(".", location.href).href;
    const PREFIX = `studybook ${root} `;
    const MARK = `${root}.kept`;
    /** Files fetched at a time. */
    const AT_A_TIME = 6;

    /** @typedef {[path: string, hash: string, size: number]} Listed */
    /** @typedef {{build: string, files: Listed[]}} List */

    class Changed extends Error {}

    /** @returns {Promise<List>} */
    const published = async () => {
        const answer = await fetch(`${root}offline.json`, { cache: "no-store" });
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
    };

    /** The whole copies, the newest last. @returns {Promise<{name: string, cache: Cache, files: Listed[]}[]>} */
    const copies = async () => {
        const found = [];
        for (const name of (await caches.keys()).filter((name) => name.startsWith(PREFIX))) {
            const cache = await caches.open(name);
            const mark = await cache.match(MARK);
            if (mark) found.push({ name, cache, files: await mark.json() });
        }
        return found;
    };

    /** Drops all caches of this guide but one. @param {string} [but] */
    const drop = async (but) => {
        for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== but) await caches.delete(name);
    };

    const tellWorker = async () => {
        const registration = await navigator.serviceWorker.getRegistration(root);
        for (const worker of [registration?.active, registration?.waiting, registration?.installing]) worker?.postMessage("changed");
    };

    /** Fetches what is not here yet. @param {List} list @param {(done: number) => void} tell */
    const keep = async (list, tell) => {
        await navigator.serviceWorker.register(`${root}worker.js`, { scope: root, updateViaCache: "none" });
        const before = (await copies()).at(-1);
        const hashes = new Map(before?.files.map(([path, hash]) => [path, hash]));
        const cache = await caches.open(PREFIX + list.build);
        const waiting = [...list.files];
        let done = 0;
        let stopped = false;
        const next = async () => {
            for (let file = waiting.shift(); file; file = waiting.shift()) {
                const [path, hash, size] = file;
                const url = root + path;
                if (!(await cache.match(url))) {
                    const same = hashes.get(path) === hash ? await before?.cache.match(url) : undefined;
                    await cache.put(url, same ?? (await fetched(url, size)));
                }
                done += 1;
                if (!stopped) tell(done);
            }
        };
        try {
            await Promise.all(Array.from({ length: AT_A_TIME }, next));
        } catch (error) {
            // The others would go on, and their progress would stand where the reader reads what went wrong.
            waiting.length = 0;
            stopped = true;
            throw error;
        }
        // Files of two builds are no copy of either.
        if ((await published()).build !== list.build) throw new Changed();
        await cache.put(MARK, new Response(JSON.stringify(list.files)));
        await drop(PREFIX + list.build);
        await tellWorker();
    };

    /** @param {string} url @param {number} size */
    const fetched = async (url, size) => {
        const answer = await fetch(url, { cache: "no-cache" });
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        const bytes = await answer.arrayBuffer();
        if (bytes.byteLength !== size) throw new Changed();
        return new Response(bytes, { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "application/octet-stream" } });
    };

    const open = async () => {
        if (!place) return;
        const say = (/** @type {string} */ key, /** @type {Record<string, string>} */ values = {}) =>
            (place.dataset[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
        const state = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
        const bar = /** @type {HTMLProgressElement} */ (place.querySelector("progress"));
        const [get, remove] = /** @type {HTMLButtonElement[]} */ ([...place.querySelectorAll("button")]);
        if (!get || !remove) return;
        if (location.protocol === "file:") return void (state.textContent = say("disk"));
        if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return void (state.textContent = say("cannot"));
        const format = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 1, style: "unit", unit: "megabyte" });
        const total = (/** @type {Listed[]} */ files) => files.reduce((sum, [, , size]) => sum + size, 0);
        const megabytes = (/** @type {number} */ bytes) => format.format(Math.max(0.1, bytes / 1e6));

        /** What is here and what the server has. @param {string} [after] what is said first */
        const show = async (after = "") => {
            const here = (await copies()).at(-1);
            const there = await published().catch(() => undefined);
            const isNewer = Boolean(here && there && here.name !== PREFIX + there.build);
            const said = [after];
            if (here) said.push(say("kept", { size: megabytes(total(here.files)) }));
            if (isNewer) said.push(say("newer"));
            if (!here && !there) said.push(say("cannot"));
            state.textContent = said.filter(Boolean).join(" ");
            place.dataset.offline = here ? "kept" : "";
            bar.hidden = true;
            get.hidden = !there || Boolean(here && !isNewer);
            if (there) get.textContent = say(here ? "update" : "keep", { size: megabytes(await missing(there, here)) });
            remove.hidden = !here;
        };

        /** The bytes of a build that are not here. @param {List} list @param {{files: Listed[]} | undefined} here */
        const missing = async (list, here) => {
            const hashes = new Map(here?.files.map(([path, hash]) => [path, hash]));
            return total(list.files.filter(([path, hash]) => hashes.get(path) !== hash));
        };

        get.addEventListener("click", async () => {
            get.disabled = true;
            try {
                const list = await published();
                // An update stands beside the copy before it until it is whole.
                const size = total(list.files);
                const room = await navigator.storage?.estimate?.();
                if (room?.quota !== undefined && room.quota - (room.usage ?? 0) < size) return await show(say("full"));
                bar.hidden = false;
                bar.max = list.files.length;
                await keep(list, (done) => {
                    bar.value = done;
                    state.textContent = say("keeping", { n: String(done), all: String(list.files.length) });
                });
                void navigator.storage?.persist?.();
                await show();
            } catch (error) {
                const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
                const kept = (await copies()).at(-1)?.name;
                // What is full or mixed is of no use; what was merely cut off goes on where it stopped.
                if (isFull || error instanceof Changed) await drop(kept);
                await show(say(isFull ? "full" : error instanceof Changed ? "changed" : "failed"));
            } finally {
                get.disabled = false;
            }
        });
        remove.addEventListener("click", async () => {
            await drop();
            const registration = await navigator.serviceWorker.getRegistration(root);
            // Without a worker of its own, the one of a guide above this folder answers.
            if (registration?.scope === root) await registration.unregister();
            await show(say("removed"));
            get.focus();
        });
        await show();
    };

    void open();
})();
