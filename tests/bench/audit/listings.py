"""Writes the listings of a province: a page for each office with links to the portal. Usage: listings.py NIEMYET FOLDER ROWS"""
import html
import json
import pathlib
import random
import subprocess
import sys

DAY = "2026-07-20"
program, folder, rows = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])


def asked(*arguments):
    return json.loads(subprocess.run([program, *arguments, "--format", "json"], capture_output=True, text=True, check=True).stdout)


def within(answer, key):
    return answer if isinstance(answer, list) else answer[key]


procedures = [one for one in within(asked("list", "--as-of", DAY), "procedures") if one["status"] == "in-force"]
offices = [one["id"] for one in within(asked("offices"), "offices")]
choose = random.Random(1)
folder.mkdir(parents=True)
for office in offices:
    chosen = choose.sample(procedures, min(rows, len(procedures)))
    page = lambda code: f"https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc={code}"
    lines = [
        f'<tr><td>{at}<td>{one["code"]}<td><a href="{page(one["code"])}">{html.escape(one["name"])}</a>\n'
        for at, one in enumerate(chosen, 1)
    ]
    text = f"<!doctype html><html lang=vi><meta charset=utf-8><title>{office}</title><table>{''.join(lines)}</table>"
    (folder / f"{office}.html").write_text(text, encoding="utf-8")
print(f"{len(offices)} listings, {len(offices) * min(rows, len(procedures)):,} rows")
