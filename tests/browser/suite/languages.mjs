// Small guides in German, Arabic and Japanese: searched, studied and printed; and the forms of words in the other languages whose stemmers
// search has.

import { faults } from "../axe.mjs";
import { check, settled, visit } from "../pages.mjs";
import { serve } from "../site.mjs";
import { answer, reader, start } from "../study/reader.mjs";
import { fixture, guide, topic } from "../tiny.mjs";

/** The type area of A4, as in `paper.mjs`. */
const AREA = { width: 643, height: 980 };

/** @type {Record<string, {code: string, first: string, all: string[], found: Record<string, string>, marked: [string, string[]], easy: string}>} */
const GUIDES = {
    de: {
        code: "zelle/photosynthese.html",
        first: "zelle/zellhaus",
        all: ["index.html", "zelle/index.html", "zelle/photosynthese.html", "topics.html", "map.html", "search.html?q=Zelle", "vererbung/mendel.html"],
        found: {
            "Häuser": "zelle/zellhaus", "haus": "zelle/zellhaus", "HÄUSERN": "zelle/zellhaus", "hauser": "zelle/zellhaus", "Bauplan": "vererbung/dna", "Erbse": "vererbung/mendel",
            "Wie teilen sich die Zellen?": "zelle/zellhaus", "Phtosynthese": "zelle/photosynthese", "warum": "zelle/zellhaus", "\"grüne Anlage\"": "vererbung/mendel",
        },
        marked: ["häuser", ["Haus", "Haus"]],
        easy: "Grundlagen",
    },
    ar: {
        code: "body/heart.html",
        first: "plants/cell",
        all: ["index.html", "plants/index.html", "body/heart.html", "topics.html", "map.html", "search.html?q=الدم", "plants/photosynthesis.html"],
        found: {
            "قلب": "body/heart", "القلب": "body/heart", "القَلْبِ": "body/heart", "بالقلب": "body/heart", "وقلب": "body/heart", "دم": "body/blood", "الدم": "body/blood", "خلية": "plants/cell", "وراثة": "plants/cell",
            "الورا": "plants/cell", "كيف يعمل القلب": "body/heart", "تنفس": "body/breathing", "chlorophyll": "plants/photosynthesis", "ضوئى": "plants/photosynthesis",
        },
        marked: ["قلب", ["القَلْبُ", "القلب"]],
        easy: "أساسي",
    },
    ja: {
        code: "dashi/ichiban-dashi.html",
        first: "dashi/umami",
        all: ["index.html", "dashi/index.html", "dashi/ichiban-dashi.html", "topics.html", "map.html", "search.html?q=だし", "kome/taku.html"],
        found: {
            "グルタミン酸": "dashi/umami", "うま味": "dashi/umami", "ご飯を炊く": "kome/taku", "味噌汁の作り方": "dashi/misoshiru", "昆布のうま味とは何ですか": "dashi/umami", "蒸らす": "kome/taku", "沸騰": "dashi/ichiban-dashi",
            "合わせ酢": "kome/sushimeshi", "米": "kome/arau", "ｸﾞﾙﾀﾐﾝ": "dashi/umami",
        },
        marked: ["米", ["米"]],
        easy: "初級",
    },
};

/** @type {Map<string, {site: Awaited<ReturnType<typeof serve>>, folder: string}>} */
const built = new Map();

/** The site of a guide, built once and kept as long as the tests run. @param {any} context @param {string} language */
async function inGuide(context, language) {
    let own = built.get(language);
    if (!own) {
        const made = fixture(`languages/${language}`);
        process.on("exit", made.remove);
        const folder = made.build();
        own = { site: await serve(folder), folder };
        built.set(language, own);
    }
    return { ...context, url: own.site.url, folder: own.folder, file: `file://${own.folder}/` };
}

