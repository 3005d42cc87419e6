"""Ready sentences about the figures of the tables, for a person to put into a text.

What a sentence tells follows from what the cells hold when it is put in: what did not occur is left out.
Its figures are live (`model/fields.py`), so they never contradict the table. Words such as 未收到 are not:
when the table changes later, the checks compare them with it.
"""

from collections.abc import Mapping

from msgspec import Struct

from model.definition import Phrase, Topic
from model.expression import Expression
from model.fields import FIELD
from model.numbering import chinese
from model.report import Report

_HEADER = frozenset({"agency", "year"})
_PARTS = "{parts}"
CONTACT = ("address", "postcode", "phone", "email", "website")
"""What phrases may tell of how the agency is reached, e.g. `{phone}`; no report holds it."""

_CONTACT = Expression(r"\{(" + "|".join(CONTACT) + r")\}")
_UNKNOWN: Mapping[str, str] = {}


class Sentence(Struct, frozen=True):
    """A sentence and the name under which it is offered; `text` holds live figures."""

    label: str
    text: str


def sentences(report: Report, section: str, contact: Mapping[str, str] = _UNKNOWN) -> list[Sentence]:
    """The sentences that fit a text section of the report, in the order of the form.

    `contact` has what is known of how the agency is reached, by the names in `CONTACT`.
    A figure that no table holds (how much a website published) stands as ×× in them: `placeholder-left`
    reminds of it until somebody fills it in.
    """
    phrases = report.form.sections[section].sentences
    offered = ((phrase.label, _said(report, phrase, contact)) for phrase in phrases)
    return [Sentence(label, text) for label, text in offered if text]


def outline(report: Report, section: str) -> str:
    """A text section to fill in: a numbered paragraph for each thing it has to speak of; empty for none.

    A section without such a list begins with the first of its ready sentences; what stands before the first
    heading needs no outline.
    """
    definition = report.form.sections[section]
    ready = sentences(report, section)
    topics = definition.aspects or definition.halves
    if not topics:
        return ready[0].text if ready and definition.heading else ""
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


def _said(report: Report, phrase: Phrase, contact: Mapping[str, str]) -> str:
    """The words of a phrase; nothing where it is left out."""
    if not all(contact.get(name) for name in _CONTACT.findall(phrase.text)):
        return phrase.otherwise
    if any(report.value(address) for address in phrase.unless):
        return ""
    figures_told = all_figures(phrase)
    if phrase.otherwise and figures_told and all(report.value(address) == 0 for address in figures_told):
        return phrase.otherwise
    own = figures(phrase)
    # Where a zero would be told in other words, a blank is told as such: its live figure follows later.
    if own and not phrase.otherwise and not any(report.value(address) for address in own):
        return ""
    parts = phrase.between.join(filter(None, (_said(report, part, contact) for part in phrase.parts)))
    if phrase.parts and not parts and not own:
        return ""
    words = _CONTACT.sub(lambda name: contact[name[1]], phrase.text)
    return words.replace(_PARTS, parts)
