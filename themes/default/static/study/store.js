// The log on disk: IndexedDB behind one module, one database for each guide.
//
// In: entries. Out: the log, what of it is damaged, and news of entries that other tabs write. Where storage is refused or full
// everything goes on in memory, and `state` says so. A database of a later version is left as it is.

(() => {
    "use strict";

    const study = globalThis.studybook.study;

    /** Each step makes the database of the version before it into its own; a step is never changed once it is out. @type {((base: IDBDatabase) => void)[]} */
    const steps = [
        (base) => base.createObjectStore("log", { keyPath: "id" }),
        (base) => {
            base.createObjectStore("aside", { autoIncrement: true });
            base.createObjectStore("derived");
        },
    ];

    /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
    const done = (request) =>
        new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });

    /**
     * Asks for all at once what `act` asks for. The browser then ends the transaction without this page, which may go at any moment:
     * one that waits for a page kept for Back holds up all others in WebKit.
     * @template T @param {IDBDatabase} base @param {string[]} stores @param {IDBTransactionMode} mode @param {(change: IDBTransaction) => T} act
     */
    const at = (base, stores, mode, act) => {
        const change = base.transaction(stores, mode);
        const asked = act(change);
        change.commit?.();
        return asked;
    };

    /** @param {string} name @returns {Promise<IDBDatabase>} */
    const open = (name) =>
        new Promise((resolve, reject) => {
            const request = indexedDB.open(name, steps.length);
            request.onupgradeneeded = (event) => {
                for (const step of steps.slice(event.oldVersion)) step(request.result);
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
            request.onblocked = () => reject(new Error("blocked"));
        });

    /** One writer at a time, where the browser has locks; one transaction writes whole or not at all without them too. @param {string} name @param {() => Promise<void>} act */
    const alone = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

    /** @param {string} guide @returns {Promise<Store>} */
    const openStore = async (guide) => {
        const name = `studybook.${guide}`;
        /** @type {IDBDatabase | undefined} */
        let base;
        /** @type {Entry[]} */
        const kept = [];
        /** @type {(() => void)[]} */
        const listeners = [];
        /** @type {Store} */
        const store = { state: "kept", damaged: 0, read, write, derived, derive, onState: (tell) => void listeners.push(tell), onNews: () => {} };
        const become = (/** @type {Store["state"]} */ state) => {
            store.state = state;
            for (const tell of listeners) tell();
        };

        try {
            base = await open(name);
            base.onversionchange = () => base?.close();
        } catch (error) {
            store.state = error instanceof DOMException && error.name === "VersionError" ? "newer" : "refused";
        }

        /** The log. What cannot be read is moved aside, and counted. @returns {Promise<Entry[]>} */
        async function read() {
            if (!base) return kept;
            try {
                const [all, aside] = await at(base, ["log", "aside"], "readonly", (found) =>
                    Promise.all([done(found.objectStore("log").getAll()), done(found.objectStore("aside").count())]));
                const good = all.filter(study.isEntry);
                store.damaged = aside + all.length - good.length;
                if (good.length < all.length) await setAside(all.filter((it) => !study.isEntry(it)));
                return good;
            } catch {
                become("refused");
                return kept;
            }
        }

        /** @param {any[]} bad */
        async function setAside(bad) {
            if (!base) return;
            at(base, ["log", "aside"], "readwrite", (change) => {
                for (const it of bad) {
                    change.objectStore("aside").add(it);
                    change.objectStore("log").delete(it.id);
                }
            });
        }

        /** Adds entries. They are on disk, or in memory and told so, once this is done. @param {Entry[]} entries */
        async function write(entries) {
            channel?.postMessage(entries);
            if (!base || store.state === "full") return void kept.push(...entries);
            const base_ = base;
            const put = () =>
                at(base_, ["log"], "readwrite", (change) => {
                    for (const entry of entries) change.objectStore("log").put(entry);
                    return new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
                        change.oncomplete = () => resolve();
                        change.onabort = () => reject(change.error);
                        change.onerror = () => reject(change.error);
                    });
                });
            try {
                await alone(name, put);
            } catch {
                kept.push(...entries);
                become("full");
            }
        }

        /** What was made of the log before: marks, sums. Never trusted over it. @param {string} key @returns {Promise<any>} */
        async function derived(key) {
            try {
                return base && (await at(base, ["derived"], "readonly", (found) => done(found.objectStore("derived").get(key))));
            } catch {
                return undefined;
            }
        }

        /** @param {string} key @param {unknown} value */
        async function derive(key, value) {
            try {
                if (base && store.state === "kept") await at(base, ["derived"], "readwrite", (change) => done(change.objectStore("derived").put(value, key)));
            } catch {
                // It can be made again at any time.
            }
        }

        const channel = openChannel(name, (entries) => store.onNews(entries.filter(study.isEntry)));
        return store;
    };

    /** @param {string} name @param {(entries: any[]) => void} tell */
    const openChannel = (name, tell) => {
        try {
            const channel = new BroadcastChannel(name);
            channel.onmessage = (event) => Array.isArray(event.data) && tell(event.data);
            return channel;
        } catch {
            return undefined;
        }
    };

    /** Asks once that the browser keeps what is here. */
    const persist = async () => {
        try {
            if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
        } catch {
            // Plain http and file have no such thing.
        }
    };

    Object.assign(study, { openStore, persist, steps });
})();
