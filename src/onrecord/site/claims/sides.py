"""On which side of a claim an entry of its history stands, and the sign and the word for it.

It reads stances as they are; how they add up is for the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from onrecord.dataset import Entry
from onrecord.models import Event, Stance
from onrecord.reporters.cards.statement import STANCE_MARKS

__all__ = ["EVENT_MARK", "Side", "side_of", "sign_of", "sign_words", "stance_word"]

EVENT_MARK = "•"
_NO_STANCE = "·"


class Side(StrEnum):
    """The side of the axis on which an entry is set."""

    FOR = "for"
    """It affirms the claim, or a part of it."""

    AGAINST = "against"
    """It denies the claim."""

    BETWEEN = "between"
    """It does neither or both, or is an event."""


_SIDES = {
    Stance.AFFIRMS: Side.FOR,
    Stance.PARTLY_AFFIRMS: Side.FOR,
    Stance.DENIES: Side.AGAINST,
    Stance.LEAVES_OPEN: Side.BETWEEN,
    Stance.DECLINES_TO_COMMENT: Side.BETWEEN,
    Stance.RETRACTS: Side.BETWEEN,
}


def side_of(entry: Entry) -> Side:
    """The side on which the entry's stances are; between, where they are on both or on none."""
    found = {_SIDES[stance.stance] for stance in entry.stances}
    return found.pop() if len(found) == 1 else Side.BETWEEN


def stance_word(stance: Stance) -> str:
    """The stance in words, as the library names it."""
    return stance.value.replace("-", " ")


def sign_of(entry: Entry) -> str:
    """The signs of the entry's stances; of an event, the sign for events."""
    if isinstance(entry.record, Event):
        return EVENT_MARK
    return "".join(dict.fromkeys(STANCE_MARKS[each.stance] for each in entry.stances)) or _NO_STANCE


def sign_words(entries: Sequence[Entry]) -> list[tuple[str, str, int]]:
    """Every sign that occurs, with its word and how many entries have it: a legend and a count."""
    found: list[tuple[str, str, int]] = []
    for stance, mark in STANCE_MARKS.items():
        count = sum(any(each.stance is stance for each in entry.stances) for entry in entries)
        if count:
            found.append((mark, stance_word(stance), count))
    events = sum(isinstance(entry.record, Event) for entry in entries)
    return [*found, (EVENT_MARK, "event", events)] if events else found
