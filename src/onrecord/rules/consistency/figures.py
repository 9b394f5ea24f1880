"""C002, C005: what one speaker counts, and in which unit a claim's measure is given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.dataset.moment import whole
from onrecord.diagnostics import Finding, Related, Severity
from onrecord.models import Claim, Kind, Quantity, RelationType, Statement
from onrecord.rules.registry import Context, Stage, rule
from onrecord.rules.taken import ties_of
from onrecord.values.quantities import Bounds, disjoint

__all__: list[str] = []

Findings = Iterator[Finding]

_EXPLAINS = (RelationType.CORRECTS, RelationType.RETRACTS, RelationType.ELABORATES)


def _figures_of(statement: Statement) -> dict[str, Any] | None:
    """What its figures count, for surely which time, and their bounds."""
    if not statement.quantities or not statement.is_active:
        return None
    figures = [
        [place, _counted(quantity), list(quantity.bounds), quantity.original]
        for place, quantity in enumerate(statement.quantities)
        if _has_sure_period(quantity)
    ]
    speakers, ties = list(statement.speaker_ids), ties_of(statement, *_EXPLAINS)
    return {"speakers": speakers, "figures": figures, "ties": ties} if figures else None


@rule(
    "C002",
    "figures-of-one-speaker",
    stage=Stage.DATASET,
    severity=Severity.WARNING,
    kinds=[Kind.STATEMENT],
    gather=_figures_of,
)
def figures_of_one_speaker(context: Context) -> Findings:
    """One speaker gives two figures for the same thing and time that cannot both be right.

    Why:
        A later count that replaces or completes an earlier one is tied to it by a relation. Without
        one the two count different things, which `of`, `counts`, `systems` or `period` should say,
        or one of them is wrong.
    Wrong:
        # the same speaker, on the same day, with the same measure and period: 26 shot down
        quantities:
          - measure: uavs-shot-down
            best: 37
            unit: item
            hedge: exact
            period: 2022-10-17
            original: 37 of them were destroyed
    Right:
        quantities:
          - measure: uavs-shot-down
            best: 37
            unit: item
            hedge: exact
            period: 2022-10-17
            original: 37 of them were destroyed
        relations:
          - type: corrects
            statement: 2022-10-17-ihnat-26-drones-overnight
    """
    known: dict[Any, _Ends] = defaultdict(_Ends)
    for figure, key in _figures(context):
        earlier = known[key].add(figure)
        if earlier is not None:
            path = ("quantities", earlier.place)
            yield Finding(
                code="C002",
                record=figure.statement,
                path=("quantities", figure.place),
                message=f"“{figure.words}”, but the same speaker also says “{earlier.words}”",
                seen=figure.words,
                expected="a relation to the earlier statement, or what else is counted",
                related=(Related(record=earlier.statement, path=path, message="also said"),),
            )


def _measured(record: Claim | Statement) -> Any:
    """Of a claim its measure; of a statement its claims, and the units of its figures."""
    if isinstance(record, Claim):
        return record.measure
    if not record.stances or not record.quantities or not record.is_active:
        return None
    units = [[each.measure, each.unit] for each in record.quantities]
    return {"claims": [each.claim for each in record.stances], "units": units}


@rule(
    "C005",
    "claim-measured-in-two-units",
    stage=Stage.DATASET,
    severity=Severity.NOTE,
    kinds=[Kind.CLAIM, Kind.STATEMENT],
    gather=_measured,
)
def claim_measured_in_two_units(context: Context) -> Findings:
    """A figure on a claim is in another unit than the others on the same claim.

    Why:
        Figures on one claim are set side by side; dollars and rials cannot be. Where the speaker
        gave both, the unit that others use is the one to record.
    Wrong:
        # the other speakers on the claim give dollars
        measure: arms-exports-value
        unit: IRR
    Right:
        measure: arms-exports-value
        unit: USD
    """
    for (claim, measure), given in _on_claims(context).items():
        units = Counter(unit for places in given.values() for unit in places)
        usual = units.most_common(1)[0][0]
        for statement, places in given.items():
            if usual in places:
                continue
            unit, place = next(iter(places.items()))
            yield Finding(
                code="C005",
                record=statement,
                path=("quantities", place, "unit"),
                message=f"others give `{measure}` on `{claim}` in `{usual}`",
                seen=unit,
                expected=f"`{usual}`, if the speaker gave it",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    statement: str
    place: int
    bounds: Bounds
    words: str
    ties: frozenset[str]


@dataclass(slots=True)
class _Ends:
    """Of the figures for one thing, the one with the highest lower bound and with the lowest upper.

    A figure that is compatible with both is compatible with all of them.
    """

    below: _Figure | None = None
    above: _Figure | None = None

    def add(self, figure: _Figure) -> _Figure | None:
        """Takes in a figure; an earlier one that it speaks against, if no relation says why."""
        opposed = [
            earlier
            for earlier in (self.below, self.above)
            if earlier is not None and disjoint(earlier.bounds, figure.bounds)
        ]
        if opposed:
            self.below = self.above = None
        if self.below is None or _low(figure) > _low(self.below):
            self.below = figure
        if self.above is None or _high(figure) < _high(self.above):
            self.above = figure
        unexplained = (each for each in opposed if not _explains(figure, each))
        return next(unexplained, None)


def _low(figure: _Figure) -> tuple[float, bool]:
    low = figure.bounds.low
    return (float("-inf") if low is None else low, not figure.bounds.low_inclusive)


def _high(figure: _Figure) -> tuple[float, bool]:
    high = figure.bounds.high
    return (float("inf") if high is None else high, figure.bounds.high_inclusive)


def _explains(one: _Figure, other: _Figure) -> bool:
    return one.statement in other.ties or other.statement in one.ties


def _figures(context: Context) -> Iterator[tuple[_Figure, Any]]:
    """Every figure with a sure period; for each of its speakers, with a key of what it counts."""
    resolve = context.dataset.resolve
    for statement, kept in context.gathered("C002").items():
        ties = frozenset(map(resolve, kept["ties"]))
        for place, counted, bounds, words in kept["figures"]:
            figure = _Figure(
                statement=statement, place=place, bounds=Bounds(*bounds), words=words, ties=ties
            )
            systems = frozenset(map(resolve, counted[-1]))
            for speaker in dict.fromkeys(map(resolve, kept["speakers"])):
                yield figure, (speaker, *counted[:-1], systems)


def _counted(quantity: Quantity) -> list[Any]:
    """What a figure counts and for which time; the systems last."""
    period = whole(quantity.period) if quantity.period else ""
    said = [quantity.counts.value if quantity.counts else "", (quantity.of or "").casefold()]
    return [quantity.measure, quantity.unit, *said, str(period), list(quantity.systems)]


def _has_sure_period(quantity: Quantity) -> bool:
    period = quantity.period
    if period is None or period.is_unknown_start or period.is_unknown_end:
        return False
    return not (period.is_uncertain or period.is_approximate or period.is_set)


def _on_claims(context: Context) -> dict[tuple[str, str], dict[str, dict[str, int]]]:
    """For each claim and its measure: by statement, the units in which it is given, and where."""
    resolve, facts = context.dataset.resolve, context.gathered("C005")
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(dict)
    for statement, kept in facts.items():
        if isinstance(kept, str):
            continue
        for claim in dict.fromkeys(map(resolve, kept["claims"])):
            measure = facts.get(claim)
            for place, (measured, unit) in enumerate(kept["units"]):
                if measured == measure:
                    given = found[claim, measured].setdefault(statement, {})
                    given.setdefault(unit, place)
    return found
