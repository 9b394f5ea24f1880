"""The pictures: a page for each, with its drawing in light and dark, its table, and its CSV.

Which they are stands in a plan beside the documentation (``plan``). A picture of which nothing is
on record is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.dataset import Dataset
from onrecord.reporters.cards.parts import term
from onrecord.site.frame import Frame
from onrecord.site.pictures.counts import chart_of_counts, within_days
from onrecord.site.pictures.events import Happening, chart_of_events, happenings
from onrecord.site.pictures.figures import Figure, chart_of_figures, figures_in, main_unit
from onrecord.site.pictures.look import Look, pictures_of
from onrecord.site.pictures.plan import Picture, PlanError, read_plan
from onrecord.site.pictures.tables import csv_of, event_cells, figure_cells

__all__ = ["Picture", "PlanError", "pages", "read_plan"]

_MOST_ROWS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture made: how to draw it, and what is in it."""

    plan: Picture
    draw: Callable[[Look], Any]
    figures: tuple[Figure, ...] = ()
    events: tuple[Happening, ...] = ()
    undrawn: int = 0
    """How many of the figures are in the table alone."""

    @property
    def count(self) -> int:
        """How many figures or events are in it."""
        return len(self.figures) + len(self.events)


def pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The page, the drawings and the table of each picture, and a page of all of them."""
    drawn = [made for plan in frame.pictures if (made := _MAKERS[plan.kind](frame.dataset, plan))]
    for place, picture in enumerate(drawn):
        name = f"pictures/{picture.plan.id}"
        yield from pictures_of(name, picture.draw)
        cells = event_cells(picture.events) if picture.events else figure_cells(picture.figures)
        yield f"{name}.csv", csv_of(cells)
        yield (
            f"{name}.md",
            frame.page(
                "picture.jinja",
                title=picture.plan.title,
                description=picture.plan.lead,
                picture=picture,
                others=[each.plan for each in drawn[:place] + drawn[place + 1 :]],
            ),
        )
    yield (
        "pictures/index.md",
        frame.page(
            "pictures.jinja",
            title="Pictures",
            description="Figures and events on record, drawn.",
            pictures=drawn,
        ),
    )


def _figures(dataset: Dataset, plan: Picture) -> tuple[Figure, ...]:
    """The figures that somebody gave; those of events repeat them."""
    return tuple(figures_in(dataset, dataset.statements.values(), plan.measures))


def _counts(dataset: Dataset, plan: Picture) -> Drawn | None:
    found = within_days(_figures(dataset, plan), plan.days)
    if not found:
        return None
    unit = main_unit(found)
    shown = tuple(each for each in found if each.quantity.unit == unit)
    named = [(measure, term(dataset, "measures", measure)) for measure in plan.measures]
    return Drawn(
        plan=plan,
        draw=lambda look: chart_of_counts(shown, look, measures=named, axis=_unit(unit)),
        figures=shown,
    )


def _of_figures(dataset: Dataset, plan: Picture) -> Drawn | None:
    found = _figures(dataset, plan)
    shown = tuple(each for each in found if each.quantity.unit == main_unit(found))
    if not shown:
        return None
    measures = ", ".join(term(dataset, "measures", each) for each in plan.measures)
    axis = f"{measures}, {_unit(main_unit(shown))}" if _unit(main_unit(shown)) else measures
    some = shown[-_MOST_ROWS:]
    return Drawn(
        plan=plan,
        draw=lambda look: chart_of_figures(some, look, axis=axis),
        figures=found,
        undrawn=len(found) - len(some),
    )


def _events(dataset: Dataset, plan: Picture) -> Drawn | None:
    found = happenings(dataset, plan.rows, plan.topics)
    if not found:
        return None
    return Drawn(
        plan=plan, draw=lambda look: chart_of_events(found, look, rows=plan.rows), events=found
    )


def _unit(unit: str) -> str:
    return "" if unit == "item" else unit


_MAKERS: dict[str, Callable[[Dataset, Picture], Drawn | None]] = {
    "counts": _counts,
    "figures": _of_figures,
    "events": _events,
}
