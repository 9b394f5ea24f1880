"""A claim's history: what was said of it and bears on it, in order, and its status at each step.

It orders and computes; what a status is and how it follows stands in ``status``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from onrecord.dataset.claims.scopes import Scopes
from onrecord.dataset.claims.status import ClaimStatus, Ledger, Standing
from onrecord.dataset.moment import day_of, surely_by
from onrecord.dataset.origins import Origins, origins_of
from onrecord.dataset.parties import Parties, Party
from onrecord.models import Claim, Event, RelationType, StanceOnClaim, Statement

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset
    from onrecord.values.edtf import Edtf

__all__ = ["Entry", "History", "history_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement or an event in a claim's history.

    ``by`` is the first day by which it surely was said or had begun. ``stances`` are those on this
    claim, none for an event; ``parties`` are those spoken for, one for each speaker. ``standing``
    is the claim's status after it, and ``changed`` whether it was another one before.
    """

    record: Statement | Event
    by: datetime.date
    stances: tuple[StanceOnClaim, ...]
    parties: tuple[Party, ...]
    origins: Origins
    standing: Standing
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is on record on a claim, in the order in which it surely was said or had begun."""

    claim: Claim
    entries: tuple[Entry, ...]

    @property
    def standing(self) -> Standing:
        """The status now, with the statements that make it so."""
        return self.entries[-1].standing if self.entries else _NOTHING

    @property
    def status(self) -> ClaimStatus:
        """The status now."""
        return self.standing.status

    @property
    def changes(self) -> tuple[Entry, ...]:
        """The entries with which the status became another one."""
        return tuple(entry for entry in self.entries if entry.changed)

    def on(self, day: str | Edtf | datetime.date) -> Standing:
        """The status at the end of a day.

        Raises ``ValueError`` for a date that is not EDTF or has no last day.
        """
        last = day_of(day)
        past = [entry for entry in self.entries if entry.by <= last]
        return past[-1].standing if past else _NOTHING

    def __repr__(self) -> str:
        count = len(self.entries)
        entries = "1 entry" if count == 1 else f"{count} entries"
        return f"<History {self.claim.id}: {self.status}, {entries}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{entry.by}</td><td>{', '.join(each.stance for each in entry.stances)}</td>"
            f"<td>{escape(entry.record.label)}</td>"
            f"<td>{entry.standing.status if entry.changed else ''}</td></tr>"
            for entry in self.entries
        )
        return (
            f"<table><caption>{escape(self.claim.text)} {self.status}</caption><thead><tr>"
            "<th>by</th><th>stance</th><th>said or happened</th><th>status from then on</th></tr>"
            f"</thead><tbody>{rows}</tbody></table>"
        )


_NOTHING = Standing(status=ClaimStatus.UNADDRESSED, certain=True, because=())


def history_of(dataset: Dataset, claim: Claim) -> History:
    """The history of a claim; records that were withdrawn do not count."""
    parties = Parties(dataset)
    ledger = Ledger(scopes=Scopes(dataset), side=_side(claim, parties))
    entries: list[Entry] = []
    standing = _NOTHING
    for by, record in _in_order(dataset, _bearing(dataset, claim)):
        before, stances = standing, _stances(dataset, record, claim)
        found = _parties(record, parties)
        if isinstance(record, Statement):
            speakers = [dataset.resolve(each) for each in record.speaker_ids]
            ledger.add(record, stances, speakers=speakers, parties=found)
            standing = ledger.standing()
        entry = Entry(
            record=record,
            by=by,
            stances=stances,
            parties=found,
            origins=origins_of(dataset, record),
            standing=standing,
            changed=(standing.status, standing.certain) != (before.status, before.certain),
        )
        entries.append(entry)
    return History(claim=claim, entries=tuple(entries))


def _bearing(dataset: Dataset, claim: Claim) -> Iterable[Statement | Event]:
    """What is on the claim, and the statements that take back one that is."""
    on = {record.id: record for record in dataset.on(claim)}
    takes_back = {
        answer.id: answer
        for record in on.values()
        for answer in dataset.answers_to(record)
        for relation in answer.relations
        if relation.type is RelationType.RETRACTS
        and dataset.resolve(relation.statement or "") == record.id
    }
    return (on | takes_back).values()


def _in_order(
    dataset: Dataset, records: Iterable[Statement | Event]
) -> Sequence[tuple[datetime.date, Statement | Event]]:
    active = [record for record in records if record.is_active]
    dated = ((surely_by(record, dataset) or record.added, record) for record in active)
    return sorted(dated, key=lambda each: (each[0], each[1].date.sort_key, each[1].id))


def _side(claim: Claim, parties: Parties) -> frozenset[str]:
    """The parties that the claim is about: from one of them an affirmation is an admission."""
    about = claim.about.actors if claim.about else ()
    return frozenset(parties.of(actor).id for actor in about)


def _stances(
    dataset: Dataset, record: Statement | Event, claim: Claim
) -> tuple[StanceOnClaim, ...]:
    if isinstance(record, Event):
        return ()
    return tuple(each for each in record.stances if dataset.resolve(each.claim) == claim.id)


def _parties(record: Statement | Event, parties: Parties) -> tuple[Party, ...]:
    if isinstance(record, Event):
        return ()
    return tuple(parties.of_speaker(speaker, record.date) for speaker in record.speakers)
