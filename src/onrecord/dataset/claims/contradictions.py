"""Places in records that speak against each other: stances, figures, what sources have instead.

Every contradiction is two places and why they are set against each other, never a verdict on which
of them is right. What cannot be told for sure is said to be possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, count, product
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.dataset.claims.scopes import AFFIRMING, Scopes
from onrecord.dataset.claims.ties import excluding, following
from onrecord.dataset.moment import whole
from onrecord.dataset.origins import citations_of
from onrecord.dataset.parties import Parties
from onrecord.dataset.uses import Use
from onrecord.diagnostics import RecordPath
from onrecord.models import Event, Quantity, RelationType, Stance, StanceOnClaim, Statement
from onrecord.values.quantities import Bounds, disjoint
from onrecord.values.words import Word

if TYPE_CHECKING:
    from onrecord.dataset.core import Dataset

__all__ = ["Contradiction", "ContradictionKind", "contradictions_in"]

_TAKES_BACK = (RelationType.RETRACTS, RelationType.CORRECTS)


class ContradictionKind(Word):
    """What speaks against what."""

    SPEAKER = "speaker", "One speaker affirms and denies the same."
    PARTY = "party", "Two who speak for one state or organisation affirm and deny the same."
    PARTIES = "parties", "One party affirms what another denies."
    FIGURES = "figures", "Two figures for the same measure and time cannot both be right."
    SOURCE = "source", "A source has another value than the record that cites it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two places that speak against each other, ``left`` the earlier in the dataset's order.

    ``subject`` is the id of a claim, a measure, or the path of a field. ``certain`` is false where
    it cannot be told that both speak of the same part of a claim or the same time.

    ``other`` is the second claim where the stances are on two: one that is affirmed, and cannot be
    true without ``subject``, which is denied; or one that cannot be true together with ``subject``,
    where both are affirmed.
    """

    kind: ContradictionKind
    subject: str
    left: Use
    right: Use
    certain: bool
    other: str | None = None


def contradictions_in(dataset: Dataset) -> Iterator[Contradiction]:
    """Every contradiction between records that count: stances by claim, figures, sources."""
    yield from _stances(dataset)
    yield from _figures(dataset)
    yield from _sources(dataset)


class _Stand(NamedTuple):
    order: int
    use: Use
    stance: StanceOnClaim
    speakers: frozenset[str]
    parties: frozenset[str]


_ByClaim = dict[str, list[_Stand]]
_Pair = tuple[_Stand, _Stand]


def _stances(dataset: Dataset) -> Iterator[Contradiction]:
    by_claim: _ByClaim = {claim: [] for claim in dataset.claims}
    for claim, stand in _stands(dataset):
        by_claim.setdefault(claim, []).append(stand)
    meets = _Meets(dataset)
    for claim, stands in by_claim.items():
        for affirmed, denied in _opposed(stands):
            answer = meets(affirmed.stance, denied.stance)
            yield from _contradiction(affirmed, denied, answer, subject=claim)
    yield from _across(dataset, by_claim, meets)


def _contradiction(
    one: _Stand, two: _Stand, answer: bool | None, *, subject: str, other: str | None = None
) -> Iterator[Contradiction]:
    left, right = sorted((one, two), key=lambda stand: stand.order)
    if answer is not False and not _takes_back(left, right):
        yield Contradiction(
            kind=_kind(left, right),
            subject=subject,
            left=left.use,
            right=right.use,
            certain=answer is True,
            other=other,
        )


def _across(dataset: Dataset, by_claim: _ByClaim, meets: _Meets) -> Iterator[Contradiction]:
    """Stances on two claims, of which one follows from the other or excludes it.

    That one follows from the other is held against one speaker or party alone: between parties, who
    denies a claim is opposed on that claim already.
    """
    stands = {(stand.use.record.id, claim) for claim, some in by_claim.items() for stand in some}
    for narrow, wider in following(dataset).items():
        for wide in wider:
            for affirmed, denied in _pairs(by_claim, narrow, wide, stands, (Stance.DENIES,)):
                if _kind(affirmed, denied) is not ContradictionKind.PARTIES:
                    answer = meets(affirmed.stance, denied.stance)
                    answer = answer and (_is_as_limited(affirmed.stance, denied.stance) or None)
                    yield from _contradiction(affirmed, denied, answer, subject=wide, other=narrow)
    for first, second in excluding(dataset):
        for one, two in _pairs(by_claim, first, second, stands, AFFIRMING):
            answer = meets(one.stance, two.stance)
            answer = answer and (_are_as_limited(one.stance, two.stance) or None)
            yield from _contradiction(one, two, answer, subject=first, other=second)


def _pairs(
    by_claim: _ByClaim,
    first: str,
    second: str,
    stands: Container[tuple[str, str]],
    opposed: Container[Stance],
) -> Iterator[_Pair]:
    """The affirmations of the first claim beside stances on the second.

    Where a statement speaks to the claim of the other itself, what it says of that counts instead.
    """
    others = [stand for stand in by_claim[second] if stand.stance.stance in opposed]
    for one in by_claim[first] if others else ():
        if one.stance.stance not in AFFIRMING:
            continue
        speaks_to_both = (one.use.record.id, second) in stands
        for other in others:
            is_one = one.use.record is other.use.record
            if is_one or not (speaks_to_both or (other.use.record.id, first) in stands):
                yield one, other


def _is_as_limited(affirmed: StanceOnClaim, denied: StanceOnClaim) -> bool:
    """Whether the affirmation has every limit that the denial has.

    A limit of the denial alone may leave out all that the other claim speaks of.
    """
    mine, theirs = affirmed.scope, denied.scope
    if theirs is None:
        return True
    has_period = theirs.period is None or (mine is not None and mine.period is not None)
    return has_period and (not theirs.systems or bool(mine and mine.systems))


