// Opens today's session on study.html.

globalThis.studybook.study.openSession();
