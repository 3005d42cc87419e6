"""This year's report against last year's: what follows, what jumped, what was only copied."""

from decimal import Decimal

import pytest
from hypothesis import given

from model.checks import Finding, Severity, check
from model.checks.setting_aside import set_aside
from model.checks.unchanged import repeated_share
from model.form import load_form
from model.numbers import zero
from model.report import Content, Report, new_report
from tests.model.random_reports import balanced

FORM = load_form()
DOCUMENTS = tuple(f"proactive/normative_documents/{column}" for column in ("in_force", "issued", "repealed"))
LICENCES = "proactive/licences/decisions"
FEE = "proactive/fees/amount"
TEXT = (
    "机关每季度检查一次公开栏目，过期的信息当周撤下，缺少的信息当周补上。"
    "群众问得多的水价和停水安排做成问答，放在首页。"
    "收到的申请先登记再分办，答复之前由法制人员看一遍。"
    "文件起草时就定好能不能公开，定不了的请示上级。"
    "新来的同事先学习条例，再跟着老同事办两件申请。"
    "年底把全年的办件翻一遍，看哪一步走得慢，明年怎样改。"
    "网站上的链接每月点一遍，打不开的当天修好。"
    "每年春天请人大代表、政协委员和用水大户来看一看，听听意见。"
    "窗口放着公开指南，不会上网的人可以在窗口申请。"
)
OTHER = (
    "六月起新设了查阅点，纸质文件也能看到。"
    "水库和河道的信息按流域整理，一张图就能看懂。"
    "取水许可的结果随批随发，不再按月汇总。"
    "新装的检索工具可以按文号、日期和主题来找。"
    "对拿不准的申请，先和申请人通一次电话。"
    "培训改成案例讲评，每次只讲一件。"
    "各科室轮流值班，负责当天的审核。"
    "和档案馆一起把旧文件补录进来。"
)


@pytest.fixture
def pair(finished: Report) -> Report:
    """A report with last year's at hand; nothing happened in either year."""
    zeros: dict[str, Content] = {address: zero(cell.kind) for address, cell in FORM.inputs.items()}
    last = Report(FORM, agency="青禾县水务局", year=2024)
    last.apply({**zeros, "texts/other": "未收取信息处理费。"})
    finished.apply(zeros)
    finished.last_year = last
    return finished


def found(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in check(report) if finding.rule == rule]


def before(report: Report, changes: dict[str, Content]) -> None:
    assert report.last_year
    report.last_year.apply(changes)


def documents(*figures: int | None) -> dict[str, Content]:
    return dict(zip(DOCUMENTS, figures, strict=True))


# --- in force


def test_what_is_in_force_follows_from_last_year(pair: Report) -> None:
    before(pair, documents(9, 1, 1))
    pair.apply(documents(12, 2, 1))
    [finding] = found(pair, "in-force")
    assert (finding.severity, finding.cells, finding.section) == (Severity.WARNING, DOCUMENTS, "proactive")
    assert (finding.expected, finding.actual) == ("10", "12")
    assert "失效" in finding.message and "上年9" in finding.message


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ((9, 1, 1), (10, 2, 1)),
        ((9, 0, 0), (9, 0, 0)),
        ((2, 0, 0), (0, 0, 2)),
        ((None, 0, 0), (5, 0, 0)),
        ((9, 0, 0), (None, 2, 1)),
        ((9, 0, 0), (12, None, 1)),
    ],
)
def test_what_follows_and_what_is_not_known_is_fine(
    pair: Report, last: tuple[int | None, ...], this: tuple[int | None, ...]
) -> None:
    before(pair, documents(*last))
    pair.apply(documents(*this))
    assert not found(pair, "in-force")


def test_more_repealed_than_there_were(pair: Report) -> None:
    before(pair, documents(1, 0, 0))
    pair.apply(documents(0, 0, 3))
    [finding] = found(pair, "in-force")
    assert (finding.expected, finding.actual) == ("-2", "0")


# --- unusual changes


@pytest.mark.parametrize(
    ("address", "last", "this", "hinted"),
    [
        (LICENCES, 9, 186, True),
        (LICENCES, 186, 9, True),
        (LICENCES, 0, 5, True),
        (LICENCES, 5, 0, True),
        (LICENCES, 0, 4, False),
        (LICENCES, 10, 100, False),
        (LICENCES, 10, 101, True),
        (LICENCES, 186, 190, False),
        (LICENCES, None, 186, False),
        (LICENCES, 186, None, False),
        (FEE, Decimal("0.4"), Decimal("12.35"), True),
        (FEE, Decimal("12.35"), Decimal("123500"), False),  # fee-in-yuan speaks of it
        ("applications/carried_over/natural_person", 0, 30, False),  # carried-over speaks of it
        ("applications/granted/natural_person", 0, 30, False),  # a part of what was received
        ("applications/new_received/natural_person", 0, 30, True),
        ("disputes/reconsideration/upheld", 0, 6, True),
    ],
)
def test_figures_that_jump(
    pair: Report, address: str, last: int | None, this: int | None, hinted: bool
) -> None:
    before(pair, {address: last})
    pair.apply({address: this})
    findings = found(pair, "unusual-change")
    assert len(findings) == hinted
    for finding in findings:
        assert finding.severity is Severity.HINT
        assert finding.cells in [(address,), (address.rpartition("/")[0] + "/total",)]
        assert f"今年{this}" in finding.message and f"上年{last}" in finding.message


# --- unchanged texts


def test_a_text_that_repeats_last_years(pair: Report) -> None:
    before(pair, {"texts/overview": f"2024年，检查4次，公开120条。{TEXT}"})
    pair.apply({"texts/overview": f"2025年，检查6次，公开98条。{TEXT}"})
    [finding] = found(pair, "unchanged-from-last-year")
    assert (finding.severity, finding.section, finding.actual) == (Severity.WARNING, "overview", "100")
    assert "总体情况" in finding.message and "全部语句" in finding.message


