// Runs examples on Pyodide. Argument: the folder of the npm package. Each line of the input is a job in JSON, each line
// of the output its result; the Python side is in pyodide.py, which stands beside this file.
import fs from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = process.argv[2];
const MOST = 1 << 20;
let out = [];
let err = [];
let size = 0;
const keep = (chunks) => ({
  write(bytes) {
    size += bytes.length;
    if (size > 2 * MOST) {
      say({ too_much: true });
      process.exit(3);
    }
    chunks().push(Buffer.from(bytes));
    return bytes.length;
  },
});
const say = (value) => fs.writeSync(1, JSON.stringify(value) + "\n");

process.on("uncaughtException", (error) => {
  // An error inside the package would print the package's only line, which has a million characters.
  say({ broken: String(error).slice(0, 2000) });
  process.exit(4);
});

const { loadPyodide } = await import(pathToFileURL(folder + "/pyodide.mjs").href);
const python = await loadPyodide({
  indexURL: folder + "/",
  env: { HOME: "/home/example", PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", LANG: "C.UTF-8", TZ: "UTC" },
});
python.setStdin({ stdin: () => null });
python.setStdout(keep(() => out));
python.setStderr(keep(() => err));
globalThis.studybookTaken = () => {
  const taken = [Buffer.concat(out).toString("utf8"), Buffer.concat(err).toString("utf8")];
  out = [];
  err = [];
  size = 0;
  return taken;
};
python.runPython(fs.readFileSync(fileURLToPath(new URL("pyodide.py", import.meta.url)), "utf8"), { filename: "studybook.py" });
const run = python.globals.get("studybook_run");
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = run(line);
  } catch (error) {
    // Python itself is beyond repair: a new process must take over.
    say({ broken: String(error).slice(0, 2000) });
    process.exit(4);
  }
  fs.writeSync(1, result + "\n");
}
