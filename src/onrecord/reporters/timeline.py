"""Statements and events one after another, by month: what was said and what happened, in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from onrecord.dataset import Dataset
from onrecord.models import Event, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Page
from onrecord.reporters.cards.statement import STANCE_MARKS
from onrecord.reporters.dates import as_period
from onrecord.reporters.terminal import Look, Text, clip
from onrecord.values.edtf import Edtf, Precision

__all__ = ["render_timeline"]

_DAY = len("2022-11-05~")
_LONGEST = 180
_EVENT, _STATEMENT = "•", "“"


def render_timeline(
    records: Sequence[Statement | Event],
    dataset: Dataset,
    look: Look,
    *,
    whole: bool = False,
    claim: str | None = None,
) -> str:
    """The records in order under their months; long summaries are cut unless ``whole``.

    A statement is marked with its stance on the claim given, if it takes one.
    """
    page = Page(look)
    for month, some in groupby(records, key=lambda record: _month(record.date)):
        found = list(some)
        page.section(month, len(found))
        for record in found:
            mark = _EVENT if isinstance(record, Event) else _stance(record, dataset, claim)
            head = f"{record.date.text:<{_DAY}} {mark}"
            line = list(_told(dataset, record, whole=whole))
            page.entry(("figure", head), line, width=_DAY + 2)
    return page.text() if records else ""


def _stance(statement: Statement, dataset: Dataset, claim: str | None) -> str:
    stances = (
        each.stance for each in statement.stances if claim and dataset.resolve(each.claim) == claim
    )
    return next((STANCE_MARKS[stance] for stance in stances), _STATEMENT)


def _month(date: Edtf) -> str:
    """The month in which it begins, in words; the year where no month is known."""
    first = date.earliest
    if first is None:
        return "No known beginning"
    is_year = not date.is_interval and date.precision not in (
        Precision.MONTH, Precision.DAY, Precision.TIME,
    )  # fmt: skip
    return as_period(Edtf.parse(f"{first.year:04}" if is_year else f"{first:%Y-%m}"))


def _short(text: str) -> str:
    """The text, cut after a word where it is long."""
    cut = clip(text, _LONGEST)
    return cut if cut == text else f"{cut.rpartition(' ')[0]} …"


def _told(dataset: Dataset, record: Statement | Event, *, whole: bool) -> Iterator[Text]:
    if isinstance(record, Event):
        yield f"{record.title} "
        yield ("faint", f"({record.standing.value}) ")
    else:
        who = parts.who(dataset, record)
        named = "" if record.summary.casefold().startswith(who.casefold()) else f"{who}, "
        yield ("strong", named)
        yield ("faint", f"{record.act.value}: ")
        yield f"{record.summary if whole else _short(record.summary)} "
    yield ("name", record.id)
