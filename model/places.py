"""The provinces, prefectures and counties of China, as names in texts."""

import re
from bisect import bisect
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter

from model import resources

Path = tuple[str, ...]
"""A place with what it belongs to, outermost first, e.g. `("山东省", "淄博市", "张店区")`."""

_ENDINGS = "市县区旗省州盟"
_ENDING = re.compile(f"[{_ENDINGS}]")
_SHORT = 2  # characters; 和县 and 城区 stand inside ordinary words


@cache
def _gazetteer() -> str:
    """The table itself, every name before a blank: a province behind a line break, the others behind a blank.

    Where a few places lie is asked for, and of thousands it is not; all the answers took 1 MB.
    """
    lines = resources.path("places", "places.txt").read_text(encoding="utf-8").splitlines()
    return "".join(f"\n{line} " for line in lines if not line.startswith("#"))


@cache
def _provinces() -> tuple[tuple[int, str], ...]:
    """Where the lines of the provinces begin, and their names."""
    return tuple((line.start(), line[1]) for line in re.finditer("\n([^ ]+) ", _gazetteer()))


def names() -> Iterator[str]:
    """The full names of all places; some are those of several."""
    return (name for name in _gazetteer().split() if name != "-")


@cache
def _names() -> frozenset[str]:
    return frozenset(names())


def is_place(name: str) -> bool:
    """Whether a word is the full name of a place."""
    return name in _names()


@lru_cache(maxsize=256)  # a report names the same ones again and again
def places(name: str) -> tuple[Path, ...]:
    """The places of a full name; empty where there is none."""
    table = _gazetteer()
    found: list[Path] = [(name,)] if f"\n{name} " in table else []
    at = table.find(f" {name} ")
    while at >= 0:
        line = table.rfind("\n", 0, at)
        _, province = _provinces()[bisect(_provinces(), line, key=itemgetter(0)) - 1]
        city = table[line + 2 : table.index(" ", line + 2)]
        above = (province,) if city == "-" else (province, city)
        found.append(above if at == line + 1 else (*above, name))
        at = table.find(f" {name} ", at + 1)
    return tuple(found)


@lru_cache(maxsize=256)
def place_called(stem: str) -> str | None:
    """The full name of a place of three or four characters that is called so for short, e.g. `张店`."""
    called = (stem + ending for ending in _ENDINGS) if 2 <= len(stem) <= 3 else ()
    return next(filter(is_place, called), None)


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Where full names of places stand in a text, the longest at each place, in their order."""
    tails = _tails()
    for ending in _ENDING.finditer(text):
        end = ending.end()
        for length in tails.get(text[max(0, end - _SHORT) : end], ()):
            name = text[end - length : end] if length <= end else ""
            if is_place(name):
                yield end - length, name
                break


@cache
def _tails() -> dict[str, tuple[int, ...]]:
    """For the last two characters of names: how long such names are, the longest first."""
    found: dict[str, set[int]] = {}
    for name in _names():
        found.setdefault(name[-_SHORT:], set()).add(len(name))
    return {tail: tuple(sorted(lengths, reverse=True)) for tail, lengths in found.items()}


def home(agency: str) -> frozenset[Path]:
    """The places that an agency's name puts it into, without those above them; empty where it tells none.

    A name that several places share is taken for all of them, unless the name of a prefecture or
    province beside it says which.
    """
    found: dict[str, tuple[Path, ...]] = {}
    free = 0  # where a name of two characters may begin: at the start, or right behind another place
    for start, name in names_in(agency):
        if len(name) > _SHORT or start == free:
            found[name] = places(name)
            free = start + len(name)
    for name, paths in found.items():
        nested = tuple(p for p in paths if any(other != name and other in p for other in found))
        found[name] = nested or paths
    all_ = {path for paths in found.values() for path in paths}
    return frozenset(p for p in all_ if not any(p != o and o[: len(p)] == p for o in all_))


def related(path: Path, homes: frozenset[Path]) -> bool:
    """Whether a place is one of these, or above or below one."""
    return any(path == home[: len(path)] or home == path[: len(home)] for home in homes)
