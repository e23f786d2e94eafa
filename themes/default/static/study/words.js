// What the study layer says, and small pieces of pages.
//
// In: the theme's words, which a page carries as <template id="page.study-words"><p data-word="undo">Undo</p>…</template>, with
// `{n}` where values go and `minutes_one` beside `minutes` for a form of a plural. Out: `say`, and `make` for elements.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const language = document.documentElement.lang || "en";

    /** @type {Map<string, string>} */
    const words = new Map();
    for (const template of document.querySelectorAll("template.study-words")) {
        if (!(template instanceof HTMLTemplateElement)) continue;
        for (const word of template.content.querySelectorAll("[data-word]")) words.set(word.getAttribute("data-word") ?? "", word.textContent ?? "");
    }
    const plurals = new Intl.PluralRules(language);

    /** A word of the interface; its key if there is none, so that a gap shows. @param {string} key @param {Record<string, string | number>} [values] */
    const say = (key, values = {}) => {
        const form = "n" in values ? words.get(`${key}_${plurals.select(Number(values.n))}`) : undefined;
        const text = form ?? words.get(key) ?? key;
        return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
    };

    /** @param {number} share of one */
    const percent = (share) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);

    /** How far away a time is: "in this session", "5 days", "3 months". @param {number} days */
    const interval = (days) => {
        if (days < 1) return say("in_session");
        if (days < 60) return say("days", { n: Math.round(days) });
        if (days < 720) return say("months", { n: Math.round(days / 30.4) });
        return say("years", { n: Math.round(days / 365.25) });
    };

    /** "4:00 AM", of an hour of the day. @param {number} hour */
    const hourName = (hour) => new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(hour * 3_600_000);

    /** "today", "tomorrow", "in 3 days". @param {number} days */
    const inDays = (days) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");

    /** "12 December", of a study day. @param {number} day @param {Intl.DateTimeFormatOptions} [options] */
    const dayName = (day, options = { day: "numeric", month: "long" }) => new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(day * study.DAY);

    /**
     * An element. Texts become text; `html` is for texts that the site itself made.
     * @template {keyof HTMLElementTagNameMap} K
     * @param {K} tag @param {Record<string, string | number | boolean | undefined | (() => void)>} [attributes] @param {...(Node | string | undefined | false)} inner
     * @returns {HTMLElementTagNameMap[K]}
     */
    const make = (tag, attributes = {}, ...inner) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) {
            if (value === undefined || value === false) continue;
            if (typeof value === "function") element.addEventListener("click", value);
            else if (name === "html") element.innerHTML = String(value);
            else element.setAttribute(name, value === true ? "" : String(value));
        }
        element.append(.../** @type {(Node | string)[]} */ (inner.filter((it) => it !== undefined && it !== false)));
        return element;
    };

    /** The dots of a level. @param {number} rank from 0 @param {number} of */
    const dots = (rank, of) => make("span", { class: "dots", "aria-hidden": "true" }, ...Array.from({ length: of }, (_, i) => make("i", { class: i <= rank ? "on" : undefined })));

    /** Whether keys without a modifier may do something: they are on, and nobody types. @param {KeyboardEvent} event */
    const isFree = (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || globalThis.studybook.settings.keys === "off") return false;
        const target = event.target instanceof Element ? event.target : document.body;
        return !document.querySelector("dialog[open]") && !target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=textbox]");
    };

    Object.assign(study, { say, percent, interval, hourName, inDays, dayName, make, dots, isFree });
})();
