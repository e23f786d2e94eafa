// The map lights up what a topic needs and what it leads to, all the way, while it is pointed at or has the focus. Under a
// finger, where nothing can be pointed at, a sheet says the same and has the way to the topic. A row of chapters shows one alone.

(() => {
    "use strict";

    const main = document.querySelector("main");
    if (!main) return;

    /** @type {Map<string, Element>} */
    const nodes = new Map();
    /** @type {Map<string, string[]>} */
    const before = new Map();
    /** @type {Map<string, string[]>} */
    const after = new Map();

    for (const node of main.querySelectorAll("a[data-node]")) {
        const number = node.getAttribute("data-node") ?? "";
        const required = (node.getAttribute("data-requires") ?? "").split(" ").filter(Boolean);
        nodes.set(number, node);
        before.set(number, required);
        for (const other of required) after.set(other, [...(after.get(other) ?? []), number]);
    }
    const edges = [...main.querySelectorAll(".layers > path")];
    const arcs = [...main.querySelectorAll(".arc-lines path")];

    /** @param {string} start @param {Map<string, string[]>} ways */
    const reach = (start, ways) => {
        const seen = new Set([start]);
        for (const number of seen) for (const next of ways.get(number) ?? []) seen.add(next);
        return seen;
    };

    /** @param {Element | null} node */
    const light = (node) => {
        const number = node?.getAttribute("data-node");
        main.classList.toggle("lit-map", Boolean(number));
        const needed = number ? reach(number, before) : new Set();
        const led = number ? reach(number, after) : new Set();
        for (const [other, element] of nodes) element.classList.toggle("lit", needed.has(other) || led.has(other));
        for (const edge of edges) {
            const [from, to] = [edge.getAttribute("data-from"), edge.getAttribute("data-to")];
            edge.classList.toggle("lit", (needed.has(from) && needed.has(to)) || (led.has(from) && led.has(to)));
        }
    };

    /** @param {Element | null} row */
    const lightArcs = (row) => {
        const number = row?.getAttribute("data-row");
        main.classList.toggle("lit-arcs", Boolean(number));
        for (const arc of arcs) {
            arc.classList.toggle("lit", [arc.getAttribute("data-from"), arc.getAttribute("data-to")].includes(number ?? null));
        }
    };

    /** @param {Event} event */
    const look = (event) => {
        const target = event.target instanceof Element ? event.target : null;
        light(target?.closest("a[data-node]") ?? null);
        lightArcs(target?.closest("a[data-row]") ?? null);
    };
    // The sheet.

    const sheet = document.querySelector("#page\\.map-sheet");
    /** What the topic is called, without the level. @param {Element | undefined} node */
    const name = (node) => node?.querySelector("text")?.textContent?.trim() ?? "";
    let byTouch = false;
    main.addEventListener("pointerdown", (event) => (byTouch = event.pointerType === "touch"));
    main.addEventListener("click", (event) => {
        const node = event.target instanceof Element ? event.target.closest("a[data-node]") : null;
        if (!node || !byTouch || !(sheet instanceof HTMLElement) || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const number = node.getAttribute("data-node") ?? "";
        light(node);
        const say = (/** @type {string} */ selector, /** @type {string} */ text) => {
            const place = sheet.querySelector(selector);
            if (place) place.textContent = text;
        };
        const list = (/** @type {string | undefined} */ label, /** @type {string[]} */ numbers) => numbers.length ? [`${label}: ${numbers.map((it) => name(nodes.get(it))).filter(Boolean).join(", ")}`] : [];
        say(".map-sheet-name", node.querySelector("title")?.textContent ?? name(node));
        say(".map-sheet-facts", [...list(sheet.dataset.needs, before.get(number) ?? []), ...list(sheet.dataset.leads, after.get(number) ?? [])].join("\n"));
        sheet.querySelector("a.button")?.setAttribute("href", node.getAttribute("href") ?? "");
        sheet.showPopover();
    });
    sheet?.addEventListener("toggle", (event) => {
        if (/** @type {ToggleEvent} */ (event).newState === "closed") light(null);
    });

    // One chapter at a time: the one that the address names; on a phone, where all would be long, the first if it names none.

    const jump = main.querySelector(".map-jump");
    const chapters = [...main.querySelectorAll(".map-chapter")];
    const show = () => {
        let id = location.hash.slice(1);
        try {
            id = decodeURIComponent(id);
        } catch {
            // A stray sign: the address as it stands.
        }
        const narrow = document.documentElement.clientWidth < 48 * parseFloat(getComputedStyle(document.documentElement).fontSize);
        const named = chapters.find((chapter) => chapter.id === id);
        const one = named ?? (narrow && id !== "main" ? chapters[0] : undefined);
        for (const chapter of chapters) /** @type {HTMLElement} */ (chapter).hidden = Boolean(one) && chapter !== one;
        for (const link of jump?.querySelectorAll("a") ?? []) {
            if (decodeURIComponent(link.hash.slice(1)) === (one?.id ?? "main")) link.setAttribute("aria-current", "true");
            else link.removeAttribute("aria-current");
        }
    };
    if (jump) {
        show();
        addEventListener("hashchange", () => {
            show();
            jump.scrollIntoView({ block: "start" });
        });
    }

    main.addEventListener("pointerover", look);
    main.addEventListener("focusin", look);
    main.addEventListener("pointerleave", () => {
        light(null);
        lightArcs(null);
    });
})();
