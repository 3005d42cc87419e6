"""The exporters: one module a format, found by suffix.

An exporter is a function from a report to the bytes of a file. Each is imported when it is first used,
so that the program starts without any document library.
"""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from model.errors import UserError
from model.files import write_atomic
from model.report import Report


class Product(StrEnum):
    """What a report is printed for."""

    PUBLICATION = "publication"  # the report as it is published
    SIGNATURE = "signature"  # with a sign-off sheet before it and the content's code on each page
    SUBMISSION = "submission"  # with agency, date and room for signature and seal at the end

    @property
    def label(self) -> str:
        """The word that people see."""
        return {"publication": "公布稿", "signature": "审签稿", "submission": "报送稿"}[self.value]


class Format(Struct, frozen=True):
    """A kind of file: the module whose `render(report)` makes it, and what people call it.

    With `products`, it also takes a `product`, with `fonts` the `faces` to print it in. One with an `annex`
    prints the charts of the products that the report names.
    """

    module: str
    label: str
    products: bool = False
    fonts: bool = False
    annex: bool = False


def annexed(report: Report) -> set[Product]:
    """The products that are printed with the charts as an annex; empty where the form has no charts."""
    chosen = report.options.get("annex", "").split()
    return {product for product in Product if product in chosen and report.form.overview.compositions}


def annex_line(products: Collection[Product]) -> str:
    """The option of a report by which these products have the annex."""
    return " ".join(product for product in Product if product in products)


FORMATS: Mapping[str, Format] = {
    ".pdf": Format("export.pdf", "PDF 文件", products=True, fonts=True, annex=True),
    ".xlsx": Format("export.xlsx", "Excel 工作簿"),
}
"""The formats by suffix."""


def exporter(
    path: Path, product: Product = Product.PUBLICATION, system_fonts: bool = False
) -> Callable[[Report], bytes]:
    """The exporter for a file name; with `system_fonts` in the official faces that this machine has.

    Raises `UserError` that names the suffixes at hand where there is none, or none of this product or with
    these fonts. `export.typefaces.describe(installed_faces())` says which faces these are.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise UserError(
            f"不知道怎样导出为“{path.name}”：文件名应以{'、'.join(FORMATS)}结尾。请换一个文件名。"
        )
    options: dict[str, object] = {}
    if form.products:
        options["product"] = product
    elif product is not Product.PUBLICATION:
        raise UserError(f"{form.label}没有{product.label}。{_other_suffixes('products')}")
    if system_fonts:
        if not form.fonts:
            raise UserError(f"{form.label}里不带字体，不能选用本机的公文字体。{_other_suffixes('fonts')}")
        from export.typefaces import installed_faces

        options["faces"] = installed_faces()
    return partial(import_module(form.module).render, **options)


def export(
    report: Report, path: Path, product: Product = Product.PUBLICATION, system_fonts: bool = False
) -> None:
    """Writes the report to a file, atomically; raises `UserError` where that cannot be done."""
    render = exporter(path, product, system_fonts)
    write_atomic(path, render(report))


def _other_suffixes(ability: str) -> str:
    suffixes = "、".join(suffix for suffix, form in FORMATS.items() if getattr(form, ability))
    return f"请换一个以{suffixes}结尾的文件名。"
