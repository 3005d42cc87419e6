"""What the checks found, in one or many reports, as a file for those who look after them.

The forms are found by suffix as those of the report itself are; the same findings give the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from model.checks import Finding, counted, errors
from model.checks.wording import masked
from model.errors import UserError
from model.files import write_atomic
from model.report import Report

TITLE = "政府信息公开工作年度报告检查结果"
FORMATS: Mapping[str, str] = {".xlsx": "export.findings_xlsx", ".pdf": "export.findings_pdf"}
"""By suffix the module whose `render(files)` makes it."""

_NAMED = 4  # cells that are spelled out


class Checked(NamedTuple):
    """A file that was checked: what people call it, its report and what was found.

    Where it could not be read there is no report, and `problem` says why.
    """

    name: str
    report: Report | None
    findings: Sequence[Finding] = ()
    problem: str = ""


def renderer(path: Path) -> Callable[[Sequence[Checked]], bytes]:
    """What makes the file of this name; raises `UserError` that names the suffixes where there is none."""
    module = FORMATS.get(path.suffix.lower())
    if module is None:
        raise UserError(
            f"不知道怎样把检查结果存为“{path.name}”：文件名应以{'、'.join(FORMATS)}结尾。请换一个文件名。"
        )
    render: Callable[[Sequence[Checked]], bytes] = import_module(module).render
    return render


def write(path: Path, files: Sequence[Checked]) -> None:
    """Writes what was found to a file, atomically; raises `UserError` where that cannot be done."""
    render = renderer(path)
    write_atomic(path, render(files))


def overview(files: Sequence[Checked]) -> str:
    """How many reports there are, with how many errors, in one sentence."""
    read = [file for file in files if file.report]
    wrong = sum(1 for file in read if errors(file.findings))
    unread = f"；{len(files) - len(read)}份没有读入" if len(read) < len(files) else ""
    found = counted(finding for file in read for finding in file.findings)
    return f"共检查{len(read)}份报告，{wrong}份有错误{unread}。合计：{found}。"


def place(report: Report, finding: Finding) -> str:
    """The part of the report that a finding is about."""
    return report.form.sections[finding.section].name if finding.section else "标题"


def cells(report: Report, finding: Finding) -> str:
    """The cells of a finding in words."""
    known = report.form.cells
    names = [known[address].name if address in known else address for address in finding.cells]
    more = f"等{len(names)}格" if len(names) > _NAMED else ""
    return "；".join(names[:_NAMED]) + more


def quote(finding: Finding) -> str:
    """The words that a finding quotes; numbers of persons are not passed on."""
    return masked(finding.quote or "")
