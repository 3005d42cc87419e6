"""What the program knows of the agency that it is used for."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from gui.column_dialog import LISTING, ColumnDialog
from gui.header import KindField
from gui.settings import LINE_LIMIT, Profile
from model.report import clean_text

_LINES = {
    "address": ("地址(&D)", "例如：青禾县人民路1号"),
    "postcode": ("邮政编码(&B)", ""),
    "phone": ("电话(&T)", "办公电话，例如：0999-6543210"),
    "email": ("电子邮箱(&Y)", ""),
    "website": ("网站(&W)", "公布年报的网址"),
}
_WIDTH = 24  # characters of a line


class ProfileDialog(ColumnDialog):
    """Asks for name, kind and contact of the agency; `profile` is what was written."""

    def __init__(self, parent: QWidget, profile: Profile) -> None:
        super().__init__(parent, "机关资料")
        self.head("新建年报、插入联系方式时用得上，都可以空着。")
        self.say("只存在这台电脑上。写报告说明时，从“插入情况说明”里插入联系方式。")
        self._agency = _line(profile.agency, "机关全称")
        self._kind = KindField()
        self._agency.textChanged.connect(self._show_kind)
        self._kind.show_kind(profile.agency, profile.kind or None)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._lines = {name: _line(getattr(profile, name), hint) for name, (_, hint) in _LINES.items()}
        labels = [label for label, _ in _LINES.values()]
        for label, field in (
            ("机关名称(&J)", self._agency),
            ("机关类型(&K)", self._kind),
            *zip(labels, self._lines.values(), strict=True),
        ):
            form.addRow(label, field)
            field.setAccessibleName(label.partition("(")[0])
        self.column.addLayout(form)
        self._trouble = self.say("")
        self.column.addStretch(1)
        self.keep = self.add_button("保存")
        self.keep.clicked.connect(self._keep)
        self.add_button("取消").clicked.connect(self.reject)
        self.finish(LISTING)

    @property
    def profile(self) -> Profile:
        """What was written."""
        lines = {name: _written(line) for name, line in self._lines.items()}
        return Profile(agency=_written(self._agency), kind=self._kind.currentData() or "", **lines)

    def _show_kind(self) -> None:
        self._kind.show_kind(_written(self._agency), self._kind.currentData())

    def _keep(self) -> None:
        """Closes the dialog, unless something is too long to be remembered."""
        for line in (self._agency, *self._lines.values()):
            if len(_written(line)) > LINE_LIMIT:
                self._trouble.setText(f"{line.accessibleName()}太长，不超过{LINE_LIMIT}个字。")
                line.setFocus()
                return
        self.accept()


def _line(content: str, hint: str) -> QLineEdit:
    line = QLineEdit(content, placeholderText=hint)
    line.setMinimumWidth(line.fontMetrics().horizontalAdvance("汉") * _WIDTH)
    return line


def _written(line: QLineEdit) -> str:
    """What was written into a line, on one line."""
    return " ".join(clean_text(line.text()).split())
