"""Reads what running Chinese text says of a report's figures.

The order that works: normalise → drop figures of other years → sentences → skip part-years → topic →
clauses → words of the vocabulary → numbers. A claim has to be tied to its words, and the words to this
agency and this year; what is not sure is no claim. Nothing here knows a figure: claims are read whether
they agree with the tables or not.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from model.claims.claim import Claim, Listing, Reading, Scope, Share
from model.claims.numbers import Number, numbers
from model.claims.passages import VOID, Passage, clauses, passages, sentences
from model.claims.vocabulary import Kind, Words
from model.headings import heading

_MAIN = "applications"  # the topic beside which others are spoken of
_ELSE = "else"

_PART_YEAR = re.compile(
    r"[上下]半年|[一二三四1-4]季度|前[一二三四五六七八九十0-9]+个?(?:月|季度)|[0-9]{1,2}(?:月份?)?[-—~至到][0-9]{1,2}月份?(?![0-9]*日)"
    r"|(?:截至|截止)[^，。；]{0,6}?(?:[1-9]|1[01])月(?!31)|(?<![0-9])(?:[1-9]|1[0-2])月份"
)
_PLAN = re.compile(r"下一步|计划|力争|拟于|目标")
_PARTS = re.compile(r"其中")
_WHOLE = re.compile(r"^(?:其中)?(?:全年|年内|本年度?|当年|累计|总计|合计|总共|共)")
_DIFFERENCE = re.compile(r"比|增[加长至]|减少|下降|上升|多出|超过|平均|率|达到?[0-9.]+%")
_CONJUNCTION = re.compile(
    r"[”“\"的、和或及与/]{0,3}(?:以及|或者|并且|并)?(?:予以|被申请|被提起|提起|申请|引起的|发生)?[“”\"]?"
)
_EACH = re.compile(r"各(?:有|为|是)?$|均(?:为|是|有)?$|都(?:为|是)?$")
_NEGATION = re.compile(
    r"(?<![有])(?:未|没有|没|无|零)(?!法|效|偿|障|线|纸|论|关|需|须|正当|不|条件|缝|差|经|按|人机|烟|报告|能|来|予|提供|掌握)"
)
_QUALIFIED = re.compile(r"被?(?:改变|撤销|纠正|纠错|变更|确认违法|责令)|败诉|维持|胜诉|超期|逾期")
_CAUSE = re.compile(r"因|引起|引发|引致|导致|产生|针对|关于|投诉|举报|异议")
_CARRY = re.compile(r"结转|顺延|遗留|转至|转下")
_LAST_YEAR = re.compile(r"上年|去年|上一年|前年")
_YEARS = re.compile(r"(20[0-9]{2})年")
_WIDE = re.compile(
    r"全(?:市|区|县|省|州|盟|旗|系统)|本系统|[我本](?:市|区|县|省|州|旗)(?![^，。；]{0,8}(?:局|委|办|厅|院|中心))"
)
_OTHERS = re.compile(
    r"各(?:级|部门|单位|县|区|市|镇|乡|街道|科室|股室|处室|成员单位|责任单位|地)|(?:下|所)属(?:单位|部门)|基层(?:单位|所)|系统内"
)
_NARROW = re.compile(r"[市县区省州]?本级")
_OWN = re.compile(r"(?:我|本)(?:局|委|办|厅|机关|单位|镇|乡|街道|院|中心|部门|校|行政机关)|本级")
_NOBODY = re.compile(
    r"^有?(?:任何)?(?:一例|一件|一起)?(?:人|公民|群众|单位|组织|个人)*(?:提出|提交|申请)?(?:过)?的?"
)
_NOTHING_MORE = re.compile(r"(?:的?(?:公开|申请|事项|案件|请求|件|受理|办理|情况|政府|信息))*")
_PARTITION = re.compile(
    r"当面|现场|网络|网上|在线|线上|线下|邮寄|信函|信件|邮件|邮递|书面|传真|自然人|法人|平台|窗口"
)
_WAYS = re.compile(_PARTITION.pattern + "|网站|平台")
_OTHER_PART = re.compile(r"其他|其它|其余")


@dataclass(slots=True)
class _State:
    """What has been read so far decides how the next clause is taken."""

    heading: str = ""  # the topic of the heading above
    topic: str = ""  # that of the last clause that had one
    told: str = ""  # the kind that others may follow
    beside: frozenset[str] = frozenset()  # topics that the paragraph has spoken of
    parts: bool = False  # the sentence has come to 其中
    other_year: bool = False
    scope: Scope | None = "own"  # `None`: neither this agency nor all of it


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the vocabulary in a clause."""

    start: int
    end: int
    kind: Kind


