"""Names of other places in a report: what is left when a report was copied from somebody else's.

Places are mentioned rightly, too – a study tour, a court, a firm, a partner county. So a name counts only
where nothing around it explains it, and the finding is a hint.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator

from model.checks.finding import Finding, Severity
from model.checks.wording import at_most, is_han
from model.places import Path, home, names_in, place_called, places, related
from model.report import Report

_SENTENCE = re.compile(r"[^。！？\n]+")
_MEDIUM = re.compile(
    "(?:新闻(?:门户)?网|新闻传媒|传媒网|融媒|政府(?:门户)?网|政务网|门户网|信息网|信息港|日报|晚报|晨报"
    "|广播电视|电视台|广播电台|政务新媒体|政务微博|政务微信)"
)
_SEVERAL = 3  # other places in a sentence: such a list is written on purpose
_BEFORE, _AFTER = 16, 24  # characters around a name that may explain it

# Names that stand inside ordinary words, each two characters long: 公安县级, 比如县里, 新建区域, 光明日报 …
_ORDINARY = (
    "公安 资源 合作 比如 富裕 会同 南部 平安 新建 延长 港口 解放 老城 新城 老边 城中 城东 城西 城北 市中 "
    "市南 市北 友好 振兴 复兴 新兴 前进 安居 富民 安定 中方 南岸 点军 上街 上城 清新 运河 天全 万全 东方 "
    "新市 大方 长子 加查 共和 新华 光明 新民 红旗 高台 灯塔 同心 无为 万年 工农 回民 爱民 兴业 乐业 东风 "
    "宏伟 惠民 太平 长寿 友谊 博爱 中原 江南 江北 河东 河西 河南 河北 和平"
)
# Names that end like these (沿海城市, 西南山区) count only where what stands before parts them.
_WORDS = (
    "城市 山区 城区 军区 市区 海区 园区 湖区 港区 新区 林区 街区 边区 全县 全区 和县 南县 都市 集市 营区 陵区"
)
_PARTING = frozenset("在到由与及从向为于赴往省市州区")
# A name that goes on is none: 中山市民, 长安区域, 文成县级.
_GOES_ON = {"市": "场民容区值面镇井侩", "区": "域块别间位划", "县": "级", "旗": "帜袍舰号"}
# What makes a mention right: visits and help, courts and firms, roads and borders, or a list that goes on.
_RIGHTLY = re.compile(
    "学习|考察|调研|交流|培训|参观|观摩|借鉴|经验|先进|做法|协作|帮扶|对口|支援|援建|合作|结对|跨[省市区域]|通办"
    "|联合|联动|一体化|毗邻|邻近|相邻|周边|接壤|兄弟|等地|各地|转来|来函|移送|移交|寄|诉|复议|审理|审判|判决|裁定"
    "|法院|检察院|仲裁|公司|集团|事务所|大学|学院|学校|医院|银行|协会|商会|研究院|籍|人士|论坛|峰会|大会|比赛"
    "|大赛|展览|博览|高铁|铁路|高速|公路|航线|流域|迁|划转|合并|原名|更名|招商|客商|投资|户籍|异地|外地"
)


def other_place(report: Report) -> Iterator[Finding]:
    """Another county's or city's name, or its news site; nothing where the agency's own place is not known.

    The places above and below the agency's own are its own. One finding a place in a text.
    """
    homes = home(report.agency)
    if not homes:
        return
    for key, text in report.texts.items():
        found: dict[str, tuple[int, str]] = {}
        times: Counter[str] = Counter()
        for start, words, name in _mentions(text, homes, report.agency):
            found.setdefault(name, (start, words))
            times[name] += 1
        yield from at_most(
            _finding(key, name, words, start, times[name]) for name, (start, words) in found.items()
        )


def _finding(key: str, name: str, words: str, start: int, times: int) -> Finding:
    again = f"（共{times}处）" if times > 1 else ""
    where = "".join(places(name)[0])
    message = f"“{words}”像是别处的{again}：{where}。请核对是不是从别的报告里带来的；是就改成本地的。"
    return Finding("other-place", Severity.HINT, key, message, quote=words, start=start)


def _mentions(text: str, homes: frozenset[Path], agency: str) -> Iterator[tuple[int, str, str]]:
    """Mentions that nothing explains: where, the words, and the full name of the place."""
    found = deque(
        sorted(
            (start, said, name)
            for start, said, name in (*_named(text), *_media(text))
            if name[:-1] not in agency and not any(related(path, homes) for path in places(name))
        )
    )
    for sentence in _SENTENCE.finditer(text) if found else ():
        begin, end = sentence.span()
        inside = []
        while found and found[0][0] < end:
            inside.append(found.popleft())
        if len({name for _, _, name in inside}) >= _SEVERAL:
            continue
        for start, said, name in inside:
            last = start + len(said)
            if not _RIGHTLY.search(text, max(begin, start - _BEFORE), min(last + _AFTER, end)):
                yield start, said, name


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    """Full names of prefectures and counties."""
    for start, name in names_in(text):
        end = start + len(name)
        if len(name) < 3 or name[:-1] in _ORDINARY or _is_province(name):
            continue
        if text[end : end + 1] and text[end] in _GOES_ON.get(name[-1], ""):
            continue
        before = text[start - 1 : start]
        if name[-2:] in _WORDS and before not in _PARTING and is_han(before):
            continue
        yield start, name, name


def _is_province(name: str) -> bool:
    """Provinces are spoken of everywhere; the four cities that are one count as cities."""
    return len(places(name)[0]) == 1 and not name.endswith("市")


def _media(text: str) -> Iterator[tuple[int, str, str]]:
    """Short names before the name of a medium, e.g. 文成新闻网."""
    for medium in _MEDIUM.finditer(text):
        end = medium.start()
        for length in (3, 2):
            stem = text[max(0, end - length) : end]
            name = place_called(stem) if len(stem) == length and stem not in _ORDINARY else None
            if name:
                yield end - length, stem + medium[0], name
                break
