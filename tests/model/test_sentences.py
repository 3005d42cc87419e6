"""Ready sentences: they tell what the tables hold, read well, and pass the checks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import Severity, check
from model.fields import FIELD, field_value, resolve, unknown_fields
from model.form import Form, known_forms, load_form
from model.numbers import zero
from model.report import Report
from model.sentences import all_figures, outline, sentences
from tests.model.random_reports import balanced

STRAY = re.compile(r"^[，、；。）]|[，、；（][，、；。）]|。[，、；。]|[（{}]$|[^。]$|[{}]|\(|\)")
BY_HAND = {"联系方式", "主动公开", "监督保障", "信息处理费（收取）", "信息处理费（发出通知，没有收取）"}


def told(report: Report, label: str, section: str = "overview") -> str:
    """A sentence as it is printed; nothing where it is not offered."""
    return "".join(resolve(report, s.text) for s in sentences(report, section) if s.label == label)


@pytest.fixture
def nothing(report: Report) -> Report:
    """A report in which nothing happened."""
    report.apply({address: zero(cell.kind) for address, cell in report.form.inputs.items()})
    return report


def test_the_five_aspects_are_offered_and_satisfy_the_check(finished: Report) -> None:
    aspects = [topic.label for topic in finished.form.sections["overview"].aspects]
    offered = sentences(finished, "overview")
    assert set(aspects) < {sentence.label for sentence in offered}
    finished.apply({"texts/overview": "\n".join(s.text for s in offered if s.label in aspects)})
    assert not [f for f in check(finished) if f.rule == "overview-aspects"]


@pytest.mark.parametrize("section", ["overview", "problems", "other"])
def test_an_outline_has_what_belongs_there(finished: Report, section: str) -> None:
    definition = finished.form.sections[section]
    finished.apply({f"texts/{section}": outline(finished, section)})
    assert not list(unknown_fields(finished, finished.texts[section]))
    rules = {f.rule for f in check(finished) if f.section == section}
    assert rules <= {"placeholder-left"}  # what is to be filled in
    paragraphs = finished.texts[section].split("\n")
    numbered = [f"（{number}）" for number in "一二三四五"][: len(definition.aspects or definition.halves)]
    assert [paragraph[:3] for paragraph in paragraphs if paragraph.startswith("（")] == numbered
    for paragraph, topic in zip(paragraphs, definition.aspects or definition.halves, strict=False):
        assert paragraph[3:].startswith(f"{topic.label}。")
        assert len(paragraph) > 20


def test_every_ready_sentence_of_an_outline_exists(form: Form) -> None:
    for section in form.sections.values():
        labels = {phrase.label for phrase in section.sentences}
        assert {name for topic in section.aspects for name in topic.ready} <= labels


def test_the_preface_and_tables_have_no_outline(finished: Report) -> None:
    assert outline(finished, "preface") == outline(finished, "proactive") == ""


@pytest.mark.parametrize("section", ["problems", "proactive"])
def test_a_section_may_have_none(finished: Report, section: str) -> None:
    assert sentences(finished, section) == []


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("依申请公开", "2025年，未收到政府信息公开申请。"),
        ("复议诉讼", "2025年，未发生因政府信息公开引起的行政复议、行政诉讼。"),
        ("规范性文件", "2025年，未制发行政规范性文件。"),
    ],
)
def test_what_did_not_occur_is_said_in_words(nothing: Report, label: str, text: str) -> None:
    assert told(nothing, label) == text


@pytest.mark.parametrize("label", ["依申请公开", "复议诉讼", "规范性文件"])
def test_a_blank_table_is_not_told_as_nothing(report: Report, label: str) -> None:
    assert "（空）件" in told(report, label)
    assert "未" not in told(report, label)


def test_applications_with_every_part(nothing: Report) -> None:
    nothing.apply(
        {
            "applications/new_received/natural_person": 7,
            "applications/carried_over/commercial_enterprise": 2,
            "applications/granted/natural_person": 3,
            "applications/refused_state_secret/natural_person": 1,
            "applications/refused_internal_affairs/commercial_enterprise": 2,
            "applications/closed_other/natural_person": 1,
            "applications/carried_forward/natural_person": 2,
        }
    )
    assert told(nothing, "依申请公开") == (
        "2025年，新收政府信息公开申请7件，上年结转2件，结转下年度2件。"
        "办结7件，其中予以公开3件、不予公开3件、其他处理1件。"
    )


def test_only_applications_of_last_year(nothing: Report) -> None:
    nothing.apply(
        {
            "applications/carried_over/natural_person": 2,
            "applications/carried_forward/natural_person": 2,
        }
    )
    assert told(nothing, "依申请公开") == "2025年，未收到新的政府信息公开申请，上年结转2件，结转下年度2件。"


def test_disputes_of_one_kind_only(nothing: Report) -> None:
    nothing.apply({"disputes/reconsideration/upheld": 2, "disputes/reconsideration/pending": 1})
    assert told(nothing, "复议诉讼") == (
        "2025年，因政府信息公开引起行政复议3件（结果维持2件、尚未审结1件）；"
        "未发生因政府信息公开引起的行政诉讼。"
    )
    nothing.apply(dict.fromkeys(("disputes/reconsideration/upheld", "disputes/reconsideration/pending"), 0))
    nothing.apply({"disputes/litigation_after_reconsideration/corrected": 1})
    assert told(nothing, "复议诉讼") == (
        "2025年，未发生因政府信息公开引起的行政复议；"
        "因政府信息公开引起复议后起诉的行政诉讼1件（结果纠正1件）。"
    )


def test_regulations_are_told_only_where_there_are_any(nothing: Report) -> None:
    nothing.apply({"proactive/normative_documents/in_force": 9, "proactive/regulations/in_force": 4})
    assert told(nothing, "规范性文件") == (
        "2025年，现行有效规章4件；未制发行政规范性文件，现行有效行政规范性文件9件。"
    )
    nothing.apply({"proactive/regulations/in_force": 0})
    assert "规章" not in told(nothing, "规范性文件")


def test_no_notice_is_denied_where_the_table_has_unpaid_ones(nothing: Report) -> None:
    assert [s.label for s in sentences(nothing, "other")] == ["信息处理费（没有收取）", "信息处理费（收取）"]
    assert told(nothing, "信息处理费（没有收取）", "other") == "2025年，未发出收费通知，未收取信息处理费。"
    nothing.apply({"applications/closed_fee_unpaid/natural_person": 2})
    assert not told(nothing, "信息处理费（没有收取）", "other")
    assert "逾期未缴费的2件" in told(nothing, "信息处理费（发出通知，没有收取）", "other")


def test_the_figures_are_live(nothing: Report) -> None:
    nothing.apply({"applications/new_received/natural_person": 7})
    [text] = [s.text for s in sentences(nothing, "overview") if s.label == "依申请公开"]
    nothing.apply({"applications/new_received/natural_person": 8, "year": 2026})
    assert resolve(nothing, text) == "2026年，新收政府信息公开申请8件。"


def test_how_the_agency_is_reached_is_told_as_far_as_it_is_known(nothing: Report) -> None:
    def said(**known: str) -> str:
        return "".join(resolve(nothing, s.text) for s in sentences(nothing, "preface", known))

    whole = said(address="人民路1号", postcode="100000", phone="010-1", email="a@b.cn", website="www.b.cn")
    assert whole == (
        "本报告的电子版可在www.b.cn查阅和下载。对本报告有疑问的，请与"
        f"{nothing.agency}联系（地址：人民路1号，邮政编码：100000，电话：010-1，电子邮箱：a@b.cn）。"
    )
    assert (
        said(phone="010-1", email="")
        == f"对本报告有疑问的，请与{nothing.agency}联系（地址：××，电话：010-1）。"
    )


@given(balanced())
def test_sentences_read_well_and_raise_nothing_but_the_reminder(report: Report) -> None:
    before = {(f.rule, f.section, f.message) for f in check(report)}
    for section in report.form.texts:
        for sentence in sentences(report, section):
            text = resolve(report, sentence.text)
            assert list(unknown_fields(report, sentence.text)) == []
            assert not STRAY.search(text) and "（空）" not in text
            assert re.search(r"(?<!\d)0件", text) is None
            held = report.texts[section]
            report.apply({f"texts/{section}": f"{held}\n{sentence.text}"})
            raised = [f for f in check(report) if (f.rule, f.section, f.message) not in before]
            assert {f.rule for f in raised} <= {"placeholder-left"}
            assert bool(raised) == ("××" in text) == (sentence.label in BY_HAND)
            assert all(f.severity is Severity.WARNING for f in raised)
            report.apply({f"texts/{section}": held})


@given(balanced(), st.data())
def test_sentences_of_a_half_filled_table_read_well(report: Report, data: st.DataObject) -> None:
    report.apply(dict.fromkeys(data.draw(st.sets(st.sampled_from(sorted(report.form.inputs))))))
    for sentence in sentences(report, "overview"):
        assert not STRAY.search(resolve(report, sentence.text))


@pytest.mark.parametrize("form", [load_form(name) for name in known_forms()], ids=known_forms())
def test_every_figure_of_a_sentence_is_in_its_form(form: Form) -> None:
    report = Report(form, agency="青禾县水务局", year=2025)
    for section in form.sections.values():
        for phrase in section.sentences:
            assert phrase.label
            for address in (*all_figures(phrase), *phrase.unless):
                assert field_value(report, address) is not None
            for field in FIELD.findall(phrase.text + phrase.otherwise):
                assert field_value(report, field[2:-1]) is not None
