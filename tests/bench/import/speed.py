#!/usr/bin/env python3
"""What an import costs beside the tools that only read the same file: CPU time, in the same run, medians of some rounds."""
from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import cases
import formats
from papers import Part, paper

TODAY = "2026-12-10"
ROOT = Path(__file__).resolve().parents[3]
READS = """
import sys, openpyxl
for sheet in openpyxl.load_workbook(sys.argv[1]):
    for row in sheet.iter_rows(values_only=True):
        pass
"""


def spent(command: list) -> tuple[float, float]:
    """The CPU seconds of a command and what it started, and the most memory that it had, in MB, where that is more than this
    program's own: a child begins as its copy."""
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode > 1:
        raise SystemExit(f"speed: ended with {child.returncode}: {command}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def medians(rounds: int, *commands) -> list[tuple[float, float]]:
    """Each command once a round, one after the other; a command is a list, or makes one for its round."""
    taken = [[spent(command() if callable(command) else command) for command in commands] for _ in range(rounds)]
    return [tuple(statistics.median(values) for values in zip(*of_one)) for of_one in zip(*taken)]


def told(what: str, ours: tuple, beside: str, theirs: tuple, limit: str, by_difference: bool = False, more: str = "") -> None:
    result = f"{ours[0] - theirs[0]:+6.2f} s" if by_difference else f"{ours[0] / theirs[0]:6.2f} x"
    print(f"{what:<22}{ours[0]:7.2f} s   {beside:<22}{theirs[0]:7.2f} s   {result:>9}   (wanted: {limit})"
          f"{more}", flush=True)


def procedures() -> list[dict]:
    """Code and name of the catalogue's procedures, in order: front matter has the name."""
    found = []
    for file in sorted((ROOT / "catalogue" / "procedures").rglob("*.md")):
        name = re.search(r'^name = "(.*)"$', file.read_text(), re.MULTILINE)
        if name:
            found.append({"code": file.stem, "name": name[1].replace('\\"', '"')})
    return found


def decision(rows: int):
    held = procedures()
    if len(held) < rows:
        raise SystemExit(f"speed: the catalogue has {len(held)} procedures, fewer than the {rows} rows that are wanted")
    return paper("decision", "speed", [Part("amend", [cases.row(0) | one for one in held[:rows]])], number="7001/QĐ-UBND")


def decisions(asked, folder: Path) -> None:
    catalogue = folder / "catalogue"
    shutil.copytree(asked.catalogue, catalogue, ignore=shutil.ignore_patterns(".import"))
    one = decision(asked.rows)
    ours = lambda file: [asked.binary, "import", "decision", file, "--catalogue", catalogue, "--today", TODAY, "--dry-run"]
    word, book = folder / "decision.docx", folder / "decision.xlsx"
    formats.docx(one, word)
    formats.workbook(one, book)
    small = folder / "one-row.docx"
    formats.docx(decision(1), small)
    [alone] = medians(asked.rounds, ours(small))
    print(f"{'docx, 1 row':<22}{alone[0]:7.2f} s   (nearly all of it reading the catalogue, which each of ours below has too)")
    for what, file, tool, command, limit, by_difference in (
        (f"docx, {asked.rows} rows", word, "pandoc -t plain", ["pandoc", "-t", "plain", word], "1.0 x", False),
        (f"PDF, {asked.rows} rows", word.with_suffix(".pdf"), "pdftotext -layout", ["pdftotext", "-layout", word.with_suffix(".pdf"), "-"], "+0.3 s", True),
        (f"xlsx, {asked.rows} rows", book, "openpyxl", [sys.executable, "-c", READS, book], "0.5 x", False),
    ):
        if file.suffix == ".pdf" and shutil.which("soffice"):
            formats.office([word], "pdf", folder)
        if not file.exists() or not shutil.which(command[0]):
            print(f"{what:<22}left out: {command[0] if file.exists() else 'soffice'} is not there")
            continue
        mine, theirs = medians(asked.rounds, ours(file), command)
        told(what, mine, tool, theirs, limit, by_difference)


def lists(asked, folder: Path) -> None:
    """Records and a list into a project whose catalogue has agencies and sectors alone."""
    project = folder / "project"
    subprocess.run([asked.binary, "init", project], check=True, stdout=subprocess.DEVNULL)
    for name in ("procedures", "decisions"):
        shutil.rmtree(project / "catalogue" / name, ignore_errors=True)
    # Every province's procedures under the one of the project: a site has its own alone, and what is measured is all of them.
    with gzip.open(asked.corpus, "rt") as text:
        others = sorted({found for line in text for found in re.findall(r'"agency": *("(?:UBND|Sở|Trung tâm) [^"]+")', line)})
    agencies = (ROOT / "catalogue" / "agencies.toml").read_text()
    (project / "catalogue" / "agencies.toml").write_text(agencies.replace('    "UBND tỉnh Thanh Hóa",', f"    {', '.join(others)},"))
    shutil.copy(ROOT / "catalogue" / "sectors.toml", project / "catalogue")
    shutil.copy(ROOT / "site" / "site.toml", project / "site")
    number = iter(range(1_000))
    def into_a_copy(binary: Path):
        def command() -> list:
            copy = folder / f"copy-{next(number)}"
            shutil.copytree(project, copy)
            return [binary, "import", asked.corpus, asked.list, "--catalogue", copy, "--today", TODAY]
        return command
    ours, theirs = medians(asked.rounds, into_a_copy(asked.binary), into_a_copy(asked.other))
    told("records and list", ours, asked.other.name, theirs, "0.8 x", more=f"; peak {ours[1]:.0f} and {theirs[1]:.0f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, default=ROOT / "target/release/niemyet")
    parser.add_argument("--catalogue", type=Path, default=ROOT / "catalogue")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--corpus", type=Path, help="records, as gzipped JSON Lines")
    parser.add_argument("--list", type=Path, help="a list of the portal, as csv")
    parser.add_argument("--other", type=Path, help="another niemyet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        decisions(asked, Path(folder))
        if asked.corpus and asked.list and asked.other:
            lists(asked, Path(folder))
        else:
            print("records and list      left out: --corpus, --list and --other are wanted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