class _List:
    """A total and its parts, while they are being read."""

    def __init__(self, total: Number) -> None:
        self.total = total
        self.parts: list[Number] = []
        self.mark = "，"  # what stands between the parts
        self._clauses: list[str] = []
        self._broken = False  # something else stands among them

    def add(self, part: Number | None, clause: str) -> None:
        if part is None or part.bare:
            self._broken = True
        else:
            self.parts.append(part)
            self._clauses.append(clause)

    @property
    def adds_up(self) -> bool:
        return len(self.parts) > 1 and sum(part.value for part in self.parts) == self.total.value

    def is_complete(self, of_applications: bool) -> bool:
        """Whether these are surely all parts of one kind: ways of applying, or a list that ends with 其他."""
        if self._broken or len(self.parts) < 2:
            return False
        if of_applications:
            return all(_PARTITION.search(clause) for clause in self._clauses)
        return bool(_OTHER_PART.search(self._clauses[-1])) and len(self.parts) > 2


class Reader:
    """Reads the texts of one report.

    `wide` says that the report speaks for a whole place (a government's), so that 全市 means itself.
    """

    def __init__(self, words: Words, year: int | None, speaks_for_all: bool) -> None:
        self._words = words
        self._year = year
        self._for_all = speaks_for_all

    def read(self, text: str) -> Reading:
        """All that a text says; positions are characters of `text`."""
        state = _State()
        claims: list[Claim] = []
        listings: list[Listing] = []
        shares: list[Share] = []
        for passage in passages(text, self._year):
            self._enter(passage, state)
            for start, end in sentences(passage.text):
                found = _Sentence(self, passage, start, end, state)
                found.read()
                claims += found.claims
                listings += found.listings
                shares += found.shares
        return Reading(tuple(claims), tuple(listings), tuple(shares))

    def _enter(self, passage: Passage, state: _State) -> None:
        """A new paragraph: its heading, or else that of the paragraphs before, says what it is about."""
        level, stop = heading(passage.text.replace(VOID, ""))
        if level:
            state.heading = self.topic_of(passage.text[:stop]) or ""
        state.topic, state.scope, state.beside = state.heading, "own", frozenset()

    def topic_of(self, clause: str, passing: bool = False) -> str:
        """The topic that a clause itself has, `""` where it has none."""
        for topic, pattern in self._words.topics:
            if (passing or not topic.passing) and pattern.search(clause):
                return topic.key
        return ""

    @property
    def words(self) -> Words:
        return self._words

    @property
    def year(self) -> int | None:
        return self._year

    def scope_of(self, clause: str, before: Scope | None) -> Scope | None:
        """Of whom a clause speaks."""
        if self._for_all:
            return None if _NARROW.search(clause) or _OTHERS.search(clause) else before or "own"
        if _OTHERS.search(clause):
            return None
        if _WIDE.search(clause):
            return "wide"
        return "own" if _OWN.search(clause) else before


