"""The pages of claims: a history on an axis of time, its status, its sides, and what contradicts.

A long history is told by its turns, and every year of it has a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, Final

from onrecord.dataset import ContradictionKind, Entry
from onrecord.models import Claim
from onrecord.reporters.cards.parts import term
from onrecord.site.claims.answers import answers_of
from onrecord.site.claims.entries import RELATION_WORDS, entry_view, party_name, who
from onrecord.site.claims.layout import Chapter, chapters
from onrecord.site.claims.lines import Lines
from onrecord.site.claims.overview import overview_of
from onrecord.site.claims.sides import side_of, sign_of, sign_words
from onrecord.site.claims.story import (
    claims_around,
    clashes,
    contradictions_by_claim,
    figure_contradictions,
    figures_apart,
    histories,
    oppositions,
    party_rows,
    sides_in_brief,
    status_word,
    turns,
)
from onrecord.site.frame import Frame
from onrecord.site.pictures.figures import (
    Figure,
    chart_of_figures,
    figures_in,
    main_unit,
    span_of,
)
from onrecord.site.pictures.look import pictures_of

__all__ = ["pages"]

_MOST_OF_ONE: Final = 46_000
_MOST_OF_CHAPTER: Final = 70_000
"""Bytes of entries on one page: with the rest, and the theme around it, it stays below 150 kB."""

_LATEST: Final = 6
_MOST_DRAWN: Final = 40


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The page of each claim, and the pages of the years of long histories."""
    for claim in frame.dataset.claims.values():
        yield from _Pages(frame, claim).all()


class _Pages:
    """The pages of one claim."""

    def __init__(self, frame: Frame, claim: Claim) -> None:
        self._frame = frame
        self._dataset = frame.dataset
        self._claim = claim
        self._history = frame.snapshot.once(histories)[claim.id]
        self._picture = f"pictures/claims/{claim.id}"
        self._lines = Lines(dataset=self._dataset, history=self._history, where=self.where)

    def all(self) -> Iterator[tuple[str, bytes]]:
        """The claim's page, then those of its years."""
        yield f"record/{self._claim.id}.md", self._whole()
        if len(self._drawn) > 1:
            axis = self._axis()
            yield from pictures_of(
                self._picture, lambda look: chart_of_figures(self._drawn, look, axis=axis)
            )
        for place, chapter in enumerate(self._chapters):
            yield f"record/{self._claim.id}.{chapter.name}.md", self._chapter(place, chapter)

    def where(self, record_id: str) -> str:
        """The address of a record's entry in the history, or of its page."""
        found = self._places.get(record_id)
        return self._frame.href(record_id) if found is None else f"{found}#{record_id}"

    @cached_property
    def _chapters(self) -> tuple[Chapter, ...]:
        """The chapters, if the entries do not fit on one page."""
        entries = self._history.entries
        sizes = [self._size(entry) for entry in entries]
        return () if sum(sizes) <= _MOST_OF_ONE else chapters(entries, sizes, _MOST_OF_CHAPTER)

    def _size(self, entry: Entry) -> int:
        measure = self._claim.measure
        view = entry_view(self._dataset, entry, measure=measure, where=lambda _: "")
        return len(self._frame.html("claim_entry.jinja", view=view).encode())

    @cached_property
    def _places(self) -> dict[str, str]:
        """The page on which each entry stands; empty for the claim's own."""
        if not self._chapters:
            return {entry.record.id: "" for entry in self._history.entries}
        return {
            entry.record.id: self._address(chapter)
            for chapter in self._chapters
            for entry in chapter.entries
        }

    def _address(self, chapter: Chapter) -> str:
        return f"{self._claim.id}.{chapter.name}.html"

    def _whole(self) -> bytes:
        dataset, history = self._dataset, self._history
        found = self._frame.snapshot.once(contradictions_by_claim).get(self._claim.id, ())
        shown = self._told() if self._chapters else history.entries
        return self._page(
            "claim.jinja",
            title=self._claim.text,
            turns=turns(history),
            brief=sides_in_brief(history),
            overview=overview_of(history),
            parties=party_rows(dataset, history),
            within=clashes(found),
            between=oppositions(dataset, history, found),
            pairs=sum(each.kind is ContradictionKind.PARTIES for each in found),
            apart=figures_apart(history, self._frame.snapshot.once(figure_contradictions)),
            answers=answers_of(dataset, history),
            around=tuple(claims_around(dataset, self._claim)),
            statuses=self._frame.snapshot.once(histories),
            lines=self._lines.of(shown),
            figures=self._figures,
            drawn=self._drawn,
            picture=self._frame.link(self._picture),
            chapters=[(each, self._address(each)) for each in self._chapters],
        )

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        """The figures given for the claim, where it is about a quantity."""
        if self._claim.measure is None:
            return ()
        records = (entry.record for entry in self._history.entries)
        return tuple(figures_in(self._dataset, records, (self._claim.measure,)))

    @cached_property
    def _drawn(self) -> tuple[Figure, ...]:
        """Those of them that have one unit, and the latest of very many."""
        some = [each for each in self._figures if span_of(each.quantity).ends]
        unit = main_unit(some) if some else ""
        return tuple(each for each in some if each.quantity.unit == unit)[-_MOST_DRAWN:]

    def _axis(self) -> str:
        unit = self._drawn[0].quantity.unit
        measure = term(self._dataset, "measures", self._claim.measure or "")
        return measure if unit == "item" else f"{measure}, {unit}"

    def _told(self) -> tuple[Entry, ...]:
        """The entries by which a long history is told: its turns, what they rest on, the latest."""
        entries, changes = self._history.entries, self._history.changes
        ids = {each.id for entry in changes for each in entry.standing.because}
        ids |= {entry.record.id for entry in (*changes, *entries[-_LATEST:])}
        return tuple(entry for entry in entries if entry.record.id in ids)

    def _chapter(self, place: int, chapter: Chapter) -> bytes:
        addresses = [(each, self._address(each)) for each in self._chapters]
        return self._page(
            "claim_chapter.jinja",
            title=f"{chapter.title}: {self._claim.text}",
            chapter=chapter,
            before=addresses[place - 1] if place else None,
            after=addresses[place + 1] if place + 1 < len(addresses) else None,
            lines=self._lines.of(chapter.entries, from_start=False),
        )

    def _described(self) -> str:
        status, count = status_word(self._history.standing), len(self._history.entries)
        entries = "statement or event" if count == 1 else "statements and events"
        return f"{self._claim.question} {status.capitalize()}: {count} {entries}, with sources."

    def _page(self, template: str, *, title: str, **values: Any) -> bytes:
        return self._frame.page(
            template,
            title=title,
            description=self._described(),
            claim=self._claim,
            history=self._history,
            status=status_word(self._history.standing),
            signs=sign_words(self._history.entries),
            sides={entry.record.id: side_of(entry) for entry in self._history.entries},
            signs_of={entry.record.id: sign_of(entry) for entry in self._history.entries},
            verbs=RELATION_WORDS,
            where=self.where,
            party=partial(party_name, self._dataset),
            who=partial(who, self._dataset),
            **values,
        )
