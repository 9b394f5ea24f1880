"""What a record rests on: how many independent origins its sources have, and what ties them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.dataset import Dataset, Origins, Tie, TieKind
from onrecord.models import Record
from onrecord.reporters.cards import parts
from onrecord.reporters.cards.page import Line, Page
from onrecord.values.codes import COUNTRIES

__all__ = ["counted", "origins", "ties"]

_HOW = {
    TieKind.DERIVED: "share the original",
    TieKind.PUBLISHER: "are published by",
    TieKind.CREDITS: "credit",
    TieKind.OWNERSHIP: "belong to",
}
_HOPS = ("the speaker's or issuer's own publication", "a report of it", "at second hand")


def origins(page: Page, dataset: Dataset, record: Record) -> None:
    """The number of origins, how near the nearest source is, and every tie between sources."""
    found = dataset.origins(record)
    if found.count:
        page.field("rests on", counted(found), *ties(dataset, found))


def counted(found: Origins) -> Line:
    """How many origins there are of how many sources, and how near the nearest is."""
    word = "origin" if found.count == 1 else "independent origins"
    sources = len(found.hops)
    of = "" if sources == found.count else f" of {sources} sources"
    nearest = min(found.hops.values())
    near = _HOPS[nearest] if nearest < len(_HOPS) else f"{nearest} steps away"
    line: list[str | tuple[str, str]] = [f"{found.count} {word}{of}; nearest: {near}"]
    if found.affiliated_only:
        line.append(("warning", "; media of a state, a party or an opposition alone"))
    return line


def ties(dataset: Dataset, found: Origins) -> Iterator[Line]:
    """A line for each origin of several sources: how many of them are tied by what."""
    for origin in found.origins:
        tied: dict[str, set[str]] = {}
        for tie in origin.ties:
            how = f"{_HOW[tie.kind]} {_through(dataset, tie)}"
            tied.setdefault(how, set()).update((tie.left, tie.right))
        if tied:
            said = "; ".join(f"{len(sources)} {how}" for how, sources in tied.items())
            yield [f"{len(origin.sources)} count as one: ", ("faint", said)]


def _through(dataset: Dataset, tie: Tie) -> str:
    if tie.through in COUNTRIES:
        return f"the state or media of {COUNTRIES[tie.through]}"
    label = parts.label_of(dataset, tie.through)
    return f"“{label}”" if tie.kind is TieKind.DERIVED else label
