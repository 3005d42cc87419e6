"""The checks find what is wrong, say how to mend it, and are silent on what is right."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import Finding, Severity, check, errors
from model.form import load_form
from model.numbers import Value, zero
from model.report import Content, Report, new_report

FORM = load_form()
MATRIX = [a.split("/") for a in FORM.inputs if a.startswith("applications/")]
PERSONS = list(dict.fromkeys(person for _, _, person in MATRIX))
ROWS = list(dict.fromkeys(row for _, row, _ in MATRIX))
RESULTS = ROWS[2:-1]
IDENTITY = ("new_received", "carried_over", "handled_total", "carried_forward")


def cells(**rows: int | Mapping[str, int]) -> dict[str, Content]:
    """Cells of the matrix: `granted=3` is a natural person's."""
    found: dict[str, Content] = {}
    for row, values in rows.items():
        for person, value in values.items() if isinstance(values, Mapping) else [("natural_person", values)]:
            found[f"applications/{row}/{person}"] = value
    return found


def firm(value: int) -> dict[str, int]:
    return {"commercial_enterprise": value}


def found(report: Report, rule: str, printed: Mapping[str, Value | None] | None = None) -> list[Finding]:
    return [finding for finding in check(report, printed) if finding.rule == rule]


def quotes(report: Report, rule: str, text: str) -> list[str | None]:
    report.apply({"texts/overview": text})
    for finding in found(report, rule):
        assert finding.section == "overview" and finding.start is not None and finding.quote
        assert text[finding.start : finding.end] == finding.quote
    return [finding.quote for finding in found(report, rule)]


def test_a_report_without_mistakes_has_no_findings(finished: Report) -> None:
    assert check(finished) == []


# --- balance


def test_an_imbalance_names_both_sides_and_the_rows_that_hold_the_difference(report: Report) -> None:
    report.apply(cells(new_received=1, granted=1, declined_repeated=1))
    [finding] = found(report, "balance")
    assert finding.cells == tuple(f"applications/{row}/natural_person" for row in IDENTITY)
    assert (finding.severity, finding.section) == (Severity.ERROR, "applications")
    assert (finding.expected, finding.actual) == ("1", "2")
    for words in ("“自然人”列", "1（1＋空）", "2（2＋空）", "后者多1", "（一）予以公开", "2.重复申请"):
        assert words in finding.message


def test_an_imbalance_the_other_way_suggests_what_is_missing(report: Report) -> None:
    report.apply(cells(new_received=9, carried_over=1, granted=5, carried_forward=2))
    [finding] = found(report, "balance")
    assert (finding.expected, finding.actual) == ("10", "7")
    for words in ("10（9＋1）", "7（5＋2）", "前者多3", "有3件应当填在“四、结转下年度继续办理”"):
        assert words in finding.message


def test_a_row_on_the_larger_side_with_exactly_the_difference_is_named(report: Report) -> None:
    report.apply(cells(new_received=9, carried_over=4, granted=9))
    [finding] = found(report, "balance")
    assert "正好是4的有“二、上年结转政府信息公开申请数量”" in finding.message
    report.apply(cells(carried_over=0, refused_state_secret=4, partially_granted=2))
    [finding] = found(report, "balance")
    assert finding.actual == "15" and "正好是" not in finding.message and "多填" in finding.message


def test_too_many_suspects_are_not_listed(report: Report) -> None:
    report.apply(cells(new_received=3, **dict.fromkeys(RESULTS[:4], 1)))
    [finding] = found(report, "balance")
    assert "正好是" not in finding.message


def test_a_figure_in_the_wrong_column_is_recognised(report: Report) -> None:
    report.apply(cells(new_received={"natural_person": 5, "other_organization": 2}, granted=7))
    findings = found(report, "balance")
    assert [finding.cells[0].split("/")[2] for finding in findings] == [
        "natural_person",
        "other_organization",
    ]
    assert "“法人或其他组织 其他”列正好相反，是不是有一项填错了列" in findings[0].message
    assert "“自然人”列正好相反" in findings[1].message


def test_the_column_of_totals_is_never_the_wrong_column(report: Report) -> None:
    report.apply(cells(new_received=2, granted=firm(1)))
    findings = found(report, "balance")
    assert [finding.actual for finding in findings] == ["0", "1"]
    assert not any("总计" in finding.message or "正好相反" in finding.message for finding in findings)


def test_each_unbalanced_column_is_one_finding_and_their_total_none(report: Report) -> None:
    report.apply(cells(new_received={"natural_person": 3, "research_institution": 1}, granted=1))
    assert [finding.cells[0].split("/")[2] for finding in found(report, "balance")] == [
        "natural_person",
        "research_institution",
    ]