def test_a_few_changed_clauses_are_not_enough(pair: Report) -> None:
    before(pair, {"texts/problems": TEXT})
    pair.apply({"texts/problems": TEXT.replace("放在首页", "印成折页")})
    [finding] = found(pair, "unchanged-from-last-year")
    assert "九成以上" in finding.message and 90 <= int(finding.actual or 0) < 100
    assert repeated_share(pair, "problems") == int(finding.actual or 0)


@pytest.mark.parametrize(
    ("last", "this"),
    [
        (TEXT, TEXT[: len(TEXT) // 2] + OTHER),
        (TEXT, OTHER + OTHER),
        (TEXT[:150], TEXT[:150]),
        ("", TEXT),
        (TEXT, ""),
    ],
)
def test_a_new_or_a_short_text(pair: Report, last: str, this: str) -> None:
    before(pair, {"texts/overview": last})
    pair.apply({"texts/overview": this})
    assert not found(pair, "unchanged-from-last-year")


def test_the_order_and_the_spacing_of_paragraphs_do_not_matter(pair: Report) -> None:
    before(pair, {"texts/overview": TEXT})
    sentences = TEXT.split("。")
    pair.apply({"texts/overview": "。\n　　".join(reversed(sentences))})
    assert found(pair, "unchanged-from-last-year")


def test_what_introduces_the_report_may_stay(pair: Report) -> None:
    before(pair, {"texts/preface": TEXT})
    pair.apply({"texts/preface": TEXT})
    assert not found(pair, "unchanged-from-last-year")


def test_live_figures_count_as_figures(pair: Report) -> None:
    before(pair, {"texts/overview": TEXT + "全年收到12件，办结12件。"})
    pair.apply({"texts/overview": TEXT + "全年收到{=applications/new_received/total}件，办结{=year}件。"})
    assert repeated_share(pair, "overview") == 100


def test_without_last_year_nothing_is_compared(pair: Report) -> None:
    pair.apply({"texts/overview": TEXT, **documents(9, 1, 1), LICENCES: 186})
    pair.last_year = None
    rules = {finding.rule for finding in check(pair)}
    assert not rules & {"in-force", "unusual-change", "unchanged-from-last-year", "carried-over"}
    assert repeated_share(pair, "overview") == 0


def test_a_set_aside_repetition_stays_so_while_other_words_change(pair: Report) -> None:
    before(pair, {"texts/overview": TEXT + OTHER})
    pair.apply({"texts/overview": TEXT + OTHER.replace("轮流", "分头")})
    [finding] = found(pair, "unchanged-from-last-year")
    pair.apply(set_aside(pair, finding, "平台没有变化"))
    assert not [f for f in found(pair, "unchanged-from-last-year") if f.counts]
    pair.apply({"texts/overview": TEXT + OTHER.replace("轮流", "按月")})
    assert not [f for f in found(pair, "unchanged-from-last-year") if f.counts]


def test_a_huge_text_is_compared_quickly(pair: Report) -> None:
    text = (TEXT + OTHER) * (900_000 // len(TEXT + OTHER))
    before(pair, {"texts/overview": text})
    pair.apply({"texts/overview": text})
    assert repeated_share(pair, "overview") == 100


# --- unchanged tables


@pytest.mark.parametrize(
    ("figures", "warned"),
    [
        ({LICENCES: 186, "proactive/penalties/decisions": 37}, True),
        ({LICENCES: 186, FEE: Decimal("12.35")}, True),
        ({LICENCES: 12345}, False),
        ({LICENCES: 2, "proactive/penalties/decisions": 1}, False),
        ({LICENCES: 100, "proactive/penalties/decisions": 200}, False),
        ({DOCUMENTS[0]: 1234, "proactive/regulations/in_force": 12345}, False),
        ({"applications/new_received/natural_person": 1, "applications/granted/natural_person": 1}, False),
        ({"applications/new_received/natural_person": 123, "applications/granted/natural_person": 123}, True),
        ({}, False),
    ],
)
def test_a_table_that_repeats_last_years(pair: Report, figures: dict[str, Content], warned: bool) -> None:
    before(pair, figures)
    pair.apply(figures)
    findings = found(pair, "unchanged-from-last-year")
    assert [f.section for f in findings] == ([next(iter(figures)).split("/")[0]] if warned else [])
    assert all(set(f.cells) == set(figures) and f.severity is Severity.WARNING for f in findings)


def test_one_figure_that_changed_is_enough(pair: Report) -> None:
    figures: dict[str, Content] = {LICENCES: 186, "proactive/penalties/decisions": 37}
    before(pair, figures)
    pair.apply({**figures, "proactive/compulsory_measures/decisions": 1})
    assert not found(pair, "unchanged-from-last-year")
    pair.apply({**figures, "proactive/compulsory_measures/decisions": None})
    assert not found(pair, "unchanged-from-last-year")


@given(balanced())
def test_a_report_that_continues_the_last_one_has_no_warning(last: Report) -> None:
    last.apply({"year": 2024})
    report = new_report("青禾市人民政府", 2025, last)
    report.apply({a: zero(c.kind) for a, c in FORM.inputs.items() if a not in report.cells})
    for level, added, removed in FORM.stocks:
        report.apply({level: last.cells[level], added: 0, removed: 0})
    for address, value in list(report.cells.items()):
        if address.startswith("applications/carried_over/"):
            report.apply({address.replace("carried_over", "granted"): value})
    report.apply({f"texts/{key}": text for key, text in last.texts.items()})
    assert [f for f in check(report) if f.severity is not Severity.HINT] == []
