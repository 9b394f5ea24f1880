"""R004, R011: what leads from the narrower to the wider never leads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from onrecord.diagnostics import Finding, RecordPath, Related, Safety
from onrecord.models import Kind, Record, Vocabulary
from onrecord.rules.registry import Context, Stage, rule
from onrecord.values.ids import is_sure, nearest

__all__: list[str] = []

Findings = Iterator[Finding]


_UPWARDS: Final = {
    Kind.EVENT: "part_of",
    Kind.ACTOR: "parent",
    Kind.SOURCE: "derived_from",
    Kind.CLAIM: "broader",
    Kind.SYSTEM: "variant_of",
}
"""The field of each kind that leads from the narrower to the wider."""


def _above(record: Record) -> tuple[str, Any] | None:
    field = _UPWARDS[record.kind]
    named = getattr(record, field)
    return (field, named) if named else None


@rule("R004", "cycle", stage=Stage.DATASET, kinds=_UPWARDS, gather=_above)
def cycle(context: Context) -> Findings:
    """Records name one another in a circle where there can be none.

    Why:
        If A is a part of B, and B of A, neither has a whole; if A derives from B and B from A, the
        number of independent origins cannot be counted.
    Wrong:
        # and the event 2022-10-wave is `part_of: 2022-10-17-kyiv-attack`
        id: 2022-10-17-kyiv-attack
        part_of: 2022-10-wave
    Right:
        # and the event 2022-10-wave is a part of nothing
        id: 2022-10-17-kyiv-attack
        part_of: 2022-10-wave
    """
    former, above = context.dataset.former_ids, context.gathered("R004")
    for field in _UPWARDS.values():
        parents = {
            id_: dict(_parents(field, id_, named, former))
            for id_, (own, named) in above.items()
            if own == field
        }
        for circle, path in _circles(parents):
            yield _cycle_finding(field, circle, path)


@rule("R011", "unknown-broader-term", stage=Stage.DATASET, fix=Safety.UNSAFE)
def unknown_broader_term(context: Context) -> Findings:
    """A term names a wider one that its vocabulary does not have, or is wider than itself.

    Why:
        Whoever looks for the wider term finds what carries the narrower ones, by this tie alone.
    Wrong:
        terms:
          - id: uav-transfers-to-russia
            label: Transfers of UAVs to Russia
            definition: Iranian uncrewed aircraft and parts of them in Russian hands.
            broader: uav-transfer
    Right:
        terms:
          - id: uav-transfers-to-russia
            label: Transfers of UAVs to Russia
            definition: Iranian uncrewed aircraft and parts of them in Russian hands.
            broader: uav-transfers
    """
    for vocabulary in context.dataset.vocabularies.values():
        terms = context.terms(vocabulary.id)
        for position, term in enumerate(vocabulary.terms):
            if term.broader is not None and term.broader not in terms:
                near = nearest(term.broader, [each for each in terms if each != term.id])
                yield Finding(
                    code="R011",
                    record=vocabulary.id,
                    path=("terms", position, "broader"),
                    message=f"`{vocabulary.id}` has no term `{term.broader}`",
                    seen=term.broader,
                    expected="another term of the same vocabulary",
                    nearest=near,
                    sure=near is not None and is_sure(term.broader, near, terms),
                )
        yield from _circular_terms(vocabulary)


Parents = Mapping[str, Mapping[str, RecordPath]]
"""For each record the ones that it names, and where."""


def _parents(
    field: str, record_id: str, value: str | Sequence[str], former: Mapping[str, str]
) -> Iterator[tuple[str, RecordPath]]:
    one = isinstance(value, str)
    for position, named in enumerate([value] if isinstance(value, str) else value):
        parent = former.get(named, named)
        if parent != record_id:  # R003's matter
            yield parent, (field,) if one else (field, position)


def _circular_terms(vocabulary: Vocabulary) -> Findings:
    parents = {
        term.id: {term.broader: ("terms", position, "broader")}
        for position, term in enumerate(vocabulary.terms)
        if term.broader is not None
    }
    for circle, path in _circles(parents):
        yield Finding(
            code="R011",
            record=vocabulary.id,
            path=path,
            message=f"`broader` leads in a circle: {' → '.join((*circle, circle[0]))}",
            seen=circle[0],
            expected="a term that is not among the narrower ones",
        )


def _cycle_finding(field: str, circle: tuple[str, ...], path: RecordPath) -> Finding:
    return Finding(
        code="R004",
        record=circle[-1],
        path=path,
        message=f"`{field}` leads in a circle: {' → '.join((*circle, circle[0]))}",
        seen=circle[0],
        expected="one end of the circle without it",
        related=tuple(
            Related(record=member, path=(field,), message="through here") for member in circle[:-1]
        ),
    )


def _circles(parents: Parents) -> Iterator[tuple[tuple[str, ...], RecordPath]]:
    """Every way back to where one came from: the records of the circle, the last naming the first.

    A walk in depth, without recursion: chains may be long. Each tie is gone along once.
    """
    done: set[str] = set()
    for start in sorted(parents):
        trail: dict[str, Iterator[str]] = {start: iter(parents[start])} if start not in done else {}
        while trail:
            here = next(reversed(trail))
            named = next(trail[here], None)
            if named is None:
                done.add(here)
                del trail[here]
            elif named in trail:
                names = list(trail)
                yield tuple(names[names.index(named) :]), parents[here][named]
            elif named in parents and named not in done:
                trail[named] = iter(parents[named])
