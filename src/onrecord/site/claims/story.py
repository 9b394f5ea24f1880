"""What is told of a claim around its history: its turns, who takes which side, what contradicts.

It counts and picks what the library computed, and judges nothing.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.dataset import Contradiction, ContradictionKind, Dataset, Entry, History, Standing
from onrecord.exports import Snapshot
from onrecord.models import Claim, Event, Stance, Statement
from onrecord.reporters.dates import in_short
from onrecord.site.claims.entries import party_name
from onrecord.site.claims.sides import stance_word
from onrecord.values.edtf import Edtf

__all__ = [
    "Clash",
    "Opposition",
    "PartyRow",
    "SideInBrief",
    "Turn",
    "claims_around",
    "clashes",
    "contradictions_by_claim",
    "figure_contradictions",
    "figures_apart",
    "histories",
    "oppositions",
    "party_rows",
    "sides_in_brief",
    "status_word",
    "turns",
]


def histories(snapshot: Snapshot) -> Mapping[str, History]:
    """The history of every claim by its id."""
    return {claim: snapshot.dataset.history(claim) for claim in snapshot.dataset.claims}


def contradictions_by_claim(snapshot: Snapshot) -> Mapping[str, Sequence[Contradiction]]:
    """The contradictions of stances by claim; not those of stances on two claims."""
    others = (ContradictionKind.FIGURES, ContradictionKind.SOURCE)
    found: dict[str, list[Contradiction]] = defaultdict(list)
    for each in snapshot.dataset.contradictions():
        if each.kind not in others and each.other is None:
            found[each.subject].append(each)
    return found


def status_word(standing: Standing) -> str:
    """The status in words; what cannot be told for sure is said to be possible."""
    word = standing.status.value.replace("-", " ")
    return word if standing.certain else f"possibly {word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The status from a day on, and the statements that make it so."""

    word: str
    status: str
    meaning: str
    by: datetime.date
    because: tuple[Statement, ...]


