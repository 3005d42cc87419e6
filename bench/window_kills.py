"""Kills the real window while a typist is at work, and counts what is missing when it is opened again."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.typist import last_number
from model.backups import Backups
from model.draft import read_draft
from model.draft_file import DraftFile
from model.errors import UserError
from model.locks import Locked
from model.recovery import Recovery

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "clean-2025.gknb"

_SPAN = 6.0  # seconds of typing within which the window is killed
_LANES = 2  # windows at a time


LONGEST = 5.0  # seconds of typing that may be missing


@dataclass
class WindowResult:
    """What was found; the longest gap in seconds, from the first step that is missing to the kill."""

    kills: int = 0
    steps: int = 0
    saves: int = 0
    recovered: int = 0
    longest_gap: float = 0.0
    problems: list[str] = field(default_factory=list)


class Lane:
    """A clerk's folders, in which one window after the other is killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.draft = folder / "年报.gknb"
        self.result = WindowResult()
        self._random = Random(seed)
        folder.mkdir()
        shutil.copyfile(SAMPLE, self.draft)
        self._data = folder / "data" / "gknb"

    def round(self) -> None:
        """One life of a window, and what it leaves."""
        before, in_draft = self._newest(), self._in_draft
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
        }
        seed = str(self._random.randrange(2**31))
        command = [sys.executable, "-m", "bench.typist", str(self.folder), seed]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as window:
            assert window.stdout
            assert window.stderr
            first = window.stdout.readline().split()
            if first:
                time.sleep(self._random.uniform(0, _SPAN))
            alive = window.poll() is None
            window.kill()
            killed = time.monotonic()
            said = [line.split() for line in window.stdout if line.endswith(b"\n")]
            trouble = window.stderr.read().decode(errors="replace").strip()
        if not (first and alive):
            self.result.problems.append(f"the window ended by itself: {trouble[-500:]}")
            return
        begun = int(first[1])
        if begun < before:
            self.result.problems.append(f"step {before} was left, the next window began with {begun}")
        self.result.recovered += begun > in_draft
        self.result.kills += 1
        typed = {int(step): float(when) for word, step, when in said if word == b"typed"}
        saved = max([int(step) for word, step, _ in said if word == b"saved"], default=0)
        self.result.steps += len(typed)
        self.result.saves += sum(1 for word, *_ in said if word == b"saved")
        self._judge(saved)
        newest = self._newest()
        lost = [when for step, when in typed.items() if step > newest]
        self.result.longest_gap = max([self.result.longest_gap, *(killed - when for when in lost)])

    @property
    def _in_draft(self) -> int:
        return last_number(read_draft(self.draft).texts["overview"])

    def _judge(self, saved: int) -> None:
        """What is not as it must be after a kill."""
        try:
            if self._in_draft < saved:
                self.result.problems.append(f"step {saved} was saved, the draft has {self._in_draft}")
            for version in Backups(self._data / "versions").versions(self.draft):
                read_draft(version.path)
            file, _ = DraftFile.open(self.draft)
            file.close()
        except (UserError, Locked) as error:
            self.result.problems.append(f"the draft or a version cannot be opened: {error!r}")
        self.result.problems += [f"{path.name} is broken" for path in self._data.rglob("*.broken")]

    def _newest(self) -> int:
        """The newest step that is in the draft or in a copy."""
        copies = [copy.report for copy in Recovery(self._data / "recovery").left_behind()]
        return max(last_number(report.texts["overview"]) for report in [read_draft(self.draft), *copies])


def run_windows(folder: Path, kills: int, seed: int) -> WindowResult:
    """Kills so many windows, some at a time."""
    lanes = [Lane(folder / f"lane-{number}", seed + number) for number in range(_LANES)]

    def work(number: int) -> None:
        for _ in range(number, kills, _LANES):
            lanes[number].round()

    with ThreadPoolExecutor(_LANES) as pool:
        list(pool.map(work, range(_LANES)))
    found = [lane.result for lane in lanes]
    return WindowResult(
        kills=sum(result.kills for result in found),
        steps=sum(result.steps for result in found),
        saves=sum(result.saves for result in found),
        recovered=sum(result.recovered for result in found),
        longest_gap=max(result.longest_gap for result in found),
        problems=[problem for result in found for problem in result.problems],
    )
