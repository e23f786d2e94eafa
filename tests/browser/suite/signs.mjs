// Search for signs: operators, slices, symbols and emoji; and for digits and letters of Hindi, written in either way.

import { topic } from "../tiny.mjs";
import { asking, firsts } from "./quoting.mjs";

const FILES = {
    "content/reversed.md": topic({ title: "How is a string turned round?" }, "With `x[::-1]`, and nothing else.\n"),
    "content/copied.md": topic({ title: "How is a list copied?" }, "With `names[:]`.\n"),
    "content/first.md": topic({ title: "All but the first" }, "```python\nrest = names[1:]\n```\n"),
    "content/nullish.md": topic({ title: "A value for nothing" }, "Write `a ?? b`, or `a?.b`.\n"),
    "content/pipe.md": topic({ title: "How do functions follow each other?" }, "```elixir\nx |> f\n```\n"),
    "content/prompt.md": topic({ title: "The prompt" }, "It is `>>>`. Really?? Yes -- so it is ...\n"),
    "content/sum.md": topic({ title: "Sums" }, "∑ of all n ≤ 9.\n"),
    "content/arrow.md": topic({ title: "Arrows" }, "a → b, with a ★ and a 🎉.\n"),
    "content/love.md": topic({ title: "Hearts" }, "I ❤️ it.\n"),
    "content/money.md": topic({ title: "Prices" }, "It costs 5 €.\n"),
    "content/pen.md": topic({ title: "क़लम" }, "लड़का, ज़रूरी फ़ाइल और चाँद\n"),
    "content/count.md": topic({ title: "संख्या" }, "१२३ और ٤٥٦ और ۷۸۹ และ ๑๐๒\n"),
};

export const tests = {
    "search: operators, slices, symbols and emoji are found": (context) =>
        asking(context, FILES, (page) =>
            firsts(page, {
                "[::-1]": "reversed", "x[::-1]": "reversed", "[:]": "copied", "names[1:]": "first", "[1:]": "first", "??": "nullish", "what is ??": "nullish", "?.": "nullish", "a?.b": "nullish",
                "|>": "pipe", ">>>": "prompt", "∑": "sum", "≤": "sum", "→": "arrow", "★": "arrow", "🎉": "arrow", "❤": "love", "❤️": "love", "€": "money", "💔": "nothing", "💔️": "nothing", "--": "nothing",
            })),

    "search: a dot below a letter of Hindi and digits of other scripts hide nothing": (context) =>
        asking(context, FILES, (page) =>
            firsts(page, {
                "कलम": "pen", "क़लम": "pen", "क\u093cलम": "pen", "लडका": "pen", "जरूरी": "pen", "फाइल": "pen", "चांद": "pen", "123": "count", "१२३": "count", "456": "count", "789": "count", "102": "count", "٧٨٩": "count",
            })),
};
