"""The card of a claim: its status, its history in order, and who took which stance on it."""

from __future__ import annotations

from onrecord.dataset import Dataset
from onrecord.models import Claim
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.chain import chain, status_words
from onrecord.reporters.cards.page import Page

__all__ = ["card"]


def card(page: Page, claim: Claim, dataset: Dataset) -> None:
    """Lays out a claim."""
    page.lead([("strong", claim.text)], [claim.question])
    history = dataset.history(claim)
    page.field("status", status_words(history))
    page.field("topics", *parts.topics_of(dataset, claim.topics))
    parts.about(page, dataset, claim.about)
    measure = [[parts.term(dataset, "measures", claim.measure)]] if claim.measure else []
    page.field("measures", *measure)
    page.field("implies", *parts.names_of(dataset, claim.broader))
    page.field("implied by", *parts.names_of(dataset, _using(dataset, claim, "broader")))
    excluded = dict.fromkeys((*claim.excludes, *_using(dataset, claim, "excludes")))
    page.field("excludes", *parts.names_of(dataset, excluded))
    if history.entries:
        page.section("History", len(history.entries))
        chain(page, dataset, history.entries)
    parts.administration(page, claim)


def _using(dataset: Dataset, claim: Claim, field: str) -> list[str]:
    return [use.record.id for use in dataset.uses_of(claim) if use.path[0] == field]
