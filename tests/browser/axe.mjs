// What axe-core finds on a page, for all tests that ask it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * A line for each rule that is broken. What axe found in order is not described, which took it a third of its time.
 * @param {import("playwright-core").Page} page @returns {Promise<string[]>}
 */
export async function faults(page) {
    // Evaluated by the debugger, which the page's policy does not bind.
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
    const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
    return violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes.length} × ${it.nodes[0].html.slice(0, 140)} ${it.nodes[0].failureSummary?.replace(/\n/g, " ").slice(0, 220)}`);
}
