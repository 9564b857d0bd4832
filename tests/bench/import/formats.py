"""A paper as the files that offices send: docx by python-docx, xlsx by openpyxl, html, text; the rest by LibreOffice and Chromium."""
from __future__ import annotations

import html
import os
import shutil
import subprocess
from pathlib import Path

from papers import Cell, Line, Paper, Table


def grid(table: Table):
    """Cells with the column where each stands."""
    taken = set()
    for at, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            for r in range(cell.rows):
                for c in range(cell.columns):
                    taken.add((at + r, column + c))
            yield at, column, cell
            column += cell.columns


def width(table: Table) -> int:
    return max(column + cell.columns for _, column, cell in grid(table))


def docx(paper: Paper, path: Path) -> None:
    import docx as python_docx

    document = python_docx.Document()
    for block in paper.blocks:
        if isinstance(block, Line):
            run = document.add_paragraph().add_run(block.text)
            run.font.strike = block.struck or None
            run.font.hidden = block.hidden or None
            continue
        made = document.add_table(rows=len(block.rows), cols=width(block))
        made.style = "Table Grid"
        for at, column, cell in grid(block):
            target = made.cell(at, column)
            if cell.rows > 1 or cell.columns > 1:
                target = target.merge(made.cell(at + cell.rows - 1, column + cell.columns - 1))
            lines = cell.text.split("\n")
            for number, text in enumerate(lines):
                paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
                run = paragraph.add_run(text)
                run.font.strike = cell.struck or None
                run.font.hidden = (cell.hidden or at in block.hidden_rows) or None
    document.save(path)


def page(paper: Paper) -> str:
    out = ["<html><head><meta charset='utf-8'><style>table{border-collapse:collapse}td,th{border:1px solid}</style></head><body>"]
    def shown(text: str, struck: bool, hidden: bool) -> str:
        text = html.escape(text).replace("\n", "<br>")
        if struck:
            text = f"<s>{text}</s>"
        return f'<span style="display:none">{text}</span>' if hidden else text
    for block in paper.blocks:
        if isinstance(block, Line):
            out.append(f"<p>{shown(block.text, block.struck, block.hidden)}</p>")
            continue
        out.append("<table>")
        placed = {}
        for at, _, cell in grid(block):
            placed.setdefault(at, []).append(cell)
        for at in range(len(block.rows)):
            hidden = ' style="display:none"' if at in block.hidden_rows else ""
            out.append(f"<tr{hidden}>")
            for cell in placed.get(at, []):
                span = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
                out.append(f"<td{span}>{shown(cell.text, cell.struck, cell.hidden)}</td>")
            out.append("</tr>")
        out.append("</table>")
    out.append("</body></html>")
    return "\n".join(out)


def workbook(paper: Paper, path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Quyết định"
    at = 1
    for block in paper.blocks:
        if isinstance(block, Line):
            cell = sheet.cell(at, 1, block.text)
            cell.font = Font(strike=block.struck or None)
            sheet.row_dimensions[at].hidden = block.hidden
            at += 1
            continue
        for row, column, cell in grid(block):
            made = sheet.cell(at + row, column + 1, cell.text)
            made.font = Font(strike=cell.struck or None)
            made.alignment = Alignment(wrap_text=True)
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(start_row=at + row, start_column=column + 1, end_row=at + row + cell.rows - 1,
                                  end_column=column + cell.columns)
            if row in block.hidden_rows:
                sheet.row_dimensions[at + row].hidden = True
        at += len(block.rows)
    book.save(path)


def bars(paper: Paper) -> str:
    out = []
    for block in paper.blocks:
        if isinstance(block, Line):
            out.append(block.text)
            continue
        for row in block.rows:
            out.append(" | ".join(cell.text.replace("\n", "\n") for cell in row))
    return "\n\n".join(out) + "\n"


def office(paths: list[Path], to: str, folder: Path) -> None:
    """LibreOffice turns files into another format, one call for all."""
    if not paths:
        return
    profile = folder / "profile"
    environment = {**os.environ, "HOME": str(folder)}
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, paths)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, timeout=900)


def chromium(path: Path, to: Path) -> None:
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", f"--user-data-dir={to.parent / 'chromium'}", "--no-pdf-header-footer",
                    f"--print-to-pdf={to}", path.as_uri()], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


# The formats, by the tool that writes the file.
FORMATS = ("docx", "docx-lo", "odt", "doc", "pdf-lo", "xlsx", "xlsx-lo", "html", "pdf-chromium", "txt")


def write_all(papers: list[Paper], formats: list[str], folder: Path) -> dict[tuple[str, str], Path]:
    """Writes every paper in every format; (paper, format) → file."""
    made: dict[tuple[str, str], Path] = {}
    def place(form: str) -> Path:
        (folder / form).mkdir(parents=True, exist_ok=True)
        return folder / form
    for paper in papers:
        if {"docx", "docx-lo", "odt", "doc", "pdf-lo"} & set(formats):
            path = place("docx") / f"{paper.name}.docx"
            docx(paper, path)
            made[paper.name, "docx"] = path
        if {"html", "pdf-chromium"} & set(formats):
            path = place("html") / f"{paper.name}.html"
            path.write_text(page(paper))
            made[paper.name, "html"] = path
        if {"xlsx", "xlsx-lo"} & set(formats):
            path = place("xlsx") / f"{paper.name}.xlsx"
            workbook(paper, path)
            made[paper.name, "xlsx"] = path
        if "txt" in formats:
            path = place("txt") / f"{paper.name}.txt"
            path.write_text(bars(paper))
            made[paper.name, "txt"] = path
    word = [made[paper.name, "docx"] for paper in papers if (paper.name, "docx") in made]
    for form, to in (("odt", "odt"), ("doc", "doc"), ("pdf-lo", "pdf")):
        if form in formats:
            office(word, to, place(form))
            made.update({(path.stem, form): folder / form / f"{path.stem}.{to}" for path in word})
    if "docx-lo" in formats:
        source = place("docx-lo-odt")
        office(word, "odt", source)
        office([source / f"{path.stem}.odt" for path in word], "docx", place("docx-lo"))
        made.update({(path.stem, "docx-lo"): folder / "docx-lo" / f"{path.stem}.docx" for path in word})
    if "xlsx-lo" in formats:
        source = place("xlsx-lo-ods")
        books = [made[paper.name, "xlsx"] for paper in papers]
        office(books, "ods", source)
        office([source / f"{path.stem}.ods" for path in books], "xlsx", place("xlsx-lo"))
        made.update({(path.stem, "xlsx-lo"): folder / "xlsx-lo" / f"{path.stem}.xlsx" for path in books})
    if "pdf-chromium" in formats:
        for paper in papers:
            path = place("pdf-chromium") / f"{paper.name}.pdf"
            chromium(made[paper.name, "html"], path)
            made[paper.name, "pdf-chromium"] = path
    for form in ("docx", "html", "xlsx"):
        if form not in formats:
            made = {key: path for key, path in made.items() if key[1] != form}
    shutil.rmtree(folder / "chromium", ignore_errors=True)
    return made
