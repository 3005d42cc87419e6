"""Every question to the person in one object, so that a test can answer in their place."""

import re
import shutil
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMenuBar,
    QMessageBox,
    QWidget,
)

import ingest
from export import Product
from gui.answers import AfterFailure, Answer, WhenHeld
from gui.settings import Profile
from gui.style import SPACE
from model.checks import Finding
from model.checks.catalogue import explain
from model.draft import SUFFIX
from model.files import exists
from model.locks import Locked
from model.report import Report

if TYPE_CHECKING:
    from gui.export_dialog import ExportChoice

_Choice = TypeVar("_Choice")

_WIDTH = 32  # characters of the longest line that explains a question
_SENTENCE = re.compile("[。；](?=[^\\n])")
"""After these the next line begins, where all does not fit into one."""

_READ_ONLY = QFileDialog.Option.ReadOnly  # files are chosen here, not renamed or deleted
_DRAFTS = f"年报草稿 (*{SUFFIX})"


class Dialogs:
    """The dialogs of a window."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def unsaved(self, name: str) -> Answer:
        """Asks whether to save before changes are lost."""
        words = {Answer.SAVE: "保存", Answer.DISCARD: "不保存", Answer.CANCEL: "取消"}
        return self._choose(f"“{name}”有改动没有保存。", "不保存的话，这些改动就没有了。", words)

    def held(self, name: str, held: Locked) -> WhenHeld:
        """Says who has a draft that is to be opened, and asks what to do."""
        words = {
            WhenHeld.LOOK: "只读打开",
            WhenHeld.COPY: "打开副本…",
            WhenHeld.TAKE_OVER: "接着编辑…",
            WhenHeld.CANCEL: "取消",
        }
        detail = (
            "只读打开可以查看、打印和导出；打开副本是另存一份，改动不影响原来的文件；"
            "接着编辑用在确定没有别人在改的时候，例如那台电脑已经关机。"
        )
        return self._choose(f"“{name}”{held.by}。", detail, words)

    def confirm_taking_over(self, name: str, held: Locked) -> bool:
        """Asks whether to edit a draft that somebody else has."""
        detail = (
            f"现在它{held.by}。两边都改的话，后保存的一边会收到提醒，要逐处比较。"
            "对方没有保存的改动不在您打开的内容里。"
        )
        return self._two_ways(f"确定要接着编辑“{name}”吗？", detail, "接着编辑", "取消", safe=True)

    def lost_hold(self, name: str, held: Locked) -> AfterFailure:
        """Says that somebody else has the file that is to be saved; `AGAIN` is to save all the same."""
        words = {
            AfterFailure.ELSEWHERE: "另存为…",
            AfterFailure.AGAIN: "仍然保存",
            AfterFailure.CANCEL: "取消",
        }
        detail = "建议先另存一份，再与对方商量。仍然保存的话，文件里是您的内容，对方下次保存时会收到提醒。"
        return self._choose(f"“{name}”{held.by}，还没有保存。", detail, words)

    def save_failed(self, message: str) -> AfterFailure:
        """Says why a draft could not be saved and asks how to go on."""
        words = {
            AfterFailure.ELSEWHERE: "另存为…",
            AfterFailure.AGAIN: "重试",
            AfterFailure.CANCEL: "取消",
        }
        return self._choose(message, "窗口里的内容都在，可以接着编辑。", words)

    def export_choice(
        self,
        folder: Path,
        title: str,
        errors: list[Finding],
        product: Product,
        path: Path | None,
        annexed: Collection[Product] | None = None,
        fixed: str = "",
    ) -> "ExportChoice | None":
        """Asks what to export and where to; `path` is where it did not work before."""
        from gui.export_dialog import ExportDialog

        dialog = ExportDialog(self._parent, folder, title, errors, product, path, annexed, fixed)
        while self.run(dialog):
            if not exists(dialog.choice.path) or self.replace(dialog.choice.path):
                return dialog.choice
        return None

    def export_failed(self, message: str) -> AfterFailure:
        """Says why a file could not be written and asks how to go on."""
        words = {
            AfterFailure.AGAIN: "重试",
            AfterFailure.ELSEWHERE: "换个位置…",
            AfterFailure.CANCEL: "取消",
        }
        detail = "如果它正在别的程序里打开，请先在那里关闭，再点“重试”。"
        return self._choose(message, detail, words, AfterFailure.ELSEWHERE)

    def no_printer(self) -> bool:
        """Says that there is no printer; whether to write a PDF instead."""
        text = "没有找到打印机。"
        return self._two_ways(text, "可以先导出 PDF，拿到有打印机的电脑上打印。", "导出 PDF…", "取消")

    def confirm_final(self) -> bool:
        """Asks whether to declare the report final."""
        detail = "定稿以后只能查看、打印和导出；要改的话，可以重新打开。"
        return self._two_ways("把这份报告定稿吗？", detail, "定稿", "取消")

    def save_findings(self, suggestion: Path) -> Path | None:
        """Asks where to save what the checks found."""
        return self._save_as_one_of(
            "导出检查结果", suggestion, {"Excel 工作簿 (*.xlsx)": ".xlsx", "PDF 文件 (*.pdf)": ".pdf"}
        )

    def save_picture(self, suggestion: Path) -> Path | None:
        """Asks where to save a chart."""
        return self._save_as_one_of(
            "另存为图片", suggestion, {"PNG 图片 (*.png)": ".png", "SVG 图片 (*.svg)": ".svg"}
        )

    def _save_as_one_of(self, title: str, suggestion: Path, kinds: dict[str, str]) -> Path | None:
        """Asks where to save a file of one of several kinds: by its name, else as it was chosen."""
        name, kind = QFileDialog.getSaveFileName(self._parent, title, str(suggestion), ";;".join(kinds))
        if Path(name).suffix.lower() in kinds.values():
            return Path(name)
        path = _with_suffix(name, kinds.get(kind, next(iter(kinds.values()))))
        # Qt asked about the name as it was typed, without the suffix.
        return None if path and exists(path) and not self.replace(path) else path

    def profile(self, profile: Profile) -> Profile | None:
        """Asks what is to be known of the agency."""
        from gui.profile_dialog import ProfileDialog

        dialog = ProfileDialog(self._parent, profile)
        return dialog.profile if self.run(dialog) else None

    def show_keys(self, menus: QMenuBar) -> None:
        """Shows all keys."""
        from gui.key_overview import KeyOverview

        self.run(KeyOverview(self._parent, menus))

    def set_aside_reason(self, finding: Finding) -> str | None:
        """Asks why a finding does not count."""
        from gui.set_aside import SetAsideDialog

        dialog = SetAsideDialog(self._parent, finding.message, explain(finding.rule).reasons)
        return dialog.reason if self.run(dialog) else None

    def figure(self, report: Report) -> str | None:
        """Asks which live figure to put into a text; its name as in `{=NAME}`."""
        from gui.insert_figure import InsertFigureDialog

        dialog = InsertFigureDialog(self._parent, report)
        return dialog.name if self.run(dialog) else None

    def fill_with_zeros(self, label: str, means: str, count: int) -> bool:
        """Asks whether nothing occurred in a table, so that its blank cells become zeros."""
        detail = f"按“填0”，就是说{means}：表里{count}个空格都填上0。填了可以撤销。"
        return self._two_ways(f"{label}吗？", detail, "填0", "取消")

    def open_folder(self, folder: Path) -> bool:
        """Shows a folder in the system's file manager; whether that worked."""
        if sys.platform == "linux" and not shutil.which("xdg-open"):
            return False  # Qt would only complain on standard error
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @property
    def _parent(self) -> QWidget:
        """The window in front, so that a question stands before what it is about."""
        return QApplication.activeWindow() or self.window

    def run(self, dialog: QDialog) -> bool:
        """Runs a dialog; whether it was confirmed."""
        return dialog.exec() == QDialog.DialogCode.Accepted

    def about(self) -> None:
        """Says what the program is."""
        box = self._box(
            QMessageBox.Icon.Information,
            f"公开年报 {QApplication.applicationVersion()}",
            "填写、核对、打印政府信息公开工作年度报告。\n只在本机工作，不联网。\n\n"
            "程序以 MIT 许可证发布。\n自带字体的许可证在 resources/fonts 文件夹里。",
        )
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def defect(self, kept: bool, details: str) -> bool:
        """Says that the program made a mistake, with details to send; whether to save the draft elsewhere."""
        from gui.defect_dialog import DefectDialog

        return self.run(DefectDialog(self._parent, kept, details))

    def confirm_discarding(self, name: str) -> bool:
        """Asks whether a recovery copy is not wanted."""
        detail = "丢弃以后，这些没有保存的内容就找不回来了。已经保存的文件不受影响。"
        return self._two_ways(f"丢弃“{name}”没有保存的内容吗？", detail, "丢弃", "取消", safe=True)

    def failed(self, message: str) -> None:
        """Says that something could not be done."""
        box = self._box(QMessageBox.Icon.Critical, message, "")
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def open_draft(self, folder: Path) -> Path | None:
        """Asks for a draft to open."""
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "打开年报草稿", str(folder), f"{_DRAFTS};;所有文件 (*)", options=_READ_ONLY
        )
        return Path(name) if name else None

    def open_last_year(self, folder: Path) -> Path | None:
        """Asks for last year's report."""
        kinds = " ".join(f"*{suffix}" for suffix in (SUFFIX, *ingest.FORMATS))
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "选择上年报告", str(folder), f"上年报告 ({kinds})", options=_READ_ONLY
        )
        return Path(name) if name else None

    def open_workbook(self, folder: Path) -> Path | None:
        """Asks for a workbook to take figures from."""
        name, _ = QFileDialog.getOpenFileName(
            self._parent, "从工作簿取数", str(folder), "Excel 工作簿 (*.xlsx)", options=_READ_ONLY
        )
        return Path(name) if name else None

    def save_draft(self, suggestion: Path) -> Path | None:
        """Asks where to save a draft."""
        name, _ = QFileDialog.getSaveFileName(self.window, "保存年报草稿", str(suggestion), _DRAFTS)
        path = _with_suffix(name, SUFFIX)
        # Qt asked about the name as it was typed, without the suffix.
        if path and str(path) != name and exists(path) and not self.replace(path):
            return None
        return path

    def replace(self, path: Path) -> bool:
        """Asks whether to replace a file."""
        detail = f"它在“{path.parent}”里。替换以后，原来的内容就没有了。"
        return self._two_ways(f"“{path.name}”已经有了，要替换吗？", detail, "替换", "取消", safe=True)

    def _two_ways(self, text: str, detail: str, yes: str, no: str, safe: bool = False) -> bool:
        words = {True: yes, False: no}
        return self._choose(text, detail, words, not safe, QMessageBox.Icon.Question)

    def _choose(
        self,
        text: str,
        detail: str,
        words: dict[_Choice, str],
        default: _Choice | None = None,
        icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
    ) -> _Choice:
        """Asks for one of several answers: the first is the default unless another is, the last is Esc."""
        box = self._box(icon, text, detail)
        first, *others, last = words
        roles = {first: QMessageBox.ButtonRole.AcceptRole, last: QMessageBox.ButtonRole.RejectRole}
        roles |= dict.fromkeys(others, QMessageBox.ButtonRole.ActionRole)
        buttons = {answer: box.addButton(word, roles[answer]) for answer, word in words.items()}
        box.setDefaultButton(buttons[first if default is None else default])
        box.setEscapeButton(buttons[last])
        box.exec()
        return next((a for a, button in buttons.items() if button is box.clickedButton()), last)

    def _box(self, icon: QMessageBox.Icon, text: str, detail: str) -> QMessageBox:
        box = QMessageBox(icon, "公开年报", text, QMessageBox.StandardButton.NoButton, self._parent)
        metrics = box.fontMetrics()
        if metrics.horizontalAdvance(detail) > metrics.horizontalAdvance("汉") * _WIDTH:
            detail = _SENTENCE.sub(r"\g<0>\n", detail)
        box.setInformativeText(detail)
        told, layout = box.findChild(QLabel, "qt_msgbox_informativelabel"), box.layout()
        assert layout
        if told is not None:  # Qt makes it as narrow as the line above, and leaves single characters over
            told.setFixedWidth(_even_width(detail, metrics))
            layout.setAlignment(told, Qt.AlignmentFlag.AlignLeft)
        layout.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 4 * SPACE)
        box.setTextFormat(Qt.TextFormat.PlainText)  # of both texts: a name may have <…> in it
        return box


def _even_width(text: str, metrics: QFontMetrics) -> int:
    """The least width (pixels) in which a text takes no more lines than in the widest: lines of a length."""
    step = metrics.horizontalAdvance("汉")
    widths = range(_WIDTH * step, 0, -step)

    def high(width: int) -> int:
        return metrics.boundingRect(QRect(0, 0, width, 0), int(Qt.TextFlag.TextWordWrap), text).height()

    return next((w + step for w in widths if high(w) > high(widths[0])), step)


def _with_suffix(name: str, suffix: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
