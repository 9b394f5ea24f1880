"""Pieces of the front page that follow from the records: how much, how fresh, and one history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from onrecord.dataset import History
from onrecord.exports.changes import last_change
from onrecord.models import Claim, Kind, Stance, Statement
from onrecord.reporters.cards.statement import STANCE_MARKS
from onrecord.site.claims.story import status_word
from onrecord.site.frame import Frame

__all__ = ["pages"]

_COUNTED: Final = (Kind.STATEMENT, Kind.EVENT, Kind.SOURCE, Kind.CLAIM, Kind.ACTOR)
_MOST_STEPS: Final = 6
_MOST_CLAIMS: Final = 8


class _Step(NamedTuple):
    """A statement that a claim's status rests on, and the status that came with it, if one did."""

    statement: Statement
    mark: str
    stance: str
    status: str


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Fragments of HTML, which the page includes."""
    dataset = frame.dataset
    found = [dataset.history(claim) for claim in dataset.claims.values() if claim.is_active]
    found.sort(key=lambda each: (-len(each.entries), each.claim.id))
    told = min(found, key=_plainness, default=None)
    numbers = frame.html(
        "front_numbers.jinja",
        counts={kind: len(dataset.of_kind(kind)) for kind in _COUNTED},
        languages=len({lang for each in dataset.statements.values() for lang in _langs(each)}),
        changed=last_change(frame.snapshot),
    )
    yield "front/numbers.html", f"{numbers}\n".encode()
    history = frame.html(
        "front_history.jinja", history=told, steps=_steps(frame, told) if told else ()
    )
    yield "front/history.html", f"{history}\n".encode()
    claims = frame.html("front_claims.jinja", histories=found[:_MOST_CLAIMS], count=len(found))
    yield "front/claims.html", f"{claims}\n".encode()


def _langs(statement: Statement) -> Iterator[str]:
    return (quote.lang.partition("-")[0] for quote in statement.quotes)


def _plainness(history: History) -> tuple[int, int, str]:
    """Orders histories by what they have to tell: statuses gone through, then entries."""
    statuses = {entry.standing.status for entry in history.changes}
    return -len(statuses), -len(history.entries), history.claim.id


def _steps(frame: Frame, history: History) -> tuple[_Step, ...]:
    """The statements that gave the claim its statuses, in order, each once."""
    became: dict[str, str] = {}
    found: dict[str, Statement] = {}
    for entry in history.changes:
        for statement in entry.standing.because:
            found.setdefault(statement.id, statement)
        became[entry.record.id] = status_word(entry.standing)
    ordered = sorted(found.values(), key=lambda each: (each.date.sort_key, each.id))
    return tuple(
        _Step(each, *_stance(frame, each, history.claim), became.get(each.id, ""))
        for each in ordered[:_MOST_STEPS]
    )


def _stance(frame: Frame, statement: Statement, claim: Claim) -> tuple[str, str]:
    """The mark and the word of a statement's first stance on a claim."""
    resolve = frame.dataset.resolve
    stances: Iterator[Stance] = (
        each.stance for each in statement.stances if resolve(each.claim) == claim.id
    )
    stance = next(stances, None)
    return ("", "") if stance is None else (STANCE_MARKS[stance], stance.value)
