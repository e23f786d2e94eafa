#!/usr/bin/env python3
"""Makes a guide of any size: varied prose, varied code, links, tables, footnotes.

    python3 bench/generate.py --topics 1000 --seed 1 --out /tmp/guide
    python3 bench/generate.py --topics 1000 --flavor hugo --out /tmp/hugo

With `--flavor` the same questions come as a site of another generator (`flavors.py`
writes its layouts). Equal arguments give equal bytes. Each topic has 260 to 400 words of prose, two
Python blocks of 16 to 23 lines that no other topic repeats, a shell or SQL
block in four of ten, a table, a list, a quote, two or three links, and a
footnote in three of ten; twenty topics make a chapter.
"""

import argparse
import pathlib
import random
from dataclasses import dataclass

import flavors

SYLLABLES = "ba co du fe gi ho ka le mi no pa ra se ti vu za lor men tis ver con pre sta tri".split()
COMMON = (
    "the a of to and in is it that for on with as by at from this be are or an which when one not "
    "value list class object function method call module thread process memory query model view "
    "request response cache index table row column key set order name type error test time code"
).split()
TAGS = [f"tag-{n:02d}" for n in range(60)]
LEVELS = ["basic", "intermediate", "advanced"]
TO_CHAPTER = 20


@dataclass
class Topic:
    """One question, before it is written down for a generator. Links stand in the body as `{link:NUMBER}`."""

    number: int
    title: str
    short: str
    level: str
    tags: list
    summary: str
    ask: str
    body: str


class Writer:
    def __init__(self, rng, words):
        self.rng = rng
        self.words = words

    def word(self):
        return self.rng.choice(COMMON) if self.rng.random() < 0.6 else self.rng.choice(self.words)

    def sentence(self):
        words = [self.word() for _ in range(self.rng.randint(7, 18))]
        if self.rng.random() < 0.3:
            words[self.rng.randrange(len(words))] = f"`{self.name()}`"
        if self.rng.random() < 0.2:
            words[self.rng.randrange(len(words))] = f"*{self.word()}*"
        return " ".join(words).capitalize() + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.rng.randint(3, 5)))

    def name(self):
        return "_".join(self.rng.choice(self.words) for _ in range(self.rng.randint(1, 2)))

    def python(self):
        rng, lines = self.rng, []
        lines += [f"import {rng.choice(['json', 'math', 'os', 'sys', 're', 'time'])}", ""]
        if rng.random() < 0.5:
            owner = self.name().title().replace("_", "")
            lines += [f"class {owner}:", f'    """{self.sentence()}"""', ""]
            for _ in range(2):
                arg = self.name()
                lines += [
                    f"    def {self.name()}(self, {arg}, limit={rng.randint(1, 99)}):",
                    f"        if {arg} is None or limit > {rng.randint(100, 999)}:",
                    f'            raise ValueError(f"{self.word()} {{{arg}!r}}")',
                    f"        self.{self.name()} = [x ** {rng.randint(2, 9)} for x in range(limit)]",
                    f"        return {arg}  # {self.word()} {self.word()}",
                    "",
                ]
        else:
            fn, arg = self.name(), self.name()
            lines += [f"def {fn}({arg}, *args, **kwargs):", f'    """{self.sentence()}"""']
            for _ in range(rng.randint(3, 4)):
                var = self.name()
                lines += [
                    f'    {var} = {{"{self.word()}": {rng.randint(1, 999)}, "{self.word()}": {arg}}}',
                    f"    for key, value in {var}.items():",
                    f'        print(f"{{key}}: {{value:>{rng.randint(3, 9)}}}")',
                ]
            lines += [f"    return {arg}", "", f"{fn}({rng.randint(1, 9999)}, flag=True)"]
        return "\n".join(lines[: rng.randint(16, 23)]).rstrip()

    def other(self):
        if self.rng.random() < 0.5:
            return "bash", f"python -m {self.name()} --{self.word()} {self.rng.randint(1, 99)} | grep {self.word()}\nexport NAME={self.word()}"
        return "sql", f"SELECT {self.name()}, COUNT(*)\nFROM {self.name()}\nWHERE id > {self.rng.randint(1, 9999)}\nGROUP BY 1;"


def topic(number, total, writer):
    rng = writer.rng
    tags = rng.sample(TAGS, 3)
    links = [rng.randrange(total) for _ in range(rng.randint(2, 3))]
    title = f"How does {writer.name()} {writer.word()} the {writer.word()} {number}?"
    short = f"{writer.name()} {number}"
    level = rng.choice(LEVELS)
    summary = writer.sentence().replace('"', "")
    ask = f"What is {writer.name()} {number}?"
    out = [
        writer.paragraph(),
        "",
        "```python",
        writer.python(),
        "```",
        "",
        f"## {writer.sentence()[:-1]}",
        "",
        writer.paragraph(),
        "",
        "| name | value |",
        "|------|------:|",
        *(f"| {writer.word()} | {rng.randint(1, 999)} |" for _ in range(3)),
        "",
        "> " + writer.sentence(),
        "",
        "```python",
        writer.python(),
        "```",
        "",
        "## Pitfalls",
        "",
        *(f"- {writer.sentence()}" for _ in range(3)),
        "",
        writer.paragraph(),
    ]
    if rng.random() < 0.4:
        language, code = writer.other()
        out += ["", f"```{language}", code, "```"]
    out += ["", "See " + ", ".join(f"[{writer.word()}]({{link:{link}}})" for link in links) + "."]
    if rng.random() < 0.3:
        out += ["", f"{writer.sentence()}[^1]", "", f"[^1]: {writer.sentence()}"]
    return Topic(number, title, short, level, tags, summary, ask, "\n".join(out) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--topics", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flavor", choices=sorted(flavors.FLAVORS), default="studybook")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    words = sorted({"".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))) for _ in range(6000)})
    writer = Writer(rng, words)
    site = flavors.FLAVORS[args.flavor](args.out, args.topics, TAGS, LEVELS, TO_CHAPTER)
    site.begin()
    for number in range(args.topics):
        if number % TO_CHAPTER == 0:
            site.chapter(number // TO_CHAPTER, writer.paragraph())
        site.topic(topic(number, args.topics, writer))
    site.end()


if __name__ == "__main__":
    main()
