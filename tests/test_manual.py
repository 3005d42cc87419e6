"""What the pages for people promise: links that lead somewhere, pictures, a line for every rule."""

import re
from pathlib import Path

import pytest

from model.checks import Severity
from model.checks.catalogue import catalogue

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MANUAL = ROOT / "docs" / "manual.md"
CHECKS = "检查些什么"  # the chapter that lists the rules
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def links(page: Path) -> list[tuple[str, str]]:
    """The words and the target of every link and picture that is not on the web."""
    found = re.findall(r"\[([^\]\n]*)\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [(words, target) for words, target in found if "://" not in target]


def anchor(heading: str) -> str:
    """Where a heading is found, as GitHub names it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def chapter(name: str) -> str:
    """The text of a chapter of the manual."""
    _, _, rest = re.split(rf"^## (\d+) {name}$", MANUAL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return rest.split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The rows of all tables, without their heads."""
    lines = re.findall(r"^\| (.+) \|$", text, re.MULTILINE)
    return [line.split(" | ") for line in lines if not line.startswith("问题 |")]


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    assert links(page)
    for _, target in links(page):
        path, _, place = target.partition("#")
        other = page.parent / path if path else page
        assert other.exists(), target
        if place:
            assert place in map(anchor, headings(other)), target


def test_links_name_the_chapter_they_lead_to() -> None:
    """A chapter that is put in between changes the numbers of all that follow."""
    numbers: dict[str, str] = {}
    number = ""
    for heading in headings(MANUAL):
        number = heading.split()[0] if heading[0].isdecimal() else number
        numbers[anchor(heading)] = number
    named = [(words, target[1:]) for words, target in links(MANUAL) if target.startswith("#")]
    assert len(named) > 30
    for words, place in named:
        assert numbers[place] in re.findall(r"\d+", words), (words, place)


def test_every_picture_is_shown() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for _, target in links(page)}
    assert set((ROOT / "docs" / "pictures").glob("*.png")) <= shown


def test_the_manual_lists_every_rule_once() -> None:
    listed = [row[0] for row in rows(chapter(CHECKS))]
    assert sorted(listed) == sorted(rule.title for rule in catalogue().values())


def test_each_rule_is_told_with_how_bad_it_is_and_what_to_do() -> None:
    labels = [severity.label for severity in Severity]
    for row in rows(chapter(CHECKS)):
        assert len(row) == 4, row
        assert any(label in row[1] for label in labels), row
        assert all(cell.strip() for cell in row), row
