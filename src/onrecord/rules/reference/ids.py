"""R006, R009, R010, R012: an id, present or former, is one record's and leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.diagnostics import Finding, Related
from onrecord.models import Record
from onrecord.rules.registry import Context, Stage, rule

if TYPE_CHECKING:
    from onrecord.rules.fit import Fit

__all__: list[str] = []

Findings = Iterator[Finding]


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


@rule("R009", "former-id-taken", needs=["former_ids"])
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
            own = holder is record
            yield Finding(
                code="R009",
                record=record.id,
                path=("former_ids", position),
                message=(
                    f"`{old}` is the record's present id"
                    if own
                    else f"`{old}` belongs to the {holder.kind.value} `{holder.id}`"
                ),
                seen=old,
                expected="an id that this record alone had before",
                related=()
                if own
                else (Related(record=holder.id, path=("id",), message="this one"),),
            )


@rule("R010", "replacement-unknown", needs=["withdrawn"])
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
    if replacement is None or replacement in context.unread:
        return
    target = context.dataset.get(replacement)
    if target is not None and target.is_active:
        return
    is_there = "is itself withdrawn" if target is not None else "is no record"
    yield Finding(
        code="R010",
        record=record.id,
        path=("withdrawn", "replaced_by"),
        message=f"`{replacement}` {is_there}",
        seen=replacement,
        expected=f"the id of an active {record.kind.value}",
        nearest=None if target else context.nearest_id(replacement, (record.kind,)),
    )


@rule("R012", "term-twice", stage=Stage.DATASET)
def term_twice(context: Context) -> Findings:
    """A vocabulary has a term twice.

    Why:
        A term has one meaning; of two definitions nobody knows which one a record means.
    Wrong:
        terms:
          - id: sanctions
            label: Sanctions
            definition: Measures against persons or bodies.
          - id: sanctions
            label: UN sanctions
            definition: Measures of the Security Council.
    Right:
        terms:
          - id: sanctions
            label: Sanctions
            definition: Measures against persons or bodies.
          - id: un-sanctions
            label: UN sanctions
            definition: Measures of the Security Council.
            broader: sanctions
    """
    for vocabulary in context.dataset.vocabularies.values():
        seen: set[str] = set()
        for position, term in enumerate(vocabulary.terms):
            if term.id in seen:
                yield Finding(
                    code="R012",
                    record=vocabulary.id,
                    path=("terms", position, "id"),
                    message=f"`{vocabulary.id}` has the term `{term.id}` already",
                    seen=term.id,
                    expected="one entry a term",
                )
            seen.add(term.id)


def _holder(old: str, record: Record, context: Context) -> Record | None:
    """The record that has this id now, or another that says that it had it before."""
    present = context.dataset.get(old)
    if present is not None and present.id == old:
        return present
    last = context.dataset.former_ids.get(old, record.id)
    return context.dataset.get(last) if last != record.id else None
