"""Numbers as clerks type and paste them: understood, or refused with a reason that shows what was typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.definition import Kind
from model.errors import UserError
from model.numbers import MAXIMUM, Value, format_value, is_valid, parse_amount, parse_value, zero


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("007", 7),
        ("１２", 12),
        ("１，２３４", 1234),
        ("1,234", 1234),
        ("12,345,678", 12345678),
        (" 12 ", 12),
        ("\u00a012\u3000", 12),
        ("1 234", 1234),
        ("1\u2009234", 1234),
        ("12\n", 12),
        ("12.0", 12),
        ("3.", 3),
        ("999999999999", MAXIMUM),
        ("0" * 50 + "7", 7),
    ],
)
def test_counts_are_understood(typed: str, value: int) -> None:
    read = parse_value(typed, "count")
    assert read == value and isinstance(read, int)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.50", "1.5"),
        ("96171.6", "96171.6"),
        ("１２．３４", "12.34"),
        ("1,234.5", "1234.5"),
        ("￥1,234.50", "1234.5"),
        ("¥ 3", "3"),
        (".5", "0.5"),
        ("0.000001", "0.000001"),
        ("0.0000010", "0.000001"),
        ("0.0000000", "0"),
        ("100", "100"),
        ("316441", "316441"),
        ("999999999999", "999999999999"),
    ],
)
def test_amounts_are_understood_exactly(typed: str, value: str) -> None:
    read = parse_value(typed, "amount")
    assert isinstance(read, Decimal) and format_value(read) == value
    assert is_valid(read, "amount")


@pytest.mark.parametrize("kind", ["count", "amount"])
@pytest.mark.parametrize(
    "typed", ["", " ", "　", "\u00a0", "\n", "-", "－", "—", "——", "/", "／", "无", " 无 "]
)
def test_marks_for_nothing_are_blanks_not_zeros(typed: str, kind: Kind) -> None:
    assert parse_value(typed, kind) is None


@pytest.mark.parametrize(
    ("typed", "kind", "shown", "why"),
    [
        ("1.5", "count", "1.5", "小数"),
        ("-3", "count", "-3", "负数"),
        ("－3", "count", "-3", "负数"),
        ("-0.5", "amount", "-0.5", "负数"),
        ("12件", "count", "12件", "不是数字"),
        ("１２件", "count", "12件", "不是数字"),
        ("abc", "count", "abc", "不是数字"),
        ("十二", "count", "十二", "不是数字"),
        ("1e5", "count", "1e5", "不是数字"),
        ("1E5", "amount", "1E5", "不是数字"),
        ("0x1F", "count", "0x1F", "不是数字"),
        ("1_000", "count", "1_000", "不是数字"),
        ("NaN", "amount", "NaN", "不是数字"),
        ("Infinity", "amount", "Infinity", "不是数字"),
        ("٣", "count", "٣", "不是数字"),
        ("१२", "count", "१२", "不是数字"),
        ("5²", "count", "5²", "不是数字"),
        ("①", "count", "①", "不是数字"),
        ("½", "amount", "½", "不是数字"),
        ("1,23", "count", "1,23", "不是数字"),
        ("1.2.3", "amount", "1.2.3", "不是数字"),
        (".", "amount", ".", "不是数字"),
        (",", "count", ",", "不是数字"),
        ("+5", "count", "+5", "不是数字"),
        ("=1+1", "count", "=1+1", "不是数字"),
        ("22（其中修订16件）", "count", "22(其中修订16件)", "不是数字"),
        ("1000000000000", "count", "1000000000000", "太大"),
        ("999999999999.5", "amount", "999999999999.5", "太大"),
        ("0.0000001", "amount", "0.0000001", "小数太多"),
        ("1." + "0" * 40 + "1", "amount", "1." + "0" * 18 + "…", "小数太多"),
        ("9" * 10_000, "count", "9" * 20 + "…", "太大"),
    ],
)
def test_anything_else_is_refused_with_a_reason(typed: str, kind: Kind, shown: str, why: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_value(typed, kind)
    assert f"“{shown}”" in str(refusal.value)
    assert why in str(refusal.value)


@given(st.integers(0, MAXIMUM))
def test_a_count_is_shown_as_it_is_read(value: int) -> None:
    assert format_value(value) == str(value)
    assert parse_value(format_value(value), "count") == value
    assert parse_value(f"{value:,}", "count") == value


@given(st.decimals(0, MAXIMUM, places=6))
def test_an_amount_is_shown_as_it_is_read(value: Decimal) -> None:
    shown = format_value(value)
    assert "E" not in shown and parse_value(shown, "amount") == value
    assert parse_amount(shown) == value


def test_a_blank_shows_nothing() -> None:
    assert format_value(None) == ""
    assert [format_value(zero("count")), format_value(zero("amount"))] == ["0", "0"]


@pytest.mark.parametrize("value", [Decimal("1E+3"), Decimal("1.1234567"), 1, 1.0, "1", None, Decimal(-1)])
def test_only_plain_amounts_are_stored(value: object) -> None:
    assert not is_valid(value, "amount")


@pytest.mark.parametrize("value", [-1, MAXIMUM + 1, True, 1.0, "1", None, Decimal(1)])
def test_only_whole_numbers_are_stored_as_counts(value: object) -> None:
    assert not is_valid(value, "count")


@pytest.mark.parametrize(
    "text", ["", "1,5", "1e3", "-1", ".5", "1.", "1.1234567", "１", " 1", "1\n", "9" * 13]
)
def test_a_draft_holds_amounts_in_plain_digits_only(text: str) -> None:
    assert parse_amount(text) is None


def test_trailing_zeros_of_a_draft_are_kept() -> None:
    stored: Value | None = parse_amount("1.50")
    assert format_value(stored) == "1.50"
