"""The provinces, prefectures and counties of China, as names in texts."""

import re
from collections.abc import Iterator
from functools import cache

from model import resources

Path = tuple[str, ...]
"""A place with what it belongs to, outermost first, e.g. `("山东省", "淄博市", "张店区")`."""

_ENDING = re.compile("[省市县区旗州盟]")
_SHORT = 2  # characters; 和县 and 城区 stand inside ordinary words


@cache
def gazetteer() -> dict[str, tuple[Path, ...]]:
    """Every place by its full name; several places may share one."""
    found: dict[str, list[Path]] = {}
    province = ""
    for line in resources.path("places", "places.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            province = line
            found.setdefault(province, []).append((province,))
            continue
        city, *counties = line.split()
        above = (province,) if city == "-" else (province, city)
        if city != "-":
            found.setdefault(city, []).append(above)
        for county in counties:
            found.setdefault(county, []).append((*above, county))
    return {name: tuple(paths) for name, paths in found.items()}


@cache
def stems() -> frozenset[str]:
    """What places of three and four characters are called for short, e.g. `张店`."""
    return frozenset(name[:-1] for name in gazetteer() if 3 <= len(name) <= 4)


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Where full names of places stand in a text, the longest at each place, in their order."""
    names, tails = gazetteer(), _tails()
    for ending in _ENDING.finditer(text):
        end = ending.end()
        for length in tails.get(text[max(0, end - _SHORT) : end], ()):
            name = text[end - length : end] if length <= end else ""
            if name in names:
                yield end - length, name
                break


@cache
def _tails() -> dict[str, tuple[int, ...]]:
    """For the last two characters of names: how long such names are, the longest first."""
    found: dict[str, set[int]] = {}
    for name in gazetteer():
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
            found[name] = gazetteer()[name]
            free = start + len(name)
    for name, paths in found.items():
        nested = tuple(p for p in paths if any(other != name and other in p for other in found))
        found[name] = nested or paths
    places = {path for paths in found.values() for path in paths}
    return frozenset(p for p in places if not any(p != o and o[: len(p)] == p for o in places))


def related(path: Path, homes: frozenset[Path]) -> bool:
    """Whether a place is one of these, or above or below one."""
    return any(path == home[: len(path)] or home == path[: len(home)] for home in homes)
