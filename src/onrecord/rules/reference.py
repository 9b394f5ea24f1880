"""R: what a record names exists, is of the right kind, and makes sense as a target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from onrecord.diagnostics import Finding, RecordPath, Related, Severity
from onrecord.models import Kind, Record
from onrecord.models.fields import Ref
from onrecord.models.walk import Marked, marked
from onrecord.rules.fit import Fit
from onrecord.rules.registry import Context, Stage, rule
from onrecord.values.ids import nearest

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("R001", "unknown-id")
def unknown_id(record: Record, context: Context) -> Findings:
    """A record names an id that no record has.

    Why:
        A reference that leads nowhere loses what it was to say, and most often is a typing slip.
    Wrong:
        speakers:
          - actor: mehdi-farrahi
            capacity: Deputy Minister of Defence of Iran
    Right:
        speakers:
          - actor: mehdi-farahi
            capacity: Deputy Minister of Defence of Iran
    """
    for mark, ref in _references(record):
        if mark.value in context.dataset or mark.value in context.unreadable:
            continue
        candidates = [found for kind in ref.kinds for found in context.dataset.of_kind(kind)]
        yield Finding(
            code="R001",
            record=record.id,
            path=mark.path,
            message=f"there is no {' or '.join(ref.kinds)} `{mark.value}`",
            seen=mark.value,
            expected=f"the id of a record in {_folders(ref)}",
            nearest=nearest(mark.value, candidates),
        )


@rule("R002", "wrong-kind")
def wrong_kind(record: Record, context: Context) -> Findings:
    """A record names one of another kind than its key takes.

    Why:
        A source is not an actor, although both may carry the name of a newspaper.
    Wrong:
        publisher: 2023-11-13-iran-watch-arms-exports
    Right:
        publisher: iran-watch
    """
    for mark, ref in _references(record):
        target = context.dataset.get(mark.value)
        if target is not None and target.kind.value not in ref.kinds:
            yield Finding(
                code="R002",
                record=record.id,
                path=mark.path,
                message=f"`{mark.value}` is {_a(target.kind)}, not {_a(Kind(ref.kinds[0]))}",
                seen=mark.value,
                expected=f"the id of a record in {_folders(ref)}",
            )


@rule("R003", "self-reference")
def self_reference(record: Record, context: Context) -> Findings:
    """A record names itself.

    Why:
        Nothing is derived from, a part of, or an answer to itself.
    Wrong:
        id: shahed-136
        variant_of: shahed-136
    Right:
        id: shahed-131
        variant_of: shahed-136
    """
    own = {record.id, *record.former_ids}
    for mark, _ in _references(record):
        if mark.value in own:
            yield Finding(
                code="R003",
                record=record.id,
                path=mark.path,
                message=f"`{record.id}` names itself",
                seen=mark.value,
                expected="the id of another record",
            )


@rule("R004", "cycle", stage=Stage.DATASET)
def cycle(context: Context) -> Findings:
    """Records name one another in a circle where there can be none.

    Why:
        If A is a part of B, and B of A, neither has a whole; if A derives from B and B from A, the
        number of independent origins cannot be counted.
    Wrong:
        # the event 2022-10-17-kyiv-attack
        part_of: 2022-10-wave
        # the event 2022-10-wave
        part_of: 2022-10-17-kyiv-attack
    Right:
        # the event 2022-10-17-kyiv-attack
        part_of: 2022-10-wave
    """
    data = context.dataset
    for field, records in (
        ("part_of", data.events.values()),
        ("parent", data.actors.values()),
        ("derived_from", data.sources.values()),
        ("broader", data.claims.values()),
        ("variant_of", data.systems.values()),
    ):
        yield from _cycles(field, records, data.former_ids)


@rule("R005", "former-id", severity=Severity.WARNING)
def former_id(record: Record, context: Context) -> Findings:
    """A record names another by an id that it no longer has.

    Why:
        It still resolves, but a search for the present id does not find the place.
    Wrong:
        occasion: 2023-11-13-ceremony
    Right:
        occasion: 2023-11-13-rajaei-university-ceremony
    """
    for mark, _ in _references(record):
        present = context.dataset.former_ids.get(mark.value)
        if present is not None and present in context.dataset:
            yield Finding(
                code="R005",
                record=record.id,
                path=mark.path,
                message=f"`{mark.value}` is now called `{present}`",
                seen=mark.value,
                expected=present,
                nearest=present,
            )


@rule("R006", "id-used-twice", stage=Stage.WHOLE)
def id_used_twice(fit: Fit, first: Fit) -> Findings:
    """Two files have the same id.

    Why:
        An id is one record's, of whatever kind: whoever looks it up must get that one.
    Wrong:
        # records/actors/shahed.yaml and records/systems/shahed.yaml
        id: shahed
    Right:
        # records/actors/shahed-aviation-industries.yaml
        id: shahed-aviation-industries
    """
    yield fit.finding(
        "R006",
        f"`{fit.id}` is the id of {first.file} already",
        ("id",),
        seen=fit.id,
        expected="an id that no other record has, of whatever kind",
    )


@rule(
    "R007",
    "named-by-nobody",
    severity=Severity.WARNING,
    kinds=[Kind.SOURCE, Kind.CLAIM, Kind.ACTOR, Kind.SYSTEM],
)
def named_by_nobody(record: Record, context: Context) -> Findings:
    """A source, claim, actor or system is named by no other record.

    Why:
        These are there for the statements and events that use them; one left over is a reference
        that was forgotten, or a duplicate of the one that is used.
    Wrong:
        # records/sources/2023/2023-11-13-tasnim-farahi.yaml, and no record cites it
        id: 2023-11-13-tasnim-farahi
    Right:
        # a statement
        citations:
          - source: 2023-11-13-tasnim-farahi
            mode: quote
    """
    users = {use.record.id for use in context.dataset.uses_of(record)} - {record.id}
    if record.is_active and not users:
        yield Finding(
            code="R007",
            record=record.id,
            path=("id",),
            message=f"no record names this {record.kind.value}",
            seen=record.id,
            expected="a record that cites or names it",
        )


@rule("R008", "withdrawn-target", severity=Severity.WARNING)
def withdrawn_target(record: Record, context: Context) -> Findings:
    """A record rests on one that was withdrawn.

    Why:
        What was withdrawn no longer counts, so nothing that counts should rest on it.
    Wrong:
        # 2023-11-14-old-record has `status: withdrawn`
        relations:
          - type: repeats
            statement: 2023-11-14-old-record
    Right:
        relations:
          - type: repeats
            statement: 2023-11-13-farahi-exports-almost-one-billion
    """
    if not record.is_active:
        return
    for mark, _ in _references(record):
        target = context.dataset.get(mark.value)
        if target is None or target.is_active:
            continue
        instead = target.withdrawn.replaced_by if target.withdrawn else None
        yield Finding(
            code="R008",
            record=record.id,
            path=mark.path,
            message=f"`{mark.value}` was withdrawn",
            seen=mark.value,
            expected=instead or "a record that counts",
            nearest=instead,
        )


@rule("R009", "former-id-taken")
def former_id_taken(record: Record, context: Context) -> Findings:
    """A former id is the present id of a record, or the former id of two.

    Why:
        Looking up a former id gives one record, for good; it cannot be given out again.
    Wrong:
        # records/actors/iran-mfa.yaml, while records/actors/mfa.yaml exists
        former_ids: [mfa]
    Right:
        former_ids: [iran-foreign-ministry]
    """
    for position, old in enumerate(record.former_ids):
        holder = _holder(old, record, context)
        if holder is not None:
            yield Finding(
                code="R009",
                record=record.id,
                path=("former_ids", position),
                message=f"`{old}` belongs to the {holder.kind.value} `{holder.id}`",
                seen=old,
                expected="an id that this record alone had before",
                related=(Related(record=holder.id, path=("id",), message="this one"),),
            )


@rule("R010", "replacement-unknown")
def replacement_unknown(record: Record, context: Context) -> Findings:
    """A withdrawn record is replaced by one that is not there, or is withdrawn itself.

    Why:
        Whoever follows the old record must arrive at one that counts.
    Wrong:
        withdrawn:
          date: 2026-11-25
          reason: Recorded twice.
          replaced_by: 2022-11-05-no-such-record
    Right:
        withdrawn:
          date: 2026-11-25
          reason: Recorded twice.
          replaced_by: 2022-11-05-amir-abdollahian-limited-number-of-drones
    """
    replacement = record.withdrawn.replaced_by if record.withdrawn else None
    if replacement is None or replacement in context.unreadable:
        return
    target = context.dataset.get(replacement)
    if target is None or not target.is_active or target.id == record.id:
        yield Finding(
            code="R010",
            record=record.id,
            path=("withdrawn", "replaced_by"),
            message=f"`{replacement}` is no record that counts",
            seen=replacement,
            expected=f"the id of an active {record.kind.value}",
            nearest=nearest(replacement, context.dataset.of_kind(record.kind)),
        )


def _references(record: Record) -> Iterator[tuple[Marked, Ref]]:
    for mark in marked(record):
        if isinstance(mark.mark, Ref):
            yield mark, mark.mark


def _folders(ref: Ref) -> str:
    return " or ".join(f"{Kind(kind).folder}/" for kind in ref.kinds)


def _a(kind: Kind) -> str:
    return f"an {kind.value}" if kind.value[0] in "aeiou" else f"a {kind.value}"


def _holder(old: str, record: Record, context: Context) -> Record | None:
    """Another record that has this id now, or says that it had it before."""
    present = context.dataset.get(old)
    if present is not None and present.id == old:
        return present
    last = context.dataset.former_ids.get(old, record.id)
    return context.dataset.get(last) if last != record.id else None


Parents = dict[str, dict[str, RecordPath]]


def _cycles(field: str, records: Iterable[Record], former: Mapping[str, str]) -> Findings:
    parents: Parents = {record.id: dict(_parents(field, record, former)) for record in records}
    while circle := _circle(parents):
        last, first = circle[-1], circle[0]
        path = parents[last].pop(first)
        yield Finding(
            code="R004",
            record=last,
            path=path,
            message=f"`{field}` leads in a circle: {' → '.join((*circle, first))}",
            seen=first,
            expected="one end of the circle without it",
            related=tuple(
                Related(record=member, path=(field,), message="through here")
                for member in circle[:-1]
            ),
        )


def _parents(
    field: str, record: Record, former: Mapping[str, str]
) -> Iterator[tuple[str, RecordPath]]:
    value = getattr(record, field)
    named = {(field,): value} if isinstance(value, str) else {}
    many = {(field, place): each for place, each in enumerate(value or ()) if not named}
    for path, each in (named | many).items():
        parent = former.get(each, each)
        if parent != record.id:  # R003's matter
            yield parent, path


def _circle(parents: Parents) -> tuple[str, ...]:
    """The records of a circle, each naming the next and the last the first; empty if none."""
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][:-1]
        # graphlib lists predecessors first; turned round, each names the next. Begin at the
        # smallest, so that the same records are always reported the same way.
        found.reverse()
        start = found.index(min(found))
        return (*found[start:], *found[:start])
    return ()
