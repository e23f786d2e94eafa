// axe-core finds nothing, on every kind of page, at two widths and in both colour schemes.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { faults } from "../axe.mjs";
import { pages, settled, visit } from "../pages.mjs";

/** The smallest of the pages made for paper: they differ in length only. */
function printed(folder) {
    const files = readdirSync(join(folder, "print"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
    const size = (file) => statSync(join(folder, "print", file)).size;
    return `print/${files.sort((a, b) => size(a) - size(b))[0]}`;
}

/** @type {Record<string, (context: any) => Promise<void>>} */
export const tests = {
    // One visit each: axe's second look at a page costs a third of its first, and a visit as much as a look.
    "axe finds nothing on a page of each kind, on a phone and a desk, light and dark": async (context) => {
        const found = [];
        for (const [kind, path] of Object.entries({ ...pages(context.folder), print: printed(context.folder) })) {
            const { page, close } = await visit(context, path, { viewport: { width: 390, height: 900 } });
            await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
            for (const width of [390, 1280]) {
                await page.setViewportSize({ width, height: 900 });
                for (const colorScheme of ["light", "dark"]) {
                    await page.emulateMedia({ colorScheme });
                    await settled(page);
                    for (const fault of await faults(page)) found.push(`${kind}, ${width} px, ${colorScheme}: ${fault}`);
                }
            }
            await close();
        }
        if (found.length) throw new Error(found.join("\n"));
    },
};
for (const [name, open] of [["the menu", ".menu-button"], ["the outline", ".outline-button:visible"], ["the settings", "[popovertarget='page.settings']"]]) {
    tests[`axe finds nothing with ${name} open`] = async (context) => {
        const { page, close } = await visit(context, pages(context.folder).topic, { viewport: { width: 390, height: 900 } });
        await page.click(open);
        await settled(page);
        const found = await faults(page);
        await close();
        if (found.length) throw new Error(found.join("\n"));
    };
}
