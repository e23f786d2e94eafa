// The types that the study scripts share, for `tsc --checkJs`. Browsers never see this file.

/** One line of the log. What else it holds hangs on `type`. */
interface Entry { id: string; at: number; type: string; [more: string]: any }

/** A card as ts-fsrs keeps it; `state` 0 new, 1 learning, 2 review, 3 relearning. */
interface Fsrs { due: Date; stability: number; difficulty: number; scheduled_days: number; reps: number; lapses: number; state: number; last_review?: Date; card_id?: string; [more: string]: any }

interface Scope { chapters?: string[]; tags?: string[]; levels?: string[]; kinds?: string[] }
interface Plan { date: string | null; minutes: number; retention: number; scope: Scope; begins: number; at: number; since: number }
type Mark = "new" | "learning" | "known" | "fading";

/** What the log says of a card. `until`: the study day before which it is not shown. */
interface CardState { fsrs?: Fsrs; grade: number; suspended: boolean; until: number; known: "" | "known" | "assumed"; first: number; days: Set<number>; history: Entry[] }

/** What the whole log says. */
interface State {
    entries: Entry[];
    ids: Set<string>;
    cards: Map<string, CardState>;
    undone: Set<string>;
    plans: Plan[];
    notes: Map<string, string>;
    marked: Map<string, boolean>;
    interviews: Entry[];
    reviews: number;
}

interface Store {
    /** Where entries go: to disk; to memory, since storage is refused, full, or of a later version. */
    state: "kept" | "refused" | "full" | "newer";
    damaged: number;
    read(): Promise<Entry[]>;
    write(entries: Entry[]): Promise<void>;
    derived(key: string): Promise<any>;
    derive(key: string, value: unknown): Promise<void>;
    onState(tell: () => void): void;
    onNews: (entries: Entry[]) => void;
}

type Kind = "topic" | "question" | "output" | "quiz";

interface Topic { i: string; u: string; s: string; c: number; l: number; t: number[]; r: number[]; w: number }

/** A card of the index: `topic` and `file` are numbers, `at` its place in the guide. */
interface Card { id: string; kind: Kind; topic: number; file: number; length: number; at: number; /** A row of a table of words has a level and tags of its own. */ l?: number; t?: number[] }

interface Choice { h: string; right?: boolean; why?: string; place?: number }
interface Quiz { how: "one" | "many" | "order" | "short"; choices: Choice[]; short?: { text?: string; pattern?: string }[] }

/** The texts of a card: HTML, with addresses from the site's root. */
interface Text { p?: string; a?: string; code?: string; title?: string; raises?: boolean; e?: string; asks?: string[]; points?: string[]; follow?: string[]; quiz?: Quiz; v?: string }

interface Deck {
    title: string;
    levels: [string, string][];
    chapters: [string, string, string][];
    tags: [string, string][];
    topics: Topic[];
    cards: Card[];
    byId: Map<string, Card>;
    /** Whether there are parts of the index that have not come yet. */
    more: boolean;
    next(): Promise<void>;
    text(card: Card): Promise<Text | undefined>;
}

interface StudySite { root: URL; guide: string; index: string; stamp: string; cards: number; fsrs: string }

interface Study { [name: string]: any; site: StudySite }

interface Studybook { study: Study }
declare var FSRS: any;
declare var studybookCards: (part: string, value: any) => void;

interface Due { card: Card; day: number; recall: number; loss: number }
interface Sitting {
    next(): Card | undefined;
    renew(): void;
    shown: { card: Card; cost: number }[];
    took(card: Card, ms: number): void;
    back(): void;
    credit(): void;
    more(minutes: number): void;
    minutes(): { done: number; all: number };
}

interface Simulated { card: Card; stability: number; difficulty: number; due: number; last: number }
/** `recalled`: how many topics one would recall, of those met. `recall`: the share of those met, at the end. */
interface Forecast { days: { day: number; met: number; recalled: number }[]; topics: number; met: number; recall: number; day: number | undefined }

interface Reader {
    deck: Deck;
    store: Store;
    readonly state: State;
    plan(): Plan;
    put(type: string, more?: Record<string, unknown>): Promise<Entry>;
    putAll(type: string, all: Record<string, unknown>[]): Promise<Entry[]>;
    /** Merges entries; gives how many were new. */
    take(entries: Entry[]): Promise<number>;
    onChange(listener: () => void): void;
}
interface CardView { element: HTMLElement; title: HTMLElement; reveal(): void; readonly isShown: boolean }
interface QuizView { element: HTMLElement; judge(): boolean; verdict(): HTMLElement }

/** What of a sitting outlives its page. */
interface Sat { day: number; card?: string; isShown: boolean; extra: number; scope: Scope; shown: [string, number][]; given: string[][]; placement?: string[]; queue?: string[] }
/** What was done with a card, and what was taken as known because of it. */
interface Given { entry: Entry; card: Card; also: Entry[] }

/** What study pages leave for pages that are only read. `topics`: state, stability, last review. */
interface Summary { version: number; at: number; day: number; minutes: number; plan: number; next?: number; begins?: number; topics: Record<string, [number, number, number]>; urls: Record<string, string>; marked: string[]; last?: string }
interface Reading { store: Store; summary: Summary; put(type: string, more: Record<string, unknown>): Promise<Entry> }

/** A question of a mock interview, answered. `follows`: grades of its follow-ups. */
interface Asked { card: Card; grade: number; ms: number; missed: string[]; notes: string; follows: number[] }
interface Interview { began: number; questions: Card[]; asked: Asked[] }
