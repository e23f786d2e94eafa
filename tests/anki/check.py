"""Decks of studybook in Anki's own library.

    python check.py STUDYBOOK GUIDE

A guide is made, exported and imported; fifty cards are reviewed; topics are reworded, moved, tagged anew and put in another
order; the new deck is imported over the old. Then the deck of GUIDE is imported and every card of it is rendered.
The last line is `N passed, N failed`.
"""

import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

TOPICS = 30
BOOK = """[book]
title = "Small guide"
id = "small"
base_url = "https://example.org/guide/"

[tags]
threads = { label = "Threads" }
memory = { label = "Memory" }
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def topic(number, title, tags, order):
    return f"""+++
title = "{title}"
id = "t{number}"
difficulty = "basic"
tags = [{tags}]
summary = "It is number {number}."
order = {order}
+++

See ![a point](/point.png) and `[sound:no.mp3]`, \\[latex\\]x\\[/latex\\].

```quiz id="q"
Which?

- [x] this: it is so.
- [ ] that: it is not.
```

## Follow-ups {{.questions}}

Why {number}? {{#why}}
: Because of {number}.
"""


def write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def small_guide(folder):
    write(folder, "book.toml", BOOK)
    write(folder, "content/index.md", '+++\ntitle = "Home"\n+++\n')
    for chapter in ("one", "two"):
        write(folder, f"content/{chapter}/index.md", f'+++\ntitle = "Chapter {chapter}"\n+++\n')
    (folder / "content/point.png").write_bytes(PNG)
    for number in range(TOPICS):
        text = topic(number, f"What is {number}?", '"threads"', number)
        write(folder, f"content/one/t{number}.md", text.replace("/point.png", "../point.png"))


def reworded(folder):
    """Every topic has a new title, another tag and another place; every second lies in another chapter."""
    for number in range(TOPICS):
        old = folder / f"content/one/t{number}.md"
        old.unlink()
        text = topic(number, f"Say what {number} is", '"memory"', TOPICS - number).replace("Because of", "On account of")
        chapter = "two" if number % 2 else "one"
        write(folder, f"content/{chapter}/new{number}.md", text.replace("/point.png", "../point.png"))


def exported(studybook, folder, out, epoch):
    for file in (folder / "content").rglob("*.md"):
        os.utime(file, (epoch, epoch))
    subprocess.run([studybook, "anki", str(folder), "-o", str(out)], check=True, capture_output=True)


def imported(collection, package, **options):
    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions(**options))
    return collection.import_anki_package(request).log


def review(collection, count):
    deck = collection.decks.id_for_name("Small guide")
    options = collection.decks.config_dict_for_deck_id(deck)
    options["new"]["perDay"] = 500
    collection.decks.update_config(options)
    collection.decks.select(deck)
    for number in range(count):
        card = collection.sched.getCard()
        card.start_timer()
        collection.sched.answerCard(card, 1 + number % 4)


def schedules(collection):
    return dict(
        (card, rest)
        for card, *rest in collection.db.all("select id, nid, type, queue, due, ivl, factor, reps, lapses, data from cards where reps > 0")
    )


class Faults(HTMLParser):
    """What no card may hold: scripts, ids, links that lead nowhere."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "iframe", "object", "form", "link", "meta"):
            self.found.append(tag)
        for name, value in attrs:
            allowed = re.match(r"https?:|mailto:", value or "")
            if name.startswith("on") or (name == "id" and value != "answer") or (name == "href" and not allowed):
                self.found.append(f"{name}={value}")


def fault_of(sides):
    faults = Faults()
    faults.feed(sides)
    faults.close()
    return faults.found


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def equal(self, what, found, wanted):
        self.true(f"{what}: {found!r}, wanted {wanted!r}", found == wanted)

    def true(self, what, holds):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {what}")


def update(studybook, work, checks):
    guide = work / "guide"
    small_guide(guide)
    exported(studybook, guide, work / "a.apkg", 1_790_000_000)
    exported(studybook, guide, work / "b.apkg", 1_790_000_000)
    checks.true("equal guides give equal packages", (work / "a.apkg").read_bytes() == (work / "b.apkg").read_bytes())
    collection = Collection(str(work / "learner.anki2"))
    log = imported(collection, work / "a.apkg")
    checks.equal("new notes", len(log.new), 3 * TOPICS)
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    checks.true(f"decks of chapters: {names}", {"Small guide", "Small guide::Chapter one"} <= names)
    checks.equal("pictures", len(os.listdir(collection.media.dir())), 1)
    checks.equal("pictures that nothing holds", list(collection.media.check().missing), [])
    checks.equal("pictures that nothing shows", list(collection.media.check().unused), [])
    review(collection, 50)
    before = schedules(collection)
    checks.true("cards were reviewed", len(before) >= 20)
    log = imported(collection, work / "a.apkg")
    checks.equal("notes updated by the same deck", (len(log.new), len(log.updated)), (0, 0))
    reworded(guide)
    exported(studybook, guide, work / "c.apkg", 1_790_000_100)
    log = imported(collection, work / "c.apkg")
    checks.equal("new notes after rewording", len(log.new), 0)
    checks.equal("notes in conflict", len(log.conflicting) + len(log.missing_notetype), 0)
    checks.equal("notes updated", len(log.updated), 3 * TOPICS)
    checks.equal("notes", collection.note_count(), 3 * TOPICS)
    checks.equal("schedules", schedules(collection), before)
    checks.equal("reviews", collection.db.scalar("select count() from revlog"), 50)
    note = collection.get_note(collection.find_notes("Id:t7")[0])
    checks.equal("the new wording", note["Prompt"], "Say what 7 is")
    checks.true(f"the new tags: {note.tags}", "tag::memory" in note.tags and "tag::threads" not in note.tags)
    why = collection.get_note(collection.find_notes("Id:t7#why")[0])
    checks.true("the new answer", "On account of 7" in why["Answer"])
    checks.equal("note types", [name.name for name in collection.models.all_names_and_ids() if "studybook" in name.name], ["Small guide (studybook)"])
    text, fine = collection.fix_integrity()
    checks.true(f"the database is whole: {text}", fine)
    collection.close()


def look_changed(models, note_type):
    note_type["css"] += " .card { background: pink }"
    note_type["tmpls"][0]["qfmt"] = "MINE " + note_type["tmpls"][0]["qfmt"]
    note_type["name"] = "My own look"


def field_added(models, note_type):
    models.add_field(note_type, models.new_field("Mnemonic"))


def changed_types(studybook, work, checks):
    """What the manual says of a learner who changed the note type."""
    for change, merged in ((look_changed, False), (field_added, True)):
        folder = work / change.__name__
        guide = folder / "guide"
        small_guide(guide)
        exported(studybook, guide, folder / "old.apkg", 1_790_000_000)
        collection = Collection(str(folder / "learner.anki2"))
        imported(collection, folder / "old.apkg")
        review(collection, 50)
        before = schedules(collection)
        note_type = next(it for it in collection.models.all() if "studybook" in it["name"])
        change(collection.models, note_type)
        collection.models.update_dict(note_type)
        if merged:
            note = collection.get_note(collection.find_notes("Id:t7")[0])
            note["Mnemonic"] = "seven swans"
            collection.update_note(note)
        reworded(guide)
        exported(studybook, guide, folder / "new.apkg", 1_790_000_100)
        log = imported(collection, folder / "new.apkg")
        wanted = (0, 3 * TOPICS) if merged else (3 * TOPICS, 0)
        checks.equal(f"{change.__name__}: notes updated, in conflict", (len(log.updated), len(log.conflicting)), wanted)
        if merged:
            log = imported(collection, folder / "new.apkg", merge_notetypes=True, update_notes=1)
            checks.equal(f"{change.__name__}: notes updated by merging", len(log.updated), 3 * TOPICS)
        note = collection.get_note(collection.find_notes("Id:t7")[0])
        checks.equal(f"{change.__name__}: the new wording", note["Prompt"], "Say what 7 is")
        checks.true(f"{change.__name__}: the reader's own field: {note.items()[-1]}", not merged or note["Mnemonic"] == "")
        checks.equal(f"{change.__name__}: notes", collection.note_count(), 3 * TOPICS)
        checks.equal(f"{change.__name__}: schedules", schedules(collection), before)
        own = collection.models.get(note.mid)
        checks.true(f"{change.__name__}: the reader's look", merged or ("pink" in own["css"] and own["tmpls"][0]["qfmt"].startswith("MINE")))
        collection.close()


def shipped(studybook, guide, work, checks):
    subprocess.run([studybook, "anki", guide, "-o", str(work / "guide.apkg")], check=True, capture_output=True)
    collection = Collection(str(work / "other.anki2"))
    log = imported(collection, work / "guide.apkg")
    checks.true(f"{len(log.new)} cards of the guide", len(log.new) > 500)
    checks.equal("pictures that are missing", list(collection.media.check().missing), [])
    wrong = []
    for card in collection.db.list("select id from cards"):
        output = collection.get_card(card).render_output()
        sides = output.question_text + output.answer_text
        if fault_of(sides) or output.question_av_tags:
            wrong.append((collection.get_card(card).note()["Id"], fault_of(sides)))
        if not output.question_text.split('class="prompt">', 1)[-1].strip():
            wrong.append("empty: " + collection.get_card(card).note()["Id"])
    checks.equal("cards with scripts, ids, sounds or links that lead nowhere", wrong[:5], [])
    collection.close()


def main():
    studybook, guide = os.path.abspath(sys.argv[1]), sys.argv[2]
    checks = Checks()
    with tempfile.TemporaryDirectory() as work:
        update(studybook, Path(work), checks)
        changed_types(studybook, Path(work), checks)
        shipped(studybook, guide, Path(work), checks)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(checks.failed > 0)


main()
