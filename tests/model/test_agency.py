"""What an agency's name tells: its kind, its deadline, and whether it can make regulations."""

from datetime import date

import pytest

from model.agency import _cities, deadline, guess_kind, kind_of, may_make_regulations
from model.form import load_form
from model.report import AGENCY_KINDS, Report

FORM = load_form()
TOWNSHIPS = """南河镇 南河镇人民政府 青禾区青禾镇镇人民政府 桥头街道 桥头街道办事处 青禾县桥头街道办
    桥头街道党工委办事处 柳林乡 青禾市柳林乡人民政府 柳林回族乡 柳林乡政府 青禾县南河镇党政办公室
    南河镇人民政府综合执法办公室 白音苏木 东湖地区办事处 南河镇（南河经济开发区） 南河镇人民政府（本级）"""
GOVERNMENTS = """青禾县 青禾县人民政府 青禾县政府 青禾市 青禾市人民政府 青禾区 青禾区人民政府 江南省
    江南省人民政府 青禾自治县 青禾蒙古族自治旗 白音旗 湘西土家族苗族自治州人民政府 海西州
    内蒙古自治区人民政府 阿拉善盟行政公署 喀什地区 喀什地区行政公署 景德镇市 景德镇市人民政府 新乡市
    新乡县人民政府 镇江市人民政府 乡宁县 浦东新区 浦东新区人民政府 神农架林区 六枝特区 城区 郊区
    杭州市（全市汇总） 青禾县本级 新疆生产建设兵团"""
DEPARTMENTS = """青禾县水务局 水务局 青禾县教育和体育局 青禾市发展和改革委员会 青禾市国资委 江南省财政厅
    青禾市公安局交通警察支队 青禾县人民政府办公室 江南省人民政府办公厅 青禾市人民政府研究室 新乡市水利局
    景德镇市民政局 青禾县乡村振兴局 青禾县信访局 青禾县自然资源局（青禾县林业局）
    青禾市生态环境局南河分局 国家税务总局青禾县税务局 青禾海关 青禾县气象局 青禾县消防救援大队 自然资源部
    国家市场监督管理总局 中国证监会 青禾县档案馆 青禾县政务服务管理办公室 青禾县委宣传部
    青禾县人民政府驻北京办事处 青禾高新技术产业开发区管理委员会 青禾经济开发区管委会 青禾经济开发区
    青禾工业园区 青禾新区 青禾新区管理委员会 南湖风景名胜区管理委员会
    中国（江南）自由贸易试验区管理委员会 青禾市大学城管理委员会 青禾县医院管理局 青禾市人民防空办公室"""
OTHERS = """青禾大学 青禾职业技术学院 青禾县第一中学 桥头小学 青禾县人民医院 青禾水务有限公司
    青禾市城市建设投资集团 青禾大学党委办公室 青禾县融媒体中心 青禾县机关后勤服务中心 青禾县总工会
    青禾县残疾人联合会 青禾县供销合作社联合社 青禾县图书馆 青禾律师事务所 阳光社区 阳光社区居民委员会
    南河村村民委员会 青禾水利研究所 中国人民银行 青禾超市 青禾产业联盟"""


def report_of(agency: str) -> Report:
    return Report(FORM, agency=agency, year=2025)


@pytest.mark.parametrize(
    ("agency", "kind"),
    [
        (name, kind)
        for kind, names in (
            ("township", TOWNSHIPS),
            ("government", GOVERNMENTS),
            ("department", DEPARTMENTS),
            ("other", OTHERS),
        )
        for name in names.split()
    ],
)
def test_the_kind_is_told_by_the_name(agency: str, kind: str) -> None:
    assert guess_kind(agency) == kind


@pytest.mark.parametrize("agency", ["", " ", "（）", "（青禾县）", "局", "区", "办", "甲" * 200, "镇" * 200])
def test_any_name_has_a_kind(agency: str) -> None:
    assert guess_kind(agency) in AGENCY_KINDS


def test_spaces_in_a_name_do_not_matter() -> None:
    assert guess_kind("南河镇 人民政府　") == "township"


def test_what_a_person_chose_goes_before_the_name() -> None:
    report = report_of("青禾经济开发区")
    assert kind_of(report) == "department"
    report.apply({"agency_kind": "government"})
    assert kind_of(report) == "government"
    assert deadline(report) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("agency", "last_day"),
    [
        ("青禾县人民政府", date(2026, 3, 31)),
        ("青禾县人民政府办公室", date(2026, 1, 31)),
        ("青禾县水务局", date(2026, 1, 31)),
        ("南河镇人民政府", date(2026, 1, 31)),
        ("青禾县人民医院", date(2026, 1, 31)),
    ],
)
def test_the_deadline_follows_from_the_kind(agency: str, last_day: date) -> None:
    report = report_of(agency)
    assert deadline(report) == last_day
    report.apply({"year": None})
    assert deadline(report) is None


MAY = """江南省人民政府 江南省 内蒙古自治区人民政府 江南省人民政府办公厅 淮安市人民政府 淮安市
    江苏省淮安市人民政府 淮安市人民政府办公室 杭州市（全市） 郑州市 苏州市 吉林市 吉林省吉林市 北京市
    重庆市人民政府办公厅 东莞市 儋州市 那曲市 海西州 湘西土家族苗族自治州 广西壮族自治区南宁市人民政府
    自然资源部 国家发展和改革委员会 国家市场监督管理总局 中国证监会 海关总署 中国人民银行"""
MAY_NOT = """青禾县水务局 水务局 江南省财政厅 青禾市发展和改革委员会 青禾县 青禾县人民政府
    青禾县人民政府办公室 青禾区 上海市浦东新区 白音旗 南河镇人民政府 桥头街道办事处 柳林乡
    苏州市昆山市人民政府 凉山州西昌市 青禾经济开发区管委会 国家税务总局青禾县税务局 青禾海关
    中国（江南）自由贸易试验区管理委员会 淮安市司法局"""
UNKNOWN = """昆山市人民政府 江苏省昆山市 青州市 胶州市人民政府办公室 阿拉善盟 喀什地区行政公署 青禾大学
    青禾县人民医院"""


@pytest.mark.parametrize(
    ("agency", "may"),
    [
        (name, may)
        for may, names in ((True, MAY), (False, MAY_NOT), (None, UNKNOWN))
        for name in names.split()
    ],
)
def test_who_can_make_regulations(agency: str, may: bool | None) -> None:
    assert may_make_regulations(report_of(agency)) is may


def test_the_list_of_cities_is_complete() -> None:
    assert len(_cities()) == 293 + 4  # with those under the central government
