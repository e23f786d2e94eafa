/** What `settings.js` leaves for the scripts after it. */
interface Studybook {
    settings: Record<string, string>;
    set(change: Record<string, string>): void;
    /** The key of a shortcut, on any keyboard. */
    keyOf(event: KeyboardEvent): string;
    /** Writes the settings into their panel again. */
    showSettings?(): void;
    /** Loads a classic script of the site. */
    load(src: string | URL): Promise<void>;
    choices: Record<"theme" | "size" | "answers" | "keys" | "code", string[]>;
}
declare var studybook: Studybook;
