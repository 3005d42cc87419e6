"""Colours and fonts: the look of the window in one place."""

from collections.abc import Collection
from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from model import resources
from model.checks import Severity


class Shades(Struct, frozen=True, eq=False):  # there are two of them
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
    desk: QColor  # around the pages of the preview
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
    rule=QColor("#7B8591"),
    desk=QColor("#D5DAE0"),
    error=QColor("#C62828"),
    warning=QColor("#955700"),
    fine=QColor("#27752B"),
)
DARK = Shades(
    accent=QColor("#7AB0EA"),
    accent_tint=QColor("#24405F"),
    window=QColor("#282E35"),
    head=QColor("#30373F"),
    total=QColor("#363E46"),
    sheet=QColor("#181C21"),
    ink=QColor("#E6EAEE"),
    quiet_ink=QColor("#A3AEB9"),
    faint_ink=QColor("#6E7883"),
    rule=QColor("#828D97"),
    desk=QColor("#12151A"),
    error=QColor("#FF8A80"),
    warning=QColor("#F0B45A"),
    fine=QColor("#7CC98A"),
)


def shades(palette: QPalette) -> Shades:
    """The colours that go with a palette: ask whenever something is drawn, for it may change."""
    return DARK if palette.color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


_FRAMED = {
    "QLineEdit": 140,
    "QComboBox": 140,
    "QPushButton": 140,
    "QListView": 140,
    "QTreeView": 140,
    "QTableWidget": 140,
    "QTextEdit": 140,
    "QMenu": 140,
    "QCheckBox": 127,
    "QRadioButton": 148,
}
"""The per cent by which Fusion darkens the window's ground for the outlines of these."""
_WISH = "appearance"  # the property of the application that holds the Appearance
_SCREEN_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei UI",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Chinese fonts made for the screen, the better ones first."""
_POOR_FONTS = {"Droid Sans Fallback"}  # Chinese without quotation marks and dashes

STYLE = ("-style", "Fusion")  # arguments of the application; QApplication.setStyle takes 6 ms in PySide

_HEADING = 1.1  # times the size of the text

SPACE = 4  # pixels at 100 %: every distance is a multiple of it


class State(Enum):
    """How far a section is; the words are what a person reads beside the mark."""

    EMPTY = "待填"
    ERROR = "有错误"
    WARNING = "有警告"
    FINE = "已填好"


class Appearance(Enum):
    """How the window is to look; the values stand in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def apply_style(app: QApplication) -> None:
    """Gives the application its colours, from now on those of the system, and a font that has Chinese."""
    show_as(Appearance.SYSTEM)
    app.styleHints().colorSchemeChanged.connect(_colour)
    font = app.font()
    chinese = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)) - _POOR_FONTS
    if not chinese:
        number = QFontDatabase.addApplicationFont(str(resources.path("fonts", "hei.ttf")))
        font.setFamilies(QFontDatabase.applicationFontFamilies(number))
    else:
        font.setFamilies(chinese_first(QFontInfo(font).family(), font.families(), chinese))
    font.setPointSizeF(max(font.pointSizeF(), 10.0))
    app.setFont(font)


def chinese_first(used: str, wanted: list[str], chinese: Collection[str]) -> list[str]:
    """The families of the window's font: a Chinese one of this machine before one that has no Chinese.

    Where Chinese is only a makeshift for missing letters, lines have the height of the Latin font: in
    one-line fields the words then stand too high beside their labels.
    """
    good = next((family for family in _SCREEN_FONTS if family in chinese), None)
    return wanted if used in chinese or good is None else [good, *wanted]


def show_as(appearance: Appearance) -> None:
    """Shows all windows light, dark or as the system is, also when it changes its mind."""
    schemes = Qt.ColorScheme
    scheme = {Appearance.LIGHT: schemes.Light, Appearance.DARK: schemes.Dark}.get(appearance)
    _application().setProperty(_WISH, appearance.value)
    # Window frames and the system's own dialogs follow, where the system lets a program say so.
    QGuiApplication.styleHints().setColorScheme(schemes.Unknown if scheme is None else scheme)
    _colour()


def _colour() -> None:
    """Gives all windows their palette."""
    wish = Appearance(_application().property(_WISH))
    system_is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    dark = system_is_dark if wish is Appearance.SYSTEM else wish is Appearance.DARK
    colours = DARK if dark else LIGHT
    palette = palette_of(colours)
    QApplication.setPalette(palette)
    # Fusion draws frames in a darker shade of the window's ground, which is hardly to be seen in the dark.
    for framed, darker in _FRAMED.items():
        palette.setColor(QPalette.ColorRole.Window, colours.rule.lighter(darker))
        QApplication.setPalette(palette, framed)  # type: ignore[arg-type]  # the stub wants bytes


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None
    return app


def palette_of(colours: Shades) -> QPalette:
    """The colours as Qt's own widgets use them."""
    palette, roles, groups = QPalette(colours.window), QPalette.ColorRole, QPalette.ColorGroup
    for role, colour in {
        roles.Window: colours.window,
        roles.Base: colours.sheet,
        roles.AlternateBase: colours.head,
        roles.Button: colours.window,
        roles.WindowText: colours.ink,
        roles.Text: colours.ink,
        roles.ButtonText: colours.ink,
        roles.ToolTipBase: colours.sheet,
        roles.ToolTipText: colours.ink,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.sheet,
        roles.Accent: colours.accent,
        roles.Link: colours.accent,
        roles.LinkVisited: colours.accent,
        roles.PlaceholderText: colours.quiet_ink,
    }.items():
        palette.setColor(role, colour)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(groups.Disabled, role, colours.faint_ink)
    palette.setColor(groups.Inactive, roles.Highlight, colours.accent_tint)
    palette.setColor(groups.Inactive, roles.HighlightedText, colours.ink)
    return palette


def heading(font: QFont) -> QFont:
    """The font of a heading in the window: larger instead of bold.

    A bold Chinese font is a second file: 5 MB of memory, and 3 ms of every start.
    """
    return larger(font, _HEADING)


def larger(font: QFont, times: float) -> QFont:
    """The same font so many times as large; `apply_style` has seen to it that its size is in points."""
    font = QFont(font)
    font.setPointSizeF(font.pointSizeF() * times)
    return font


def bold(font: QFont) -> QFont:
    """The same font in bold."""
    font = QFont(font)
    font.setBold(True)
    return font
