"""What the status bar says is seen whole, alone, and heard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.settings import Settings
from gui.window import MainWindow
from tests.gui.conftest import Clerk

LONG = "程序的设置文件读不懂，已改名，现在用的是最初的设置；年报草稿不受影响。" * 4


def test_a_message_stands_alone(qtbot: QtBot) -> None:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.status.say("程序的设置文件读不懂。")
    window._place.setMinimumHeight(40)  # as when other letters turn out higher
    QApplication.processEvents()
    assert not window._place.isVisible()
    window.show_place_and_state(False)
    window.status.say("")
    assert not window._place.isVisible(), "the choices to begin with are shown"
    window.status.say("已打开。")
    window.show_place_and_state(True)
    assert not window._place.isVisible()
    window.status.say("")
    assert window._place.isVisible()


def test_a_message_without_room_can_be_read_as_a_tool_tip(clerk: Clerk) -> None:
    clerk.window.status.say("短的。")
    clerk.window.grab()
    assert clerk.window.status.toolTip() == ""
    clerk.window.status.say(LONG)
    clerk.window.grab()
    assert clerk.window.status.toolTip() == LONG


def test_what_is_said_is_read_out(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def hear(event: QAccessibleEvent) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        heard.append((event.message(), event.politeness()))

    clerk.window.status.say("没有人听。")
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)  # as with a screen reader
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    clerk.section(3)
    clerk.type("3x")
    clerk.key(Qt.Key.Key_Return)
    clerk.ctrl(Qt.Key.Key_Z)
    ways = QAccessible.AnnouncementPoliteness
    assert [how for _, how in heard] == [ways.Assertive, ways.Polite]
    assert heard[0][0].startswith("没有填入：") and heard[1][0].startswith("已撤销：")
