"""What a careful reader takes from a sentence, and what not: our sentences, of real shapes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.claims import Claim, Reader, Reading, words_for

YEAR = 2024


def read(text: str, year: int = YEAR, speaks_for_all: bool = False) -> Reading:
    words = words_for("2021", year)
    assert words
    return Reader(words, year, speaks_for_all).read(text)


def told(text: str, speaks_for_all: bool = False) -> dict[str, int | Decimal]:
    """Each kind of claim with its figure; kinds that share one are joined by + (all) or / (any)."""

    def name(claim: Claim) -> str:
        return ("/" if claim.any_of else "+").join(claim.kinds)

    return {name(c): c.value for c in read(text, speaks_for_all=speaks_for_all).claims}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # received
        ("2024年，我局共收到政府信息公开申请12件。", {"received": 12}),
        ("本年度新收政府信息公开申请1,207件。", {"new": 1207}),
        ("全年受理信息公开申请 １２ 宗。", {"received": 12}),
        ("我街道收到7份政府信息公开申请。", {"received": 7}),
        ("共接到依申请公开事项三起。", {"received": 3}),
        ("依申请公开系统全年收到8封申请。", {"received": 8}),
        ("接收申请书9份，申请公开的信息以征地为主。", {"received": 9}),
        ("政府信息公开申请数量为0。", {"mentioned": 0}),
        ("全年政府信息公开申请6件。", {"mentioned": 6}),
        ("2024年未收到政府信息公开申请。", {"received": 0}),
        ("没有收到一件政府信息公开申请。", {"received": 0}),
        ("全年无人提出政府信息公开申请。", {"received": 0}),
        ("全年无依申请公开事项。", {"received": 0}),
        # dealt with
        ("办理政府信息公开申请15件。", {"processed": 15}),
        ("收到政府信息公开申请15件，办结14件。", {"received": 15, "answered": 14}),
        ("办理并答复依申请公开15件。", {"answered": 15}),
        ("收到和办理依申请公开9件。", {"received/processed": 9}),
        ("受理信息公开申请60件，58件已按规定在期限内予以答复。", {"received": 60, "answered": 58}),
        (
            "收到信息公开申请9件，其中，8件依法答复，1件转下年办理。",
            {"received": 9, "answered": 8, "passed-on": 1},
        ),
        (
            "规范依申请公开办理，做好登记、审核。全年共收到40件申请，办结39件。",
            {"received": 40, "answered": 39},
        ),
        # carried
        ("办理信息公开申请85件，下年度继续办理8件。", {"processed": 85, "passed-on": 8}),
        (
            "办结信息公开申请25件，另有1件转2025年继续办理，引发行政复议2件。",
            {"answered": 25, "passed-on": 1, "reconsideration": 2},
        ),
        (
            "收到政府信息公开申请10件，2023年结转2件，结转2025年继续办理1件。",
            {"received": 10, "brought-in": 2, "passed-on": 1},
        ),
        (
            "答复政府信息公开申请20件（含上年度结转3件，另有1件顺延至下年度）。",
            {"answered": 20, "brought-in": 3, "passed-on": 1},
        ),
        ("办理依申请公开11件，其中结转上年度1件。", {"processed": 11, "brought-in": 1}),
        ("收到信息公开申请6件，2件结转下年度。", {"received": 6, "passed-on": 2}),
        ("收到信息公开申请6件，无结转下年度办理。", {"received": 6, "passed-on": 0}),
        # results
        (
            "受理信息公开申请9件，予以公开4件、部分公开2件、不予公开1件，无法提供2件。",
            {"received": 9, "granted": 4, "partial": 2, "refused": 1, "unavailable": 2},
        ),
        ("办结信息公开申请9件，予以公开及部分公开6件。", {"answered": 9, "granted+partial": 6}),
        (
            "收到信息公开申请9件，行政执法案卷2件，申请人撤回1件。",
            {"received": 9, "case-files": 2, "withdrawn": 1},
        ),
        ("收到信息公开申请9件，均为自然人申请。", {"received": 9, "persons-only": 0}),
        (
            "收到信息公开申请9件，自然人8件，法人和其他组织1件。",
            {"received": 9, "persons": 8, "organizations": 1},
        ),
        ("办结信息公开申请40件，予以公开占52.5%。", {"answered": 40, "granted": Decimal("52.5")}),
        ("收到信息公开申请9件，均已办结。", {"received": 9, "all-answered": 0}),
        ("收到信息公开申请9件，公开或部分公开6件。", {"received": 9, "granted+partial": 6}),
        ("收到信息公开申请9件，4件由于重复申请不予处理。", {"received": 9, "declined": 4}),
        ("收到信息公开申请9件，因属于行政执法案卷不予公开1件。", {"received": 9, "refused": 1}),
        ("收到信息公开申请9件，申请人类别均为自然人。", {"received": 9, "persons-only": 0}),
        # disputes
        ("不存在因政府信息公开引起的行政复议和行政诉讼。", {"reconsideration": 0, "litigation": 0}),
        (
            "政府信息公开行政复议6件和行政诉讼3件，其中行政复议结果维持5件，行政诉讼结果维持3件。",
            {"reconsideration": 6, "litigation": 3, "reconsideration-upheld": 5, "litigation-upheld": 3},
        ),
        (
            "政府信息公开行政复议3件，维持1件，申请人撤销复议1件。",
            {"reconsideration": 3, "reconsideration-upheld": 1},
        ),
        ("政府信息公开复议后起诉的行政诉讼2件。", {"litigation-after": 2}),
        ("因政府信息公开引发行政复议3件、行政诉讼1件。", {"reconsideration": 3, "litigation": 1}),
        ("发生政府信息公开行政复议、行政诉讼各1起。", {"reconsideration": 1, "litigation": 1}),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", {"reconsideration": 0, "litigation": 0}),
        ("无政府信息公开行政复议案件，无政府信息公开行政诉讼案件。", {"reconsideration": 0, "litigation": 0}),
        (
            "政府信息公开行政复议3件，1件结果维持，2件结果纠正。",
            {"reconsideration": 3, "reconsideration-upheld": 1, "reconsideration-corrected": 2},
        ),
        # documents and decisions
        (
            "制发行政规范性文件4件，废止2件，现行有效31件。",
            {"documents-issued": 4, "documents-repealed": 2, "documents-in-force": 31},
        ),
        ("行政规范性文件发布3条、废止数量0条。", {"documents-issued": 3, "documents-repealed": 0}),
        ("全年作出行政许可决定120件、行政处罚决定35件。", {"licences": 120, "penalties": 35}),
    ],
)
def test_claims_are_read(text: str, claims: dict[str, int | Decimal]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "收到群众留言92条，办结92条。",
        "受理12345热线工单1,300件，答复率100%。",
        "办理人大代表建议12件、政协提案5件。",
        "未收到行政许可申请。",
        "收到来信来访8件次，均已答复。",
        "公开行政许可信息76条、行政处罚信息5条。",
        "主动公开政府信息5,300条，其中网站公开4,000条。",
        "主动公开行政规范性文件12件，公开规章3件（含废止1件）。",
        "2024年上半年收到政府信息公开申请20件，答复18件。",
        "截至2024年6月底，收到政府信息公开申请20件。",
        "去年收到政府信息公开申请31件，办结30件。",
        "2023年共收到政府信息公开申请31件，办结30件。",
        "未发生因政府信息公开被行政复议纠正、行政诉讼败诉的情形。",
        "审理行政复议案件56件，办理行政诉讼应诉12件。",
        "力争2025年政府信息公开申请答复12件以上。",
        "各镇街收到政府信息公开申请45件，办结44件。",
        "未收到对政府信息公开申请答复的投诉。",
        "政府信息公开申请在20个工作日内答复。",
        "开展政府信息公开培训3次，培训120人。",
        "自条例施行以来累计受理政府信息公开申请520件。",
        "协助各科室办理政府信息公开申请22件。",
        "委托第三方模拟提交政府信息公开申请40件，答复37件。",
        "印发文件96份，其中主动公开70份、依申请公开5份、不予公开21份。",
        "收录案例26件，其中信息公开行政复议案例8件。",
        "收到来信、依申请公开等26件。",
        "更新标注已废止规范性文件26件。",
    ],
)
def test_what_is_no_figure_of_the_tables_is_no_claim(text: str) -> None:
    assert told(text) == {}


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # parts after 其中 are not the whole
        ("收到政府信息公开申请12件，其中网上受理9件。", {"received": 12}),
        (
            "收到政府信息公开申请12件，其中：收到信函3件，网络受理9件，办结12件。",
            {"received": 12, "answered": 12},
        ),
        # last year's figure in brackets or in a comparison
        ("收到政府信息公开申请22件，比2023年（31件）下降29%，答复22件。", {"received": 22, "answered": 22}),
        ("收到政府信息公开申请22件（上年为31件），同比减少9件。", {"received": 22}),
        ("2023年收到31件；2024年收到政府信息公开申请22件。", {"received": 22}),
        # something else in the same breath
        ("收到信访件30件，政府信息公开申请2件。", {"mentioned": 2}),
        ("收到政府信息公开申请2件；收到公众意见382条。", {"received": 2}),
        ("收到政府信息公开申请14件，其中上半年9件、下半年5件。", {"received": 14}),
        ("截至2024年12月底，收到政府信息公开申请10件。", {"received": 10}),
        ("通过网站办理并答复信息公开申请3件、纸质申请36件，结转下年度2件。", {"passed-on": 2}),
        ("收到信息公开申请12件，8件按时答复，4件延期答复。", {"received": 12}),
        ("受理依申请公开12件。全年办理城市道路占用申请77件。", {"received": 12}),
        ("收到信息公开申请9件，已办结5件、正在办理4件。", {"received": 9, "answered": 5}),
        ("现行有效规范性文件6件，废止规章2件，发布解读材料15件。", {"documents-in-force": 6}),
        ("收到网上信息公开申请105件，快递17件，合计122件。", {"received": 122}),
        ("受理信息公开申请12件，不予受理3件。", {"received": 12}),
        ("收到信息公开申请12件，上年无结转。", {"received": 12, "none-brought": 0}),
        ("青禾县信访局共受理政府信息公开申请4件。", {"received": 4}),
        # 办理 as a noun
        ("收到依申请公开办理事项1件。", {"received": 1}),
    ],
)
def test_only_the_part_that_is_meant_is_read(text: str, claims: dict[str, int]) -> None:
    assert told(text) == claims


def test_a_heading_says_what_its_paragraphs_are_about() -> None:
    assert told("（二）依申请公开情况\n全年收到5件，答复5件。\n（四）监督保障\n全年收到8件。") == {
        "received": 5,
        "answered": 5,
    }


def test_the_whole_place_is_meant_by_a_government_only() -> None:
    text = "全县共收到政府信息公开申请45件。"
    [own], [wide] = read(text, speaks_for_all=True).claims, read(text).claims
    assert (own.scope, wide.scope) == ("own", "wide")
    assert read("其中县本级收到政府信息公开申请5件。", speaks_for_all=True).claims == ()
    assert told("全县各级行政机关共受理政府信息公开申请45件。", speaks_for_all=True) == {"received": 45}
    mixed = read("全市收到政府信息公开申请642件，其中局机关收到118件。").claims
    assert [(int(claim.value), str(claim.scope)) for claim in mixed] == [(642, "wide"), (118, "own")]


def test_a_rough_figure_is_known_as_such() -> None:
    [claim] = read("收到政府信息公开申请300余件。").claims
    assert claim.approximate


def test_a_claim_knows_its_words() -> None:
    text = "《2022年要点》 印发。全年 共收到 政府信息公开申请 １２ 件；办结 11 件。"
    first, second = read(text).claims
    assert text[first.start : first.end] == "收到 政府信息公开申请 １２ 件"
    assert text[second.start : second.end] == "办结 11 件"


def test_a_complete_list_is_read_and_an_open_one_is_not() -> None:
    [listing] = read("收到信息公开申请4件，其中：当面申请1件，网络申请1件，邮寄申请3件。").listings
    assert (listing.total, listing.parts) == (Decimal(4), tuple(map(Decimal, (1, 1, 3))))
    assert read("收到信息公开申请40件，其中予以公开5件、部分公开3件。").listings == ()
    [other] = read("主动公开信息90条，其中机构信息30条，业务动态40条，其他25条。").listings
    assert (other.total, other.parts) == (Decimal(90), tuple(map(Decimal, (30, 40, 25))))


def test_a_share_goes_with_its_count() -> None:
    [share] = read("收到信息公开申请40件，其中予以公开21件，占52.5%。").shares
    assert (share.count, share.percent, share.decimals) == (Decimal(21), Decimal("52.5"), 1)
    assert read("收到信息公开申请40件，其中予以公开占52.5%。").shares == ()


def test_a_form_without_a_vocabulary_has_none() -> None:
    assert words_for("1999", YEAR) is None


@given(
    st.text(
        alphabet="收到政府信息公开申请办结12345件，。；：（）其中未上年结转下复议诉讼占%全市\n", max_size=120
    )
)
def test_any_text_can_be_read(text: str) -> None:
    for claim in read(text).claims:
        assert 0 <= claim.start < claim.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "全年收到政府信息公开申请12件，办结11件（含上年结转1件），其中予以公开5件。",
        "政府信息公开申请1件，其中",
        "未收到政府信息公开申请",
        "收取信息处理费1,1",
    ],
)
def test_a_very_long_text_is_read_in_linear_time(piece: str) -> None:
    """Eight times the text; a reader that looks back over all of it would take 64 times as long."""
    from time import process_time

    def taken(characters: int) -> float:
        text = (piece * characters)[:characters]
        start = process_time()
        read(text)
        return process_time() - start

    taken(1_000)
    assert taken(64_000) < 24 * taken(8_000) + 0.2
