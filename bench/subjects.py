"""The reports that are measured with: the longest published one at hand, else a sample."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path

from model.draft import draft_bytes, parse_draft, read_draft
from model.form import load_form
from model.report import Content, Report

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
PUBLISHED = ("../shared/reports", "../../shared/reports")  # beside the project or its worktrees


@cache
def longest_report() -> tuple[str, Report]:
    """The report with the longest texts, and where it is from in a few words. Not to be changed."""
    found = [(path.stem, _published(path)) for path in _published_files()]
    if not found:
        found = [(path.stem, read_draft(path)) for path in sorted(SAMPLES.glob("*.gknb"))]
    return max(found, key=lambda named: sum(map(len, named[1].texts.values())))


def draft_in(folder: Path, report: Report | None = None) -> Path:
    """A draft in a folder: the longest report if none is given."""
    path = folder / "年报.gknb"
    path.write_bytes(draft_bytes(report or longest_report()[1]))
    return path


def own_copy(report: Report) -> Report:
    """A copy that may be changed."""
    return parse_draft(draft_bytes(report), "")


def rewriting(report: Report) -> Callable[[], None]:
    """What puts another number into every paragraph each time, so that none was ever read before."""
    texts = {f"texts/{key}": text.splitlines() for key, text in report.texts.items() if text}
    numbers = count(1)

    def rewrite() -> None:
        number = next(numbers)
        report.apply(
            {at: "\n".join(f"{line}（第{number}稿）" for line in lines) for at, lines in texts.items()}
        )

    return rewrite


def _published_files() -> list[Path]:
    return [path for place in PUBLISHED for path in sorted((ROOT / place).glob("*-20[0-9][0-9].json"))]


def _published(path: Path) -> Report:
    """A published report: its printed inputs and its texts."""
    form = load_form()
    source = json.loads(path.read_text("utf-8"))
    changes: dict[str, Content] = {}
    for address, value in source["printed"].items():
        if address in form.inputs and value is not None:
            amount = form.inputs[address].kind == "amount"
            changes[address] = Decimal(str(value)) if amount else value
    changes |= {f"texts/{key}": text for key, text in source["texts"].items() if key in form.texts}
    report = Report(form, agency=source["agency"], year=source["year"])
    report.apply(changes)
    return report
