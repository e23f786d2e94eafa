// Firefox, driven by Puppeteer over WebDriver BiDi, which Firefox speaks itself.

import puppeteer from "puppeteer-core";

/** @typedef {import("./core.mjs").Engine} Engine */

/** What a page wrote to the console, with the place that did. @param {import("puppeteer-core").ConsoleMessage} message */
function told(message) {
    const { url, lineNumber = 0 } = message.location();
    return `${url}:${lineNumber + 1}: ${message.text()}`;
}

/** @param {string} program @returns {Promise<Engine>} */
export async function firefox(program) {
    const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
    const page = await browser.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(told(message)));
    // Of a request through a service worker that ended with its page, Firefox complains without an address.
    page.on("pageerror", (error) => !/Failed to load ‘’/.test(String(error)) && complaints.push(String(error)));
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