class _Sentence:
    """One sentence being read."""

    def __init__(self, reader: Reader, passage: Passage, start: int, end: int, state: _State) -> None:
        self.reader = reader
        self.passage = passage
        self.start, self.end = start, end
        self.state = state
        self.claims: list[Claim] = []
        self.listings: list[Listing] = []
        self.shares: list[Share] = []
        self._last: Number | None = None  # the last count alone in its clause: a total, if 其中 follows
        self._list: _List | None = None
        text = passage.text[start:end]
        state.beside |= {key for key, pattern in reader.words.beside.items() if pattern.search(text)}

    def read(self) -> None:
        state, text = self.state, self.passage.text
        state.parts = state.other_year = False
        sentence = text[self.start : self.end]
        if not _PARTS.match(sentence):
            state.told = ""
        if _PART_YEAR.search(sentence) or _PLAN.search(sentence):
            return
        if not state.topic and self.reader.topic_of(sentence) == _MAIN:
            state.topic = _MAIN  # 收到申请书55份，申请公开的信息主要涉及……
        for start, end in clauses(text, self.start, self.end):
            self._clause(text, start, end)
            aside = self.passage.aside
            for at in range(bisect(aside, (start, 0)), bisect(aside, (end, 0))):
                for inner in clauses(self.passage.whole, *aside[at]):
                    self._aside(*inner)
        self._close_listing()

    # Clauses

    def _clause(self, text: str, start: int, end: int) -> None:
        state, clause = self.state, text[start:end]
        self._look_at_year(clause)
        topic = self._topic(clause)
        state.scope = self.reader.scope_of(clause, state.scope)
        told = list(numbers(text, start, end))
        self._follow_listing(text, start, end, told)
        if state.scope is None:
            return
        if not told and not _NEGATION.search(clause) and not self._stating(clause):
            return
        words = self._words(text, start, end, topic)
        found = [
            *self._told(text, words, told),
            *self._negated(text, start, end, words, topic),
            *self._stated(text, start, end, topic),
        ]
        self.claims += sorted(found, key=lambda claim: claim.start)
        self._look_at_shares(text, start, told)

    def _aside(self, start: int, end: int) -> None:
        """What stands in brackets: only kinds that are told there."""
        text = self.passage.whole
        if self.state.scope is None:
            return
        told = list(numbers(text, start, end))
        words = [word for word in self._words(text, start, end, self.state.topic) if word.kind.aside]
        self.claims += self._told(text, words, told)

    def _look_at_year(self, clause: str) -> None:
        """Whether a clause speaks of another year; what is carried from year to year speaks of this one."""
        if _CARRY.search(clause) or self.reader.year is None:
            return
        years = {int(year) for year in _YEARS.findall(clause)}
        if years:
            self.state.other_year = self.reader.year not in years
        elif _LAST_YEAR.search(clause):
            self.state.other_year = True

    def _topic(self, clause: str) -> str:
        """What a clause is about: its own words say it, or what stands before."""
        own = self.reader.topic_of(clause, passing=True)
        if own and not any(topic.key == own and topic.passing for topic, _ in self.reader.words.topics):
            if own == _ELSE and self._goes_on(clause):
                return self.state.topic  # 信访举报投诉类申请3件
            self.state.topic = own
        elif own and self.state.topic != _MAIN:
            return own
        return self.state.topic

    def _goes_on(self, clause: str) -> bool:
        """Whether a clause has words of the topic so far that are not those of other things as well."""
        told = self.reader.words.told.get(self.state.topic, [])
        return any(
            (kind.aside or self.state.topic != _MAIN) and pattern.search(clause) for kind, pattern in told
        )

    def _words(self, text: str, start: int, end: int, topic: str) -> list[_Word]:
        """The words of the vocabulary in a clause, the longest where they overlap."""
        clause = text[start:end]
        found: list[_Word] = []
        for key in (topic, *(key for key in self.reader.words.beside if self._beside(key, topic))):
            if key not in self.reader.words.told or not self.reader.words.any_of[key].search(clause):
                continue
            for kind, pattern in self.reader.words.told[key]:
                if kind.follows and kind.follows != self.state.told:
                    continue
                for match in pattern.finditer(text, start, end):
                    if not self.reader.words.taken_away[kind.key].search(clause):
                        found.append(_Word(match.start(), match.end(), kind))
        found.sort(key=lambda word: (word.start, word.start - word.end))
        kept: list[_Word] = []
        for word in found:
            if kept and word.start < kept[-1].end:
                if word.end - word.start > kept[-1].end - kept[-1].start:
                    kept[-1] = word
            else:
                kept.append(word)
        return [
            word
            for word in kept
            if not word.kind.weak
            or not any(other.start < word.start and other.kind.topic == word.kind.topic for other in kept)
        ]

    def _beside(self, key: str, topic: str) -> bool:
        return key in self.state.beside or _MAIN in (topic, self.state.heading)

    # Claims

    def _told(self, text: str, words: list[_Word], told: list[Number]) -> Iterator[Claim]:
        """Each number with the word that it belongs to: the one before it, or else the one behind it."""
        at = 0
        used = -1  # words up to here have their number
        for index, number in enumerate(told):
            while at < len(words) and words[at].start < number.start:
                at += 1
            before = [w for w in words[used + 1 : at] if 0 <= number.start - w.end <= w.kind.reach]
            group: list[_Word] = []
            if before:
                used = at - 1
                group = self._joined(text, before)
                gap = text[group[-1].end : number.start]
                if _DIFFERENCE.search(gap):
                    continue
                if number.percent and "占" not in gap and not gap.endswith(("比例为", "占比", "占比为")):
                    continue
            elif at < len(words) and not number.percent:
                behind = told[index + 1].start if index + 1 < len(told) else len(text)
                word = words[at]
                gap = text[number.end : word.start]
                if word.end <= behind and not word.kind.whole and len(gap) <= 12 and "，" not in gap:
                    group, used = [word], at
            if group and not self._denied(text, group[0]):
                yield from self._claim(text, group, number)
            elif group and number.value == 1 and group[0].kind.zero:  # 没有收到一件
                yield from self._claim(text, group, replace(number, value=Decimal(0)))

    def _denied(self, text: str, word: _Word) -> bool:
        """Whether a negation stands right before a word."""
        return any(
            match.end() >= word.start - 2
            for match in _NEGATION.finditer(text, max(self.start, word.start - 6), word.start)
        )

    def _joined(self, text: str, before: list[_Word]) -> list[_Word]:
        """The words that share a number: the last one and those tied to it by 和, 及, 、 …"""
        group = [before[-1]]
        for word in reversed(before[:-1]):
            if word.kind.topic != group[0].kind.topic or word.kind.joined != group[0].kind.joined:
                break
            if not _CONJUNCTION.fullmatch(text[word.end : group[0].start]):
                break
            group.insert(0, word)
        return group

    def _claim(self, text: str, group: list[_Word], number: Number) -> Iterator[Claim]:
        if group[-1].kind.whole and not self._speaks_of_all(text, group):
            return
        if self.state.other_year:
            return
        kinds = tuple(dict.fromkeys(word.kind.key for word in group))
        if not group[-1].kind.follows:
            self.state.told = kinds[-1]
        claim = self._made(
            kinds, number.value, min(group[0].start, number.start), max(group[-1].end, number.end)
        )
        claim = replace(
            claim,
            any_of=group[-1].kind.joined == "any",
            approximate=number.approximate,
            percent=number.percent,
            decimals=number.decimals,
        )
        gap = text[group[-1].end : number.start]
        if len(kinds) > 1 and not claim.any_of and (_EACH.search(gap) or not number.value):
            for kind in kinds:
                yield replace(claim, kinds=(kind,))
        else:
            yield claim

    def _speaks_of_all(self, text: str, group: list[_Word]) -> bool:
        """Whether what is received or answered here is all of it, and not a part (其中……, 网站受理1件)."""
        start = group[0].start
        begin = max(text.rfind(mark, self.start, start) for mark in "，；：、")
        lead = text[max(begin + 1, self.start) : start]
        keys = {word.kind.key for word in group}
        if _WAYS.search(lead) and any(keys & set(claim.kinds) for claim in self.claims):
            return False
        return not self.state.parts or (bool(_WHOLE.match(lead)) and not _PARTS.search(lead))

    def _negated(self, text: str, start: int, end: int, words: list[_Word], topic: str) -> Iterator[Claim]:
        """未收到……, 没有……: nothing of what follows."""
        clause = text[start:end]
        negation = _NEGATION.search(clause)
        if not negation or self.state.other_year:
            return
        place = start + negation.end()
        rest = text[place:end]
        if _QUALIFIED.search(rest) or any(number.value for number in numbers(text, place, end)):
            return
        beside = [
            w for w in words if w.start >= place and w.kind.zero and w.kind.topic in self.reader.words.beside
        ]
        own = [w for w in words if w.start >= place - 1 and w.kind.zero and w.kind.topic == topic]
        for word in beside:
            yield replace(self._made((word.kind.key,), Decimal(0), place - 1, word.end), stated=True)
        caused = _CAUSE.search(rest) or beside
        for word in own[:1] if topic == _MAIN else own:
            received = topic == _MAIN and not word.kind.aside
            if not received or (
                not caused and word.start <= place + 4 and self.reader.topic_of(rest) == _MAIN
            ):
                yield replace(self._made((word.kind.key,), Decimal(0), place - 1, end), stated=True)
        if not own and not caused and topic == _MAIN and self._names_applications(rest):
            yield replace(self._made(("received",), Decimal(0), place - 1, end), stated=True)

    def _names_applications(self, rest: str) -> bool:
        """无政府信息公开申请, 没有依申请公开事项: the words after a negation are applications and no more."""
        pattern = next(pattern for topic, pattern in self.reader.words.topics if topic.key == _MAIN)
        rest = _NOBODY.sub("", rest)
        match = pattern.match(rest)
        left = rest[match.end() :].strip(VOID) if match else ""
        return match is not None and _NOTHING_MORE.fullmatch(left) is not None

    def _stating(self, clause: str) -> bool:
        return any(pattern.search(clause) for _, pattern in self.reader.words.statements)

    def _stated(self, text: str, start: int, end: int, topic: str) -> Iterator[Claim]:
        """Sentences that say without a number that something is 0: 均已办结, 均为自然人申请."""
        if self.state.other_year:
            return
        for statement, pattern in self.reader.words.statements:
            match = pattern.search(text, start, end) if statement.topic == topic else None
            if match:
                claim = self._made((statement.key,), Decimal(0), match.start(), match.end())
                yield replace(claim, stated=True)

    def _made(self, kinds: tuple[str, ...], value: Decimal, start: int, end: int) -> Claim:
        start, end = self.passage.place(start, max(end, start + 1))
        return Claim(kinds, value, start, end, scope=self.state.scope or "own")

    # Lists of parts and shares

    def _follow_listing(self, text: str, start: int, end: int, told: list[Number]) -> None:
        """Remembers a total and the parts after 其中; a list goes on as it began, with ； or without."""
        clause = text[start:end]
        counts = [number for number in told if not number.percent]
        alone = counts[0] if len(counts) == 1 and not counts[0].approximate else None
        if self._list and self._list.adds_up:  # what follows speaks of the whole again
            self._close_listing()
            self.state.parts = False
        if _PARTS.search(clause):
            self._close_listing()
            self.state.parts = True
            self._list = _List(self._last) if self._last else None
        elif self._list and len(self._list.parts) > 0 and text[start - 1] == "；":
            if len(self._list.parts) == 1:
                self._list.mark = "；"
            elif self._list.mark != "；":
                self._close_listing()
        if self._list and counts:
            self._list.add(alone, clause)
        self._last = alone or self._last

    def _close_listing(self) -> None:
        if self._list and self._list.is_complete(self.state.topic == _MAIN):
            total, parts = self._list.total, self._list.parts
            place = self.passage.place(total.start, parts[-1].end)
            self.listings.append(Listing(total.value, tuple(part.value for part in parts), *place))
        self._list = None

    def _look_at_shares(self, text: str, start: int, told: list[Number]) -> None:
        """占33.9% belongs to the result that was told last."""
        for number in told:
            before = text[max(start, number.start - 4) : number.start]
            if number.percent and "占" in before and self.claims and not number.approximate:
                last = self.claims[-1]
                if not last.percent and not last.stated:
                    place = self.passage.place(number.start, number.end)
                    self.shares.append(Share(last, number.value, number.decimals, last.start, place[1]))
