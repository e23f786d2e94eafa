// The study layer's name space, the place of the site, and time.
//
// In: the attributes of the script's own tag. Out: `studybook.study` with `site` (where files lie) and the days: all times are
// UTC milliseconds of `Date.now()`; a study day is a whole number and begins at 04:00 local time, or when the plan says.

(() => {
    "use strict";

    // On a study page `study.js` was here before `study-reading.js`: one name space for both.
    if (globalThis.studybook?.study) return;

    const own = typeof document === "object" && document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;
    const given = own?.dataset ?? {};
    const DAY = 86_400_000;
    /** The hour at which a study day begins, unless the plan says another. */
    const FOUR = 4;
    let begins = FOUR;
    /** Lets study days begin at another hour. @param {number} [hour] */
    const beginAt = (hour = FOUR) => void (begins = hour);

    const site = {
        root: new URL(given.root || "./", own?.baseURI ?? "file:///"),
        guide: given.guide ?? "",
        index: given.index ?? "study/index.js",
        stamp: given.stamp ?? "",
        cards: Number(given.cards ?? 0),
        fsrs: given.fsrs ?? "",
    };

    const now = () => Date.now();

    /** The study day of a time. @param {number} at */
    const dayOf = (at) => {
        // By the clock on the wall: on the days on which it is put forward or back, hours are not all alike.
        const date = new Date(at);
        return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY) - (date.getHours() < begins ? 1 : 0);
    };

    /** When a study day begins. @param {number} day */
    const beginOf = (day) => {
        const utc = new Date(day * DAY);
        return new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), begins).getTime();
    };

    /** `2026-12-12`, of a study day. @param {number} day */
    const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

    /** The study day of `2026-12-12`. @param {string} date */
    const dayOfDate = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);

    /** A number of 32 bits from a text, the same everywhere (FNV-1a). @param {string} text */
    const hash = (text) => {
        let sum = 0x811c9dc5;
        for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
        // The last steps of murmur spread what the first left alike.
        sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
        sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
        return (sum ^ (sum >>> 16)) >>> 0;
    };

    /** @type {Map<string, Promise<void>>} */
    const scripts = new Map();
    /** Loads a classic script of the site, once. @param {string} path */
    const load = (path) => {
        let loading = scripts.get(path);
        if (!loading) {
            loading = globalThis.studybook.load(new URL(path, site.root));
            loading.catch(() => scripts.delete(path));
            scripts.set(path, loading);
        }
        return loading;
    };

    globalThis.studybook = Object.assign(globalThis.studybook ?? {}, { study: { DAY, FOUR, site, now, beginAt, dayOf, beginOf, dateOf, dayOfDate, hash, load } });
})();
