"""Where a report is exported to and as what; its errors are shown before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from export import FORMATS, Product
from gui.column_dialog import ColumnDialog
from gui.style import SPACE
from gui.toned import ToneLabel
from model.checks import Finding
from model.files import FORBIDDEN, file_name

_ENDINGS = {Product.PUBLICATION: "", Product.SIGNATURE: "（送审稿）", Product.SUBMISSION: "（报送稿）"}


@dataclass(frozen=True)
class ExportChoice:
    """What to write, where to, in whose fonts, and whether to show the folder afterwards."""

    path: Path
    product: Product
    open_folder: bool
    system_fonts: bool = False
    annex: bool | None = None  # with the charts; `None` leaves it as it is


def kinds() -> list[tuple[str, str, Product]]:
    """What can be exported: the words for it, the suffix and the product."""
    return [
        (f"{form.label} — {product.label}" if form.products else form.label, suffix, product)
        for suffix, form in FORMATS.items()
        for product in (Product if form.products else [Product.PUBLICATION])
    ]


class ExportDialog(ColumnDialog):
    """Asks for the kind of file, its name and its folder."""

    def __init__(
        self,
        parent: QWidget,
        folder: Path,
        title: str,
        errors: Sequence[Finding],
        product: Product = Product.PUBLICATION,
        path: Path | None = None,
        annexed: Collection[Product] | None = None,
        fixed: str = "",
    ) -> None:
        """`annexed` are the products with charts, `None` without any; `fixed` is why that stays so."""
        super().__init__(parent, "导出年报")
        self._title = title
        self.kind = QComboBox()
        self._kinds = kinds()
        for label, _, _ in self._kinds:
            self.kind.addItem(label)
        self.name = QLineEdit()
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("文件夹")
        browse = QPushButton("浏览…")
        browse.clicked.connect(self._browse)
        self.open_folder = QCheckBox("导出后打开所在的文件夹")
        self.open_folder.setChecked(True)
        self.system_fonts = QCheckBox("用本机安装的公文字体，没有的用自带的")
        self.system_fonts.setToolTip("仿宋、楷体、黑体、方正小标宋")
        self.annex = QCheckBox("在年报后面附数据图表")
        self.annex.setToolTip(fixed)
        self.annex.setAccessibleDescription(fixed)
        self._annexed, self._fixed = annexed, fixed
        self._suggested = {""}
        self._problem = ToneLabel("error", wordWrap=True)
        self._build(browse, errors)
        self._export = self.add_button("仍然导出" if errors else "导出")
        self._export.clicked.connect(self._accept)
        self._cancel = self.add_button("返回修改" if errors else "取消")
        self._cancel.clicked.connect(self.reject)
        self._cancel.setDefault(bool(errors))  # the safe choice
        self.finish()
        self.kind.currentIndexChanged.connect(self._suggest)
        wanted = path.suffix.lower() if path else next(s for _, s, p in self._kinds if p is product)
        self.kind.setCurrentIndex([kind[1:] for kind in self._kinds].index((wanted, product)))
        self._suggest()
        (self._cancel if errors else self.name).setFocus()
        if path:
            self.folder.setText(str(path.parent))
            self.name.setText(path.name)

    @property
    def choice(self) -> ExportChoice:
        """What was chosen."""
        _, suffix, product = self._kinds[self.kind.currentIndex()]
        name = self._stem() + suffix
        path = Path(self.folder.text().strip()).expanduser() / name
        fonts = self.system_fonts.isChecked() and FORMATS[suffix].fonts
        annex = self.annex.isChecked() if self.annex.isEnabled() and self._annexed is not None else None
        return ExportChoice(path, product, self.open_folder.isChecked(), fonts, annex)

    def _build(self, browse: QPushButton, errors: Sequence[Finding]) -> None:
        column = self.column
        column.setSpacing(3 * SPACE)
        if errors:
            self.head(f"报告还有{len(errors)}个错误，最好先改正：")
            listed = QListWidget()
            listed.setWordWrap(True)
            listed.setAccessibleName("报告的错误")
            listed.addItems([finding.message for finding in errors])
            listed.setSelectionMode(QListWidget.SelectionMode.NoSelection)
            listed.setFixedHeight(self.fontMetrics().lineSpacing() * min(8, 1 + 2 * len(errors)) + 2 * SPACE)
            column.addWidget(listed)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.addRow("导出为(&K)", self.kind)
        form.addRow("文件名(&N)", self.name)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        caption = QLabel("文件夹(&D)")
        caption.setBuddy(self.folder)
        form.addRow(caption, row)
        form.addRow("", self.system_fonts)
        if self._annexed is not None:
            form.addRow("", self.annex)
            if self._fixed:
                form.addRow("", ToneLabel("quiet_ink", self._fixed, wordWrap=True))
        form.addRow("", self.open_folder)
        column.addLayout(form)
        column.addWidget(self._problem)
        self._problem.hide()

    def _suggest(self) -> None:
        _, suffix, product = self._kinds[self.kind.currentIndex()]
        # A name that somebody typed is kept, with the new ending.
        title = self._title if self.name.text() in self._suggested else self._stem()
        ending = (_ENDINGS[product] if title == self._title else "") + suffix
        self.name.setText(file_name(title, ending))
        self._suggested.add(self.name.text())
        self.system_fonts.setEnabled(FORMATS[suffix].fonts)
        self.annex.setEnabled(FORMATS[suffix].annex and not self._fixed)
        self.annex.setChecked(FORMATS[suffix].annex and product in (self._annexed or ()))

    def _stem(self) -> str:
        """The name that was typed, without the ending of a kind of file."""
        name = self.name.text().strip()
        ending = next((s for s in FORMATS if name.lower().endswith(s)), "")
        return name[: len(name) - len(ending)]

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _accept(self) -> None:
        choice = self.choice
        if not _is_folder(choice.path.parent):
            self._complain(f"文件夹“{choice.path.parent}”不存在。请选择已有的文件夹。")
        elif _is_folder(choice.path):
            self._complain(f"“{choice.path.name}”是一个文件夹。请换一个文件名。")
        elif any(c in FORBIDDEN for c in choice.path.name) or not self._stem():
            self._complain(f"文件名不能空着，也不能有这些符号：{FORBIDDEN}")
        else:
            self.accept()

    def _complain(self, message: str) -> None:
        self._problem.setText(message)
        self._problem.show()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("汉") * 46, super().sizeHint().height())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, a share that is gone
        return False
