"""The Jinja environment: what templates may call, and the one way in which they print.

Whatever an expression gives is escaped on its way out, unless it is HTML that a template made.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.dataset import ClaimStatus, Dataset
from onrecord.exports import Snapshot
from onrecord.exports.jsonld import CONTEXT, node_of
from onrecord.models import Quantity, Quote, Record
from onrecord.reporters.cards import figures, parts, statement
from onrecord.reporters.dates import as_period, in_short, in_words
from onrecord.site import texts, uses, views
from onrecord.values.codes import COUNTRIES
from onrecord.values.edtf import Edtf

__all__ = ["environment"]

_FACETS: Final = {
    ("actor", "speakers.actor"): "speaker",
    ("system", "quantities.systems"): "system",
    ("system", "systems"): "system",
    ("system", "about.systems"): "system",
    ("system", "stances.scope.systems"): "system",
}
"""The facet of the explorer that finds the records of a group, by kind and field."""


def environment(snapshot: Snapshot) -> Environment:
    """An environment for the templates of this package and the pages of one dataset."""
    env = Environment(
        loader=PackageLoader("onrecord.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.tests.update(address=texts.is_address)
    env.filters.update(_filters(snapshot.dataset))
    env.globals.update(_of_words())
    env.globals.update(_of_dataset(snapshot))
    return env


def _finalized(value: Any) -> Any:
    """What an expression of a template gives, as HTML in which nothing acts."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) else texts.marked(value)


def _filters(dataset: Dataset) -> dict[str, Any]:
    return {
        "after": texts.after,
        "as_period": as_period,
        "bounds": figures.bounds_in_words,
        "day": _day,
        "detail": partial(_detail, dataset),
        "direction": texts.direction,
        "in_json": texts.in_json,
        "in_short": in_short,
        "in_words": in_words,
        "original_first": _original_first,
        "value": figures.value_in_words,
        "words": _words,
    }


def _of_words() -> dict[str, Any]:
    return {
        "calendars": parts.CALENDARS,
        "country": _country,
        "facets": _FACETS,
        "language": views.language,
        "marks": statement.STANCE_MARKS,
        "most": uses.MOST,
    }


def _of_dataset(snapshot: Snapshot) -> dict[str, Any]:
    dataset = snapshot.dataset
    return {
        "answers": lambda record: tuple(views.answers(dataset, record)),
        "cited_as": partial(views.cited_as, dataset),
        "dataset": dataset,
        "differences": views.differences,
        "label": partial(parts.label_of, dataset),
        "linked_data": partial(_linked_data, snapshot),
        "rests_on": partial(views.rests_on, dataset),
        "shown": partial(views.shown, dataset),
        "status_of": lambda claim: snapshot.once(_statuses)[claim.id],
        "term": partial(parts.term, dataset),
        "uses_of": lambda record: tuple(uses.groups_of(dataset, record)),
    }


def _statuses(snapshot: Snapshot) -> dict[str, ClaimStatus]:
    return {claim: snapshot.dataset.history(claim).status for claim in snapshot.dataset.claims}


def _linked_data(snapshot: Snapshot, record: Record) -> dict[str, Any]:
    return {"@context": CONTEXT, **node_of(snapshot, record)}


def _day(day: datetime.date) -> str:
    return in_words(Edtf.parse(day.isoformat()))


def _detail(dataset: Dataset, quantity: Quantity) -> str:
    return "".join(figures.detail_in_words(dataset, quantity))


def _original_first(quotes: Iterable[Quote]) -> list[Quote]:
    """The words said, then the translations of them."""
    return sorted(quotes, key=lambda quote: quote.translation_of is not None)


def _country(code: str | None) -> str:
    return COUNTRIES.get(code or "", "")


def _words(word: str) -> str:
    """A word of a closed list for people: ``shot-down`` is "shot down"."""
    return word.replace("-", " ")
