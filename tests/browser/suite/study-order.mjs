// Which card comes when, without a browser: a reader in numbers, with a clock that the test moves.

import { check } from "../pages.mjs";
import { madeDeck } from "../study/deck.mjs";
import { load } from "../study/load.mjs";

const study = load("start", "ts-fsrs", "entry", "memory", "replay", "deck", "order", "next-card", "forecast");
const { DAY } = study;
const NINE = new Date(2026, 10, 2, 9).getTime();

/** A reader who grades. `grade` gives 1 to 4 for a card. */
function reader(/** @type {any} */ deck, plan = {}) {
    let [now, state, n] = [NINE, study.empty(), 0];
    study.now = () => now;
    const add = (/** @type {any} */ entry) => (state = study.put(state, { id: `e${String(n++).padStart(6, "0")}`, at: now, ...entry }));
    if (Object.keys(plan).length) add({ type: "plan", ...plan });
    return {
        add,
        get state() { return state; },
        get now() { return now; },
        wait: (/** @type {number} */ days) => (now += days * DAY),
        /** A whole sitting: the cards shown. @param {(card: any, times: number) => number} grade */
        sit: (grade, ms = 20_000, scope = undefined) => {
            const sitting = study.sit(deck, () => state, scope ?? study.planAt(state, now).scope, 0);
            const shown = [];
            for (let card = sitting.next(); card; card = sitting.next()) {
                shown.push(card);
                const g = grade(card, shown.filter((it) => it === card).length);
                now += ms;
                add({ type: "review", card: card.id, grade: g, ms });
                sitting.took(card, ms);
                if (shown.length > 500) throw new Error("the sitting does not end");
            }
            return shown;
        },
    };
}

