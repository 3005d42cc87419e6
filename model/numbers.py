"""Numbers as people write them, and as the form stores them.

A count is an `int` from 0 to 999,999,999,999; an amount is an exact `Decimal` in the same range with at
most six decimals (0.000001 万元 is one 分). A blank cell is `None`: it is not zero.
"""

import re
import unicodedata
from decimal import Decimal

from model.definition import Kind
from model.errors import UserError

Value = int | Decimal

MAXIMUM = 999_999_999_999
DECIMALS = 6
BLANK_MARKS = frozenset({"", "-", "—", "——", "/", "无"})

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


def parse_value(text: str, kind: Kind) -> Value | None:
    """The value that somebody typed or pasted; `None` for a blank or a mark that stands for one.

    Full-width digits, blanks around and between, thousands separators and a leading ￥ are understood. Raises
    `UserError` that says why anything else is not taken.
    """
    plain = re.sub(r"[^\S\n\r]", "", _narrow(text).strip())
    if plain in BLANK_MARKS:
        return None
    shown = plain if len(plain) <= 20 else plain[:20] + "…"
    plain = plain.removeprefix("¥")  # which ￥ is, made narrow
    if plain.startswith("-") and _PLAIN.fullmatch(plain[1:]):
        raise UserError(f"“{shown}”是负数；这里只能填0或正数。")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        raise UserError(f"“{shown}”不是数字；这里只能填{_expected(kind)}。")
    value = Decimal(plain)
    if value > MAXIMUM:
        raise UserError(f"“{shown}”太大；最大可以填{MAXIMUM}。")
    if kind == "count":
        if value != value.to_integral_value():
            raise UserError(f"“{shown}”有小数；这里只能填{_expected(kind)}。")
        return int(value)
    if "." in plain:
        value = Decimal(plain.rstrip("0").rstrip(".") or "0")
    if not is_valid(value, kind):
        raise UserError(f"“{shown}”的小数太多；单位是万元，最多{DECIMALS}位小数。")
    return value


def is_valid(value: object, kind: Kind) -> bool:
    """Whether a stored value has the type and the range of its kind."""
    if kind == "count":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAXIMUM
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value <= MAXIMUM:
        return False
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -DECIMALS <= exponent <= 0


def zero(kind: Kind) -> Value:
    """The zero of a kind."""
    return 0 if kind == "count" else Decimal(0)


def format_value(value: Value | None) -> str:
    """The value in plain digits, without separators, as the published tables have it."""
    return "" if value is None else format(Decimal(value), "f")


def parse_amount(text: str) -> Decimal | None:
    """An amount as the draft file has it: plain digits, at most six decimals; `None` if it is not one."""
    if not re.fullmatch(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?", text, re.ASCII):
        return None
    return Decimal(text)


def _expected(kind: Kind) -> str:
    return "整数，例如12" if kind == "count" else "以万元为单位的数，例如1.25"


def _narrow(text: str) -> str:
    """Full-width characters as narrow ones, without invisible ones that web pages bring along.

    Footnote marks such as ² and ① do not become digits.
    """

    def narrow(character: str) -> str:
        match unicodedata.category(character):
            case "No":
                return character
            case "Cf":
                return ""
        return unicodedata.normalize("NFKC", character)

    return "".join(map(narrow, text))
