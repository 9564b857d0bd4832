"""What a command costs: wall seconds, CPU seconds of it and all that it started, and the most memory."""
from __future__ import annotations

import dataclasses
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time


@dataclasses.dataclass
class Cost:
    wall: float
    cpu: float
    peak: float  # MB

    @staticmethod
    def median(costs: list["Cost"]) -> "Cost":
        return Cost(*(statistics.median(values) for values in zip(*map(dataclasses.astuple, costs))))

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


class Failed(Exception):
    """A command that did not do what was to be timed."""


class Stopped(Failed):
    """One that took longer than its limit."""


def cost(command: list, cwd: pathlib.Path | None = None, limit: int = 3600, may_end_with: tuple = (0,)) -> Cost:
    """Runs a command, and ends it after `limit` CPU seconds: those count on a busy machine too. The peak is at least this
    program's own (about 15 MB), because a child begins as its copy."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        child = subprocess.Popen([str(word) for word in command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=said,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        cpu = used.ru_utime + used.ru_stime
        if child.returncode < 0 and cpu >= limit - 1:
            raise Stopped(f"stopped after {cpu:.0f} CPU s, {wall:.0f} s, {used.ru_maxrss / 1024:.0f} MB")
        if child.returncode not in may_end_with:
            said.seek(0)
            last = said.read().decode(errors="replace")[-3000:]
            raise Failed(f"ended with {child.returncode}: {' '.join(map(str, command))}\n{last}")
    return Cost(wall, cpu, used.ru_maxrss / 1024)


def weight(folder: pathlib.Path) -> tuple[int, float]:
    """Files and MB of a folder."""
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(files) / 1e6
