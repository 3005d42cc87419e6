"""Regular expressions that cost little where they find nothing: compiled late, and known by their signs."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

T = TypeVar("T")
Match = re.Match[str]


class Expression:
    """A regular expression, compiled when it is first searched for.

    Each of its matches contains one of its `signs`: a text without them need not be searched. It has none
    where that cannot be told.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def may_be_in(self, text: str) -> bool:
        """`False` where the text surely has no match, which is found out far quicker than by searching."""
        for sign in self.signs:  # a loop: `any` with a generator takes twice as long
            if sign in text:
                return True
        return not self.signs

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What the source tells of every match; see `signs_of`."""
        return signs_of(self.source)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.source)

    # The pattern's own methods, each fetched once: from then on a search goes straight there.

    def is_in(self, text: str) -> bool:
        """Whether a text has a match."""
        return self.may_be_in(text) and self.search(text) is not None

    def found_in(self, text: str) -> Iterator[Match]:
        """Its matches in a text."""
        return self.finditer(text) if self.may_be_in(text) else iter(())

    @cached_property
    def search(self) -> Callable[..., Match | None]:
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., Match | None]:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., Match | None]:
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[Match]]:
        return self.compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        return self.compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        return self.compiled.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self.compiled.sub


class Index(Generic[T]):
    """Things by the signs of their words: of many of them a clause has few, and those are found at once."""

    def __init__(self, things: Iterable[tuple[Expression, T]]) -> None:
        every = [
            (sign, at, thing) for at, (words, thing) in enumerate(things) for sign in words.signs or ("",)
        ]
        common = Counter(character for sign, _, _ in every for character in sign)
        self._always = {at: thing for sign, at, thing in every if not sign}  # no sign is known
        self._by_rarest: dict[str, list[tuple[str, int, T]]] = {}  # by the sign's rarest character
        for one in every:
            if one[0]:
                self._by_rarest.setdefault(min(one[0], key=lambda c: common[c]), []).append(one)
        self._rarest = re.compile(f"[{re.escape(''.join(self._by_rarest))}]" if self._by_rarest else "(?!)")

    def of(self, text: str) -> list[T]:
        """The things whose words the text may have, in their order."""
        found = self._always.copy()
        for character in self._rarest.findall(text):
            for sign, at, thing in self._by_rarest[character]:
                if sign in text:
                    found[at] = thing
        return [found[at] for at in sorted(found)] if len(found) > 1 else list(found.values())


_GROUP = Expression(r"\((?:(?!\?)|\?a?:|\?P<\w+>|(?P<ahead>\?=)|(?P<look>\?<?[=!]))")
# A character for itself, one of a few, one of many.
_ITEM = Expression(
    r"(?s)\\(?P<itself>\W)|\[(?P<few>[^\]\\^-]{1,9})\]|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<plain>[^\\\[.^$?*+{])|\\[bdsw]|[.^$]",
)
_TIMES = Expression(r"(?:(?P<perhaps>[?*]|\{0?,?[0-9]*\})|\+|\{[1-9][0-9,]*\})[?+]?|")
_Signs = frozenset[str]
_NONE: _Signs = frozenset()


class _Unknown(Exception):
    """Something that this reading of expressions does not know."""


def signs_of(source: str) -> tuple[str, ...]:
    """Strings of which every match of an expression contains one; none where it does not tell them.

    Of each alternative the longest run of characters that match themselves, or the signs of a group.
    """
    if source.isalnum():
        return (source,)
    try:
        found, end = _alternatives(source, 0)
    except _Unknown:
        return ()
    return tuple(sorted(found)) if end == len(source) else ()


def _alternatives(source: str, at: int) -> tuple[_Signs, int]:
    """The signs of what stands from a place up to the bracket that closes it, and where that is."""
    every: list[_Signs] = []
    while True:
        signs, at = _alternative(source, at)
        every.append(signs)
        if source[at : at + 1] != "|":
            return _NONE.union(*every) if all(every) else _NONE, at
        at += 1


def _alternative(source: str, at: int) -> tuple[_Signs, int]:
    best, run = _NONE, ""
    while at < len(source) and source[at] not in "|)":
        itself, inner, no_room = None, _NONE, False
        if source[at] == "(":
            group = _GROUP.match(source, at)
            if not group:
                raise _Unknown
            ahead = group["ahead"] is not None
            no_room = ahead or group["look"] is not None
            inner, at = _alternatives(source, group.end())
            at += 1
            if ahead:  # it stands in the text, too
                best = max(best, inner, key=_worth)
        else:
            item = _ITEM.match(source, at)
            if not item:
                raise _Unknown
            itself, no_room, at = item["itself"] or item["plain"], item[0] in ("^", "$"), item.end()
            if item["few"]:
                inner = frozenset(item["few"])
        times = _TIMES.match(source, at)
        assert times
        at = times.end()
        if no_room:  # what stands on both sides stays together
            continue
        there = times["perhaps"] is None
        if there and itself:
            run += itself
            if not times[0]:
                continue
        best = max(best, _of(run), inner if there else _NONE, key=_worth)
        run = ""
    return max(best, _of(run), key=_worth), at


def _of(run: str) -> _Signs:
    return frozenset({run}) if run else _NONE


def _worth(signs: _Signs) -> tuple[int, int]:
    """The longer the better, and the fewer."""
    return min(map(len, signs), default=0), -len(signs)
