"""Last year's number: found where this year is meant, left alone where last year is."""

import pytest

from model.checks import Finding, Severity, check
from model.form import load_form
from model.report import Report

FORM = load_form()


def stale(report: Report) -> list[Finding]:
    found = [finding for finding in check(report) if finding.rule == "stale-year"]
    for finding in found:
        assert finding.section and finding.start is not None and finding.quote
        assert report.texts[finding.section][finding.start : finding.end] == finding.quote
    return found


def of(text: str, section: str = "overview", year: int = 2025) -> Report:
    return Report(FORM, agency="青禾县水务局", year=year, texts={section: text})


@pytest.mark.parametrize(
    ("text", "quote", "mended"),
    [
        (
            "统计期限自2024年1月1日至2024年12月31日。",
            "2024年1月1日至2024年12月31日",
            "2025年1月1日至2025年12月31日",
        ),
        ("本报告数据的统计期限为2024年1月1日起，至12月31日止。", "2024年1月1日", "2025年1月1日"),
        ("统计时间：2025年1月1日—2024年12月31日", "2024年12月31日", "2025年12月31日"),
        ("统计期限为 2023 年 1 月 1 日至 12 月 31 日", "2023 年 1 月 1 日", "2025 年 1 月 1 日"),
        ("所列数据的时段是2024年1月1日至12月31日。", "2024年1月1日至12月31日", "2025年1月1日至12月31日"),
        (
            "特编制青禾县水务局2024年政府信息公开工作年度报告。",
            "2024年政府信息公开工作年度报告",
            "2025年政府信息公开工作年度报告",
        ),
        ("统计期限为２０２４年１月１日至１２月３１日", "２０２４年１月１日", "2025年１月１日"),
    ],
)
def test_the_period_and_the_title_are_errors_with_a_mending(text: str, quote: str, mended: str) -> None:
    report = of(text, "preface")
    [finding] = stale(report)
    assert (finding.severity, finding.quote, finding.expected) == (Severity.ERROR, quote, "2025")
    assert mended in finding.message
    assert finding.mending
    report.apply(finding.mending.changes)
    assert report.texts["preface"] == text.replace(quote, mended)
    assert not stale(report)


