"""Measures what ours does and what a peer does, in turn, so that a busy machine slows both alike."""

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

Side = Callable[[], float]
"""Does it once; what that took, in the unit of the measure."""


@dataclass(frozen=True)
class Pair:
    """What is measured against what.

    `peer` is none where `missing` says what lacks. `also` has further sides by what they are, measured in the
    same turns: what the ratio leaves out.
    """

    ours: Side | None
    peer: Side | None
    missing: str = ""
    also: Mapping[str, Side] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """A measurement of `contracts.md`: `ours` and `peer` in words, the ratio that is the goal.

    `runs` are the samples of each side; `share` is the quantile of ours that counts, the median if not given.
    """

    name: str
    unit: str
    ours: str
    peer: str
    goal: float
    runs: int
    prepare: Callable[[Path], AbstractContextManager[Pair]]
    share: float = 0.5
    warm_up: int = 2


@dataclass(frozen=True)
class Spread:
    """Samples in short: the value that counts, and the middle half of them."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, samples: Sequence[float], share: float = 0.5) -> "Spread":
        """`share` is the quantile that counts."""
        return cls(quantile(samples, share), quantile(samples, 0.25), quantile(samples, 0.75))


@dataclass(frozen=True)
class Result:
    """What a measurement gave; `runs` counts the samples of each side."""

    name: str
    unit: str
    ours_name: str
    peer_name: str
    goal: float
    runs: int = 0
    ours: Spread | None = None
    peer: Spread | None = None
    missing: str = ""
    also: Mapping[str, Spread] = field(default_factory=dict)
    failed: bool = False  # something went wrong that has nothing to do with speed

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's; none where one of them is missing."""
        return self.ours.value / self.peer.value if self.ours and self.peer else None

    @property
    def verdict(self) -> str:
        """Whether the goal is reached, in a word."""
        if self.ratio is None:
            return "出错" if self.failed else "缺少"
        return "达到" if self.ratio <= self.goal else "未达到"

    def as_json(self) -> dict[str, object]:
        """As `contracts.md` has it, and more."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": self.ours and round(self.ours.value, 4),
            "peer_name": self.peer_name,
            "peer": self.peer and round(self.peer.value, 4),
            "ratio": self.ratio and round(self.ratio, 3),
            "runs": self.runs,
            "goal": self.goal,
            "missing": self.missing,
            "ours_iqr": self.ours and [round(self.ours.low, 4), round(self.ours.high, 4)],
            "peer_iqr": self.peer and [round(self.peer.low, 4), round(self.peer.high, 4)],
            "also": {name: round(spread.value, 4) for name, spread in self.also.items()},
        }


def measure(this: Measure, most: int | None = None) -> Result:
    """Takes a measurement, with at most so many samples a side; says on standard error how far it is."""
    runs = min(this.runs, most or this.runs)
    said = _Progress(this.name, runs)
    with tempfile.TemporaryDirectory(prefix="gknb-bench-") as folder, this.prepare(Path(folder)) as pair:
        sides = {"ours": pair.ours, "peer": pair.peer, **pair.also}
        present = {name: side for name, side in sides.items() if side}
        samples: dict[str, list[float]] = {name: [] for name in present}
        for number in range(-min(this.warm_up, runs), runs if present else 0):
            # Who comes second finds the machine as the other one left it.
            for name in list(present)[:: 1 if number % 2 else -1]:
                sample = present[name]()
                if number >= 0:
                    samples[name].append(sample)
            said.went_on(number + 1)
    spreads = {
        name: Spread.of(found, this.share if name == "ours" else 0.5) for name, found in samples.items()
    }
    return Result(
        this.name,
        this.unit,
        this.ours,
        this.peer,
        this.goal,
        runs if present else 0,
        spreads.pop("ours", None),
        spreads.pop("peer", None),
        pair.missing,
        spreads,
    )


def timed(work: Callable[[], object]) -> Side:
    """The side that does this work: milliseconds by the clock."""

    def side() -> float:
        start = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - start)

    return side


def quantile(samples: Sequence[float], share: float) -> float:
    """The value below which this share of the samples lies."""
    if len(samples) == 1:
        return samples[0]
    return quantiles(samples, n=100, method="inclusive")[round(100 * share) - 1]


@contextlib.contextmanager
def unbuilt(folder: Path) -> Iterator[Pair]:
    """For what the program cannot do yet."""
    yield Pair(None, None, missing="程序还没有这一部分")


class _Progress:
    """A line on standard error that is written over, where somebody looks at it."""

    def __init__(self, name: str, runs: int) -> None:
        self._name, self._runs = name, runs
        self._said = 0.0
        self.went_on(0)

    def went_on(self, number: int) -> None:
        """So many runs are done."""
        now = time.monotonic()
        last = number >= self._runs
        if sys.stderr.isatty() and (last or now - self._said > 0.1):
            self._said = now
            word = f"{max(number, 0)}/{self._runs}" if number > 0 else "准备"
            print(
                f"\r\033[K正在测量 {self._name} {word}", end="\r" if last else "", file=sys.stderr, flush=True
            )
        elif number == 0 and not sys.stderr.isatty() and not self._said:
            self._said = now
            print(f"正在测量 {self._name} ……", file=sys.stderr, flush=True)
