"""The decisions of the measurement, by kind; each row's truth stands beside it."""
from __future__ import annotations

import copy
import random

from papers import Cell, Line, PART, Paper, Part, Table, Truth, changed, paper

# The folder of their sector in the catalogue, and procedures of it: code, official name.
SECTOR = "ho-tich"
HELD = [
    ("1.001193", "Thủ tục đăng ký khai sinh"),
    ("1.000894", "Thủ tục đăng ký kết hôn"),
    ("1.000656", "Thủ tục đăng ký khai tử"),
    ("1.003583", "Thủ tục đăng ký khai sinh lưu động"),
    ("1.000593", "Thủ tục đăng ký kết hôn lưu động"),
    ("1.000419", "Thủ tục đăng ký khai tử lưu động"),
]
FRESH = [("1.119001", "Hỗ trợ chi phí học nghề cho lao động nông thôn"), ("1.119002", "Hỗ trợ xây dựng công trình cấp nước hộ gia đình")]


def row(at: int, **more) -> dict:
    code, name = HELD[at % len(HELD)]
    return {"code": code, "name": name, "time": "05 ngày làm việc", "place": "Ủy ban nhân dân cấp xã",
            "legal": "Nghị định số 123/2015/NĐ-CP", "fee": "Không", **more}


def rows(*places: int, **more) -> list[dict]:
    return [row(at, **more) for at in places]


def fresh(at: int, **more) -> dict:
    code, name = FRESH[at]
    return row(0, **more) | {"code": code, "name": name}


class Numbers:
    """Decision numbers, each once."""

    def __init__(self, first: int):
        self.last = first

    def __call__(self) -> str:
        self.last += 1
        return f"{self.last}/QĐ-UBND"


def clean(number: Numbers) -> list[Paper]:
    """What reads well today: nothing new may be asked of these."""
    short = ("stt", "code", "name")
    return [
        paper("clean-repeal", "clean", [Part("repeal", rows(0, 1), short)], number=number()),
        paper("clean-amend", "clean", [Part("amend", rows(0, 1, 2))], number=number()),
        paper("clean-new-repeal", "clean", [Part("new", [fresh(0), fresh(1)]), Part("repeal", rows(3), short)], number=number()),
        paper("clean-three", "clean", [Part("new", [fresh(0)]), Part("amend", rows(0, 2)), Part("repeal", rows(4, 5), short)],
              number=number(), clause=["Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 12 năm 2026."], effect="2026-12-01"),
        paper("clean-day", "clean", [Part("repeal", rows(0, 1), short)], number=number(),
              clause=["Điều 2. Quyết định này có hiệu lực từ ngày 15/12/2026."], effect="2026-12-15"),
        paper("clean-until", "clean", [Part("repeal", rows(0, 1), short)], number=number(),
              clause=["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 đến hết ngày 28/02/2027."], effect="2026-12-01", until="2027-03-01"),
    ]


