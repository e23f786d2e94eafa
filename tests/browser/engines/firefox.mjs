// Firefox, driven by Puppeteer over WebDriver BiDi, which Firefox speaks itself.

import puppeteer from "puppeteer-core";

/** @typedef {import("./core.mjs").Engine} Engine */

/** @param {string} program @returns {Promise<Engine>} */
export async function firefox(program) {
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
    const page = await browser.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    return {
        name: (await browser.version()).replace("/", " "),
        complaints,
        open: async (url) => void (await page.goto(url, { waitUntil: "load" })),
        size: (width, height) => page.setViewport({ width, height }),
        run: (act, ...values) => page.evaluate(act, ...values),
        press: (key) => page.keyboard.press(/** @type {any} */ (key)),
        type: (text) => page.keyboard.type(text),
        picture: async () => page.screenshot(),
        close: () => browser.close(),
    };
}
