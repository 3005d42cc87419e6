"""From a draft to a signed report: the code that ties a print to a file, and the final version."""

import json
import re
import unicodedata
from datetime import date
from enum import Enum

from model.errors import UserError
from model.fields import resolve
from model.numbers import format_value
from model.report import Content, Report

_CODE_LENGTH = 12  # hexadecimal digits of the short code
_PRINTED = ("document_number", "title_date", "closing", "closing_date")


class Standing(Enum):
    """How a report stands to its final version."""

    OPEN = "未定稿"
    FINAL = "已定稿"
    REOPENED = "已重新打开，内容与定稿一致"
    CHANGED = "定稿后有改动，与签字的纸质稿不再一致"


def content_hash(report: Report) -> str:
    """The SHA-256 of all that is printed of a report, as 64 hexadecimal digits.

    It does not depend on how or in which version of the format the draft is kept, nor on last year's
    figures.
    """
    form = report.form
    printed = {
        "form": form.id,
        "agency": report.agency,
        "year": report.year,
        "texts": {key: _printed(resolve(report, report.texts[key])) for key in form.texts},
        "cells": {address: format_value(value) for address, value in report.cells.items()},
        "sign_off": {key: report.sign_off[key] for key in _PRINTED if key in report.sign_off},
    }
    canonical = json.dumps(printed, ensure_ascii=False, sort_keys=True)
    from hashlib import sha256  # loads OpenSSL: for reports that are signed, not for every start

    return sha256(canonical.encode()).hexdigest()


def _printed(text: str) -> list[str]:
    """The paragraphs of a text as they are printed: blank lines and blanks around do not show."""
    return [paragraph for line in text.split("\n") if (paragraph := line.strip())]


def short_code(report: Report) -> str:
    """The 校验码 as it is printed, e.g. `A1B2-C3D4-E5F6`."""
    digits = content_hash(report)[:_CODE_LENGTH].upper()
    return "-".join(digits[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def belongs(report: Report, code: str) -> bool:
    """Whether a 校验码, as somebody copied it from a print, is that of this report.

    Raises `UserError` for something that cannot be a code.
    """
    digits = re.sub(r"[\s\-‐–—－]", "", unicodedata.normalize("NFKC", code)).lower()
    digits = digits.removeprefix("校验码").lstrip(":：")
    if not re.fullmatch(r"[0-9a-f]+", digits) or len(digits) not in (_CODE_LENGTH, 64):
        raise UserError(
            f"“{code[:80]}”不是校验码：应为{_CODE_LENGTH}位数字或字母A至F，例如A1B2-C3D4-E5F6。"
            "请照审签稿页脚上的校验码重新输入。"
        )
    return content_hash(report).startswith(digits)


def standing(report: Report) -> Standing:
    """Whether the report is final, and if it was reopened, whether it still is what was signed."""
    code = report.sign_off.get("final_code")
    if not code:
        return Standing.OPEN
    if short_code(report) != code:
        return Standing.CHANGED
    return Standing.REOPENED if report.sign_off.get("reopened") else Standing.FINAL


def declare_final(report: Report, today: date) -> dict[str, Content]:
    """The changes that make the report final: its date and its code."""
    return {
        "sign_off/final_date": today.isoformat(),
        "sign_off/final_code": short_code(report),
        "sign_off/reopened": "",
    }


def reopen() -> dict[str, Content]:
    """The change that lets a final report be edited again; what was signed is remembered."""
    return {"sign_off/reopened": "yes"}
