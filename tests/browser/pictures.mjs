// Pictures of a built site for a person to look at: `node pictures.mjs SITE FOLDER [WIDTH…]`. Every kind of page and every
// state of the study pages, light and dark. No test: the pictures are judged by eye.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pages, settled, visit } from "./pages.mjs";
import { launch, serve } from "./site.mjs";
import { reader } from "./study/reader.mjs";
import { states } from "./study/states.mjs";

const [folder, out, ...widths] = process.argv.slice(2);
if (!folder || !out) {
    process.stderr.write("usage: node pictures.mjs SITE FOLDER [WIDTH…]\n");
    process.exit(2);
}
mkdirSync(out, { recursive: true });
const site = await serve(folder);
const browser = await launch();
const context = { browser, url: site.url, folder: resolve(folder) };
let taken = 0;

/** @param {any} page @param {string} state @param {number} width @param {string} colorScheme */
async function take(page, state, width, colorScheme) {
    await settled(page);
    await page.screenshot({ path: join(out ?? "", `${state.replace(/[^a-z0-9]+/gi, "-")}.${width}.${colorScheme}.png`), fullPage: true });
    taken += 1;
}

for (const width of widths.length ? widths.map(Number) : [360, 390, 768, 1280]) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        const options = { viewport: { width, height: 844 }, colorScheme };
        for (const [kind, path] of Object.entries(pages(context.folder))) {
            const { page, close } = await visit(context, path, options);
            await take(page, kind, width, colorScheme);
            await close();
        }
        const me = await reader(context, "study.html", options);
        await states(me, (state) => take(me.page, `study ${state}`, width, colorScheme));
        await me.close();
    }
}
process.stdout.write(`${taken} pictures in ${out}\n`);
await browser.close();
site.close();
