"""From the lines of a document to the report's title and texts, by the headings of the form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.grid import normalised
from model.checks import Finding, Severity
from model.form import Form
from model.report import TEXT_LIMIT, clean_text, is_agency, is_year

_TITLE_LINES = 4  # a title is set on so many lines at most

_NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}\s*、|[0-9]{1,2}\s*[、.．])")
_ENOUGH = 20  # characters of a table's heading: a line that has them only says where the table stands


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a document; `source` is how messages call its place.

    `body` says that it is a paragraph, however much it reads like a heading.
    """

    text: str
    source: str
    body: bool = False


@dataclass
class Parts:
    """What the lines hold of the form.

    `titled` says that they begin with the report's title, `headings` how many of the form's were found;
    `seen` are the keys of the texts that surely are all theirs and only theirs.
    """

    agency: str = ""
    year: int | None = None
    titled: bool = False
    headings: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


def parse_title(form: Form, title: str) -> tuple[str, int | None] | None:
    """Agency and year in a report's title, which may be set on several lines; `None` if it is no title.

    What is not there, or cannot be an agency or a year, is `""` or `None`.
    """
    template = r"\n?".join(re.escape(line) for line in form.title_lines("AGENCY", 9999))
    pattern = template.replace("AGENCY", "(?P<agency>.*?)", 1).replace("9999", "(?P<year>[0-9]{4})?", 1)
    found = re.fullmatch(pattern, title.strip(), re.DOTALL)
    if not found:
        return None
    agency = found["agency"].replace("\n", "").strip()
    year = int(found["year"]) if found["year"] else None
    return agency if is_agency(agency) else "", year if is_year(year) else None


def split_sections(form: Form, lines: Sequence[Line]) -> Parts:
    """Puts each line into the section whose heading stands above it; its words tell it, not its number.

    What stands before the first heading belongs to the text without a heading. A heading that is missing
    or out of order is a finding; lines below the heading of a table have no place.
    """
    parts = Parts()
    titles = {normalised(section.title): key for key, section in form.sections.items() if section.title}
    unheaded = next((key for key in form.texts if not form.sections[key].heading), None)
    order = list(form.sections)
    at = unheaded
    found: list[str] = []
    gathered: dict[str, list[str]] = {}
    for line in lines[_read_title(form, lines, parts) :]:
        key = None if line.body else titles.get(normalised(_NUMBERING.sub("", line.text, count=1)))
        if key is not None:
            if found and order.index(key) < order.index(found[-1]):
                message = (
                    f"“{form.sections[key].name}”的次序不对，排在了“{form.sections[found[-1]].name}”后面。"
                )
                parts.findings.append(Finding("missing-section", Severity.ERROR, key, message))
            found.append(key)
            at = key
        elif at in form.texts:
            gathered.setdefault(at, []).append(line.text)
        elif line.text.strip() and not (
            at and normalised(form.sections[at].heading)[:_ENOUGH] in normalised(line.text)
        ):
            parts.unplaced.append(
                f"{line.source}：这段文字不属于任何一部分，没有读入：{line.text.strip()[:40]}"
            )
    parts.headings = len(found)
    parts.seen = {key for key in form.texts if key in found or key == unheaded}
    for key in parts.seen:
        text = "\n".join(gathered.get(key, []))
        if len(text) > TEXT_LIMIT:
            parts.unplaced.append(f"“{form.sections[key].name}”的文字超过{TEXT_LIMIT}字，后面的没有读入。")
        parts.texts[key] = "\n".join(filter(None, map(str.strip, clean_text(text).split("\n"))))
    for before, key in pairwise(["", *order]):
        section = form.sections[key]
        if section.heading and not section.table and key not in found:
            parts.seen.discard(before)  # it may have got the words of both
            message = f"没有找到标题“{section.heading}”，这一部分没有读入，它的文字可能并入了上一部分。"
            parts.findings.append(Finding("missing-section", Severity.ERROR, key, message))
    return parts


def _read_title(form: Form, lines: Sequence[Line], parts: Parts) -> int:
    """Reads the title if the lines begin with it; returns how many lines it takes."""
    for count in range(1, _TITLE_LINES + 1):
        if title := parse_title(form, "\n".join(line.text.strip() for line in lines[:count])):
            parts.agency, parts.year = title
            parts.titled = True
            return count
    return 0