def turns(history: History) -> tuple[Turn, ...]:
    """Every status that the claim had, in order."""
    return tuple(
        Turn(
            word=status_word(entry.standing),
            status=entry.standing.status.value,
            meaning=entry.standing.status.meaning,
            by=entry.by,
            because=entry.standing.because,
        )
        for entry in history.changes
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """How often a party took each stance, and when it first and last spoke."""

    party: str
    name: str
    counts: Mapping[str, int]
    first: str
    last: str

    @property
    def total(self) -> int:
        """How many stances it took."""
        return sum(self.counts.values())


def party_rows(dataset: Dataset, history: History) -> tuple[PartyRow, ...]:
    """The parties that took a stance, those with most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    days: dict[str, list[str]] = defaultdict(list)
    for entry in history.entries:
        for party in dict.fromkeys(each.id for each in entry.parties):
            if entry.stances:
                counts[party].update(stance_word(each.stance) for each in entry.stances)
                days[party].append(in_short(entry.record.date))
    rows = (
        PartyRow(
            party=party,
            name=party_name(dataset, party),
            counts=found,
            first=days[party][0],
            last=days[party][-1],
        )
        for party, found in counts.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SideInBrief:
    """Who takes a stance: the parties, most often first, and when it was first and last taken."""

    stance: Stance
    parties: tuple[str, ...]
    first: Edtf
    last: Edtf


_IN_BRIEF = (Stance.AFFIRMS, Stance.PARTLY_AFFIRMS, Stance.DENIES, Stance.RETRACTS)
"""The stances that say how a claim stands, in the order in which they are told."""


def sides_in_brief(history: History) -> tuple[SideInBrief, ...]:
    """Who says that the claim is so, who says that it is not, and since when: to be told first."""
    return tuple(filter(None, (_in_brief(history, stance) for stance in _IN_BRIEF)))


def _in_brief(history: History, stance: Stance) -> SideInBrief | None:
    entries = [
        entry for entry in history.entries if any(each.stance is stance for each in entry.stances)
    ]
    if not entries:
        return None
    counts = Counter(party for entry in entries for party in {each.id for each in entry.parties})
    return SideInBrief(
        stance=stance,
        parties=tuple(sorted(counts, key=lambda party: (-counts[party], party))),
        first=entries[0].record.date,
        last=entries[-1].record.date,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Records and those that contradict each of them, in order of time; ``certain`` if all do."""

    kind: ContradictionKind
    records: tuple[Statement | Event, ...]
    others: tuple[Statement | Event, ...]
    certain: bool


_WITHIN = (ContradictionKind.SPEAKER, ContradictionKind.PARTY)


def clashes(found: Iterable[Contradiction], *kinds: ContradictionKind) -> tuple[Clash, ...]:
    """The contradictions of these kinds, by the records that have most of them.

    Without kinds they are those within one voice or party. Each pair comes once, and records that
    the same others contradict come together.
    """
    made: list[Clash] = []
    for kind in kinds or _WITHIN:
        pairs = [each for each in found if each.kind is kind]
        while pairs:
            head = _most_contradicted(pairs)
            mine = [each for each in pairs if head in _ids(each)]
            pairs = [each for each in pairs if head not in _ids(each)]
            made.append(_clash(kind, head, mine))
    return tuple(_together(made))


def _together(found: Iterable[Clash]) -> Iterator[Clash]:
    alike: dict[tuple[str, ...], list[Clash]] = defaultdict(list)
    for clash in found:
        alike[(clash.kind.value, *(each.id for each in clash.others))].append(clash)
    for first, *more in alike.values():
        records = [each for clash in (first, *more) for each in clash.records]
        yield replace(
            first,
            records=tuple(sorted(records, key=lambda each: (each.date.sort_key, each.id))),
            certain=all(clash.certain for clash in (first, *more)),
        )


def _ids(found: Contradiction) -> tuple[str, str]:
    return (found.left.record.id, found.right.record.id)


def _most_contradicted(pairs: Sequence[Contradiction]) -> str:
    counts = Counter(record for each in pairs for record in _ids(each))
    return min(counts, key=lambda record: (-counts[record], record))


def _clash(kind: ContradictionKind, head: str, found: Sequence[Contradiction]) -> Clash:
    records = {use.record.id: use.record for each in found for use in (each.left, each.right)}
    dated = [each for each in records.values() if isinstance(each, Statement | Event)]
    return Clash(
        kind=kind,
        records=tuple(each for each in dated if each.id == head),
        others=tuple(
            sorted((each for each in dated if each.id != head), key=lambda each: each.date.sort_key)
        ),
        certain=all(each.certain for each in found),
    )


def figure_contradictions(snapshot: Snapshot) -> Sequence[Contradiction]:
    """The contradictions of figures."""
    every = snapshot.dataset.contradictions()
    return [each for each in every if each.kind is ContradictionKind.FIGURES]


def figures_apart(history: History, found: Iterable[Contradiction]) -> tuple[Clash, ...]:
    """Those of the figures that two entries of the history give."""
    ids = {entry.record.id for entry in history.entries}
    apart = [each for each in found if ids.issuperset(_ids(each))]
    return clashes(apart, ContradictionKind.FIGURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """How many pairs of statements there are in which one party affirms what another denies."""

    affirming: str
    denying: str
    pairs: int


def oppositions(
    dataset: Dataset, history: History, found: Sequence[Contradiction]
) -> tuple[Opposition, ...]:
    """Who denies what whom affirms, those with most pairs first."""
    entries = {entry.record.id: entry for entry in history.entries}
    counts: Counter[tuple[str, str]] = Counter()
    for each in found:
        if each.kind is not ContradictionKind.PARTIES:
            continue
        pair = [entries.get(use.record.id) for use in (each.left, each.right)]
        names = [_parties(dataset, entry) for entry in pair if entry is not None]
        if len(names) == len(pair):
            is_denied_first = _denies(each.left.record, each.left.path)
            counts[(names[1], names[0]) if is_denied_first else (names[0], names[1])] += 1
    made = (
        Opposition(affirming=affirming, denying=denying, pairs=pairs)
        for (affirming, denying), pairs in counts.items()
    )
    return tuple(sorted(made, key=lambda each: (-each.pairs, each.affirming, each.denying)))


def _parties(dataset: Dataset, entry: Entry) -> str:
    names = [party_name(dataset, party.id) for party in entry.parties]
    return ", ".join(dict.fromkeys(names))


def _denies(record: object, path: Sequence[str | int]) -> bool:
    if not isinstance(record, Statement):
        return False
    place = path[1]
    return isinstance(place, int) and record.stances[place].stance is Stance.DENIES


def claims_around(dataset: Dataset, claim: Claim) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """The claims that are tied to this one, by what the tie says."""
    using = {
        field: [use.record.id for use in dataset.uses_of(claim) if use.path[0] == field]
        for field in ("broader", "excludes")
    }
    found = (
        ("If it is so, so is", claim.broader),
        ("Follows from each of these", using["broader"]),
        ("Cannot be so together with", (*claim.excludes, *using["excludes"])),
    )
    for words, ids in found:
        present = [dataset.claims[each] for each in dict.fromkeys(ids) if each in dataset.claims]
        active = tuple(each for each in present if each.is_active)
        if active:
            yield words, active
