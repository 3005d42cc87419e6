"""The charts: what they show, that nothing in them overlaps, and that every way out shows the same."""

import io
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from export import Product, annex_line, annexed
from export.annex import HEADING
from export.charts import (
    NARROWEST,
    PAPER,
    SIZE,
    Anchor,
    Bar,
    Chart,
    Shade,
    Words,
    chart_makers,
    framed,
    text_width,
)
from export.page import LEFT, MM, WIDTH
from export.pdf import render
from export.svg import svg
from model.numbers import MAXIMUM
from model.overview import Line, Overview, Part, Whole, overview
from model.report import Report

NOTHING = "本年没有申请。"
counts = st.none() | st.integers(0, 50) | st.integers(0, MAXIMUM)


def of_parts(*values: int | Decimal | None, width: float = 400.0, label: str = "商业企业") -> Chart:
    """The chart of a whole made of these parts."""
    parts = tuple(Part(f"{label}{number}", value) for number, value in enumerate(values, 1))
    (make,) = chart_makers(Overview(2025, None, (), (Whole("申请人", "件", NOTHING, parts),)))
    return make(width)


def of_years(*pairs: tuple[int | None, int | None], last_year: int | None = 2024) -> Chart:
    """The chart of these figures of this year and of last year."""
    lines = tuple(Line(f"新收申请{at}", "件", *pair, True) for at, pair in enumerate(pairs))
    (make,) = chart_makers(Overview(2025, last_year, lines, ()))
    return make(400.0)


def words(chart: Chart) -> list[str]:
    return [shape.text for shape in chart.shapes if isinstance(shape, Words)]


def bars(chart: Chart) -> list[Bar]:
    return [shape for shape in chart.shapes if isinstance(shape, Bar)]


Extent = tuple[float, float, float, float]


def extent(shape: Bar | Words) -> Extent:
    """Left, top, right and bottom."""
    if isinstance(shape, Bar):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    width = text_width(shape.text)
    left = shape.x - width if shape.anchor is Anchor.END else shape.x
    return left, shape.y - SIZE * 0.85, left + width, shape.y + SIZE * 0.12


def overlap(one: Extent, other: Extent) -> bool:
    near = 0.01
    across = one[0] < other[2] - near and other[0] < one[2] - near
    return across and one[1] < other[3] - near and other[1] < one[3] - near


def assert_tidy(chart: Chart) -> None:
    """Nothing hangs out of the chart, and nothing lies on anything else."""
    solid = [shape for shape in chart.shapes if isinstance(shape, Bar | Words)]
    for shape in solid:
        left, top, right, bottom = extent(shape)
        assert left >= -0.01 and right <= chart.width + 0.01, shape
        assert top >= -0.01 and bottom <= chart.height + 0.01, shape
    for one, other in combinations(solid, 2):
        assert not overlap(extent(one), extent(other)), (one, other)


def test_a_part_is_told_with_its_number_and_its_share() -> None:
    chart = of_parts(6, 1, 1, 0, None)
    assert chart.title == "申请人（共8件）"
    numbers = [word for word in words(chart) if not word.startswith("商业")]
    assert numbers == ["6件　75.0%", "1件　12.5%", "1件　12.5%", "0件", "未填"]
    assert [word for word in words(chart) if word.startswith("商业")] == [
        f"商业企业{at}" for at in range(1, 6)
    ]


def test_bars_are_as_long_as_their_numbers() -> None:
    long, half, none = of_parts(8, 4), of_parts(4, 8), of_parts(8, 0)
    assert bars(long)[0].width == pytest.approx(2 * bars(long)[1].width)
    assert bars(half)[1].width == pytest.approx(bars(long)[0].width)
    assert len(bars(none)) == 1, "zero has no bar"


def test_what_is_tiny_beside_a_huge_one_is_still_seen() -> None:
    chart = of_parts(MAXIMUM, 1, 1, width=NARROWEST)
    assert all(bar.width >= 1.0 for bar in bars(chart))
    told = words(chart)
    assert f"{MAXIMUM}件　>99.9%" in told and "1件　<0.1%" in told
    assert bars(chart)[0].width > 20


@pytest.mark.parametrize(
    ("values", "said"), [((0, 0), NOTHING), ((None, 0), NOTHING), ((None, None), "还没有填写。")]
)
def test_where_there_is_nothing_words_say_so(values: tuple[int | None, ...], said: str) -> None:
    chart = of_parts(*values)
    assert (words(chart), bars(chart), chart.bars) == ([said], [], False)


def test_years_stand_in_pairs_with_a_legend() -> None:
    chart = of_years((12, 9), (0, 3), (None, None))
    assert words(chart)[:2] == ["2025年", "2024年"]
    drawn = [bar for bar in bars(chart) if bar.y > SIZE * 2]
    assert [bar.shade for bar in drawn] == [Shade.THIS, Shade.BESIDE, Shade.BESIDE]
    assert "未填" in words(chart) and "没有" in words(chart)
    assert "新收申请0 2025年12件，2024年9件" in chart.said


def test_without_last_year_the_chart_says_how_to_come_by_it() -> None:
    chart = of_years((12, None), last_year=None)
    assert not chart.bars
    assert "从上年的报告新建" in "".join(words(chart))
    assert_tidy(chart)


