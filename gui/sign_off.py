"""What surrounds the report when it is signed: its lines, its final version and the 校验码."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.column_dialog import ColumnDialog
from gui.document import Document
from gui.style import SPACE
from gui.toned import Tone, ToneLabel
from model.errors import UserError
from model.report import LINE_LIMIT, Content, clean_text
from model.signoff import Standing, belongs, short_code, standing

_TONES: dict[Standing, Tone] = {Standing.FINAL: "fine", Standing.CHANGED: "error"}


class SignOffDialog(ColumnDialog):
    """Edits the lines above and below the report, as one step of the history."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, "文号、日期和落款")
        self.column.setSpacing(3 * SPACE)
        self._document = document
        self.number = self._field("document_number", "例如：青水务〔2026〕2号；没有就空着")
        self.title_date = self._field("title_date", "例如：2026年1月13日；没有就空着")
        self.closing = QCheckBox("在报告末尾写机关名称和日期（落款）")
        self.closing.setChecked(bool(document.report.sign_off.get("closing")))
        self.closing_date = self._field("closing_date", "例如：2026年1月13日；没有就空着")
        form = QFormLayout()
        form.addRow("标题上方的文号(&H)", self.number)
        form.addRow("标题下方的日期(&R)", self.title_date)
        form.addRow("", self.closing)
        form.addRow("落款日期(&L)", self.closing_date)
        self._note = ToneLabel(
            "quiet_ink", "报送稿总有落款，还留出负责人签字和单位盖章的位置。", wordWrap=True
        )
        self.column.addLayout(form)
        self.column.addWidget(self._note)
        self.add_button("确定").clicked.connect(self._save)
        self.add_button("取消").clicked.connect(self.reject)
        self.finish()

    def _field(self, key: str, hint: str) -> QLineEdit:
        field = QLineEdit(self._document.report.sign_off.get(key, ""))
        field.setPlaceholderText(hint)
        field.setMinimumWidth(self.fontMetrics().horizontalAdvance("汉") * 24)
        return field

    def _save(self) -> None:
        fields = {
            "document_number": self.number,
            "title_date": self.title_date,
            "closing_date": self.closing_date,
        }
        if any(len(field.text()) > LINE_LIMIT for field in fields.values()):
            self._note.setText(f"每一项不超过{LINE_LIMIT}个字，请缩短后再点“确定”。")
            self._note.set_tone("error")
            return
        changes: dict[str, Content] = {
            f"sign_off/{key}": " ".join(clean_text(field.text()).split())[:LINE_LIMIT]
            for key, field in fields.items()
        }
        changes["sign_off/closing"] = "yes" if self.closing.isChecked() else ""
        self._document.edit(changes, "修改文号、日期和落款")
        self.accept()


class VerifyDialog(ColumnDialog):
    """Answers whether a signed print belongs to the report at hand."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, "核对校验码")
        self.column.setSpacing(3 * SPACE)
        self._document = document
        self.code = QLineEdit(placeholderText="例如：A1B2-C3D4-E5F6")
        self.code.setMinimumWidth(self.fontMetrics().horizontalAdvance("汉") * 20)
        self.answer = ToneLabel("ink", wordWrap=True)
        form = QFormLayout()
        form.addRow("纸质稿上的校验码(&J)", self.code)
        form.addRow("当前内容的校验码", QLabel(short_code(document.report)))
        self.column.addLayout(form)
        self.column.addWidget(self.answer)
        self.add_button("核对").clicked.connect(self._check)
        self.add_button("关闭").clicked.connect(self.reject)
        self.finish()

    def _check(self) -> None:
        try:
            same = belongs(self._document.report, self.code.text())
        except UserError as error:
            self._say(str(error), "error")
        else:
            message = "一致：这份纸质稿就是当前的内容。" if same else "不一致：纸质稿印出以后，内容有改动。"
            self._say(message, "fine" if same else "error")

    def _say(self, message: str, tone: Tone) -> None:
        self.answer.setText(message)
        self.answer.set_tone(tone)


class StandingStrip(QWidget):
    """Says above the tabs that a report is final, or that it no longer is what was signed."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._label = ToneLabel("ink", textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.reopen = QPushButton("重新打开修改")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 0, 2 * SPACE, SPACE)
        row.addWidget(self._label, 1)
        row.addWidget(self.reopen)
        self._standing: Standing | None = None
        document.changed.connect(self._on_changed)
        document.replaced.connect(self.show_standing)
        self.show_standing()

    def _on_changed(self, touched: frozenset[str]) -> None:
        # The code is worth computing only where there is one to compare with.
        if self._document.report.sign_off.get("final_code") or self._standing is not Standing.OPEN:
            self.show_standing()

    def show_standing(self) -> None:
        """Shows how the report stands to its final version; nothing where there is none."""
        report = self._document.report
        self._standing = standing(report)
        self.setVisible(self._standing is not Standing.OPEN)
        self.reopen.setVisible(self._document.final and not self._document.holder)
        date, code = report.sign_off.get("final_date", ""), report.sign_off.get("final_code", "")
        shown = QDate.fromString(date, Qt.DateFormat.ISODate).toString("yyyy年M月d日") or date
        self._label.setText(f"{self._standing.value}（{shown}，校验码{code}）")
        self._label.set_tone(_TONES.get(self._standing, "warning"))
