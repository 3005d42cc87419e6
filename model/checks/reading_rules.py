"""The rules that read the texts, in one list."""

from collections.abc import Callable, Iterable

from model.checks.comparison import text_against_tables
from model.checks.completeness import missing_texts, overview_length
from model.checks.fees import fee_contradiction, fee_unreported
from model.checks.finding import Finding
from model.checks.hygiene import duplicate_paragraph, personal_data
from model.checks.numbering import heading_numbering
from model.checks.other_places import other_place
from model.checks.plausibility import unusual_shares
from model.checks.punctuation import document_number, punctuation
from model.checks.stale_year import stale_year
from model.checks.texts import left_overs, text_topics
from model.checks.unchanged import unchanged_texts
from model.report import Report

TEXT_RULES: tuple[Callable[[Report], Iterable[Finding]], ...] = (
    missing_texts,
    left_overs,
    text_topics,
    text_against_tables,
    overview_length,
    stale_year,
    unchanged_texts,
    unusual_shares,
    fee_unreported,
    fee_contradiction,
    other_place,
    heading_numbering,
    duplicate_paragraph,
    punctuation,
    document_number,
    personal_data,
)
