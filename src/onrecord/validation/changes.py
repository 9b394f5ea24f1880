"""What a change in files can touch: the notes of what rules asked for and no longer get.

It compares entries and knows no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.validation.ledger import Entry, Ledger
from onrecord.validation.watching import (
    ADVICE,
    EVERYTHING,
    STATES,
    UNREAD,
    gathered_note,
    kind_note,
    named_note,
)

__all__ = ["changed_notes"]

Change = tuple[Entry | None, Entry | None]


def changed_notes(
    ledger: Ledger, entries: Sequence[Entry], fresh: Sequence[Entry]
) -> set[int] | None:
    """The numbers of all notes that no longer hold; ``None`` if nothing can be relied on.

    ``entries`` are all that there are now, ``fresh`` those among them that were read in this run.
    """
    changes = list(_changes(ledger, entries, fresh))
    if not changes:
        return set()
    texts = list(ledger.numbers)
    if _touches_former_ids(changes, ledger, entries):
        return None
    notes = {EVERYTHING}
    for before, after in changes:
        notes.update(_between(before, after))
        for entry in filter(None, (before, after)):
            notes.update(_of_entry(entry, texts))
    return {ledger.number(note) for note in notes}


def _changes(ledger: Ledger, entries: Sequence[Entry], fresh: Sequence[Entry]) -> Iterator[Change]:
    """Every entry that is new, gone or another, as it was and as it is."""
    for entry in fresh:
        yield ledger.entries.get(entry.path), entry
    if len(entries) - len(fresh) < len(ledger.entries):
        there = {entry.path for entry in entries}
        yield from ((each, None) for path, each in ledger.entries.items() if path not in there)


def _touches_former_ids(
    changes: Iterable[Change], ledger: Ledger, entries: Sequence[Entry]
) -> bool:
    """Whether an id may lead to another record than before: then all that is kept is in doubt."""
    all_entries = (*ledger.entries.values(), *entries)
    former = {old for entry in all_entries if entry.former for old in entry.former}
    changed = [entry for change in changes for entry in change if entry is not None]
    return any(entry.former or entry.id in former for entry in changed)


def _of_entry(entry: Entry, texts: Sequence[str]) -> Iterator[str]:
    """What asked for this file, or for what it names."""
    yield entry.id
    yield from (named_note(texts[name]) for name in entry.names)
    if entry.kind is not None:
        yield kind_note(entry.kind)
    if not entry.whole:
        yield UNREAD
    if entry.state is not None:
        yield STATES


def _between(before: Entry | None, after: Entry | None) -> Iterator[str]:
    """What asked for something in which the two differ."""
    if before is None or after is None or _is_another(before, after):
        yield ADVICE
        for entry in filter(None, (before, after)):
            yield from map(gathered_note, entry.facts)
        return
    if before.names != after.names:
        yield ADVICE
    for code in before.facts.keys() | after.facts.keys():
        if before.facts.get(code) != after.facts.get(code) or before.order != after.order:
            yield gathered_note(code)


def _is_another(before: Entry, after: Entry) -> bool:
    return (before.number, before.kind, before.whole) != (after.number, after.kind, after.whole)
