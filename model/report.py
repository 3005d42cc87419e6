"""The report: agency, year, texts and input cells, with totals derived on demand.

Everything that can be edited has an address, so that one kind of change serves all of it: a cell's
address as in the form, `texts/KEY`, `sign_off/KEY`, `options/KEY`, `agency`, `agency_kind`, `year` and
`set_aside`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from model.form import Form, form_for
from model.numbers import Value, is_valid
from model.set_aside import KEY_LIMIT, REASON_LIMIT, SetAside

AGENCY_KINDS = ("government", "department", "township", "other")
AGENCY_LIMIT = 200  # characters
TEXT_LIMIT = 1_000_000  # characters
SIGN_OFF = (
    "document_number",  # printed above the title, e.g. 某政发〔2026〕2号
    "title_date",  # printed in brackets below the title
    "closing",  # "yes": agency and date stand below the last section
    "closing_date",
    "final_date",  # when the report was declared final, as YYYY-MM-DD
    "final_code",  # the code of what was declared final
    "reopened",  # "yes": it may be edited again
)
"""What surrounds the report when it is signed and handed in; each is one line of text."""

OPTIONS = (
    "overview_limit",  # characters that the overview may have at most, e.g. "1000"
    "deadline",  # the last day to publish where a local rule has another one, as YYYY-MM-DD
    "annex",  # which products are printed with charts as an annex, e.g. "publication signature"
)
"""What a person can switch on for a report; each is one line of text."""

LINE_LIMIT = 100  # characters of a line of the sign-off or an option
SET_ASIDE_LIMIT = 10_000  # entries
YEARS = range(2008, 2101)  # the regulation is in force since 2008

Content = str | Value | tuple[SetAside, ...] | None
Changes = Mapping[str, Content]

_LINES = {"sign_off": SIGN_OFF, "options": OPTIONS}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Applied(Struct, frozen=True):
    """What a change did: how to take it back, and every address that may read differently now."""

    inverse: dict[str, Content]
    touched: frozenset[str]


class Report(Struct):
    """One year's report of one agency.

    `cells` holds filled input cells only, `sign_off` and `options` filled lines only; `texts` has every
    text of the form. `set_aside` are the findings that a person found right. `last_year` is last year's
    report where it is at hand. `extra` keeps what a draft file holds besides, to be written back.
    """

    form: Form
    agency: str = ""
    agency_kind: str | None = None
    year: int | None = None
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Value] = field(default_factory=dict)
    sign_off: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    last_year: Report | None = None
    extra: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = {key: self.texts.get(key, "") for key in self.form.texts}

    @property
    def title(self) -> str:
        """The report's title in one line."""
        return self.form.title(self.agency, self.year)

    def snapshot(self) -> Report:
        """A copy that stays as it is, for another thread to read while this one is edited."""
        return replace(
            self,
            texts=dict(self.texts),
            cells=dict(self.cells),
            sign_off=dict(self.sign_off),
            options=dict(self.options),
        )

    def value(self, address: str) -> Value | None:
        """The value of a cell, total or group sum; a sum of nothing but blanks is blank.

        Raises `KeyError` for an address that the form does not have.
        """
        if address in self.form.inputs:
            return self.cells.get(address)
        values = [v for a in self.form.summands[address] if (v := self.cells.get(a)) is not None]
        return sum(values) if values else None

    def sum_of(self, addresses: Iterable[str]) -> Value | None:
        """The sum of cells or group sums; `None` where all are blank or the form has none of them."""
        known = (a for a in addresses if a in self.form.cells or a in self.form.summands)
        values = [v for a in known if (v := self.value(a)) is not None]
        return sum(values) if values else None

    def content(self, address: str) -> Content:
        """What stands at an address; raises `KeyError` for one that does not exist."""
        if address == "agency":
            return self.agency
        if address == "agency_kind":
            return self.agency_kind
        if address == "year":
            return self.year
        if address == "set_aside":
            return self.set_aside
        head, _, key = address.partition("/")
        if head == "texts":
            return self.texts[key]
        if head in _LINES:
            return self._lines(head).get(key, "")
        return self.value(address)

    def apply(self, changes: Changes) -> Applied:
        """Makes all of the changes or none.

        Raises `ValueError` for an address that cannot be edited or a content out of its range: what
        people type is parsed before it gets here.
        """
        for address, content in changes.items():
            if not self._accepts(address, content):
                raise ValueError(f"{address} cannot hold {content!r:.80}")
        inverse = {address: self.content(address) for address in changes}
        touched = set(changes)
        for address, content in changes.items():
            head, _, key = address.partition("/")
            if address in self.form.inputs:
                touched.update(self.form.dependents[address])
                if content is None:
                    self.cells.pop(address, None)
                else:
                    assert isinstance(content, int | Decimal)
                    self.cells[address] = content
            elif head == "texts":
                self.texts[key] = str(content)
            elif head in _LINES:
                self._lines(head).pop(key, None)
                if content:
                    self._lines(head)[key] = str(content)
            else:
                setattr(self, address, content)
        return Applied(inverse, frozenset(touched))

    def _accepts(self, address: str, content: Content) -> bool:
        if cell := self.form.inputs.get(address):
            return content is None or is_valid(content, cell.kind)
        if address == "agency":
            return is_agency(content)
        if address == "agency_kind":
            return content is None or content in AGENCY_KINDS
        if address == "year":
            return content is None or is_year(content)
        if address == "set_aside":
            return isinstance(content, tuple) and are_set_aside(content)
        head, _, key = address.partition("/")
        if head in _LINES:
            return key in _LINES[head] and is_line(content, LINE_LIMIT) and is_option(address, str(content))
        return head == "texts" and key in self.texts and is_text(content)

    def _lines(self, head: str) -> dict[str, str]:
        return self.sign_off if head == "sign_off" else self.options


