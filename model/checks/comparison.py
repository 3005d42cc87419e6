"""What the texts say of figures, against the tables.

A claim is right where it equals any of the values that it may have. Cells that are blank say nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from model.agency import kind_of
from model.checks.finding import Comparison, Finding, Severity
from model.checks.wording import at_most
from model.claims import Claim, Listing, Reading, Share, Words, read_text, words_for
from model.claims.vocabulary import Kind, Option, Statement
from model.fields import Resolved, resolved
from model.numbers import format_value
from model.report import Report

_TOLERANCE = Decimal("0.1")  # of the figure: how far 余, 约 … may be off
_MOST_RESULTS = 3  # kinds of results from which on a list counts as one of all


def comparisons(report: Report) -> list[Comparison]:
    """Every figure in the texts that belongs to a cell, in the order of the texts."""
    return [judged.comparison for judged in _judged(report) if judged.values]


def text_against_tables(report: Report) -> Iterator[Finding]:
    """Figures in the texts that are none of what the tables say, sums and shares that do not come out."""
    for text in _read(report):
        judged = list(_judge(report, text))
        found = [
            *(one.finding for one in judged if not one.agrees and not _told_otherwise(one, judged)),
            *_sums(text),
            *_left_out(report, text, judged),
            *_shares(report, text),
        ]
        yield from at_most(sorted(found, key=lambda finding: finding.start or 0))


@dataclass(frozen=True)
class _Text:
    """A text that was read."""

    section: str
    stored: str
    resolved: Resolved
    reading: Reading
    words: Words

    def place(self, item: Claim | Listing | Share) -> tuple[int, int]:
        return self.resolved.stored(item.start, item.end)

    def words_of(self, item: Claim | Listing | Share) -> str:
        return self.resolved.text[item.start : item.end]


@dataclass(frozen=True)
class _Judged:
    """A claim and the values that it may have, by name."""

    report: Report
    text: _Text
    claim: Claim
    kind: Kind | Statement
    options: list[Option]
    values: list[tuple[str, Decimal]]

    @cached_property
    def agrees(self) -> bool:
        told = self.claim.value
        at_most = isinstance(self.kind, Kind) and self.kind.at_most
        room = _TOLERANCE if self.claim.approximate else 0
        for _, value in self.values:
            if self.claim.percent:
                if abs(value - told) <= _unit(self.claim.decimals):
                    return True
            elif abs(value - told) <= room * max(value, told) or (at_most and told < value):
                return True
        return not self.values

    @property
    def cells(self) -> tuple[str, ...]:
        named = (cell.removeprefix("-") for option in self.options for cell in option.cells)
        return tuple(dict.fromkeys(cell for name in named for cell in self.report.form.printed(name)))

    @property
    def severity(self) -> Severity:
        if self.claim.scope == "wide" or self.claim.percent or len(self.claim.kinds) > 1:
            return Severity.HINT if self.claim.scope == "wide" else Severity(self.kind.severity)
        plain = self.text.words.plain.get(self.kind.key)
        if plain and plain.search(self.text.words_of(self.claim)):
            return Severity.WARNING
        return Severity(self.kind.severity)

    @property
    def rule(self) -> str:
        return self.kind.rule

    @property
    def _table(self) -> str:
        """The table that the figure is in, as people call it, e.g. `表三`."""
        address = self.options[0].cells[0]
        return f"表{self.report.form.sections[address.split('/')[0]].number}"

    @property
    def _told(self) -> str:
        value = format_value(self.claim.value.normalize()) if self.claim.value else "0"
        return value + "%" * self.claim.percent

    @property
    def comparison(self) -> Comparison:
        start, end = self.text.place(self.claim)
        nearest, value = next((one for one in self.values if one[1] == self.claim.value), self.values[0])
        if isinstance(self.kind, Statement):  # it says in words that the cells are 0
            message = f"正文写{self.kind.name}，{self._table}“{nearest}”是{_plain(value)}"
        else:
            mark = "%" * self.claim.percent
            message = f"{self._name}：正文写{self._told}，{self._table}是{_plain(value)}{mark}"
        return Comparison(
            self.rule,
            self.text.section,
            start,
            end,
            self.text.stored[start:end],
            self.cells,
            message,
            self.agrees,
        )

    @property
    def _name(self) -> str:
        kinds = [self.text.words.kinds[key].name for key in self.claim.kinds if key in self.text.words.kinds]
        return "、".join(kinds) or self.kind.name

    @property
    def finding(self) -> Finding:
        start, end = self.text.place(self.claim)
        mark = "%" * self.claim.percent
        stand = "，".join(f"“{name}”是{_plain(value)}{mark}" for name, value in self.values)
        if self.claim.stated and isinstance(self.kind, Statement):
            said = f"正文说{self.kind.name}"
        else:
            said = f"正文的“{self._name}”是{self._told}"
        whole = "如果说的是整个地区或者系统，可以搁置。" if self.claim.scope == "wide" else ""
        return Finding(
            self.rule,
            self.severity,
            self.text.section,
            f"“{_short(self.text.words_of(self.claim))}”：{said}，{self._table}中{stand}。{whole}",
            cells=self.cells,
            expected=_plain(self.values[0][1]) + mark,
            actual=self._told,
            quote=self.text.words_of(self.claim),
            start=start,
            stop=end,
            unfinished=self._unfinished,
        )

    @property
    def _unfinished(self) -> bool:
        """Whether the tables may still change as they are filled in."""
        form = self.report.form
        leaves = {leaf for cell in self.cells for leaf in form.summands.get(cell, (cell,))}
        return any(leaf not in self.report.cells for leaf in leaves)


def _read(report: Report) -> Iterator[_Text]:
    words = words_for(report.form.id, report.year)
    if words is None:
        return
    speaks_for_all = not report.agency or kind_of(report) == "government"
    for key, stored in report.texts.items():
        if stored.strip():
            text = resolved(report, stored)
            reading = read_text(report.form.id, report.year, speaks_for_all, text.text)
            yield _Text(key, stored, text, reading, words)


def _judged(report: Report) -> Iterator[_Judged]:
    for text in _read(report):
        yield from _judge(report, text)


def _judge(report: Report, text: _Text) -> Iterator[_Judged]:
    for claim in text.reading.claims:
        kind = text.words.kinds.get(claim.kinds[0]) or text.words.statements[claim.kinds[0]]
        options = _options(claim, kind, text.words)
        values = [(o.name, value) for o in options if (value := _value(report, o)) is not None]
        if claim.percent:
            values = list(_as_shares(report, values, text.words))
        values = list({value: (name, value) for name, value in reversed(values)}.values())[::-1]
        yield _Judged(report, text, claim, kind, options, values)


def _options(claim: Claim, kind: Kind | Statement, words: Words) -> list[Option]:
    if isinstance(kind, Statement):
        return list(kind.zero)
    kinds = [words.kinds[key] for key in claim.kinds]
    if not claim.value:
        return [kinds[0].accepted[0]] if claim.any_of else [one.accepted[0] for one in kinds]  # all of it
    if len(kinds) == 1 or claim.any_of:
        return [option for one in kinds for option in one.accepted]
    firsts = [one.accepted[0] for one in kinds]  # the main one of each
    name, cells = "＋".join(o.name for o in firsts), tuple(c for o in firsts for c in o.cells)
    return [Option(name, cells)]


def _value(report: Report, option: Option) -> Decimal | None:
    """What an option comes to; `None` where its cells are blank or missing, or it does not count."""
    if any(_sum(report, cells) for cells in option.when_zero):
        return None
    return _sum(report, option.cells)


def _sum(report: Report, cells: Iterable[str]) -> Decimal | None:
    """The sum of cells, those after `-` subtracted; `None` where all are blank or the form lacks one."""
    total: Decimal | None = None
    for cell in cells:
        address = cell.removeprefix("-")
        if address not in report.form.cells and address not in report.form.summands:
            return None
        value = report.value(address)
        if value is not None:
            total = (total or Decimal(0)) + (-value if cell.startswith("-") else value)
    return total


def _as_shares(
    report: Report, values: Iterable[tuple[str, Decimal]], words: Words
) -> Iterator[tuple[str, Decimal]]:
    for name, value in values:
        for whole in words.wholes:
            total = _value(report, whole)
            if total:
                yield f"{name}占{whole.name}", round(value * 100 / total, 2)


def _told_otherwise(one: _Judged, judged: list[_Judged]) -> bool:
    """Whether a figure of a whole place or system stands beside the agency's own."""
    return one.claim.scope == "wide" and any(
        other.claim.scope == "own" and other.claim.kinds == one.claim.kinds for other in judged
    )


