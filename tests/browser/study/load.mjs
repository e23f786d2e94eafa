// The study scripts in Node, as a page has them: classic scripts that share `globalThis.studybook`.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const THEME = new URL("../../../themes/default/static/", import.meta.url);

/** Runs scripts of the theme. @param {string[]} names below `static/study/` */
export function load(...names) {
    for (const name of names) {
        const path = new URL(`study/${name}.js`, THEME);
        runInThisContext(readFileSync(path, "utf8"), { filename: path.pathname });
    }
    return globalThis.studybook.study;
}