/** @type {Record<string, (context?: any) => void>} */
const cases = {
    "a sitting ends within its minutes, and mixes chapters": () => {
        const me = reader(madeDeck(study), { minutes: 10 });
        const shown = me.sit(() => 3);
        check(shown.length >= 12 && shown.length <= 16, `${shown.length} cards in 10 minutes`);
        const same = shown.filter((card, i) => i > 0 && card.id.split(".")[0] === shown[i - 1].id.split(".")[0]).length;
        check(same <= 1, `${same} neighbours are of one chapter`);
        check(me.sit(() => 3).length === 0, "a second sitting on the same day has cards though the minutes are used");
    },

    "failures come back within the minutes, whatever fails": () => {
        for (const minutes of [10, 11, 15, 18, 20, 25, 30, 33]) {
            for (const every of [2, 3, 4, 5]) {
                const me = reader(madeDeck(study, 12, 20), { minutes });
                const shown = me.sit((card, times) => (times === 1 && study.hash(`${card.id} ${minutes}`) % every === 0 ? 1 : 3));
                check(new Set(shown).size < shown.length, "nothing failed");
                const used = study.usedToday(madeDeck(study, 12, 20), me.state, me.now, study.FIRST) / 60_000;
                check(used <= minutes + 4 && used >= minutes - 1, `${used} of ${minutes} minutes, one of ${every} failed`);
            }
        }
    },

    "what cannot come today leaves its minutes to others that are due": () => {
        const deck = madeDeck(study);
        const me = reader(deck, { minutes: 20 });
        for (const card of deck.cards) me.add({ type: "review", card: card.id, grade: 3, ms: 20_000 });
        me.wait(5);
        // No more than two kinds of a topic come on one day, and all three of each are due.
        me.sit(() => 3);
        const left = study.minutesLeft(deck, me.state, me.now);
        check(left <= 1, `${left} minutes are left`);
    },

    "what is easy on the first visit is known for a month; an assumed topic comes sooner": () => {
        const me = reader(madeDeck(study), { minutes: 10 });
        const [one, two] = ["c0.t0", "c0.t1"];
        me.add({ type: "review", card: one, grade: 4, ms: 9000, from: "placement" });
        me.add({ type: "known", card: two, assumed: true, from: "placement" });
        const days = (/** @type {string} */ id) => Math.round((me.state.cards.get(id).fsrs.due.getTime() - me.now) / DAY);
        check(days(one) === 30 && days(two) < days(one), `${days(one)} and ${days(two)} days`);
        check(me.state.cards.get(one).known === "known" && me.state.cards.get(one).grade === 4 && me.state.reviews === 1, "it is no review any more");
    },

    "what is good is not due tomorrow, what failed is": () => {
        const me = reader(madeDeck(study), { minutes: 5 });
        const shown = me.sit((card, times) => (card.id.startsWith("c0") && times === 1 ? 1 : 3));
        const failed = new Set(shown.filter((card) => card.id.startsWith("c0")));
        me.wait(1);
        const due = study.dueCards(madeDeck(study), me.state, me.now, study.planAt(me.state, me.now)).map((/** @type {any} */ it) => it.card.id);
        check(failed.size > 0 && due.length === failed.size && [...failed].every((card) => due.includes(card.id)), `due tomorrow: ${due}; failed: ${[...failed].map((it) => it.id)}`);
    },

    "a failure comes back after at least three other cards, also at the end of the minutes": () => {
        for (const minutes of [1, 2, 5, 20]) {
            const me = reader(madeDeck(study), { minutes });
            const shown = me.sit((card, times) => ((study.hash(card.id) % 3 === 0 && times === 1) || (study.hash(card.id) % 7 === 0 && times < 3) ? 1 : 3));
            let again = 0;
            for (const [i, card] of shown.entries()) {
                const before = shown.lastIndexOf(card, i - 1);
                if (i === 0 || before < 0) continue;
                again += 1;
                check(i - before > 3, `${card.id} came back after ${i - before - 1} cards`);
            }
            // What came first when the minutes were used only stood between others.
            const begins = shown.map((_, i) => shown.slice(0, i).reduce((sum, card) => sum + study.FIRST[card.kind], 0));
            const failed = [...new Set(shown)].filter((card) => study.hash(card.id) % 3 === 0 && (begins[shown.indexOf(card)] ?? 0) < minutes * 60_000);
            check(failed.every((card) => shown.filter((it) => it === card).length > 1), `${minutes} min: a failure did not come back`);
            check(minutes < 5 || again > 0, "nothing failed");
        }
    },

    "a deck of two cards still brings a failure back, and ends": () => {
        const deck = madeDeck(study, 1, 1);
        const me = reader(deck, {});
        const shown = me.sit(() => 1);
        check(shown.length >= 3 && shown.length < 30, `${shown.length} cards`);
    },

    "new cards: requirements first, a topic before its questions, two kinds of a topic a day": () => {
        const deck = madeDeck(study);
        const me = reader(deck, { minutes: 30 });
        /** @type {string[]} */
        const seen = [];
        for (let day = 0; day < 10; day++) {
            const shown = me.sit(() => 3);
            /** @type {Map<number, Set<string>>} */
            const kinds = new Map();
            for (const card of shown) {
                if (!seen.includes(card.id)) {
                    const topic = deck.topics[card.topic];
                    for (const required of topic.r) check(seen.includes(deck.topics[required].i), `${card.id} came before ${deck.topics[required].i}`);
                    if (card.kind !== "topic") check(seen.includes(topic.i), `${card.id} came before its topic`);
                    if (card.kind === "output") check(seen.includes(`${topic.i}#q1`) && seen.includes(`${topic.i}#q2`), `${card.id} came before its questions`);
                    seen.push(card.id);
                }
                kinds.set(card.topic, (kinds.get(card.topic) ?? new Set()).add(card.kind));
            }
            check([...kinds.values()].every((it) => it.size <= 2), "three kinds of a topic on one day");
            me.wait(1);
        }
        check(seen.length > 60 && seen.some((it) => it.endsWith("#out")), `${seen.length} cards were met`);
    },

    "after a month away no sitting is longer, and what loses most comes first": () => {
        const deck = madeDeck(study, 6, 20);
        const me = reader(deck, { minutes: 20 });
        for (let day = 0; day < 14; day++) {
            me.sit((card) => (study.hash(`${card.id}${day}`) % 10 < 8 ? 3 : 2));
            me.wait(1);
        }
        me.wait(30);
        const plan = study.planAt(me.state, me.now);
        const all = study.dueCards(deck, me.state, me.now, plan);
        const shown = me.sit(() => 3);
        check(all.length > shown.length + 20, `only ${all.length} are due`);
        check(shown.length <= 60, `${shown.length} cards in 20 minutes`);
        const loss = (/** @type {any} */ it) => study.memory.recall(it, me.now) - study.memory.recall(it, me.now + DAY);
        check(shown.length > 10 && loss !== undefined, "nothing was shown");
    },

    "an interview pulls each card in scope into the last third, and new cards end two days before": () => {
        const deck = madeDeck(study, 6, 6);
        const at = study.dayOf(NINE);
        const me = reader(deck, { minutes: 30, date: study.dateOf(at + 21), scope: { chapters: ["c0", "c1", "c2"] } });
        /** @type {Map<string, number>} */
        const last = new Map();
        /** @type {Map<string, number>} */
        const first = new Map();
        for (let day = 0; day < 21; day++) {
            for (const card of me.sit(() => 4)) {
                check(/^c[012]/.test(card.id), `${card.id} is not in scope`);
                last.set(card.id, day);
                if (!first.has(card.id)) first.set(card.id, day);
            }
            me.wait(1);
        }
        check(first.size > 50, `${first.size} cards were met`);
        check(Math.max(...first.values()) < 19, `a new card on day ${Math.max(...first.values())}`);
        const early = [...last].filter(([, day]) => day < 14);
        check(early.length === 0, `not seen in the last third: ${early.slice(0, 5)}`);
        // Without the date the same reader would not see them so soon.
        const free = reader(deck, { minutes: 30, scope: { chapters: ["c0", "c1", "c2"] } });
        /** @type {Map<string, number>} */
        const lastFree = new Map();
        for (let day = 0; day < 21; day++) {
            for (const card of free.sit(() => 4)) lastFree.set(card.id, day);
            free.wait(1);
        }
        check([...lastFree.values()].some((day) => day < 14), "the date changed nothing");
    },

    "skip, suspend, known and reset do what they say": () => {
        const deck = madeDeck(study, 1, 3);
        const me = reader(deck, {});
        const plan = study.planAt(me.state, me.now);
        const fresh = () => study.newCards(deck, me.state, me.now, plan, {}, 99).map((/** @type {any} */ it) => it.id);
        check(fresh().includes("c0.t0"), "it is not new");
        me.add({ type: "skip", card: "c0.t0" });
        check(!fresh().includes("c0.t0"), "it was skipped and is shown");
        me.wait(1);
        check(fresh().includes("c0.t0"), "tomorrow has not come");
        me.add({ type: "suspend", card: "c0.t0" });
        check(!fresh().includes("c0.t0"), "it was suspended and is shown");
        me.add({ type: "resume", card: "c0.t0" });
        me.add({ type: "known", card: "c0.t0" });
        check(!fresh().includes("c0.t0") && study.markOf(me.state.cards.get("c0.t0"), me.now) === "known", "it is not known");
        me.wait(40);
        check(study.dueCards(deck, me.state, me.now, plan).length === 1, "what is known is never asked again");
        me.add({ type: "reset", card: "c0.t0" });
        check(fresh().includes("c0.t0"), "it was reset and is not new");
    },

    "a study day begins at four in the morning": () => {
        const night = new Date(2026, 10, 3, 3, 59).getTime();
        check(study.dayOf(night) === study.dayOf(NINE) && study.dayOf(night + 60_000) === study.dayOf(NINE) + 1, "the day does not turn at four");
        check(study.beginOf(study.dayOf(NINE)) === new Date(2026, 10, 2, 4).getTime(), "the day begins elsewhere");
        for (const date of ["2026-03-29", "2026-10-25", "2026-12-31"]) check(study.dateOf(study.dayOf(study.beginOf(study.dayOfDate(date)))) === date, date);
    },

    "a plan lets study days begin at another hour, for what was before it too": () => {
        const at = (/** @type {number} */ day, /** @type {number} */ hour) => new Date(2026, 10, day, hour).getTime();
        const review = (/** @type {string} */ id, /** @type {number} */ when) => ({ id, at: when, type: "review", card: "c0.t0", grade: 3, ms: 1 });
        const log = [review("a", at(2, 3)), review("b", at(2, 5))];
        const days = (/** @type {any} */ state) => state.cards.get("c0.t0").days.size;
        check(days(study.replay(log)) === 2, "04:00 does not part the days");
        let state = study.put(study.replay(log), { id: "p", at: at(2, 6), type: "plan", minutes: 20, begins: 6 });
        check(days(state) === 1 && study.dayOf(at(2, 5)) + 1 === study.dayOf(at(2, 7)) && study.beginOf(study.dayOf(at(2, 7))) === at(2, 6), "06:00 does not part the days");
        state = study.put(state, { id: "u", at: at(2, 8), type: "undo", of: "p" });
        check(days(state) === 2, "undoing the plan leaves its hour");
        check(!study.isEntry({ id: "x", at: 1, type: "plan", begins: 99 }) && !study.isEntry({ id: "x", at: 1, type: "plan", begins: "4" }), "an hour that is none is taken");
        study.replay([]);
    },

    "a topic is known by its own card, else by its others, and not by what is still being learned": () => {
        const deck = madeDeck(study);
        const me = reader(deck);
        const known = (/** @type {number} */ topic) => study.topicRecall(deck, me.state, topic, me.now);
        me.add({ type: "review", card: "c0.t0", grade: 1, ms: 1 });
        check(known(0) === 0, `failed just now: ${known(0)}`);
        me.add({ type: "review", card: "c0.t1#q1", grade: 3, ms: 1 });
        check(known(1) > 0.2 && known(1) < 0.3, `one of four cards: ${known(1)}`);
        me.add({ type: "review", card: "c0.t1", grade: 3, ms: 1 });
        check(known(1) > 0.95, `its own card: ${known(1)}`);
    },

    "more minutes meet more topics, and the forecast is the same each time": () => {
        const deck = madeDeck(study, 8, 20);
        const me = reader(deck, { minutes: 10, date: study.dateOf(study.dayOf(NINE) + 14) });
        me.sit(() => 3);
        const of = (/** @type {number} */ minutes) => study.forecast(deck, me.state, me.now, { ...study.planAt(me.state, me.now), minutes });
        const [ten, thirty] = [of(10), of(30)];
        check(ten.met > 20 && thirty.met > ten.met && thirty.met <= thirty.topics, `${ten.met} and ${thirty.met} of ${thirty.topics}`);
        check(ten.recall > 0.5 && ten.recall < 1 && ten.days.length === 15, `recall ${ten.recall}, ${ten.days.length} days`);
        check(JSON.stringify(of(10)) === JSON.stringify(ten), "the forecast differs");
    },

    "a large deck gives its next card within 50 ms of the processor": () => {
        const deck = madeDeck(study, 50, 100);
        const me = reader(deck, { minutes: 600 });
        const entries = Array.from({ length: 10_000 }, (_, i) => ({ id: `x${i}`, at: NINE - 40 * DAY + i * 300_000, type: "review", card: deck.cards[(i * 37) % 3000].id, grade: 1 + ((i * 5) % 4), ms: 9000 }));
        let state = study.replay(entries);
        const sitting = study.sit(deck, () => state, {}, 600);
        // Time of the processor, so that a busy machine says the same.
        const begin = process.cpuUsage();
        for (let i = 0; i < 100; i++) {
            const card = sitting.next();
            state = study.put(state, { id: `y${i}`, at: me.now + i, type: "review", card: card.id, grade: 3 });
            sitting.took(card, 1000);
        }
        const each = process.cpuUsage(begin).user / 1000 / 100;
        check(each < 50, `${each} ms`);
        process.stdout.write(`# next card of ${deck.cards.length}, 10,000 reviews: ${each.toFixed(1)} ms of the processor\n`);
    },
};

// Each with the clock put back.
export const tests = Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, () => {
    const clock = study.now;
    try {
        run();
    } finally {
        study.now = clock;
    }
}]));
