"""What is to be said of each rule, whatever it finds: its name, what it rests on, how to put things right.

The catalogue is data, `resources/rules.toml`; a rule's id never changes its meaning.
"""

from functools import cache

import msgspec

from model import resources


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule in words.

    `why` is the article or the habit that it rests on, `mend` what to do. `set_aside` says of a rule
    whose findings are errors that they can be set aside all the same, `reasons` what it is set aside for as
    a rule; `option` names the option of the report that switches the rule on.
    """

    title: str
    why: str
    mend: str
    set_aside: bool = False
    reasons: tuple[str, ...] = ()
    option: str = ""


@cache
def catalogue() -> dict[str, Explanation]:
    """Every rule by its id."""
    return resources.read_toml(dict[str, Explanation], resources.path("rules.toml"))


def explain(rule: str) -> Explanation:
    """What is to be said of a rule; `KeyError` for one that does not exist."""
    return catalogue()[rule]
