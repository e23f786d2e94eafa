"""Every question of `questions.tsv` stands word for word in the `asks` of exactly one topic, and the tags are used."""

import collections
import pathlib
import sys
import tomllib

root = pathlib.Path(__file__).resolve().parents[2]


def front_matter(path):
    text = path.read_text(encoding="utf-8")
    return tomllib.loads(text.split("+++\n", 2)[1])


def main():
    lines = (root / "tests/guide/questions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    questions = [line.split("\t")[3] for line in lines]
    topics = {path: front_matter(path) for path in sorted((root / "content").rglob("*.md")) if path.name != "index.md"}
    asked = collections.defaultdict(list)
    used = collections.Counter()
    for path, front in topics.items():
        for ask in front.get("asks", []):
            asked[ask].append(path.relative_to(root))
        used.update(front["tags"])
    declared = tomllib.loads((root / "book.toml").read_text(encoding="utf-8"))["tags"]
    checks = [(len(asked[question]) == 1, f"{question!r} is asked in {[str(path) for path in asked[question]]}") for question in questions]
    checks += [(used[tag] >= 3, f"tag {tag!r} is used by {used[tag]} topics") for tag in declared]
    checks.append((len(questions) == 200, f"{len(questions)} questions"))
    checks.append((155 <= len(topics) <= 170, f"{len(topics)} topics"))
    for fine, text in checks:
        if not fine:
            print("FAILED", text)
    failed = sum(not fine for fine, _ in checks)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
