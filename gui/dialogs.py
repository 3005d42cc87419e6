"""Every question to the person in one object, so that a test can answer in their place."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from export import FORMATS
from model.checks import Finding
from model.draft import SUFFIX

_DRAFTS = f"年报草稿 (*{SUFFIX})"
_LISTED = 6  # errors that a question spells out


class Answer(Enum):
    """What to do with changes that are not saved."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Dialogs:
    """The dialogs of a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def unsaved(self, name: str) -> Answer:
        """Asks whether to save before changes are lost."""
        box = self._box(
            QMessageBox.Icon.Warning, f"“{name}”有改动没有保存。", "不保存的话，这些改动就没有了。"
        )
        save = box.addButton("保存", QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton("不保存", QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)
        box.exec()
        clicked = box.clickedButton()
        if clicked is save:
            return Answer.SAVE
        return Answer.DISCARD if clicked is discard else Answer.CANCEL

    def export_with_errors(self, errors: list[Finding]) -> bool:
        """Asks whether a report with errors should be exported all the same."""
        lines = [f"· {finding.message}" for finding in errors[:_LISTED]]
        if len(errors) > _LISTED:
            lines.append(f"· 另有{len(errors) - _LISTED}个错误，见窗口下方。")
        box = self._box(QMessageBox.Icon.Warning, f"报告还有{len(errors)}个错误。", "\n".join(lines))
        back = box.addButton("返回修改", QMessageBox.ButtonRole.RejectRole)
        anyway = box.addButton("仍然导出", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(back)
        box.setEscapeButton(back)
        box.exec()
        return box.clickedButton() is anyway

    def failed(self, message: str) -> None:
        """Says that something could not be done."""
        box = self._box(QMessageBox.Icon.Critical, message, "")
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def open_draft(self, folder: Path) -> Path | None:
        """Asks for a draft to open."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "打开年报草稿", str(folder), f"{_DRAFTS};;所有文件 (*)"
        )
        return Path(name) if name else None

    def save_draft(self, suggestion: Path) -> Path | None:
        """Asks where to save a draft."""
        name, _ = QFileDialog.getSaveFileName(self._window, "保存年报草稿", str(suggestion), _DRAFTS)
        return _with_suffix(name, SUFFIX)

    def export_file(self, suggestion: Path) -> Path | None:
        """Asks where to export to; the kind of file follows from its name or the chosen kind."""
        kinds = {f"{label} (*{suffix})": suffix for suffix, (_, label) in FORMATS.items()}
        name, kind = QFileDialog.getSaveFileName(self._window, "导出年报", str(suggestion), ";;".join(kinds))
        return _with_suffix(name, kinds.get(kind, next(iter(FORMATS))), *FORMATS)

    def _box(self, icon: QMessageBox.Icon, text: str, detail: str) -> QMessageBox:
        box = QMessageBox(icon, "公开年报", text, QMessageBox.StandardButton.NoButton, self._window)
        box.setInformativeText(detail)
        return box


def _with_suffix(name: str, suffix: str, *others: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() in (suffix, *others) else path.with_name(path.name + suffix)