def test_columns_without_an_entry_or_with_zeros_are_silent(report: Report) -> None:
    assert not found(report, "balance")
    report.apply(cells(new_received=1, granted=1, carried_over=firm(0)))
    assert not found(report, "balance")


def test_any_entry_at_all_is_judged(report: Report) -> None:
    report.apply(cells(closed_other=firm(1)))
    [finding] = found(report, "balance")
    assert (finding.expected, finding.actual) == ("0", "1")


@st.composite
def balanced(draw: st.DrawFn) -> Report:
    """A report whose columns balance, whatever stands in them."""
    report = Report(FORM, cells={a: zero(cell.kind) for a, cell in FORM.inputs.items()})
    small = st.integers(0, 10**6)
    right = draw(st.dictionaries(st.tuples(st.sampled_from(ROWS[2:]), st.sampled_from(PERSONS)), small))
    report.apply({f"applications/{row}/{person}": value for (row, person), value in right.items()})
    for person in PERSONS:
        total = sum(value for (_, column), value in right.items() if column == person)
        over = draw(st.integers(0, total))
        report.apply(cells(carried_over={person: over}, new_received={person: total - over}))
    return report


@given(balanced())
def test_balanced_columns_never_raise_an_arithmetic_finding(report: Report) -> None:
    totals = {a: report.value(a) for a in FORM.cells if a not in FORM.inputs}
    rules = {finding.rule for finding in check(report, totals)}
    assert not rules & {"balance", "row-total", "handled-total", "dispute-total", "blank-cell"}


@given(balanced(), st.sampled_from(ROWS), st.sampled_from(PERSONS), st.integers(1, 10**6))
def test_any_single_wrong_figure_is_found_in_its_column(
    report: Report, row: str, person: str, more: int
) -> None:
    value = report.cells[f"applications/{row}/{person}"]
    report.apply(cells(**{row: {person: int(value) + more}}))
    [finding] = found(report, "balance")
    assert finding.cells[0] == f"applications/new_received/{person}"
    assert abs(int(finding.expected or 0) - int(finding.actual or 0)) == more


# --- printed totals of an import


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("applications/new_received/total", "row-total"),
        ("applications/declined_repeated/total", "row-total"),
        ("applications/handled_total/natural_person", "handled-total"),
        ("applications/handled_total/total", "handled-total"),
        ("disputes/reconsideration/total", "dispute-total"),
    ],
)
def test_a_wrong_printed_total_is_found(finished: Report, address: str, rule: str) -> None:
    right = finished.value(address)
    assert isinstance(right, int)
    [finding] = check(finished, {address: right + 1})
    assert (finding.rule, finding.cells, finding.severity) == (rule, (address,), Severity.ERROR)
    assert (finding.expected, finding.actual) == (str(right), str(right + 1))
    assert str(right) in finding.message and str(right + 1) in finding.message


def test_printed_totals_are_compared_with_inputs_not_with_each_other(report: Report) -> None:
    report.apply(cells(new_received=1, granted=1))
    printed: dict[str, Value | None] = {
        "applications/new_received/total": 1,
        "applications/granted/total": 0,
        "applications/handled_total/natural_person": 1,
        "applications/handled_total/total": 0,
    }
    wrong = {finding.cells[0] for finding in check(report, printed) if finding.rule.endswith("-total")}
    assert wrong == {"applications/granted/total", "applications/handled_total/total"}


def test_a_printed_zero_over_blanks_and_a_blank_total_are_fine(report: Report, finished: Report) -> None:
    assert not found(report, "row-total", {"applications/granted/total": 0})
    assert check(finished, {"applications/granted/total": None, "disputes/reconsideration/total": None}) == []


def test_printed_input_cells_are_no_totals(finished: Report) -> None:
    assert check(finished, {"applications/granted/natural_person": 99}) == []


# --- blanks


def test_blanks_are_one_finding_a_table_and_mended_at_once(finished: Report) -> None:
    blank = ["applications/granted/research_institution", "applications/carried_forward/natural_person"]
    finished.apply(dict.fromkeys(blank))
    [finding] = found(finished, "blank-cell")
    assert set(finding.cells) == set(blank) and finding.severity is Severity.ERROR
    assert "2个空白格" in finding.message and "（一）予以公开 ／ 法人或其他组织 科研机构" in finding.message
    assert finding.mending
    finished.apply(finding.mending.changes)
    assert not found(finished, "blank-cell")
    assert finished.value(blank[0]) == 0


