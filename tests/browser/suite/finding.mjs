// Search finds what is there: compounds, words that say little, phrases, marks of any script, what a filter hides.

import { check, settled } from "../pages.mjs";
import { serve } from "../site.mjs";
import { guide, topic } from "../tiny.mjs";

const BOOK = `[book]
title = "Finding"

[tags]
zz = { label = "Apples" }
aa = { label = "Zebras" }
`;
const FILES = {
    "content/node.md": topic({ title: "What is Node.js?" }, "Text.\n"),
    "content/cicd.md": topic({ title: "What does CI/CD mean?", tags: ["aa"] }, "Text.\n"),
    "content/rd.md": topic({ title: "Who does R&D?" }, "Text.\n"),
    "content/jsonhttp.md": topic({ title: "Why HTTP+JSON?" }, "Text.\n"),
    "content/loops.md": topic({ title: "Loops", asks: ["How often?", "Until when?"] }, "The for loop of while and until.\n"),
    "content/address.md": topic({ title: "Addresses of IPv6" }, "Text.\n"),
    "content/redirect.md": topic({ title: "What is an `HttpResponseRedirect`?" }, "Text.\n"),
    "content/star.md": topic({ title: "What is A* search?" }, "Text.\n"),
    "content/csharp.md": topic({ title: "What is C#?" }, "Text.\n"),
    "content/c.md": topic({ title: "What is C?" }, "It is a language, and older than others.\n"),
    "content/cpp.md": topic({ title: "What is C++?" }, "Text.\n"),
    "content/bplus.md": topic({ title: "What is a B+ tree?" }, "Text.\n"),
    "content/btree.md": topic({ title: "What is a B-tree, a tree?" }, "A tree.\n"),
    "content/dotnet.md": topic({ title: "What is .NET?" }, "Text.\n"),
    "content/net.md": topic({ title: "What is a net?" }, "It catches fish, and a fisher holds it.\n"),
    "content/dollar.md": topic({ title: "What is `$` in jQuery?" }, "A function.\n"),
    "content/digit.md": topic({ title: "What does `\\d` match?" }, "A digit.\n"),
    "content/power.md": topic({ title: "What is x²?" }, "It is `x ** 2`.\n"),
    "content/venv.md": topic({ title: "Environments" }, "Run `python3.12 -m venv`, of release v1.2.3.\n"),
    "content/million.md": topic({ title: "Large numbers" }, "There are 1,000,000 of them.\n"),
    "content/long-name.md": topic({ title: "Names of tests" }, "Such as `test_that_a_view_returns_404_when_the_object_does_not_exist_at_all`.\n"),
    "content/long-word.md": topic({ title: "A long word" }, "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz.\n"),
    "content/oreilly.md": topic({ title: "Who is O’Reilly?" }, "He rings at six o'clock.\n"),
    "content/unseen.md": topic({ title: "Signs unseen" }, "Donau\u00addampfer and می\u200cخواهم and комп’ютер and עִבְרִית\u200f.\n"),
    "content/kana.md": topic({ title: "カタカナとひらがな" }, "Text.\n"),
    "content/marked.md": topic({ title: "Words for *hogar* and $\\pi$", summary: "A **bold** word, AT&amp;T, 2 \\* 3, `a*b` and _quokka_." }, "Text.\n"),
    "content/letter.md": topic({ title: "What is a heap, a tree, a list and a graph?" }, "A a a a.\n"),
    "content/search-jp.md": topic({ title: "検索" }, "検索とは\n"),
    "content/index-jp.md": topic({ title: "索引" }, "索引とは\n"),
    "content/peace.md": topic({ title: "Greetings" }, "They say שָׁלוֹם and مُحَمَّد, and Ἀθῆναι.\n"),
    "content/descriptors.md": topic({ title: "Descriptors" }, "A descriptor has methods.\n"),
    "content/description.md": topic({ title: "The description of a thing" }, "A description describes.\n"),
    "content/related.md": topic({ title: "What does `select_related` do?", tags: ["zz"] }, "It joins. JSON too.\n"),
    "content/json.md": topic({ title: "JSON", tags: ["aa"] }, "Text.\n\n## Follow-ups {.questions}\n\nIs it fast?\n: Not very.\n"),
};

/** @type {{folder: string, url: string, close: () => void} | undefined} */
let made;
async function site() {
    if (made) return made;
    const own = guide({ "book.toml": BOOK, "content/index.md": "+++\ntitle = \"Finding\"\n+++\n", ...FILES });
    const folder = own.build();
    const served = await serve(folder);
    made = { folder, url: served.url, close: () => (served.close(), own.remove()) };
    return made;
}

