"""Kills a program that types and saves, again and again, and counts what is lost.

`bench/kills [N] [--seed S] [--json]`: in each of N rounds an automaton opens the draft, types, keeps a
recovery copy of every step, saves every third, and is killed (-9) at a random moment. Then the draft, its
versions and the recovery copies must be whole, what was reported as saved must be in the draft, what was
reported as kept in the draft or a copy, and the next round must get the dead program's lock unasked.
Exit status 1 where anything is lost. `--window` kills the real window instead, in which a typist types
by keys (`bench/window_kills.py`): the draft must be whole, what was reported as saved must be in it, the
next window must recover all that was kept, and no more than 5 seconds of typing may be missing.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import BinaryIO, NoReturn

from model.backups import Backups
from model.draft import draft_bytes, read_draft
from model.draft_file import DraftFile
from model.errors import UserError
from model.recovery import Recovery
from model.report import Report

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "clean-2025.gknb"

_SPAN = 0.04  # seconds after the first step within which the program is killed; a step takes some 0.005
_SAVES = 50  # that are measured
_EVERY = 3  # steps, of which the last is saved


@dataclass
class Result:
    """What a run found; the longest gap in seconds, sizes in bytes, times in milliseconds (medians)."""

    kills: int = 0
    steps: int = 0
    saves: int = 0
    losses: int = 0
    longest_gap: float = 0
    stale_files: int = 0
    draft_bytes: int = 0
    written_per_save: float = 0
    written_per_copy: float = 0
    save_ms: float = 0
    plain_save_ms: float = 0
    copy_ms: float = 0


@dataclass
class _Place:
    """The folders of a clerk: beside the draft, and the user's data."""

    draft: Path
    backups: Backups
    recovery: Path

    @classmethod
    def in_folder(cls, folder: Path) -> "_Place":
        return cls(folder / "年报.gknb", Backups(folder / "backups"), folder / "recovery")


def run(folder: Path, kills: int, seed: int) -> Result:
    """Kills the automaton so many times in a folder, and measures saving."""
    result, random, place = Result(), Random(seed), _Place.in_folder(folder)
    shutil.copyfile(SAMPLE, place.draft)
    for _ in range(kills):
        _round(place, random, result)
    result.stale_files = sum(1 for path in folder.rglob("*.tmp"))
    _measure(_Place.in_folder(Path(tempfile.mkdtemp(dir=folder))), result)
    return result


