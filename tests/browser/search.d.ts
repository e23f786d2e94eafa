// The types that the search scripts share, for `tsc --checkJs`. Browsers never see this file.

/** A term cut from a text; places in characters (code points). */
interface Token { term: string; /** As it stands in the text, in lower case, where the stemmer asks for that; or the term. */ written: string; role: "word" | "part" | "whole"; position: number; start: number; end: number }

/** The topics of a term, in order; `levels` holds a digit for each, from `from` on, and so do the homes of the terms part. */
interface Postings { topics: Int32Array; levels: string; from: number; part: number }

/** What answers a word: `firm` for itself, its forms and corrections; not firm for words it only begins. */
interface Answer { postings: Postings; weight: number; firm: boolean }

/** A word of a query. */
interface Unit {
    text: string;
    /** As it was typed, for the stemmer. */
    written: string;
    weight: number;
    /** A topic should have it. */
    counts: boolean;
    /** It may be unfinished. */
    last: boolean;
    /** It stands in quotes, or is a keyword: no forms, no corrections. */
    exactOnly: boolean;
    /** An identifier or compound as one, with `parts`. */
    whole: boolean;
    /** Two words taken together. */
    joined: boolean;
    parts: Unit[];
    lists: Answer[];
    found: boolean;
    /** It stands in the index as it is. */
    exact: boolean;
    idf: number;
    /** How many topics answer firmly. */
    firmly: number;
}

interface Phrase { tokens: Token[]; units: Unit[] }
interface Filters { tags: string[]; difficulties: string[]; chapters: string[] }
interface Hit { topic: number; score: number }
interface Section { heading: string; anchor: string }
interface Row { id: string; url: string; title: string; difficulty: number | null; tags: number[]; summary: string }
interface Facets { chapters: Int32Array; difficulties: Int32Array; tags: number[][] }
interface Known { words: string[]; topics: number[]; bits: Int32Array }

interface Outcome {
    /** Best first, narrowed by the filters. */
    hits: Hit[];
    /** All topics that match, before the filters. */
    all: Int32Array;
    marks: Set<string>;
    units: Unit[];
    /** Words as typed, and as taken. */
    corrected: Map<string, string>;
    filtered: boolean;
    /** Too little was typed to look for it in a large guide. */
    waiting: boolean;
}

interface TermsPart {
    number: number;
    texts: string[];
    topics: Int32Array;
    letters(): Int32Array;
    first(text: string): number;
    find(text: string): number;
    written(i: number): string[];
    postings(i: number): Postings;
}

interface Manifest {
    format: number;
    language: string;
    topics: number;
    stop: string;
    /** How words are written, if the stemmer asks for that. */
    spelling?: "lower" | "turkish";
    keywords: string;
    /** Whether the first part of the terms holds words of any beginning. */
    core?: true;
    weights: [number, number];
    /** Topics to offer before anything is typed. */
    asked?: number[];
    tags: [string, string][];
    difficulties: [string, string][];
    chapters: [string, string][];
    runs: string;
    facets: [string, string] | null;
    parts: { terms: [string[], string]; show: [number[], string]; heads: [number[], string]; homes: [number[], string]; places: [number[], string]; words: string; facets: string };
}

interface Index {
    manifest: Manifest;
    /** How often everything was forgotten. */
    turn: number;
    stop: Set<string>;
    keywords: Set<string>;
    /** Whether a word, as it is written, has forms. */
    inflects: (word: string) => boolean;
    /** What the forms of a word share; of another word, itself. */
    stem: (word: string) => string;
    /** How a term is written in the guide, if its part is here. */
    written: (term: string) => string[];
    /** The summed weight that a stored level stands for. */
    weightOf: number[];
    cut: (text: string) => Token[];
    fresh<T>(task: () => Promise<T>): Promise<T>;
    /** The part in which a text is, if it is in no core. */
    home(text: string): number;
    both(number: number): number[];
    partOf(text: string): Promise<TermsPart>;
    terms(number: number): Promise<TermsPart>;
    termsHere(number: number): TermsPart;
    facets(): Promise<Facets>;
    facetsHere(): Facets;
    heads(topic: number): Promise<Section[]>;
    homes(number: number): Promise<string>;
    knownWords(): Promise<Known>;
    placesOf(text: string): Promise<Map<number, number[]>>;
    rows(topics: number[]): Promise<Row[]>;
}

interface Host { load(file: string): Promise<void> }

interface DigitsReader { at: number; readonly more: boolean; next(): number; skip(count: number): void }

