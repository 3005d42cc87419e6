"""What the pictures are of: two drafts, and all that may have happened to them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from export import export
from gui.settings import Profile
from ingest import Imported, read
from model.backups import Version
from model.checks import Finding, Severity, check, errors
from model.draft import read_draft
from model.locks import Locked
from model.owner import Owner
from model.recovery import RecoveryCopy
from model.report import Content, Report
from model.signoff import declare_final

ROOT = Path(__file__).resolve().parents[1]
FINISHED = ROOT / "samples" / "clean-2025.gknb"
UNBALANCED = ROOT / "samples" / "zhangdian-2023.gknb"
NAME = "青禾县水务局.gknb"
LONG_NAME = "青禾省大禾市青禾县农业农村和水利局（青禾县乡村振兴局、青禾县畜牧兽医服务中心）"
WHEN = datetime(2026, 1, 13, 1, 30, tzinfo=UTC)
RETURNED: dict[str, Content] = {
    "proactive/normative_documents/in_force": 10,
    "proactive/licences/decisions": 191,
    "proactive/penalties/decisions": None,
    "texts/other": "2025年，本机关未发出收费通知，未收取信息处理费。\n没有其他需要报告的事项。",
}
LAST_YEAR: dict[str, Content] = {
    "year": 2024,
    "texts/overview": "2024年，青禾县水务局主动公开信息，规范办理申请，按要求完成各项工作。",
    "applications/new_received/natural_person": 5,
    "applications/carried_over/natural_person": 0,
    "applications/granted/natural_person": 0,
    "proactive/normative_documents/issued": 1,
    "proactive/licences/decisions": 14,
    "proactive/fees/amount": Decimal("11.8"),
}
FAILED = f"没能保存“{NAME}”：磁盘满了，还差12 KB。请删去不用的文件，或者换一个位置保存。"
REASON = "核实无误：上年有1件文件到期自然失效，没有计入废止。"
PROFILE = Profile(agency="青禾县水务局", address="青禾县人民路1号", phone="0999-6543210")
DETAILS = "\n".join([*(f'File "gui/window.py", line {n}, in save' for n in range(12)), "KeyError"])


def wrong() -> list[Finding]:
    """The errors of the draft that has some."""
    return errors(check(read_draft(UNBALANCED)))


def doubtful() -> Finding:
    """A warning that may be right all the same."""
    found = check(with_last_year())
    return next(finding for finding in found if finding.severity is Severity.WARNING)


def with_last_year() -> Report:
    """The finished report, with one of the year before."""
    report = read_draft(FINISHED)
    report.last_year = report.snapshot()
    report.last_year.apply(LAST_YEAR)
    return report


def declared_final() -> Report:
    """The finished report, signed."""
    report = read_draft(FINISHED)
    report.apply(declare_final(report, date(2026, 1, 13)))
    return report


def returned(report: Report) -> Imported:
    """What is read from a workbook in which a department has filled in its part."""
    filled = report.snapshot()
    filled.apply(RETURNED)
    with TemporaryDirectory() as folder:
        path = Path(folder, "returned.xlsx")
        export(filled, path)
        return read(path)


def somebody() -> Locked:
    """A colleague at another computer, who has the draft open."""
    owner = Owner("PC-12", "li", "m", "b", "", 4321, "1")
    return Locked(msgspec.json.encode({"owner": owner, "since": WHEN, "token": ""}))


def versions() -> list[Version]:
    """What the draft held before."""
    return [Version(WHEN, FINISHED), Version(WHEN.replace(hour=0), UNBALANCED)]


def copies() -> list[RecoveryCopy]:
    """What two programs had not saved."""
    owner = Owner("PC-12", "li", "m", "b", "", 4321, "1")
    report = read_draft(UNBALANCED)
    first = RecoveryCopy(Path("-"), owner, WHEN, None, None, 3, report, {})
    report = read_draft(FINISHED)
    report.apply(RETURNED)
    return [first, RecoveryCopy(Path("-"), owner, WHEN, FINISHED, None, 12, report, {})]
