"""Reading claims out of Chinese text: what a report's texts say of its figures.

`Reader.read` gives every claim, whether it agrees with the tables or not; comparing is left to the checks.
"""

from functools import lru_cache

from model.claims.claim import Claim, Listing, Reading, Share
from model.claims.reader import Reader
from model.claims.vocabulary import Words, words_for

__all__ = ["Claim", "Listing", "Reader", "Reading", "Share", "Words", "read_text", "words_for"]

LONGEST = 100_000  # characters of a text that are read; the longest published ones have some 10,000


@lru_cache(maxsize=16)
def read_text(form_id: str, year: int | None, speaks_for_all: bool, text: str) -> Reading:
    """All that a text says of a form's figures; nothing where the form has no vocabulary.

    Texts are remembered, so that a change of a cell does not read them anew. Of a text that is longer
    than any report only the beginning is read: nobody has to wait for a whole book that was pasted in.
    """
    words = words_for(form_id, year)
    return Reader(words, year, speaks_for_all).read(text[:LONGEST]) if words else Reading()
