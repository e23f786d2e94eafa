// WebKitGTK's own small browser, driven over WebDriver (https://www.w3.org/TR/webdriver2/) by the driver that comes with it.

import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** @typedef {import("./core.mjs").Engine} Engine */

/** Keys that are no signs: https://www.w3.org/TR/webdriver2/#keyboard-actions. @type {Record<string, string>} */
const KEYS = { Enter: "\uE007", Escape: "\uE00C", Space: " ", Tab: "\uE004" };

/** How long the driver may take for an answer, in milliseconds. */
const PATIENCE = 60_000;

/** A port that nothing listens on. @returns {Promise<number>} */
const freePort = () =>
    new Promise((done) => {
        const server = createServer().listen(0, "127.0.0.1", () => {
            const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
            server.close(() => done(port));
        });
    });

/** @param {string} program the driver @param {string} browser @returns {Promise<Engine>} */
export async function webkit(program, browser) {
    const port = await freePort();
    // The tests run as root in containers, where bubblewrap can make no sandbox; the pages are our own.
    const driver = spawn(program, [`--port=${port}`], { stdio: "ignore", env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } });
    /** @param {string} method @param {string} path @param {unknown} [body] */
    const ask = async (method, path, body) => {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE) });
        const { value } = /** @type {any} */ (await answer.json());
        if (value?.error) throw new Error(`${value.error}: ${value.message}`);
        return value;
    };
    const options = { "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] } };
    const session = await begun(() => ask("POST", "/session", { capabilities: { alwaysMatch: options } }));
    const own = `/session/${session.sessionId}`;
    const keys = (/** @type {string[]} */ all) => {
        const actions = all.flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
        return ask("POST", `${own}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
    };
    return {
        name: `WebKit ${session.capabilities.browserVersion}`,
        // The driver tells none.
        complaints: [],
        open: (url) => ask("POST", `${own}/url`, { url }),
        size: (width, height) => ask("POST", `${own}/window/rect`, { width, height }),
        run: async (act, ...values) => {
            // The driver waits for ever for a script that waits in a page which goes away; one that waits for nothing ends before.
            if (act.constructor.name !== "AsyncFunction") return ask("POST", `${own}/execute/sync`, { script: `return (${act})(...arguments);`, args: values });
            const script = `const done = arguments[arguments.length - 1];
                (${act})(...[...arguments].slice(0, -1)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
            const { value, error } = await ask("POST", `${own}/execute/async`, { script, args: values });
            if (error) throw new Error(error);
            return value;
        },
        press: (key) => keys([KEYS[key] ?? key]),
        type: (text) => keys([...text]),
        picture: async () => Buffer.from(await ask("GET", `${own}/screenshot`), "base64"),
        close: async () => {
            await ask("DELETE", own);
            driver.kill();
        },
    };
}

/** What `act` gives once the driver listens. @template T @param {() => Promise<T>} act @returns {Promise<T>} */
async function begun(act) {
    for (let left = 100; ; left -= 1) {
        try {
            return await act();
        } catch (error) {
            // `fetch` fails so while nothing listens.
            if (!(error instanceof TypeError) || left === 0) throw error;
            await new Promise((done) => setTimeout(done, 100));
        }
    }
}
