"""What the reading of a text has come to: topic, year and agency of which the next clause speaks."""

from model.claims import wording
from model.claims.claim import Scope
from model.claims.passages import VOID, Passage
from model.claims.vocabulary import ELSE, MAIN, Topic, Words
from model.headings import heading

_OTHERWISE = (wording.PART_YEAR, wording.PLAN, wording.MANY_YEARS, wording.MOCK)


class Context:
    """Taken from clause to clause.

    `speaks_for_all` says that the report is that of a whole place (a government's), so that 全市 means
    itself. `topic` is that of the last clause that had one, `told` the kind that others may follow,
    `beside` the topics that the paragraph has spoken of, `parts` that the sentence has come to 其中;
    `scope` is `None` where neither this agency nor all of its place is meant.
    """

    def __init__(self, words: Words, year: int | None, speaks_for_all: bool) -> None:
        self.words = words
        self.year = year
        self._for_all = speaks_for_all
        self.heading = ""
        self.topic = ""
        self.told = ""
        self.beside: frozenset[str] = frozenset()
        self.parts = False
        self.other_year = False
        self.scope: Scope | None = "own"
        self._seen = False  # the paragraph has spoken of applications

    def enter(self, passage: Passage) -> None:
        """A new paragraph: its heading, or else that of the paragraphs before, says what it is about."""
        level, stop = heading(passage.text.replace(VOID, ""))
        if level:
            topic = self._topic_of(passage.text[:stop])
            self.heading = topic.key if topic and topic.passing != "always" else ""
        self.topic, self.scope, self.beside = self.heading, "own", frozenset()
        self._seen = self.heading == MAIN

    def begin(self, sentence: str) -> bool:
        """A new sentence; whether it speaks of the whole year, and of what has been."""
        self.parts = self.other_year = False
        if not sentence.startswith(wording.PARTS):
            self.told, self.scope = "", self.scope or "own"
        whole = sentence.partition(wording.PARTS)[0]
        if any(words.is_in(whole) for words in _OTHERWISE) or wording.PROPERTY.is_in(sentence):
            return False
        if self.topic not in (MAIN, ELSE):
            self.topic = self.heading  # only those are spoken of from sentence to sentence
        if not self.topic and self.is_main(sentence):
            self.topic = MAIN  # 收到申请书55份，申请公开的信息主要涉及……
        self.beside |= {key for key, pattern in self.words.beside.items() if pattern.search(sentence)}
        return True

    def clause(self, clause: str, counts: bool) -> str:
        """A new clause, which has numbers or not; its topic."""
        self.scope = self._scope_of(clause)
        own = self._topic_of(clause)
        self._seen |= own is not None and own.key == MAIN
        if own is None and self._seen and wording.BARE.search(clause):
            self.topic = MAIN
        if own is None or (own.key != MAIN and self.goes_on(clause)):
            return self.topic  # 信访举报投诉类申请3件
        if own.passing == "always":
            return self.topic if self.topic == MAIN else own.key
        if own.passing == "never" or counts:
            self.topic = own.key
        return own.key

    def is_main(self, clause: str) -> bool:
        """Whether words speak of applications themselves."""
        topic = self._topic_of(clause)
        return topic is not None and topic.key == MAIN

    def is_mixed(self, clause: str) -> bool:
        """Whether a clause counts other things together with applications (来信、依申请公开等26件)."""
        if self.goes_on(clause):
            return False
        rest = self.words.applications.sub(VOID, clause)
        return any(topic.key == ELSE and word.search(rest) for word, topic in self.words.topics.of(rest))

    def goes_on(self, clause: str) -> bool:
        """Whether a clause has words of the topic so far that are not those of other things as well."""
        told = self.words.told.get(self.topic)
        return any(e.kind.aside and e.words.search(clause) for e in told.of(clause)) if told else False

    def tells_beside(self, topic: str) -> list[str]:
        """The topics that are spoken of beside the one of a clause."""
        about = MAIN in (topic, self.heading)
        return [key for key in self.words.beside if about or key in self.beside]

    def _topic_of(self, clause: str) -> Topic | None:
        for word, topic in self.words.topics.of(clause):
            if word.search(clause):
                return topic
        return None

    def look_at_year(self, clause: str) -> None:
        """Whether a clause speaks of another year; what is carried from year to year speaks of this one."""
        if self.year is None or wording.CARRY.search(clause):
            return
        years = {int(year) for year in wording.YEAR.findall(clause)}
        if years:
            self.other_year = max(years) < self.year
        elif wording.LAST_YEAR.search(clause):
            self.other_year = True

    def _scope_of(self, clause: str) -> Scope | None:
        if self._for_all:
            if wording.NARROW in clause:
                return None
            if wording.WIDE.search(clause):  # 全市各部门 is all of it
                return "own"
            others = wording.OTHERS.is_in(clause) and not wording.ALL_LEVELS.search(clause)
            return None if others else self.scope
        if wording.OTHERS.is_in(clause):
            return None
        if wording.WIDE.search(clause):
            return "wide"
        return "own" if wording.OWN.search(clause) else self.scope