def _are_as_limited(one: StanceOnClaim, other: StanceOnClaim) -> bool:
    return _is_as_limited(one, other) and _is_as_limited(other, one)


class _Meets:
    """Compares scopes; remembers each pair, as most stances have the same few."""

    def __init__(self, dataset: Dataset) -> None:
        self._scopes = Scopes(dataset)
        self._known: dict[Any, bool | None] = {}

    def __call__(self, left: StanceOnClaim, right: StanceOnClaim) -> bool | None:
        key = (_scope(left), _scope(right))
        if key not in self._known:
            self._known[key] = self._scopes.overlap(left, right)
        return self._known[key]


def _scope(stance: StanceOnClaim) -> Any:
    scope = stance.scope
    is_part = stance.stance is Stance.PARTLY_AFFIRMS
    return is_part if scope is None else (is_part, scope.period, scope.systems, bool(scope.note))


def _stands(dataset: Dataset) -> Iterator[tuple[str, _Stand]]:
    parties = Parties(dataset)
    order = count()
    for statement in dataset.statements.values():
        if not statement.is_active or not statement.stances:
            continue
        speakers = frozenset(map(dataset.resolve, statement.speaker_ids))
        whose = frozenset(
            parties.of_speaker(speaker, statement.date).id for speaker in statement.speakers
        )
        for place, stance in enumerate(statement.stances):
            use = Use(statement, ("stances", place))
            yield dataset.resolve(stance.claim), _Stand(next(order), use, stance, speakers, whose)


def _opposed(stands: list[_Stand]) -> Iterator[_Pair]:
    affirmed = [stand for stand in stands if stand.stance.stance in AFFIRMING]
    denied = [stand for stand in stands if stand.stance.stance is Stance.DENIES]
    return product(affirmed, denied)


def _kind(left: _Stand, right: _Stand) -> ContradictionKind:
    if left.speakers & right.speakers:
        return ContradictionKind.SPEAKER
    if left.parties & right.parties:
        return ContradictionKind.PARTY
    return ContradictionKind.PARTIES


def _takes_back(left: _Stand, right: _Stand) -> bool:
    """Whether the later statement says itself that it takes back or corrects the earlier one."""
    later, earlier = right.use.record, left.use.record
    return isinstance(later, Statement) and any(
        relation.type in _TAKES_BACK and relation.statement in (earlier.id, *earlier.former_ids)
        for relation in later.relations
    )


class _Figure(NamedTuple):
    use: Use
    quantity: Quantity
    bounds: Bounds


def _figures(dataset: Dataset) -> Iterator[Contradiction]:
    groups: dict[Any, list[_Figure]] = defaultdict(list)
    records: list[Statement | Event] = [*dataset.statements.values(), *dataset.events.values()]
    over_time = _over_time(dataset)
    for record in records:
        for place, quantity in enumerate(record.quantities if record.is_active else ()):
            key = _counted(dataset, record, quantity, over_time)
            if key is not None:
                figure = _Figure(Use(record, ("quantities", place)), quantity, quantity.bounds)
                groups[key].append(figure)
    for figures in groups.values():
        for left, right in combinations(figures, 2):
            if left.use.record is not right.use.record and disjoint(left.bounds, right.bounds):
                yield Contradiction(
                    kind=ContradictionKind.FIGURES,
                    subject=left.quantity.measure,
                    left=left.use,
                    right=right.use,
                    certain=_is_certain(left.quantity) and _is_certain(right.quantity),
                )


def _over_time(dataset: Dataset) -> frozenset[str]:
    """The measures that count what happens over a time."""
    measures = dataset.vocabularies.get("measures")
    return frozenset(term.id for term in measures.terms if term.period) if measures else frozenset()


def _counted(
    dataset: Dataset, record: Statement | Event, quantity: Quantity, over_time: frozenset[str]
) -> Any:
    """What a figure counts and for which time; figures with the same are set side by side.

    Without a period of its own, a figure of an event is for that event's date if its measure counts
    over a time. Any other is for no known time, and nothing can be set beside it.
    """
    period = quantity.period
    if period is None and isinstance(record, Event) and quantity.measure in over_time:
        period = record.date
    if period is None:
        return None
    days = whole(period)
    return (
        quantity.measure,
        quantity.unit,
        quantity.counts,
        (quantity.of or "").casefold(),
        frozenset(map(dataset.resolve, quantity.systems)),
        (days.earliest_ymd, days.latest_ymd, days.is_open_start, days.is_open_end),
    )


def _is_certain(quantity: Quantity) -> bool:
    period = quantity.period
    if period is None:
        return True
    is_doubtful = period.is_uncertain or period.is_approximate or period.is_set
    return not (is_doubtful or period.is_unknown_start or period.is_unknown_end)


def _sources(dataset: Dataset) -> Iterator[Contradiction]:
    for record in dataset:
        if not record.is_active:
            continue
        for path, citation in _cited(record):
            for field in citation.differs:
                yield Contradiction(
                    kind=ContradictionKind.SOURCE,
                    subject=field,
                    left=Use(record, _path(field)),
                    right=Use(record, (*path, "differs", field)),
                    certain=True,
                )


def _cited(record: Any) -> Iterable[tuple[RecordPath, Any]]:
    if isinstance(record, Statement | Event):
        return ((("citations", place), each) for place, each in enumerate(citations_of(record)))
    return (
        (("positions", office, "citations", place), each)
        for office, held in enumerate(getattr(record, "positions", ()))
        for place, each in enumerate(held.citations)
    )


def _path(field: str) -> RecordPath:
    return tuple(int(step) if step.isdigit() else step for step in field.split("."))
