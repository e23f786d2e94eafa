/** What `settings.js` leaves for the scripts after it. */
interface Studybook {
    settings: { theme: string; size: string; answers: string; keys: string };
    set(change: Partial<Studybook["settings"]>): void;
    choices: Record<"theme" | "size" | "answers" | "keys", string[]>;
}
declare var studybook: Studybook;
