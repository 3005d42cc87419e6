"""What follows from the kind of an agency: when it has to publish, and what it cannot have done.

All of it goes by the name, which is what a report has; a person can choose the kind where the name misleads.
"""

import re
from datetime import date
from functools import cache

from model import resources
from model.expression import Expression
from model.report import Report

_ASIDE = Expression(r"\s|[（(][^（）()]*[）)]")  # a second name, or what a report covers
_TOWNSHIP = Expression(
    r"(?:(?<!景德)镇|乡|街道|苏木)"
    r"(?:人民)?(?:政府)?(?:党委|党工委|工委)?(?:办事处|办)?(?:党政)?(?:综合)?(?:办公室|办)?$"
    r"|(?<!驻.)(?<!驻..)(?<!驻...)(?<!专员)办事处$|[镇乡]人民政府"
)
_ZONE = Expression(
    r"(?:开发|高新|产业|工业|经开|自贸|保税|保税港|综保|空港|示范|试验|实验|先行|合作|集聚|集中|功能|管理|"
    r"风景|风景名胜|名胜|度假|旅游|保护|园|(?<!浦东)(?<!滨海)新)区$|(?:新城|园)$"
)
_GOVERNMENT = Expression(
    r"(?:人民政府|政府|行政公署|行署|生产建设兵团|省|自治区|特别行政区|(?<!超)市|县|旗|州|(?<!联)盟|地区|"
    r"(?<![社景校小服务])区)(?:本级)?$"
)
_OFFICE = Expression(r"(?:局|委|委员会|管委会|监会|办|办公室|研究室|参事室|厅|部|署|队|处|所|站|馆|海关)$")
_INSTITUTION = Expression(
    r"(?:公司|集团|大学(?!城)|学院(?!路)|医院|学校|中学|小学|幼儿园).*(?<![局厅])$"
    r"|(?:居民|村民)委员会$|(?:研究|事务|交易|卫生)所$|(?:图书|博物|文化|科技|体育)馆$|(?:门诊|营业|俱乐)部$"
)
_OFFICE_OF_GOVERNMENT = Expression(r"(?<=政府)(?:办公室|办公厅)(?:本级)?$")
_NATIONAL = Expression(r"^(?:国家|中国|中华人民共和国|国务院)|(?:部|总局|总署)$")
_NO_PLACE = Expression(r"市场|城市|城镇|城乡|乡村|区域")  # 国家市场监督管理总局
_PLACE = Expression(r"[省市县区旗州盟镇乡]")
_PROVINCE = Expression(r"^(?:.{2,3}省|.{2,5}自治区)(?=.)")
_ABOVE = Expression(r"[市州盟].{2,}市$")  # a city that belongs to another is a small one


def guess_kind(agency: str) -> str:
    """The kind of an agency by its name: one of `AGENCY_KINDS`.

    The office of a government and the committee that runs a development zone count as departments: what
    sets a government apart is that it publishes for all that is below it.
    """
    name = _plain(agency)
    if _TOWNSHIP.search(name):
        return "township"
    if _INSTITUTION.search(name):
        return "other"
    if _ZONE.search(name):
        return "department"
    if _GOVERNMENT.search(name):
        return "government"
    return "department" if _OFFICE.search(name) else "other"


def kind_of(report: Report) -> str:
    """The kind that somebody chose for the report's agency, or else the one its name tells."""
    return report.agency_kind or guess_kind(report.agency)


def deadline(report: Report) -> date | None:
    """The last day to publish (条例第四十九条): a government has until 31 March, others until 31 January."""
    if report.year is None:
        return None
    return date(report.year + 1, *((3, 31) if kind_of(report) == "government" else (1, 31)))


def may_make_regulations(report: Report) -> bool | None:
    """Whether the agency can make 规章 (立法法第九十一条、第九十三条); `None` where its name does not tell.

    Ministries and the governments of provinces, autonomous prefectures and larger cities can. An office of
    such a government reports for it, and passes.
    """
    name = _plain(report.agency)
    kind = kind_of(report)
    if kind == "township":
        return False
    if kind == "government" or _OFFICE_OF_GOVERNMENT.search(name):
        return _government_may(_OFFICE_OF_GOVERNMENT.sub("", name).removesuffix("本级"))
    if _NATIONAL.search(name) and not _PLACE.search(_NO_PLACE.sub("", name)):
        return True
    return False if kind == "department" else None


def _government_may(name: str) -> bool | None:
    place = _PROVINCE.sub("", re.sub(r"(?:人民)?政府$", "", name))
    if place.endswith(("省", "自治区", "州")):
        return True
    if place.endswith("市"):
        if place[:-1] in _cities():
            return True
        return False if _ABOVE.search(place) else None
    return False if place.endswith(("县", "旗", "区")) and not place.endswith("地区") else None


@cache
def _cities() -> frozenset[str]:
    """The names, without 市, of the cities whose governments can make regulations."""
    regions = resources.read_toml(dict[str, str], resources.path("cities.toml"))
    return frozenset(city for cities in regions.values() for city in cities.split())


def _plain(agency: str) -> str:
    return _ASIDE.sub("", agency) or agency
