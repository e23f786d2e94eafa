// A built site, served under `/repo/` as GitHub Pages does, and a browser to look at it.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { chromium } from "playwright-core";

const TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
    ".json": "application/json", ".xml": "application/xml", ".md": "text/markdown; charset=utf-8", ".txt": "text/plain", ".png": "image/png", ".webmanifest": "application/manifest+json",
};

/**
 * Serves `folder` at `http://127.0.0.1:PORT/repo/`, or at another path. While it is gone it ends each connection, and keeps the port:
 * a free one might be taken by another program of the tests.
 */
export async function serve(folder, { base = "/repo/" } = {}) {
    const root = resolve(folder);
    const server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
        if (!path.startsWith(base)) return response.writeHead(404).end();
        let file = normalize(join(root, path.slice(base.length - 1)));
        if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
        if (!existsSync(file) && existsSync(`${file}.html`)) file += ".html";
        const found = file.startsWith(root) && existsSync(file);
        if (!found) file = join(root, "404.html");
        response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
        createReadStream(file).pipe(response);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
    let isGone = false;
    server.on("connection", (socket) => isGone && socket.destroy());
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    return {
        url: `http://127.0.0.1:${port}${base}`,
        close: () => (server.close(), server.closeAllConnections()),
        gone: () => ((isGone = true), server.closeAllConnections()),
        back: () => void (isGone = false),
    };
}

/** Chromium, from `CHROMIUM` or where Debian puts it. */
export const launch = () =>
    chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu"],
    });