/** The id of the first topic for each query, asked of the engine on a page. @param {any} page @param {string[]} queries @returns {Promise<string[]>} */
const ask = (page, queries) =>
    page.evaluate(async (/** @type {string[]} */ all) => {
        const engine = await globalThis.studybook.search.engine();
        const firsts = [];
        for (const query of all) {
            const { hits } = await engine.search(query);
            firsts.push(hits.length ? (await engine.rows([hits[0].topic]))[0].id : "nothing");
        }
        return firsts;
    }, queries);

/** What is wrong with the first results. @param {any} page @param {Record<string, string>} wanted query -> id, in any notation */
async function wrongly(page, wanted) {
    const found = await ask(page, Object.keys(wanted));
    return Object.entries(wanted).filter(([, id], i) => found[i] !== id).map(([query, id]) => `${query}: ${found[Object.keys(wanted).indexOf(query)]}, not ${id}`);
}

const wide = (/** @type {any} */ page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** @param {string} language */
const ofGuide = (language) => {
    const { code, first, all, found, marked, easy } = GUIDES[language];
    return {
        [`${language}: search finds forms of words, with and without marks, and marks them`]: async (/** @type {any} */ own) => {
            const context = await inGuide(own, language);
            const { page, complaints, close } = await visit(context, `search.html?q=${encodeURIComponent(marked[0])}`, {}, "file");
            await page.waitForSelector("main .search-results [data-topic]");
            const texts = await page.locator("main .search-results > :first-child :is(.search-title, .search-summary) mark").allInnerTexts();
            check(JSON.stringify(texts) === JSON.stringify(marked[1]), `${marked[0]} marks ${texts}`);
            const wrong = await wrongly(page, found);
            check(wrong.length === 0, wrong.join("\n"));
            check(complaints.length === 0, complaints.join("\n"));
            await close();
        },

        [`${language}: pages fit, speak the language and please axe, light and dark`]: async (/** @type {any} */ own) => {
            const context = await inGuide(own, language);
            for (const [width, colorScheme, paths] of [[390, "light", all], [1280, "dark", []]]) {
                const { page, complaints, close } = await visit(context, "index.html", { viewport: { width, height: 844 }, colorScheme });
                for (const path of paths) {
                    await page.goto(context.url + path);
                    await settled(page);
                    check((await wide(page)) <= 0, `${path} is ${await wide(page)} px too wide at ${width} px`);
                    const text = await page.locator("body").innerText();
                    check(!/\b(Basic|Intermediate|Advanced|Topics?|Search)\b/.test(text), `${path} speaks English: ${/.*\b(Basic|Intermediate|Advanced|Topics?|Search)\b.*/.exec(text)?.[0]}`);
                }
                await page.goto(context.url + code);
                const problems = await faults(page);
                check(problems.length === 0, problems.join("\n"));
                check((await page.evaluate(() => getComputedStyle(document.querySelector("pre")).direction)) === "ltr", "code runs from right to left");
                check((await wide(page)) <= 0, `${code} is too wide at ${width} px`);
                check((await page.locator("body").innerText()).includes(easy), `no level is called ${easy}`);
                check(complaints.length === 0, complaints.join("\n"));
                await close();
            }
        },

        [`${language}: cards are studied, in the guide's own words`]: async (/** @type {any} */ own) => {
            const context = await inGuide(own, language);
            const me = await reader(context, "study.html", { viewport: { width: 390, height: 844 } });
            await start(me.page);
            const card = await answer(me.page, 3);
            check(card?.startsWith(first.replace("/", ".")) || card?.includes(first), `the first card is ${card}`);
            await answer(me.page, 1);
            check((await wide(me.page)) <= 0, "a card is too wide");
            await me.go("progress.html");
            await me.page.waitForSelector("main [data-export]");
            check(!/\b(Basic|Export|Levels|days?)\b/.test(await me.page.locator("main").innerText()), "progress speaks English");
            check(me.complaints.length === 0, me.complaints.join("\n"));
            await me.close();
        },

        [`${language}: nothing is cut on paper`]: async (/** @type {any} */ own) => {
            const context = await inGuide(own, language);
            const { page, close } = await visit(context, code, { viewport: AREA });
            await page.emulateMedia({ media: "print" });
            for (const path of [code, "print.html", "cheatsheet.html"]) {
                await page.goto(context.url + path);
                const outside = await page.evaluate(() => {
                    const body = document.body.getBoundingClientRect();
                    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
                    const found = [];
                    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                        if (!node.parentElement?.checkVisibility() || node.parentElement.closest("math, .visually-hidden")) continue;
                        const range = document.createRange();
                        range.selectNodeContents(node);
                        for (const box of range.getClientRects()) if (box.width > 1 && (box.right > body.right + 1 || box.left < body.left - 1)) found.push(`${node.textContent?.slice(0, 30)} from ${box.left} to ${box.right}`);
                    }
                    return found;
                });
                check(outside.length === 0, `${path}: ${outside.slice(0, 5).join("\n")}`);
            }
            await close();
        },
    };
};