def test_an_empty_report_says_so_once_a_table(report: Report) -> None:
    findings = found(report, "blank-cell")
    assert [finding.section for finding in findings] == ["proactive", "applications", "disputes"]
    assert all("还没有填" in finding.message and finding.completeness for finding in findings)
    for finding in findings:
        assert finding.mending
        report.apply(finding.mending.changes)
    assert not found(report, "blank-cell")
    assert report.cells["proactive/fees/amount"] == Decimal(0)


@given(st.sets(st.sampled_from(sorted(FORM.inputs))))
def test_filling_blanks_never_changes_what_was_typed(filled: set[str]) -> None:
    typed = {a: 7 if FORM.inputs[a].kind == "count" else Decimal("7.5") for a in filled}
    report = Report(FORM, cells=dict(typed))
    for finding in found(report, "blank-cell"):
        assert finding.mending
        report.apply(finding.mending.changes)
    assert not found(report, "blank-cell")
    assert {a: report.cells[a] for a in typed} == typed


def test_zeros_are_legal_everywhere(finished: Report) -> None:
    finished.apply({a: zero(cell.kind) for a, cell in FORM.inputs.items()})
    assert not [f for f in check(finished) if f.rule in ("blank-cell", "balance")]


# --- header and empty texts


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"agency": ""}, ["机关名称"]),
        ({"agency": " 　"}, ["机关名称"]),
        ({"year": None}, ["年度"]),
        ({"agency": "", "year": None}, ["机关名称", "年度"]),
        ({"agency": "局"}, []),
        ({"year": 2008}, []),
    ],
)
def test_a_report_needs_agency_and_year(
    finished: Report, changes: dict[str, Content], says: list[str]
) -> None:
    finished.apply(changes)
    findings = found(finished, "missing-header")
    assert len(findings) == len(says)
    assert all(word in finding.message for word, finding in zip(says, findings, strict=True))
    assert all(finding.severity is Severity.ERROR and finding.section is None for finding in findings)


@pytest.mark.parametrize(
    ("section", "text", "severity"),
    [
        ("overview", "", Severity.ERROR),
        ("overview", " \n　", Severity.ERROR),
        ("overview", "无", Severity.ERROR),
        ("overview", "无。", Severity.ERROR),
        ("problems", "没有问题。", Severity.ERROR),
        ("problems", "", Severity.ERROR),
        ("other", "", Severity.WARNING),
        ("other", " ", Severity.WARNING),
        ("other", "无", None),
        ("other", "无。", None),
        ("preface", "", None),
        ("problems", "政策解读不够生动，将多用图解。", None),
    ],
)
def test_texts_that_must_say_something(
    finished: Report, section: str, text: str, severity: Severity | None
) -> None:
    finished.apply({f"texts/{section}": text})
    findings = found(finished, "empty-text")
    assert [(f.section, f.severity) for f in findings] == ([(section, severity)] if severity else [])
    assert all(finding.message and finding.completeness for finding in findings)


@pytest.mark.parametrize(
    ("text", "says"), [("无。", "只写了“无”"), ("没有问题。", "只有5个字"), ("", "还没有写")]
)
def test_the_message_says_what_is_wrong_with_a_short_text(finished: Report, text: str, says: str) -> None:
    finished.apply({"texts/problems": text})
    [finding] = found(finished, "empty-text")
    assert says in finding.message and "五、存在的主要问题及改进情况" in finding.message


