"""The last day to publish: by law, or as a local rule has it; and how long that still is."""

import re
import unicodedata
from datetime import date

from model import agency
from model.errors import UserError
from model.report import Report

_DAY = (  # 2026年2月28日, 2026-2-28, 2.28, 20260228
    r"(?:(?P<year>[0-9]{4})[年./-])?(?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})[日号]?|"
    r"(?P<year_>[0-9]{4})(?P<month_>[0-9]{2})(?P<day_>[0-9]{2})"
)


def local_deadline(report: Report) -> date | None:
    """The day that somebody noted for this report because a local rule asks for it; `None` where none is."""
    noted = report.options.get("deadline")
    return date.fromisoformat(noted) if noted else None


def last_day(report: Report) -> date | None:
    """The last day to publish: the local one, else that of the law; `None` while the year is not known."""
    return local_deadline(report) or agency.deadline(report)


def parse_day(text: str, report: Report) -> date | None:
    """The day that somebody typed, e.g. 2026年2月28日, 2026-2-28 or 2月28日; `None` for nothing.

    Without a year it is one of the year after the report's. Raises `UserError` for anything else.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    found = re.fullmatch(_DAY, plain)
    parts = {name.rstrip("_"): int(part) for name, part in found.groupdict().items() if part} if found else {}
    if report.year is not None:
        parts.setdefault("year", report.year + 1)
    try:
        return date(parts["year"], parts["month"], parts["day"])
    except (KeyError, ValueError):
        raise UserError(
            f"“{text.strip()[:20]}”不是日期；本地截止日没有改动。请写成2026-02-28或者2月28日这样。"
        ) from None


def in_words(day: date) -> str:
    """A day as people write it, e.g. `2026年1月31日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def time_left(day: date, today: date) -> str:
    """How long it is until a day, in words."""
    days = (day - today).days
    return f"还有{days}天" if days > 0 else f"已过{-days}天" if days else "今天截止"
