// The map lights up what a topic needs and what it leads to, all the way, while it is pointed at or has the focus.

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
    main.addEventListener("pointerover", look);
    main.addEventListener("focusin", look);
    main.addEventListener("pointerleave", () => {
        light(null);
        lightArcs(null);
    });
})();
