"""Live figures: a text that quotes the tables cannot disagree with them."""

from decimal import Decimal

import pytest

from model.fields import choices, describe_field, field_value, resolve, resolved, unknown_fields
from model.report import Report


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{=agency}{=year}年", "青禾县水务局2025年"),
        ("新收{=applications/new_received/total}件", "新收12件"),
        ("自然人{=applications/new_received/natural_person}件", "自然人8件"),
        ("办结{=applications/handled_total/total}件", "办结12件"),
        ("无法提供{=applications/unavailable/total}件", "无法提供2件"),
        ("无法提供{=unavailable}件，不予公开{=refused}件", "无法提供2件，不予公开2件"),
        ("不予处理{=declined}件，其他处理{=closed}件", "不予处理1件，其他处理0件"),
        ("复议{=disputes/reconsideration/total}件", "复议2件"),
        ("收费{=proactive/fees/amount}万元", "收费12.35万元"),
        ("两次{=year}和{=year}", "两次2025和2025"),
        ("没有字段", "没有字段"),
        ("", ""),
    ],
)
def test_a_field_prints_what_the_report_holds(finished: Report, written: str, printed: str) -> None:
    assert resolve(finished, written) == printed
    assert not list(unknown_fields(finished, written))


@pytest.mark.parametrize(
    "written",
    [
        "{=nothing}",
        "{=applications/nobody/total}",
        "{=applications/granted}",
        "{=agency_kind}",
        "{=texts/other}",
    ],
)
def test_an_unknown_field_stays_as_written_and_is_told(finished: Report, written: str) -> None:
    text = f"共{written}件，{{=year}}年"
    assert resolve(finished, text) == f"共{written}件，2025年"
    assert [match[0] for match in unknown_fields(finished, text)] == [written]


@pytest.mark.parametrize("written", ["{year}", "{= }}", "{=}", "{", "{{=", "{=a\nb}", "{=" + "x" * 300 + "}"])
def test_other_braces_are_ordinary_text(finished: Report, written: str) -> None:
    assert resolve(finished, written) == written


def test_a_field_follows_the_table(report: Report) -> None:
    text = "收到{=applications/new_received/total}件"
    assert resolve(report, text) == "收到（空）件"
    report.apply({"applications/new_received/natural_person": 3})
    assert resolve(report, text) == "收到3件"
    report.apply({"applications/new_received/other_organization": 1})
    assert resolve(report, text) == "收到4件"


def test_blanks_of_the_header(report: Report) -> None:
    report.apply({"agency": "", "year": None})
    assert resolve(report, "{=agency}{=year}年") == "（空）（空）年"


def test_fields_do_not_reach_into_each_other(report: Report) -> None:
    report.apply({"agency": "{=year}局"})
    assert resolve(report, "{=agency}") == "{=year}局"


def test_amounts_keep_their_decimals(report: Report) -> None:
    report.apply({"proactive/fees/amount": Decimal("0.000001")})
    assert field_value(report, "proactive/fees/amount") == "0.000001"


def test_everything_that_has_a_value_can_be_chosen(finished: Report) -> None:
    form = finished.form
    names = [choice.name for choice in choices(form)]
    assert set(names) == {"agency", "year", *form.cells, *form.summands}
    assert len(names) == len(set(names))
    assert all(field_value(finished, name) is not None for name in names)
    assert len({choice.words for choice in choices(form)}) == len(names), "no two are called the same"


def test_sums_stand_before_what_they_add_up(finished: Report) -> None:
    names = [choice.name for choice in choices(finished.form)]
    for first, then in (
        ("applications/refused/total", "applications/refused_state_secret/total"),
        ("applications/granted/total", "applications/granted/organizations"),
        ("applications/granted/organizations", "applications/granted/natural_person"),
        ("disputes/reconsideration/total", "disputes/reconsideration/upheld"),
    ):
        assert names.index(first) < names.index(then)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("year", "年度"),
        ("applications/refused/total", "三、收到和处理政府信息公开申请情况 ／ （三）不予公开 ／ 总计"),
        ("refused", "三、收到和处理政府信息公开申请情况 ／ （三）不予公开 ／ 总计"),
        ("nothing", "nothing"),
    ],
)
def test_a_field_in_words(report: Report, name: str, words: str) -> None:
    assert describe_field(report.form, name) == words


TEXT = "共{=applications/new_received/total}件（{=year}年）"
PRINTED = "共12件（2025年）"


@pytest.mark.parametrize("words", ["共", "件（", "年）", "件", "）", "12", "2025", "共12件", "12件（2025"])
def test_places_lead_to_the_printed_text_and_back(finished: Report, words: str) -> None:
    places = resolved(finished, TEXT)
    assert places.text == PRINTED
    start = PRINTED.index(words)
    stored = places.stored(start, start + len(words))
    assert resolve(finished, TEXT[slice(*stored)]) == words
    assert places.shown(*stored) == (start, start + len(words))


def test_a_part_of_a_field_is_all_of_it(finished: Report) -> None:
    places = resolved(finished, TEXT)
    assert places.shown(3, 5) == (1, 3)
    assert places.shown(0, 5) == (0, 3)
    assert places.shown(5, len(TEXT)) == (1, len(PRINTED))
    assert places.shown(0, 0) == (0, 0)
    assert places.shown(len(TEXT), len(TEXT)) == (len(PRINTED), len(PRINTED))
