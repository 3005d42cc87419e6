"""By which words texts speak of a form's figures: the structures of `resources/claims/*.toml`.

Every word is a regular expression over normalised text (`model/claims/passages.py`). The grammar that ties
words to numbers is code, `model/claims/reader.py`; what belongs to a form is data.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import msgspec

from model import resources
from model.expression import Expression, Index

MAIN = "applications"  # the topic beside which others are spoken of
ELSE = "else"  # the topic of what is received and dealt with as well

Joined = Literal["sum", "any"]
"""Of words that share a number: it is the sum of what they mean, or any of it."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that a claim may have: the sum of cells; an address after `-` is subtracted.

    It counts only where each of the sums in `when_zero` is 0 (or blank).
    """

    name: str
    cells: tuple[str, ...]
    when_zero: tuple[tuple[str, ...], ...] = ()


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing that texts say of figures.

    `words` tell it; they count in its `topic` only. With `whole` it speaks of everything, so it is no
    claim where the text has come to the parts (其中…). With `zero` a negation before it says 0. With
    `at_most` the figure may be smaller than the cell. `beside` are words of a clause that take the
    meaning away; `plain` are words that make a mismatch a warning where it is a hint otherwise. `aside`
    says that it is told in brackets too. What `follows` another kind counts only after a claim of that
    one; a `whole` kind that counts as `part_too` is told after 其中 as well, or with the number before it;
    a `weak` one only where no other word of its topic stands before it in the clause. `reach` is how
    many characters a number may stand behind.
    """

    key: str
    topic: str
    rule: str
    severity: Literal["warning", "hint"]
    name: str
    words: tuple[str, ...]
    accepted: tuple[Option, ...]
    whole: bool = False
    zero: bool = False
    at_most: bool = False
    aside: bool = False
    follows: str = ""
    part_too: bool = False
    weak: bool = False
    joined: Joined = "sum"
    reach: int = 40
    beside: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clause speaks of, known by its words; earlier topics go before later ones.

    One that is `passing` always is that of its clause alone, one that is so until it counts becomes the
    topic where the clause has a number. One with `within` is spoken of beside another: its kinds
    count where the sentence has one of these words, or the passage is about applications.
    """

    key: str
    words: tuple[str, ...]
    passing: Literal["never", "until it counts", "always"] = "never"
    within: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say without a number that some cells are 0; where they are not, that is a finding."""

    key: str
    topic: str
    rule: str
    severity: Literal["warning", "hint"]
    name: str
    words: tuple[str, ...]
    zero: tuple[Option, ...]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form's words.

    `wholes` are what a share in percent may be a share of, `complete` the kinds that together are all
    results: a list that names most of them names all. `nothing` is the kind that is 0 where a clause
    denies applications without a verb (无依申请公开事项).
    """

    topics: tuple[Topic, ...]
    kinds: tuple[Kind, ...]
    statements: tuple[Statement, ...] = ()
    wholes: tuple[Option, ...] = ()
    complete: tuple[str, ...] = ()
    nothing: str = ""


class Entry(NamedTuple):
    """A kind with the words that tell it, and those that take its meaning away, if any do."""

    kind: Kind
    words: Expression
    beside: Expression | None


class Words:
    """A vocabulary made ready for the texts of one year.

    `topics` are found by each of their words, the kinds that are `told` topic by topic, `stated` are the
    statements. `applications` are words of the main topic with what belongs to them, `beside` those of the
    topics that are spoken of beside others.
    """

    def __init__(self, source: Vocabulary, year: int | None) -> None:
        def expression(words: Iterable[str]) -> Expression:
            return Expression("|".join(_of_year(word, year) for word in words) or "(?!)")

        words = [(expression([word]), topic) for topic in source.topics for word in topic.words]
        self.topics = Index((word, (word, topic)) for word, topic in words)
        main = "|".join(word.source for word, topic in words if topic.key == MAIN)
        self.applications = Expression(f"(?:{main or '(?!)'})(?:的|公开|政府|信息)*")
        self.beside = {t.key: expression(t.within) for t in source.topics if t.within}
        entries = [
            Entry(kind, expression(kind.words), expression(kind.beside) if kind.beside else None)
            for kind in source.kinds
        ]
        self.told = {
            topic.key: Index((entry.words, entry) for entry in entries if entry.kind.topic == topic.key)
            for topic in source.topics
        }
        self.kinds = {kind.key: kind for kind in source.kinds}
        self.wholes = source.wholes
        self.complete = source.complete
        self.nothing = source.nothing
        self.plain = {kind.key: expression(kind.plain) for kind in source.kinds if kind.plain}
        stated = [(expression(statement.words), statement) for statement in source.statements]
        self.stated = Index((words, (words, statement)) for words, statement in stated)
        self.statements = {statement.key: statement for statement in source.statements}


def _of_year(word: str, year: int | None) -> str:
    """A word with the years that it names filled in."""
    for name, number in (("LASTYEAR", -1), ("NEXTYEAR", 1), ("YEAR", 0)):
        word = word.replace(name, "(?!)" if year is None else str(year + number))
    return word


@cache
def vocabulary(form_id: str) -> Vocabulary | None:
    """The words of a form; `None` where nobody has written them down: its texts are then not compared."""
    path = resources.path("claims", f"{form_id}.toml")
    return resources.read_toml(Vocabulary, path) if path.is_file() else None


@lru_cache(maxsize=4)
def words_for(form_id: str, year: int | None) -> Words | None:
    """The words in which a form's texts of a year speak of its figures; `None` where nobody knows them."""
    source = vocabulary(form_id)
    return Words(source, year) if source else None
