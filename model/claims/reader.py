"""Reads what running Chinese text says of a report's figures.

The order that works: normalise → drop figures of other years → sentences → skip part-years → topic →
clauses → words of the vocabulary → numbers. A claim has to be tied to its words, and the words to this
agency and this year; what is not sure is no claim. Nothing here knows a figure: claims are read whether
they agree with the tables or not.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from model.claims import wording
from model.claims.claim import Claim, Listing, Reading, Share
from model.claims.context import Context
from model.claims.listing import PartsList
from model.claims.numbers import Number, may_count, numbers
from model.claims.passages import VOID, Passage, clauses, passages, sentences
from model.claims.vocabulary import MAIN, Kind, Words

_NEAR, _FAR = 16, 20  # characters between a number and the word behind it


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the vocabulary in a clause."""

    start: int
    end: int
    kind: Kind


class Reader:
    """Reads the texts of one report; `speaks_for_all` says that it is that of a whole place."""

    def __init__(self, words: Words, year: int | None, speaks_for_all: bool) -> None:
        self._words = words
        self._year = year
        self._for_all = speaks_for_all

    def read(self, text: str) -> Reading:
        """All that a text says; positions are characters of `text`."""
        context = Context(self._words, self._year, self._for_all)
        claims: list[Claim] = []
        listings: list[Listing] = []
        shares: list[Share] = []
        for passage in passages(text, self._year):
            context.enter(passage)
            every = [_Sentence(context, passage, start, end) for start, end in sentences(passage.text)]
            while every and not every[-1].tells:
                every.pop()
            for sentence in every:
                sentence.read()
                claims += sentence.claims
                listings += sentence.listings
                shares += sentence.shares
        return Reading(tuple(claims), tuple(listings), tuple(shares))


