"""Decisions as values, and what each of their rows is, so that what a reader makes of a file can be held against it.

A paper is blocks in order: paragraphs and tables. A cell may be struck, hidden, or span others. Truth is a list of rows.
"""
from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace


@dataclass
class Cell:
    text: str
    rows: int = 1
    columns: int = 1
    struck: bool = False
    hidden: bool = False


@dataclass
class Table:
    rows: list[list[Cell]]
    hidden_rows: set[int] = field(default_factory=set)


@dataclass
class Line:
    text: str
    struck: bool = False
    hidden: bool = False


@dataclass
class Truth:
    """A row: what the draft has to say of it, or has to ask about."""

    code: str
    kind: str
    effect: str | None
    until: str | None = None
    # Words of which at least one stands in a question that asks about this row.
    about: tuple[str, ...] = ()
    # Whether the row does not stand: struck out or hidden.
    absent: bool = False


@dataclass
class Paper:
    name: str
    kind: str
    number: str
    signed: str
    blocks: list
    truth: list[Truth]
    # A question is wanted that quotes one of these words, beside the rows.
    asks: tuple[str, ...] = ()


TITLES = {
    "stt": "STT",
    "code": "Mã TTHC",
    "name": "Tên thủ tục hành chính",
    "time": "Thời hạn giải quyết",
    "place": "Địa điểm thực hiện",
    "fee": "Phí, lệ phí",
    "legal": "Căn cứ pháp lý",
}

PART = {
    "new": "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
    "amend": "DANH MỤC THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG",
    "repeal": "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
}

KIND_OF_TITLE = {"new": "mới ban hành", "amend": "được sửa đổi, bổ sung", "repeal": "bị bãi bỏ"}


@dataclass
class Part:
    kind: str
    rows: list[dict]
    columns: tuple[str, ...] = ("stt", "code", "name", "time", "place", "legal")
    heading: str | None = None
    effect: str | None = None
    until: str | None = None
    titles: dict = field(default_factory=dict)
    count: bool = True


def head(number: str, signed: str, kinds, sector: str) -> list:
    day, month, year = int(signed[8:]), int(signed[5:7]), signed[:4]
    what = ", ".join(KIND_OF_TITLE[kind] for kind in kinds)
    return [
        Table([[Cell("ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA\nSố: " + number),
                Cell(f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nThanh Hóa, ngày {day:02} tháng {month:02} năm {year}")]]),
        Line("QUYẾT ĐỊNH"),
        Line(f"Về việc công bố Danh mục thủ tục hành chính {what} lĩnh vực {sector} thuộc phạm vi chức năng quản lý của Sở Tư pháp tỉnh Thanh Hóa"),
        Line("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THANH HÓA"),
        Line("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
        Line("QUYẾT ĐỊNH:"),
        Line("Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính."),
    ]


def table(part: Part, first: int = 1) -> Table:
    titles = {**TITLES, **part.titles}
    rows = [[Cell(titles[key]) for key in part.columns]]
    for at, row in enumerate(part.rows):
        cells = []
        for key in part.columns:
            text = str(first + at) if key == "stt" else row.get(key, "")
            cells.append(Cell(text, struck=row.get("struck", False)))
        rows.append(cells)
    return Table(rows, {at + 1 for at, row in enumerate(part.rows) if row.get("hidden")})


def paper(name: str, kind: str, parts: list[Part], *, number: str, signed="2026-11-10", clause=None, effect="signing",
          until=None, sector="Hộ tịch", asks=(), exceptions=None, annex=True, about=()) -> Paper:
    """Builds a paper; `effect` is what the clause says, `exceptions` code → (effect, until)."""
    exceptions = exceptions or {}
    clause = clause or ["Điều 2. Quyết định này có hiệu lực kể từ ngày ký."]
    blocks = head(number, signed, [part.kind for part in parts], sector)
    blocks += [Line(text) for text in clause]
    blocks += [Line("Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh chịu trách nhiệm thi hành Quyết định này./."),
               Line("KT. CHỦ TỊCH"), Line("PHÓ CHỦ TỊCH")]
    if annex:
        blocks += [Line("PHỤ LỤC"), Line(f"(Ban hành kèm theo Quyết định số {number} của Chủ tịch Ủy ban nhân dân tỉnh)")]
    truth = []
    for at, part in enumerate(parts):
        count = f" ({len([row for row in part.rows if not row.get('struck')]):02} TTHC)" if part.count else ""
        label = ["I", "II", "III", "IV", "V"][at]
        heading = f"{label}. {part.heading or PART[part.kind]}{count}"
        blocks.append(Line(heading))
        blocks.append(table(part))
        for row in part.rows:
            its_effect = part.effect or effect
            its_until = part.until or until
            if row["code"] in exceptions:
                its_effect, its_until = exceptions[row["code"]]
            if "effect" in row:
                its_effect = row["effect"]
            if "until" in row:
                its_until = row["until"]
            truth.append(Truth(row["code"], part.kind, signed if its_effect == "signing" else its_effect, its_until,
                               about=(row["code"], row["name"][:24], heading[:30]) + tuple(about),
                               absent=bool(row.get("struck") or row.get("hidden"))))
    return Paper(name, kind, number, signed, blocks, truth, asks)


def changed(one: Paper, name: str, kind: str, number: str) -> Paper:
    """A copy under another name and number."""
    other = copy.deepcopy(one)
    other.name, other.kind = name, kind
    def renumbered(text: str) -> str:
        return text.replace(one.number, number)
    for block in other.blocks:
        if isinstance(block, Line):
            block.text = renumbered(block.text)
        else:
            for row in block.rows:
                for cell in row:
                    cell.text = renumbered(cell.text)
    other.number = number
    return other
