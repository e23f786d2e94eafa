// Search for what stands in quotes: phrases of all scripts, and lines of code and messages that hold quotes of their own.

import { check } from "../pages.mjs";
import { guide, topic } from "../tiny.mjs";

const FILES = {
    "content/zh.md": topic({ title: "什么是数据库索引？" }, "SQL 库索引加快查询。\n"),
    "content/ja.md": topic({ title: "データベースの索引" }, "文字列の連結と𠮷野家。\n"),
    "content/ko.md": topic({ title: "상속이란 무엇인가" }, "객체지향프로그래밍\n"),
    "content/th.md": topic({ title: "ภาษาโปรแกรมคืออะไร" }, "Text.\n"),
    "content/syntax.md": topic({ title: "What is a SyntaxError?" }, "Python could not read a line of the file: invalid syntax.\n"),
    "content/literal.md": topic({ title: "What is a ValueError?" }, "An invalid literal for `int()` with base 10.\n"),
    "content/relation.md": topic({ title: "Why does a relation not exist?" }, "A migration was not run.\n"),
    "content/users.md": topic({ title: "Users" }, "The users of a site.\n"),
    "content/open.md": topic({ title: "How is a file opened?" }, "By `open`, with a mode such as rb.\n"),
};

/** What queries find, by the engine of a page, best first. @param {any} page @param {string[]} queries @returns {Promise<string[][]>} */
export const ask = (page, queries) =>
    page.evaluate(async (/** @type {string[]} */ all) => {
        const engine = await globalThis.studybook.search.engine();
        const found = [];
        for (const query of all) found.push((await engine.rows((await engine.search(query)).hits.map((hit) => hit.topic))).map((row) => row.id));
        return found;
    }, queries);

/** Asks a small guide, from disk. @param {any} context @param {Record<string, string>} files @param {(page: any) => Promise<void>} run */
export async function asking(context, files, run) {
    const own = guide({ "book.toml": "[book]\ntitle = \"Own\"\n", "content/index.md": "+++\ntitle = \"Own\"\n+++\n", ...files });
    const page = await context.browser.newPage();
    try {
        await page.goto(`file://${own.build()}/search.html`);
        await run(page);
    } finally {
        await page.close();
        own.remove();
    }
}

/** Wants these topics first. @param {any} page @param {Record<string, string>} wanted query -> id */
export async function firsts(page, wanted) {
    const found = await ask(page, Object.keys(wanted));
    const wrong = Object.entries(wanted).filter(([, id], i) => (found[i][0] ?? "nothing") !== id);
    check(wrong.length === 0, wrong.map(([query, id]) => `${query}: ${found[Object.keys(wanted).indexOf(query)]}, not ${id}`).join("\n"));
}

export const tests = {
    "search: a phrase of a script without spaces is found wherever it stands": (context) =>
        asking(context, FILES, async (page) => {
            await firsts(page, {
                "\"数据库\"": "zh", "“什么是数据”": "zh", "\"数\"": "zh", "\"SQL 库\"": "zh", "\"库索引\" 数据库": "zh", "\"データベース\"": "ja", "\"ベースの\"": "ja", "\"字列\"": "ja", "\"𠮷\"": "ja", "\"の𠮷\"": "nothing",
                "\"상속\"": "ko", "\"프로그래\"": "ko", "\"โปรแกรม\"": "th", "\"ภาษา": "th", "\"库数据\"": "nothing", "\"データ索引\"": "nothing",
            });
        }),

    "search: a message or a line of code that holds quotes is taken by its words": (context) =>
        asking(context, FILES, async (page) => {
            await firsts(page, {
                "File \"t.py\", line 1 SyntaxError: invalid syntax": "syntax",
                "ValueError: invalid literal for int() with base 10: \"abc\"": "literal",
                "relation \"users\" does not exist": "relation",
                "open(\"f.txt\", \"rb\")": "open",
                "f\"{syntax!r}\"": "syntax",
                "„Users“ «nowhere»": "users",
                // By itself, a phrase is what one wants.
                "\"users relation\"": "nothing",
                "\"of a site\" users": "users",
            });
            const [found] = await ask(page, ["\"of a site\" invalid users"]);
            check(found.join() === "users", `a phrase that is found narrows: ${found}`);
        }),
};
