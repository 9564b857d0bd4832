#!/usr/bin/env python3
"""How decisions come in: right, asked or wrong, row by row, over built decisions in the formats that offices send.

    tests/bench/import/run [--binary NIEMYET] [--formats docx,html] [--kinds clause,heading] [--keep DIR] [--list-wrong]

Every row of every paper has a truth that was written down with it (cases.py). A row is *right* where the draft says it,
*asked* where the draft does not and a question names the row or quotes what it rests on, *wrong* where neither is so.
"""
from __future__ import annotations

import argparse
import collections
import datetime
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import cases
import formats
from papers import Paper, Truth

TODAY = "2026-12-10"


def effect_of(change: dict, draft: dict) -> tuple[str | None, str | None]:
    """The day of effect of a row, and its end, as days; "?" where the draft says that nobody knows."""
    section = next((one for one in draft.get("section", []) if one["id"] == change.get("section")), {})
    def first(key: str):
        return next((one[key] for one in (change, section, draft) if key in one), None)
    effect, until = first("effect"), first("until")
    signed = draft.get("signed")
    if effect == "on-signing":
        effect = signed
    elif isinstance(effect, str) and effect.endswith(" days after signing") and signed:
        effect = signed + datetime.timedelta(days=int(effect.split()[0]))
    shown = lambda day: None if day is None else "?" if isinstance(day, str) else day.isoformat()
    return shown(effect) or "?", shown(until)


def verdict(truth: Truth, draft: dict, questions: list[str]) -> str:
    found = [change for change in draft.get("change", [])
             if truth.code in (change.get("code"), *change.get("old", []), *change.get("new", []))]
    asked = any(words.casefold() in question.casefold() for words in truth.about for question in questions)
    if truth.absent:
        return "right" if not found else "asked" if asked else "wrong"
    if not found:
        return "asked" if asked else "wrong"
    if len(found) == 1 and found[0]["kind"] == truth.kind:
        effect, until = effect_of(found[0], draft)
        # What has to be asked is right where it is asked, or where the draft leaves it open.
        wants = "?" in (truth.effect, truth.until)
        if wants:
            return "asked" if asked or effect == "?" else "wrong"
        if (effect, until) == (truth.effect, truth.until):
            return "right"
        if effect == "?" and questions:
            return "asked"
    return "asked" if asked else "wrong"


def drafted(binary: Path, catalogue: Path, file: Path) -> dict | None:
    drafts = catalogue / ".import" / "drafts"
    shutil.rmtree(drafts, ignore_errors=True)
    done = subprocess.run([binary, "import", "decision", file, "--catalogue", catalogue, "--today", TODAY], capture_output=True, text=True)
    found = sorted(drafts.rglob("*.toml"))
    if done.returncode > 1 or not found:
        return None
    return tomllib.loads(found[0].read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parents[3]
    parser.add_argument("--binary", type=Path, default=root / "target/release/niemyet")
    parser.add_argument("--catalogue", type=Path, default=root / "catalogue")
    parser.add_argument("--formats", default=",".join(formats.FORMATS))
    parser.add_argument("--kinds", default="")
    parser.add_argument("--keep", type=Path, help="keep the files in this folder")
    parser.add_argument("--list-wrong", action="store_true")
    asked = parser.parse_args()
    wanted = [form for form in asked.formats.split(",") if form]
    papers = [one for one in cases.all_cases() if not asked.kinds or any(one.kind.startswith(kind) for kind in asked.kinds.split(","))]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        catalogue = folder / "project" / "catalogue"
        # The sector that the papers are about: reading all of the catalogue for every file would take an hour.
        shutil.copytree(asked.catalogue, catalogue, ignore=shutil.ignore_patterns("procedures", ".import"))
        shutil.copytree(asked.catalogue / "procedures" / cases.SECTOR, catalogue / "procedures" / cases.SECTOR)
        files = formats.write_all(papers, wanted, asked.keep or folder / "files")
        by_kind = collections.defaultdict(collections.Counter)
        by_format = collections.defaultdict(collections.Counter)
        noise = collections.Counter()
        wrong = []
        for paper in papers:
            # Plain text has no strike, and hides nothing.
            for form in (form for form in wanted if (paper.kind, form) != ("struck", "txt")):
                draft = drafted(asked.binary, catalogue, files[paper.name, form])
                questions = draft.get("questions", []) if draft else []
                if paper.kind == "clean":
                    noise[form] += len(questions)
                told = [("refused" if draft is None else verdict(truth, draft, questions), truth.code) for truth in paper.truth]
                if paper.asks and draft is not None:
                    text = " ".join(questions) + " ".join(str(change) for change in draft.get("change", []) if change["kind"] in ("withdraw", "correct"))
                    told.append(("asked" if any(words in text for words in paper.asks) else "wrong", "other decision"))
                for result, code in told:
                    by_kind[paper.kind][result] += 1
                    by_format[form][result] += 1
                    if result == "wrong":
                        wrong.append((paper.name, form, code))
        print(f"{len(papers)} decisions in {', '.join(wanted)}\n")
        columns = ("right", "asked", "refused", "wrong")
        for title, table in (("kind", by_kind), ("format", by_format)):
            print(f"{title:<28}" + "".join(f"{column:>9}" for column in columns))
            for name in sorted(table):
                print(f"{name:<28}" + "".join(f"{table[name][column]:>9}" for column in columns))
            print()
        print("questions on the clean decisions: " + ", ".join(f"{form} {noise[form]}" for form in wanted))
        if asked.list_wrong:
            print()
            for name, form, code in wrong:
                print(f"wrong: {name} {form} {code}")
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