interface Searching {
    VALUES: Int8Array;
    Digits: new (text: string, at?: number) => DigitsReader;
    bisect(length: number, before: (i: number) => boolean): number;
    unfront(text: string): string[];
    scan(text: string, kind: "prose" | "code", stop: ReadonlySet<string>): Token[];
    edits(a: string, b: string, limit: number, beginning: boolean): number;
    letters(word: string): number;
    ones(bits: number): number;
    typos(text: string): number;
    fold(text: string): string;
    remember<T>(make: (key: string) => T, most: number): (key: string) => T;
    spell(tokens: Token[], text: string, spelling: Manifest["spelling"]): Token[];
    stemming(language: string): Pick<Index, "inflects" | "stem">;
    openIndex(host: Host): Index;
    parse(index: Index, query: string): { units: Unit[]; phrases: Phrase[] };
    isPaired(c: string | undefined): boolean;
    /** How many characters a term of a script without spaces has; 0 for all others. */
    paired(term?: string): number;
    unit(text: string, more?: Partial<Unit>): Unit;
    homes(index: Index, u: Unit): number[];
    look(index: Index, units: Unit[], corrected: Map<string, string>): Promise<void>;
    rank(index: Index, units: Unit[]): { topics: number[]; scores: Float32Array; shares: Float32Array };
    sectionsOf(index: Index, topic: number, units: Unit[]): Promise<number[]>;
    holding(index: Index, tokens: Token[]): Promise<Set<number>>;
    compile(index: Index, filters: Filters): { tag(t: number): boolean; difficulty(t: number): boolean; chapter(t: number): boolean };
    narrows(filters: Filters | undefined): boolean;
    counts(index: Index, all: ArrayLike<number>, filters: Filters): Promise<{ tags: ArrayLike<number>; difficulties: ArrayLike<number>; chapters: ArrayLike<number> }>;
    mark(index: Index, text: string, marks: Set<string>): { text: string; marked: boolean }[];
    marksOf(index: Index, units: Unit[], corrected: Map<string, string>): Set<string>;
    sectionsFor(index: Index, hit: Hit, row: Row, outcome: Outcome): Promise<Section[]>;
    settle(index: Index, hits: Hit[], rows: Row[], outcome: Outcome): [Hit, Row][];
}

interface Engine {
    manifest: Manifest;
    open(): Promise<Manifest>;
    search(query: string, filters?: Filters): Promise<Outcome>;
    counts(all: ArrayLike<number>, filters: Filters): Promise<{ tags: ArrayLike<number>; difficulties: ArrayLike<number>; chapters: ArrayLike<number> }>;
    rows(topics: number[]): Promise<Row[]>;
    suggest(query: string): Promise<{ words: string[]; tags: [string, string][]; topics: Row[] }>;
    sections(rows: Row[], hits: Hit[], outcome: Outcome): Promise<Section[][]>;
    settle(hits: Hit[], rows: Row[], outcome: Outcome): [Hit, Row][];
    /** A term as the topics that are shown write it. */
    written(term: string, rows: Row[]): string;
    mark(text: string, marks: Set<string>): { text: string; marked: boolean }[];
}

/** What the scripts of search-ui/ share with each other and with search-page.js. */
interface Finding {
    root: URL;
    /** The results page. */
    page: URL;
    engineScript: URL;
    make(tag: string, attributes?: Record<string, string>, ...children: (Node | string)[]): HTMLElement;
    say(key: string, values?: Record<string, string | number>): string;
    engine(): Promise<Engine>;
    marked(made: Engine, text: string, marks: Set<string>): DocumentFragment;
    /** A topic on the results page; in the dialog, a group of options. */
    entry(made: Engine, row: Row, outcome: Outcome): HTMLElement;
    group(made: Engine, row: Row, outcome: Outcome): HTMLElement;
    /** The sections under it. */
    entrySections(made: Engine, row: Row, sections: Section[], outcome: Outcome): HTMLElement[];
    groupSections(made: Engine, row: Row, sections: Section[], outcome: Outcome): HTMLElement[];
    deepen(made: Engine, items: HTMLElement[], ordered: [Hit, Row][], outcome: Outcome, write: Finding["groupSections"], stands: () => boolean): Promise<void>;
    optionId(): string;
    verdict(made: Engine, outcome: Outcome, query: string, rows: Row[]): string;
    nearest(made: Engine, query: string, choose: (word: string) => void): Promise<HTMLElement>;
    recent(): string[];
    remember(query: string): void;
    forget(): void;
    dialog(): { open(text?: string): void };
    /** The field of the results page, where there is one. */
    own?: HTMLInputElement;
}

/** What the search scripts add to the global of `theme.d.ts`. */
interface Studybook {
    searching: Searching;
    stemmers: Record<string, (word: string) => string>;
    engine: (host: Host) => Omit<Engine, "manifest">;
    search: Finding;
}
declare var studybookSearch: (name: string, stamp: string, value: unknown) => void;