def _round(place: _Place, random: Random, result: Result) -> None:
    """One life of the automaton, and what it leaves."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        _automaton(place, writing)
    os.close(writing)
    with open(reading, "rb") as said:
        first = said.readline().decode()
        assert first.startswith("begun"), first
        time.sleep(random.uniform(0, _SPAN))
        os.kill(child, signal.SIGKILL)
        killed = time.monotonic()
        os.waitpid(child, 0)
        typed, kept, saved = _last_words(said)
    result.kills += 1
    result.steps += len(typed)
    result.saves += saved > 0
    problems = list(_problems(place, kept, saved))
    for problem in problems:
        print(problem, file=sys.stderr)
    result.losses += len(problems)
    lost = [when for step, when in typed.items() if step > _newest(place)]
    result.longest_gap = max([result.longest_gap, *(killed - when for when in lost)])
    for copy in Recovery(place.recovery).left_behind():
        copy.discard()


def _automaton(place: _Place, out: int) -> NoReturn:
    """Types and saves until it is killed, and says what it did: a word, the step, the time."""

    def say(word: str, step: int) -> None:
        os.write(out, f"{word} {step} {time.monotonic()}\n".encode())

    try:
        file, report = DraftFile.open(place.draft)
        recovery, step = Recovery(place.recovery), _step(report)
        say("begun", step)
        while True:
            step += 1
            report.apply({_address(report): step, "texts/other": f"第{step}步。" * (step % 97)})
            say("typed", step)
            recovery.write(report, place.draft, 1, file.digest)
            say("kept", step)
            if step % _EVERY == 0:
                file.save(report, place.backups)
                say("saved", step)
                recovery.discard()
    except BaseException as error:
        say(f"failed:{error!r}".replace(" ", ""), 0)
    finally:
        os._exit(1)


def _last_words(said: BinaryIO) -> tuple[dict[int, float], int, int]:
    """When each step was typed, and the last that were reported as kept and as saved."""
    typed: dict[int, float] = {}
    last = {"kept": 0, "saved": 0}
    for line in said:
        if line.endswith(b"\n"):
            word, step, when = line.decode().split()
            if word == "typed":
                typed[int(step)] = float(when)
            else:
                last[word] = int(step)
    failed = [word for word in last if word.startswith("failed")]
    assert not failed, failed
    return typed, last["kept"], last["saved"]


def _problems(place: _Place, kept: int, saved: int) -> list[str]:
    """What is not as it must be after a kill."""
    found = []
    try:
        in_draft = _step(read_draft(place.draft))
        if in_draft < saved:
            found.append(f"step {saved} was saved, the draft has {in_draft}")
        for version in place.backups.versions(place.draft):
            read_draft(version.path)
    except UserError as error:
        found.append(str(error))
    if _newest(place) < kept:
        found.append(f"step {kept} was kept, and is nowhere")
    found += [f"{path.name} is broken" for path in place.recovery.glob("*.broken")]
    try:
        file, _ = DraftFile.open(place.draft)
        file.close()
    except Exception as error:
        found.append(f"the draft cannot be opened: {error!r}")
    return found


def _newest(place: _Place) -> int:
    """The newest step that is anywhere."""
    copies = [copy.report for copy in Recovery(place.recovery).left_behind()]
    return max(map(_step, [read_draft(place.draft), *copies]))


def _address(report: Report) -> str:
    return next(iter(report.form.inputs))


def _step(report: Report) -> int:
    return int(report.cells.get(_address(report), 0))


def _measure(place: _Place, result: Result) -> None:
    """What a save and a recovery copy write and take, and a save without lock, comparison and version."""
    shutil.copyfile(SAMPLE, place.draft)
    file, report = DraftFile.open(place.draft)
    recovery = Recovery(place.recovery)

    def save() -> None:
        report.apply({_address(report): _step(report) + 1})
        file.save(report, place.backups)

    result.written_per_save, result.save_ms = _cost(save)
    result.written_per_copy, result.copy_ms = _cost(lambda: recovery.write(report, place.draft, 1))
    _, result.plain_save_ms = _cost(lambda: _plain_save(place.draft, draft_bytes(report)))
    result.draft_bytes = len(draft_bytes(report))


def _plain_save(path: Path, data: bytes) -> None:
    """The least that a safe save must do: write, sync, rename."""
    temporary = path.with_name("plain")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _cost(action: Callable[[], None]) -> tuple[float, float]:
    """Bytes given to the system, and milliseconds, of one of many."""
    action()  # the first makes folders
    before, times = _written(), []
    for _ in range(_SAVES):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return (_written() - before) / _SAVES, median(times) * 1000


def _written() -> int:
    fields = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(fields["wchar"])


def _kill_windows(kills: int, seed: int, as_json: bool) -> int:
    from bench.window_kills import LONGEST, run_windows

    with tempfile.TemporaryDirectory() as folder:
        result = run_windows(Path(folder), kills, seed)
    for problem in result.problems:
        print(problem, file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(result)))
    else:
        print(
            f"{result.kills} windows killed over {result.steps} steps and {result.saves} saves, "
            f"{result.recovered} recovered: {len(result.problems)} losses, "
            f"longest gap {result.longest_gap:.1f} s"
        )
    whole = result.kills == kills and not result.problems and result.longest_gap < LONGEST
    return 0 if whole else 1


def main(arguments: list[str]) -> int:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(prog="bench/kills", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--window", action="store_true")
    options = parser.parse_args(arguments)
    if options.window:
        return _kill_windows(options.kills, options.seed, options.json)
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder), options.kills, options.seed)
    if options.json:
        print(json.dumps(asdict(result)))
    else:
        print(
            f"{result.kills} kills over {result.steps} steps, {result.saves} after a save: "
            f"{result.losses} losses, longest gap {result.longest_gap * 1000:.0f} ms, "
            f"{result.stale_files} stale temporary files\n"
            f"draft of {result.draft_bytes} bytes: {result.written_per_save:.0f} bytes and "
            f"{result.save_ms:.1f} ms a save (write, sync and rename alone {result.plain_save_ms:.1f} ms), "
            f"{result.written_per_copy:.0f} bytes and {result.copy_ms:.1f} ms a recovery copy"
        )
    return 1 if result.losses else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
