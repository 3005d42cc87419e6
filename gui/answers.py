"""What a person can answer to the questions of `gui/dialogs.py`, which is loaded with the first of them."""

from enum import Enum, auto


class Answer(Enum):
    """What to do with changes that are not saved."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class AfterFailure(Enum):
    """How to go on when a file could not be written."""

    AGAIN = auto()
    ELSEWHERE = auto()
    CANCEL = auto()


class WhenHeld(Enum):
    """What to do with a draft that somebody else has."""

    LOOK = auto()
    COPY = auto()
    TAKE_OVER = auto()
    CANCEL = auto()
