#!/usr/bin/env python3
"""Writes N procedures with full text as a project of niemyet, and as a site of Hugo with the same pages.

    tests/bench/build/content.py NIEMYET N FOLDER [--catalogue DIR] [--without-hugo]

The records are those of the catalogue under other codes, again and again with the number of the copy behind the name. The
committed ones are facts without prose, so sections that a record lacks are made of the catalogue's own words; how long
they are follows the lengths of the portal's texts (median 660 signs of steps, a tenth of them above 3,300). The same N
gives the same bytes. Every procedure stands in one official list, a tenth of them also in decisions, the last of which takes
effect on the day after DAY, so that the next day really changes something.
"""
import argparse
import json
import pathlib
import random
import re
import shutil
import subprocess
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
DAY = "2026-08-03"
NEXT_DAY = "2026-08-04"
SECTIONS = {"steps": "Trình tự thực hiện", "manner": "Cách thức thực hiện", "result": "Kết quả",
            "conditions": "Yêu cầu, điều kiện"}
# How long a section is, in signs, and how much that varies: the median and the sigma of a log-normal distribution.
LENGTHS = {"steps": (660, 1.25), "manner": (120, 0.8), "result": (54, 0.8), "conditions": (120, 1.2)}
SENTENCES = [
    "Tổ chức, cá nhân chuẩn bị {paper} theo quy định tại {law} và nộp tại {agency}",
    "{agency} tiếp nhận {paper}, kiểm tra thành phần hồ sơ và cấp giấy tiếp nhận, hẹn ngày trả kết quả",
    "Trường hợp {paper} chưa hợp lệ, trong thời hạn {days} ngày làm việc {agency} thông báo bằng văn bản, nêu rõ lý do",
    "Trong thời hạn {days} ngày kể từ ngày nhận đủ hồ sơ, {agency} thẩm định nội dung “{name}” theo {law}",
    "Kết quả được trả trực tiếp tại {agency}, qua dịch vụ bưu chính hoặc trên môi trường điện tử theo {law}",
    "Người nộp đối chiếu {paper} với bản chính và chịu trách nhiệm về tính chính xác của giấy tờ",
]


class Words:
    """What the sentences are made of: the names, papers, texts and agencies of the catalogue."""

    def __init__(self, records: list[dict]):
        found = {"paper": set(), "law": set(), "agency": set(), "name": set()}
        for record in records:
            found["name"].add(record["name"])
            found["paper"].update(paper["name"] for paper in record.get("paper", []))
            legal = record.get("legal", [])
            found["law"].update(one["number"] for one in legal if isinstance(legal, list))
            executing = record.get("executing", [])
            found["agency"].update(executing if isinstance(executing, list) else [])
        self.of = {kind: sorted(re.sub(r"\s+", " ", word)[:160].strip() for word in words if word)
                   for kind, words in found.items()}

    def prose(self, choose: random.Random, median: int, spread: float) -> str:
        """Paragraphs of about `median` signs; a text may be much longer, as the portal's are."""
        wanted = min(int(choose.lognormvariate(0, spread) * median), 24_000)
        paragraphs, length = [], 0
        while length < wanted or not paragraphs:
            words = {kind: choose.choice(of) for kind, of in self.of.items()}
            text = choose.choice(SENTENCES).format(days=choose.randint(1, 30), **words)
            paragraphs.append(f"- Bước {len(paragraphs) + 1}: {text}." if len(paragraphs) % 3 else f"{text}.")
            length += len(text)
        return "\n\n".join(paragraphs)


def code(number: int) -> str:
    return f"4.{number:06}"


def renamed(name: str, copy: int) -> str:
    return name if copy == 0 else f"{name} (bản {copy + 1})"


def record(source: str, name: str, number: int, words: Words) -> str:
    """The text of record `number`: another's under its own code and name, with every section."""
    _, head, body = source.split("+++\n", 2)
    head = re.sub(r'^code = .*$', f'code = "{code(number)}"', head, count=1, flags=re.M)
    quoted = json.dumps(name, ensure_ascii=False)
    head = re.sub(r"^name = .*$", lambda _: f"name = {quoted}", head, count=1, flags=re.M)
    head = re.sub(r"^papers_left = .*\n", "", head, flags=re.M)
    choose = random.Random(number)
    made = [body.strip()] if body.strip() else []
    for key, (median, spread) in LENGTHS.items():
        if f"## {SECTIONS[key]}" not in body:
            head = re.sub(rf"^{key} = .*\n", "", head, flags=re.M)
            made.append(f"## {SECTIONS[key]}\n\n{words.prose(choose, median, spread)}")
    return f"+++\n{head}+++\n\n" + "\n\n".join(made) + "\n"


