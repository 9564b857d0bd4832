"""What a command costs: wall seconds, CPU seconds of it and all that it started, and the most memory."""
from __future__ import annotations

import dataclasses
import os
import pathlib
import statistics
import subprocess
import tempfile
import threading
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


def cost(command: list, cwd: pathlib.Path | None = None, limit: float = 3600, may_end_with: tuple = (0,)) -> Cost:
    """Runs a command, and ends it after `limit` seconds. The peak is at least this program's own (about 15 MB), because a child
    begins as its copy."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        child = subprocess.Popen([str(word) for word in command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=said)
        stop = threading.Timer(limit, child.kill)
        stop.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        stop.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        if wall >= limit:
            raise Stopped(f"stopped after {limit:.0f} s")
        if child.returncode not in may_end_with:
            said.seek(0)
            last = said.read().decode(errors="replace")[-3000:]
            raise Failed(f"ended with {child.returncode}: {' '.join(map(str, command))}\n{last}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def weight(folder: pathlib.Path) -> tuple[int, float]:
    """Files and MB of a folder."""
    files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(files) / 1e6
