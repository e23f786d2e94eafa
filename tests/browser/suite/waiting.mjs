// How the tests wait.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../pages.mjs";

/** @type {Record<string, () => Promise<void>>} */
export const tests = {
    "no test waits for a promise, which is true at once": async () => {
        const root = join(import.meta.dirname, "..");
        const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".mjs") && !file.includes("node_modules"));
        check(files.length > 30, `${files.length} files`);
        for (const file of files) {
            const found = /waitForFunction\(\s*async\b/.exec(readFileSync(join(root, file), "utf8"));
            check(!found, `${file}: \`until\` of pages.mjs waits for the value of a promise`);
        }
    },
};
