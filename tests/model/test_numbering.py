"""Numbers at the beginnings of paragraphs and what comes after them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.numbering import chinese, continues, following, numbered, value


@pytest.mark.parametrize(
    ("paragraph", "after"),
    [
        ("一、抓好公开。", "二、"),
        ("（一）修渠两条。", "（二）"),
        ("(九)修渠两条；", "(十)"),
        ("（十九）巡查堤坝。", "（二十）"),
        ("1.修渠两条。", "2."),
        ("9. 修渠两条。", "10. "),
        ("3．修渠两条；", "4．"),
        ("2、修渠两条！", "3、"),
        ("（1）修渠两条。", "（2）"),
        ("第一、修渠两条。", "第二、"),
        ("第二，修渠两条。", "第三，"),
        ("　　（一）修渠两条。", "（二）"),
        ("（一）公开栏。挂出图纸十二张。", "（二）"),
        ("（一）修渠两条。  ", "（二）"),
    ],
)
def test_a_numbered_sentence_goes_on_in_its_own_style(paragraph: str, after: str) -> None:
    assert following(paragraph) == after


@pytest.mark.parametrize(
    "paragraph",
    [
        "（一）公开栏的维护",  # a heading: text follows it
        "一、渠道建设",
        "（一）",
        "修渠两条。",
        "",
        "1.5万亩得到灌溉。",
        "2025.年底前完工。",
        "十一、十二月停水检修。",
        "1、2月停水检修。",
        "（三十三十）两处。",
        "99.最后一处。",
        "（见图）渠首已经完工。",
    ],
)
def test_headings_texts_and_figures_have_no_next_number(paragraph: str) -> None:
    assert following(paragraph) == ""


def test_an_empty_number_is_known_as_such() -> None:
    assert numbered("（二）") == 3
    assert numbered("10. ") == 4
    assert numbered("（二）渠") == 3
    assert numbered("渠（二）") == numbered("") == 0


def test_what_continues_a_list() -> None:
    assert continues("（二）", "（一）修渠。")
    assert continues("　（二）清淤。", "（一）修渠。")
    assert not continues("（三）清淤。", "（一）修渠。")
    assert not continues("2.清淤。", "（一）修渠。")
    assert not continues("清淤。", "修渠。")


@given(st.integers(1, 99))
def test_numerals_there_and_back(number: int) -> None:
    assert value(chinese(number)) == value(str(number)) == number
