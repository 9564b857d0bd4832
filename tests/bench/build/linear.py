"""Costs that have to be linear: each case at some sizes, and by how much the CPU time grows when its input doubles.

    tests/bench/build/linear                          # every case
    tests/bench/build/linear records links            # some of them
    tests/bench/build/linear --niemyet target/old/niemyet --limit 120 records

A growth of 2.0 is linear; above 2.4, where it costs half a second or more, it is told and the run ends with 1. So it does
where a command was stopped after --limit CPU seconds, with the size at which that was. The cases:

    records     `check` of 25,000, 50,000, 100,000 procedures with full text
    findings    `check` of 200 procedures and 25,000, 50,000, 100,000 rows of decisions that name codes nobody holds
    all         the same, every finding in full (`check --all`)
    json        the same as JSON
    errors      `check` of as many errors: rows that lack a key
    review      `build --review` of a site with as many findings
    links       `check` of 25,000, 50,000, 100,000 rows of links.tsv whose codes nobody holds
    docx        `import decision` of a table of 100 rows with 500, 1,000, 2,000 cells each
    tall        `import decision` of a table of 500, 1,000, 2,000 rows with 100 cells each
    line        `import decision` of a text file of 15, 30, 60 MB in one line
    words       the same where the line has blanks
    csv         `import` of a list of 15, 30, 60 MB in one cell
    html        `import decision` of a page of 15, 30, 60 MB in one line
"""
from __future__ import annotations

import argparse
import pathlib
import shutil
import subprocess
import sys
import time
import zipfile

import measure
from content import DAY

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
LINEAR, WORTH = 2.4, 0.5
MB = 1 << 20
WORD = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
TYPES = ('<?xml version="1.0" encoding="UTF-8"?>'
         '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELATIONS = ('<?xml version="1.0" encoding="UTF-8"?><Relationships '
             'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             '<Relationship Id="rId1" Target="word/document.xml" '
             'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>')
