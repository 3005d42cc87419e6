"""Other places' names are found, the agency's own and those rightly mentioned are not."""

import pytest

from model.checks import Finding, Severity
from model.checks.other_places import other_place
from model.form import load_form
from model.places import home, is_place, names, names_in, place_called, places
from model.report import Report

OURS = "张店区水利局"


def findings(text: str, agency: str = OURS) -> list[Finding]:
    report = Report(load_form(), agency=agency, year=2025, texts={"overview": text})
    found = list(other_place(report))
    for finding in found:
        assert finding.start is not None and text[finding.start : finding.end] == finding.quote
        assert finding.severity is Severity.HINT and finding.section == "overview"
    return found


def quotes(text: str, agency: str = OURS) -> list[str | None]:
    return [finding.quote for finding in findings(text, agency)]


def test_the_gazetteer_knows_who_belongs_to_whom() -> None:
    assert places("张店区") == (("山东省", "淄博市", "张店区"),)
    assert places("济源市") == (("河南省", "济源市"),)
    assert places("浦东新区") == (("上海市", "浦东新区"),)
    assert len(places("鼓楼区")) > 2
    assert len(set(names())) > 3000 and place_called("张店") == "张店区" and place_called("和") is None
    assert not any(map(is_place, ("张店", "", "-", " ", "东城区 西城区"))) and places("张店") == ()


@pytest.mark.parametrize(
    ("agency", "places"),
    [
        ("张店区水利局", {("山东省", "淄博市", "张店区")}),
        ("淄博市张店区水利局", {("山东省", "淄博市", "张店区")}),
        ("淄博市水利局", {("山东省", "淄博市")}),
        ("山东省人民政府办公厅", {("山东省",)}),
        ("济南市市中区财政局", {("山东省", "济南市", "市中区")}),
        ("和县水务局", {("安徽省", "马鞍山市", "和县")}),
        ("马鞍山市和县水务局", {("安徽省", "马鞍山市", "和县")}),
        ("国家税务总局张店区税务局", {("山东省", "淄博市", "张店区")}),
        ("上海市浦东新区财政局", {("上海市", "浦东新区")}),
        ("青禾县水务局", set()),
        ("国家林业和草原局", set()),
        ("", set()),
    ],
)
def test_an_agencys_name_tells_its_place(agency: str, places: set[tuple[str, ...]]) -> None:
    assert home(agency) == places


def test_a_name_that_several_places_share_is_all_of_them() -> None:
    assert {path[1] for path in home("鼓楼区财政局")} >= {"南京市", "徐州市", "福州市"}
    assert home("南京市鼓楼区财政局") == {("江苏省", "南京市", "鼓楼区")}


def test_the_longest_name_counts() -> None:
    assert [name for _, name in names_in("湘西土家族苗族自治州和张家口市")] == [
        "湘西土家族苗族自治州",
        "张家口市",
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("文成县各部门按时发布信息。", "文成县"),
        ("信息在文成新闻网发布。", "文成新闻网"),
        ("通过文成县政府门户网站公开信息。", "文成县"),
        ("依托景德镇融媒发布。", "景德镇融媒"),
        ("落实温州市政务公开要点。", "温州市"),
        ("按照临淄区的要求更新目录。", "临淄区"),
        ("结合恩施土家族苗族自治州实际。", "恩施土家族苗族自治州"),
        ("在海城市的网站公开。", "海城市"),
        ("落实北京市要求。", "北京市"),
    ],
)
def test_another_place_is_found(text: str, quoted: str) -> None:
    [finding] = findings(text)
    assert finding.quote == quoted
    assert "别处" in finding.message


def test_the_message_says_where_the_place_is_and_how_often_it_stands_there() -> None:
    [finding] = findings("文成县发布信息。文成县更新目录。\n文成县答复申请。")
    assert "浙江省温州市文成县" in finding.message and "3处" in finding.message
    assert finding.start == 0


@pytest.mark.parametrize(
    "text",
    [
        "张店区按照淄博市和山东省的要求公开信息，张店融媒、淄博日报同步刊发。",
        "赴文成县学习政务公开做法。",
        "到杭州市余杭区考察，交流经验。",
        "与文成县开展东西部协作。",
        "由临淄区人民法院审理。",
        "向温州市某公司答复。",
        "文成县人民法院裁定驳回。",
        "在文成县、苍南县、泰顺县发放资料。",
        "推进沿海城市、新兴城市和西南山区建设，服务公安县级联网。",
        "财政和县级部门、比如县里、新建区域、合作市场、资源县级平台。",
        "在人民日报、光明日报、新华日报、解放日报刊发。",
        "通过公安信息网和中国政府网公开。",
        "成县、和县、文县",
        "服务中山市民、长安区域。",
        "工作有序推进，城区、郊区、市区、全县、全市、全区一致。",
        "",
    ],
)
def test_what_is_rightly_mentioned_or_no_place(text: str) -> None:
    assert quotes(text) == []


def test_places_below_the_agency_are_its_own() -> None:
    assert quotes("临淄区、张店区按时公开。", "淄博市水利局") == []
    assert quotes("淄博市按时公开。", "山东省水利厅") == []
    assert quotes("淄博市按时公开。", "江苏省水利厅") == ["淄博市"]


def test_an_agency_whose_place_is_not_known_is_not_judged() -> None:
    assert quotes("文成县按时公开，文成新闻网发布。", "青禾县水务局") == []
    assert quotes("文成县按时公开。", "国家林业和草原局") == []


def test_names_inside_the_agencys_own_are_its_own() -> None:
    assert quotes("信息在文成新闻网发布。", "淄博市张店区文成镇人民政府") == []


def test_a_copied_report_gives_no_endless_list() -> None:
    counties = [name for name in names() if len(name) == 3 and places(name)[0][0] == "浙江省"]
    text = "".join(f"{name}发布信息。" for name in counties * 20)
    found = findings(text)
    assert 20 < len(found) <= 51
    assert (len(found) == 51) == ("还有更多" in found[-1].message)