def new_report(agency: str = "", year: int | None = None, last_year: Report | None = None) -> Report:
    """An empty report in the form of its year; last year's report gives what was carried forward."""
    report = Report(form_for(year), agency=agency, year=year, last_year=last_year)
    if last_year:
        report.apply(carried_from(last_year, report.form))
        if agency == last_year.agency:
            report.agency_kind = last_year.agency_kind
    return report


def carried_from(last_year: Report, form: Form) -> dict[str, Content]:
    """The cells of this year's report that last year's report decides (e.g. 上年结转, 条例第五十条)."""
    changes: dict[str, Content] = {}
    for key, section in form.sections.items():
        if not section.table:
            continue
        for row, source in section.table.carries.items():
            for cell in form.layouts[key].values:
                table, cell_row, column = cell.address.split("/")
                origin = f"{table}/{source}/{column}"
                if cell_row == row and cell.address in form.inputs and origin in last_year.form.cells:
                    changes[cell.address] = last_year.value(origin)
    return changes


def is_agency(content: object) -> bool:
    """Whether this can be an agency's name: one line of at most 200 characters."""
    return is_line(content, AGENCY_LIMIT)


def is_line(content: object, limit: int) -> bool:
    """Whether this is a text on one line, not longer than `limit` characters."""
    return is_text(content, limit) and "\n" not in str(content) and "\t" not in str(content)


def is_option(address: str, line: str) -> bool:
    """Whether a line can stand at an address: `options/deadline` has to be a day, or empty."""
    if address != "options/deadline" or not line:
        return True
    try:
        return bool(re.fullmatch(r"[0-9-]{10}", line)) and date.fromisoformat(line).isoformat() == line
    except ValueError:
        return False


def are_set_aside(entries: tuple[object, ...]) -> bool:
    """Whether these can be findings that were set aside: with a reason, short enough, each only once."""
    if len(entries) > SET_ASIDE_LIMIT:
        return False
    keys = set()
    for entry in entries:
        if not isinstance(entry, SetAside) or not entry.reason.strip():
            return False
        words = (entry.rule, *entry.cells, *entry.values, entry.quote or "")
        if not is_line(entry.reason, REASON_LIMIT) or not all(is_text(word, KEY_LIMIT) for word in words):
            return False
        keys.add(entry.key)
    return len(keys) == len(entries)


def is_year(content: object) -> bool:
    """Whether this can be a report's year: 2008 to 2100."""
    return isinstance(content, int) and not isinstance(content, bool) and content in YEARS


def is_text(content: object, limit: int = TEXT_LIMIT) -> bool:
    """Whether this is a text without control characters (line feed and tab aside) and not too long."""
    return isinstance(content, str) and len(content) <= limit and not _CONTROL.search(content)


def clean_text(text: str) -> str:
    """What somebody typed or pasted, as a text of the report: plain line ends, no control characters."""
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _CONTROL.sub("", text)[:TEXT_LIMIT]
