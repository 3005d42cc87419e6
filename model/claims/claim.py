"""What a text claims of the report's figures."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Scope = Literal["own", "wide"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a text tells: which of the form's kinds of claim, and where its words stand.

    `kinds` are keys of the vocabulary: with `any_of` the figure is that of any of them (收到和办理9件), else
    of all together (予以公开及部分公开84件). `value` is a count, or with `percent` a share of 0 to 100 with
    so many `decimals`. A `stated` claim says 0 without a number. `scope` is "wide" where the text speaks
    of a whole system or place and the report is that of one agency. `start` and `end` are characters of
    the text that was read.
    """

    kinds: tuple[str, ...]
    value: Decimal
    start: int
    end: int
    any_of: bool = False
    approximate: bool = False
    percent: bool = False
    decimals: int = 0
    stated: bool = False
    scope: Scope = "own"


@dataclass(frozen=True, slots=True)
class Listing:
    """A total and all of the parts that a text says it has: 共收到4件，其中：当面申请1件，网络申请3件."""

    total: Decimal
    parts: tuple[Decimal, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Share:
    """A count of applications and the share of all that a text says it is: 84件，占33.9%."""

    count: Decimal
    percent: Decimal
    decimals: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a text says of figures, in its order."""

    claims: tuple[Claim, ...] = ()
    listings: tuple[Listing, ...] = ()
    shares: tuple[Share, ...] = ()
