"""Pasting from Word, WPS, Excel and web pages: paragraphs and nothing else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont, QImage
from PySide6.QtWidgets import QApplication

from gui.pasting import can_paste, pasted
from gui.text_editor import TextEditor
from tests.gui.conftest import Clerk

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8><title>渠</title>
<style><!-- p.MsoNormal {font-family: 仿宋} --></style><xml><o:x>1</o:x></xml></head><body>
<!--StartFragment--><p class=MsoNormal style='text-indent:32pt'><span style='font-size:16pt'>全年清淤
三处。</span></p><table border=1><tr><td><p>处</p></td><td><p>米</p></td></tr>
<tr><td><p>渠首</p></td><td><p>120</p></td></tr></table><p>渠首<b>已经</b>完工。<br>修闸&nbsp;两座。</p>
<!--EndFragment--></body></html>"""


def mime(text: str | None = None, html: str = "", picture: bool = False) -> QMimeData:
    data = QMimeData()
    if text is not None:
        data.setText(text)
    if html:
        data.setHtml(html)
    if picture:
        data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    return data


@pytest.fixture
def editor(clerk: Clerk) -> Iterator[TextEditor]:
    clerk.section(6)
    yield clerk.editor("other")
    QApplication.clipboard().clear()  # Qt must not hold an object of ours when Python ends


def paste(clerk: Clerk, data: QMimeData) -> object:
    QApplication.clipboard().setMimeData(data)
    clerk.ctrl(Qt.Key.Key_V)
    return clerk.value("texts/other")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("　　全年清淤三处。\r\n　　修闸两座。\r\n", "全年清淤三处。\n修闸两座。"),
        ("清淤三处。\n\n\n修闸两座。\n \n完工。", "清淤三处。\n修闸两座。\n完工。"),
        ("清淤三处，\x0b修闸两座。", "清淤三处，\n修闸两座。"),
        ("\xa0清淤\xa0三处\u200b。\ufeff", "清淤 三处。"),
        ("•\t清淤三处。\n•\t修闸两座。", "•清淤三处。\n•修闸两座。"),
        ("\uf0b7\t清淤三处。\n·\u3000修闸两座。", "•清淤三处。\n•修闸两座。"),
        ("1.\t清淤三处。\n2.\t修闸两座。", "1.清淤三处。\n2.修闸两座。"),
        ("（一） 清淤三处。\n一、\t修闸两座。", "（一）清淤三处。\n一、修闸两座。"),
        ("联系电话：\t0533\n请在工作日拨打。", "联系电话： 0533\n请在工作日拨打。"),
        ("修闸 2 座", "修闸 2 座"),
        ("·清淤", "·清淤"),
    ],
)
def test_paragraphs_come_clean(qapp: QApplication, text: str, words: str) -> None:
    found = pasted(mime(text))
    assert (found.text, found.message) == (words, "")


def test_looks_are_never_taken_over(clerk: Clerk, editor: TextEditor) -> None:
    data = mime("清淤<b>三处</b>", "<h1 style='color:red'>清淤<b>三处</b></h1>")
    assert paste(clerk, data) == "清淤<b>三处</b>"
    assert editor.toPlainText() == "清淤<b>三处</b>"
    assert editor.textCursor().charFormat().fontWeight() == QFont.Weight.Normal
    assert clerk.window.statusBar().currentMessage() == ""


def test_pasting_is_one_step(clerk: Clerk, editor: TextEditor) -> None:
    clerk.type("ab")
    assert paste(clerk, mime("甲\n乙")) == "ab甲\n乙"
    clerk.type("c")
    assert clerk.value("texts/other") == "ab甲\n乙c"
    clerk.ctrl(Qt.Key.Key_Z)
    assert "粘贴" in clerk.window.menus.undo.text()
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == "ab"


def test_pasting_replaces_what_is_selected(clerk: Clerk, editor: TextEditor) -> None:
    clerk.type("abc")
    editor.select(1, 2)
    assert paste(clerk, mime("　甲\n")) == "a甲c"


# What does not belong into a text


def test_words_around_a_table_are_pasted_without_it(clerk: Clerk, editor: TextEditor) -> None:
    data = mime("全年清淤三处。\n处\t米\n渠首\t120\n渠首已经完工。\n修闸 两座。", WORD)
    assert paste(clerk, data) == "全年清淤三处。\n渠首已经完工。\n修闸 两座。"
    assert clerk.window.statusBar().currentMessage().startswith("表格不能放在文字里，只粘贴了其余的文字")