def _left_out(report: Report, text: _Text, judged: list[_Judged]) -> Iterator[Finding]:
    """Sentences that name most of the results and leave out one that the tables have.

    So it is with sentences that were made from the tables before a result of another sort came in.
    """
    kinds = {key: text.words.kinds[key] for key in text.words.complete if key in text.words.kinds}
    plain = [one for one in judged if len(one.claim.kinds) == 1 and one.claim.kinds[0] in kinds]
    exact = [one for one in plain if not one.claim.percent]
    for together in _by_sentence(text.resolved.text, exact):
        told = {one.claim.kinds[0] for one in together}
        if len(told) < _MOST_RESULTS or not all(one.agrees for one in together):
            continue
        missing = {k: v for k in kinds if k not in told and (v := _value(report, kinds[k].accepted[0]))}
        if not missing:
            continue
        start, end = text.place(together[0].claim)[0], text.place(together[-1].claim)[1]
        names = "、".join(f"{kinds[key].name}{_plain(value)}件" for key, value in missing.items())
        words = text.resolved.text[together[0].claim.start : together[-1].claim.end]
        cells = tuple(c for k in missing for c in report.form.printed(kinds[k].accepted[0].cells[0]))
        yield Finding(
            together[0].rule,
            Severity.HINT,
            text.section,
            f"“{_short(words)}”：这里列了办理结果，但是没有列{names}。请补上，或者用“插入情况说明”重新插入。",
            cells=cells,
            quote=words,
            start=start,
            stop=end,
        )


