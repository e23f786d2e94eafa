// Makes elements: never by innerHTML, never with a style of their own.

(() => {
    "use strict";

    /**
     * An element with attributes and children.
     * @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
     */
    function make(tag, attributes = {}, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
    }

    Object.assign(globalThis.studybook.search, { make });
})();