# --- what a template leaves behind


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("XX县水务局", "XX"),
        ("共ＸＸ件", "ＸＸ"),
        ("xx年度", "xx"),
        ("收到XXX件", "XXX"),
        ("××局", "××"),
        ("共＊＊件", "＊＊"),
        ("共***件", "***"),
        ("2025年**月**日", "**"),
        ("共____条", "____"),
        ("共＿＿条", "＿＿"),
        ("联系人【】", "【】"),
        ("联系人【　】", "【　】"),
        ("（文字描述）", "（文字描述）"),
        ("(文字描述)", "(文字描述)"),
        ("（文字描述，收取信息处理费情况在此处报告。）", "（文字描述，收取信息处理费情况在此处报告。）"),
        ("解读情况待补充。", "待补充"),
        ("TODO：平台建设", "TODO"),
        ("收到{=applications/nobody/total}件", "{=applications/nobody/total}"),
    ],
)
def test_placeholders_are_found(report: Report, text: str, quoted: str) -> None:
    assert quoted in quotes(report, "placeholder-left", text)
    [finding] = [f for f in found(report, "placeholder-left") if f.quote == quoted][:1]
    assert finding.severity is Severity.WARNING and quoted in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "见 http://www.zd.gov.cn/xxgk/xx/__index.html#TODO 。",
        "网址：www.xx.gov.cn/art/xx_1.html，邮箱：xx__gk@xx.gov.cn。",
        "公开目录在xxgk.zd.gov.cn/xx/__a.html，",
        "栏目xxgk已更新",
        "XXI世纪",
        "长3×4米，1×2",
        "6月×日",
        "5*8小时服务，投诉人138****1234",
        "【通知】印发",
        "制度有待补充完善",
        "栏目内容尚待补充",
        "TODOS",
        "收到{=applications/new_received/total}件，{=refused}件",
    ],
)
def test_what_only_looks_like_a_placeholder(report: Report, text: str) -> None:
    assert quotes(report, "placeholder-left", text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("共公开条。", "共公开条"),
        ("全年共公开信息条，其中网站12条。", "共公开信息条"),
        ("2025年，共主动公开政府信息条", "共主动公开政府信息条"),
        ("共收到政府信息公开申请件，均已答复。", "共收到政府信息公开申请件"),
        ("共收到政府信息公开申请  件。", "共收到政府信息公开申请  件"),
        ("收到申请3件，办结  件。", "办结  件"),
        ("累计发布政策解读信息条；", "累计发布政策解读信息条"),
        ("合计制发文件份。", "合计制发文件份"),
        ("网站主动公开信息条，新媒体3条。", "信息条"),
        ("共办理依申请公开件（含上年结转件）。", "共办理依申请公开件"),
        ("予以公开占%。", "占%"),
        ("予以公开占 ％，", "占 ％"),
        ("予以公开3件，占比%。", "占比%"),
        ("办结率达%。", "率达%"),
        ("同比增长%。", "长%"),
    ],
)
def test_counters_without_a_number_are_found(report: Report, text: str, quoted: str) -> None:
    assert quotes(report, "missing-number", text) == [quoted]
    [finding] = found(report, "missing-number")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "text",
    [
        "共公开条例解读12篇",
        "组织学习公共信息公开条例，登记公共服务办理件。",
        "公安、住建等部门共同办理公开件。",
        "全区受理依申请公开件255件，办结255件。",
        "共受理依申请公开件（含网上申请）255件。",
        "共公开信息 11 条，共收到１２件，共公开若干条。",
        "共公开信息数十条，发布公告百余条，共收到一件。",
        "共公开{=applications/granted/total}条。",
        "累计回复群众信件，共处理有关文件，共收到来信来件。",
        "对累计公开的内容逐条、逐件核对。",
        "明确依申请公开的条件。",
        "建立共享机制，办理的每一件、每一条都留痕。",
        "及时公开办事条件和收件份数",
        "予以公开占58.5%、不予公开占7.3 %，办结率100%，占{=year}%",
        "单位：%",
    ],
)
def test_what_only_looks_like_a_missing_number(report: Report, text: str) -> None:
    assert quotes(report, "missing-number", text) == []


def test_the_quoted_words_are_found_behind_an_address(report: Report) -> None:
    assert quotes(report, "placeholder-left", "见www.zd.gov.cn/xxgk，共XX条") == ["XX"]


def test_a_text_without_punctuation_is_checked_quickly(report: Report) -> None:
    for text in ("共" * 50_000, "a" * 200_000, "共收" * 5_000, "*" * 100_000 + "1", "【 " * 20_000):
        quotes(report, "missing-number", text)


# --- topics


ASPECTS = {
    "主动公开": "主动公开信息12条。",
    "依申请公开": "收到信息公开申请3件。",
    "政府信息管理": "清理规范性文件。",
    "平台建设": "维护网站和公众号。",
    "监督保障": "组织业务培训。",
}


@pytest.mark.parametrize("left_out", ASPECTS)
def test_an_aspect_left_out_of_the_overview_is_a_hint(finished: Report, left_out: str) -> None:
    text = "".join(sentence for aspect, sentence in ASPECTS.items() if aspect != left_out)
    finished.apply({"texts/overview": text})
    [finding] = found(finished, "overview-aspects")
    assert f"“{left_out}”" in finding.message
    assert (finding.severity, finding.section) == (Severity.HINT, "overview")


