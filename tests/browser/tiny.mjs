// Builds a guide of a test's own with the program under test: `$STUDYBOOK`, or the last release or debug build.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const target = process.env.CARGO_TARGET_DIR ?? resolve(import.meta.dirname, "../../target");
const programs = [process.env.STUDYBOOK ?? "", join(target, "release/studybook"), join(target, "debug/studybook")];

/** The program under test. */
export function program() {
    const found = programs.find((path) => path && existsSync(path));
    if (!found) throw new Error("no studybook to test with");
    return found;
}

/** A folder with files in it, to be removed by `remove`. @param {Record<string, string>} files path -> text */
export function guide(files) {
    const folder = mkdtempSync(join(tmpdir(), "studybook-"));
    const write = (/** @type {Record<string, string>} */ more) => {
        for (const [path, text] of Object.entries(more)) {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), text);
        }
    };
    const build = () => {
        execFileSync(program(), ["build", folder, "-o", join(folder, "site")], { stdio: ["ignore", "ignore", "pipe"] });
        return join(folder, "site");
    };
    write(files);
    return { folder, write, build, remove: () => rmSync(folder, { recursive: true }) };
}

/** A copy of a guide that lies in `tests/fixtures/`. @param {string} name */
export function fixture(name) {
    const made = guide({});
    cpSync(resolve(import.meta.dirname, "../fixtures", name), made.folder, { recursive: true });
    return made;
}

/** A topic's file. TOML's strings are written as JSON's. @param {Record<string, unknown>} front @param {string} body */
export function topic(front, body) {
    const keys = Object.entries({ difficulty: "basic", ...front }).map(([key, value]) => `${key} = ${toml(value)}`);
    return `+++\n${keys.join("\n")}\n+++\n${body}`;
}

/** @param {unknown} value @returns {string} */
const toml = (value) => (Array.isArray(value) ? `[${value.map(toml).join(", ")}]` : JSON.stringify(value));