/** What the results page finds, best first. */
async function ask(page, query, more = "") {
    await page.goto(`${(await site()).url}search.html?q=${encodeURIComponent(query)}${more}`);
    await page.waitForFunction(() => document.querySelector("main .search-status")?.textContent);
    return page.locator("main .search-results > [data-topic]").evaluateAll((all) => all.map((it) => it.dataset.topic));
}

export const tests = {
    "search: what is written with dots, slashes, plus or ampersand is found without, and the other way round": async (context) => {
        const page = await context.browser.newPage();
        const cases = { nodejs: "node", "node.js": "node", "node js": "node", cicd: "cicd", "ci/cd": "cicd", "CI CD": "cicd", "r&d": "rd", httpjson: "jsonhttp", "http+json": "jsonhttp" };
        for (const [query, wanted] of Object.entries(cases)) {
            const found = await ask(page, query);
            check(found[0] === wanted, `${query}: ${found}`);
        }
        await page.close();
    },

    "search: a name that was cut in two, and two words that were run together": async (context) => {
        const page = await context.browser.newPage();
        for (const [query, wanted] of Object.entries({ "ip v6": "address", "IP V6 ": "address", "about ip v6": "address", responseredirect: "redirect", descriptormethods: "descriptors" })) {
            const found = await ask(page, query);
            check(found[0] === wanted, `${query}: ${found}`);
        }
        for (const query of ["qqqqzzzz", "methodsqqqq", "ip v9"]) check((await ask(page, query)).length === 0, `${query} is none of the guide's words`);
        await page.close();
    },

    "search: a word that says little, and a phrase of such words, are found where they stand": async (context) => {
        const page = await context.browser.newPage();
        for (const query of ["for", "of while", "\"for loop of while\"", "\"while and\"", "\"of while and until\""]) {
            const found = await ask(page, query);
            check(found.includes("loops"), `${query}: ${found}`);
        }
        check((await ask(page, "\"loop for\"")).length === 0, "words in another order are a phrase");
        await page.close();
    },

    "search: A* is not the letter a": async (context) => {
        const page = await context.browser.newPage();
        for (const query of ["A*", "a* search", "A*  "]) {
            const found = await ask(page, query);
            check(found[0] === "star", `${query}: ${found}`);
        }
        await page.close();
    },

    "search: a name with a sign is found by it, by its spelling, and is not the letter": async (context) => {
        const page = await context.browser.newPage();
        const cases = {
            "C#": "csharp", csharp: "csharp", "c sharp": "csharp", "C plus plus": "cpp", "what is C sharp?": "csharp", C: "c", "c++": "cpp", cpp: "cpp", cplusplus: "cpp", "B+": "bplus", "b+ tree": "bplus", "b-tree": "btree", btree: "btree",
            astar: "star", ".net": "dotnet", dotnet: "dotnet", net: "net", $: "dollar", "\\d": "digit", "x^2": "power", "x²": "power", "x**2": "power",
        };
        for (const [query, wanted] of Object.entries(cases)) {
            const found = await ask(page, query);
            check(found[0] === wanted, `${query}: ${found}`);
        }
        await page.close();
    },

    "search: versions, large numbers and long names are found, by all of them and by their words": async (context) => {
        const page = await context.browser.newPage();
        const cases = {
            "3.12": "venv", "python3.12": "venv", "python 3.12": "venv", "1.2.3": "venv", "v1.2.3": "venv", 1000000: "million", "1,000,000": "million",
            "returns 404": "long-name", "object does not exist": "long-name", test_that_a_view_returns_404_when_the_object_does_not_exist_at_all: "long-name",
            rindfleisch: "long-word", Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: "long-word",
        };
        for (const [query, wanted] of Object.entries(cases)) {
            const found = await ask(page, query);
            check(found[0] === wanted, `${query}: ${found}`);
        }
        await page.close();
    },

    "search: apostrophes, signs that show nothing and the two syllabaries of Japanese hide no word": async (context) => {
        const page = await context.browser.newPage();
        const cases = {
            oreilly: "oreilly", "o'reilly": "oreilly", oclock: "oreilly", donaudampfer: "unseen", "donau\u00addampfer": "unseen", "میخواهم": "unseen",
            "می\u200cخواهم": "unseen", "компютер": "unseen", "комп\u02bcютер": "unseen", "עברית": "unseen", "かたかな": "kana", "ヒラガナ": "kana", "ｶﾀｶﾅ": "kana",
        };
        for (const [query, wanted] of Object.entries(cases)) {
            const found = await ask(page, query);
            check(found[0] === wanted, `${query}: ${found}`);
        }
        await page.close();
    },

    "search: a result shows text, and no signs of Markdown": async (context) => {
        const page = await context.browser.newPage();
        for (const query of ["hogar", "quokka", "bold word"]) {
            const found = await ask(page, query);
            check(found[0] === "marked", `${query}: ${found}`);
            const said = await page.locator("main [data-topic='marked']").innerText();
            check(said.includes("Words for hogar and \\pi") && said.includes("A bold word, AT&T, 2 * 3, a*b and quokka."), said);
        }
        check((await page.locator("main [data-topic='marked'] code").textContent()) === "a*b", "code is no code");
        await page.close();
    },

    "search: of a long question what is there is found, and of nonsense nothing": async (context) => {
        const page = await context.browser.newPage();
        const found = await ask(page, "please explain thoroughly whether descriptors outperform inheritance during interviews at enterprise banks");
        check(found[0] === "descriptors", `${found}`);
        check((await ask(page, "qqzz wwxx eerr ttyy uuii ooppp descriptors")).length <= 1, "too much");
        check((await ask(page, "qqzz wwxx eerr ttyy uuii ooppp")).length === 0, "nonsense");
        await page.close();
    },

    "search: marks of all scripts fold, and only what was asked for is marked": async (context) => {
        const page = await context.browser.newPage();
        for (const query of ["שלום", "שָׁלוֹם", "محمد", "αθηναι"]) {
            const found = await ask(page, query);
            check(found[0] === "peace", `${query}: ${found}`);
        }
        const found = await ask(page, "検索");
        check(found[0] === "search-jp", `検索: ${found}`);
        const marked = await page.locator("main .search-results mark").allTextContents();
        check(marked.length > 0 && marked.every((it) => "検索".includes(it)), `marked: ${marked}`);
        check(!(await page.locator("main [data-topic='index-jp'] mark").count()), "索引 is marked");
        check((await ask(page, "索引"))[0] === "index-jp", "索引");
        check((await ask(page, "索")).includes("index-jp"), "one character finds nothing");
        await page.close();
    },

    "search: a typing error that happens to be a form of another word is forgiven, and names are shown as they are written": async (context) => {
        const page = await context.browser.newPage();
        for (const query of ["descripter", "descripters", "discriptor"]) {
            const found = await ask(page, query);
            check(found.slice(0, 2).includes("descriptors"), `${query}: ${found}`);
        }
        check((await ask(page, "selct_related"))[0] === "related", "selct_related");
        const said = await page.locator("main .search-status").textContent();
        check(said.includes("select_related") && !said.includes("selectrelated"), said);
        await page.close();
    },

    "search: what filters hide is told, and one press shows it": async (context) => {
        const page = await context.browser.newPage();
        check((await ask(page, "json", "&tag=zz&difficulty=basic")).length > 0, "the filter hides all");
        const found = await ask(page, "cicd", "&tag=zz");
        const said = await page.locator("main .search-status").textContent();
        check(found.length === 0 && /filter/i.test(said) && !/Nothing found/.test(said), said);
        await page.locator(".search-loosen button").last().click();
        await page.waitForSelector("main [data-topic='cicd']");
        check(!page.url().includes("tag="), page.url());
        await ask(page, "cicd", "&tag=zz&difficulty=basic");
        const offers = await page.locator(".search-loosen button").allTextContents();
        check(offers.some((it) => it.includes("Apples")), `offers: ${offers}`);
        await page.close();
    },

    "search: tags to filter by stand in the order of their labels": async (context) => {
        const page = await context.browser.newPage();
        await ask(page, "what");
        const labels = await page.locator(".search-facet-tag label span:first-of-type").allTextContents();
        check(labels.join() === "Apples,Zebras", `labels: ${labels}`);
        await page.close();
    },

    "search: a follow-up that was found is open": async (context) => {
        const page = await context.browser.newPage();
        await ask(page, "fast json");
        await page.locator("main .search-sections a").first().click();
        await page.waitForURL(/#is-it-fast/);
        check(await page.locator("details#is-it-fast .answer").isVisible(), "it is closed");
        await page.close();
    },

    "search: nothing moves while results arrive, on a phone": async (context) => {
        const window = await context.browser.newContext({ viewport: { width: 412, height: 823 }, isMobile: true });
        const page = await window.newPage();
        // Each part of the index comes so late that what came before it has been painted.
        await window.route(/\/search\/.*\.js/, async (route) => {
            await new Promise((done) => setTimeout(done, 150));
            await route.continue();
        });
        for (const path of ["search.html?q=gil", "search.html?q=zzzqqq", "search.html?tag=threads"]) {
            await page.goto(context.url + path);
            await page.waitForFunction(() => document.querySelector("main .search-status")?.textContent);
            await page.waitForFunction(() => document.querySelector(".search-filters"));
            const shift = await page.evaluate(() => new Promise((done) => {
                let sum = 0;
                new PerformanceObserver((list) => {
                    for (const entry of list.getEntries()) sum += /** @type {any} */ (entry).value;
                }).observe({ type: "layout-shift", buffered: true });
                setTimeout(() => done(sum), 600);
            }));
            check(shift === 0, `${path} moves by ${shift}`);
        }
        await window.close();
    },

    "search: results stay if the part with their sections cannot be had": async (context) => {
        const page = await context.browser.newPage();
        await page.route(/\/search\/homes-/, (route) => route.abort());
        const refused = () => page.waitForEvent("requestfailed", (request) => request.url().includes("/search/homes-"));
        await Promise.all([refused(), page.goto(`${context.url}search.html?q=gil`)]);
        await page.waitForSelector(".search-results .search-result a");
        await settled(page);
        const status = await page.locator(".search-status").innerText();
        check(/\d/.test(status) && (await page.locator(".search-results .search-result").count()) > 0, status);
        await page.goto(`${context.url}index.html`);
        await page.keyboard.press("/");
        await Promise.all([refused(), page.keyboard.type("gil")]);
        await page.waitForSelector("dialog.search-dialog [role=option][aria-selected=true]");
        await settled(page);
        check((await page.locator("dialog.search-dialog .search-hit").count()) > 0, "the dialog lost its results");
        await page.close();
    },

    "search: what a browser cuts while the page is left is no failure, and is one if the page stays": async (context) => {
        const page = await context.browser.newPage();
        await page.clock.install();
        /** @type {string[][]} */
        const [told, asks] = [[], []];
        page.on("console", (message) => void (/cannot load/.test(message.text()) && told.push(message.text())));
        const asked = page.waitForRequest(/\/search\/homes-/);
        /** @type {() => void} */
        let cut = () => undefined;
        await page.route(/\/search\/homes-/, async (route) => {
            // It is cut once, and then cannot be had.
            if (asks.push("") === 1) await new Promise((done) => (cut = () => done(undefined)));
            await route.abort();
        });
        await page.goto(`${context.url}search.html?q=gil`);
        await asked;
        await page.evaluate(() => dispatchEvent(new Event("beforeunload")));
        await Promise.all([page.waitForEvent("requestfailed"), cut()]);
        await page.clock.runFor(4000);
        await settled(page);
        check(told.length === 0, told.join("\n"));
        await page.clock.runFor(2000);
        await page.waitForEvent("console", { predicate: () => told.length > 0, timeout: 5000 }).catch(() => undefined);
        check(/homes-/.test(told.join()), "a page that stays says nothing of what it lost");
        await page.close();
    },

    "search: the dialog offers something before one types, and Enter opens the first result": async (context) => {
        const page = await context.browser.newPage();
        await page.goto(`${(await site()).url}node.html`);
        await page.keyboard.press("/");
        await page.waitForSelector("dialog.search-dialog[open] .search-offers [role=option]");
        const said = await page.locator("dialog.search-dialog").innerText();
        check(said.includes("Question of the day") && said.includes("Asked in most wordings") && said.includes("Loops"), said);
        await page.keyboard.type("descriptors");
        await page.waitForSelector("dialog.search-dialog [data-topic='descriptors'] [aria-selected=true]");
        await Promise.all([page.waitForURL(/descriptors\.html/), page.keyboard.press("Enter")]);
        await page.close();
    },

    "search: above a phone's keyboard four results are seen, and the first shows its whole short answer": async (context) => {
        const window = await context.browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
        const page = await window.newPage();
        await page.goto(`${context.url}index.html`);
        await page.click(".search-link");
        await page.waitForSelector("dialog.search-dialog[open] input");
        await page.keyboard.type("decorator");
        await page.waitForSelector("dialog.search-dialog [data-topic] [aria-selected=true]");
        await page.waitForFunction(() => document.querySelectorAll(".search-dialog .search-hit").length >= 4);
        await settled(page);
        // A keyboard takes about two fifths of the screen.
        const seen = await page.evaluate(() => [...document.querySelectorAll(".search-dialog .search-hit")].filter((it) => it.getBoundingClientRect().top + 30 < innerHeight * 0.6).length);
        check(seen >= 4, `${seen} results are seen`);
        const summary = await page.evaluate(() => {
            const it = document.querySelector(".search-dialog [aria-selected=true] .search-summary");
            return it.scrollWidth - it.clientWidth;
        });
        check(summary <= 0, "the short answer is cut");
        await window.close();
        made?.close();
        made = undefined;
    },
};
