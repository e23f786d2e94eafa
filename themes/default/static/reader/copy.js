// Copying: what one would type, and nothing else.
//
// Of a transcript, that is what stands after its prompts: no prompt, no blank after it, nothing that came back. An empty
// `...` line stays, as it ends a block. Of code in a diff, that is the new code, without its signs. No line end at the end, so that a shell waits for the reader's own Enter.

(() => {
    "use strict";

    /** Stands for a prompt while the lines are told apart. */
    const PROMPT = "\u0000";

    /**
     * Of code in a language behind the signs of a diff: the new code.
     * @param {Element} copy
     */
    const changed = (copy) => {
        for (const header of copy.querySelectorAll(".gh")) header.textContent = header.textContent?.replace(/.+/g, PROMPT) ?? "";
        const lines = (copy.textContent ?? "").split("\n").filter((line) => !line.startsWith("-") && !line.startsWith(PROMPT));
        return lines.map((line) => line.replace(/^[+ ]/, "")).join("\n").trimEnd();
    };

    /** @param {Element} code */
    const text = (code) => {
        const copy = /** @type {Element} */ (code.cloneNode(true));
        if (/\blanguage-diff-/.test(code.className)) return changed(copy);
        const prompts = copy.querySelectorAll(".gp");
        // Of an empty line and the next the prompts are one element.
        // An empty one stands before what was typed without a prompt, whose blanks all count.
        for (const prompt of prompts) prompt.textContent = prompt.textContent?.replace(/.+/g, PROMPT) || `${PROMPT} `;
        const lines = (copy.textContent ?? "").split("\n");
        if (prompts.length === 0) return lines.join("\n").trimEnd();
        const behind = lines.map((line) => line.trimStart()).filter((line) => line.startsWith(PROMPT));
        const typed = behind.map((line) => line.slice(1).replace(/^[ \t]/, ""));
        return typed.join("\n").trimEnd();
    };

    /** @param {string} words */
    const copyText = async (words) => {
        try {
            await navigator.clipboard.writeText(words);
        } catch {
            // No clipboard on plain http or file: the old way.
            const area = document.createElement("textarea");
            area.value = words;
            area.setAttribute("readonly", "");
            document.body.append(area);
            area.select();
            document.execCommand("copy");
            area.remove();
        }
    };

    document.addEventListener("click", async (event) => {
        const button = event.target instanceof Element && event.target.closest("button.copy");
        const code = button && button.closest("figure")?.querySelector("pre code");
        if (!button || !code || !(button instanceof HTMLElement)) return;
        const focused = document.activeElement;
        await copyText(text(code));
        if (focused instanceof HTMLElement) focused.focus();
        const before = button.textContent;
        if (button.dataset.before !== undefined) return;
        button.dataset.before = before ?? "";
        button.textContent = button.dataset.done ?? "";
        setTimeout(() => {
            button.textContent = before;
            delete button.dataset.before;
        }, 1600);
    });
})();
