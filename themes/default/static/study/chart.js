// The forecast as a line: how many topics one would recall, day by day.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const SVG = "http://www.w3.org/2000/svg";

    /** @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} inner */
    const draw = (tag, attributes, ...inner) => {
        const element = document.createElementNS(SVG, tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
        element.append(...inner);
        return element;
    };

    /** @param {Forecast} forecast @param {string} label what it shows, for screen readers */
    const chart = (forecast, label) => {
        const [left, right, top, bottom] = [46, 628, 12, 128];
        const { days, topics } = forecast;
        const x = (/** @type {number} */ i) => left + ((right - left) * i) / Math.max(1, days.length - 1);
        const y = (/** @type {number} */ n) => bottom - ((bottom - top) * n) / Math.max(1, topics);
        const point = (/** @type {number} */ n, /** @type {number} */ i) => `${x(i).toFixed(1)} ${y(n).toFixed(1)}`;
        const line = days.map((it, i) => point(it.recalled, i)).join("L");
        const met = days.map((it, i) => point(it.met, i)).join("L");
        const last = days.at(-1);
        const short = /** @type {const} */ ({ day: "numeric", month: "short" });
        return draw(
            "svg", { class: "study-chart", viewBox: "0 0 640 152", role: "img", "aria-label": label },
            draw("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }),
            draw("text", { class: "start", x: left - 6, y: top + 4 }, String(topics)),
            draw("text", { class: "start", x: left - 6, y: bottom + 1 }, "0"),
            draw("path", { class: "area", d: `M${line}L${x(days.length - 1).toFixed(1)} ${bottom}H${left}Z` }),
            draw("path", { class: "met", d: `M${met}` }),
            draw("path", { class: "line", d: `M${line}` }),
            draw("text", { x: left + 6, y: 146 }, study.dayName(days[0]?.day ?? 0, short)),
            draw("text", { class: "start", x: 638, y: 146 }, study.dayName(last?.day ?? 0, short)),
        );
    };

    Object.assign(study, { chart });
})();