/** Word -> forms of it that find it, in languages without a guide of their own. @type {Record<string, [string, string[]][]>} */
const FORMS = {
    es: [["La célula vegetal", ["células", "celulas"]], ["Las canciones populares", ["canción", "cancion"]], ["Cómo nadaban los peces", ["nadar"]]],
    fr: [["Les études nationales", ["étude", "etudes", "national"]], ["Le cheval mangé", ["mangée"]], ["Un œuf frais", ["oeufs", "œufs"]]],
    it: [["Le città italiane", ["citta", "italiana"]], ["Programmazione", ["programmazioni"]], ["I gatti neri", ["gatto nero"]]],
    pl: [["Książki o górach", ["książkami", "ksiazki"]], ["Komputery kwantowe", ["komputer"]], ["Łódki na wodzie", ["lodki"]]],
    "pt-BR": [["As organizações sociais", ["organização", "organizacoes"]], ["Os gatos bonitos", ["gato bonito"]], ["Cozinhando feijão", ["cozinhar", "feijao"]]],
    ru: [["Растительные клетки", ["клетка", "клеткой", "растительный"]], ["Зелёный лист", ["зеленого", "зелёному"]], ["Строение йода", ["йод"]]],
    tr: [["Kitapların yazarları", ["kitap", "kitaplar", "KİTAP"]], ["Işığın hızı", ["ışık hızı", "isigin"]], ["Gözlerin yapısı", ["gözler", "gozler"]]],
};

/** @type {Record<string, (context: any) => Promise<void>>} */
const cases = {
    "ar: the rails are mirrored, and scripts without slanted letters are not slanted": async (own) => {
        const context = await inGuide(own, "ar");
        const { page, close } = await visit(context, GUIDES.ar.code);
        const box = (/** @type {string} */ selector) => page.evaluate((it) => document.querySelector(it)?.getBoundingClientRect().toJSON(), selector);
        const [rail, main] = [await box(".side"), await box("main")];
        check(main.right <= rail.left, "the rail stands on the left");
        check((await page.evaluate(() => getComputedStyle(document.body).fontSynthesisStyle)) === "none", "letters are slanted");
        await close();
    },

    "forms of words are found in seven more languages, typed with and without their marks": async (context) => {
        for (const [language, words] of Object.entries(FORMS)) {
            const topics = words.map(([title], i) => [`content/t${i}.md`, topic({ title, id: `t${i}` }, "x\n")]);
            const own = guide({ "book.toml": `[book]\ntitle = "x"\nlanguage = "${language}"\n`, "content/index.md": "+++\ntitle = \"x\"\n+++\n", ...Object.fromEntries(topics) });
            const folder = own.build();
            const { page, complaints, close } = await visit({ ...context, file: `file://${folder}/` }, "search.html", {}, "file");
            const wanted = Object.fromEntries(words.flatMap(([, forms], i) => forms.map((form) => [form, `t${i}`])));
            const wrong = await wrongly(page, wanted);
            check(wrong.length === 0, `${language}: ${wrong.join("\n")}`);
            check(complaints.length === 0, complaints.join("\n"));
            await close();
            own.remove();
        }
    },
};

export const tests = { ...ofGuide("de"), ...ofGuide("ar"), ...ofGuide("ja"), ...cases };
