"""What follows from the kind of an agency: when it has to publish, and what it cannot have done."""

import re
from datetime import date

from model.report import Report

_TOWNSHIP = re.compile(
    r"(?:镇|乡|街道|街道办事处|街道办|苏木)(?:人民)?(?:政府)?(?:办公室)?$|(?:镇|乡)人民政府"
)
_GOVERNMENT = re.compile(r"(?:人民政府|政府|省|自治区|市|县|旗|区|自治州|州|盟|地区行政公署|行署)$")
_OFFICE = re.compile(r"(?:局|委|委员会|办|办公室|办公厅|厅|部|署|总队|支队|大队|处|队|站|所|馆)$")


def guess_kind(agency: str) -> str:
    """The kind of an agency by its name: one of `AGENCY_KINDS`."""
    name = re.sub(r"[（(][^（）()]*[）)]$", "", agency.strip())
    if _TOWNSHIP.search(name):
        return "township"
    if _GOVERNMENT.search(name) and not name.endswith("开发区"):
        return "government"
    return "department" if _OFFICE.search(name) else "other"


def kind_of(report: Report) -> str:
    """The kind that somebody chose for the report's agency, or else the one its name tells."""
    return report.agency_kind or guess_kind(report.agency)


def deadline(report: Report) -> date | None:
    """The last day to publish (条例第四十九条): a government has until 31 March, others until 31 January."""
    if report.year is None:
        return None
    return date(report.year + 1, *((3, 31) if kind_of(report) == "government" else (1, 31)))