@pytest.mark.parametrize(
    "data",
    [
        ("处\t米\n渠首\t120\n", ""),
        ("渠首\t120", ""),
        ("渠首\t120", "<table><tr><td>渠首<td>120</tr></table>"),
        ("渠首\t120", "<TABLE><TBODY><TR><TH>渠首</TH><TD>120</TD></TR></TBODY></TABLE>"),
    ],
)
def test_a_table_alone_is_refused(clerk: Clerk, editor: TextEditor, data: tuple[str, str]) -> None:
    assert paste(clerk, mime(*data)) == ""
    assert clerk.window.statusBar().currentMessage().startswith("表格不能放在文字里，没有粘贴")
    assert not clerk.window.document.modified


def test_plain_lines_with_cells_are_a_table_among_others(qapp: QApplication) -> None:
    found = pasted(mime("清淤三处。\n处\t米\n渠首\t120\n完工。"))
    assert found.text == "清淤三处。\n完工。"
    assert "表格" in found.message


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("120\r\n", "<table><tr><td>120</td></tr></table>"),  # one cell of Excel
        ("120", "<table><tr><td><table><tr><td>120</td><td></td></tr></table></td></tr></table>"),
    ],
)
def test_a_table_that_only_frames_words_is_none(qapp: QApplication, text: str, html: str) -> None:
    found = pasted(mime(text, html))
    assert (found.text, found.message) == ("120", "")


def test_a_table_cut_short_is_still_read(qapp: QApplication) -> None:
    found = pasted(mime("x", "清淤三处。<table><tr><td>渠首<td>120"))
    assert found.text == "清淤三处。"
    assert "表格" in found.message


@pytest.mark.parametrize("data", [(None, "", True), ("", "<p><img src='a.png'></p>", False)])
def test_a_picture_is_refused(clerk: Clerk, editor: TextEditor, data: tuple[str, str, bool]) -> None:
    assert paste(clerk, mime(*data)) == ""
    assert clerk.window.statusBar().currentMessage() == "图片不能放在文字里，没有粘贴。"


def test_a_picture_among_words_is_told(clerk: Clerk, editor: TextEditor) -> None:
    among = "<p>全年清淤三处。</p><img src='a.png'>"
    assert paste(clerk, mime("全年清淤三处。", among)) == "全年清淤三处。"
    assert clerk.window.statusBar().currentMessage() == "图片不能放在文字里，只粘贴了其余的文字。"
    clerk.ctrl(Qt.Key.Key_Z)
    assert paste(clerk, mime("全年清淤三处。", WORD + among))
    assert clerk.window.statusBar().currentMessage().startswith("表格和图片不能放在文字里，")


def test_a_picture_of_the_words_does_not_matter(qapp: QApplication) -> None:
    found = pasted(mime("清淤三处。", picture=True))
    assert (found.text, found.message) == ("清淤三处。", "")


def test_nothing_to_paste_is_said(clerk: Clerk, editor: TextEditor) -> None:
    assert paste(clerk, mime(" \n")) == ""
    assert "没有可以粘贴的文字" in clerk.window.statusBar().currentMessage()


def test_a_report_that_is_only_read_takes_nothing(clerk: Clerk, editor: TextEditor) -> None:
    clerk.window.document.edit({"sign_off/final_code": "x", "sign_off/final_date": "2026-01-01"}, "定稿")
    assert paste(clerk, mime("清淤三处。")) == ""


# Dragging


def test_words_dragged_from_elsewhere_come_clean(clerk: Clerk, editor: TextEditor) -> None:
    clerk.type("ab")
    data = mime("　　甲\n\n乙\n", "<b>甲</b>")
    place = editor.cursorRect().center()
    copy, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(editor.viewport(), QDragEnterEvent(place, copy, data, button, held))
    QApplication.sendEvent(editor.viewport(), QDropEvent(QPointF(place), copy, data, button, held))
    assert clerk.value("texts/other") == editor.toPlainText() == "ab甲\n乙"
    clerk.ctrl(Qt.Key.Key_Z)
    assert clerk.value("texts/other") == editor.toPlainText() == "ab"


def test_a_file_is_left_to_the_window(qapp: QApplication) -> None:
    data = mime("a.gknb")
    data.setUrls([QUrl.fromLocalFile("/x/a.gknb")])
    assert not can_paste(data)
    assert can_paste(mime("甲"))
    assert not can_paste(QMimeData())
