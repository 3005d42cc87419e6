"""Throws damaged files at everything that reads: no traceback, no long wait, no flood of memory.

`bench/fuzz [--seconds N] [--seed S]` prints what was tried; a case that fails is kept in a file. The cases
follow from the seed alone. Exit status 1 where something failed.
"""

import argparse
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from bench.readers import Reader, readers

SECONDS = 1.0  # of the processor, that a case may take
MEMORY = 200 * 2**20  # bytes, that the peak may rise by
HANGING = 20  # seconds after which a case is broken off

_FAILURES = 20  # after so many there is enough to do


class _Hanging(BaseException):
    """Nothing that the program catches."""


@dataclass(frozen=True)
class Failure:
    """A case that went wrong: its number, the reader, what happened, and the file."""

    number: int
    reader: str
    message: str
    data: bytes


@dataclass
class Trial:
    """What a run tried: cases and understood files by reader, the slowest case, the rise of the peak."""

    cases: Counter[str] = field(default_factory=Counter)
    understood: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    memory: int = 0
    failures: list[Failure] = field(default_factory=list)


def fuzz(folder: Path, seconds: float, seed: int) -> Trial:
    """Tries damaged files for some time; uses a folder for files and the alarm signal of the process."""
    trial, random = Trial(), Random(seed)
    known = readers(folder)
    for reader in known:  # what loads a library or fills a cache is not the case's doing
        for sample in reader.samples:
            assert reader.read(sample), f"a good {reader.name} is refused"
    before = _peak()
    end = time.monotonic() + seconds
    number = 0
    handler = signal.signal(signal.SIGALRM, _break_off)
    try:
        while time.monotonic() < end and len(trial.failures) < _FAILURES:
            [reader] = random.choices(known, [reader.often for reader in known])
            data = random.choice(reader.mutations)(random, random.choice(reader.samples))
            _try(trial, reader, number, data)
            if (rise := _peak() - before) > MEMORY:
                trial.failures.append(Failure(number, reader.name, f"took {rise / 2**20:.0f} MB", data))
                before = _peak()
            trial.memory = max(trial.memory, rise)
            number += 1
    finally:
        signal.signal(signal.SIGALRM, handler)
    return trial


def _try(trial: Trial, reader: Reader, number: int, data: bytes) -> None:
    start = time.thread_time()
    signal.setitimer(signal.ITIMER_REAL, HANGING)
    try:
        trial.understood[reader.name] += reader.read(data)
    except (Exception, _Hanging):
        trial.failures.append(Failure(number, reader.name, traceback.format_exc(limit=-4), data))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    took = time.thread_time() - start
    trial.cases[reader.name] += 1
    trial.slowest[reader.name] = max(took, trial.slowest.get(reader.name, 0))
    if took > SECONDS:
        trial.failures.append(Failure(number, reader.name, f"took {took:.1f} s", data))


def _peak() -> int:
    """The most memory that the process ever used, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _break_off(number: int, frame: FrameType | None) -> None:
    raise _Hanging(f"still running after {HANGING} s")


def main(arguments: list[str]) -> int:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(prog="bench/fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        trial = fuzz(Path(folder), options.seconds, options.seed)
    for name, cases in trial.cases.items():
        understood, slowest = trial.understood[name], trial.slowest[name]
        print(f"{name:14}{cases:8} cases  {understood:7} understood  slowest {slowest:.2f} s")
    total = trial.cases.total()
    print(f"{total / options.seconds:.0f} cases a second, peak memory +{trial.memory / 2**20:.0f} MB")
    for failure in trial.failures:
        with tempfile.NamedTemporaryFile(
            prefix=f"fuzz-{options.seed}-{failure.number}-", delete=False
        ) as file:
            file.write(failure.data)
        print(f"\n{failure.reader}, case {failure.number}, kept in {file.name}\n{failure.message}")
    print(f"{len(trial.failures)} failures")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
