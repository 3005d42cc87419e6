"""What section 六 says of the fee for information on request."""

import pytest

from model.checks import Finding, Severity, check
from model.fields import resolve
from model.form import load_form
from model.numbers import zero
from model.report import TEXT_LIMIT, Report

FORM = load_form()


def found(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in check(report) if finding.rule == rule]


def of(text: str, section: str = "other") -> Report:
    report = Report(FORM, agency="青禾县退役军人事务局", year=2025, texts={section: text})
    report.apply({address: zero(cell.kind) for address, cell in FORM.inputs.items()})
    return report


@pytest.mark.parametrize(
    "text",
    [
        "未收取信息处理费。",
        "没有发出收费通知。",
        "全年收取政府信息公开信息处理费3940元。",
        "无依申请公开信息处理费收费情况。",
        "",
        "　\n",
    ],
)
def test_the_fee_is_reported_or_nothing_is_yet(text: str) -> None:
    assert not found(of(text), "fee-unreported")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("承办建议5件。", "承办建议5件。\n2025年，未发出收费通知，未收取信息处理费。"),
        ("承办建议5件。\n\n", "承办建议5件。\n2025年，未发出收费通知，未收取信息处理费。"),
        ("无", "2025年，未发出收费通知，未收取信息处理费。"),
        ("无。", "2025年，未发出收费通知，未收取信息处理费。"),
        (
            "行政事业性收费12万元。",
            "行政事业性收费12万元。\n2025年，未发出收费通知，未收取信息处理费。",
        ),
    ],
)
def test_a_report_that_leaves_the_fee_out_is_mended_by_a_sentence(text: str, after: str) -> None:
    report = of(text)
    [finding] = found(report, "fee-unreported")
    assert (finding.severity, finding.section) == (Severity.HINT, "other")
    assert finding.mending and list(finding.mending.changes) == ["texts/other"]
    assert "未收取信息处理费" in finding.mending.label
    report.apply(finding.mending.changes)
    assert resolve(report, report.texts["other"]) == after
    assert not [f for f in check(report) if f.section == "other"]


def test_a_fee_that_was_not_paid_is_not_denied() -> None:
    report = of("承办建议5件。")
    report.apply({"applications/closed_fee_unpaid/natural_person": 2})
    [finding] = found(report, "fee-unreported")
    assert finding.mending
    report.apply(finding.mending.changes)
    assert "逾期未缴费的2件" in resolve(report, report.texts["other"])


def test_a_text_without_room_has_no_mending() -> None:
    [finding] = found(of("字" * (TEXT_LIMIT - 5)), "fee-unreported")
    assert finding.mending is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("2025年，未收取信息处理费。全年收取信息处理费120元。", "未收取信息处理费"),
        ("收取信息处理费120元，实际没有收取。", "实际没有收取"),
        ("全年收取信息处理费1,200.50元。\n没有信息处理费收费情况。", "没有信息处理费收费情况"),
        ("全年收取信息处理费0元；收取信息处理费300元。", "全年收取信息处理费0元"),
        (
            "青禾县退役军人事务局未收取信息处理费。收取信息处理费0.02万元。",
            "青禾县退役军人事务局未收取信息处理费",
        ),
        ("2025年收取信息处理费{=year}元。未收取信息处理费。", "未收取信息处理费"),
    ],
)
@pytest.mark.parametrize("section", ["other", "overview"])
def test_a_fee_that_is_denied_and_charged(text: str, quote: str, section: str) -> None:
    report = of(text, section)
    [finding] = found(report, "fee-contradiction")
    assert (finding.severity, finding.section, finding.quote) == (Severity.WARNING, section, quote)
    assert finding.start is not None and text[finding.start : finding.end] == quote


@pytest.mark.parametrize(
    "text",
    [
        "未收取信息处理费。",
        "收取信息处理费120元。",
        "全年收取信息处理费0元，没有发生信息处理费。",
        "收取信息处理费2950元。其中，南河镇收取420元，桥头街道未收取。",
        "收取信息处理费400元，其余单位未收取信息处理费。",
        "2024年收取信息处理费400元，2025年未收取信息处理费。",
        "上年收取信息处理费400元。今年未收取信息处理费。",
        "行政事业性收费12.35万元。未收取信息处理费。",
        "未收取信息处理费，收取行政事业性收费12.35万元。",
        "信息处理费标准为每件100元，全年未收取信息处理费。",
        "发出收费通知1件，金额120元，申请人未缴，全年未收取信息处理费。",
        "发出信息处理费收费通知120元1件，未收取信息处理费。",
        "收取信息处理费120元，未收取复印费。",
        "未收取信息处理费。罚没收入3万元。",
    ],
)
def test_what_does_not_contradict(text: str) -> None:
    assert not found(of(text), "fee-contradiction")


@pytest.mark.parametrize("piece", ["信息处理费未收取，收取1，", "收取信息处理费1,1", "信息处理费。"])
def test_huge_texts_are_read_quickly(piece: str) -> None:
    found(of(piece * (900_000 // len(piece))), "fee-contradiction")
