"""A claim's history as a chain: who said what of it in order, and where its status changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from onrecord.dataset import Dataset, Entry, History, Standing
from onrecord.models import Claim, Event, Record, Stance, StanceOnClaim, Statement
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Line, Page
from onrecord.reporters.cards.statement import STANCE_MARKS, stance_words
from onrecord.reporters.dates import in_words
from onrecord.reporters.terminal import Look
from onrecord.values.edtf import Edtf

__all__ = ["chain", "history_data", "render_history", "status_words", "tally"]

_EVENT = "•"
_NO_STANCE = " "
_DAY = len("2022-11-05~")


def render_history(history: History, dataset: Dataset, look: Look, *, changes: bool = False) -> str:
    """The history as text; ``changes`` keeps the entries with which the status changed."""
    page = Page(look)
    claim = history.claim
    page.title(claim.kind.value, claim.id)
    page.lead([("strong", claim.text)], status_words(history))
    entries = history.changes if changes else history.entries
    page.section("Changes of status" if changes else "History", len(entries))
    chain(page, dataset, entries)
    return page.text()


def status_words(history: History) -> Line:
    """The status now, since when, and what it means."""
    standing = history.standing
    since = f" since {in_words(Edtf.parse(str(history.changes[-1].by)))}" if history.changes else ""
    return [("figure", _word(standing)), f"{since}. {standing.status.meaning}"]


def _word(standing: Standing) -> str:
    word = standing.status.value.replace("-", " ")
    return word if standing.certain else f"possibly {word}"


def tally(entries: Sequence[Entry]) -> str:
    """How often each stance is taken; it serves as the legend of the marks too."""
    counts = Counter(stance.stance for entry in entries for stance in entry.stances)
    said = [
        f"{mark} {stance.value.replace('-', ' ')}: {counts[stance]}"
        for stance, mark in STANCE_MARKS.items()
        if counts[stance]
    ]
    events = sum(isinstance(entry.record, Event) for entry in entries)
    return ", ".join([*said, *([f"{_EVENT} events: {events}"] if events else [])])


def chain(page: Page, dataset: Dataset, entries: Sequence[Entry]) -> None:
    """Every entry with its date, its stances and its speakers, and each change of the status."""
    if not entries:
        return
    page.lead([("faint", tally(entries))])
    for entry in entries:
        head = f"{entry.record.date.text:<{_DAY}} {_mark(entry)}"
        page.entry(("figure", head), *_told(dataset, entry), width=_DAY + 2)


def _mark(entry: Entry) -> str:
    if isinstance(entry.record, Event):
        return _EVENT
    marks: list[Stance] = [stance.stance for stance in entry.stances]
    return "".join(STANCE_MARKS[stance] for stance in marks) or _NO_STANCE


def _told(dataset: Dataset, entry: Entry) -> Iterator[Line]:
    record = entry.record
    origins = f"{entry.origins.count} {'origin' if entry.origins.count == 1 else 'origins'}"
    if isinstance(record, Event):
        yield [f"{record.title} ", ("faint", f"({record.standing.value}, {origins})")]
    else:
        yield list(_voice(dataset, record, entry))
        yield [("faint", f"{record.act.value}, {origins}: "), record.summary]
        yield from ([("faint", words)] for words in _scopes(dataset, entry.stances))
    yield [("name", record.id)]
    if entry.changed:
        yield list(_change(entry.standing, record))


def _voice(dataset: Dataset, statement: Statement, entry: Entry) -> Iterator[Any]:
    """Every speaker with the capacity, and the party where the capacity does not show it."""
    for place, (speaker, party) in enumerate(zip(statement.speakers, entry.parties, strict=True)):
        name = parts.label_of(dataset, speaker.actor)
        capacity = "" if speaker.capacity == name else f", {speaker.capacity}"
        yield ("strong", f"; {name}" if place else name)
        whose = parts.label_of(dataset, party.id)
        is_said = whose in (name, "") or whose in capacity
        yield capacity if is_said else f"{capacity} ({whose})"


def _scopes(dataset: Dataset, stances: Sequence[StanceOnClaim]) -> Iterator[str]:
    for stance in stances:
        if stance.scope is not None:
            yield stance_words(dataset, stance)


def _change(standing: Standing, record: Record) -> Iterator[Any]:
    yield ("good", f"▸ {_word(standing)}")
    others = [each.id for each in standing.because if each.id != record.id]
    if others:
        yield ", with "
        yield ("name", ", ".join(others))
    if not standing.certain:
        yield ("faint", " (it cannot be told that the scopes overlap)")


def history_data(history: History) -> dict[str, Any]:
    """The history as plain data."""
    claim: Claim = history.claim
    return {
        "claim": claim.id,
        "text": claim.text,
        **_standing(history.standing),
        "entries": [_entry(entry) for entry in history.entries],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "status": standing.status.value,
        "certain": standing.certain,
        "because": [statement.id for statement in standing.because],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    record = entry.record
    speakers = record.speakers if isinstance(record, Statement) else ()
    return {
        "kind": record.kind.value,
        "id": record.id,
        "date": record.date.text,
        "by": entry.by.isoformat(),
        "label": record.label,
        **({"act": record.act.value} if isinstance(record, Statement) else {}),
        "stances": [stance.to_dict() for stance in entry.stances],
        "speakers": [
            {**speaker.to_dict(), "party": party.id, "party_steps": list(party.steps)}
            for speaker, party in zip(speakers, entry.parties, strict=True)
        ],
        "origins": entry.origins.count,
        "affiliated_only": entry.origins.affiliated_only,
        "changed": entry.changed,
        **_standing(entry.standing),
    }