def decisions(count: int, folder: pathlib.Path) -> None:
    """A decision of ten amendments for each hundred procedures, ten at least; the last takes effect tomorrow."""
    many = max(10, count // 100)
    folder.mkdir(parents=True)
    for at in range(many):
        day = NEXT_DAY if at == many - 1 else f"2026-0{1 + at % 7}-{1 + at % 27:02}"
        signed = DAY if at == many - 1 else day
        rows = "".join(f'\n[[change]]\nkind = "amend"\ncode = "{code(row)}"\n'
                       for row in range(at * count // many, min(at * count // many + 10, count)))
        (folder / f"{at + 1}-qd-ubnd.toml").write_text(
            f'number = "{at + 1}/QĐ-UBND"\nissuer = "ubnd-tinh-thanh-hoa"\nsigned = {signed}\neffect = {day}\n'
            f'title = "Công bố danh mục thủ tục hành chính sửa đổi, bổ sung, đợt {at + 1}"\nsource = "bench"\n{rows}')


def hugo_page(text: str, name: str, fields: dict) -> str:
    """The same record for Hugo: its title and the keys of the taxonomies besides."""
    _, head, body = text.split("+++\n", 2)
    first = [f'title = {json.dumps(name, ensure_ascii=False)}', f'linh-vuc = ["{fields["sector"]}"]',
             f'co-quan = ["{fields["issuer"]}"]', f'cap = {json.dumps(fields["levels"])}']
    # `weight` is the portal's measure of use here, and an order of pages there.
    head = re.sub(r"^weight = ", "use = ", head, flags=re.M)
    return "+++\n" + "\n".join(first) + "\n" + head + "+++\n" + body


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("niemyet")
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--catalogue", type=pathlib.Path, default=ROOT / "catalogue")
    parser.add_argument("--without-hugo", action="store_true", help="the project alone")
    asked = parser.parse_args()
    project, site = asked.folder / "project", asked.folder / "hugo"
    shutil.rmtree(asked.folder, ignore_errors=True)
    subprocess.run([asked.niemyet, "init", project, "--province", "tỉnh Thanh Hóa", "--code", "38"], check=True,
                   stdout=subprocess.DEVNULL)
    for name in ("agencies.toml", "sectors.toml", "assignments.toml", "calendar.toml"):
        shutil.copy(asked.catalogue / name, project / "catalogue" / name)
    # Internal procedures (5.…) are on no public page.
    files = sorted(path for path in (asked.catalogue / "procedures").rglob("*.md") if not path.name.startswith("5."))
    # Spread over the sectors, so that few records are of all of them.
    random.Random(1).shuffle(files)
    texts = [path.read_text() for path in files]
    records = [tomllib.loads(text.split("+++\n", 2)[1]) for text in texts]
    words = Words(records)
    listed, links, names = [], ["code\tportal_id\tkind\tevidence\tconfirmed"], {}
    pages = site / "content" / "T"
    pages.mkdir(parents=True)
    for number in range(asked.count):
        copy, source = divmod(number, len(texts))
        fields = records[source]
        name = renamed(fields["name"], copy)
        text = record(texts[source], name, number, words)
        folder = project / "catalogue" / "procedures" / fields["sector"]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{code(number)}.md").write_text(text)
        if not asked.without_hugo:
            (pages / f"{code(number)}.md").write_text(hugo_page(text, name, fields))
        listed.append(f"{code(number)}\t{name}")
        page = uuid.UUID(int=random.Random(number).getrandbits(128), version=4)
        links.append(f"{code(number)}\t{page}\tprocedure\tbench\t")
    (project / "catalogue" / "links.tsv").write_text("\n".join(links) + "\n")
    snapshots = project / "catalogue" / "snapshots"
    snapshots.mkdir(exist_ok=True)
    # A file of the catalogue is at most 8 MiB: a long list stands in parts.
    for part, at in enumerate(range(0, len(listed), 25_000), 1):
        rows = "\n".join(listed[at:at + 25_000])
        (snapshots / f"bench-{part}.tsv").write_text(
            f"# title: Danh sách chính thức, phần {part}\n# source: bench\n# taken: 2026-07-16\ncode\tname\n{rows}\n")
    decisions(asked.count, project / "catalogue" / "decisions" / "2026")
    for kind in ("agencies.toml", "sectors.toml"):
        table = tomllib.loads((asked.catalogue / kind).read_text())
        names |= {one["id"]: one["name"] for rows in table.values() if isinstance(rows, list) for one in rows}
    (site / "data").mkdir()
    (site / "data" / "names.json").write_text(json.dumps(names, ensure_ascii=False))
    portal = dict(line.split("\t")[:2] for line in links[1:])
    (site / "data" / "portal.json").write_text(json.dumps(portal))
    shutil.copytree(HERE / "hugo", site, dirs_exist_ok=True)
    styles = ROOT / "site" / "assets"
    (site / "static").mkdir(exist_ok=True)
    for path in [*styles.glob("*.css"), *styles.glob("*.svg")]:
        shutil.copy(path, site / "static" / path.name)


if __name__ == "__main__":
    main()
