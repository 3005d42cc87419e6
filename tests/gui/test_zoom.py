"""The tables larger and smaller, by keys and wheel, and as large again at the next start."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.settings import Settings, load_settings, settings_path
from gui.window import MainWindow
from tests.gui.conftest import Clerk

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def turn(clerk: Clerk, eighths: int, held: Qt.KeyboardModifier = CTRL) -> None:
    """Turns the wheel over the middle of the grid."""
    area = clerk.grid.viewport()
    place = area.rect().center()
    event = QWheelEvent(
        QPointF(place),
        QPointF(area.mapToGlobal(place)),
        QPoint(),
        QPoint(0, eighths),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area, event)
    QApplication.processEvents()


def test_heads_labels_and_cells_grow_together_in_all_tables(clerk: Clerk) -> None:
    clerk.section(4)
    clerk.section(3)
    grid = clerk.grid
    parts = (grid, grid.horizontalHeader(), grid.verticalHeader())
    before = grid.geometry_
    size = grid.font().pointSizeF()
    clerk.ctrl(Key.Key_Plus)
    clerk.ctrl(Key.Key_Equal)
    assert clerk.window.statusBar().currentMessage() == "表格大小125%"
    assert {part.font().pointSizeF() for part in parts} == {size * 1.25}
    assert grid.geometry_.heights[0] > before.heights[0]
    assert grid.rowHeight(0) == grid.geometry_.heights[grid.layout_.head_rows]
    clerk.section(2)
    assert clerk.grid.font().pointSizeF() == size * 1.25  # built only now
    clerk.section(4)
    assert clerk.grid.font().pointSizeF() == size * 1.25
    clerk.section(3)
    clerk.ctrl(Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert grid.geometry_ == before


def test_the_wheel_zooms_with_ctrl_and_scrolls_without(clerk: Clerk) -> None:
    clerk.window.resize(1100, 560)
    clerk.section(3)
    QApplication.processEvents()
    for eighths, percent in (
        (120, 110),
        (60, 110),
        (60, 125),
        (-240, 100),
        (-1200, 70),
        (-120, 70),
        (9999, 200),
    ):
        turn(clerk, eighths)
        assert clerk.window.zoom.percent == percent
    turn(clerk, -120, Qt.KeyboardModifier.NoModifier)
    assert clerk.window.zoom.percent == 200
    assert clerk.grid.verticalScrollBar().value() > 0


def test_the_current_cell_stays_in_view(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.grid.go_to("applications/carried_forward/total")
    for _ in range(5):
        clerk.ctrl(Key.Key_Plus)
    QApplication.processEvents()
    assert clerk.grid.viewport().rect().contains(clerk.grid.visualRect(clerk.grid.currentIndex()))


def test_the_size_is_remembered(clerk: Clerk) -> None:
    clerk.section(3)
    clerk.ctrl(Key.Key_Minus)
    assert not settings_path().exists()  # a turning wheel does not write at every step
    clerk.window.close()
    assert load_settings()[0].zoom == 90
    again = MainWindow(load_settings()[0])
    again.tabs.go_to(2)
    assert again.zoom.percent == 90
    page = again.tabs.current_page
    assert page.grid.font().pointSizeF() == page.font().pointSizeF() * 0.9  # type: ignore[union-attr]
    again.close()


@pytest.mark.parametrize(("written", "read"), [("110", 110), ("5", 70), ("100000", 200), ('"gross"', 100)])
def test_a_size_that_makes_no_sense_is_put_right(written: str, read: int) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(f'{{"zoom": {written}}}', encoding="utf-8")
    assert load_settings()[0].zoom == read
    assert Settings().zoom == 100