def test_a_title_on_a_line_of_its_own_is_one_in_any_text() -> None:
    text = "青禾县水务局2024年政府信息公开工作年度报告\n2025年，公开信息12条。"
    [finding] = stale(of(text))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自2025年1月1日至2025年12月31日。",
        "统计期限为2025年1月1日至12月31日，2026年1月在网站公布。",
        "统计期限为本年1月1日至12月31日（2024年的数据见上年报告）。",
        "现公布青禾县水务局2025年政府信息公开工作年度报告。",
        "根据2019年修订的条例编制，统计口径与2024年相同。",
        "统计期限自{=year}年1月1日至{=year}年12月31日。",
    ],
)
def test_the_right_period_and_title(text: str) -> None:
    assert stale(of(text, "preface")) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("2024年，我局公开信息120条。", "2024年，我局公开信息120条"),
        ("（一）主动公开。2024年，我局公开信息120条。", "2024年，我局公开信息120条"),
        ("（二）2024年度，收到申请8件，办结8件。", "2024年度，收到申请8件"),
        ("2、2024年度本局未收到申请。", "2024年度本局未收到申请"),
        ("2024年全县受理申请21件，均已答复。", "2024年全县受理申请21件"),
        ("2024 年，通过网站公开信息8条。", "2024 年，通过网站公开信息8条"),
        ("我局在2024年共收到申请1件。", "2024年共收到申请1件"),
        ("本机关2024年未收取信息处理费。", "2024年未收取信息处理费"),
        ("截至2024年12月31日，现行有效9件。", "2024年12月31日，现行有效9件"),
        ("截至2024年底，网站有栏目12个。", "2024年底，网站有栏目12个"),
        ("一是2024年开展培训两次。", "2024年开展培训两次"),
        ("2024年上半年，收到申请3件。", "2024年上半年，收到申请3件"),
        ("２０２４年，公开信息8条。", "２０２４年，公开信息8条"),
        ("2025年，公开信息8条。\n2024年，收到申请3件。", "2024年，收到申请3件"),
    ],
)
def test_sentences_that_tell_of_the_year_by_last_years_number(text: str, quote: str) -> None:
    [finding] = stale(of(text))
    assert finding.severity is Severity.WARNING and finding.mending is None
    assert finding.quote == quote
    assert "2024年" in finding.message and "2025年" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "收到申请22件，比2024年（31件）少9件。",
        "较2024年增加12件。",
        "与2024年相比，新收申请减少9件。",
        "2025年收到申请22件，2024年收到31件。",
        "2025年收到申请22件。2024年收到31件。",
        "2024年收到申请31件。2025年收到22件，少了9件。",
        "由2024年的12家增加到15家，从2024年的3天缩短到1天。",
        "2024年结转申请2件，已经办结。",
        "其中2024年度结转2件。",
        "按照青政办发〔2024〕8号和青水函[2024]12号办理。",
        "对照《2024年政务公开工作要点》和《青禾县2024年公开方案》逐项落实。",
        "公开2024年度部门决算和2025年度部门预算。",
        "2024年部门决算已按时公开。",
        "按时发布2024年政府信息公开工作年度报告。",
        "2024年度政府信息公开工作年度报告已在网站公布。",
        "自2024年起，每季度检查一次。",
        "2024年以来，累计清理栏目30个。",
        "2024年12月建成的查阅点接待群众300人次。",
        "办法于2024年11月施行。",
        "2024年印发的文件经清理继续有效。",
        "2024年制定的三项制度继续执行。",
        "2024年，上级通报栏目更新慢，已经整改。",
        "针对2024年年度报告提出的问题，逐项整改。",
        "2024年存在的问题已经解决。",
        "上年（2024年）的两个问题已经解决。",
        "2020年至2024年共收到申请80件，2021—2024年共办结79件。",
        "对2024年办理的12件申请开展了回访。",
        "2024年度法治建设情况报告已公开。",
        "在2024年工作的基础上，继续完善制度。",
        "力争2026年全部栏目达标。",
        "根据2019年修订的条例办理。",
        "见 https://www.example.gov.cn/2024年/1.html 。",
    ],
)
@pytest.mark.parametrize("section", ["overview", "problems"])
def test_where_last_year_is_meant(text: str, section: str) -> None:
    assert stale(of(text, section)) == []


def test_a_repeated_sentence_of_last_year_with_its_month() -> None:
    report = of("2024年10月，我局召开公开培训会。参加的有30人。")
    assert stale(report) == []
    report.last_year = of("2024年10月，我局召开公开培训会。参加的有28人。", year=2024)
    [finding] = stale(report)
    assert finding.severity is Severity.WARNING and finding.quote == "2024年10月，我局召开公开培训会"
    report.last_year.apply({"texts/overview": "2024年11月，建成查阅点。"})
    assert stale(report) == []
    report.last_year = of("2024年10月，我局召开公开培训会。", year=2023)
    assert stale(report) == []


def test_places_are_those_of_the_stored_text() -> None:
    report = of("共收到{=applications/new_received/total}件。\n2024年，公开8条，收到{=year}件。")
    [finding] = stale(report)
    assert finding.quote == "2024年，公开8条"


def test_a_report_without_a_year_has_no_last_year() -> None:
    report = of("2024年，公开信息8条。")
    report.apply({"year": None})
    assert stale(report) == []


def test_no_endless_list() -> None:
    text = "2024年，公开信息8条。\n" * 2000 + "统计期限自2024年1月1日。\n" * 2000
    found = stale(of(text))
    assert len(found) == 102
    assert len([f for f in found if "还有更多" in f.message]) == 2


@pytest.mark.parametrize(
    "piece", ["2024年", "统计期限2024年1月", "2024年1月1日至", "一是", "《2024年", "2024年共", " ", "（一"]
)
def test_huge_texts_are_read_quickly(piece: str) -> None:
    stale(of(piece * (900_000 // len(piece))))