def test_an_overview_with_all_aspects_or_without_a_word_has_no_such_hint(finished: Report) -> None:
    for text in ("".join(ASPECTS.values()), "", "　"):
        finished.apply({"texts/overview": text})
        assert not found(finished, "overview-aspects")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("政策解读形式单一，更新不及时是主要的不足。", "改进措施"),
        ("下一步加强培训，完善制度，优化栏目。", "存在的问题"),
        ("存在解读不够生动的问题，下一步多用图解。", None),
        ("不足：更新慢。整改：专人负责更新。", None),
        ("全年工作平稳有序。", None),
        ("", None),
    ],
)
def test_problems_and_improvements_belong_together(finished: Report, text: str, missing: str | None) -> None:
    finished.apply({"texts/problems": text})
    findings = found(finished, "problems-halves")
    assert len(findings) == bool(missing)
    assert all(f.severity is Severity.HINT and f"没有写{missing}" in f.message for f in findings)


# --- last year


@pytest.fixture
def following(finished: Report) -> Report:
    """The report after the finished one; 1 application is carried over from a natural person."""
    return new_report("青禾县水务局", 2026, finished)


def test_what_was_taken_over_is_fine(following: Report) -> None:
    assert not found(following, "carried-over")


def test_another_sum_than_last_years_is_an_error(following: Report) -> None:
    following.apply(cells(carried_over=3))
    [finding] = found(following, "carried-over")
    assert finding.severity is Severity.ERROR
    assert finding.cells == ("applications/carried_over/natural_person", "applications/carried_over/total")
    assert (finding.expected, finding.actual) == ("1", "3")
    assert finding.mending
    following.apply(finding.mending.changes)
    assert not found(following, "carried-over")


def test_the_same_sum_in_other_columns_is_a_warning(following: Report) -> None:
    following.apply(cells(carried_over={"natural_person": 0, "commercial_enterprise": 1}))
    [finding] = found(following, "carried-over")
    assert finding.severity is Severity.WARNING
    assert set(finding.cells) == {
        "applications/carried_over/natural_person",
        "applications/carried_over/commercial_enterprise",
    }
    assert "自然人0（上年1）" in finding.message


def test_blanks_and_a_missing_last_year_are_left_alone(following: Report) -> None:
    following.apply({"applications/carried_over/natural_person": None})
    assert not found(following, "carried-over")
    following.apply(cells(carried_over=3))
    following.last_year = None
    assert not found(following, "carried-over")


# --- all of them


def test_findings_stand_in_the_order_of_the_form_errors_first(report: Report) -> None:
    report.apply({"year": None, "texts/problems": "下一步加强XX。", **cells(granted=1)})
    findings = check(report)
    sections = [None, *FORM.sections]
    places = [(sections.index(f.section), list(Severity).index(f.severity)) for f in findings]
    assert places == sorted(places)
    assert errors(findings)
    assert not errors([f for f in findings if f.severity is not Severity.ERROR])


def test_findings_are_printed_as_the_contract_has_them(report: Report) -> None:
    report.apply({**cells(new_received=1, granted=1, declined_repeated=1), "texts/other": "无XX"})
    balance = found(report, "balance")[0].as_json()
    assert list(balance) == ["rule", "severity", "section", "cells", "message", "expected", "actual"]
    assert balance["cells"] == [f"applications/{row}/natural_person" for row in IDENTITY]
    assert (balance["severity"], balance["expected"], balance["actual"]) == ("error", "1", "2")
    placeholder = found(report, "placeholder-left")[0].as_json()
    assert (placeholder["quote"], placeholder["cells"], placeholder["expected"]) == ("XX", [], None)


def test_checking_changes_nothing(finished: Report) -> None:
    finished.apply(cells(granted=99))
    before = dict(finished.cells), dict(finished.texts)
    assert check(finished) == check(finished)
    assert (finished.cells, finished.texts) == before


def test_a_pasted_template_gives_no_endless_list(finished: Report) -> None:
    finished.apply({"texts/overview": "XX。共公开条。" * 5000})
    for rule in ("placeholder-left", "missing-number"):
        *listed, last = found(finished, rule)
        assert len(listed) == 50
        assert "还有更多" in last.message, "where the list is cut, it says so"
        assert last.start and listed[-1].start and last.start > listed[-1].start


def test_no_list_says_that_there_is_more_where_there_is_not(finished: Report) -> None:
    finished.apply({"texts/overview": "XX。" * 50})
    assert len(found(finished, "placeholder-left")) == 50
    assert not [f for f in check(finished) if "还有更多" in f.message]


def test_placeholders_are_told_apart_by_the_words_around(finished: Report) -> None:
    finished.apply({"texts/overview": "主动公开信息××条，培训{=year}年××次。××"})
    messages = [f.message for f in found(finished, "placeholder-left")]
    assert len(set(messages)) == 3
    assert "“主动公开信息××条，”" in messages[0]
    assert f"“{finished.year}年××次。”" in messages[1]
