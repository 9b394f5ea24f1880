"""R001–R003, R005, R007, R008: what a record names, and who names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.diagnostics import Finding, RecordPath, Safety, Severity
from onrecord.models import Kind, Record
from onrecord.models.fields import Ref
from onrecord.rules.registry import DOUBT, Context, rule

__all__: list[str] = []

Findings = Iterator[Finding]


@rule("R001", "unknown-id", fix=Safety.UNSAFE, needs=[DOUBT])
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
    for mark, ref in context.references(record):
        if mark.value in context.dataset or mark.value in context.unread:
            continue
        near = context.nearest_id(mark.value, ref.kinds)
        yield Finding(
            code="R001",
            record=record.id,
            path=mark.path,
            message=f"there is no {' or '.join(ref.kinds)} `{mark.value}`",
            seen=mark.value,
            expected=f"the id of a record in {_folders(ref)}",
            nearest=near,
            sure=context.is_sure(mark.value, near, ref.kinds),
        )


@rule("R002", "wrong-kind", needs=[DOUBT])
def wrong_kind(record: Record, context: Context) -> Findings:
    """A record names one of another kind than its key takes.

    Why:
        A source is not an actor, although both may carry the name of a newspaper.
    Wrong:
        publisher: 2023-11-13-iran-watch-arms-exports
    Right:
        publisher: iran-watch
    """
    for mark, ref in context.references(record):
        target = context.dataset.get(mark.value)
        if target is not None and target.kind not in ref.kinds:
            yield Finding(
                code="R002",
                record=record.id,
                path=mark.path,
                message=f"`{mark.value}` is {_a(target.kind)}, not {_a(Kind(ref.kinds[0]))}",
                seen=mark.value,
                expected=f"the id of a record in {_folders(ref)}",
            )


@rule("R003", "self-reference", needs=[DOUBT])
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
    for mark, _ in context.references(record):
        if mark.value == record.id or mark.value in record.former_ids:
            yield Finding(
                code="R003",
                record=record.id,
                path=mark.path,
                message=f"`{record.id}` names itself in `{_key(mark.path)}`",
                seen=mark.value,
                expected="the id of another record",
            )


@rule("R005", "former-id", severity=Severity.WARNING, fix=Safety.SAFE, needs=[DOUBT])
def former_id(record: Record, context: Context) -> Findings:
    """A record names another by an id that it no longer has.

    Why:
        It still resolves, but a search for the present id does not find the place.
    Wrong:
        occasion: 2023-11-13-ceremony
    Right:
        occasion: 2023-11-13-rajaei-university-ceremony
    """
    for mark, _ in context.references(record):
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
    if not record.is_active or record.id in context.named:
        return
    # A file with an error may name it too: then nobody can say that no record does.
    word = re.compile(rf"(?<![a-z0-9-]){record.id}(?![a-z0-9-])".encode())
    if not any(word.search(content) for content in context.unread.values()):
        yield Finding(
            code="R007",
            record=record.id,
            path=("id",),
            message=f"no record names this {record.kind.value}: use it, or remove it",
            seen=record.id,
            expected="a record that names it",
        )


@rule("R008", "withdrawn-target", severity=Severity.WARNING, needs=[DOUBT])
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
    for mark, _ in context.references(record):
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


def _key(path: RecordPath) -> str:
    return next(str(step) for step in reversed(path) if isinstance(step, str))


def _folders(ref: Ref) -> str:
    return " or ".join(f"{Kind(kind).folder}/" for kind in ref.kinds)


def _a(kind: Kind) -> str:
    return f"an {kind.value}" if kind.value[0] in "aeiou" else f"a {kind.value}"
