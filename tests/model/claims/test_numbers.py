"""Numbers as running text writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.claims.numbers import Number, numbers, read_chinese


def read(text: str) -> list[Number]:
    return list(numbers(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("收到12件", 12),
        ("收到1,234件", 1234),
        ("收到三起", 3),
        ("收到两件", 2),
        ("收到二十三件", 23),
        ("收到一百零五件", 105),
        ("收到1.5万件", 15000),
        ("共12", 12),
        ("数量为零", 0),
        ("12个规范性文件", 12),
        ("12件次", 12),
    ],
)
def test_a_count_is_read_in_every_writing(text: str, value: int) -> None:
    assert [(n.value, n.percent, n.approximate) for n in read(text)] == [(Decimal(value), False, False)]


@pytest.mark.parametrize("text", ["12余件", "近12件", "约12件", "12多件", "14万余条", "12件左右", "超12件"])
def test_a_rough_figure_is_known_as_such(text: str) -> None:
    assert [n.approximate for n in read(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "2024年收到",
        "1月1日起",
        "第12号",
        "20个工作日内",
        "3个月",
        "一个平台",
        "12个部门",
        "拨打12345热线",
        "每件申请",
        "培训120人",
        "满分12分以上单位",
    ],
)
def test_years_dates_and_other_measures_are_no_counts(text: str) -> None:
    assert read(text) == []


def test_a_percentage_keeps_its_decimals() -> None:
    [share] = read("占58.5%")
    assert (share.value, share.percent, share.decimals) == (Decimal("58.5"), True, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百二十三", 123), ("一千零一", 1001), ("三万五千", 35000)],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert read_chinese(text) == value


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿年", max_size=12))
def test_any_run_of_numerals_is_read_or_refused(text: str) -> None:
    value = read_chinese(text)
    assert value is None or value >= 0


@given(st.integers(0, 999_999_999_999), st.sampled_from("件份起宗条例"))
def test_plain_digits_with_a_counter_come_back(value: int, counter: str) -> None:
    assert [n.value for n in read(f"收到{value}{counter}")] == [value]
