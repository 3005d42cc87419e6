"""Colours and fonts: the look of the window in one place."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from model import resources
from model.checks import Severity


@dataclass(frozen=True)
class Shades:
    """The colours of the window, by what they are for."""

    accent: QColor
    accent_tint: QColor  # behind what is selected, and the heads of the current cell
    window: QColor
    head: QColor  # heads and labels of a table
    total: QColor  # computed cells and figures
    sheet: QColor  # what is filled in
    ink: QColor
    quiet_ink: QColor
    faint_ink: QColor  # what cannot be used now
    rule: QColor
    error: QColor
    warning: QColor
    fine: QColor

    def of(self, severity: Severity) -> QColor:
        """The colour of a finding."""
        return {Severity.ERROR: self.error, Severity.WARNING: self.warning, Severity.HINT: self.accent}[
            severity
        ]


LIGHT = Shades(
    accent=QColor("#1F5FA8"),
    accent_tint=QColor("#DCE8F5"),
    window=QColor("#F4F6F8"),
    head=QColor("#EEF1F5"),
    total=QColor("#E6E8EB"),
    sheet=QColor("#FFFFFF"),
    ink=QColor("#1C2530"),
    quiet_ink=QColor("#5A6673"),
    faint_ink=QColor("#97A1AC"),
    rule=QColor("#B9C1CB"),
    error=QColor("#C62828"),
    warning=QColor("#B26A00"),
    fine=QColor("#2E7D32"),
)
DARK = Shades(
    accent=QColor("#6FA8E6"),
    accent_tint=QColor("#24405F"),
    window=QColor("#20252B"),
    head=QColor("#2A3037"),
    total=QColor("#31383F"),
    sheet=QColor("#191D22"),
    ink=QColor("#E6EAEE"),
    quiet_ink=QColor("#A3AEB9"),
    faint_ink=QColor("#6E7883"),
    rule=QColor("#4A535D"),
    error=QColor("#FF8A80"),
    warning=QColor("#F0B45A"),
    fine=QColor("#7CC98A"),
)


def shades(palette: QPalette) -> Shades:
    """The colours that go with a palette: ask whenever something is drawn, for it may change."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


ACCENT = QColor("#1F5FA8")
ACCENT_TINT = QColor("#DCE8F5")
HEAD = QColor("#EEF1F5")  # heads and labels of a table
TOTAL = QColor("#E6E8EB")  # computed cells
SHEET = QColor("#FFFFFF")  # what is filled in
INK = QColor("#1C2530")
QUIET_INK = QColor("#5A6673")
RULE = QColor("#B9C1CB")
ERROR = QColor("#C62828")
WARNING = QColor("#B26A00")
FINE = QColor("#2E7D32")

SEVERITY_COLOURS = {Severity.ERROR: ERROR, Severity.WARNING: WARNING, Severity.HINT: ACCENT}

_POOR_FONTS = {"Droid Sans Fallback"}  # Chinese without quotation marks and dashes

SPACE = 4  # pixels at 100 %: every distance is a multiple of it


class State(Enum):
    """How far a section is; the words are what a person reads beside the mark."""

    EMPTY = "待填"
    ERROR = "有错误"
    WARNING = "有警告"
    FINE = "已填好"


def apply_style(app: QApplication) -> None:
    """Gives the application its palette and a font that has Chinese."""
    app.setStyle("Fusion")
    palette = QPalette(QColor("#F4F6F8"))
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: QColor("#F4F6F8"),
        roles.Base: SHEET,
        roles.AlternateBase: HEAD,
        roles.Button: QColor("#F4F6F8"),
        roles.WindowText: INK,
        roles.Text: INK,
        roles.ButtonText: INK,
        roles.ToolTipBase: SHEET,
        roles.ToolTipText: INK,
        roles.Highlight: ACCENT,
        roles.HighlightedText: SHEET,
        roles.Accent: ACCENT,
        roles.Link: ACCENT,
        roles.PlaceholderText: QColor("#8A94A0"),
    }.items():
        palette.setColor(role, colour)
    groups = QPalette.ColorGroup
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(groups.Disabled, role, QColor("#97A1AC"))
    palette.setColor(groups.Inactive, roles.Highlight, ACCENT_TINT)
    palette.setColor(groups.Inactive, roles.HighlightedText, INK)
    app.setPalette(palette)
    font = app.font()
    if not set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)) - _POOR_FONTS:
        number = QFontDatabase.addApplicationFont(str(resources.path("fonts", "hei.ttf")))
        font.setFamilies(QFontDatabase.applicationFontFamilies(number))
    font.setPointSizeF(max(font.pointSizeF(), 10.0))
    app.setFont(font)


def bold(font: QFont) -> QFont:
    """The same font in bold."""
    font = QFont(font)
    font.setBold(True)
    return font
