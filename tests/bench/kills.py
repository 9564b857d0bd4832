#!/usr/bin/env python3
"""Kills a command that writes the catalogue, or a build, at random moments, and says what the next run found.

    tests/bench/kills.py [--rounds 200] [--seed 1] NIEMYET CATALOGUE COMMAND...
    tests/bench/kills.py [--rounds 200] [--seed 1] [--gap] NIEMYET PROJECT build [OPTIONS]

COMMAND is what niemyet is to do, such as `import list.xlsx --missing` or `import --undo`; it runs on copies of CATALOGUE.
Each round kills it (SIGKILL) at a moment drawn from the time that it takes whole, lets `niemyet list` run, and holds every
file against the state before and the state after: whole, never was, or mixed, which must be none. Ends with 1 where one is.

A build makes one of two sites in turn, whose titles differ, so that every page does; `build --no-memo` looks at every file.
Then the next run is a whole build, after which the site must be the wanted one with nothing else beside it than usual.
Where a folder system cannot exchange two folders (TMPDIR on `bindfs`), a kill may leave none standing: `verify` brings the last
one back before anything else. `--gap` has every fourth run killed as soon as no site is seen to stand.
"""
import argparse, hashlib, pathlib, random, re, shutil, subprocess, sys, tempfile, time

USUAL = {"log", "memo", "previous", "spare"}


def state(root: pathlib.Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".niemyet-write"))
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def builds(args: argparse.Namespace) -> int:
    """Kills builds of a copy of a project."""
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "project"
        shutil.copytree(args.catalogue, work, ignore=shutil.ignore_patterns("public", ".public*"))
        out, settings = work / "public", work / "site/site.toml"
        command = [str(args.niemyet.resolve()), "--catalogue", str(work), *args.command, "--out", str(out)]
        text = settings.read_text()
        titled = lambda word: settings.write_text(re.sub(r'^title = "', f'title = "{word} ', text, count=1, flags=re.M))

        def build() -> float:
            began = time.monotonic()
            subprocess.run(command, check=True, capture_output=True)
            return time.monotonic() - began

        sites = {}
        for word in ("Mới", "Cũ", "Mới", "Cũ"):
            titled(word)
            whole = build()
            sites[word] = state(out)
        changed = sum(sites["Cũ"][path] != sites["Mới"].get(path) for path in sites["Cũ"])
        if changed == 0:
            print("both sites are the same", file=sys.stderr)
            return 2
        print(f"{len(sites['Cũ'])} files, {changed} change; whole run {whole:.2f} s")
        counts = {"whole": 0, "never was": 0, "mixed": 0, "brought back": 0, "ended before": 0, "not mended": 0}
        before = sites["Cũ"]
        for round in range(args.rounds):
            word = ("Mới", "Cũ")[round % 2]
            titled(word)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Every fourth is killed late in the run, when the site is put in place.
            if args.gap and round % 4 == 3:
                while out.exists() and process.poll() is None:
                    pass
            else:
                time.sleep(random.uniform(whole * 0.7 if round % 4 == 2 else 0, whole))
            process.kill()
            counts["ended before"] += process.wait() == 0
            if not out.exists():
                counts["brought back"] += 1
                subprocess.run([command[0], "verify", str(out)], check=False, capture_output=True)
            now = state(out)
            counts["whole" if now == sites[word] else "never was" if now == before else "mixed"] += 1
            # Nothing of a run that was killed early is left: it was a whole one, on a machine as busy as it is now.
            took = build()
            whole = took if now == before else whole
            before = state(out)
            beside = {path.name.removeprefix(".public.niemyet-") for path in work.glob(".public.*")}
            counts["not mended"] += before != sites[word] or not beside <= USUAL
        for outcome, count in counts.items():
            print(f"{count:5} {outcome}")
        return 1 if counts["mixed"] or counts["not mended"] else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", action="store_true")
    parser.add_argument("niemyet", type=pathlib.Path)
    parser.add_argument("catalogue", type=pathlib.Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    random.seed(args.seed)
    if args.command[:1] == ["build"]:
        return builds(args)
    niemyet = str(args.niemyet.resolve())
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder) / "catalogue"

        def fresh() -> None:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(args.catalogue, work)

        def run(*command: str) -> list[str]:
            return [niemyet, "--catalogue", str(work), *command]

        fresh()
        before = state(work)
        began = time.monotonic()
        subprocess.run(run(*args.command), check=False, capture_output=True)
        whole = time.monotonic() - began
        after = state(work)
        if before == after:
            print("the command changes nothing", file=sys.stderr)
            return 2
        changed = sum(before.get(path) != after.get(path) for path in before.keys() | after.keys())
        print(f"{changed} files change; whole run {whole:.2f} s")
        counts = {"whole": 0, "never was": 0, "mixed": 0}
        said: dict[str, int] = {}
        for _ in range(args.rounds):
            fresh()
            process = subprocess.Popen(run(*args.command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # The end of the run, where files change, is drawn as often as all that goes before.
            time.sleep(random.uniform(0, whole) if random.random() < 0.5 else random.uniform(whole * 0.7, whole * 1.05))
            process.kill()
            process.wait()
            listed = subprocess.run(run("list"), check=False, capture_output=True, text=True)
            first = listed.stderr.splitlines()[0] if listed.stderr.strip() else ""
            told = first if (work / ".niemyet-write").exists() or "ghi trước" in first else "nothing to finish"
            said[told] = said.get(told, 0) + 1
            now = state(work)
            counts["whole" if now == after else "never was" if now == before else "mixed"] += 1
        for outcome, count in (counts | said).items():
            print(f"{count:5} {outcome}")
        return 1 if counts["mixed"] else 0


if __name__ == "__main__":
    sys.exit(main())
