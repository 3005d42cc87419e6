"""Slips in the texts are found where they stand, mended in one change, and what is right is left alone."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks import Finding, Severity, check, run_rules
from model.checks.hygiene import duplicate_paragraph, personal_data
from model.checks.numbering import heading_numbering
from model.checks.punctuation import document_number, punctuation
from model.checks.wording import masked
from model.fields import resolve
from model.form import load_form
from model.report import Report

FORM = load_form()
LONG = "通过网站、公众号和公示栏主动公开政府信息，及时回应群众关切，办事指南逐项核对、按月更新。"


def findings(rule: str, text: str, section: str = "overview") -> list[Finding]:
    """What a rule finds in a text; every finding leads to the words that it quotes."""
    report = Report(FORM, agency="青禾县水务局", year=2025, texts={section: text})
    found = [finding for finding in check(report) if finding.rule == rule]
    for finding in found:
        assert finding.section == section and finding.start is not None and finding.quote
        assert resolve(report, text[finding.start : finding.end]) == finding.quote
    return found


def mended(text: str, found: Iterable[Finding]) -> str:
    """The text after the one button that all these findings share."""
    [finding] = found
    assert finding.mending
    report = Report(FORM, texts={"overview": text})
    assert list(finding.mending.changes) == ["texts/overview"]
    report.apply(finding.mending.changes)
    return report.texts["overview"]


NEW = "{=applications/new_received/total}"


@pytest.mark.parametrize(
    "text",
    [
        f"收到{NEW}件,已办结{NEW};",
        f"（一）主动公开。\n（四）收到申请{NEW}件。",
        f"国办函[2021]30号{NEW}",
        f"收到申请{NEW}件，{LONG}\n收到申请{NEW}件，{LONG}",
        f"2024年，我局收到申请{NEW}件。",
        f"“办结{NEW}件。",
    ],
)
def test_live_figures_are_quoted_as_numbers(text: str) -> None:
    report = Report(FORM, agency="青禾县水务局", year=2025, texts={"overview": text})
    report.apply({"applications/new_received/natural_person": 7})
    found = [finding for finding in check(report) if finding.quote]
    assert found
    for finding in found:
        assert "{=" not in finding.message + str(finding.quote) and "}" not in finding.message
        assert resolve(report, text[finding.start : finding.end]) == finding.quote


def test_codes_do_not_make_a_line_long() -> None:
    text = f"收到申请{NEW}件。\n收到申请{NEW}件。"
    assert not findings("duplicate-paragraph", text)


# --- punctuation


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("认真落实,措施到位。", "认真落实，措施到位。"),
        ("分工明确, 责任到人。", "分工明确，责任到人。"),
        ("发布及时;答复规范", "发布及时；答复规范"),
        ("主要做法如下:\n一是更新目录。", "主要做法如下：\n一是更新目录。"),
        ("印发《要点》,“三审”到位", "印发《要点》，“三审”到位"),
        ("收到申请12件(含上年结转1件)。", "收到申请12件（含上年结转1件）。"),
        ("(一)主动公开。", "（一）主动公开。"),
        ("网站(专栏）更新", "网站（专栏）更新"),
        ("（2025年)有序推进", "（2025年）有序推进"),
        ("工作有序推进。。", "工作有序推进。"),
        ("更新目录；；完善制度", "更新目录；完善制度"),
        ("完善制度；。", "完善制度。"),
        ("内容包括机构职能、办事指南。。。", "内容包括机构职能、办事指南……"),
        (
            "收到{=applications/new_received/total}件,已办结。",
            "收到{=applications/new_received/total}件，已办结。",
        ),
    ],
)
def test_wrong_marks_are_mended_at_once(text: str, right: str) -> None:
    found = findings("punctuation", text)
    assert mended(text, found) == right
    assert found[0].severity is Severity.HINT
    assert not findings("punctuation", right)


@pytest.mark.parametrize(
    "text",
    [
        "网址：http://www.qinghe.example/a,b;c(d).html，邮箱：a;b@qinghe.example。",
        "截至10:30，访问量1,234,567次，同比增长12.5%，比例为3:2。",
        "（1）办理；(2)答复；(3)归档。",
        "开通IPv6(网际协议第六版)访问。",
        "收到1件,2件",
        ",开头的逗号",
        "发布解读（图解、视频）12篇：“一图读懂”《要点》。",
        "建设“互联网+政务”平台……取得成效——群众满意！",
    ],
)
def test_marks_that_are_right_are_left_alone(text: str) -> None:
    assert not findings("punctuation", text)


def test_a_single_slip_is_told_with_the_words_as_they_should_be() -> None:
    [finding] = findings("punctuation", "认真落实,措施到位，分工明确。")
    assert "“认真落实,措施到位”" in finding.message and "“认真落实，措施到位”" in finding.message
    assert finding.quote == "认真落实,措施到位"


def test_many_slips_are_one_finding_and_one_change() -> None:
    text = "认真落实,措施到位。\n" * 40
    found = findings("punctuation", text)
    assert mended(text, found) == text.replace(",", "，")
    assert found[0].message.count("“认真落实,措施到位”") == 3 and "等" in found[0].message
    assert found[0].start == 0
    assert "40处" in found[0].message and found[0].mending and "40处" in found[0].mending.label


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("依据《条例编制本报告。", "《"),
        ("依据条例》编制本报告。", "》"),
        ("做到“应公开尽公开。", "“"),
        ("做到“应公开尽公开“。", "“"),
        ("学习《条例“总则》”。", "》"),
    ],
)
def test_quotes_without_their_other_half(text: str, mark: str) -> None:
    [finding] = findings("punctuation", text)
    assert f"里的{mark}没有" in finding.message and mark in (finding.quote or "")
    assert finding.mending is None


@pytest.mark.parametrize(
    "text",
    ["做到“应公开尽公开”，学习《〈条例〉解读》。", "“一次办好《指南》”\n“办好”", '高度不够3.5"的除外', ""],
)
def test_quotes_that_pair(text: str) -> None:
    assert not findings("punctuation", text)


def test_each_paragraph_is_paired_for_itself_and_told_once() -> None:
    assert len(findings("punctuation", "做到“公开。\n做到“公开”。\n做到“公开“常态“。")) == 2


@given(st.text(alphabet="中文，。,;:()（）“”《》 \n1a[]〔〕号函涵20", max_size=60))
def test_mending_all_leaves_nothing_to_mend_and_changes_marks_only(text: str) -> None:
    report = Report(FORM, texts={"overview": text})
    for rule in (punctuation, document_number):
        for _ in range(60):
            found = [f for f in rule(report) if f.mending]
            if not found:
                break
            assert found[0].mending
            report.apply(found[0].mending.changes)
        assert not [f for f in rule(report) if f.mending]
    after = report.texts["overview"]
    assert [c for c in after if c in "中文1a号20\n"] == [c for c in text if c in "中文1a号20\n"]


# --- document numbers


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("按照国办公开办函[2021]30号要求", "按照国办公开办函〔2021〕30号要求"),
        ("按照国办公开办涵〔2021〕30号要求", "按照国办公开办函〔2021〕30号要求"),
        ("按照国办公开办涵(2021)30号要求", "按照国办公开办函〔2021〕30号要求"),
        ("青政办发（2025）8号", "青政办发〔2025〕8号"),
        ("青政办发【2025】8 号", "青政办发〔2025〕8 号"),
        ("青政办发〔2025】第8号", "青政办发〔2025〕第8号"),
    ],
)
def test_document_numbers_are_mended(text: str, right: str) -> None:
    found = findings("document-number", text)
    assert mended(text, found) == right
    assert not findings("document-number", right)


@pytest.mark.parametrize(
    "text",
    [
        "国办公开办函〔2021〕30号",
        "国务院令第711号（2019）已施行",
        "（2025）青03行初12号判决",
        "主办涵盖各科室，内涵丰富",
        "统计期限（2025）1月至12月，收到12号函",
        "见附件[12]3号",
    ],
)
def test_what_is_no_wrong_document_number(text: str) -> None:
    assert not findings("document-number", text)


# --- numbering


@pytest.mark.parametrize(
    ("text", "quoted", "says"),
    [
        ("（1）主动公开。\n（二）依申请公开。\n（三）平台建设。", "（二）依申请公开。", "“（1）”写法不同"),
        ("一、做法\n二、成效\n3、打算\n四、其他", "3、打算", "“二、”写法不同"),
        ("（一）公开\n（三）平台", "（三）平台", "应为“（二）”"),
        ("1.公开\n2.平台\n2.保障", "2.保障", "重复，这里应为“3.”"),
        ("（一）公开\n（一）平台", "（一）平台", "重复"),
        ("（二）平台建设", "（二）平台建设", "前面没有“（一）”"),
        ("十、公开\n十二、平台", "十、公开", "前面没有“九、”"),
        ("（一）问题\n1.少\n3.慢\n（二）措施", "3.慢", "应为“2.”"),
    ],
)
def test_numbers_that_do_not_follow(text: str, quoted: str, says: str) -> None:
    first = findings("heading-numbering", text)[0]
    assert first.quote == quoted and says in first.message
    assert first.severity is Severity.HINT


@pytest.mark.parametrize(
    "text",
    [
        "（一）公开\n1.网站\n2.公众号\n（二）平台\n1.建设\n2.维护",
        "（一）公开\n（1）网站\n（2）公众号\n（二）平台",
        "一、公开\n（一）网站\n1.更新\n（1）及时\n（二）公众号\n二、平台\n（一）建设",
        "问题：\n1.更新慢\n2.解读少\n下一步措施：\n1.专人负责\n2.多用图解",
        "（一）公开。一是更新目录；二是完善制度；四是加强培训。\n（二）平台",
        "主要做法：1.更新目录；2.完善制度。\n3.加强培训。",
        "1.更新；2.解读；\n3.培训\n4.考核",
        "1．公开\n2、平台\n3.保障",
        "(一)公开\n（二）平台\n（三） 保障",
        "（一）公开\n1.网站\n2.公众号\n（二）平台\n3.建设\n4.维护",
        "2025年，公开信息12条。\n3.5万人次访问。\n一、二审案件各1件。\n12345热线办件8件。",
        "7、8月份集中培训。\n七、八月份集中培训。\n5、6号文件已废止。",
        "1、2025年未收取信息处理费。\n2、2025年办理建议3件。\n3、其他",
        "一、公开\n2025.1.3召开会议\n二、平台",
        "",
    ],
)
def test_numbers_that_follow(text: str) -> None:
    assert not findings("heading-numbering", text)


def test_one_slip_is_told_once() -> None:
    text = "一、甲\n二、乙\n3、丙\n四、丁\n五、戊"
    assert len(findings("heading-numbering", text)) == 1
    assert len(findings("heading-numbering", "（一）甲\n（三）乙\n（四）丙\n（五）丁")) == 1


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_well_numbered_outlines_have_no_findings(depths: list[int]) -> None:
    styles = ("一、{}", "（{}）", "{}.", "（{}）")
    chinese = "一二三四五六七八九十"
    counts: list[int] = []
    lines = []
    for wish in depths:
        depth = min(wish, len(counts) + 1)
        counts[depth:] = []
        counts.extend([0] * (depth - len(counts)))
        counts[depth - 1] += 1
        number = counts[depth - 1]
        if number > 10:
            return
        if depth == 1:
            lines.append(f"{chinese[number - 1]}、标题")
        else:
            lines.append(styles[depth - 1].format(chinese[number - 1] if depth == 2 else number) + "标题")
    report = Report(FORM, texts={"problems": "\n".join(lines)})
    assert not list(heading_numbering(report))


# --- paragraphs twice


@pytest.mark.parametrize("again", [LONG, f"（三）{LONG}", f"　　{LONG}  ", f"2.{LONG}"])
def test_a_paragraph_twice_is_found_however_it_is_numbered(again: str) -> None:
    text = f"（一）{LONG}\n中间的一段。\n{again}\n"
    [finding] = findings("duplicate-paragraph", text)
    assert finding.quote == LONG and finding.severity is Severity.WARNING
    assert finding.start == text.rindex(LONG)
    assert "一、总体情况" in finding.message


def test_a_paragraph_of_another_section_is_found_too() -> None:
    report = Report(FORM, texts={"overview": LONG, "problems": LONG})
    [finding] = run_rules(report, [duplicate_paragraph])
    assert finding.section == "problems" and "一、总体情况" in finding.message


@pytest.mark.parametrize(
    "text", [f"{LONG}\n{LONG}又。", "同样的短句可以写两遍。\n" * 2, "\n\n\n", f"{LONG}{LONG}"]
)
def test_what_only_resembles_a_paragraph_twice(text: str) -> None:
    assert not findings("duplicate-paragraph", text)


# --- numbers of persons

IDENTITY = "110101190001010014"  # made up; its check character is right
CARD = "4000000000000000006"  # made up; it passes Luhn's check


def test_the_numbers_of_these_tests_are_what_they_are_for() -> None:
    assert findings("personal-data", IDENTITY) and findings("personal-data", f"卡号{CARD}")


@pytest.mark.parametrize(
    ("text", "number", "severity"),
    [
        (f"申请人身份证号{IDENTITY}。", IDENTITY, Severity.ERROR),
        (f"（证件：{IDENTITY}）", IDENTITY, Severity.ERROR),
        (IDENTITY.translate(str.maketrans("0123456789", "０１２３４５６７８９")), None, Severity.ERROR),
        (f"缴费账号：{CARD}", CARD, Severity.ERROR),
        ("缴费卡号为4000 0000 0000 0002。", "4000 0000 0000 0002", Severity.ERROR),
        ("联系人手机13900000000。", "13900000000", Severity.HINT),
    ],
)
def test_numbers_of_persons_are_found_and_not_repeated(
    text: str, number: str | None, severity: Severity
) -> None:
    [finding] = findings("personal-data", text)
    assert finding.severity is severity
    if number:
        assert finding.quote == number
    assert finding.quote and finding.quote not in finding.message
    assert "*" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY[:-1] + "0",  # wrong check character
        "统一社会信用代码11" + IDENTITY + "X9",
        f"收费编码{CARD}",  # no word for a card beside it
        "账号：4000000000000000007",
        "户名青禾县水务局，账号：123456789012",
        "办公电话0300-5550132，12345热线",
        "编号213900000000",
        "网址 www.qinghe.example/art/13900000000.html",
    ],
)
def test_numbers_that_are_no_persons(text: str) -> None:
    assert not findings("personal-data", text)


def test_the_contact_before_the_first_section_may_be_a_mobile() -> None:
    assert not findings("personal-data", "联系电话：13900000000。", section="preface")
    assert findings("personal-data", "联系电话：13900000000。", section="other")
    assert findings("personal-data", f"身份证{IDENTITY}", section="preface")


def test_long_numbers_are_masked_and_short_ones_are_not() -> None:
    assert masked("手机13900001234，共12345678条") == "手机139****1234，共12345678条"
    assert masked("账号 4000 0000 0000 0002") == "账号 400************0002"
    assert IDENTITY not in masked(IDENTITY)


# --- texts that nobody types


@pytest.mark.parametrize(
    "piece",
    [
        "（一）\n",
        "1.\n",
        "(",
        "(中",
        "中,",
        "，。",
        "“",
        "《\n",
        "涵[2021]3",
        "1",
        "账号1 ",
        "13900000000,",
        "中" * 40 + "\n",
    ],
)
def test_a_huge_paste_is_checked_in_time_and_gives_no_endless_list(piece: str) -> None:
    report = Report(FORM, texts={"overview": piece * (200_000 // len(piece))})
    for rule in (punctuation, document_number, heading_numbering, duplicate_paragraph, personal_data):
        assert len(run_rules(report, [rule])) <= 51
