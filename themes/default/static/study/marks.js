// What the reader knows, on pages that are only read: the entry in the bar, marks in lists, shades in matrix and map, and what can
// be said of a topic on its page. Nothing of it stands there before the first review.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say, site } = study;
    const SIGNS = { new: "", learning: "◔", known: "●", fading: "◌" };

    /** @param {Summary} summary */
    const entry = (summary) => {
        const place = document.querySelector(".bar-nav");
        const today = study.dayOf(study.now());
        const minutes = { [summary.day]: summary.minutes, [summary.day + 1]: summary.next }[today] ?? summary.plan;
        const link = () => make("a", { href: new URL("study.html", site.root).href, class: "study-entry" }, say("study"), " ", make("b", {}));
        const tell = () => {
            // What a study page counted itself is newer than the summary.
            const n = Number(document.documentElement.dataset.minutes ?? minutes);
            for (const words of document.querySelectorAll(".study-entry b")) {
                if (words instanceof HTMLElement) words.hidden = n <= 0;
                words.textContent = say("min", { n });
            }
        };
        place?.append(link());
        // Beside the guide's name on a phone, where the bar has no room for the rest.
        document.querySelector(".bar > .name")?.after(link());
        tell();
        // Study pages count on.
        addEventListener("studybook-minutes", tell);
    };

    /** The topic that a link leads to. @param {Summary} summary @param {Element} link */
    const topicOf = (summary, link) => {
        const url = new URL(link.getAttribute("href") ?? "", link.baseURI);
        const path = url.href.split("#")[0] ?? "";
        return path.startsWith(site.root.href) ? summary.urls[path.slice(site.root.href.length)] : undefined;
    };

    /** @param {Summary} summary */
    const marks = (summary) => {
        for (const link of document.querySelectorAll(".rail a, .links a, .rows a, main .card h3 a, .as-text li > a")) {
            const id = topicOf(summary, link);
            const { mark } = study.knownOf(summary, id ?? "");
            if (mark === "new") continue;
            const place = link.querySelector(".short-name") ?? link;
            const sign = make("span", { class: "study-mark", "data-mark": mark }, make("span", { "aria-hidden": "true" }, SIGNS[/** @type {Mark} */ (mark)]), make("span", { class: "for-readers" }, ` ${say(`mark_${mark}`)}`));
            if (place === link) link.append(" ", sign);
            else place.after(sign);
        }
    };

    /** What can be said of a topic: known, bookmarked, noted. @param {Reading} reading */
    const tools = async ({ store, summary, put }) => {
        const id = document.querySelector(".topic .short[data-card]")?.getAttribute("data-card");
        const place = document.querySelector(".topic .tools");
        if (!id || !place) return;
        const log = await store.read();
        const last = (/** @type {string} */ type) => log.filter((it) => it.type === type && it.card === id).sort(study.inOrder).at(-1);
        const undone = new Set(log.map((it) => it.of));
        let isMarked = last("bookmark")?.on === true;
        const press = (/** @type {string} */ word, /** @type {boolean} */ on, /** @type {() => void} */ click) => make("button", { type: "button", class: "quiet-button study-tool", "aria-pressed": String(on), click }, say(word));
        const mark = press("bookmark", isMarked, () => {
            isMarked = !isMarked;
            mark.setAttribute("aria-pressed", String(isMarked));
            void put("bookmark", { card: id, on: isMarked });
        });
        const moved = log.filter((it) => it.card === id && !undone.has(it.id) && ["review", "known", "reset"].includes(it.type)).sort(study.inOrder).at(-1);
        let knows = moved?.type === "known" ? moved : undefined;
        const known = press("i_know", Boolean(knows), async () => {
            const before = knows;
            known.setAttribute("aria-pressed", String(!before));
            knows = undefined;
            if (before) await put("undo", { of: before.id, at: Math.max(study.now(), before.at + 1) });
            else knows = await put("known", { card: id });
        });
        const text = make("textarea", { rows: 3, "aria-label": say("note") });
        text.value = last("note")?.text ?? "";
        text.addEventListener("change", () => void put("note", { card: id, text: text.value.slice(0, 20_000) }));
        const note = make("details", { class: "study-note" }, make("summary", { class: "quiet-button" }, say("note")), text);
        note.open = text.value !== "";
        place.append(known, mark, note);
    };

    /** Shades the map by expected recall, with a switch back. @param {Summary} summary */
    const shades = (summary) => {
        const map = document.querySelectorAll(".layers a[data-node]");
        for (const it of map) it.setAttribute("data-recall", String(tenths(study.knownOf(summary, topicOf(summary, it) ?? "").recall)));
        if (map.length) shadeSwitch(document.querySelector(".legend"));
    };

    /** @param {Element | null} place */
    const shadeSwitch = (place) => {
        if (!place || document.querySelector(".study-shade")) return;
        const box = make("input", { type: "checkbox", role: "switch", checked: true });
        box.addEventListener("change", () => document.documentElement.toggleAttribute("data-unshaded", !box.checked));
        place.after(make("label", { class: "switch study-shade" }, box, " ", say("shade")));
    };

    /** From 0 to 10, for the style sheet. @param {number} share */
    const tenths = (share) => Math.round(share * 10);

    /** "My marks" among the filters of all topics. @param {Summary} summary */
    const filter = (summary) => {
        const form = document.querySelector("form.filters");
        const chips = form?.querySelector("fieldset.chips");
        if (!chips || summary.marked.length === 0) return;
        const box = make("input", { type: "checkbox", "data-own": "" });
        const rows = document.querySelectorAll(".rows > li[data-topic]");
        box.addEventListener("change", (/** @type {Event} */ event) => {
            event.stopPropagation();
            for (const row of rows) row.classList.toggle("study-unmarked", box.checked && !summary.marked.includes(row.getAttribute("data-topic") ?? ""));
        });
        chips.append(make("label", { class: "chip" }, box, make("span", {}, say("my_marks"))));
    };

    const open = async () => {
        let kept = null;
        try {
            kept = localStorage.getItem(`studybook.study.${site.guide}`);
        } catch {
            // No store.
        }
        if (!kept) return;
        const reading = /** @type {Reading} */ (await study.openReading());
        entry(reading.summary);
        marks(reading.summary);
        shades(reading.summary);
        filter(reading.summary);
        await tools(reading);
    };
    void open();
})();
