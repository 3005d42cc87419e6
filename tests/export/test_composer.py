"""Lines as a reader of official documents expects them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from export.composer import HALF, HALF_AT_END, MAX_STRETCH, Line, balance, compose

NO_START = "，。、；：？！）〕】》〉」』”’％"
NO_END = "（〔【《〈「『“‘"
BLANKS = " \t\u3000"
BODY = (
    "2024年，全市共受理政府信息公开申请3119件，答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复），"
    "均在法定期限内予以答复；合格率为98.75%，详见“政府信息公开专栏”（网址：http://www.example.gov.cn/xxgk/）——"
    "《中华人民共和国政府信息公开条例》第五十条……"
)


def width_of(char):
    return 0.5 if char.isascii() else 1.0


def widths_of(text):
    return [width_of(char) for char in text]


def lines_of(text, measure=28.0, indent=0.0, justify=False):
    return compose(text, widths_of(text), measure, indent, justify)


def strings(text, lines):
    return [text[line.start : line.end] for line in lines]


texts = st.text(
    st.sampled_from("政府信息公开报告" + NO_START + NO_END + BLANKS + "0123abc%.,()/—…😀\u0301"), max_size=120
)
measures = st.floats(0.3, 40)


def legal(text, measure):
    """The places where the rules let a line end, worked out apart from the composer."""
    runs = [m.span() for m in re.finditer("[!-~\u0301]+", text) if sum(map(width_of, m[0])) <= measure]
    found = set()
    for place in range(1, len(text)):
        before, after = text[:place].rstrip(BLANKS), text[place:].lstrip(BLANKS)
        if not before or not after or before != text[:place]:
            continue
        if after[0] in NO_START + "—…,.)%\u0301" or before[-1] in NO_END + "(":
            continue
        if not any(start < place < end for start, end in runs):
            found.add(place)
    return found


@given(texts, measures, st.floats(0, 2), st.booleans())
@example("，" * 60, 28.0, 2.0, True)
@example("（" * 60, 28.0, 2.0, True)
@example("A" * 500, 28.0, 2.0, True)
@example(" \t\u3000", 28.0, 2.0, True)
@example("甲" * 27 + "》”）。", 28.0, 0.0, True)
def test_nothing_is_lost_but_blanks_where_lines_break(text, measure, indent, justify):
    lines = lines_of(text, measure, indent, justify)
    place = 0
    for line in lines:
        assert not text[place : line.start].strip(BLANKS)
        assert line.end > line.start
        assert text[line.start] not in BLANKS
        assert text[line.end - 1] not in BLANKS
        assert len(line.advances) == line.end - line.start
        place = line.end
    assert not text[place:].strip(BLANKS)


@given(texts, measures, st.floats(0, 2), st.booleans())
@example("甲，" * 28, 28.0, 0.0, True)
@example("“‘《" * 28, 28.0, 0.0, True)
def test_no_line_is_wider_than_the_measure(text, measure, indent, justify):
    for line in lines_of(text, measure, indent, justify):
        assert line.indent + line.width <= measure + 1e-6 or line.end - line.start == 1
        for char, advance in zip(text[line.start : line.end], line.advances, strict=True):
            assert width_of(char) - HALF_AT_END - 1e-6 <= advance <= width_of(char) + MAX_STRETCH + 1e-6


@given(texts, measures)
def test_a_line_ends_against_the_rules_only_where_it_has_no_place_to_end_by_them(text, measure):
    allowed = legal(text, measure)
    for line in lines_of(text, measure)[:-1]:
        if line.end not in allowed:
            assert not allowed & set(range(line.start + 1, line.end))


@given(texts, measures)
def test_balanced_lines_are_as_few_and_keep_everything(text, measure):
    lines = balance(text, widths_of(text), measure)
    assert len(lines) == len(lines_of(text, measure))
    assert "".join("".join(strings(text, lines)).split()) == "".join(text.split())
    assert all(line.width <= measure + 1e-6 or line.end - line.start == 1 for line in lines)


@pytest.mark.parametrize("measure", [7.0, 11.3, 20.1, 28.0])
def test_body_text_is_set_by_the_rules_and_fills_its_lines(measure):
    lines = lines_of(BODY, measure, justify=True)
    for line, string in zip(lines, strings(BODY, lines), strict=True):
        assert string[0] not in NO_START
        assert string[-1] not in NO_END
        assert line.width <= measure + 1e-6
    whole = re.findall(r"[0-9.]+%?", BODY)
    assert [
        n for string in strings(BODY, lines) for n in re.findall(r"[0-9.]+%?", string)
    ] == whole or measure < 20
    if measure == 28:
        full = [line for line in lines[:-1] if line.width == pytest.approx(measure)]
        assert len(full) >= len(lines) - 2  # all but the one before the address, and the last


def test_the_first_line_is_indented_and_the_writers_own_indent_is_dropped():
    text = "\u3000\u3000" + "甲" * 30
    lines = lines_of(text, indent=2)
    assert [(line.indent, line.end - line.start) for line in lines] == [(2, 26), (0, 4)]


def test_a_mark_that_does_not_fit_is_squeezed_in():
    text = "甲，" + "甲" * 26 + "，乙"
    [first, second] = lines_of(text)
    assert text[first.end - 1] == "，"
    assert first.width == pytest.approx(28)
    assert text[second.start] == "乙"


def test_without_marks_to_squeeze_a_character_moves_down_with_the_mark():
    assert strings("甲" * 28 + "，乙", lines_of("甲" * 28 + "，乙", justify=True)) == ["甲" * 27, "甲，乙"]


def test_a_line_is_rather_left_a_little_short_than_squeezed_a_lot():
    text = "甲，" * 12 + "甲乙丙" + "a" * 8 + "丁"
    assert text[: lines_of(text)[0].end].endswith("丙")


def test_the_mark_at_the_end_is_squeezed_before_those_inside():
    text = "甲，" + "甲" * 25 + "a，乙"
    line = lines_of(text)[0]
    assert line.advances[1] == 1
    assert line.advances[-1] == pytest.approx(0.5)


def test_an_opening_mark_moves_towards_what_stands_before_it():
    text = "甲" * 10 + "（" + "甲" * 15 + "），乙"
    line = lines_of(text, 26.5)[0]
    assert text[line.start : line.end].endswith("，")
    assert line.advances[9] == pytest.approx(1 - (1.0 - HALF_AT_END + 0.5 - HALF))
    assert line.advances[10] == 1


def test_marks_that_meet_share_their_blank():
    assert lines_of("甲》，乙")[0].width == 4 - HALF
    assert lines_of("甲”“乙")[0].width == 4 - HALF
    assert lines_of("甲？“乙")[0].width == 4


def test_dashes_and_dots_stay_in_pairs():
    assert strings("甲乙——丙", lines_of("甲乙——丙", 3)) == ["甲", "乙——", "丙"]
    assert strings("甲乙……丙", lines_of("甲乙……丙", 3)) == ["甲", "乙……", "丙"]


def test_words_stay_whole_unless_they_are_longer_than_a_line():
    text = "网址www.example.gov.cn"
    assert strings(text, lines_of(text, 8)) == ["网址www.example.", "gov.cn"]
    assert strings(text, lines_of(text, 10)) == ["网址", "www.example.gov.cn"]


def test_a_line_with_much_to_spare_stays_ragged():
    text = "甲" * 15 + "a" * 40 + "乙" * 20
    first = lines_of(text, justify=True)[0]
    assert (first.end, first.width) == (15, 15)


def test_a_narrow_mark_is_not_squeezed():
    lines = compose("甲’’’’乙", [1, 0.35, 0.35, 0.35, 0.35, 1], 3)
    assert lines[0].advances == (1, 0.35, 0.35, 0.35, 0.35)


def test_balanced_lines_end_after_words_of_sense_where_that_is_cheap():
    text = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州人民政府办公室"
    assert strings(text, balance(text, widths_of(text), 20)) == [text[:13], text[13:]]
    assert strings(text, balance(text, widths_of(text), 20, "区州室")) in (
        ["新疆维吾尔自治区", "克孜勒苏柯尔克孜自治州人民政府办公室"],
        ["新疆维吾尔自治区克孜勒苏柯尔克孜自治州", "人民政府办公室"],
    )
    assert strings("本年度办理结果", balance("本年度办理结果", [1.0] * 7, 3)) == ["本年度", "办理", "结果"]


def test_a_line_knows_its_width():
    assert Line(0, 2, 0, (1.0, 0.5)).width == 1.5
