// A reader's own voice, recorded where the browser can. It stays in memory, is played back beside the answer, and is gone when the
// next question comes or the page closes.

(() => {
    "use strict";

    const study = globalThis.studybook.study;
    const { make, say } = study;

    /** A button that records, or nothing where the browser cannot. @returns {{element: HTMLElement, stop: () => void} | undefined} */
    const voice = () => {
        if (typeof MediaRecorder === "undefined" || !navigator.mediaDevices?.getUserMedia) return undefined;
        /** @type {MediaRecorder | undefined} */
        let recorder;
        let url = "";
        const place = make("span", {});
        const status = make("span", { class: "quiet", role: "status" });
        const button = make("button", { type: "button", class: "study-plain", "aria-pressed": "false", "data-record": "", click: () => void toggle() }, say("record"));
        const begin = async () => {
            const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
            /** @type {Blob[]} */
            const parts = [];
            recorder = new MediaRecorder(stream);
            recorder.ondataavailable = (event) => void parts.push(event.data);
            recorder.onstop = () => {
                for (const track of stream.getTracks()) track.stop();
                URL.revokeObjectURL(url);
                url = URL.createObjectURL(new Blob(parts, { type: recorder?.mimeType }));
                place.replaceChildren(make("audio", { controls: true, src: url, "aria-label": say("recording") }));
                button.setAttribute("aria-pressed", "false");
                button.textContent = say("record");
            };
            recorder.start();
            button.setAttribute("aria-pressed", "true");
            button.textContent = say("stop_recording");
        };
        const toggle = async () => {
            if (recorder?.state === "recording") return recorder.stop();
            try {
                await begin();
                status.textContent = "";
            } catch {
                status.textContent = say("no_microphone");
            }
        };
        return {
            element: make("p", { class: "study-voice" }, button, " ", place, status),
            stop: () => {
                if (recorder?.state === "recording") recorder.stop();
                else if (url) URL.revokeObjectURL(url);
            },
        };
    };

    Object.assign(study, { voice });
})();