def _by_sentence(text: str, judged: list[_Judged]) -> Iterator[list[_Judged]]:
    together: list[_Judged] = []
    for one in judged:
        if together and "。" in text[together[-1].claim.end : one.claim.start]:
            yield together
            together = []
        together.append(one)
    if together:
        yield together


def _sums(text: _Text) -> Iterator[Finding]:
    for listing in text.reading.listings:
        total = sum(listing.parts, Decimal(0))
        if total != listing.total:
            start, end = text.place(listing)
            terms = "＋".join(_plain(part) for part in listing.parts)
            yield Finding(
                "text-sum",
                Severity.WARNING,
                text.section,
                f"“{_short(text.words_of(listing))}”：前面说一共{_plain(listing.total)}，"
                f"后面各项相加是{_plain(total)}（{terms}）。",
                expected=_plain(listing.total),
                actual=_plain(total),
                quote=text.words_of(listing),
                start=start,
                stop=end,
            )


def _shares(report: Report, text: _Text) -> Iterator[Finding]:
    """A count and its share: some whole of the tables or of the text has to fit."""
    whole_kinds = {key for key, kind in text.words.kinds.items() if kind.whole}
    told = [c.value for c in text.reading.claims if set(c.kinds) <= whole_kinds]
    wholes = [value for whole in text.words.wholes if (value := _value(report, whole)) is not None]
    for share in text.reading.shares:
        count = share.count
        fits = [round(count * 100 / whole, share.decimals + 1) for whole in (*wholes, *told) if whole]
        if fits and all(abs(fit - share.percent) > _unit(share.decimals) for fit in fits):
            start, end = text.place(share)
            yield Finding(
                "text-percent",
                Severity.HINT,
                text.section,
                f"“{_short(text.words_of(share))}”：{_plain(count)}件占{_plain(fits[0])}%，不是{share.percent}%。",
                expected=f"{_plain(fits[0])}%",
                actual=f"{share.percent}%",
                quote=text.words_of(share),
                start=start,
                stop=end,
            )


def _unit(decimals: int) -> Decimal:
    """One unit of the last digit: people cut off as often as they round."""
    return Decimal(1).scaleb(-decimals)


def _plain(value: Decimal) -> str:
    return format_value(value.normalize()) if value else "0"


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:24]}……{words[-12:]}"
