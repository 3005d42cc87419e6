"""What is marked in a text without touching it: live figures and the words of findings."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from gui.live_text import Figure, Place
from gui.style import Shades, shades
from model.checks import Finding, Severity

_UNDERLINES = {
    Severity.ERROR: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Severity.WARNING: QTextCharFormat.UnderlineStyle.DashUnderline,
    Severity.HINT: QTextCharFormat.UnderlineStyle.DotLine,
}


class TextMarks:
    """Draws over the text of an editor. Cursors carry the places, so that marks move with their words."""

    def __init__(self, editor: QTextEdit) -> None:
        self._editor = editor
        self._figures: list[tuple[QTextCursor, str]] = []
        self._findings: list[tuple[QTextCursor, Finding]] = []

    def show_figures(self, figures: Iterable[Figure]) -> None:
        """Marks these live figures and no others."""
        self._figures = [(self._cursor(*figure.place), figure.name) for figure in figures]
        self._draw()

    def show_findings(self, findings: Iterable[tuple[Place, Finding]]) -> None:
        """Marks the words of these findings and of no others."""
        self._findings = [(self._cursor(*place), finding) for place, finding in findings]
        self._draw()

    def keep_findings(self, wanted: Callable[[Finding], bool]) -> None:
        """Takes away the marks of the other findings; the rest stays where its words are by now."""
        self._findings = [(cursor, finding) for cursor, finding in self._findings if wanted(finding)]
        self._draw()

    def redraw(self) -> None:
        """Draws everything again: the colours are others."""
        self._draw()

    def place(self, finding: object) -> Place | None:
        """Where the words of a finding are by now."""
        for cursor, other in self._findings:
            if other == finding:
                return cursor.selectionStart(), cursor.selectionEnd()
        return None

    def findings_at(self, position: int) -> list[Finding]:
        """What was found about the words at a position."""
        return [finding for cursor, finding in self._findings if _covers(cursor, position)]

    def figure_at(self, position: int) -> str:
        """The name of the live figure at a position; empty where there is none."""
        return next((name for cursor, name in self._figures if _covers(cursor, position)), "")

    def _cursor(self, start: int, end: int) -> QTextCursor:
        last = self._editor.document().characterCount() - 1
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        cursor.setKeepPositionOnInsert(True)  # what is typed right behind the words is not part of them
        return cursor

    def _draw(self) -> None:
        colours = shades(self._editor.palette())
        drawn = [_selection(cursor, _figure_format(colours)) for cursor, _ in self._figures]
        # The gravest last: it is drawn over the others.
        order = list(reversed(Severity))
        for cursor, finding in sorted(self._findings, key=lambda mark: order.index(mark[1].severity)):
            drawn.append(_selection(cursor, _finding_format(finding.severity, colours)))
        self._editor.setExtraSelections(drawn)


def _covers(cursor: QTextCursor, position: int) -> bool:
    return cursor.hasSelection() and cursor.selectionStart() <= position <= cursor.selectionEnd()


def _selection(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor, selection.format = cursor, look  # type: ignore[attr-defined]  # missing from the stubs
    return selection


def _figure_format(colours: Shades) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(colours.total)  # as what is computed in the tables
    return look


def _finding_format(severity: Severity, colours: Shades) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setUnderlineStyle(_UNDERLINES[severity])
    look.setUnderlineColor(colours.of(severity))
    return look