def test_two_years_of_zeros_are_told() -> None:
    assert words(of_years((0, 0), (0, 0))) == ["本年和上年的这些数都是0。"]


@given(
    st.lists(counts, min_size=1, max_size=8),
    st.floats(100, 900),
    st.sampled_from(["自", "企业", "长" * 30, "W" * 9]),
)
def test_nothing_is_cut_and_nothing_overlaps(values: list[int | None], width: float, label: str) -> None:
    assert_tidy(of_parts(*values, width=width, label=label))


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=8))
def test_pairs_do_not_overlap_either(pairs: list[tuple[int | None, int | None]]) -> None:
    chart = of_years(*pairs)
    assert_tidy(chart)
    assert_tidy(framed(chart))


def test_in_black_and_white_the_years_differ() -> None:
    """By how dark they are, white being 1."""

    def lightness(shade: Shade) -> float:
        channels = [int(PAPER[shade][at : at + 2], 16) / 255 for at in (1, 3, 5)]
        return 0.3 * channels[0] + 0.59 * channels[1] + 0.11 * channels[2]

    assert lightness(Shade.BESIDE) - lightness(Shade.THIS) > 0.3
    assert lightness(Shade.BESIDE) < 0.85


def test_the_svg_is_well_formed_and_says_it_all() -> None:
    chart = of_parts(3, 1, label="<a&b>")
    root = ElementTree.fromstring(svg(chart))
    texts = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [chart.title, *words(chart)]
    assert "sans-serif" in svg(chart)
    assert svg(chart) == svg(chart)
    width = float(root.attrib["width"].removesuffix("pt"))
    assert width == pytest.approx(framed(chart).width, abs=0.01)


# The annex of the PDF


@pytest.fixture
def with_annex(finished: Report) -> Report:
    finished.last_year = finished.snapshot()
    finished.last_year.apply({"year": 2024, "applications/granted/natural_person": 0})
    finished.apply({"options/annex": annex_line({Product.PUBLICATION})})
    return finished


def pages(report: Report, product: Product = Product.PUBLICATION) -> list[str]:
    with pdfplumber.open(io.BytesIO(render(report, product))) as pdf:
        return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


def test_the_annex_follows_the_report_and_counts_on(with_annex: Report, finished: Report) -> None:
    texts = pages(with_annex)
    assert HEADING in texts[-1] and HEADING not in "".join(texts[:-1])
    assert f"—{len(texts)}—" in texts[-1]
    for chart in (make(WIDTH) for make in chart_makers(overview(with_annex))):
        assert chart.title in texts[-1]
        for word in words(chart):
            assert "".join(word.split()) in texts[-1], word


def test_it_keeps_to_the_type_area_and_the_bytes(with_annex: Report) -> None:
    assert render(with_annex) == render(with_annex)
    with pdfplumber.open(io.BytesIO(render(with_annex))) as pdf:
        page = pdf.pages[-1]
        assert len(page.rects) > 10
        for drawn in (*page.rects, *page.chars):
            assert drawn["x0"] >= LEFT - 1 and drawn["x1"] <= LEFT + WIDTH + 1
            assert drawn["top"] >= 37 * MM - 1


def test_only_the_products_that_ask_for_it_have_it(with_annex: Report) -> None:
    assert HEADING not in "".join(pages(with_annex, Product.SIGNATURE))
    assert HEADING not in "".join(pages(with_annex, Product.SUBMISSION))
    with_annex.apply({"options/annex": annex_line(list(Product))})
    assert annexed(with_annex) == set(Product)
    for product in Product:
        assert HEADING in pages(with_annex, product)[-1]


def test_without_the_option_not_a_byte_changes(with_annex: Report) -> None:
    chosen = render(with_annex)
    with_annex.apply({"options/annex": ""})
    plain = render(with_annex)
    assert plain != chosen
    assert HEADING not in "".join(pages(with_annex))


def test_paper_does_not_say_how_to_use_the_program(with_annex: Report) -> None:
    with_annex.last_year = None
    assert "新建" not in pages(with_annex)[-1]
    assert "本年与上年" not in pages(with_annex)[-1]


def test_text_after_the_bars_is_black_again(with_annex: Report) -> None:
    with pdfplumber.open(io.BytesIO(render(with_annex))) as pdf:
        colours = {str(char["non_stroking_color"]) for page in pdf.pages for char in page.chars}
    assert colours and all(set(colour) <= set("(0.,) ") for colour in colours), colours


def test_a_word_of_a_later_program_is_no_harm(with_annex: Report) -> None:
    with_annex.options["annex"] = "publication poster"
    assert annexed(with_annex) == {Product.PUBLICATION}


def test_labels_stand_above_each_other_in_the_order_of_the_form(finished: Report) -> None:
    make = chart_makers(overview(finished))[0]
    labels = [s for s in make(400.0).shapes if isinstance(s, Words) and s.anchor is Anchor.END]
    assert [label.text for label in labels] == [
        part.label for part in finished.form.overview.compositions[0].parts
    ]
    assert all(one.y < other.y for one, other in pairwise(labels))
