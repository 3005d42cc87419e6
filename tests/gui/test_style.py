"""Light and dark: what can be read and told apart in each, and that all of the window follows."""

import pytest
from PySide6.QtGui import QColor

from gui.style import DARK, LIGHT, Shades
from tests.gui.contrast import contrast

TEXT, SIGN = 4.5, 3.0  # WCAG 2.1, level AA: letters, and what has to be told apart

GROUNDS = ("window", "head", "total", "sheet", "accent_tint")
READ = {
    "ink": GROUNDS,
    "quiet_ink": ("window", "head", "sheet", "accent_tint"),
    "accent": ("window", "sheet", "accent_tint"),
    "error": ("window", "sheet", "accent_tint"),
    "warning": ("window", "sheet", "accent_tint"),
    "fine": ("window", "sheet", "accent_tint"),
    "sheet": ("accent",),
}
"""What is written in which colour, and on which grounds."""
SEEN = {
    "accent": GROUNDS,
    "error": GROUNDS,
    "warning": GROUNDS,
    "fine": ("window", "sheet", "accent_tint"),
    "rule": ("window", "head", "total", "sheet", "accent_tint"),
    "sheet": ("error", "warning"),
}
"""What is drawn in which colour, and on which grounds: rules, rings, marks."""

every_set = pytest.mark.parametrize("shades", [LIGHT, DARK], ids=["light", "dark"])


def too_near(shades: Shades, pairs: dict[str, tuple[str, ...]], least: float) -> list[str]:
    """The pairs of colours that cannot be told apart well enough."""
    colours: dict[str, QColor] = vars(shades)
    measured = {(a, b): contrast(colours[a], colours[b]) for a, grounds in pairs.items() for b in grounds}
    return [f"{a} on {b}: {ratio:.2f}" for (a, b), ratio in measured.items() if ratio < least]


@every_set
def test_everything_written_can_be_read(shades: Shades) -> None:
    assert too_near(shades, READ, TEXT) == []


@every_set
def test_rules_rings_and_marks_can_be_seen(shades: Shades) -> None:
    assert too_near(shades, SEEN, SIGN) == []