class _Sentence:
    """One sentence being read.

    One that `tells` has a number, a negation or a statement; of any other only what it speaks of matters,
    for the sentences behind it.
    """

    def __init__(self, context: Context, passage: Passage, start: int, end: int) -> None:
        self._context = context
        self._passage = passage
        self._start, self._end = start, end
        self.claims: list[Claim] = []
        self.listings: list[Listing] = []
        self.shares: list[Share] = []
        self._last: Number | None = None  # the last count alone in its clause: a total, if 其中 follows
        self._count: Number | None = None  # the last count: a share in percent may follow
        self._list: PartsList | None = None
        self._mixed = False  # the clause counts other things together with applications
        self._tentative: list[Claim] = []  # of parts, or with the number before the word
        self._one_way: Claim | None = None  # what came through one channel
        self._numbers = list(numbers(passage.text, start, end))
        self._brackets = passage.aside[bisect(passage.aside, (start, 0)) : bisect(passage.aside, (end, 0))]
        self.tells = bool(self._numbers) or self._may_tell()

    def _may_tell(self) -> bool:
        """Whether there may be something to tell without a number, or in brackets."""
        whole = self._passage.whole[self._start : self._end]
        if wording.NEGATION.search(self._passage.text[self._start : self._end]):
            return True
        if self._context.words.stated.of(whole):
            return True
        return any(may_count(self._passage.whole, *inside) for inside in self._brackets)

    def read(self) -> None:
        """Fills `claims`, `listings` and `shares`."""
        text, whole, context = self._passage.text, self._passage.whole, self._context
        if not context.begin(text[self._start : self._end]):
            return
        for start, end in clauses(text, self._start, self._end):
            if not self.tells:
                context.clause(text[start:end], counts=False)
                continue
            self._clause(text, start, end)
            for inside in self._brackets:
                if start <= inside[0] < end:
                    for inner in clauses(whole, *inside):
                        self._aside(whole, *inner)
        self._close_list()
        self._settle()

    def _clause(self, text: str, start: int, end: int) -> None:
        clause = text[start:end]
        told = [number for number in self._numbers if start <= number.start < end]
        self._context.look_at_year(clause)
        topic = self._context.clause(clause, bool(told))
        self._follow_list(text, start, end, told)
        if self._context.scope is None or wording.PART_YEAR.is_in(clause) or wording.ALL_YEARS.is_in(clause):
            return
        if not told and not wording.NEGATION.search(clause) and not self._states(clause):
            return
        words = self._words(text, start, end, topic)
        self._mixed = topic == MAIN and self._context.is_mixed(clause)
        self._drop_one_way(clause, told)
        if told and wording.BESIDES.match(clause):
            self.claims = [claim for claim in self.claims if not self._is_whole(claim)]
        if told and wording.TOTAL_AFTER.match(clause):
            self._take_total(told[0])
        found = [
            *self._told(text, words, told),
            *self._denied(text, start, end, words, topic),
            *self._stated(text, start, end, topic),
        ]
        self.claims += sorted(found, key=lambda claim: claim.start)
        if found and wording.THROUGH.search(clause):
            self._one_way = self.claims[-1]
        if topic == MAIN:
            self._look_at_shares(text, told)

    def _aside(self, text: str, start: int, end: int) -> None:
        """What stands in brackets: only kinds that are told there."""
        if wording.WITHOUT.match(text, start):
            self.claims = [claim for claim in self.claims if not self._is_whole(claim)]
        elif self._context.scope is not None:
            topic = self._context.topic
            if told := list(numbers(text, start, end)):
                words = [word for word in self._words(text, start, end, topic) if word.kind.aside]
                self.claims += self._told(text, words, told)
            self.claims += self._stated(text, start, end, topic)

    def _words(self, text: str, start: int, end: int, topic: str) -> list[_Word]:
        """The words of the vocabulary in a clause, the longest where they overlap."""
        vocabulary, clause = self._context.words, text[start:end]
        found = [
            _Word(match.start(), match.end(), kind)
            for key in (topic, *self._context.tells_beside(topic))
            if key in vocabulary.told
            for kind, words, beside in vocabulary.told[key].of(clause)
            if not (beside and beside.search(clause))
            for match in words.finditer(text, start, end)
        ]
        found.sort(key=lambda word: (word.start, -word.end))
        kept: list[_Word] = []
        for word in found:
            if word.kind.follows and not self._follows(word, found):
                continue
            if not kept or word.start >= kept[-1].end:
                kept.append(word)
            elif word.end - word.start > kept[-1].end - kept[-1].start:
                kept[-1] = word
        strong = {word.kind.topic: word.start for word in reversed(kept) if not word.kind.weak}
        return [w for w in kept if not w.kind.weak or strong.get(w.kind.topic, w.start) >= w.start]

    def _follows(self, word: _Word, words: list[_Word]) -> bool:
        """Whether a word stands after a claim of the kind that it follows, in its clause or before."""
        leaders = [w.kind.key for w in words if w.start < word.start and w.kind.topic == word.kind.topic]
        of_clause = [key for key in leaders if not self._context.words.kinds[key].follows]
        if of_clause:
            self._context.told = of_clause[-1]
        return word.kind.follows == self._context.told

    # Claims

    def _told(self, text: str, words: list[_Word], told: list[Number]) -> Iterator[Claim]:
        """Each number with the word that it belongs to: the one before it, or else the one behind it."""
        at = used = 0  # words before `at` stand before the number, those before `used` have theirs
        for index, number in enumerate(told):
            while at < len(words) and words[at].start < number.start:
                at += 1
            before = [w for w in words[used:at] if 0 <= number.start - w.end <= w.kind.reach]
            group: list[_Word] = []
            tentative = self._context.parts
            if before:
                used = at
                group = self._joined(text, before)
                gap = text[group[-1].end : number.start]
                if wording.DIFFERENCE.search(gap.removesuffix("比例为")):
                    continue
                if number.percent and not wording.SHARE.search(gap):
                    continue
                with_it = text[group[-1].start - 1 : group[-1].start] == "含"
                if with_it and wording.ALTOGETHER.search(gap):
                    continue  # 含上年结转共14件: that is the whole
                if group[-1].kind.weak and not wording.ENDS.match(text, number.end):
                    continue  # 依申请公开13个事项目录
            elif at < len(words) and not number.percent:
                limit = told[index + 1].start if index + 1 < len(told) else len(text)
                last = at
                while last + 1 < len(words) and words[last + 1].start == words[last].end:
                    last += 1  # 4件由于重复申请不予处理: the result stands last
                if self._stands_behind(words[last], number, limit):
                    group, used = [words[last]], last + 1
                    tentative = True
            if group and not self._is_denied(text, group[0]):
                claims = list(self._claimed(text, group, number))
                self._tentative += claims if tentative else []
                yield from claims
            elif group and number.value == 1 and group[0].kind.zero:  # 没有收到一件
                yield from self._claimed(text, group, replace(number, value=Decimal(0)))

    def _stands_behind(self, word: _Word, number: Number, limit: int) -> bool:
        """Whether a number belongs to the word behind it: 2件结转下年度, 1646件已按规定答复."""
        gap = word.start - number.end
        if word.kind.whole:
            return word.kind.part_too and gap <= _FAR and word.end <= limit
        return gap <= _NEAR and word.end <= limit

    def _joined(self, text: str, before: list[_Word]) -> list[_Word]:
        """The words that share a number: the last one and those tied to it by 和, 及, 、 …"""
        group = [before[-1]]
        for word in reversed(before[:-1]):
            if word.kind.topic != group[0].kind.topic or word.kind.joined != group[0].kind.joined:
                break
            between = text[word.end : group[0].start]
            if not wording.CONJUNCTION.fullmatch(between) or not (between or word.kind.joined == "any"):
                break  # 行政执法案卷信息不予公开1件 is one result with its reason
            group.insert(0, word)
        return group

    def _claimed(self, text: str, group: list[_Word], number: Number) -> Iterator[Claim]:
        kind = group[-1].kind
        if kind.whole and (self._mixed or not self._speaks_of_all(text, group, number)):
            return
        if self._context.other_year:
            return
        kinds = tuple(dict.fromkeys(word.kind.key for word in group))
        if not kind.follows and number.value:
            self._context.told = kinds[-1] if len(kinds) == 1 else ""
        claim = replace(
            self._made(
                kinds, number.value, min(group[0].start, number.start), max(group[-1].end, number.end)
            ),
            any_of=kind.joined == "any",
            approximate=number.approximate,
            percent=number.percent,
            decimals=number.decimals,
        )
        each = wording.EACH.search(text[group[-1].end : number.start]) or not number.value
        if len(kinds) > 1 and each and not claim.any_of:
            yield from (replace(claim, kinds=(key,)) for key in kinds)
        else:
            yield claim

    def _speaks_of_all(self, text: str, group: list[_Word], number: Number) -> bool:
        """Whether what is received or answered here is all of it, and not a part (其中……, 网站受理1件)."""
        start, kind = group[0].start, group[-1].kind
        begin = max(text.rfind(mark, self._start, start) for mark in "，；：、")
        lead = text[max(begin + 1, self._start) : start]
        told = lead + text[start : number.start]
        if wording.ABETTING.search(lead):
            return False
        gap, behind = text[group[-1].end : number.start], text[number.start : self._end]
        clause = told + wording.PAUSE.split(behind, maxsplit=1)[0]
        if not (wording.OBJECT.fullmatch(gap) or self._context.is_main(clause)):
            return False  # 办理城市道路占用申请77件
        if wording.WAYS.search(told) and any(kind.key in claim.kinds for claim in self.claims):
            return False
        if not self._context.parts or (wording.WHOLE.match(lead) and wording.PARTS not in lead):
            return True
        if wording.OWN.search(lead):
            return True  # 全市收到642件，其中局机关收到118件
        parts = text[text.rfind(wording.PARTS, self._start, start) : start]
        return kind.part_too and not wording.WAYS.search(parts)

    def _is_denied(self, text: str, word: _Word) -> bool:
        """Whether a negation stands right before a word."""
        before = wording.NEGATION.finditer(text, max(self._start, word.start - 6), word.start)
        return any(match.end() >= word.start - 2 for match in before)

    def _denied(self, text: str, start: int, end: int, words: list[_Word], topic: str) -> Iterator[Claim]:
        """未收到……, 没有……: nothing of what follows."""
        negation = wording.NEGATION.search(text, start, end)
        if not negation or self._context.other_year:
            return
        place = negation.end()
        rest = text[place:end]
        if wording.QUALIFIED.search(rest) or any(number.value for number in numbers(text, place, end)):
            return
        behind = [word for word in words if word.start >= place - 1 and word.kind.zero]
        beside = [word for word in behind if word.kind.topic in self._context.words.beside]
        for word in beside:
            yield replace(self._made((word.kind.key,), Decimal(0), negation.start(), word.end), stated=True)
        own = [word for word in behind if word.kind.topic == topic]
        applied = topic == MAIN and not beside and not wording.CAUSE.search(rest)
        for word in own[:1] if topic == MAIN else own:
            received = topic == MAIN and not word.kind.aside
            if not received or (applied and word.start <= place + 4 and self._context.is_main(rest)):
                yield replace(self._made((word.kind.key,), Decimal(0), negation.start(), end), stated=True)
        nothing = self._context.words.nothing
        if nothing and applied and not own and self._names_applications(rest):
            yield replace(self._made((nothing,), Decimal(0), negation.start(), end), stated=True)

    def _names_applications(self, rest: str) -> bool:
        """无政府信息公开申请, 没有依申请公开事项: after a negation stand applications and nothing more."""
        return self._context.is_main(rest) and wording.NOTHING_MORE.fullmatch(rest.strip(VOID)) is not None

    def _states(self, clause: str) -> bool:
        """Whether a clause has the words of any statement."""
        return any(words.search(clause) for words, _ in self._context.words.stated.of(clause))

    def _stated(self, text: str, start: int, end: int, topic: str) -> Iterator[Claim]:
        """Sentences that say without a number that something is 0: 均已办结, 均为自然人申请."""
        for words, statement in self._context.words.stated.of(text[start:end]):
            match = words.search(text, start, end) if statement.topic == topic else None
            if match and not self._context.other_year:
                claim = self._made((statement.key,), Decimal(0), match.start(), match.end())
                yield replace(claim, stated=True)

    def _made(self, kinds: tuple[str, ...], value: Decimal, start: int, end: int) -> Claim:
        start, end = self._passage.place(start, max(end, start + 1))
        return Claim(kinds, value, start, end, scope=self._context.scope or "own")

    # Parts

    def _settle(self) -> None:
        """A sentence that tells one thing with different figures tells of parts: 8件按时答复，4件延期答复."""
        told: dict[tuple[str, ...], list[Claim]] = {}
        for claim in self.claims:
            if not claim.percent and not claim.stated:
                told.setdefault(claim.kinds, []).append(claim)
        drop: list[Claim] = []
        for kinds, claims in told.items():
            if len({claim.value for claim in claims}) > 1:
                drop += self._torn([self._context.words.kinds[key] for key in kinds], claims)
        self.claims = [claim for claim in self.claims if not any(claim is other for other in drop)]

    def _torn(self, kinds: list[Kind], claims: list[Claim]) -> list[Claim]:
        """Which of a sentence's claims of one kind tell of a part only."""
        firm = [claim for claim in claims if not any(claim is other for other in self._tentative)]
        if kinds[0].topic in self._context.words.beside:
            return claims[1:]  # 行政复议3件，……撤销复议申请1件
        if kinds[0].part_too and len({claim.value for claim in firm}) == 1:
            return [claim for claim in claims if claim not in firm]
        return [] if kinds[0].whole and not kinds[0].part_too else claims

    def _take_total(self, total: Number) -> None:
        """收到网上申请105件，快递17件，合计122件: what was told first is a part."""
        last = self.claims[-1] if self.claims else None
        if last and self._is_whole(last) and last.value < total.value and not total.percent:
            end = self._passage.place(total.start, total.end)[1]
            self.claims = [
                *(c for c in self.claims[:-1] if c.kinds != last.kinds),
                replace(last, value=total.value, end=end),
            ]

    def _is_whole(self, claim: Claim) -> bool:
        kind = self._context.words.kinds.get(claim.kinds[0])
        return kind is not None and kind.whole

    def _drop_one_way(self, clause: str, told: list[Number]) -> None:
        """通过网站收到3件、纸质申请36件: what came one way is a part, even without 其中."""
        if told and self._one_way is not None and wording.CHANNEL.search(clause):
            self.claims = [claim for claim in self.claims if claim is not self._one_way]
        self._one_way = None

    def _follow_list(self, text: str, start: int, end: int, told: list[Number]) -> None:
        """Remembers a total and the parts after 其中."""
        clause = text[start:end]
        counts = [number for number in told if not number.percent]
        alone = counts[0] if len(counts) == 1 and not counts[0].approximate else None
        if self._list and self._list.adds_up:  # what follows speaks of the whole again
            self._close_list()
            self._context.parts = False
        if wording.PARTS in clause:
            self._close_list()
            self._context.parts = True
            self._list = PartsList(self._last) if self._last else None
        elif self._list and not self._list.goes_on_after(text[start - 1]):
            self._close_list()
        if self._list and counts:
            self._list.add(alone, clause)
        self._last = alone or self._last

    def _close_list(self) -> None:
        if self._list and self._list.is_complete(self._context.topic == MAIN):
            total, parts = self._list.total, self._list.parts
            place = self._passage.place(total.start, parts[-1].end)
            self.listings.append(Listing(total.value, tuple(part.value for part in parts), *place))
        self._list = None

    def _look_at_shares(self, text: str, told: list[Number]) -> None:
        """84件，占33.9%: the share of the count right before it."""
        for number in told:
            if not number.percent:
                self._count = number
                continue
            count, self._count = self._count, None
            exact = count is not None and not (number.approximate or count.approximate)
            if count and exact and wording.SHARE_OF.fullmatch(text[count.end : number.start]):
                place = self._passage.place(count.start, number.end)
                self.shares.append(Share(count.value, number.value, number.decimals, *place))
