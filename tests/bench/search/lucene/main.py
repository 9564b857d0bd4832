#!/usr/bin/env python3
"""Whether Lucene, the engine within Elasticsearch, finds by our files what our own search finds.

main.py NIEMYET [FILE_OF_QUERIES]: needs a JDK and the Lucene of Debian (apt-get install liblucene8-java). Queries are folded here by the
rules in docs/search.md, written anew, and held to tests/vectors/fold.tsv first.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
JARS = [f"/usr/share/java/lucene-{name}-8.7.0.jar" for name in ("core", "analyzers-common", "queryparser")]
Y_AS_I = {"hy", "ky", "ly", "my", "quy", "sy", "ty", "vy"}


def words(text):
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain.lower() if unicodedata.category(c) not in ("Mn", "Cf")).replace("đ", "d").replace("ð", "d")
    found = re.findall(r"[^\W_]+", plain)
    return [word[:-1] + "i" if word in Y_AS_I else word for word in found]


def folded(text):
    found = words(text)
    if len(found) > 2 and found[:2] == ["thu", "tuc"]:
        found = found[2:]
    return " ".join(found), " ".join(f"{one}_{next}" for one, next in zip(found, found[1:]))


def vectors_hold():
    wrong = 0
    for line in (ROOT / "tests/vectors/fold.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            text, keys = line.split("\t")[:2] if "\t" in line else (line, "")
            text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
            wrong += " ".join(words(text)) != keys
    return wrong


def documents(folder, out):
    kinds = {}
    for name, field in json.loads((folder / "mapping.json").read_text())["mappings"]["properties"].items():
        if field.get("index", True) and field["type"] != "boolean":
            kinds[name] = "run" if field.get("norms") is False else field["type"]
    count = 0
    for part in sorted(folder.glob("bulk-*.ndjson")):
        for line in part.read_text(encoding="utf-8").splitlines()[1::2]:
            for name, value in json.loads(line).items():
                for one in value if isinstance(value, list) else [value]:
                    if name in kinds:
                        out.write(f"{kinds[name]}\t{name}\t{one}\n")
            out.write("\n")
            count += 1
    return count


def clauses(query):
    body = query["query"]["bool"]
    for place, all in (("must", body["must"][0]["bool"]["should"]), ("should", body["should"])):
        for one in all:
            (kind, inner), = one.items()
            if kind == "query_string":
                yield place, kind, inner["fields"][0], inner["default_operator"], inner["query"]
            else:
                (field, inner), = inner.items()
                yield place, kind, field, inner["boost"], inner.get("value", inner.get("gte"))


def main():
    niemyet = sys.argv[1]
    source = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE.parent / "questions.tsv")
    lines = source.read_text(encoding="utf-8").splitlines()
    asked = [line.split("\t")[0] for line in lines if line.strip() and not line.startswith("#")]
    print(f"fold.tsv: {vectors_hold()} lines folded otherwise")
    own = subprocess.run([niemyet, "search", "--batch"], cwd=ROOT, input="\n".join(asked) + "\n", capture_output=True, text=True)
    first = [(json.loads(line)["hits"] or [{"code": None}])[0]["code"] for line in own.stdout.splitlines()]
    pairs = [(query, code) for query, code in zip(asked, first) if code and folded(query)[0]]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        export = ["export", "search", "--format", "elasticsearch-bulk", "--out", str(scratch / "es")]
        subprocess.run([niemyet, *export], cwd=ROOT, check=True)
        with open(scratch / "documents", "w", encoding="utf-8") as out:
            count = documents(scratch / "es", out)
        template = (scratch / "es/query.json").read_text()
        with open(scratch / "queries", "w", encoding="utf-8") as out:
            for query, _ in pairs:
                words_of, pairs_of = folded(query)
                body = json.loads(template.replace("{{folded}}", words_of).replace("{{pairs}}", pairs_of))
                out.writelines("\t".join(map(str, clause)) + "\n" for clause in clauses(body))
                out.write("\n")
        jars = ":".join(JARS)
        java = ["java", "-cp", jars, str(HERE / "Ask.java"), str(scratch / "documents"), str(scratch / "queries")]
        found = subprocess.run(java, capture_output=True, text=True, check=True).stdout.splitlines()
    answers = [line.split() for line in found]
    same = sum(answer[:1] == [code] for answer, (_, code) in zip(answers, pairs))
    near = sum(code in answer for answer, (_, code) in zip(answers, pairs))
    print(f"{source.name}: {same} first hits alike, {near} among three, of {len(pairs)}; {count} documents")


main()
