"""Reading claims out of Chinese text: what a report's texts say of its figures.

`Reader.read` gives every claim, whether it agrees with the tables or not; comparing is left to the checks.
"""

from model.claims.claim import Claim, Listing, Reading, Share
from model.claims.reader import Reader
from model.claims.vocabulary import Words, words_for

__all__ = ["Claim", "Listing", "Reader", "Reading", "Share", "Words", "words_for"]