# What a clause says: lines, the effect and the end of all rows, exceptions, and what may be asked instead.
SIGNING = "Quyết định này có hiệu lực kể từ ngày ký"
CLAUSES = [
    ([f"Điều 2. {SIGNING}; riêng thủ tục số 2 bị bãi bỏ kể từ ngày 01/01/2027."], "signing", None, {1: ("2027-01-01", None)}),
    ([f"Điều 2. {SIGNING}, riêng thủ tục số thứ tự 1 có hiệu lực từ ngày 01/01/2027."], "signing", None, {0: ("2027-01-01", None)}),
    ([f"Điều 2. {SIGNING}. Riêng thủ tục hành chính có số thứ tự 2 tại Phụ lục có hiệu lực từ ngày 15/01/2027."], "signing", None, {1: ("2027-01-15", None)}),
    ([f"Điều 2. {SIGNING}, trừ thủ tục số 2 có hiệu lực từ ngày 01/7/2027."], "signing", None, {1: ("2027-07-01", None)}),
    ([f"Điều 2. {SIGNING}, trừ quy định tại khoản 2 Điều này.", "2. Thủ tục số 2 có hiệu lực từ ngày 01/3/2027."], "signing", None, {1: ("2027-03-01", None)}),
    ([f"Điều 2. {SIGNING}; đối với thủ tục 1.000894 thực hiện từ ngày 01/01/2027."], "signing", None, {1: ("2027-01-01", None)}),
    ([f"Điều 2. {SIGNING}.", "Riêng thủ tục đăng ký kết hôn (mã số 1.000894) có hiệu lực kể từ ngày 01 tháng 02 năm 2027."], "signing", None, {1: ("2027-02-01", None)}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026. Các thủ tục tại số thứ tự 1, 2 thực hiện từ ngày 01/01/2027."], "2026-12-01", None, {0: ("2027-01-01", None), 1: ("2027-01-01", None)}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 và hết hiệu lực vào ngày 28/02/2027."], "2026-12-01", "2027-02-28", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 và chấm dứt hiệu lực từ ngày 01/3/2027."], "2026-12-01", "2027-03-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026, hết hiệu lực kể từ ngày 01/3/2027."], "2026-12-01", "2027-03-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026.", "Quyết định này hết hiệu lực sau ngày 28 tháng 02 năm 2027."], "2026-12-01", "2027-03-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026; thời hạn áp dụng 02 năm."], "2026-12-01", "2028-12-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 và được áp dụng trong thời hạn 12 tháng."], "2026-12-01", "2027-12-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 đến hết tháng 02 năm 2027."], "2026-12-01", "2027-03-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 đến hết năm 2027."], "2026-12-01", "2028-01-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 đến hết quý I năm 2027."], "2026-12-01", "2027-04-01", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 cho đến khi có văn bản thay thế."], "2026-12-01", "?", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026, thực hiện thí điểm đến ngày 30/6/2027."], "2026-12-01", "2027-07-01", {}),
    (["Điều 2. Quyết định này có hiệu lực kể từ ngày Nghị quyết số 45/2026/NQ-HĐND có hiệu lực."], "?", None, {}),
    (["Điều 2. Quyết định này có hiệu lực kể từ ngày ký và áp dụng từ ngày 01/01/2027."], "?", None, {}),
    (["Điều 2. Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký."], "2026-11-20", None, {}),
    (["Điều 2. Quyết định này có hiệu lực sau 10 ngày kể từ ngày đăng Công báo."], "?", None, {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2025."], "?", None, {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026 nếu Trung ương không có quy định khác."], "?", None, {}),
    (["Điều 2. Hiệu lực thi hành", "1. Quyết định này có hiệu lực từ ngày 01/12/2026.", "2. Thủ tục số 1 được thực hiện đến hết ngày 31/12/2027."], "2026-12-01", None, {0: ("2028-01-01", None)}),
    (["Điều 2. Hiệu lực thi hành", f"1. {SIGNING}.", "2. Các thủ tục hành chính tại Phụ lục có hiệu lực từ ngày 01/01/2027."], "?", None, {}),
    ([f"Điều 2. {SIGNING}, áp dụng đối với hồ sơ tiếp nhận từ ngày 01/01/2027."], "?", None, {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026, thay thế Quyết định số 100/QĐ-UBND ngày 05/01/2026."], "2026-12-01", None, {}),
    (["Điều 2. Quyết định này có hiệu lực thi hành từ ngày 01-12-2026."], "2026-12-01", None, {}),
    (["Điều 2. Quyết định này có hiệu lực thi hành từ ngày 01.12.2026."], "2026-12-01", None, {}),
    (["Điều 2. Quyết định này có hiệu lực thi hành từ 0 giờ 00 phút ngày 01/12/2026."], "2026-12-01", None, {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày 01 tháng 12 năm 2026; mục II Phụ lục có hiệu lực từ ngày 01/02/2027."], "2026-12-01", None, "II"),
    ([f"Điều 2. {SIGNING}; Phần II của Phụ lục thực hiện kể từ ngày 01/02/2027."], "signing", None, "II"),
    ([f"Điều 2. {SIGNING}. Các thủ tục bị bãi bỏ hết hiệu lực từ ngày 01/02/2027."], "signing", None, "II"),
    (["Điều 2. Quyết định này có hiệu lực trong 06 tháng kể từ ngày ký."], "signing", "2027-05-11", {}),
    (["Điều 2. Quyết định này có hiệu lực từ ngày ký và tự động hết hiệu lực khi Thông tư số 01/2026/TT-BTP có hiệu lực."], "signing", "?", {}),
    ([f"Điều 2. {SIGNING}. Tạm ngưng thực hiện các thủ tục này đến hết ngày 31/01/2027."], "signing", "2027-02-01", {}),
    ([f"Điều 2. {SIGNING} ban hành."], "signing", None, {}),
    (["Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 12 năm 2026 (thay cho ngày 15/11/2026 tại Tờ trình số 12/TTr-STP)."], "2026-12-01", None, {}),
]


def clauses(number: Numbers) -> list[Paper]:
    made = []
    for at, (lines, effect, until, exceptions) in enumerate(CLAUSES, 1):
        parts = [Part("repeal", rows(0, 1), ("stt", "code", "name"))]
        if exceptions == "II":
            parts = [Part("amend", rows(2), ("stt", "code", "name")), Part("repeal", rows(0, 1), ("stt", "code", "name"))]
            day = "2027-02-01"
            exceptions = {0: (day, None), 1: (day, None)}
        own = {HELD[place][0]: days for place, days in exceptions.items()}
        about = tuple(" ".join(lines).split(". ", 1)[1].split(" ")[k] for k in ())
        words = [phrase for line in lines for phrase in pieces(line)]
        made.append(paper(f"clause-{at:02}", "clause", parts, number=number(), clause=lines, effect=effect, until=until,
                          exceptions=own, about=tuple(words)))
    return made


def pieces(line: str) -> list[str]:
    """Runs of four words: what a question that quotes a line has."""
    words = line.split()
    return [" ".join(words[at:at + 4]) for at in range(max(1, len(words) - 3))]


# A heading, and what it says: effect, end. "?" means that it has to be asked.
HEADINGS = [
    ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ TỪ NGÀY 01/10/2026", "2026-10-01", None),
    ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ KỂ TỪ NGÀY 01/12/2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (từ 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (từ ngày 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (áp dụng từ ngày 01/12/2026 đến hết ngày 28/02/2027)", "2026-12-01", "2027-03-01"),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (thực hiện từ 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (Có hiệu lực từ 26/11/2026)", "2026-11-26", None),
    ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CÓ HIỆU LỰC TỪ NGÀY 01 THÁNG 12 NĂM 2026", "2026-12-01", None),
    ("THỦ TỤC HÀNH CHÍNH TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/12/2026 ĐẾN HẾT NGÀY 28/02/2027", "2026-12-01", "2027-03-01"),
    ("THỦ TỤC HÀNH CHÍNH TẠM NGƯNG THỰC HIỆN TỪ NGÀY 01/12/2026", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ - thực hiện kể từ ngày 01/12/2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (01/12/2026)", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (kể từ ngày Luật Hộ tịch có hiệu lực)", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ TỪ NGÀY 01.12.2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ TỪ NGÀY 01-12-2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (hiệu lực: 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (hiệu lực thi hành ngày 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (thời điểm áp dụng: 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (theo Quyết định số 3201/QĐ-BTP ngày 10/11/2026)", "signing", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (từ tháng 12/2026)", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (đến hết ngày 28/02/2027)", "signing", "2027-03-01"),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (từ 01/12/2026 đến 28/02/2027)", "2026-12-01", "2027-03-01"),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (chỉ áp dụng trên địa bàn các xã miền núi)", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ SAU 30 NGÀY KỂ TỪ NGÀY KÝ", "2026-12-10", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ BẮT ĐẦU TỪ 01/12/2026", "2026-12-01", None),
    ("THỦ TỤC HÀNH CHÍNH DỪNG TIẾP NHẬN TỪ NGÀY 01/12/2026 ĐẾN NGÀY 28/02/2027", "2026-12-01", "2027-03-01"),
    ("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ KỂ TỪ 01/12/2026", "2026-12-01", None),
    ("THỦ TỤC HÀNH CHÍNH BÃI BỎ, ÁP DỤNG TỪ NGÀY 1/12/2026", "2026-12-01", None),
    ("THỦ TỤC HÀNH CHÍNH HẾT HIỆU LỰC TỪ NGÀY 01/12/2026 (BÃI BỎ)", "2026-12-01", None),
    ("CÁC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ KỂ TỪ NGÀY 01 THÁNG 12 NĂM 2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (CÓ HIỆU LỰC KỂ TỪ NGÀY KÝ)", "signing", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ HỦY BỎ TỪ NGÀY 01/12/2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (áp dụng đến ngày 28/02/2027)", "signing", "2027-03-01"),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (thời gian: từ ngày 01/12/2026)", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (thực hiện theo lộ trình từ năm 2027)", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ, trừ thủ tục số 2", "?", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ TỪ 00 GIỜ NGÀY 01/12/2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ [từ 01/12/2026]", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ; THỜI ĐIỂM BÃI BỎ: 01/12/2026", "2026-12-01", None),
    ("DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ (áp dụng từ ngày 01/12/2026, riêng thủ tục số 2 từ ngày 01/01/2027)", "?", None),
]


def headings(number: Numbers) -> list[Paper]:
    made = []
    for at, (text, effect, until) in enumerate(HEADINGS, 1):
        part = Part("repeal", rows(0, 1), ("stt", "code", "name"), heading=text, effect=effect if effect != "signing" else None, until=until)
        made.append(paper(f"heading-{at:02}", "heading", [part], number=number(), about=tuple(pieces(text)) + (text[:40],)))
    return made


def columns(number: Numbers) -> list[Paper]:
    """Days in columns, cells and remarks."""
    made = []
    def one(title: str, words: str, effect, until=None, key="when", where="column"):
        its = [row(0, when=words, effect=effect, until=until), row(1, when="")]
        made.append(paper(f"{where}-{len(made) + 1:02}", "column", [Part("repeal", its, ("stt", "code", "name", "when"), titles={"when": title})],
                          number=number(), about=(words[:24],)))
    one("Thời điểm bãi bỏ", "01/12/2026", "2026-12-01")
    one("Thời điểm bãi bỏ", "Từ ngày 01/12/2026", "2026-12-01")
    one("Thời gian thực hiện", "Từ 01/12/2026 đến hết 28/02/2027", "2026-12-01", "2027-03-01")
    one("Ghi chú", "có hiệu lực từ 01/12/2026", "2026-12-01")
    one("Ghi chú", "Áp dụng từ ngày 01/12/2026", "2026-12-01")
    one("Ghi chú", "Tạm ngưng đến hết ngày 28/02/2027", "signing", "2027-03-01")
    one("Ngày có hiệu lực", "01-12-2026", "2026-12-01")
    one("Thời điểm áp dụng", "ngày 01 tháng 12 năm 2026", "2026-12-01")
    one("Ngày bãi bỏ", "1/12/2026", "2026-12-01")
    one("Ghi chú", "Thực hiện khi Nghị quyết của HĐND tỉnh có hiệu lực", "?")
    one("Hiệu lực", "01/12/2026", "2026-12-01")
    one("Thời hạn áp dụng", "02 năm", "?", "?")
    its = [row(0) | {"name": HELD[0][1] + " (từ ngày 01/12/2026)"}, row(1)]
    its[0]["effect"] = "2026-12-01"
    made.append(paper("cell-name", "column", [Part("repeal", its, ("stt", "code", "name"))], number=number(), about=("từ ngày 01/12/2026",)))
    return made


def struck(number: Numbers) -> list[Paper]:
    short = ("stt", "code", "name")
    made = [
        paper("struck-row", "struck", [Part("amend", [row(0), row(1, struck=True), row(2)])], number=number()),
        paper("struck-row-repeal", "struck", [Part("repeal", [row(0), row(1, struck=True)], short)], number=number()),
        paper("hidden-row", "struck", [Part("repeal", [row(0), row(1, hidden=True), row(2)], short)], number=number()),
    ]
    one = paper("struck-clause", "struck", [Part("repeal", rows(0, 1), short)], number=number(), effect="2026-12-01",
                clause=["Điều 2. Quyết định này có hiệu lực từ ngày 01/12/2026."])
    at = next(at for at, block in enumerate(one.blocks) if isinstance(block, Line) and block.text.startswith("Điều 2"))
    one.blocks.insert(at, Line("Điều 2. Quyết định này có hiệu lực từ ngày 01/7/2026.", struck=True))
    made.append(one)
    return made


def others(number: Numbers) -> list[Paper]:
    """A decision about another one: its rows, or a question."""
    made = []
    for at, (text, words) in enumerate([
        ("Bãi bỏ thủ tục số thứ tự 2 tại Phụ lục ban hành kèm theo Quyết định số 1911/QĐ-UBND ngày 05/01/2026.", ("1911",)),
        ("Thay thế một phần Quyết định số 1911/QĐ-UBND ngày 05/01/2026.", ("1911",)),
        ("Quyết định số 1911/QĐ-UBND ngày 05/01/2026 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", ("1911",)),
        ("Sửa đổi Mục II Phụ lục ban hành kèm theo Quyết định số 1911/QĐ-UBND.", ("1911",)),
        ("Đính chính thời điểm có hiệu lực tại Điều 2 Quyết định số 1911/QĐ-UBND: \"từ ngày 01/01/2027\" sửa thành \"từ ngày 01/02/2027\".", ("1911",)),
        ("Hủy bỏ khoản 2 Điều 1 Quyết định số 1911/QĐ-UBND ngày 05/01/2026.", ("1911",)),
    ], 1):
        one = paper(f"other-{at}", "other decision", [Part("amend", rows(2), ("stt", "code", "name"))], number=number(), asks=words)
        place = next(k for k, block in enumerate(one.blocks) if isinstance(block, Line) and block.text.startswith("Điều 3"))
        one.blocks.insert(place, Line(f"Điều 3. {text}"))
        made.append(one)
    return made


# ---- tables as offices make them: mutations of the clean papers, by rule ----

def tables_of(one: Paper) -> list[Table]:
    return [block for block in one.blocks if isinstance(block, Table)][1:]


def sector_rows(one: Paper, shape: str) -> None:
    text = "LĨNH VỰC HỘ TỊCH"
    for table in tables_of(one):
        count = max(len(line) for line in table.rows)
        over = {
            "merged": [Cell(text, columns=count)],
            "first": [Cell(text)] + [Cell("")] * (count - 1),
            "lettered": [Cell("A"), Cell(text)] + [Cell("")] * (count - 2),
            "in-name": [Cell(""), Cell(""), Cell(text)] + [Cell("")] * (count - 3),
            "counted": [Cell(f"I. {text} ({len(table.rows) - 1:02} TTHC)", columns=count)],
            "roman": [Cell("I"), Cell("Lĩnh vực Hộ tịch", columns=count - 1)],
        }[shape]
        table.rows.insert(1, copy.deepcopy(over))


def totals(one: Paper) -> None:
    for table in tables_of(one):
        count = max(len(line) for line in table.rows)
        table.rows.append([Cell(f"Tổng cộng: {len(table.rows) - 1:02} thủ tục hành chính", columns=count)])


def repeated_titles(one: Paper) -> None:
    for table in tables_of(one):
        if len(table.rows) > 2:
            table.rows.insert(2, copy.deepcopy(table.rows[0]))


def split(one: Paper) -> None:
    """A table goes on in a second one without titles, as after a page break."""
    blocks = []
    for block in one.blocks:
        if isinstance(block, Table) and block in tables_of(one) and len(block.rows) > 2:
            blocks += [Table(block.rows[:2]), Table(block.rows[2:])]
        else:
            blocks.append(block)
    one.blocks = blocks


def reversed_columns(one: Paper) -> None:
    for table in tables_of(one):
        for line in table.rows:
            line[1:] = line[1:][::-1]


def merged_legal(one: Paper) -> None:
    for table in tables_of(one):
        last = len(table.rows[0]) - 1
        if len(table.rows) > 2 and last > 2 and all(len(line) == last + 1 for line in table.rows):
            table.rows[1][last].rows = len(table.rows) - 1
            for line in table.rows[2:]:
                del line[last]


def renamed_titles(one: Paper) -> None:
    names = {"STT": "TT", "Mã TTHC": "Mã số TTHC", "Tên thủ tục hành chính": "Tên TTHC", "Căn cứ pháp lý": "Cơ sở pháp lý",
             "Thời hạn giải quyết": "Thời gian giải quyết", "Địa điểm thực hiện": "Nơi tiếp nhận"}
    for table in tables_of(one):
        for cell in table.rows[0]:
            cell.text = names.get(cell.text, cell.text)


def code_in_name(one: Paper) -> None:
    for table in tables_of(one):
        at = next(k for k, cell in enumerate(table.rows[0]) if cell.text == "Mã TTHC")
        name = next(k for k, cell in enumerate(table.rows[0]) if cell.text == "Tên thủ tục hành chính")
        for line in table.rows[1:]:
            line[name].text = f"{line[name].text} ({line[at].text})"
        for line in table.rows:
            del line[at]


def no_annex_title(one: Paper) -> None:
    one.blocks = [block for block in one.blocks if not (isinstance(block, Line) and (block.text == "PHỤ LỤC" or block.text.startswith("(Ban hành")))]


def column_numbers(one: Paper) -> None:
    for table in tables_of(one):
        table.rows.insert(1, [Cell(f"({k + 1})") for k in range(len(table.rows[0]))])


def footnote_marks(one: Paper) -> None:
    for table in tables_of(one):
        at = next(k for k, cell in enumerate(table.rows[0]) if cell.text == "Mã TTHC")
        table.rows[1][at].text += "(*)"


def suffixes(one: Paper) -> None:
    for table in tables_of(one):
        at = next(k for k, cell in enumerate(table.rows[0]) if cell.text == "Mã TTHC")
        for line in table.rows[1:]:
            line[at].text += ".H56"


def two_title_rows(one: Paper) -> None:
    for table in tables_of(one):
        titles = table.rows[0]
        if len(titles) < 5 or len(table.rows[1]) != len(titles):
            continue
        upper = [Cell(cell.text, rows=2) for cell in titles[:3]] + [Cell("Thời hạn và nơi thực hiện", columns=2)] + [Cell(cell.text, rows=2) for cell in titles[5:]]
        lower = [Cell(cell.text) for cell in titles[3:5]]
        table.rows[0:1] = [upper, lower]


MUTATIONS = {
    **{f"sector-{shape}": (lambda shape: lambda one: sector_rows(one, shape))(shape)
       for shape in ("merged", "first", "lettered", "in-name", "counted", "roman")},
    "totals": totals, "titles-again": repeated_titles, "split": split, "columns-turned": reversed_columns,
    "legal-merged": merged_legal, "titles-renamed": renamed_titles, "code-in-name": code_in_name,
    "no-annex-title": no_annex_title, "column-numbers": column_numbers, "footnote-marks": footnote_marks,
    "suffixes": suffixes, "two-title-rows": two_title_rows,
}


def mutations(number: Numbers, seed: int = 1, pairs: int = 12) -> list[Paper]:
    """Every mutation of every clean paper that has several rows, and some pairs of mutations, by a seed."""
    bases = [one for one in clean(number) if one.name in ("clean-amend", "clean-three", "clean-new-repeal")]
    made = []
    def mutated(base: Paper, names: list[str]) -> None:
        one = changed(base, f"{base.name[6:]}-{'-'.join(names)}", f"table: {names[0]}" if len(names) == 1 else "table: pairs", number())
        for name in names:
            MUTATIONS[name](one)
        made.append(one)
    for base in bases:
        for name in MUTATIONS:
            mutated(base, [name])
    chance = random.Random(seed)
    alone = ("code-in-name", "split", "footnote-marks", "suffixes")
    for _ in range(pairs):
        one, other = chance.sample([name for name in MUTATIONS if name not in alone], 2)
        if one.startswith("sector") and other.startswith("sector"):
            continue
        mutated(chance.choice(bases), [one, other])
    return made


def all_cases() -> list[Paper]:
    number = Numbers(6000)
    return clean(number) + clauses(number) + headings(number) + columns(number) + struck(number) + others(number) + mutations(number)
