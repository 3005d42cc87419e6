"""Ready sentences about the figures of the tables, for a person to put into a text.

What a sentence tells follows from what the cells hold when it is put in: what did not occur is left out.
Its figures are live (`model/fields.py`), so they never contradict the table. Words such as 未收到 are not:
when the table changes later, the checks compare them with it.
"""

from dataclasses import dataclass

from model.definition import Phrase, Topic
from model.fields import FIELD
from model.numbering import chinese
from model.report import Report

_HEADER = frozenset({"agency", "year"})
_PARTS = "{parts}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the name under which it is offered; `text` holds live figures."""

    label: str
    text: str


def sentences(report: Report, section: str) -> list[Sentence]:
    """The sentences that fit a text section of the report, in the order of the form.

    A figure that no table holds (how much a website published) stands as ×× in them: `placeholder-left`
    reminds of it until somebody fills it in.
    """
    offered = ((phrase.label, _said(report, phrase)) for phrase in report.form.sections[section].sentences)
    return [Sentence(label, text) for label, text in offered if text]


def outline(report: Report, section: str) -> str:
    """A text section to fill in: a numbered paragraph for each thing it has to speak of; empty for none.

    A section without such a list begins with the first of its ready sentences.
    """
    definition = report.form.sections[section]
    ready = sentences(report, section)
    topics = definition.aspects or definition.halves
    if not topics:
        return ready[0].text if ready else ""
    return "\n".join(
        "".join((f"（{chinese(number)}）{topic.label}。", *_ready(topic, ready), topic.opening))
        for number, topic in enumerate(topics, 1)
    )


def _ready(topic: Topic, offered: list[Sentence]) -> list[str]:
    return [sentence.text for sentence in offered if sentence.label in topic.ready]


def figures(phrase: Phrase) -> list[str]:
    """The addresses of the cells that a phrase itself tells."""
    return [address for field in FIELD.findall(phrase.text) if (address := field[2:-1]) not in _HEADER]


def all_figures(phrase: Phrase) -> list[str]:
    """The addresses of the cells that a phrase and its parts tell."""
    return figures(phrase) + [address for part in phrase.parts for address in all_figures(part)]


def _said(report: Report, phrase: Phrase) -> str:
    """The words of a phrase; nothing where it is left out."""
    if any(report.value(address) for address in phrase.unless):
        return ""
    if phrase.otherwise and all(report.value(address) == 0 for address in all_figures(phrase)):
        return phrase.otherwise
    own = figures(phrase)
    # Where a zero would be told in other words, a blank is told as such: its live figure follows later.
    if own and not phrase.otherwise and not any(report.value(address) for address in own):
        return ""
    parts = phrase.between.join(filter(None, (_said(report, part) for part in phrase.parts)))
    if phrase.parts and not parts and not own:
        return ""
    return phrase.text.replace(_PARTS, parts)