HEAD = ["ỦY BAN NHÂN DÂN TỈNH THANH HÓA", "Số: 7001/QĐ-UBND", "Thanh Hóa, ngày 03 tháng 7 năm 2026", "QUYẾT ĐỊNH",
        "Về việc công bố danh mục thủ tục hành chính sửa đổi, bổ sung", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."]


class Bench:
    """The binary, a folder for what is made, and a small project."""

    def __init__(self, niemyet: pathlib.Path, folder: pathlib.Path):
        self.niemyet, self.folder, self.small = niemyet, folder, folder / "small/project"
        self.make(200, folder / "small")

    def make(self, count: int, folder: pathlib.Path) -> pathlib.Path:
        subprocess.run([sys.executable, HERE / "content.py", self.niemyet, str(count), folder, "--without-hugo"], check=True)
        return folder / "project"

    def project(self) -> pathlib.Path:
        shutil.rmtree(self.folder / "project", ignore_errors=True)
        return shutil.copytree(self.small, self.folder / "project")

    def command(self, project: pathlib.Path, *words) -> list:
        return [self.niemyet, "--catalogue", project, "--as-of", DAY, "--today", DAY, *words]

    # What each case makes of a size: the command to time.

    def records(self, count: int) -> list:
        shutil.rmtree(self.folder / "many", ignore_errors=True)
        return self.command(self.make(count, self.folder / "many"), "check")

    def with_rows(self, count: int, row: str) -> pathlib.Path:
        project = self.project()
        for part in range(count // 1000):
            rows = "".join(row.format(number=part * 1000 + at) for at in range(1000))
            (project / f"catalogue/decisions/2026/{9000 + part}-qd-bca.toml").write_text(
                f'number = "{9000 + part}/QĐ-BCA"\nissuer = "bo-cong-an"\nsigned = 2026-05-01\neffect = 2026-05-02\n'
                f'title = "Công bố, phần {part}"\nsource = "bench"\n{rows}')
        return project

    def noted(self, count: int) -> pathlib.Path:
        return self.with_rows(count, '\n[[change]]\nkind = "amend"\ncode = "9.{number:06}"\n')

    def findings(self, count: int) -> list:
        return self.command(self.noted(count), "check")

    def all(self, count: int) -> list:
        return self.command(self.noted(count), "check", "--all")

    def json(self, count: int) -> list:
        return self.command(self.noted(count), "check", "--format", "json")

    def errors(self, count: int) -> list:
        return self.command(self.with_rows(count, '\n[[change]]\nkind = "amend"\nnote = "{number}"\n'), "check")

    def review(self, count: int) -> list:
        project = self.noted(count)
        return self.command(project, "build", "--out", project / "public", "--review", project / "review")

    def links(self, count: int) -> list:
        project = self.project()
        rows = "".join(f"9.{at:06}\t019d2bfb-cfb3-4000-8000-{at:012x}\tprocedure\tbench\t\n" for at in range(count))
        with (project / "catalogue/links.tsv").open("a") as file:
            file.write(rows)
        return self.command(project, "check")

    def read(self, path: pathlib.Path, *words: str) -> list:
        return self.command(self.project(), "import", *words, path, "--dry-run")

    def table(self, rows: int, cells: int) -> list:
        paragraph = lambda text: f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        cell = lambda text: f"<w:tc>{paragraph(text)}</w:tc>"
        titles = ["STT", "Mã TTHC", "Tên thủ tục hành chính"] + [f"Cột {at}" for at in range(cells - 3)]
        row = lambda values: ("<w:tr>" + "".join(map(cell, values)) + "</w:tr>").encode()
        path = self.folder / "table.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", TYPES)
            archive.writestr("_rels/.rels", RELATIONS)
            with archive.open("word/document.xml", "w") as document:
                document.write((WORD + "".join(map(paragraph, HEAD)) + "<w:tbl>").encode() + row(titles))
                for at in range(rows):
                    values = [str(at + 1), f"4.{at % 200:06}", f"Thủ tục {at}"] + [f"nội dung {at}"] * (cells - 3)
                    document.write(row(values))
                document.write(b"</w:tbl></w:body></w:document>")
        return self.read(path, "decision")

    def docx(self, cells: int) -> list:
        return self.table(100, cells)

    def tall(self, rows: int) -> list:
        return self.table(rows, 100)

    def text(self, name: str, before: str, repeated: str, after: str, size: int) -> pathlib.Path:
        path = self.folder / name
        with path.open("w") as file:
            file.write(before)
            # In pieces: the peak of a command is at least that of this program.
            for _ in range(size):
                file.write(repeated * (MB // len(repeated.encode())))
            file.write(after)
        return path

    def line(self, size: int) -> list:
        path = self.text("line.txt", "\n".join(HEAD) + "\n", "thủtụchànhchính", "\n", size)
        return self.read(path, "decision")

    def words(self, size: int) -> list:
        repeated = "thủ tục 4.000001 ngày 03/07/2026 "
        return self.read(self.text("words.txt", "\n".join(HEAD) + "\n", repeated, "\n", size), "decision")

    def csv(self, size: int) -> list:
        before = "Mã số,Tên,Cơ quan ban hành\n4.000001,\""
        return self.read(self.text("list.csv", before, "thủ tục hành chính ", "\",Bộ Công an\n", size))

    def html(self, size: int) -> list:
        head = "".join(f"<p>{line}</p>" for line in HEAD)
        page = f"<!doctype html><meta charset=utf-8><title>Quyết định</title>{head}<p>"
        return self.read(self.text("page.html", page, "<b>thủ tục</b> 4.000001 ", "</p>", size), "decision")


MANY = (25_000, 50_000, 100_000)
CASES = {**{name: MANY for name in ("records", "findings", "all", "json", "errors", "review", "links")},
         "docx": (500, 1000, 2000), "tall": (500, 1000, 2000),
         **{name: (15, 30, 60) for name in ("line", "words", "csv", "html")}}


def main() -> int:
    parser = argparse.ArgumentParser(prog="linear", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--niemyet", type=pathlib.Path, help="the binary (default: target/release/niemyet, built)")
    parser.add_argument("--limit", type=int, default=300, metavar="SECONDS",
                        help="CPU seconds after which a command is stopped (default 300)")
    parser.add_argument("--sizes", type=int, nargs="+", help="other sizes than the case's own, each twice the last")
    parser.add_argument("--cache", type=pathlib.Path, default=ROOT / "target/bench/build",
                        help="where the inputs are made")
    asked = parser.parse_args()
    unknown = set(asked.cases) - CASES.keys()
    if unknown:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    if asked.niemyet is None:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        asked.niemyet = ROOT / "target/release/niemyet"
    folder = asked.cache.resolve() / f"linear-{time.time_ns()}"
    bench, wrong = Bench(asked.niemyet.resolve(), folder), []
    print(f"{'case':<10}{'size':>9}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'growth of CPU, peak':>22}")
    try:
        for name in asked.cases or CASES:
            last = None
            for size in asked.sizes or CASES[name]:
                command = getattr(bench, name)(size)
                try:
                    # Findings and refused files are what some cases are about.
                    cost = measure.cost(command, limit=asked.limit, may_end_with=(0, 1, 2))
                except measure.Stopped as stopped:
                    print(f"{name:<10}{size:>9,}   {stopped}", flush=True)
                    wrong.append(f"{name} at {size:,}: {stopped}")
                    break
                growth = f"{cost.cpu / last.cpu:14.2f}{cost.peak / last.peak:8.2f}" if last else ""
                if last and cost.cpu >= WORTH and cost.cpu / last.cpu > LINEAR:
                    wrong.append(f"{name} at {size:,}: {cost.cpu / last.cpu:.2f} × the CPU time of half of it")
                print(f"{name:<10}{size:>9,}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak:9.0f}{growth}", flush=True)
                last = cost
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\nmore than linear:" if wrong else "\nall linear", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
